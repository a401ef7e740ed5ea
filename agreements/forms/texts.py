"""The shape of a text of an act: how it comes in, how its draft is changed, and why two texts may differ."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements import reading
from agreements.comparing.articles import (
    HEADING_LENGTH,
    MOST_ARTICLES,
    MOST_CHARACTERS,
    NUMBER_LENGTH,
    TITLE_LENGTH,
    Draft,
    Piece,
    take_apart,
)
from agreements.enums import Authority, TextLanguage
from taskforce.fields import BlockFormField, LineFormField
from taskforce.uploads import Upload

AUTHORITY_HELP = _(
    "An authentic text counts by itself; a translation counts as far as it agrees with an authentic one."
)


class TextForm(forms.Form):
    """A new version of a text: pasted, or read from a file."""

    language = forms.ChoiceField(label=_("Language"), choices=TextLanguage.choices)
    authority = forms.ChoiceField(
        label=_("Authority"), choices=Authority.choices, initial=Authority.AUTHENTIC, help_text=AUTHORITY_HELP
    )
    file = forms.FileField(
        label=_("File"), required=False,
        widget=forms.FileInput(attrs={"accept": reading.ACCEPT}),
        help_text=_("DOCX or PDF, at most 20 MB. It is kept as it arrives, under its SHA-256."),
    )  # fmt: skip
    text = BlockFormField(
        label=_("Or the text, pasted"), required=False, max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_(
            "A line that begins with “Articolo 1”, “Art. 1”, “Статья 1” or “Article 1” begins an article; "
            "Roman numbers are understood."
        ),
    )  # fmt: skip

    upload: Upload | None = None
    words = ""

    def clean_file(self) -> UploadedFile | None:
        file = self.cleaned_data["file"]
        if file:
            self.upload, self.words = reading.checked_text(file)
        return file

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.errors and bool(cleaned.get("file")) == bool(cleaned.get("text")):
            self.add_error("text", _("Choose a file or paste the text: one of the two."))
        return cleaned

    @property
    def draft(self) -> Draft:
        """What was sent, taken apart."""
        return take_apart(self.words or self.cleaned_data["text"])


class HeadForm(forms.Form):
    """What stands around the articles of a draft, and the digest it was opened with."""

    authority = forms.ChoiceField(label=_("Authority"), choices=Authority.choices, help_text=AUTHORITY_HELP)
    title = LineFormField(label=_("Title"), required=False, max_length=TITLE_LENGTH)
    preamble = BlockFormField(
        label=_("What stands before the articles"), required=False, max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip
    closing = BlockFormField(
        label=_("What stands after the articles"), required=False, max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    opened = forms.CharField(widget=forms.HiddenInput, max_length=64)


class ArticleForm(forms.Form):
    number = LineFormField(label=pgettext_lazy("article", "Number"), required=False, max_length=NUMBER_LENGTH)
    heading = LineFormField(label=_("Heading"), required=False, max_length=HEADING_LENGTH)
    body = BlockFormField(
        label=_("Text"), required=False, max_length=MOST_CHARACTERS, widget=forms.Textarea(attrs={"rows": 6})
    )


ArticleFormSet = forms.formset_factory(
    ArticleForm, extra=0, max_num=MOST_ARTICLES, absolute_max=MOST_ARTICLES, validate_max=True
)
FIELDS = ("number", "heading", "body")
PREFIX = "article"


def articles_of(draft: Draft) -> list[dict[str, str]]:
    """Return the articles of a draft as the formset takes them."""
    return [{"number": one.number, "heading": one.heading, "body": one.body} for one in draft.articles]


def typed_articles(data: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the articles as they stand in a form that was sent, unchecked."""
    total = data.get(f"{PREFIX}-TOTAL_FORMS", "0")
    count = min(int(total), MOST_ARTICLES) if total.isascii() and total.isdigit() and len(total) < 5 else 0
    return [{name: data.get(f"{PREFIX}-{n}-{name}", "") for name in FIELDS} for n in range(count)]


def rearranged(articles: list[dict[str, str]], wish: str) -> tuple[list[dict[str, str]], int]:
    """Return the articles after a press of a button (up-3, down-3, remove-3, add-3), and the place to look at then.

    ``add-0`` adds one before all others; a wish that makes no sense changes nothing.
    """
    verb, _dash, number = wish.partition("-")
    place = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else -1
    rows = list(articles)
    if verb == "add" and 0 <= place <= len(rows) < MOST_ARTICLES:
        rows.insert(place, dict.fromkeys(FIELDS, ""))
        return rows, place + 1
    if not 1 <= place <= len(rows):
        return rows, 0
    if verb == "remove":
        del rows[place - 1]
        return rows, min(place, len(rows))
    other = place - 1 if verb == "up" else place + 1
    if verb in ("up", "down") and 1 <= other <= len(rows):
        rows[place - 1], rows[other - 1] = rows[other - 1], rows[place - 1]
        return rows, other
    return rows, place


def draft_from(head: HeadForm, articles: forms.BaseFormSet) -> Draft:
    """Return what two valid forms say; an article that says nothing is left out."""
    pieces = (Piece(*(one.cleaned_data.get(name, "") for name in FIELDS)) for one in articles)
    said = head.cleaned_data
    kept = tuple(piece for piece in pieces if piece != Piece())
    return Draft(said["title"], said["preamble"], kept, said["closing"])


class ReasonForm(forms.Form):
    """Why two texts may differ; ``digest`` is of the differences that were looked at."""

    reason = LineFormField(label=_("Why this is right"), max_length=500)
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
