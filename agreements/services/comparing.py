"""The texts of an act beside each other, as they are kept: what differs, and why that is right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agreements.comparing.languages import Comparison, Part, Text, compare
from agreements.enums import TextLanguage
from agreements.models import AcceptedDifference, Agreement, AuthenticText
from taskforce.errors import DomainError


@dataclass(frozen=True)
class Beside:
    """Two texts of an act in different languages; ``accepted`` where somebody said why they may differ."""

    one: AuthenticText
    other: AuthenticText
    comparison: Comparison
    accepted: AcceptedDifference | None

    @property
    def hinders(self) -> bool:
        """Whether a difference stands in the way of signing."""
        return bool(self.comparison.hindering) and self.accepted is None


def in_parts(text: AuthenticText) -> Text:
    """Return a kept text in the parts that are compared."""
    blocks = {"preamble": text.preamble, "closing": text.closing}
    before, after = (
        [Part(kind, body=blocks[kind])] if blocks[kind].strip() else [] for kind in ("preamble", "closing")
    )
    articles = [Part("article", one.number, one.heading, one.body) for one in text.articles.all()]
    title = [Part("title", heading=text.title)] if text.title.strip() else []
    return Text(text.language, (*title, *before, *articles, *after))


def latest_texts(act: Agreement) -> list[AuthenticText]:
    """Return the newest version of the act's text in each language it has: Italian, Russian, English. Two queries."""
    found = {text.language: text for text in act.texts.order_by("version").prefetch_related("articles")}
    return [found[code] for code in TextLanguage.values if code in found]


def beside(one: AuthenticText, other: AuthenticText) -> Beside:
    """Return two texts beside each other, in the order of their languages."""
    one, other = sorted((one, other), key=lambda text: TextLanguage.values.index(text.language))
    return compared(one, other, AcceptedDifference.objects.filter(one=one, other=other).select_related("by"))


def compared(one: AuthenticText, other: AuthenticText, accepted: Iterable[AcceptedDifference]) -> Beside:
    """Return two texts beside each other; a reason counts only for the very differences it was given for."""
    found = compare(in_parts(one), in_parts(other))
    fits = (row for row in accepted if (row.one_id, row.other_id, row.digest) == (one.pk, other.pk, found.digest))
    return Beside(one, other, found, next(fits, None))


def comparisons(texts: list[AuthenticText]) -> list[Beside]:
    """Return each two of these texts beside each other. One query."""
    if len(texts) < 2:
        return []
    accepted = list(AcceptedDifference.objects.filter(one__in=texts, other__in=texts).select_related("by"))
    return [compared(one, other, accepted) for one, other in combinations(texts, 2)]


def check_numbers(act: Agreement) -> None:
    """Raise DomainError where two texts of an act differ in a number and nobody has said why."""
    differing = [one for one in comparisons(latest_texts(act)) if one.hinders] if act.pk else []
    if differing:
        said = "; ".join(f"{one.one.get_language_display()} – {one.other.get_language_display()}" for one in differing)
        message = _("These texts differ in their figures: %(languages)s. Put that right, or say why it is right.")
        raise DomainError(message % {"languages": said}, field="status", code="differs")


def accept_difference(one: AuthenticText, other: AuthenticText, reason: str, digest: str, by: User) -> None:
    """Keep why two texts of an act may differ as they do now. Raises DomainError where they differ otherwise."""
    with transaction.atomic():
        Agreement.objects.select_for_update(of=("self",)).get(pk=one.agreement_id)
        found = beside(*(AuthenticText.objects.prefetch_related("articles").get(pk=text.pk) for text in (one, other)))
        if not found.comparison.digest or found.comparison.digest != digest:
            raise DomainError(_("The texts were changed meanwhile: look at the differences again."), code="meanwhile")
        AcceptedDifference.objects.update_or_create(
            one=found.one, other=found.other, defaults={"digest": digest, "reason": reason, "by": by}
        )
