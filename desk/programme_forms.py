"""The shape of input in the editor of the programme."""

from __future__ import annotations

from functools import cached_property

from crispy_forms.layout import Div, Fieldset
from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from desk.forms import day_label
from documents.programme import language_name
from participants.forms.widgets import LongSelect
from sessions.enums import ItemKind
from sessions.models import Room, Session
from sessions.page import dates
from tables.models import ThematicTable
from tables.services.lines import EMPTY, LINKS, plain
from taskforce.errors import DomainError
from taskforce.fields import BlockFormField, LineFormField
from taskforce.forms import WRITERS, plain_helper

LANGUAGES = tuple(settings.LANGUAGES)
MOST_PEOPLE = 100_000
MOST_MINUTES = 24 * 60
NOT_KNOWN = _("Not known yet")


class LineChoices:
    """What the lines of a session may name: its days, places, people, tables and visits; each is asked for once."""

    def __init__(self, session: Session, days: list[int]) -> None:
        self.session = session
        self.days = days

    @property
    def day(self) -> list:
        return [("", NOT_KNOWN), *((day, day_label(self.session, day)) for day in self.days)]

    @property
    def venue(self) -> list:
        return [("", _("None")), *((venue.pk, venue.name) for venue in self.session.venues.all())]

    @cached_property
    def room(self) -> list:
        groups: dict[str, list] = {}
        rooms = Room.objects.filter(venue__session=self.session).select_related("venue")
        for room in rooms.order_by("venue__position", "venue", "position", "pk"):
            seats = f" ({room.capacity})" if room.capacity else ""
            groups.setdefault(room.venue.name, []).append((room.pk, f"{room.name}{seats}"))
        return [("", _("None")), *groups.items()]

    @property
    def table(self) -> list:
        tables = ThematicTable.objects.filter(session=self.session)
        return [("", _("None")), *((table.pk, str(table)) for table in tables)]

    @property
    def visit(self) -> list:
        return [("", _("None")), *((visit.pk, visit.company) for visit in self.session.visits.all())]

    @property
    def speakers(self) -> list:
        people = self.session.officials.all()
        return [(one.pk, f"{one.name}, {one.office}" if one.office else one.name) for one in people]

    @property
    def interpreters(self) -> list:
        return [
            (one.pk, f"{one.name} ({', '.join(map(str, one.languages))})" if one.languages else one.name)
            for one in self.session.interpreters.all()
        ]


class ClockInput(forms.TextInput):
    """A field for a time of day."""

    input_type = "time"


WRITERS[ClockInput] = WRITERS[forms.TextInput]


def clock_field(label, **kwargs) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=["%H:%M", "%H:%M:%S", "%H.%M"],
        widget=ClockInput,
        error_messages={"invalid": _("Write a time, such as 09:30.")},
        **kwargs,
    )


def one_of(label, **kwargs) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, coerce=int, empty_value=None, required=False, widget=LongSelect, **kwargs
    )


def some_of(label, coerce=int, **kwargs) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label, coerce=coerce, required=False, widget=forms.CheckboxSelectMultiple, **kwargs
    )


