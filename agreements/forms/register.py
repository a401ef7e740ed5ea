"""The filters of the public register: whatever is typed into the address, an impossible wish is simply not applied."""

from __future__ import annotations

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.models import Agreement
from sessions.models import Session
from taskforce.fields import LineFormField


class RegisterFilter(forms.Form):
    """What to look for in the register; every field may be empty."""

    q = LineFormField(label=_("Words"), max_length=100, required=False)
    kind = forms.ChoiceField(label=_("Kind of act"), choices=[("", _("All"))], required=False)
    session = forms.ModelChoiceField(
        label=_("Session"),
        queryset=Session.objects.none(),
        empty_label=pgettext_lazy("sessions", "All"),
        required=False,
    )
    signed_from = forms.DateField(
        label=_("Signed from"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        localize=False,
    )
    signed_to = forms.DateField(
        label=_("Signed to"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        localize=False,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("All")), *Agreement.Kind.choices]
        with_acts = Agreement.objects.public().order_by().values("session")
        self.fields["session"].queryset = Session.objects.filter(pk__in=with_acts).newest_first()

    def apply(self, acts: QuerySet[Agreement]) -> QuerySet[Agreement]:
        """Return the acts that answer to the fields that were understood; a field with an error narrows nothing."""
        self.is_valid()
        wish = {name: value for name, value in self.cleaned_data.items() if value}
        if "q" in wish:
            acts = acts.filter(pk__in=matching(wish["q"]))
        if "kind" in wish:
            acts = acts.filter(kind=wish["kind"])
        if "session" in wish:
            acts = acts.filter(session=wish["session"])
        if "signed_from" in wish:
            acts = acts.filter(signed_on__gte=wish["signed_from"])
        if "signed_to" in wish:
            acts = acts.filter(signed_on__lte=wish["signed_to"])
        return acts


def matching(words: str) -> QuerySet[Agreement]:
    """Return the acts in which each word stands somewhere: title, sector or the name of a party, in any language."""
    fields = [
        f"{field}_{code}__icontains" for field in ("title", "sector", "parties__name") for code in ("it", "ru", "en")
    ]
    acts = Agreement.objects.order_by()
    for word in words.split():
        found = Q()
        for field in fields:
            found |= Q(**{field: word})
        acts = acts.filter(found)
    return acts.values("pk")
