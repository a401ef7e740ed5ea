"""The shape of what ministry staff say when somebody leaves."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User


class HandOverForm(forms.Form):
    """To whom a person's work goes."""

    other = forms.EmailField(
        label=gettext_lazy("E-mail address of who takes over"),
        max_length=254,
        widget=forms.EmailInput({"class": "vTextField"}),
    )

    def clean_other(self) -> User:
        user = User.objects.filter(email=self.cleaned_data["other"].lower()).first()
        if user is None:
            raise forms.ValidationError(_("There is no account with this e-mail address."))
        return user
