"""``sessions/25/participants/``: who takes part, for those who take part. It names organisations, never persons."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from participants.enums import Investment, LinkPurpose, Place, State
from participants.forms.catalogue import CatalogueFilter
from participants.models import AccessLink, Registration, TableSeat
from participants.sectors import sector_name
from participants.views.access import current_link
from sessions.models import Session
from tables.models import ThematicTable

ORGANISATIONS_A_PAGE = 20


@require_safe
def catalogue(request: HttpRequest, session_ref: str) -> HttpResponse:
    """List who agreed to be shown; whoever does not take part reads how to get in, and nothing else."""
    session = Session.objects.for_user(request.user).by_ref(session_ref).first()
    link = None
    if session is None:
        session = get_object_or_404(Session.objects.public().by_ref(session_ref))
        link = current_link(request)
        if not _takes_part(link, session):
            return _private(render(request, "participants/catalogue_closed.html", {"session": session}))
    return _private(_list(request, session, link))


def _takes_part(link: AccessLink | None, session: Session) -> bool:
    """Whether this browser was let in for a confirmed registration of the session, as contact or as somebody named."""
    if link is None or link.registration.session_id != session.pk:
        return False
    named = link.delegate is None or link.delegate.place != Place.RELEASED
    return named and link.registration.state == State.CONFIRMED


def _list(request: HttpRequest, session: Session, link: AccessLink | None) -> HttpResponse:
    tables = list(ThematicTable.objects.filter(session=session))
    form = CatalogueFilter(request.GET, shown=Registration.objects.shown_in_catalogue(session), tables=tables)
    found = form.apply().select_related("organisation__region").prefetch_related("organisation__sectors")
    found = found.order_by("organisation__name_key", "pk")
    page_obj = Paginator(found, ORGANISATIONS_A_PAGE).get_page(request.GET.get("page"))
    contact = link is not None and link.purpose == LinkPurpose.MY
    context = {
        "session": session,
        "form": form,
        "page_obj": page_obj,
        "rows": _rows(list(page_obj), tables),
        "filtered": any(request.GET.get(name) for name in form.fields),
        "home": "" if link is None else "participants:my" if contact else "participants:my_person",
        "unseen": contact and not link.registration.in_catalogue and session.may_change(),
    }
    return render(request, "participants/catalogue.html", context)


def _rows(registrations: list[Registration], tables: list[ThematicTable]) -> list[dict]:
    """What is shown of each organisation: nothing here leads to a person."""
    seats = TableSeat.objects.filter(delegate__registration__in=registrations, place=Place.CONFIRMED)
    taken = set(seats.order_by().values_list("delegate__registration", "table").distinct())
    return [
        _row(registration, [table for table in tables if (registration.pk, table.pk) in taken])
        for registration in registrations
    ]


def _row(registration: Registration, tables: list[ThematicTable]) -> dict:
    organisation = registration.organisation
    website = _website(organisation.website)
    return {
        "organisation": organisation,
        "other_name": _other_name(organisation),
        "website": website,
        "site": website.partition("//")[2].removeprefix("www.").rstrip("/"),
        "sectors": [sector_name(sector.code) for sector in organisation.sectors.all()],
        "texts": registration,
        "investment": registration.investment not in ("", Investment.NONE),
        "tables": tables,
    }


def _other_name(organisation) -> str:
    """The name in the alphabet that is not shown first; empty where there is one name only."""
    names = {organisation.name_latin, organisation.name_cyrillic} - {organisation.name, ""}
    return names.pop() if names else ""


def _website(address: str) -> str:
    """The address if a browser may safely follow it."""
    return address if address.startswith(("https://", "http://")) else ""


def _private(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
