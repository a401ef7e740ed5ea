"""The way in at ``my/``: the link of a mail, the page with the button that opens the own page, and the way out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from participants.enums import LinkPurpose
from participants.links import hash_of
from participants.models import AccessLink
from participants.views import access, drafts

TICKET = "ticket"
TICKET_SECONDS = 900
# Where the button of each purpose leads. A link of another purpose has its own page.
OPENS = {LinkPurpose.MY: "participants:my", LinkPurpose.DELEGATE: "participants:my_person"}


@require_safe
def my_link(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange the token in the address for a short ticket, so that it goes no further; nothing else changes."""
    found = AccessLink.objects.filter(token_hash=hash_of(token), purpose__in=OPENS).first()
    value = str(found.pk) if found else ""
    response = redirect("participants:my_enter")
    return drafts.set_cookie(response, TICKET, value, "participants:my_enter", [], max_age=TICKET_SECONDS)


@require_http_methods(["GET", "HEAD", "POST"])
def my_enter(request: HttpRequest) -> HttpResponse:
    """Show the button; pressed, it lets this browser in for two hours. What opens nothing always looks the same."""
    found = _link_of(request)
    if found is None:
        return render(request, "participants/my/invalid.html", status=410)
    if request.method != "POST":
        return render(request, "participants/my/enter.html", {"session": found.registration.session})
    AccessLink.objects.filter(pk=found.pk, used_at=None).update(used_at=timezone.now())
    return access.let_in(redirect(OPENS[found.purpose]), found)


@require_POST
def my_leave(request: HttpRequest) -> HttpResponse:
    """Close the own page on this browser."""
    return access.let_out(redirect("participants:my_ask"))


def _link_of(request: HttpRequest) -> AccessLink | None:
    value = drafts.read_cookie(request, TICKET, max_age=TICKET_SECONDS) or ""
    if not value.isdecimal():
        return None
    usable = AccessLink.objects.filter(revoked_at=None, expires_at__gt=timezone.now(), purpose__in=OPENS)
    return usable.select_related("registration__session").filter(pk=int(value)).first()
