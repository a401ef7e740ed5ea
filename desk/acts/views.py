"""The acts of a session: those there are, and the page of each, to which texts, signatures and commitments belong."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from agreements.sections import gather
from desk.access import at_desk
from desk.acts.page import SECTIONS, acts_of, facts, get_act
from desk.views import show
from sessions.models import Session

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
