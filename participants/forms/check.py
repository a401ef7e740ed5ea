"""Step 4: what is asked before sending: the proposed spellings, the privacy notice, the waiting list."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participants.forms.fields import CyrillicField, LatinField
from participants.models import Delegate, Organisation, PrivacyNotice, Registration
from participants.transliteration import propose_cyrillic, propose_latin

# Each name field with the one it is proposed from.
OTHER = {
    "name_latin": "name_cyrillic", "name_cyrillic": "name_latin",
    "given_latin": "given_cyrillic", "given_cyrillic": "given_latin",
    "family_latin": "family_cyrillic", "family_cyrillic": "family_latin",
}  # fmt: skip


class CheckForm(forms.Form):
    """A field for each proposed spelling, the boxes to tick, and which notice was shown."""

    notice = forms.CharField(widget=forms.HiddenInput, required=False)
    privacy = forms.BooleanField(
        label=gettext_lazy("I have read the privacy notice"),
        error_messages={"required": gettext_lazy("Please read the privacy notice and tick this box.")},
    )
    waiting = forms.BooleanField(label=gettext_lazy("I agree to be on the waiting list"), required=False)

    def __init__(
        self, data=None, *, draft: Registration, delegates: list[Delegate], notice: PrivacyNotice | None, full: bool
    ) -> None:
        super().__init__(data, initial={"notice": notice and notice.version}, label_suffix="")
        self.current_notice = notice
        if not full:
            del self.fields["waiting"]
        self.proposals: dict[str, tuple[int | None, str]] = {}
        self._propose(draft.organisation, None, draft.organisation.side)
        for delegate in delegates:
            self._propose(delegate, delegate.pk, draft.organisation.side)

    def _propose(self, row: Organisation | Delegate, pk: int | None, side: str) -> None:
        for name, source in OTHER.items():
            value = getattr(row, source, "")
            if not value or getattr(row, name):
                continue
            field = _field_of(row, name)
            field.initial = _proposal(field, value, side)
            key = f"{name}-{pk or 0}"
            self.proposals[key] = (pk, name)
            self.fields[key] = field

    def clean(self) -> dict:
        data = super().clean()
        if self.current_notice and data.get("notice") != self.current_notice.version and "privacy" not in self.errors:
            self.add_error("privacy", _("The privacy notice has changed: please read the new one."))
        for key, (pk, name) in self.proposals.items():
            partner = f"{name.replace('given', 'family')}-{pk}"
            pair = name.startswith("given") and partner in self.proposals
            if pair and bool(data.get(key)) != bool(data.get(partner)):
                self.add_error(partner if data.get(key) else key, _("Write both names, or leave both empty."))
        return data

    @property
    def proposal_fields(self) -> list[forms.BoundField]:
        """The fields of the proposed spellings, in the order of the names."""
        return [self[key] for key in self.proposals]

    @property
    def names(self) -> dict[int | None, dict[str, str]]:
        """The spellings as the sender left them, by pk of the delegate, None for the organisation: for the act."""
        names: dict[int | None, dict[str, str]] = {}
        for key, (pk, name) in self.proposals.items():
            names.setdefault(pk, {})[name] = self.cleaned_data[key]
        return names


def _field_of(row: Organisation | Delegate, name: str) -> LatinField | CyrillicField:
    column = row._meta.get_field(name)
    options = {
        "required": False,
        "max_length": column.max_length,
        "label": f"{row.name}: {column.verbose_name}",
        "help_text": _("Proposed transliteration, please check."),
    }
    return LatinField(**options) if name.endswith("latin") else CyrillicField(pure=isinstance(row, Delegate), **options)


def _proposal(field: LatinField | CyrillicField, value: str, side: str) -> str:
    """Return the other spelling, or nothing where the tables do not know every letter."""
    proposed = propose_latin(value) if isinstance(field, LatinField) else propose_cyrillic(value, side)
    try:
        return field.clean(proposed[: field.max_length])
    except ValidationError:
        return ""
