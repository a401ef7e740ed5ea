"""The shape of what is typed to invite somebody, and to take up an account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from taskforce.admin import LAST_DAY, SafeMultipleChoiceField
from taskforce.dates import today_in_rome
from taskforce.fields import LineFormField

NAME_LENGTH = User._meta.get_field("full_name").max_length


class LastDayField(forms.DateField):
    """A last day, today or later; empty where there is none."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False, label=gettext_lazy("Last day"), validators=[MaxValueValidator(LAST_DAY)], **kwargs
        )

    def clean(self, value: object):
        day = super().clean(value)
        if day and day < today_in_rome():
            raise ValidationError(_("This day is over."))
        return day


class InviteForm(forms.Form):
    """Who is offered an account."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), max_length=254, widget=forms.EmailInput({"class": "vTextField"})
    )
    full_name = LineFormField(
        label=gettext_lazy("Full name"), max_length=NAME_LENGTH, widget=forms.TextInput({"class": "vTextField"})
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES, initial="it")
    expires_on = LastDayField(help_text=gettext_lazy("After this day nobody signs in with the account."))
    is_staff = forms.BooleanField(
        label=gettext_lazy("Ministry staff"),
        required=False,
        help_text=gettext_lazy("May sign in to the administration."),
    )
    groups = SafeMultipleChoiceField(
        Group.objects.order_by("name"),
        label=gettext_lazy("Groups"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("What ministry staff may do in the administration."),
    )

    def __init__(self, *args: Any, gives_rights: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not gives_rights:
            del self.fields["is_staff"], self.fields["groups"]

    def clean(self) -> dict:
        found = super().clean()
        if found.get("groups") and not found.get("is_staff"):
            self.add_error("groups", _("Groups are for ministry staff."))
        return found


class AcceptForm(SetPasswordForm):
    """Name, language and password of who takes up an account."""

    full_name = LineFormField(label=gettext_lazy("Full name"), max_length=NAME_LENGTH)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=settings.LANGUAGES,
        help_text=gettext_lazy("Of mails to you, and of the administration."),
    )
    field_order = ["full_name", "language", "new_password1", "new_password2"]

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        initial = {"full_name": user.full_name, "language": user.language}
        super().__init__(user, *args, initial=initial, **kwargs)
        self.fields["full_name"].widget.attrs["autocomplete"] = "name"

    @property
    def wish(self) -> dict:
        """What was typed, as arguments of ``accept``."""
        found = self.cleaned_data
        return {
            "full_name": found["full_name"], "language": found["language"], "password": found["new_password1"],
        }  # fmt: skip
