"""How a table is asked for: format, columns, which rows; for what and for whom where it tells of persons."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.exchange.kinds import Kind, columns_of
from documents.models import SheetExport
from sessions.enums import Side
from sessions.models import Session
from taskforce.fields import LineFormField

MOST_TICKED = 2500  # rows that can be named one by one
LONGEST_TICKED = 16 * MOST_TICKED  # characters


class TickedField(forms.CharField):
    """Primary keys with commas, as the administration's list hands them over."""

    widget = forms.HiddenInput

    def clean(self, value: object) -> list[int]:
        """Return the keys. Raises ValidationError for what is none."""
        parts = [part for part in str(value or "").split(",") if part]
        if len(str(value or "")) > LONGEST_TICKED or not all(
            part.isascii() and part.isdigit() and len(part) < 16 for part in parts
        ):
            raise forms.ValidationError(_("The list of ticked rows cannot be read. Tick them again."))
        return [int(part) for part in parts]


class ExportForm(forms.Form):
    """What is wished of a kind. Fields that a kind has no use for are left out."""

    columns = forms.MultipleChoiceField(
        label=gettext_lazy("Columns"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one column.")},
    )
    of_side = forms.ChoiceField(
        label=gettext_lazy("Side"), choices=[("", gettext_lazy("Both sides")), *Side.choices], required=False
    )
    only_confirmed = forms.BooleanField(label=gettext_lazy("Only who has a place"), required=False)
    format = forms.ChoiceField(label=gettext_lazy("Format"), choices=SheetExport.Format.choices, initial="xlsx")
    purpose = LineFormField(
        label=gettext_lazy("Purpose"), max_length=200, help_text=gettext_lazy("What the list is needed for.")
    )
    recipient = LineFormField(
        label=gettext_lazy("Recipient"), max_length=200, help_text=gettext_lazy("Which person or office gets it.")
    )
    recipient_side = forms.ChoiceField(
        label=gettext_lazy("Side of the recipient"),
        choices=[("", gettext_lazy("Choose")), *Side.choices],
        help_text=gettext_lazy(
            "A list for the Russian side holds the columns of the minimal list at most, and is made when a second "
            "person approves it."
        ),
    )
    rows = TickedField(required=False)

    def __init__(self, data=None, *, kind: Kind, session: Session | None, initial: dict | None = None) -> None:
        super().__init__(data, initial=initial, auto_id="export_%s")
        self.fields["columns"].choices = [(column.key, column.heading) for column in columns_of(kind, session)]
        if not kind.personal:
            for name in ("purpose", "recipient", "recipient_side"):
                del self.fields[name]
        if not kind.side:
            del self.fields["of_side"]
        if not kind.admitted[0]:
            del self.fields["only_confirmed"]

    @property
    def wish(self) -> dict:
        """What was asked for, as arguments of ``ask_export``."""
        texts = {"purpose": "", "recipient": "", "recipient_side": ""}
        return texts | self.cleaned_data


class PresetForm(forms.Form):
    """The columns ticked, under a name. The browser does not insist on it: it is out of sight when a file is made."""

    use_required_attribute = False

    name = LineFormField(label=gettext_lazy("Name of the set"), max_length=60)
    shared = forms.BooleanField(label=gettext_lazy("For everybody"), required=False)

    def __init__(self, data=None) -> None:
        super().__init__(data, auto_id="preset_%s", prefix="preset")


class DecisionForm(forms.Form):
    """Why a list is refused; empty where it is approved."""

    refusal = LineFormField(label=gettext_lazy("Reason of the refusal"), max_length=300, required=False)
