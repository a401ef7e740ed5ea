"""The delegation of a side: its delegates, and what its companies wish to change."""

from __future__ import annotations

from collections.abc import Collection

from django import forms
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce, Lower, NullIf
from django.utils.translation import gettext_lazy as _

from participants.enums import Place, State
from participants.models import Delegate, Registration
from sessions.enums import Side
from sessions.models import Session
from taskforce.fields import LineFormField
from taskforce.text import comparison_key


class DelegationFilter(forms.Form):
    """Which delegates the page shows. What makes no sense is left out of the search."""

    q = LineFormField(label=_("Name or organisation"), max_length=100, required=False)
    side = forms.ChoiceField(label=_("Side"), required=False)

    def __init__(self, data, *, sides: Collection[str]) -> None:
        super().__init__(data, auto_id="filter_%s")
        own = [choice for choice in Side.choices if choice[0] in sides]
        self.fields["side"].choices = [("", _("Both sides")), *own]
        if len(own) < len(Side):
            del self.fields["side"]

    @property
    def chosen(self) -> dict:
        """What was asked for and makes sense, as arguments of ``list_delegation``."""
        self.is_valid()
        return {"text": self.cleaned_data.get("q", ""), "side": self.cleaned_data.get("side", "")}


def list_delegation(session: Session, sides: Collection[str], *, text: str = "", side: str = "") -> QuerySet[Delegate]:
    """Return the delegates of these sides by family name, but those who gave up and those nobody has sent yet."""
    people = Delegate.objects.filter(session=session, side__in=sides).exclude(place=Place.RELEASED)
    people = people.exclude(registration__state=State.DRAFT).select_related("registration__organisation")
    for word in comparison_key(text).split():
        people = people.filter(Q(name_key__contains=word) | Q(registration__organisation__name_key__contains=word))
    if side:
        people = people.filter(side=side)
    family = Lower(Coalesce(NullIf("family_latin", Value("")), "family_cyrillic"))
    return people.order_by(family, "name_key", "pk")


def registrations_of(session: Session, sides: Collection[str]) -> QuerySet[Registration]:
    """Return what companies of these sides sent for a session."""
    return Registration.objects.filter(session=session, organisation__side__in=sides).received()
