"""Addresses of the app, in the order of the menu."""

from django.urls import path

from documents import views

app_name = "documents"
urlpatterns = [
    path("sessions/<session_ref:ref>/programme/", views.programme, name="programme"),
    path("sessions/<session_ref:ref>/programme.ics", views.programme_calendar, name="programme_ics"),
]
