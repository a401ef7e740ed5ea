"""Addresses of open data, the same in every language."""

from django.urls import path

from documents.open_data import views

app_name = "open_data"
urlpatterns = [
    path("acts.json", views.acts_json, name="acts_json"),
    path("acts.csv", views.acts_csv, name="acts_csv"),
    path("projects.json", views.projects_json, name="projects_json"),
    path("sessions.json", views.sessions_json, name="sessions_json"),
    path("openapi.json", views.openapi_json, name="openapi_json"),
]
