"""A question to the organisers, from anybody."""

from __future__ import annotations

import uuid

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from participants.forms.fields import EmailFormField, TokenField
from sessions.models import Session
from taskforce.fields import BlockFormField, LineFormField


class SessionChoice(forms.ModelChoiceField):
    """A session the public may see; a value that is no key at all is no session."""

    def to_python(self, value):
        if value and not (str(value).isdecimal() and len(str(value)) < 16):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class ContactForm(forms.Form):
    """Name, address, the session it is about and the question; the token makes a form sent twice one question."""

    name = LineFormField(label=_("Your name"), max_length=150)
    email = EmailFormField(
        label=_("Your e-mail address"), max_length=254, help_text=_("We answer to this address, in this language.")
    )
    session = SessionChoice(
        label=_("Session it is about"),
        queryset=Session.objects.none(),
        required=False,
        empty_label=_("None in particular"),
    )
    text = BlockFormField(label=_("Your question"), max_length=4000, widget=forms.Textarea(attrs={"rows": 8}))
    client_token = TokenField(required=False)

    def __init__(self, data=None) -> None:
        super().__init__(data, initial={"client_token": uuid.uuid4()}, label_suffix="")
        self.fields["session"].queryset = Session.objects.public().newest_first()
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean_client_token(self) -> uuid.UUID:
        return self.cleaned_data["client_token"] or uuid.uuid4()
