"""Addresses of the app, in the order of the menu."""

from django.urls import path

from participants import views

app_name = "participants"
urlpatterns = [
    path("sessions/<session_ref:session_ref>/register/", views.organisation, name="register"),
    path("sessions/<session_ref:session_ref>/register/delegates/", views.delegates, name="register_delegates"),
    path("sessions/<session_ref:session_ref>/register/choices/", views.choices, name="register_choices"),
    path("sessions/<session_ref:session_ref>/register/check/", views.check, name="register_check"),
    path("sessions/<session_ref:session_ref>/register/sent/", views.sent, name="register_sent"),
    path("sessions/<session_ref:session_ref>/register/anew/", views.anew, name="register_anew"),
    path("my/verify/", views.verify, name="verify"),
    path("my/link/<str:token>/", views.my_link, name="my_link"),
    path("my/enter/", views.my_enter, name="my_enter"),
    path("my/leave/", views.my_leave, name="my_leave"),
    path("my/verify/<str:token>/", views.link, name="verify_link"),
]
