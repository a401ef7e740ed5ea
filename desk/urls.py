"""Addresses of the desk, in the order of its menu."""

from django.urls import path

from desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("<session_ref:ref>/", views.session, name="session"),
    path("<session_ref:ref>/attendance/", views.attendance, name="attendance"),
    path("<session_ref:ref>/attendance/<id:pk>/present/", views.present, name="present"),
    path("<session_ref:ref>/attendance/<id:pk>/undo/", views.undo, name="undo"),
    path("<session_ref:ref>/documents/", views.documents, name="documents"),
    path("<session_ref:ref>/documents/<id:pk>/again/", views.again, name="again"),
]
