"""The way in at ``my/``: asking for the link, the page with the button it leads to, and the way out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from participants import forms, services
from participants.enums import LinkPurpose
from participants.models import AccessLink
from participants.views import access, drafts, summary
from taskforce.errors import DomainError
from taskforce.limits import limited

TICKET = "ticket"
TICKET_SECONDS = 900
OPENS = (*access.HOME, LinkPurpose.NEW_EMAIL)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("link")
def my_ask(request: HttpRequest) -> HttpResponse:
    """Ask for an e-mail address; the answer is the same whether the portal knows it or not."""
    form = forms.AskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.ask_for_links(form.cleaned_data["email"], get_language())
        return redirect("participants:my_asked")
    return render(request, "participants/my/ask.html", {"form": form, "link": access.current_link(request)})


@require_safe
def my_asked(request: HttpRequest) -> HttpResponse:
    """Say what happens now, without the address that was typed."""
    return render(request, "participants/my/asked.html", {"mail_folder": summary.mail_folder()})


@require_safe
def my_link(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange the token in the address for a short ticket, so that it goes no further; nothing else changes."""
    found = services.find_link(token, *OPENS)
    value = str(found.pk) if found else ""
    response = redirect("participants:my_enter")
    return drafts.set_cookie(response, TICKET, value, "participants:my_enter", [], max_age=TICKET_SECONDS)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("enter")
def my_enter(request: HttpRequest) -> HttpResponse:
    """Show the button; pressed, it lets this browser in for two hours. What opens nothing always looks the same."""
    link = _link_of(request)
    if link is None:
        return render(request, "participants/my/invalid.html", status=410)
    if request.method != "POST":
        name = "new_email" if link.purpose == LinkPurpose.NEW_EMAIL else "enter"
        return render(request, f"participants/my/{name}.html", {"session": link.registration.session, "link": link})
    if link.purpose == LinkPurpose.NEW_EMAIL:
        try:
            link = services.take_new_email(link)
        except DomainError:
            return render(request, "participants/my/invalid.html", status=410)
    AccessLink.objects.filter(pk=link.pk, used_at=None).update(used_at=timezone.now())
    return access.let_in(redirect(access.HOME[link.purpose]), link)


@require_POST
def my_leave(request: HttpRequest) -> HttpResponse:
    """Close the own page on this browser."""
    return access.let_out(redirect("participants:my_ask"))


def _link_of(request: HttpRequest) -> AccessLink | None:
    """Return the link of the ticket while it may be used; one for a new address is good once."""
    value = drafts.read_cookie(request, TICKET, max_age=TICKET_SECONDS) or ""
    if not value.isdecimal():
        return None
    usable = AccessLink.objects.filter(revoked_at=None, expires_at__gt=timezone.now(), purpose__in=OPENS)
    usable = usable.exclude(purpose=LinkPurpose.NEW_EMAIL, used_at__isnull=False)
    return usable.select_related("registration__session").filter(pk=int(value)).first()
