"""Addresses of the app, in the order of the menu."""

from django.urls import path

from agreements.views import act, register

app_name = "agreements"
urlpatterns = [
    path("agreements/", register.agreements, name="agreements"),
    path("agreements/<id:pk>/", act.agreement, name="agreement"),
    path("agreements/<id:pk>/file/", act.agreement_file, name="file"),
]
