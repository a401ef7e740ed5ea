"""How a signed file comes in: how it was signed, the file, which text it is and who signed it."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.models import Agreement, AuthenticText, Signatory
from taskforce import uploads

MOST_BYTES = 20 * 1024 * 1024
DIGITAL, PAPER = "digital", "paper"
KINDS = ("pdf", uploads.ENVELOPE)


class TextChoice(forms.ModelChoiceField):
    def label_from_instance(self, text: AuthenticText) -> str:
        return _("%(language)s, version %(version)d") % {
            "language": text.get_language_display(), "version": text.version,
        }  # fmt: skip


class SignatoryChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, signatory: Signatory) -> str:
        return ", ".join(filter(None, (signatory.name, signatory.capacity)))


class SignedFileForm(forms.Form):
    """A signed file of an act. ``file`` becomes a taskforce.uploads.Upload; a worker finds out what it is worth."""

    how = forms.ChoiceField(
        label=_("How it was signed"), initial=DIGITAL, widget=forms.RadioSelect,
        choices=[
            (DIGITAL, _("Digitally: a signed PDF, or a signed envelope (.p7m)")),
            (PAPER, _("On paper: a scan of it, as PDF, PNG or JPEG")),
        ],
    )  # fmt: skip
    file = forms.FileField(
        label=_("File"), help_text=_("At most 20 MB; a scan at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.p7m,.png,.jpg,.jpeg"}),
    )  # fmt: skip
    text = TextChoice(
        label=_("Which text it is"), queryset=AuthenticText.objects.none(), required=False,
        empty_label=pgettext_lazy("text of an act", "Not said"),
    )  # fmt: skip
    signatories = SignatoryChoice(
        label=_("Who signed it"), queryset=Signatory.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("One file may hold the signatures of several."),
    )  # fmt: skip

    def __init__(self, *args, agreement: Agreement, **kwargs) -> None:
        super().__init__(*args, auto_id="signed_%s", **kwargs)
        self.fields["text"].queryset = agreement.texts.order_by("language", "-version")
        self.fields["signatories"].queryset = agreement.signatories.all()

    def clean_file(self) -> uploads.Upload:
        file: UploadedFile = self.cleaned_data["file"]
        if self.cleaned_data.get("how") == PAPER:
            return uploads.checked(file)
        return uploads.taken(file, KINDS, MOST_BYTES, _("This is neither a PDF nor a signed envelope (.p7m)."))

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("how") == PAPER and not cleaned.get("signatories"):
            self.add_error("signatories", _("Say who signed on paper: a scan does not tell the portal."))
        return cleaned

    @property
    def on_paper(self) -> bool:
        return self.cleaned_data["how"] == PAPER
