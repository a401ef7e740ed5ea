"""Addresses of the app, in the order of the menu."""

from django.urls import path

from sessions import views

app_name = "sessions"
urlpatterns = [
    path("sessions/", views.sessions, name="sessions"),
    path("sessions/<session_ref:ref>/", views.session, name="session"),
    path("regions/", views.regions, name="regions"),
    path("regions/<region_code:code>/", views.region, name="region"),
]
