"""The shape of input at the desk."""

from __future__ import annotations

from urllib.parse import urlencode

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from desk.papers import format_choices, kind_choices, language_choices
from desk.people import ABSENT, PRESENT, day_now, days_of
from sessions.enums import Side
from sessions.models import Session
from taskforce.dates import day_date
from taskforce.fields import LineFormField


class PeopleFilter(forms.Form):
    """What the attendance list shows. A field that makes no sense says so and is left out of the search."""

    q = LineFormField(label=_("Name or organisation"), max_length=100, required=False)
    side = forms.ChoiceField(label=_("Side"), choices=[("", _("Both sides")), *Side.choices], required=False)
    presence = forms.ChoiceField(
        label=_("Attendance"),
        choices=[("", _("Everybody")), (ABSENT, _("Not yet present")), (PRESENT, _("Present"))],
        required=False,
    )
    day = forms.TypedChoiceField(label=_("Day"), coerce=int, empty_value=None, required=False)

    def __init__(self, data, *, session: Session) -> None:
        days = days_of(session)
        self.today = day_now(session, days)
        data = data.copy()
        data.setdefault("day", str(self.today))
        super().__init__(data, auto_id="filter_%s")
        self.fields["day"].choices = [(day, day_label(session, day)) for day in days]

    @property
    def chosen(self) -> dict:
        """What was asked for and makes sense, as arguments of ``list_people``; the day is always there."""
        self.is_valid()
        found = self.cleaned_data
        return {
            "text": found.get("q", ""),
            "side": found.get("side", ""),
            "presence": found.get("presence", ""),
            "day": found.get("day") or self.today,
        }

    def query(self, page: int) -> str:
        """The list as it is now, for the address that a button leads back to; the day is named, for midnight's sake."""
        chosen = self.chosen
        kept = {"q": chosen.pop("text"), **chosen, "page": page if page > 1 else ""}
        return urlencode({name: value for name, value in kept.items() if value})


class DocumentForm(forms.Form):
    """Which document is wished. What a kind is not made in, documents.services refuses beside its field."""

    kind = forms.ChoiceField(label=_("Document"), choices=kind_choices)
    language = forms.ChoiceField(label=_("Language"), choices=language_choices, initial=get_language)
    format = forms.ChoiceField(label=_("Format"), choices=format_choices)

    def __init__(self, data=None, *, days: int | None = None) -> None:
        super().__init__(data, auto_id="ask_%s")
        self.fields["kind"].choices = kind_choices(days)


def day_label(session: Session, day: int) -> str:
    """Return “Day 1” with its date where it is known."""
    date = session.date_of(day)
    name = gettext("Day %(number)s") % {"number": day}
    return f"{name}, {day_date(date)}" if date else name
