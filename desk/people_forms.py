"""How a role is given, to somebody who has an account or to somebody who is invited to one."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.life import is_withdrawn
from accounts.life_forms import NAME_LENGTH, LastDayField
from accounts.models import User
from sessions.enums import AssignmentRole, Side
from sessions.models import Session
from tables.models import ThematicTable
from taskforce.admin import SafeMultipleChoiceField
from taskforce.fields import LineFormField


class RoleForm(forms.Form):
    """Who is given which role. What belongs to one role alone is left aside for the others."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)
    full_name = LineFormField(
        label=gettext_lazy("Full name"),
        max_length=NAME_LENGTH,
        required=False,
        help_text=gettext_lazy("Of somebody who has no account yet: an invitation goes out by mail."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=settings.LANGUAGES,
        required=False,
        help_text=gettext_lazy("Of the invitation."),
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=AssignmentRole.choices)
    side = forms.ChoiceField(
        label=gettext_lazy("Side"),
        choices=[("", gettext_lazy("None")), *Side.choices],
        required=False,
        help_text=gettext_lazy("For the office of a side."),
    )
    tables = SafeMultipleChoiceField(
        ThematicTable.objects.none(),
        label=gettext_lazy("Thematic tables"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("For a table moderator."),
    )
    expires_on = LastDayField(help_text=gettext_lazy("After this day the role opens nothing. Empty: it stays."))

    def __init__(self, data=None, *, session: Session) -> None:
        super().__init__(data, auto_id="give_%s")
        self.fields["tables"].queryset = ThematicTable.objects.filter(session=session)

    def clean(self) -> dict:
        """Find the account of the address; without one, somebody is invited, who needs a name."""
        found = super().clean()
        email = found.get("email", "").lower()
        self.user = User.objects.filter(email=email).first() if email else None
        if self.user and is_withdrawn(self.user):
            self.user = None
        if email and not self.user and not found.get("full_name") and "full_name" not in self.errors:
            self.add_error(
                "full_name",
                _("There is no account with this e-mail address. Give the person's name, and they are invited."),
            )
        return found

    @property
    def wish(self) -> dict:
        """What was asked for, as arguments of ``give_role``."""
        return {name: self.cleaned_data[name] for name in ("role", "side", "tables", "expires_on")}

    @property
    def person(self) -> dict:
        """Who is invited, as arguments of ``invite_with_role``."""
        found = self.cleaned_data
        return {"email": found["email"], "full_name": found["full_name"], "language": found["language"] or "it"}
