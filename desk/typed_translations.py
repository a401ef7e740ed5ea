"""What a translator typed: saved as far as it can be, and given back with the reason where it cannot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from accounts.models import User
from desk.translation_forms import TranslationForm
from desk.translations import Line, slug_of, with_rows
from sessions.models import Session
from sessions.translations import Outcome, Text, digest_of, save_translations, texts_of

MOST_TOLD = 10  # words of texts that are gone


@dataclass(frozen=True)
class Typed:
    """What became of a post: the forms to show again, how many texts were saved, and words whose text is gone."""

    forms: list[TranslationForm]
    saved: int
    lost: list[str]

    @property
    def refused(self) -> bool:
        return any(form.errors for form in self.forms)


def save_typed(session: Session, texts: list[Text], language: str, data: Mapping[str, str], by: User) -> Typed:
    """Save the translations that were typed into the fields of a page, as far as ``save_translations`` takes them."""
    posted = [text for text in texts if f"{slug_of(text, language)}-seen" in data]
    forms = [TranslationForm(line, data) for line in with_rows(session, posted, language)]
    wishes = [form.wish for form in forms if form.is_valid() and form.wish]
    outcome = save_translations(session, language, wishes, by)
    shown = {f"{form.prefix}-words" for form in forms}
    lost = [words.strip() for name, words in data.items() if name.endswith("-words") and name not in shown]
    again = forms_again(session, forms, outcome) if outcome.refused or any(form.errors for form in forms) else []
    return Typed(again, len(outcome.done), [words for words in lost if words][:MOST_TOLD])


def forms_again(session: Session, forms: list[TranslationForm], outcome: Outcome) -> list[TranslationForm]:
    """Return the forms as they are shown again: what was typed, beside originals and translations as they are now."""
    now = {text.key: text for text in texts_of(session)}
    keys = [form.line.text.key for form in forms]
    language = forms[0].line.language
    lines = {line.text.key: line for line in with_rows(session, [now[key] for key in keys if key in now], language)}
    return [form_again(form, lines.get(form.line.text.key), outcome) for form in forms]


def form_again(form: TranslationForm, now: Line | None, outcome: Outcome) -> TranslationForm:
    """Return one form for the text as it is now: with what was typed only where that was refused."""
    refusal = outcome.refused.get(form.line.text.key)
    if now is None or (refusal is None and form.errors):
        pass  # the text is gone, or was not compared with what there is now: what was seen stays what it was
    elif refusal is None:
        return TranslationForm(now)
    else:
        if digest_of(now.words) != form.cleaned_data["seen"].partition(".")[2]:
            form.theirs = now.words
        form.line, form.seen_now = now, now.seen
    if refusal:
        form.add_error("words", refusal.message)
    return form
