"""Registering with the data of an earlier registration: asking for the link, and choosing what to begin with."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from participants import forms, services
from participants.enums import LinkPurpose
from participants.models import AccessLink, Registration
from participants.services.recognition import earlier_registrations
from participants.services.returning import stands_for
from participants.views import drafts, summary
from sessions.models import Session
from taskforce.errors import DomainError
from taskforce.limits import limited

TICKET = "returning"
TICKET_SECONDS = 900


@never_cache
@limited("link")
@drafts.step
def returning(request: HttpRequest, session: Session, own: Registration | None) -> HttpResponse:
    """Ask for an e-mail address; the answer is the same whether the portal knows it or not."""
    form = forms.AskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.ask_for_earlier(session, form.cleaned_data["email"], get_language())
        return redirect("participants:register_returning_asked", session.ref)
    return render(request, "participants/returning.html", {"session": session, "form": form})


@drafts.session_page
def returning_asked(request: HttpRequest, session: Session, own: Registration | None) -> HttpResponse:
    """Say what happens now, without the address that was typed."""
    context = {"session": session, "mail_folder": summary.mail_folder()}
    return render(request, "participants/returning_asked.html", context)


@require_safe
def returning_link(request: HttpRequest, session_ref: str, token: str) -> HttpResponse:
    """Exchange the token in the address for a short ticket; nothing else changes."""
    session = get_object_or_404(Session.objects.public().by_ref(session_ref))
    found = services.find_link(token, LinkPurpose.RETURNING)
    response = redirect("participants:register_returning_begin", session.ref)
    address = ("participants:register_returning_begin", [session.ref])
    return drafts.set_cookie(response, TICKET, str(found.pk) if found else "", *address, max_age=TICKET_SECONDS)


@never_cache
@drafts.step
def returning_begin(request: HttpRequest, session: Session, own: Registration | None) -> HttpResponse:
    """Show the earlier registrations of the verified address; the button of one makes a draft with its data."""
    link = _link_of(request)
    if link is None:
        return render(request, "participants/returning_invalid.html", {"session": session}, status=410)
    found = list(earlier_registrations(link.registration.contact_email)[:20])
    refusal = None
    if request.method == "POST":
        chosen = next((one for one in found if str(one.pk) == request.POST.get("earlier")), None)
        try:
            if chosen:
                draft = services.begin_with(session, link, chosen)
                return drafts.remember(redirect("participants:register", session.ref), draft)
        except DomainError as error:
            refusal = error
    offered = [(one, stands_for(one, session)) for one in found]
    context = {"session": session, "found": offered, "refusal": refusal}
    return render(request, "participants/returning_begin.html", context)


def _link_of(request: HttpRequest) -> AccessLink | None:
    value = drafts.read_cookie(request, TICKET, max_age=TICKET_SECONDS) or ""
    if not value.isdecimal():
        return None
    usable = AccessLink.objects.filter(purpose=LinkPurpose.RETURNING, revoked_at=None, expires_at__gt=timezone.now())
    return usable.select_related("registration").filter(pk=int(value)).first()
