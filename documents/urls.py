"""Addresses of the app, in the order of the menu."""

from django.urls import path

from documents import views, views_files, views_implementation, views_own

app_name = "documents"
urlpatterns = [
    path("sessions/<session_ref:ref>/programme/", views.programme, name="programme"),
    path("sessions/<session_ref:ref>/programme.ics", views.programme_calendar, name="programme_ics"),
    path("sessions/<session_ref:ref>/programme.pdf", views_files.programme_pdf, name="programme_pdf"),
    path("sessions/<session_ref:ref>/programme/<str:form>.pdf", views_files.programme_pdf, name="programme_form"),
    path("sessions/<session_ref:ref>/programme.json", views.programme_json, name="programme_json"),
    path("sessions/<session_ref:ref>/programme/versions/", views.versions, name="versions"),
    path("sessions/<session_ref:ref>/programme/versions/<version:number>/", views.version, name="version"),
    path(
        "sessions/<session_ref:ref>/implementation/<str:form>.pdf",
        views_implementation.implementation_pdf,
        name="implementation",
    ),
    path("my/documents/confirmation/", views_own.confirmation, name="my_confirmation"),
    path("my/documents/programme/<id:pk>/", views_own.my_programme, name="my_programme"),
    path("calendar/<str:token>.ics", views.calendar_feed, name="calendar_feed"),
    path("documents/<id:pk>/", views_files.download, name="download"),
    path("documents/<id:pk>/status/", views_files.status, name="status"),
]
