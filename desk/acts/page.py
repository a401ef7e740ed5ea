"""What the page of an act at the desk is made of."""

from __future__ import annotations

from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from agreements.models import ActProject, ActRegion, Agreement
from agreements.sections import Section
from agreements.services.acts import may_be_removed
from agreements.standing import ending, standing
from desk.acts.signature_section import SIGNATURES
from desk.acts.text_section import TEXTS
from desk.commitments.rows import commitments_of
from desk.protocol.of_act import draft_of
from desk.views import show
from sessions.models import Session

# The sections below the facts, in the order of the page: gather(act, request) gives what its template shows.
# A template stands within the page's block: its heading is an h3 with an id; may.write_acts says who is offered forms.
SECTIONS: tuple[Section, ...] = (
    TEXTS,
    Section("desk/act/protocol.html", draft_of),
    SIGNATURES,
    Section("desk/act/commitments.html", commitments_of),
)


def acts_of(session: Session) -> QuerySet[Agreement]:
    """Return the acts of a session, in their order."""
    return Agreement.objects.filter(session=session).select_related("table", "signing").order_by("position", "pk")


def get_act(session: Session, pk: int) -> Agreement:
    """Return an act of this session. Raises Http404."""
    return get_object_or_404(acts_of(session), pk=pk)


def facts(act: Agreement, request: HttpRequest) -> dict:
    """Return what the act names and what names it, and where it stands today. Seven queries."""
    later = list(act.led_from.select_related("act__session"))
    return {
        "parties": act.parties.select_related("organisation", "region"),
        "signatories": act.signatories.select_related("party", "official"),
        "projects": ActProject.objects.filter(agreement=act).select_related("project").order_by("pk"),
        "regions": ActRegion.objects.filter(agreement=act).select_related("hostregion").order_by("pk"),
        "links": act.leads_to.select_related("other__session"),
        "later": later,
        "standing": standing(act, timezone.localdate(), ending(later)),
        "is_public": Agreement.objects.public().filter(pk=act.pk).exists(),
        "removable": may_be_removed(act),
    }


def show_form(
    request: HttpRequest, session: Session, act: Agreement | None, form: BaseForm, words: object, **more
) -> HttpResponse:
    """Show a form about an act on a page of its own, with what every one of them needs."""
    context = {"act": act, "form": form, "words": words, "finds": False, "looked": False} | more
    return show(request, session, "act_form", context)
