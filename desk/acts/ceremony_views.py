"""The page of the signing ceremony: what is signed in which order, and the place of an act in it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy

from agreements.forms.act import SigningForm
from agreements.models import Signing
from agreements.services.parties import move_signing, save_signing, signings_of, take_from_ceremony
from desk.access import WRITE_ACTS, at_desk
from desk.acts.ceremony import gather_ceremony
from desk.acts.page import get_act, show_form
from desk.views import show
from sessions.models import Session
from taskforce.errors import DomainError


@at_desk()
def ceremony(request: HttpRequest, session: Session) -> HttpResponse:
    """The acts signed in the ceremony, in their order, with when the turn of each comes."""
    return show(request, session, "ceremony", {"ceremony": gather_ceremony(session)})


@at_desk(WRITE_ACTS, post=WRITE_ACTS)
def act_signing(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    """Put an act into the ceremony, or change what is said of its place there."""
    act = get_act(session, pk)
    signing = Signing.objects.filter(agreement=act).first() or Signing(agreement=act)
    form = SigningForm(request.POST if request.method == "POST" else None, instance=signing)
    if form.is_bound and form.is_valid():
        try:
            save_signing(form.instance)
            return redirect("desk:ceremony", session.ref)
        except DomainError as error:
            form.refuse(error)
    return show_form(request, session, act, form, gettext_lazy("Place in the signing ceremony"))


@at_desk(post=WRITE_ACTS, back="desk:ceremony")
def signing_move(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    """Move an act in the ceremony one place, or take it out."""
    signing = get_object_or_404(signings_of(session).select_related("agreement"), agreement=pk)
    wish = request.POST.get("do")
    if wish == "remove":
        take_from_ceremony(signing)
    elif wish in ("up", "down"):
        move_signing(signing, wish)
    return HttpResponseRedirect(f"{reverse('desk:ceremony', args=[session.ref])}#act-{pk}")
