"""The link of an invitation, and the page on which somebody takes up the account it offers."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import life
from accounts.life_forms import AcceptForm
from taskforce.actor import become
from taskforce.errors import DomainError
from taskforce.limits import limited

COOKIE = "__Host-invitation" if settings.HTTPS else "invitation"
COOKIE_SECONDS = 3600
SALT = "accounts.invitation"
BACKEND = "accounts.backends.AccountBackend"


@require_safe
def invitation_link(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange the token in the address for a short cookie, so that it goes no further; nothing else changes."""
    response = redirect("accounts:invitation")
    response.set_signed_cookie(
        COOKIE, life.hash_of(token), salt=SALT, max_age=COOKIE_SECONDS, path="/",
        secure=settings.HTTPS, httponly=True, samesite="Lax",
    )  # fmt: skip
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("enter")
def invitation(request: HttpRequest) -> HttpResponse:
    """Ask for name, language and password, and sign in. What opens nothing always looks the same."""
    token_hash = request.get_signed_cookie(COOKIE, "", salt=SALT, max_age=COOKIE_SECONDS)
    found = life.find_invitation(token_hash)
    if found is None:
        return render(request, "accounts/invitation_over.html", status=410)
    form = AcceptForm(found.user, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        become(f"user {found.user_id}")
        try:
            user = life.accept(token_hash, **form.wish)
        except DomainError:
            return render(request, "accounts/invitation_over.html", status=410)
        login(request, user, BACKEND)
        messages.success(request, _("Welcome. From now on you sign in with your e-mail address and this password."))
        return redirect("admin:index" if user.is_staff else "desk:home")
    return render(request, "accounts/invitation.html", {"form": form, "invitation": found})
