"""Addresses of signing in and out."""

from django.contrib.auth import views as auth_views
from django.urls import path

from accounts.invitation_views import invitation, invitation_link
from accounts.views import SignInView, again

app_name = "accounts"
urlpatterns = [
    path("sign-in/", SignInView.as_view(), name="login"),
    path("sign-out/", auth_views.LogoutView.as_view(), name="logout"),
    path("again/", again, name="again"),
    path("invitation/", invitation, name="invitation"),
    path("invitation/<str:token>/", invitation_link, name="invitation_link"),
]
