"""Addresses the identity service knows. They have no language, because it leads back to one exact address."""

from django.urls import path

from accounts.identity import begin, callback

urlpatterns = [
    path("begin/", begin, name="identity_begin"),
    path("callback/", callback, name="identity_callback"),
]
