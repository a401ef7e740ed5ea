"""How a role is given."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from sessions.enums import AssignmentRole, Side
from sessions.models import Session
from tables.models import ThematicTable


class RoleForm(forms.Form):
    """Who is given which role. What belongs to one role alone is left aside for the others."""

    email = forms.EmailField(label=gettext_lazy("E-mail address of the account"), max_length=254)
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=AssignmentRole.choices)
    side = forms.ChoiceField(
        label=gettext_lazy("Side"),
        choices=[("", gettext_lazy("None")), *Side.choices],
        required=False,
        help_text=gettext_lazy("For the office of a side."),
    )
    tables = forms.ModelMultipleChoiceField(
        ThematicTable.objects.none(),
        label=gettext_lazy("Thematic tables"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("For a table moderator."),
    )

    def __init__(self, data=None, *, session: Session) -> None:
        super().__init__(data, auto_id="give_%s")
        self.fields["tables"].queryset = ThematicTable.objects.filter(session=session)

    def clean_email(self) -> User:
        """Return the account of the address."""
        user = User.objects.filter(email=self.cleaned_data["email"].lower()).first()
        if user is None:
            raise forms.ValidationError(
                _("There is no account with this e-mail address. Ministry staff make accounts.")
            )
        return user

    @property
    def wish(self) -> dict:
        """What was asked for, as arguments of ``give_role``."""
        found = self.cleaned_data
        return {"user": found["email"], **{name: found[name] for name in ("role", "side", "tables")}}
