"""Acts on translations: noting what was done outside the translators' page, translating, and saying "still right"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import Model, Q

from accounts.models import User
from sessions.models import Session, TranslationMark
from sessions.translations.texts import LANGUAGES, Text, digest_of, texts_of

SAME = ("model", "object_id", "field", "language")  # what a mark is told by
SAID = ("session", "source_digest", "text_digest", "by", "at")


def note_translations(session: Session, by: User | None = None, rows: Iterable[Model] | None = None) -> None:
    """Bring the marks of a session's translations up to date with its texts as they stand now.

    A translation without a mark gets one; one that was written anew is taken to be made from the source as it is now;
    one whose source alone changed keeps its mark, and with it shows as out of date. So that nothing goes unseen, note
    before a change of texts as well as after it (``noting_translations``). ``rows`` narrows it to the texts of these
    rows. Two queries, and two more where there is something to write.
    """
    renewed, emptied = [], Q()
    for text in texts_of(session, rows=rows):
        renewed += marks_needed(session, text, by)
        for language in text.marks:
            if not text.words[language]:
                emptied |= Q(model=text.model, object_id=text.pk, field=text.field, language=language)
    write_marks(renewed)
    if emptied:
        TranslationMark.objects.filter(emptied).delete()


@contextmanager
def noting_translations(
    session: Session, by: User | None = None, rows: Iterable[Model] | None = None
) -> Iterator[None]:
    """Note the translations before and after an act that changes texts of a session: all of it in one transaction."""
    rows = None if rows is None else list(rows)
    with transaction.atomic():
        note_translations(session, rows=rows)
        yield
        note_translations(session, by, rows)


def copy_marks(session: Session, model: type[Model], keys: dict[int, int]) -> None:
    """Let copies of rows be as out of date as the rows were: ``keys`` are those of the copies by those of the rows."""
    marks = list(TranslationMark.objects.filter(model=model._meta.label_lower, object_id__in=keys))
    for mark in marks:
        mark.pk, mark.session, mark.object_id = None, session, keys[mark.object_id]
    write_marks(marks)


def marks_needed(session: Session, text: Text, by: User | None) -> list[TranslationMark]:
    """Return the marks, not stored yet, of the translations of a text that have none or were written anew."""
    return [mark_for(session, text, language, by) for language in LANGUAGES if needs_mark(text, language)]


def needs_mark(text: Text, language: str) -> bool:
    """Whether there is a translation that has no mark, or was written anew since its mark."""
    if language == text.source or not text.words[language]:
        return False
    if language not in text.marks:
        return True
    made_from, made = text.marks[language]
    if made != digest_of(text.words[language]):
        return True
    # Made from a language that was the source and has just become a translation itself: that is no change of it.
    others = [code for code in LANGUAGES if code not in (text.source, language, *text.marks)]
    return made_from in [digest_of(text.words[code]) for code in others if text.words[code]]


def mark_for(session: Session, text: Text, language: str, by: User | None) -> TranslationMark:
    """Return the mark that a translation is made from the source as it is now."""
    return TranslationMark(
        session=session,
        model=text.model,
        object_id=text.pk,
        field=text.field,
        language=language,
        source_digest=text.source_digest,
        text_digest=digest_of(text.words[language]),
        by=by,
    )


def write_marks(marks: list[TranslationMark]) -> None:
    """Make the marks, or renew those there are: also where somebody else makes the same ones at this moment."""
    TranslationMark.objects.bulk_create(marks, update_conflicts=True, unique_fields=SAME, update_fields=SAID)
