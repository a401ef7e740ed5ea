"""The filters of the catalogue of projects, and of the desk's list: an impossible wish is simply not applied."""

from __future__ import annotations

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.enums import ProjectKind, Review, TextLanguage
from agreements.models import Project
from participants.forms.widgets import LongSelect
from participants.sectors import sector_name, sectors
from sessions.enums import Side
from sessions.models import Session
from tables.models import ThematicTable
from taskforce.fields import LineFormField
from taskforce.text import comparison_key

MOST_WORDS = 8
ALL = ("", _("All"))
TEXTS = (
    *(f"{field}_{code}" for field in ("title", "summary", "proposer") for code in ("it", "ru", "en")),
    "organisation__name_latin",
    "organisation__name_cyrillic",
)


class ProjectFilter(forms.Form):
    """What to look for among the projects of a session; every field may be empty."""

    q = LineFormField(
        label=_("Words"), max_length=100, required=False, help_text=_("In the title, the text or the proposer's name.")
    )
    table = forms.ChoiceField(label=_("Thematic table"), required=False)
    kind = forms.ChoiceField(label=_("Kind of project"), required=False)
    sector = forms.ChoiceField(label=_("Sector"), required=False, widget=LongSelect)
    side = forms.ChoiceField(label=_("Side"), required=False)

    def __init__(self, data, *, session: Session, projects: QuerySet[Project], tables: list[ThematicTable]) -> None:
        """``projects``: those the list may show; sectors are offered where one of them has it."""
        super().__init__(data, label_suffix="")
        self.session, self.projects = session, projects
        codes = projects.exclude(sector="").order_by("sector").values_list("sector", flat=True).distinct()
        known = sectors()
        self.fields["kind"].choices = [ALL, *ProjectKind.choices]
        self.fields["sector"].choices = [ALL, *((code, sector_name(code)) for code in codes if code in known)]
        self.fields["side"].choices = [(ALL[0], pgettext_lazy("sides", "All")), *Side.choices]
        self.fields["table"].choices = [ALL, *((str(table.pk), str(table)) for table in tables)]
        if not tables:
            del self.fields["table"]
        self.prepare()
        self.is_valid()
        self.wish = {name: value for name, value in self.cleaned_data.items() if value}

    def prepare(self) -> None:
        """Offer what a list offers besides."""

    @property
    def narrows(self) -> bool:
        """Whether anything but words is chosen."""
        return bool(self.wish.keys() - {"q"})

    def apply(self) -> QuerySet[Project]:
        """Return the projects that answer to the fields that were understood."""
        wish, found = self.wish, self.projects
        words = [word for word in wish.get("q", "").split() if comparison_key(word)][:MOST_WORDS]
        for word in words:
            found = found.filter(_with_word(word))
        for name in ("kind", "sector", "side"):
            if name in wish:
                found = found.filter(**{name: wish[name]})
        return self.at_table(found, wish["table"]) if "table" in wish else found

    def at_table(self, found: QuerySet[Project], table: str) -> QuerySet[Project]:
        """Return those presented at a table."""
        return found.filter(presentations__session=self.session, presentations__table=table)


class DeskProjectFilter(ProjectFilter):
    """The filters of organisers and moderators: also by what is decided, and by language."""

    state = forms.ChoiceField(label=pgettext_lazy("project", "State"), required=False)
    language = forms.ChoiceField(label=_("Written in"), required=False)
    field_order = ("q", "state", "table", "kind", "sector", "side", "language")

    def prepare(self) -> None:
        self.fields["state"].choices = [ALL, *Review.choices]
        self.fields["language"].choices = [ALL, *TextLanguage.choices]

    def apply(self) -> QuerySet[Project]:
        found = super().apply()
        if "state" in self.wish:
            found = found.filter(review=self.wish["state"])
        return found.written_in(self.wish["language"]) if "language" in self.wish else found

    def at_table(self, found: QuerySet[Project], table: str) -> QuerySet[Project]:
        """Return those presented at a table, and those that wish to be."""
        return found.at_tables(self.session, [table])


def _with_word(word: str) -> Q:
    """What holds a word. SQLite folds the case of ASCII letters only, so the ways it is written are tried."""
    found = Q()
    for spelling in {word, word.lower(), word.capitalize(), word.upper()}:
        for name in TEXTS:
            found |= Q(**{f"{name}__icontains": spelling})
    return found
