"""How what a company wishes to change is decided."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participants.models import ProposedChange
from taskforce.fields import BlockFormField


class ChangesForm(forms.Form):
    """Which changes of one registration are decided, and how."""

    changes = forms.MultipleChoiceField(error_messages={"required": gettext_lazy("Tick at least one change.")})
    decision = forms.ChoiceField(choices=[("approve", ""), ("refuse", "")])
    reason = BlockFormField(max_length=2000, required=False)

    def __init__(self, data: dict, open_ones: list[ProposedChange]) -> None:
        super().__init__(data)
        self.fields["changes"].choices = [(str(change.pk), "") for change in open_ones]

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("decision") == "refuse" and not cleaned.get("reason"):
            self.add_error("reason", _("Write the reason: the company will read it."))
        return cleaned
