"""Signing in, in one step or two, and showing once more who one is."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from accounts.attempts import RETRY_AFTER, succeed
from accounts.enums import Outcome
from accounts.middleware import SECOND_FACTOR
from accounts.models import User
from accounts.recent import show
from accounts.second_factor import has_second_factor
from accounts.sign_in_forms import AgainForm, CodeForm, SignInForm, is_locked

WAITING = "code_next"  # in request.session: whose password was right, while the code is asked for
WAITING_SECONDS = 600


class SignInView(auth_views.LoginView):
    """The page where organisers and ministry staff sign in; who is signed in already goes on to the desk."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm

    @property
    def redirect_authenticated_user(self) -> bool:
        """Not to the administration whoever it has just sent here, because their account may not open it."""
        return self.request.user.is_staff or not self.get_success_url().startswith(reverse("admin:index"))

    def get_context_data(self, **kwargs: Any) -> dict:
        signed_in = self.request.user if self.request.user.is_authenticated else None
        return super().get_context_data(signed_in=signed_in, identity=settings.OIDC_NAME, **kwargs)

    def form_valid(self, form: SignInForm) -> HttpResponse:
        user = form.get_user()
        if not has_second_factor(user):
            succeed(form.attempt)
            return super().form_valid(form)
        succeed(form.attempt, Outcome.CODE_NEXT)
        wait_for_code(self.request, user, self.get_success_url())
        return redirect("accounts:code")

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        return answered(super().form_invalid(form), form)


@never_cache
def code(request: HttpRequest) -> HttpResponse:
    """The second step: a code of the telephone, or one on paper."""
    user = waiting_for_code(request)
    if user is None:
        return redirect("accounts:login")
    form = CodeForm(request, user, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        return HttpResponseRedirect(sign_in_fully(request, user))
    context = {"form": form, "has_passkey": user.passkeys.exists()}
    return answered(render(request, "accounts/code.html", context), form)


@login_required
def again(request: HttpRequest) -> HttpResponse:
    """Show once more who one is, and go on to where one wanted to go."""
    target = request.POST.get("next") or request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = reverse("desk:home")
    form = AgainForm(request, request.POST or None)
    if form.is_bound and form.is_valid():
        show(request)
        return HttpResponseRedirect(target)
    context = {"form": form, "fields": [("next", target)], "files": False}
    return answered(render(request, "accounts/again.html", context), form)


def wait_for_code(request: HttpRequest, user: User, target: str) -> None:
    """Keep for ten minutes whose password was right; it opens nothing but the page that asks for the code."""
    request.session.cycle_key()
    request.session[WAITING] = {
        "user": user.pk, "backend": user.backend, "hash": user.get_session_auth_hash(),
        "until": time.time() + WAITING_SECONDS, "target": target,
    }  # fmt: skip


def waiting_for_code(request: HttpRequest) -> User | None:
    """Return whose code is waited for: an account that works, with the password that was right."""
    kept = request.session.get(WAITING)
    user = User.objects.working().filter(pk=kept["user"]).first() if kept and kept["until"] > time.time() else None
    return user if user and constant_time_compare(user.get_session_auth_hash(), kept["hash"]) else None


def sign_in_fully(request: HttpRequest, user: User) -> str:
    """Sign in whose second factor was right too; returns where they wanted to go."""
    kept = request.session.pop(WAITING)
    login(request, user, kept["backend"])
    request.session[SECOND_FACTOR] = True
    return kept["target"]


def answered(response: HttpResponse, form: Any) -> HttpResponse:
    """Say by the status of a page that it refuses because of too many attempts."""
    if form.is_bound and is_locked(form):
        response.status_code = 429
        response.headers["Retry-After"] = RETRY_AFTER
    return response
