"""Signing in by the identity service of a ministry (OpenID Connect), where the settings name one.

The service says only whose e-mail address somebody has shown to be theirs. It opens an account that is there already
and makes none; who is switched off, or whose last day is over, stays out, and a second factor is asked for as ever.
"""

from __future__ import annotations

import logging
from typing import Any

import jwt
import requests
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import SuspiciousOperation
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView, OIDCAuthenticationRequestView

from accounts.attempts import begin_attempt, succeed
from accounts.enums import Outcome
from accounts.middleware import SECOND_FACTOR
from accounts.models import User
from accounts.second_factor import has_second_factor
from accounts.views import wait_for_code
from taskforce.errors import DomainError

logger = logging.getLogger(__name__)
ACCOUNTS = "accounts.backends.AccountBackend"  # asked of whoever is signed in, at every request
# Whatever a service that is down, wrong or not the one it should be makes the library raise.
FAULTS = (SuspiciousOperation, requests.RequestException, jwt.PyJWTError, ValueError, KeyError, TypeError)


class IdentityBackend(OIDCAuthenticationBackend):
    """What the library asks of the service, checked more narrowly: by whom and for whom the token was made."""

    def verify_token(self, token: str, **kwargs: Any) -> dict:
        claims = super().verify_token(token, **kwargs)
        audience = claims.get("aud")
        meant = audience if isinstance(audience, list) else [audience]
        if claims.get("iss") != settings.OIDC_ISSUER or settings.OIDC_RP_CLIENT_ID not in meant:
            raise SuspiciousOperation("The token was made by or for somebody else.")
        return claims

    def verify_claims(self, claims: dict) -> bool:
        return claims.get("email_verified") is True and isinstance(claims.get("email"), str)

    def filter_users_by_claims(self, claims: dict) -> QuerySet[User]:
        return User.objects.working().filter(email=claims["email"].strip().lower())


class BeginView(OIDCAuthenticationRequestView):
    """Lead to the identity service."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refuse_where_none()
        return super().dispatch(request, *args, **kwargs)


class CallbackView(OIDCAuthenticationCallbackView):
    """Where the identity service leads back to."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refuse_where_none()
        try:
            return super().dispatch(request, *args, **kwargs)
        except FAULTS as error:
            logger.warning("Signing in by the identity service failed: %s", type(error).__name__)
            return self.login_failure()

    def login_failure(self) -> HttpResponse:
        text = _("The identity service did not sign you in, or no account has the address it names.")
        messages.error(self.request, text)
        return redirect("accounts:login")

    def login_success(self) -> HttpResponse:
        user = self.user
        user.backend = ACCOUNTS
        try:
            attempt = begin_attempt(self.request, user.email)
        except DomainError as error:
            messages.error(self.request, error.message)
            return redirect("accounts:login")
        if has_second_factor(user) and not settings.OIDC_IS_STRONG:
            succeed(attempt, Outcome.CODE_NEXT)
            wait_for_code(self.request, user, self.success_url)
            return redirect("accounts:code")
        succeed(attempt)
        login(self.request, user)
        if settings.OIDC_IS_STRONG:
            self.request.session[SECOND_FACTOR] = True
        return redirect(self.success_url)


def refuse_where_none() -> None:
    """Raise Http404 where the settings name no identity service."""
    if not settings.OIDC_NAME:
        raise Http404


def begin(request: HttpRequest) -> HttpResponse:
    refuse_where_none()
    return BeginView.as_view()(request)


def callback(request: HttpRequest) -> HttpResponse:
    refuse_where_none()
    return CallbackView.as_view()(request)
