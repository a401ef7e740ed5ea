"""The shape of accounts in the administration."""

from __future__ import annotations

from django.contrib.auth.forms import AdminPasswordChangeForm, BaseUserCreationForm
from django.contrib.auth.forms import UserChangeForm as DjangoUserChangeForm

from accounts.models import User
from taskforce.admin import PortalForm


class UserAddForm(PortalForm, BaseUserCreationForm):
    """A new account: who it is for, and a first password."""

    class Meta:
        model = User
        fields = ["email", "full_name", "language"]

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class PasswordForm(AdminPasswordChangeForm):
    """A new password for somebody else; every account has one, so Django's choice of having none is left out."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)
        for name in ("password1", "password2"):
            self.fields[name].required = True


class UserChangeForm(PortalForm, DjangoUserChangeForm):
    """An account; the password is changed on a page of its own."""

    class Meta:
        model = User
        fields = "__all__"

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()
