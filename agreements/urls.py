"""Addresses of the app, in the order of the menu."""

from django.urls import path

from agreements import views

app_name = "agreements"
urlpatterns = [
    path("agreements/", views.agreements, name="agreements"),
    path("agreements/<id:pk>/", views.agreement, name="agreement"),
    path("agreements/<id:pk>/file/", views.agreement_file, name="file"),
]
