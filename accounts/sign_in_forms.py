"""The shape of what is typed to sign in, to show once more who one is, and to change how one signs in."""

from __future__ import annotations

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core import signing
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from accounts import codes
from accounts.attempts import begin_attempt, succeed
from accounts.enums import Outcome
from accounts.models import Attempt, Passkey, User
from accounts.second_factor import accept_code, has_second_factor
from taskforce.errors import DomainError
from taskforce.fields import LineFormField

SECRET_SECONDS = 3600  # so long may somebody take to set a second factor up
CODE = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false", "maxlength": 40}


class SignInForm(AuthenticationForm):
    """E-mail address and password; ``attempt`` is what was written down, for whoever goes on from here to say."""

    error_messages = {
        "invalid_login": _("The e-mail address or the password is not right. Capitals matter in the password."),
        "inactive": _("The e-mail address or the password is not right. Capitals matter in the password."),
    }
    attempt: Attempt

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].widget = forms.EmailInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "maxlength": 254, "autofocus": True}
        )

    def clean(self) -> dict:
        email, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if email and password:
            self.attempt = begun(self.request, email)
            self.user_cache = authenticate(self.request, username=email, password=password)
            if self.user_cache is None:
                raise self.get_invalid_login_error()
        return self.cleaned_data


class CodeForm(forms.Form):
    """The code of the second factor, of whose password was right."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("The six digits that your telephone shows now, or one of your recovery codes."),
        widget=forms.TextInput(attrs=CODE | {"autofocus": True}),
    )

    def __init__(self, request: HttpRequest, user: User, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.request, self.user = request, user

    def clean_code(self) -> str:
        attempt = begun(self.request, self.user.email, Outcome.WRONG_CODE)
        if not accept_code(self.user, self.cleaned_data["code"]):
            raise forms.ValidationError(_("This code is not right, or it was used already."), code="wrong")
        succeed(attempt)
        return self.cleaned_data["code"]


class AgainForm(forms.Form):
    """The password of whoever is signed in, once more, or a code; it may travel with the fields of another form."""

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
        if has_second_factor(request.user):
            self.fields["secret"].label = _("Password, or a code of your second factor")

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
        secret, user = self.cleaned_data["secret"], self.request.user
        attempt = begun(self.request, user.email)
        if not user.check_password(secret) and not accept_code(user, secret):
            raise forms.ValidationError(_("This password is not right. Capitals matter in it."), code="wrong")
        succeed(attempt)
        return secret


class SetUpForm(forms.Form):
    """The first code of a telephone; the secret it was given travels in the form, signed, for this account alone."""

    signed = forms.CharField(widget=forms.HiddenInput, max_length=400)
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("The six digits that your telephone shows now."),
        widget=forms.TextInput(attrs=CODE | {"inputmode": "numeric"}),
    )

    def __init__(self, user: User, data: QueryDict | None = None) -> None:
        self.signer = signing.TimestampSigner(salt=f"accounts.second_factor {user.pk}")
        self.secret = self._secret(data) or codes.new_secret()
        data = data.copy() if data else None
        if data:
            data["signed"] = self.signer.sign(self.secret)
        super().__init__(data, initial={"signed": self.signer.sign(self.secret)})

    def _secret(self, data: QueryDict | None) -> str | None:
        try:
            return self.signer.unsign(data.get("signed", ""), max_age=SECRET_SECONDS) if data else None
        except signing.BadSignature:
            return None


class PasskeyForm(forms.Form):
    """A passkey that the browser has made, and what its owner calls it."""

    answer = forms.CharField(widget=forms.HiddenInput, max_length=20_000)
    name = LineFormField(
        label=_("Name of the passkey"),
        max_length=Passkey._meta.get_field("name").max_length,
        help_text=_("So that you know it again: the name of the device, for instance."),
    )


class NewPasswordForm(PasswordChangeForm):
    """The old password and a new one; wrong old ones count as attempts to sign in."""

    def clean_old_password(self) -> str:
        attempt = begun(self.request, self.user.email)
        old = super().clean_old_password()
        succeed(attempt)
        return old


class ForgottenForm(forms.Form):
    """To whom a link for a new password is sent."""

    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )


def begun(request: HttpRequest, email: str, wrong: Outcome = Outcome.WRONG_PASSWORD) -> Attempt:
    """Begin an attempt; after too many, what is typed is not even compared."""
    try:
        return begin_attempt(request, email, wrong)
    except DomainError as error:
        raise forms.ValidationError(error.message, code=error.code) from error


def is_locked(form: forms.Form) -> bool:
    """Whether a form was refused because of too many wrong attempts."""
    return any(error.code == "locked" for errors in form.errors.as_data().values() for error in errors)
