"""What is typed to release a programme."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from taskforce.fields import BlockFormField, LineFormField


class ReleaseForm(forms.Form):
    """A note for the public, a reason where something speaks against it, and whether those touched are told."""

    note = BlockFormField(
        label=_("Note"),
        max_length=2000,
        required=False,
        help_text=_("Shown above the list of changes, and in the mails. The portal does not translate it."),
    )
    overrule = LineFormField(
        label=_("Why it is released all the same"),
        max_length=300,
        required=False,
        help_text=_("It stays on record and is not published."),
    )
    tell = forms.BooleanField(label=_("Write to those it concerns"), required=False, initial=True)
    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, doubts: bool, changes: bool) -> None:
        super().__init__(data, auto_id="release_%s")
        if not doubts:
            del self.fields["overrule"]
        if not changes:
            del self.fields["tell"]

    @property
    def wish(self) -> dict:
        """What was typed, as arguments of ``release_programme``."""
        return {"tell": False, **self.cleaned_data}
