"""How a table is brought in: what it holds, and the file."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.exchange.kinds import Kind
from taskforce.fields import LineFormField


class ImportForm(forms.Form):
    """The kind of table and the file. Whether it is such a table the worker finds out."""

    kind = forms.ChoiceField(label=_("What the table holds"))
    file = forms.FileField(
        label=_("File"), help_text=_("XLSX or CSV, at most 20 MB and 20,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )  # fmt: skip

    def __init__(self, data=None, files=None, *, kinds: list[Kind]) -> None:
        super().__init__(data, files, auto_id="import_%s")
        self.fields["kind"].choices = [(kind.code, kind.label) for kind in kinds]


class OutcomeFilter(forms.Form):
    """Which rows of an import are shown; what makes no sense shows them all."""

    outcome = LineFormField(max_length=10, required=False)

    @property
    def chosen(self) -> str:
        return self.cleaned_data["outcome"] if self.is_valid() else ""
