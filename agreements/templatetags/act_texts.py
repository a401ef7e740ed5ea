"""What differs between the texts of an act, in words."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.comparing.languages import Difference
from agreements.models import AuthenticText

register = template.Library()
SAYING = {
    "number": gettext_lazy("%(where)s: numbers differ. %(one)s: %(left)s. %(other)s: %(right)s."),
    "percent": gettext_lazy("%(where)s: percentages differ. %(one)s: %(left)s. %(other)s: %(right)s."),
    "amount": gettext_lazy("%(where)s: amounts differ. %(one)s: %(left)s. %(other)s: %(right)s."),
    "date": gettext_lazy("%(where)s: dates differ. %(one)s: %(left)s. %(other)s: %(right)s."),
    "reference": gettext_lazy("%(where)s: references to articles differ. %(one)s: %(left)s. %(other)s: %(right)s."),
    "item": gettext_lazy("%(where)s: the numbering of its lines differs. %(one)s: %(left)s. %(other)s: %(right)s."),
    "order": gettext_lazy("The articles stand in another order. %(one)s: %(left)s. %(other)s: %(right)s."),
}
HEADS = {"it": "Articolo", "ru": "Статья", "en": "Article"}  # as acts write it: no word of the page
PARTS = {
    "title": gettext_lazy("Title"),
    "preamble": gettext_lazy("Before the articles"),
    "closing": gettext_lazy("After the articles"),
}


@register.simple_tag
def part_name(kind: str, number: str) -> str:
    """Return how a part of a text is called: Article 3, Before the articles."""
    if kind in PARTS:
        return str(PARTS[kind])
    return _("Article %(number)s") % {"number": number} if number else _("Article without a number")


@register.simple_tag
def difference_words(difference: Difference, one: AuthenticText, other: AuthenticText) -> str:
    """Return a difference as a sentence."""
    where = part_name(difference.part, difference.number)
    languages = {"one": one.get_language_display(), "other": other.get_language_display()}
    if difference.kind == "missing":
        there, gone = ("one", "other") if difference.left else ("other", "one")
        told = {"where": where, "there": languages[there], "gone": languages[gone]}
        return _("%(where)s: there is one in %(there)s, none in %(gone)s.") % told
    said = {"left": ", ".join(difference.left) or _("none"), "right": ", ".join(difference.right) or _("none")}
    return SAYING[difference.kind] % ({"where": where} | languages | said)


@register.simple_tag
def article_head(language: str, number: str) -> str:
    """Return how an article is headed in the language of its text, whatever the language of the page."""
    return f"{HEADS[language]} {number}" if number else ""
