"""The shape of what is typed about a table's projects: minutes, what was said, what is looked for, the booklet."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agreements.models import Presentation
from desk.papers import language_name
from documents.builders.dossier import LANGUAGES
from taskforce.fields import BlockFormField, LineFormField

RECORD_LENGTH = 5000


class MinutesForm(forms.Form):
    """The minutes each presentation is given; a field left empty says nothing."""

    def __init__(self, data=None, *, presentations: Iterable[Presentation]) -> None:
        super().__init__(data)
        for row in presentations:
            number = forms.IntegerField(
                label=_("Minutes for “%(title)s”") % {"title": row.project.title},
                initial=row.minutes,
                required=False,
                min_value=1,
                max_value=240,
                widget=forms.NumberInput(attrs={"class": "form-control minutes", "inputmode": "numeric"}),
            )
            self.fields[f"minutes-{row.pk}"] = number

    @property
    def minutes(self) -> dict[int, int | None]:
        """The minutes by the primary keys of the presentations."""
        return {int(name.partition("-")[2]): number for name, number in self.cleaned_data.items()}


class RecordForm(forms.Form):
    """What was said and agreed; ``seen`` is the text that was there when the writer began."""

    record = BlockFormField(
        label=_("What was said and agreed"),
        max_length=RECORD_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("In the language of the table. It stands in the dossier when the project is presented again."),
    )
    seen = BlockFormField(required=False, widget=forms.HiddenInput)


class OlderForm(forms.Form):
    """What is looked for among the projects of earlier sessions."""

    q = LineFormField(label=_("Title, proposer or organisation"), max_length=100, required=False)

    @property
    def words(self) -> list[str]:
        return self.cleaned_data.get("q", "").split() if self.is_valid() else []


class DossierForm(forms.Form):
    """In which language the booklet is wished."""

    language = forms.ChoiceField(
        label=_("Language"), choices=lambda: [(code, language_name(code)) for code in LANGUAGES], initial=get_language
    )
