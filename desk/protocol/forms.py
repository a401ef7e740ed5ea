"""The shape of what is written into a draft Protocol."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agreements.protocol import ANNEX, ENDS, LANGUAGES, Part, Wording
from taskforce.fields import BlockFormField, LineFormField

TITLE_LENGTH, HEADING_LENGTH, BODY_LENGTH = 300, 300, 20_000
TITLE_LABELS = {"it": _("Title in Italian"), "ru": _("Title in Russian")}
HEADING_LABELS = {"it": _("Heading in Italian"), "ru": _("Heading in Russian")}
BODY_LABELS = {"it": _("Text in Italian"), "ru": _("Text in Russian")}
END_NAMES = {"title": _("Title"), "preamble": _("Preamble"), "closing": _("Closing")}
LIST_HELP = _("A line that begins with a dash is an item of a list.")


class WordingForm(forms.Form):
    """What a part says in both languages. ``halves`` are the fields of each, beside each other on the page."""

    def __init__(self, data=None, *, part: Part | None = None) -> None:
        self.part = part
        super().__init__(data, auto_id="part_%s", initial=initial_of(part) if part else None)
        key = part.key if part else ""
        for language in LANGUAGES:
            if key not in ("preamble", "closing"):
                length = TITLE_LENGTH if key == "title" else HEADING_LENGTH
                label = TITLE_LABELS[language] if key == "title" else HEADING_LABELS[language]
                self.fields[f"heading_{language}"] = LineFormField(label=label, max_length=length, required=False)
            if key != "title":
                self.fields[f"body_{language}"] = BlockFormField(
                    label=BODY_LABELS[language],
                    max_length=BODY_LENGTH,
                    required=False,
                    help_text=LIST_HELP,
                    widget=forms.Textarea(attrs={"rows": 14, "lang": language}),
                )
        if part:
            self.fields["seen"] = forms.CharField(widget=forms.HiddenInput, max_length=64)

    @property
    def halves(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields of each language."""
        return [(code, [field for field in self if field.name.endswith(f"_{code}")]) for code in LANGUAGES]

    @property
    def wordings(self) -> dict[str, Wording]:
        """What was written, by language."""
        found = self.cleaned_data
        return {code: Wording(found.get(f"heading_{code}", ""), found.get(f"body_{code}", "")) for code in LANGUAGES}


class ParagraphForm(WordingForm):
    """A paragraph of one's own, and behind which part it stands."""

    after = forms.ChoiceField(label=_("Behind"))

    def __init__(self, data=None, *, parts: list[Part], after: str = "") -> None:
        super().__init__(data)
        places = [part for part in parts if part.key == "preamble" or (part.key not in ENDS and part.key != ANNEX)]
        self.fields["after"].choices = [(part.key, place_name(part)) for part in places]
        keys = [part.key for part in places]
        self.fields["after"].initial = after if after in keys else keys[-1] if keys else ""


def place_name(part: Part) -> object:
    heading, _language = heading_in(part.says)
    return f"{part.number}. {heading}" if part.number else END_NAMES.get(part.key, heading)


def heading_in(says: Mapping[str, Wording]) -> tuple[str, str]:
    """Return a part's heading and its language: the reader's, where there is one in it."""
    first = get_language() or ""
    found = [(says[code].heading, code) for code in (first, *says) if code in says and says[code].heading]
    return found[0] if found else ("", "")


def initial_of(part: Part) -> dict[str, str]:
    initial = {"seen": part.seen}
    for language, says in part.says.items():
        initial |= {f"heading_{language}": says.heading, f"body_{language}": says.body}
    return initial
