"""Addresses of the app, in the order of the menu."""

from django.urls import path

from agreements.views import register

app_name = "agreements"
urlpatterns = [
    path("agreements/", register.agreements, name="agreements"),
    path("agreements/<id:pk>/", register.agreement, name="agreement"),
    path("agreements/<id:pk>/file/", register.agreement_file, name="file"),
]
