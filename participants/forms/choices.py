"""Step 3: which tables and visits each delegate asks for. Full ones may be chosen: they have a waiting list."""

from __future__ import annotations

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from participants.enums import Place
from participants.models import Delegate, Registration
from participants.services.limits import MAX_TABLES
from sessions.models import CompanyVisit, Session
from tables.models import ThematicTable


class ChoicesForm(forms.Form):
    """What one delegate asks for."""

    tables = forms.MultipleChoiceField(
        label=gettext_lazy("Thematic tables"), required=False, widget=forms.CheckboxSelectMultiple
    )
    visits = forms.MultipleChoiceField(
        label=gettext_lazy("Company visits"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data, *, delegate: Delegate, tables: list[tuple], visits: list[tuple]) -> None:
        initial = {
            "tables": [str(seat.table_id) for seat in delegate.table_seats.all()],
            "visits": [str(seat.visit_id) for seat in delegate.visit_seats.all()],
        }
        super().__init__(data, initial=initial, prefix=f"d{delegate.pk}", label_suffix="")
        self.delegate = delegate
        self.fields["tables"].help_text = _("At most %(number)d.") % {"number": MAX_TABLES}
        for name, choices in (("tables", tables), ("visits", visits)):
            self.fields[name].choices = choices
            if not choices:
                del self.fields[name]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean_tables(self) -> list[str]:
        chosen = self.cleaned_data["tables"]
        if len(chosen) > MAX_TABLES:
            raise ValidationError(_("Choose at most %(number)d tables.") % {"number": MAX_TABLES}, code="too_many")
        return chosen

    @property
    def chosen(self) -> tuple[list[int], list[int]]:
        """Primary keys of the tables and of the visits, for the act."""
        tables, visits = (self.cleaned_data.get(name, []) for name in ("tables", "visits"))
        return [int(pk) for pk in dict.fromkeys(tables)], [int(pk) for pk in dict.fromkeys(visits)]


def choices_forms(draft: Registration, data=None) -> list[ChoicesForm]:
    """Return one form for each delegate of a draft."""
    tables, visits = table_choices(draft.session), visit_choices(draft.session)
    delegates = draft.delegates.prefetch_related("table_seats", "visit_seats")
    return [ChoicesForm(data, delegate=delegate, tables=tables, visits=visits) for delegate in delegates]


def table_choices(session: Session) -> list[tuple[str, str]]:
    """Return (pk, title and seats left in words) for each table of the session."""
    taken = Count("seats", filter=Q(seats__place=Place.CONFIRMED))
    tables = ThematicTable.objects.filter(session=session).annotate(taken=taken).order_by("number")
    return [(str(table.pk), f"{table} — {seats_left(table.capacity, table.taken)}") for table in tables]


def visit_choices(session: Session) -> list[tuple[str, str]]:
    """Return (pk, company, town and seats left in words) for each visit of the session."""
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
