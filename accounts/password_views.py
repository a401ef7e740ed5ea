"""A forgotten password: asking for a link, and choosing another password with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import ask_for_new_password, change_password, end_sessions
from accounts.sign_in_forms import ForgottenForm
from taskforce.limits import limited


@limited("link")
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for the link. Whoever asks is led to the same page, with an account or without."""
    form = ForgottenForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        ask_for_new_password(form.cleaned_data["email"])
        return redirect("accounts:asked")
    return render(request, "accounts/forgotten.html", {"form": form})


def asked(request: HttpRequest) -> HttpResponse:
    """What happens next."""
    return render(request, "accounts/asked.html")


class NewPasswordView(auth_views.PasswordResetConfirmView):
    """Choose a password with the link of a mail. Nobody is signed in by it, and everywhere one is signed out."""

    template_name = "accounts/new_password.html"
    success_url = reverse_lazy("accounts:login")

    def get_user(self, uidb64: str) -> User | None:
        user = super().get_user(uidb64)
        return user if user and User.objects.working().filter(pk=user.pk).exists() else None

    def form_valid(self, form: Any) -> HttpResponse:
        change_password(form.user, form.cleaned_data["new_password1"])
        end_sessions(form.user)
        messages.success(self.request, _("Your password was changed. Sign in with it now."))
        self.request.session.pop(auth_views.INTERNAL_RESET_SESSION_TOKEN, None)
        return redirect(self.success_url)

    def render_to_response(self, context: dict, **kwargs: Any) -> HttpResponse:
        return super().render_to_response(context, status=200 if self.validlink else 410, **kwargs)
