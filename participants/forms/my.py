"""What is asked on the pages of ``my/`` beside what the registration asked."""

from __future__ import annotations

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from participants.forms.fields import EmailFormField
from taskforce.fields import BlockFormField


class PlainForm(forms.Form):
    """A form within a page that has the button and the token of its own."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True


class AskForm(PlainForm):
    """To which address the link to the own page shall go."""

    email = EmailFormField(
        label=_("Your e-mail address"), max_length=254,
        help_text=_("The one you wrote in the registration, or at which you had our messages."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs["autocomplete"] = "email"


class ClarificationForm(PlainForm):
    """The answer to a question of staff."""

    answer = BlockFormField(label=_("Your answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 8}))
