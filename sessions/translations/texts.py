"""The texts of a session with the state of each in each language, read from the rows they stand in.

Which texts there are is read from ``translation.py`` of each app: the options of a model say in ``to_session`` the way
from it to its session, in ``where`` which of its rows count, in ``in_programme`` which texts the programme prints, in
``own_page`` that its texts are translated on a page of their own, which knows more of them.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from django.conf import settings
from django.db.models import CharField, Model, Q, QuerySet, Value
from django.utils.translation import ngettext
from modeltranslation.translator import translator

from sessions.enums import SessionStatus, TranslationState
from sessions.models import Session, TranslationMark

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
SOURCES = ("it", "en", "ru")  # what a translation is made from: the first of these that there is
AWAITED = (SessionStatus.DRAFT, SessionStatus.ANNOUNCED, SessionStatus.POSTPONED)


def digest_of(text: str) -> str:
    """Return what a text is told by once it has changed: 32 characters."""
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


@dataclass(frozen=True)
class Translated:
    """A model with texts of a session, as its options describe it."""

    model: type[Model]
    fields: tuple[str, ...]
    to_session: str
    where: dict
    in_programme: tuple[str, ...]
    own_page: bool

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def has_time_of_change(self) -> bool:
        return any(one.name == "updated_at" for one in self.model._meta.fields)

    def every_row(self) -> QuerySet:
        """Return all rows through a manager that leaves the names of columns alone, in no order."""
        return QuerySet(self.model).order_by()

    def session_key(self, row: Model) -> QuerySet:
        """Return the key of the session of a stored row, as the query for it."""
        return self.every_row().filter(pk=row.pk).values(self.to_session)

    def rows(self, session: Session) -> QuerySet:
        """Return the rows of a session that count."""
        return self.every_row().filter(**{self.to_session: session.pk}, **self.where)


@cache
def translated_models() -> tuple[Translated, ...]:
    """Return every model whose texts belong to a session, in the order of the apps."""
    return tuple(
        describe(model, options)
        for model in translator.get_registered_models(abstract=False)
        if hasattr(options := translator.get_options_for_model(model), "to_session")
    )


def describe(model: type[Model], options) -> Translated:
    # The registry keeps the fields in a set: the model knows their order.
    fields = tuple(one.name for one in model._meta.fields if one.name in options.fields)
    where, in_programme = getattr(options, "where", {}), getattr(options, "in_programme", ())
    return Translated(model, fields, options.to_session, where, in_programme, getattr(options, "own_page", False))


def describe_model(label: str) -> Translated:
    """Return the description of a model that has texts of a session, by its label."""
    return models_by_label()[label]


@cache
def models_by_label() -> dict[str, Translated]:
    return {one.label: one for one in translated_models()}


def session_of(row: Model) -> Session | None:
    """Return the session whose texts stand in a stored row; None where the row has none of a session's texts."""
    found = (one for one in translated_models() if one.model is type(row))
    return next((Session.objects.filter(pk__in=one.session_key(row)).first() for one in found), None)