class LineForm(forms.Form):
    """All that is known of a line. What makes no sense together, the act refuses beside its field."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("Choose …")), *ItemKind.choices], required=False)
    day = one_of(_("Day"))
    starts = clock_field(_("Starts"), help_text=_("In the host's local time. Empty: not known yet."))
    ends = clock_field(_("Ends"))
    parallel = LineFormField(
        label=_("Parallel group"), max_length=20, required=False,
        help_text=_("Lines with the same label are printed side by side."),
    )  # fmt: skip
    venue = one_of(_("Venue"))
    room = one_of(_("Room"), help_text=_("With its seats. A room brings its venue with it."))
    expected = forms.IntegerField(
        label=_("Persons expected"), min_value=0, max_value=MOST_PEOPLE, required=False,
        help_text=_("To see whether the room is large enough."),
    )  # fmt: skip
    table = one_of(_("Sitting of the thematic table"))
    visit = one_of(_("Company visit"))
    speakers = some_of(_("Speakers"))
    interpreters = some_of(_("Interpreters"))
    spoken = some_of(_("Languages spoken"), coerce=str)
    interpreted = some_of(_("Interpretation into"), coerce=str)

    refusal = ""  # what stands above a form that is not bound: somebody else was faster

    def __init__(
        self, data=None, *, choices: LineChoices, line: dict | None = None, initial: dict | None = None
    ) -> None:
        """``line``: as tables.services.line_of writes it, or None for a new one, of which ``initial`` may be known."""
        self.line = line
        super().__init__(data, initial=initial_of(line) if line else initial, auto_id="line_%s", label_suffix="")
        for code, name in LANGUAGES:
            title = gettext("Title (%(language)s)") % {"language": name}
            note = gettext("Note (%(language)s)") % {"language": name}
            self.fields[f"title_{code}"] = LineFormField(label=title, max_length=300, required=False)
            self.fields[f"note_{code}"] = BlockFormField(label=note, max_length=3000, required=False)
            for field in ("title", "note"):
                self.fields[f"{field}_{code}"].widget.attrs["lang"] = code
            self.fields[f"note_{code}"].widget.attrs["rows"] = 3
        for name in ("day", "venue", "room", "table", "visit", "speakers", "interpreters"):
            self.fields[name].choices = getattr(choices, name)
        for name in LINKS:
            chosen = (line or EMPTY)[name]
            self.fields[name].choices.sort(key=lambda choice: choice[0] not in chosen)  # a long list begins with them
        for name in ("spoken", "interpreted"):
            self.fields[name].choices = self._languages(name)
        for name in ("speakers", "interpreters", "table", "visit"):
            if len(self.fields[name].choices) == (name in ("table", "visit")):
                del self.fields[name]  # the session has none: nothing to choose
        self.helper = self._helper()

    def _languages(self, name: str) -> list[tuple[str, str]]:
        """Those of the portal, and whatever else the line names already."""
        known = [str(code) for code in (self.line or EMPTY)[name]]
        return [(code, language_name(code)) for code in dict.fromkeys((*dict(LANGUAGES), *known))]

    def clean(self) -> dict:
        """A room brings its venue with it: the act would refuse a room of another one."""
        data = super().clean()
        room = data.get("room")
        if room and data.get("venue") is None and "venue" not in self.errors:
            data["venue"] = Room.objects.filter(pk=room).values_list("venue", flat=True).first()
        return data

    @property
    def values(self) -> dict:
        """What the act takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def refuse(self, error: DomainError) -> None:
        """Show what an act refused beside its field, or above the form."""
        if self.is_bound:
            self.add_error(error.field if error.field in self.fields else None, error.message)
        else:
            self.refusal = error.message

    def merged(self, was: dict | None) -> dict:
        """Return the line as somebody else changed it, with what was typed here put over it.

        ``was``: the line that this form began with; None where nothing tells, then all that stands in the form is kept.
        """
        typed = plain(self.values)
        return self.line | {name: value for name, value in typed.items() if was is None or value != was[name]}

    def _helper(self):
        codes = [code for code, _name in LANGUAGES]
        has = [name for name in ("speakers", "interpreters") if name in self.fields]
        belongs = [name for name in ("table", "visit") if name in self.fields]
        return plain_helper(
            "seen",
            Fieldset(_("What"), "kind", *(f"title_{code}" for code in codes)),
            Fieldset(_("When"), Div("day", "starts", "ends", css_class="fields three"), "parallel"),
            Fieldset(_("Where"), Div("venue", "room", "expected", css_class="fields three")),
            *([Fieldset(_("Belongs to"), Div(*belongs, css_class="fields two"))] if belongs else []),
            Fieldset(
                _("Who"),
                *(Div(name, css_class="people") for name in has),
                Div("spoken", "interpreted", css_class="fields two"),
            ),
            Fieldset(_("Note"), Div(*(f"note_{code}" for code in codes), css_class="fields three")),
        )


def initial_of(line: dict) -> dict:
    """Return a line (tables.services.line_of) as the fields of the form begin."""
    clocks = {name: (line[name] or "")[:5] for name in ("starts", "ends")}
    return line | clocks | {"seen": line["changed"]}


class PlaceForm(forms.Form):
    """Where a line was dropped. No start: it waits for one. ``room`` where it changed, ``minutes`` where those did."""

    seen = forms.CharField(required=False)
    day = forms.TypedChoiceField(coerce=int, empty_value=None, required=False)
    starts = clock_field("")
    room = forms.TypedChoiceField(coerce=int, empty_value=None, required=False)
    minutes = forms.IntegerField(min_value=5, max_value=MOST_MINUTES, required=False)

    def __init__(self, data, *, days: list[int], rooms: dict[int, Room]) -> None:
        super().__init__(data)
        self.rooms = rooms
        self.fields["day"].choices = [("", ""), *((day, day) for day in days)]
        self.fields["room"].choices = [("", ""), *((pk, pk) for pk in rooms)]

    @property
    def refusal(self) -> str:
        """What is wrong, in one text: there are no fields to stand beside."""
        return " ".join(message for messages in self.errors.values() for message in messages)

    @property
    def place(self) -> dict:
        """What ``move_line`` takes; a room that was not named stays."""
        found = {name: self.cleaned_data[name] for name in ("day", "starts")}
        if "room" in self.data:
            found["room"] = self.rooms.get(self.cleaned_data["room"])
        return found


class CopyDayForm(forms.Form):
    """Which day's lines are made once more, and on which."""

    day = forms.TypedChoiceField(label=_("Copy the lines of"), coerce=int)
    to_day = forms.TypedChoiceField(label=_("to"), coerce=int)

    def __init__(self, data=None, *, choices: LineChoices, initial: dict | None = None) -> None:
        super().__init__(data, initial=initial, auto_id="copy_%s", label_suffix="")
        for field in self.fields.values():
            field.choices = choices.day[1:]
        self.helper = plain_helper(Div("day", "to_day", css_class="fields two"))


class CopyStructureForm(forms.Form):
    """Which session's programme, tables and visits are taken over, without its people."""

    source = forms.TypedChoiceField(
        label=_("Session"), coerce=int, widget=LongSelect,
        error_messages={"required": _("Choose a session."), "invalid_choice": _("Choose a session of the list.")},
    )  # fmt: skip

    def __init__(self, data=None, *, sessions: list[Session]) -> None:
        super().__init__(data, auto_id="copy_%s", label_suffix="")
        self.sessions = {session.pk: session for session in sessions}
        self.fields["source"].choices = [("", _("Choose …")), *((one.pk, session_words(one)) for one in sessions)]
        self.helper = plain_helper("source")

    @property
    def chosen(self) -> Session:
        return self.sessions[self.cleaned_data["source"]]


def session_words(session: Session) -> str:
    """Return a session with its place and its dates, to be told from others."""
    return " · ".join(part for part in (str(session), session.city, dates(session)) if part)
