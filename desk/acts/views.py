"""The acts of a session: those there are, and the page of each, to which texts, signatures and commitments belong."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.forms.act import ActForm, DenounceForm, SignForm
from agreements.models import Agreement
from agreements.sections import gather
from agreements.services import (
    add_act,
    change_act,
    denounce_act,
    remove_act,
    sign_act,
    take_back_denunciation,
    take_back_signing,
)
from desk.access import WRITE_ACTS, at_desk
from desk.acts.page import SECTIONS, acts_of, facts, get_act, show_form
from desk.views import show
from sessions.models import Session
from taskforce.errors import DomainError

ACTS_A_PAGE = 50


@at_desk()
def acts(request: HttpRequest, session: Session) -> HttpResponse:
    """The acts of a session, signed or not."""
    found = acts_of(session).prefetch_related("parties")
    page_obj = Paginator(found, ACTS_A_PAGE).get_page(request.GET.get("page"))
    return show(request, session, "acts", {"page_obj": page_obj})


@at_desk()
def act(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    """All that is known of an act."""
    found = get_act(session, pk)
    context = {"act": found} | facts(found, request) | gather(SECTIONS, found, request)
    return show(request, session, "act", context)


@at_desk(WRITE_ACTS, post=WRITE_ACTS)
def act_add(request: HttpRequest, session: Session) -> HttpResponse:
    """Add an act to the session; its parties and signatories follow on its own page."""
    form = ActForm(request.POST if request.method == "POST" else None, session=session)
    if form.is_bound and form.is_valid():
        return redirect("desk:act", session.ref, add_act(form.instance, request.user).pk)
    return show_form(request, session, None, form, gettext_lazy("Add an act"))


@at_desk(WRITE_ACTS, post=WRITE_ACTS)
def act_edit(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    """Change the facts of an act."""
    found = get_act(session, pk)
    form = ActForm(request.POST if request.method == "POST" else None, session=session, instance=found)
    if form.is_bound and form.is_valid():
        try:
            change_act(found, form.values, request.user)
            return redirect("desk:act", session.ref, found.pk)
        except DomainError as error:
            form.refuse(error)
    return show_form(request, session, get_act(session, pk), form, gettext_lazy("Change the facts"))


@at_desk(WRITE_ACTS, post=WRITE_ACTS)
def act_sign(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    """Mark an act as signed."""
    found = get_act(session, pk)
    form = SignForm(request.POST if request.method == "POST" else None, initial={"signed_on": session.starts_on})
    if form.is_bound and form.is_valid():
        on, begins = form.cleaned_data["signed_on"], form.cleaned_data["in_force_on"]
        try:
            sign_act(found, on=on, in_force_on=begins, by=request.user)
            messages.success(request, _("The act is marked as signed."))
            return redirect("desk:act", session.ref, found.pk)
        except DomainError as error:
            form.refuse(error)
    return show_form(request, session, found, form, gettext_lazy("Mark as signed"))


@at_desk(WRITE_ACTS, post=WRITE_ACTS)
def act_denounce(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    """Note that a party denounced an act."""
    found = get_act(session, pk)
    form = DenounceForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        on, whom = form.cleaned_data["denounced_on"], form.cleaned_data["denounced_by"]
        try:
            denounce_act(found, on=on, by_whom=whom, by=request.user)
            return redirect("desk:act", session.ref, found.pk)
        except DomainError as error:
            form.refuse(error)
    return show_form(request, session, found, form, gettext_lazy("Note that it was denounced"))


@at_desk(post=WRITE_ACTS, back="desk:acts")
def act_back(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    """Take back what was noted by mistake: that it was signed, that it was denounced, or the draft itself."""
    found, wish = get_act(session, pk), request.POST.get("do", "")
    try:
        return take_back(session, found, wish, request)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("desk:act", session.ref, found.pk)


def take_back(session: Session, act: Agreement, wish: str, request: HttpRequest) -> HttpResponse:
    """Take back what was wished, and lead to where one goes on. Raises DomainError."""
    if wish == "remove":
        remove_act(act)
        messages.success(request, _("The draft was removed: %(act)s.") % {"act": act})
        return redirect("desk:acts", session.ref)
    if wish == "signing":
        take_back_signing(act, request.user)
    elif wish == "denunciation":
        take_back_denunciation(act, request.user)
    return redirect("desk:act", session.ref, act.pk)