@dataclass(frozen=True)
class Text:
    """One text of a session, in the languages there are. ``marks`` are the digests of source and text by language."""

    model: str
    pk: int
    field: str
    words: dict[str, str]
    marks: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What the text is called in a form."""
        return f"{self.model}:{self.pk}:{self.field}"

    @property
    def in_programme(self) -> bool:
        """Whether the programme prints it."""
        return self.field in describe_model(self.model).in_programme

    @cached_property
    def source(self) -> str:
        """The language translations are made from: Italian, or what there is while there is no Italian."""
        return next(code for code in SOURCES if self.words[code])

    @property
    def source_words(self) -> str:
        return self.words[self.source]

    @cached_property
    def source_digest(self) -> str:
        return digest_of(self.source_words)

    def state(self, language: str) -> TranslationState:
        """Return the state of the text in a language. What nobody marked yet counts as done."""
        if language == self.source:
            return TranslationState.SOURCE
        if not self.words[language]:
            return TranslationState.MISSING
        made_from, made = self.marks.get(language, ("", ""))
        stale = made_from and made_from != self.source_digest and made == digest_of(self.words[language])
        return TranslationState.OUT_OF_DATE if stale else TranslationState.DONE


def texts_of(session: Session, *, programme: bool = False, rows: Iterable[Model] | None = None) -> list[Text]:
    """Return the texts of a session that say something in some language, model by model, with their marks.

    ``programme`` takes only what the programme prints, ``rows`` only what stands in these rows. Two queries, however
    many texts and models.
    """
    wanted = None if rows is None else keys_by_model(rows)
    selects = [
        select(translated, session, name, None if wanted is None else wanted[translated.model])
        for translated in translated_models()
        for name in (translated.in_programme if programme else translated.fields)
        if wanted is None or translated.model in wanted
    ]
    if not selects:
        return []
    marks = marks_of(session, wanted)
    found = [
        Text(
            model,
            pk,
            name,
            {code: one or "" for code, one in zip(LANGUAGES, words, strict=True)},
            marks.get((model, pk, name), {}),
        )
        for pk, *words, model, name in selects[0].union(*selects[1:], all=True)
        if any(words)
    ]
    places = {(one.label, name): place for place, (one, name) in enumerate(every_field())}
    return sorted(found, key=lambda text: places[text.model, text.field])


def every_field() -> list[tuple[Translated, str]]:
    return [(translated, name) for translated in translated_models() for name in translated.fields]


def keys_by_model(rows: Iterable[Model]) -> dict[type[Model], set[int]]:
    found = defaultdict(set)
    for row in rows:
        found[type(row)].add(row.pk)
    return dict(found)


def select(translated: Translated, session: Session, name: str, keys: set[int] | None) -> QuerySet:
    """Return the query of one field in all languages; all of them together are one query."""
    rows = translated.rows(session)
    if keys is not None:
        rows = rows.filter(pk__in=keys)
    where = {"of_model": translated.label, "of_field": name}
    columns = [f"{name}_{code}" for code in LANGUAGES]
    tags = {tag: Value(value, output_field=CharField()) for tag, value in where.items()}
    return rows.annotate(**tags).values_list("pk", *columns, "of_model", "of_field")


def marks_of(session: Session, wanted: dict[type[Model], set[int]] | None = None) -> dict[tuple, dict]:
    """Return the digests of the marks by text and language."""
    marks = TranslationMark.objects.filter(session=session)
    if wanted is not None:
        same = Q()
        for model, keys in wanted.items():
            same |= Q(model=model._meta.label_lower, object_id__in=keys)
        marks = marks.filter(same)
    found = defaultdict(dict)
    columns = ("model", "object_id", "field", "language", "source_digest", "text_digest")
    for model, pk, name, language, source, text in marks.order_by().values_list(*columns):
        found[model, pk, name][language] = (source, text)
    return found


# --- What is owed ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Owed:
    """How many texts are to be had in a language, and how many of them are missing or out of date."""

    language: str
    done: int
    missing: int
    out_of_date: int

    @property
    def total(self) -> int:
        return self.done + self.missing + self.out_of_date

    @property
    def number(self) -> int:
        """How many texts somebody has to look at."""
        return self.missing + self.out_of_date


def count_texts(texts: Sequence[Text]) -> list[Owed]:
    """Return for each language the number of texts in each state; a source is no translation and counts in none."""
    found = Counter((language, text.state(language)) for language in LANGUAGES for text in texts)
    states = (TranslationState.DONE, TranslationState.MISSING, TranslationState.OUT_OF_DATE)
    return [Owed(language, *(found[language, state] for state in states)) for language in LANGUAGES]


def is_awaited(session: Session) -> bool:
    """Whether anybody waits for the translations: not those of a session that was held, cancelled or is history."""
    return session.status in AWAITED


def language_name(code: str) -> str:
    """Return the name of a language, for the reader."""
    return str(dict(settings.LANGUAGES)[code])


@dataclass(frozen=True)
class Stop:
    """One reason not to release a programme: texts of it that are missing or out of date in a language."""

    language: str
    state: TranslationState
    number: int

    @property
    def words(self) -> str:
        """The reason as a sentence, in the language of the moment."""
        told = {"language": language_name(self.language), "number": self.number}
        if self.state == TranslationState.MISSING:
            sentence = ngettext(
                "%(language)s: %(number)d text of the programme is not translated.",
                "%(language)s: %(number)d texts of the programme are not translated.",
                self.number,
            )
        else:
            sentence = ngettext(
                "%(language)s: %(number)d translation is older than the text it was made from.",
                "%(language)s: %(number)d translations are older than the texts they were made from.",
                self.number,
            )
        return sentence % told

    def __str__(self) -> str:
        return self.words


def gate(session: Session) -> list[Stop]:
    """Return what of the translations stops a release of the programme; nothing where it may be released."""
    stops = []
    for one in count_texts(texts_of(session, programme=True)):
        stops.append(Stop(one.language, TranslationState.MISSING, one.missing))
        stops.append(Stop(one.language, TranslationState.OUT_OF_DATE, one.out_of_date))
    return [stop for stop in stops if stop.number]
