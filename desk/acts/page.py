"""What the page of an act at the desk is made of."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from agreements.models import Agreement
from agreements.sections import Section
from sessions.models import Session

# The sections below the facts, in the order of the page: gather(act, request) gives what its template shows.
# A template stands within the page's block: its heading is an h3 with an id; may.write_acts says who is offered forms.
SECTIONS: tuple[Section, ...] = ()


def acts_of(session: Session) -> QuerySet[Agreement]:
    """Return the acts of a session, in their order."""
    return Agreement.objects.filter(session=session).select_related("table").order_by("position", "pk")


def get_act(session: Session, pk: int) -> Agreement:
    """Return an act of this session. Raises Http404."""
    return get_object_or_404(acts_of(session), pk=pk)


def facts(act: Agreement, request: HttpRequest) -> dict:
    """Return who the parties and the signatories are."""
    parties = act.parties.select_related("organisation", "region")
    signatories = act.signatories.select_related("party", "official")
    return {"parties": parties, "signatories": signatories}
