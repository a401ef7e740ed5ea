"""Acts on the draft Protocol of a session: its parts are changed, added, moved and left out; offices approve its texts.

Each locks the act, so that of two people who change one part at once the second is told. Only a draft is changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agreements.enums import TextState
from agreements.models import Agreement, Article, AuthenticText, TextApproval
from agreements.protocol import (
    ANNEX,
    ENDS,
    LANGUAGES,
    OWN,
    Part,
    Wording,
    digest_of,
    drawn_of,
    key_of,
    newest_frozen,
    newest_texts,
    order_of,
    parts_of,
)
from taskforce.errors import DomainError

Texts = dict[str, AuthenticText]
Wordings = Mapping[str, Wording]
MOST_PARTS = 200


# --- The parts ------------------------------------------------------------------------------------------------------


def change_part(act: Agreement, key: str, wordings: Wordings, seen: str) -> None:
    """Give a part another wording in both languages. ``seen`` is the hash of what the person looked at.

    Raises DomainError where somebody changed it meanwhile, where it is not there, or where it would say nothing.
    """
    check_wordings(key, wordings)
    with transaction.atomic():
        texts = open_draft(act)
        part = find_part(act, texts, key)
        if part.seen != seen:
            message = _("Somebody changed this part meanwhile. Look at what it says now before you save yours.")
            raise DomainError(message, code="seen")
        write_part(texts, key, wordings)


def add_paragraph(act: Agreement, after: str, wordings: Wordings) -> str:
    """Add a paragraph of one's own behind a part (at the beginning behind the preamble). Returns its key."""
    check_wordings(OWN, wordings)
    with transaction.atomic():
        texts = open_draft(act)
        order = order_of(texts.values())
        if len(order) >= MOST_PARTS:
            raise DomainError(_("There are too many parts already."), field="after", code="many")
        numbers = (one.removeprefix(OWN) for one in order if one.startswith(OWN))
        key = f"{OWN}{1 + max((int(number) for number in numbers if number.isdigit()), default=0)}"
        place = order.index(after) + 1 if after in order else 0 if after in ENDS else len(order)
        write_part(texts, key, wordings)
        arrange(texts, annex_last([*order[:place], key, *order[place:]]))
        return key


def move_part(act: Agreement, key: str, step: int) -> bool:
    """Move a part one place up (-1) or down (1). Returns whether it could go there: the annex stays the last."""
    with transaction.atomic():
        texts = open_draft(act)
        order = order_of(texts.values())
        find_part(act, texts, key)
        movable = [one for one in order if one != ANNEX]
        place = movable.index(key) if key in movable else -1
        if place < 0 or not 0 <= place + step < len(movable):
            return False
        movable[place], movable[place + step] = movable[place + step], movable[place]
        arrange(texts, [*movable, *(one for one in order if one == ANNEX)])
        return True


def remove_part(act: Agreement, key: str, seen: str) -> None:
    """Leave a part out in both languages; one from the data can be put back. Raises DomainError as change_part."""
    with transaction.atomic():
        texts = open_draft(act)
        part = find_part(act, texts, key)
        if part.is_end:
            raise DomainError(_("Title, preamble and closing can be changed, and not left out."), code="end")
        if part.seen != seen:
            raise DomainError(_("Somebody changed this part meanwhile: it is left as it is."), code="seen")
        Article.objects.filter(text__in=texts.values(), key=key).delete()
        arrange(newest_texts(act), [one for one in order_of(texts.values()) if one != key])


def restore_part(act: Agreement, key: str) -> None:
    """Give a part the wording of the data again, also one that was left out. Raises DomainError for one's own."""
    with transaction.atomic():
        texts = open_draft(act)
        frozen = newest_frozen(act)
        drawn = drawn_of(frozen).get(key)
        if not drawn:
            raise DomainError(_("The data say nothing of this part."), code="own")
        order = order_of(texts.values())
        write_part(texts, key, drawn)
        if key not in ENDS and key not in order:
            arrange(texts, placed(order, key, frozen.facts["order"]))


def check_wordings(key: str, wordings: Wordings) -> None:
    if not any(wording.heading or wording.body for wording in wordings.values()):
        raise DomainError(_("A part says something in one language at least."), code="empty")
    if key == "title" and not all(wordings[language].heading for language in wordings):
        raise DomainError(_("A Protocol has a title in each of its languages."), code="empty")


