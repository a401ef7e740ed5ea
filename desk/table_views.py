"""The pages of the thematic tables: who has a seat, and what is presented. A moderator sees their own tables."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Lower, NullIf
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy

from accounts.models import User
from audit.services import filters_of, record_list
from desk.access import TABLES, Act, Rights, at_desk, offered, rights
from participants.enums import Place
from participants.models import TableSeat
from sessions.enums import AssignmentRole
from sessions.models import Assignment, Session
from tables.models import ModeratedTable, ThematicTable

SEATS_A_PAGE = 50


@at_desk(TABLES)
def tables(request: HttpRequest, session: Session) -> HttpResponse:
    """The tables of a session with the seats taken; of a moderator, their own."""
    mine = rights(request.user, session)
    frame = {"session": session, "page": "tables", "may": offered(mine)}
    return render(request, "desk/tables.html", frame | {"tables": tables_for(mine, session)})


@at_desk(TABLES)
def table(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    """Who has a seat at a table or waits for one, and the projects presented there."""
    mine = rights(request.user, session)
    found = get_object_or_404(tables_for(mine, session).prefetch_related("presentations__project"), pk=pk)
    page_obj = Paginator(list_seats(found), SEATS_A_PAGE).get_page(request.GET.get("page"))
    people = [seat.delegate for seat in page_obj]
    record_list(
        request.user,
        gettext_lazy("The people of a table"),
        people,
        filters_of(request.GET, session=session.ref, table=str(found)),
    )
    frame = {"session": session, "page": "table", "may": offered(mine)}
    return render(request, "desk/table.html", frame | {"table": found, "page_obj": page_obj})


def tables_for(mine: Rights, session: Session, act: Act = TABLES) -> QuerySet[ThematicTable]:
    """Return the tables at which the user may do this, with the numbers of seats taken and waited for."""
    found = ThematicTable.objects.filter(session=session)
    if not mine.all_tables(act):
        found = found.filter(pk__in=moderated_by(mine.user, session))
    return found.annotate(
        taken=Count("seats", filter=Q(seats__place=Place.CONFIRMED)),
        waiting=Count("seats", filter=Q(seats__place=Place.WAITING)),
    ).order_by("number", "pk")


def moderated_by(user: User, session: Session) -> QuerySet:
    """Return the keys of the tables this user moderates at a session."""
    own = Assignment.objects.in_force().filter(user=user, session=session, role=AssignmentRole.MODERATOR)
    return ModeratedTable.objects.filter(assignment__in=own.order_by()).order_by().values("table")


def list_seats(table: ThematicTable) -> QuerySet[TableSeat]:
    """Return the seats given, by family name, then those waited for, in their order."""
    seats = TableSeat.objects.filter(table=table, place__in=(Place.CONFIRMED, Place.WAITING))
    waits = F("queue_number").asc(nulls_first=True)
    family = Lower(Coalesce(NullIf("delegate__family_latin", Value("")), "delegate__family_cyrillic"))
    seats = seats.select_related("delegate__registration__organisation")
    return seats.order_by(waits, family, "delegate__name_key", "pk")
