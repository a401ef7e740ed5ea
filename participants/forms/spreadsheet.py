"""Choosing a spreadsheet, and registering what was read of it."""

from __future__ import annotations

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from participants.spreadsheets import Unreadable, read_table


class SpreadsheetForm(forms.Form):
    """The file. It is read here, so that what is wrong with it stands beside it."""

    file = forms.FileField(
        label=_("Spreadsheet"), help_text=_("XLSX or CSV, at most 2 MB and 500 companies."), allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )  # fmt: skip

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            self.table = read_table(file.read(2_000_001), file.name)
        except Unreadable as error:
            raise ValidationError(str(error), code="unreadable") from error
        return file


class RegisterSpreadsheetForm(forms.Form):
    """What is stated before the companies of a spreadsheet are registered."""

    informed = forms.BooleanField(
        label=_("These companies know that we register them, and how the privacy notice says their data are handled."),
        error_messages={"required": _("Please tick this box: without it the companies cannot be registered.")},
    )
    leave_out = forms.BooleanField(required=False, help_text=_("Unless you tick this box, all are registered or none."))

    def __init__(self, data=None, *, faulty_rows: int) -> None:
        super().__init__(data, label_suffix="")
        self.fields["leave_out"].label = ngettext(
            "Leave out %(number)d row with faults: its company is not registered",
            "Leave out %(number)d rows with faults: their companies are not registered",
            faulty_rows,
        ) % {"number": faulty_rows}
        if not faulty_rows:
            del self.fields["leave_out"]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
