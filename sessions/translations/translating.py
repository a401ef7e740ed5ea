"""The translator's acts: to write a translation, or to say that one is still right, of the text that was seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from sessions.models import Session
from sessions.translations.acts import mark_for, marks_needed, write_marks
from sessions.translations.texts import Text, describe_model, digest_of, texts_of
from taskforce.errors import DomainError


@dataclass(frozen=True)
class Wish:
    """What a translator wants of one text: its words in a language, or none where those there are still right.

    ``key`` names the text, ``seen`` is the ``seen_of`` it had on the translator's page.
    """

    key: str
    seen: str
    words: str | None = None


@dataclass
class Outcome:
    """What became of a translator's wishes: the keys of those that were done, and why each of the others was not."""

    done: list[str] = field(default_factory=list)
    refused: dict[str, DomainError] = field(default_factory=dict)


def seen_of(text: Text, language: str) -> str:
    """Return what changes when somebody changes the source of a translation, or the translation itself."""
    return f"{text.source_digest}.{digest_of(text.words[language])}"


def save_translations(session: Session, language: str, wishes: Iterable[Wish], by: User | None) -> Outcome:
    """Do each wish that can be done, in one transaction; one that cannot is refused by itself, in words.

    Refused is a text that is gone, or whose source or translation is no longer the one that was seen, words that are
    empty or too long, and texts that are written on a page of their own.
    """
    outcome = Outcome()
    with one_at_a_time(session):
        texts = {text.key: text for text in texts_of(session)}
        for wish in wishes:
            try:
                save_translation(session, texts.get(wish.key), language, wish, by)
            except DomainError as error:
                outcome.refused[wish.key] = error
            else:
                outcome.done.append(wish.key)
    return outcome


@contextmanager
def one_at_a_time(session: Session) -> Iterator[None]:
    """Let nobody else save translations of the session at this moment: one transaction, the session's row locked."""
    with transaction.atomic():
        Session.objects.select_for_update().get(pk=session.pk)
        yield


def save_translation(session: Session, text: Text | None, language: str, wish: Wish, by: User | None) -> None:
    """Write one translation and its mark. Raises DomainError as ``save_translations`` says."""
    check_wish(text, language, wish)
    words = text.words[language] if wish.words is None else clean_words(text, language, wish.words)
    if words != text.words[language] and not write_words(text, language, words):
        raise changed_meanwhile()
    text = replace(text, words={**text.words, language: words})
    marks = marks_needed(session, text, None)  # where this became the source, the others are made from it
    if language != text.source:
        marks = [mark for mark in marks if mark.language != language] + [mark_for(session, text, language, by)]
    write_marks(marks)


def check_wish(text: Text | None, language: str, wish: Wish) -> None:
    """Refuse what cannot be done to a text, whatever the words are."""
    if text is None:
        raise DomainError(_("This text is not there any more."), code="gone")
    if describe_model(text.model).own_page:
        raise DomainError(_("This text is translated on a page of its own, in the administration."), code="elsewhere")
    if language == text.source:
        raise DomainError(_("This text is the original now: it is changed where it was written."), code="original")
    source, _dot, _translation = seen_of(text, language).partition(".")
    if wish.seen.partition(".")[0] != source:
        raise DomainError(
            _("The original changed while you were writing. Read it again, then save once more."), code="source"
        )
    if wish.seen != seen_of(text, language):
        raise changed_meanwhile()


def changed_meanwhile() -> DomainError:
    return DomainError(
        _("Somebody else wrote this translation while you did. Read theirs, then save yours once more."), code="text"
    )


def clean_words(text: Text, language: str, words: str) -> str:
    """Return the words as they are stored. Raises DomainError where they are empty, too long or cannot be written."""
    column = describe_model(text.model).model._meta.get_field(f"{text.field}_{language}")
    try:
        words = column.formfield(required=False).clean(words)
    except ValidationError as error:
        raise DomainError(" ".join(error.messages), code="invalid") from error
    if not words:
        raise DomainError(_("A translation is not taken away here: write another one."), code="empty")
    return words


def write_words(text: Text, language: str, words: str) -> bool:
    """Write a translation where source and translation still are what they were; return whether it was written.

    The untranslated column repeats the Italian, as it does wherever rows are saved in Italian.
    """
    translated = describe_model(text.model)
    same = Q()
    for code in {text.source, language}:
        column = f"{text.field}_{code}"
        same &= Q(**{column: text.words[code]}) if text.words[code] else Q(**{column: ""}) | Q(**{column: None})
    values = {f"{text.field}_{language}": words}
    if language == "it":
        values[text.field] = words
    if translated.has_time_of_change:
        values["updated_at"] = timezone.now()
    return bool(translated.every_row().filter(same, pk=text.pk).update(**values))