def open_draft(act: Agreement) -> Texts:
    """Lock the act and return its texts, all of them drafts, each article with its key. Raises DomainError."""
    Agreement.objects.select_for_update(of=("self",)).get(pk=act.pk)
    texts = newest_texts(act)
    if set(texts) != set(LANGUAGES):
        raise DomainError(_("The Protocol has not been drawn up yet."), code="missing")
    check_drafts(texts)
    give_keys(texts)
    return texts


def check_drafts(texts: Texts) -> None:
    """Raise DomainError where one of the texts is no draft any more."""
    if any(text.state != TextState.DRAFT for text in texts.values()):
        message = _("A text that is ready to be signed does not change. Begin a new version on the act’s page.")
        raise DomainError(message, code="state")


def give_keys(texts: Texts) -> None:
    """Give articles that were written elsewhere the key by which they are shown."""
    for text in texts.values():
        for article in text.articles.all():
            if not article.key:
                article.key = key_of(article)
                Article.objects.filter(pk=article.pk).update(key=article.key)


def find_part(act: Agreement, texts: Texts, key: str) -> Part:
    """Return a part by its key. Raises DomainError where it is not there (any more)."""
    found = next((part for part in parts_of(texts, newest_frozen(act)) if part.key == key), None)
    if found is None:
        raise DomainError(_("This part is not there any more."), code="missing")
    return found


def write_part(texts: Texts, key: str, wordings: Wordings) -> None:
    """Write a part into each text; an article that is new stands last until it is given its place."""
    for language, wording in wordings.items():
        text = texts[language]
        if key in ENDS:
            setattr(text, key, wording.heading if key == "title" else wording.body)
            text.save(update_fields=[key])
            continue
        values = {"heading": wording.heading, "body": wording.body}
        if not Article.objects.filter(text=text, key=key).update(**values):
            Article.objects.create(text=text, key=key, position=text.articles.count() + 1, **values)


def arrange(texts: Texts, order: Sequence[str]) -> None:
    """Put the articles of all texts into one order and number them; the annex has no number."""
    places = {key: place for place, key in enumerate(order, start=1)}
    for text in texts.values():
        changed = []
        for article in Article.objects.filter(text=text, key__in=order):
            place = places[article.key]
            number = "" if article.key == ANNEX else f"{place}"
            if (article.position, article.number) != (place, number):
                article.position, article.number = place, number
                changed.append(article)
        Article.objects.bulk_update(changed, ["position", "number"])


def placed(order: Sequence[str], key: str, canonical: Sequence[str]) -> list[str]:
    """Return an order with a key in its place: behind the last one that comes before it in the Protocol's own order."""
    before = set(canonical[: canonical.index(key)]) if key in canonical else set(order)
    place = max((number for number, one in enumerate(order, start=1) if one in before), default=0)
    return annex_last([*order[:place], key, *order[place:]])


def annex_last(order: Sequence[str]) -> list[str]:
    return sorted(order, key=lambda key: key == ANNEX)


# --- The approval of each language -----------------------------------------------------------------------------------


def approve_text(act: Agreement, language: str, by: User | None, seen: str) -> TextApproval:
    """Record that the office of a side approves the text in its language, as it is now; an edit makes that void.

    Raises DomainError where the text is not there, is signed already, or is not what the person read.
    """
    with transaction.atomic():
        text = locked_text(act, language)
        if text.state == TextState.SIGNED:
            raise DomainError(_("This text is signed already."), code="state")
        if digest_of(text) != seen:
            raise DomainError(_("The text was changed while you read it. Read it once more."), code="seen")
        TextApproval.objects.filter(text=text, side=language.upper()).delete()
        return TextApproval.objects.create(text=text, side=language.upper(), digest=seen, by=by)


def withdraw_approval(act: Agreement, language: str) -> bool:
    """Take back the approval of a language. Returns whether there was one. Raises DomainError as approve_text does."""
    with transaction.atomic():
        text = locked_text(act, language)
        if text.state == TextState.SIGNED:
            raise DomainError(_("This text is signed already."), code="state")
        deleted, _rows = TextApproval.objects.filter(text=text, side=language.upper()).delete()
        return bool(deleted)


def locked_text(act: Agreement, language: str) -> AuthenticText:
    """Lock the act and return its newest text in a language. Raises DomainError."""
    Agreement.objects.select_for_update(of=("self",)).get(pk=act.pk)
    text = newest_texts(act).get(language)
    if text is None:
        raise DomainError(_("The Protocol has not been drawn up yet."), code="missing")
    return text
