"""What the translators' page shows: a session's texts in one language, each with its original and where it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agreements.models import Agreement, Party
from participants.models import QuestionChoice
from sessions.enums import TranslationState
from sessions.models import Official, ProgrammeItem, Room, Session, SessionOrganiser
from sessions.translations import (
    LANGUAGES,
    Owed,
    Text,
    Translated,
    count_texts,
    describe_model,
    language_name,
    seen_of,
    translated_models,
)
from tables.models import Subsector
from taskforce.text import comparison_key

PROGRAMME = "programme"  # the part that stops a release
# Rows that are told by the row they belong to.
OWNERS = {Room: "venue", Subsector: "table", QuestionChoice: "question", Party: "agreement"}
# Rows that are told by what they are.
LABELS = {SessionOrganiser: "role", Official: "role", Agreement: "kind"}
BY_TIME = (F("day").asc(nulls_last=True), F("starts").asc(nulls_last=True), "position", "pk")


def slug_of(text: Text, language: str) -> str:
    """Return what the fields of a text in a language are called in the form, and its place on the page."""
    return f"{text.key}-{language}".translate(str.maketrans(":.", "--"))


@dataclass(frozen=True)
class Line:
    """A text as the page shows it in one language. ``where`` tells its row from others of the same kind."""

    text: Text
    language: str
    where: str

    @property
    def described(self) -> Translated:
        return describe_model(self.text.model)

    @property
    def kind(self) -> str:
        """The heading under which it stands."""
        return capfirst(self.described.model._meta.verbose_name_plural)

    @property
    def label(self) -> str:
        """The name of the field."""
        return capfirst(self.described.model._meta.get_field(self.text.field).verbose_name)

    @property
    def slug(self) -> str:
        return slug_of(self.text, self.language)

    @property
    def state(self) -> TranslationState:
        return self.text.state(self.language)

    @property
    def words(self) -> str:
        return self.text.words[self.language]

    @property
    def seen(self) -> str:
        return seen_of(self.text, self.language)

    @property
    def source_name(self) -> str:
        return language_name(self.text.source)

    @property
    def others(self) -> list[tuple[str, str, str]]:
        """The languages that are neither original nor wanted: code, name and words."""
        codes = [code for code in LANGUAGES if code not in (self.language, self.text.source) and self.text.words[code]]
        return [(code, language_name(code), self.text.words[code]) for code in codes]


@dataclass(frozen=True)
class Tab:
    """A language at the head of the page: what is done in it and what is owed, also of what the programme prints."""

    owed: Owed
    in_programme: int

    @property
    def language(self) -> str:
        return self.owed.language

    @property
    def name(self) -> str:
        return capfirst(language_name(self.language))

    @property
    def segments(self) -> list[tuple[str, int, int]]:
        """The parts of its bar: which state, where it begins, how wide it is, of 1000."""
        found, start, whole = [], 0, self.owed.total or 1
        for state in ("done", "out_of_date", "missing"):
            width = round(1000 * getattr(self.owed, state) / whole)
            found.append((state, start, width))
            start += width
        return found


def list_tabs(texts: list[Text]) -> list[Tab]:
    """Return the languages with their numbers, those with most of a session's texts to be translated into first."""
    printed = count_texts([text for text in texts if text.in_programme])
    tabs = [Tab(one, other.number) for one, other in zip(count_texts(texts), printed, strict=True)]
    return [tab for tab in sorted(tabs, key=lambda tab: -tab.owed.total) if tab.owed.total]


def parts_of(texts: list[Text]) -> list[tuple[str, str]]:
    """Return the kinds of rows that have texts, by label, under the names their headings have."""
    found = {text.model for text in texts}
    return [
        (one.label, capfirst(one.model._meta.verbose_name_plural)) for one in translated_models() if one.label in found
    ]


def list_lines(
    session: Session, texts: list[Text], language: str, *, states: Iterable[str], part: str = "", q: str = ""
) -> list[Line]:
    """Return the texts that are in one of the states in a language, in the order of the page."""
    wanted = comparison_key(q)
    found = [
        text
        for text in texts
        if text.state(language) in states
        and part in ("", text.model, PROGRAMME if text.in_programme else text.model)
        and (not wanted or any(wanted in comparison_key(words) for words in text.words.values()))
    ]
    return with_rows(session, found, language)


def with_rows(session: Session, texts: list[Text], language: str) -> list[Line]:
    """Return texts as lines, in the order of their rows: a query a model, however many texts."""
    by_model = defaultdict(list)
    for text in texts:
        by_model[text.model].append(text)
    lines = []
    for label, group in by_model.items():
        fields = describe_model(label).fields
        places = {row.pk: (place, where(row)) for place, row in enumerate(rows_of(session, label))}
        group = [text for text in group if text.pk in places]  # not those of a row taken away since
        group.sort(key=lambda text: (places[text.pk][0], fields.index(text.field)))
        lines += [Line(text, language, places[text.pk][1]) for text in group]
    return lines


def rows_of(session: Session, label: str) -> Iterable[Model]:
    translated = describe_model(label)
    order = BY_TIME if translated.model is ProgrammeItem else translated.model._meta.ordering
    owner = OWNERS.get(translated.model)
    rows = translated.rows(session).order_by(*order)
    return rows.select_related(owner) if owner else rows


def where(row: Model) -> str:
    """Return what tells a row from others of its kind, where its own texts may not."""
    model = type(row)
    if model in OWNERS:
        return str(getattr(row, OWNERS[model]))
    if model in LABELS:
        return getattr(row, f"get_{LABELS[model]}_display")() or ""
    return time_of(row) if model is ProgrammeItem else ""


def time_of(item: ProgrammeItem) -> str:
    """Return the day, the start and the kind of a line of the programme, as far as they are known."""
    day = _("Day %(number)s") % {"number": item.day} if item.day else ""
    start = f"{item.starts:%H:%M}" if item.starts else ""
    return " · ".join(part for part in (day, start, item.get_kind_display()) if part)
