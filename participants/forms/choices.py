"""Step 3: which tables and visits each delegate asks for. Full ones may be chosen: they have a waiting list."""

from __future__ import annotations

from django import forms
from django.db.models import Count, Q
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from participants.enums import Place
from participants.forms.widgets import LongSelect
from participants.models import Delegate, Registration
from participants.services.limits import MAX_TABLES
from sessions.models import CompanyVisit, Session
from tables.models import ThematicTable
from taskforce.forms import plain_helper
from taskforce.kept import Kept

CHOICES = Kept()


class ChoicesForm(forms.Form):
    """What one delegate asks for."""

    visits = forms.MultipleChoiceField(
        label=gettext_lazy("Company visits"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data, *, delegate: Delegate, tables: list[tuple], visits: list[tuple]) -> None:
        initial = None if data is not None else _initial(delegate)
        super().__init__(data, initial=initial, prefix=f"d{delegate.pk}", label_suffix="")
        self.delegate = delegate
        self.table_names = _add_tables(self, tables)
        self.fields["visits"].choices = visits
        if not visits:
            del self.fields["visits"]
        self.order_fields([*self.table_names, "visits"])
        self.helper = plain_helper(*self.fields)

    def clean(self) -> dict:
        data = super().clean()
        seen: set[str] = set()
        for name in self.table_names:
            if (chosen := data.get(name)) and chosen in seen:
                self.add_error(name, _("This table is chosen above already."))
            seen.add(chosen)
        return data

    @property
    def chosen(self) -> tuple[list[int], list[int]]:
        """Primary keys of the tables and of the visits, for the act."""
        tables = [pk for name in self.table_names if (pk := self.cleaned_data[name])]
        return [int(pk) for pk in tables], [int(pk) for pk in dict.fromkeys(self.cleaned_data.get("visits", []))]


def _initial(delegate: Delegate) -> dict:
    visited, held = (
        [seat for seat in seats.all() if seat.place != Place.RELEASED]
        for seats in (delegate.visit_seats, delegate.table_seats)
    )
    initial = {"visits": [str(seat.visit_id) for seat in visited]}
    return initial | {f"table_{number}": str(seat.table_id) for number, seat in enumerate(held, start=1)}


def _add_tables(form: forms.Form, tables: list[tuple]) -> list[str]:
    """Add a select for each wish, the dearest first; returns their names."""
    if not tables:
        return []
    labels = (gettext_lazy("First table"), gettext_lazy("Second table"), gettext_lazy("Third table"))
    choices = [("", _("None")), *tables]
    for number, label in enumerate(labels[:MAX_TABLES], start=1):
        form.fields[f"table_{number}"] = forms.ChoiceField(
            label=label, choices=choices, required=False, widget=LongSelect
        )
    form.fields["table_1"].help_text = _("The table each person wishes most; the others in case that one is full.")
    return [f"table_{number}" for number in range(1, MAX_TABLES + 1)]


def choices_forms(draft: Registration, data=None) -> list[ChoicesForm]:
    """Return one form for each delegate of a draft."""
    tables, visits = table_choices(draft.session), visit_choices(draft.session)
    delegates = draft.delegates.prefetch_related(*(("table_seats", "visit_seats") if data is None else ()))
    return [ChoicesForm(data, delegate=delegate, tables=tables, visits=visits) for delegate in delegates]


def table_choices(session: Session) -> list[tuple[str, str]]:
    """Return (pk, title and seats left in words) for each table of the session; a moment old at most."""
    return CHOICES.get((session.pk, "tables", get_language()), lambda: _table_choices(session))


def visit_choices(session: Session) -> list[tuple[str, str]]:
    """Return (pk, company, town and seats left in words) for each visit of the session; a moment old at most."""
    return CHOICES.get((session.pk, "visits", get_language()), lambda: _visit_choices(session))


def _table_choices(session: Session) -> list[tuple[str, str]]:
    taken = Count("seats", filter=Q(seats__place=Place.CONFIRMED))
    tables = ThematicTable.objects.filter(session=session).annotate(taken=taken).order_by("number")
    return [(str(table.pk), f"{table} — {seats_left(table.capacity, table.taken)}") for table in tables]


def _visit_choices(session: Session) -> list[tuple[str, str]]:
    taken = Count("booked_seats", filter=Q(booked_seats__place=Place.CONFIRMED))
    visits = CompanyVisit.objects.filter(session=session).annotate(taken=taken).order_by("day", "position", "pk")
    return [(str(visit.pk), f"{_place_of(visit)} — {seats_left(visit.seats, visit.taken)}") for visit in visits]


def seats_left(limit: int | None, taken: int) -> str:
    """Return in words how many seats are left; None is no limit."""
    if limit is None:
        return _("seats for all")
    left = max(0, limit - taken)
    if left == 0:
        return _("full: waiting list")
    return ngettext("%(number)d seat left", "%(number)d seats left", left) % {"number": left}


def _place_of(visit: CompanyVisit) -> str:
    return f"{visit.company}, {visit.town}" if visit.town else str(visit.company)
