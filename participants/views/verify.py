"""The link of a mail, and the page with the button that verifies the e-mail address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from participants import services
from participants.enums import LinkPurpose
from participants.models import AccessLink
from participants.views import drafts
from taskforce.errors import DomainError
from taskforce.limits import limited

COOKIE = "verify"
COOKIE_SECONDS = 900


@require_safe
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange the token in the address for a short cookie, so that it goes no further; nothing else changes."""
    response = redirect("participants:verify")
    found = services.find_link(token, LinkPurpose.VERIFY_EMAIL)
    value = str(found.pk) if found else ""
    return drafts.set_cookie(response, COOKIE, value, "participants:verify", [], max_age=COOKIE_SECONDS)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("enter")
def verify(request: HttpRequest) -> HttpResponse:
    """Show the button; pressed, it verifies. A link that is unknown, expired or revoked always gets the same answer."""
    found = _link_of(request)
    if found is None or (not found.used_at and (found.revoked_at or found.expires_at <= timezone.now())):
        return render(request, "participants/verify_invalid.html", status=410)
    if request.method == "POST" and not found.used_at:
        try:
            services.verify_email(found)
        except DomainError:
            return render(request, "participants/verify_invalid.html", status=410)
        return redirect("participants:verify")
    name = "verified" if found.used_at else "verify"
    context = {"registration": found.registration, "session": found.registration.session}
    return render(request, f"participants/{name}.html", context)


def _link_of(request: HttpRequest) -> AccessLink | None:
    value = drafts.read_cookie(request, COOKIE, max_age=COOKIE_SECONDS) or ""
    links = AccessLink.objects.select_related("registration__session", "registration__organisation")
    return links.filter(pk=int(value), purpose=LinkPurpose.VERIFY_EMAIL).first() if value.isdecimal() else None
