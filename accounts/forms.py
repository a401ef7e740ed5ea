"""The shape of what is typed to sign in, and of accounts in the administration."""

from __future__ import annotations

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib.auth.forms import AdminPasswordChangeForm, AuthenticationForm, BaseUserCreationForm
from django.contrib.auth.forms import UserChangeForm as DjangoUserChangeForm
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from taskforce.admin import PortalForm


class SignInForm(AuthenticationForm):
    """E-mail address and password."""

    error_messages = {
        "invalid_login": _("The e-mail address or the password is not right. Capitals matter in the password."),
        "inactive": _("The e-mail address or the password is not right. Capitals matter in the password."),
    }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].widget = forms.EmailInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "maxlength": 254, "autofocus": True}
        )
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.add_input(Submit("sign_in", _("Sign in"), css_class="btn btn-primary"))


class AgainForm(forms.Form):
    """The password of whoever is signed in, once more; it may travel with the fields of another form."""

    secret = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )
    prefix = "again"

    def __init__(self, request: HttpRequest, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.request = request

    @classmethod
    def is_sent(cls, data: QueryDict) -> bool:
        """Whether a post answers this form, and not only the page it stands before."""
        return f"{cls.prefix}-secret" in data

    @classmethod
    def others(cls, data: QueryDict) -> QueryDict:
        """Return what was posted, without this form's field and the token."""
        rest = data.copy()
        for name in (f"{cls.prefix}-secret", "csrfmiddlewaretoken"):
            rest.pop(name, None)
        return rest

    def clean_secret(self) -> str:
        secret = self.cleaned_data["secret"]
        if not self.request.user.check_password(secret):
            raise forms.ValidationError(_("This password is not right. Capitals matter in it."))
        return secret


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
