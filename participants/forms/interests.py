"""What an organisation seeks: themes, aims, counterparts, sectors; through whom it registers; the catalogue."""

from __future__ import annotations

from functools import cache

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from participants.enums import Category, Investment
from participants.forms.widgets import LongChoices, LongSelect
from participants.models import Organisation, Registration
from participants.sectors import MAX_SECTORS, sector_choices
from taskforce.fields import BlockFormField
from taskforce.forms import PlainHelper
from taskforce.kept import Kept

FACTS = ("themes", "aims", "counterparts", "contacts_started", "investment", "submitted_through", "in_catalogue")
# Public bodies accompany a delegation; everybody else says what they come for.
COMES_ALONG = (Category.ADMINISTRATION, Category.REGION)
BODIES = Kept()


class InterestsForm(forms.Form):
    """What the Task Force asks of who registers."""

    themes = BlockFormField(
        label=_("Themes and projects"), max_length=3000, required=False,
        help_text=_("What you do and propose: products, technologies, the project you bring."),
    )  # fmt: skip
    aims = BlockFormField(
        label=_("Aims"), max_length=2000, required=False,
        help_text=_("What you wish to have reached after the session."),
    )  # fmt: skip
    counterparts = BlockFormField(
        label=_("Counterparts sought"), max_length=2000, required=False,
        help_text=_("Whom you wish to meet. The other side invites organisations that fit."),
    )  # fmt: skip
    contacts_started = BlockFormField(
        label=_("Contacts already started"), max_length=2000, required=False,
        help_text=_("With which organisations of the other side you are in contact already."),
    )  # fmt: skip
    investment = forms.ChoiceField(
        label=_("Interest in investment"), choices=[("", _("Choose …")), *Investment.choices], required=False
    )
    submitted_through = forms.TypedChoiceField(
        label=_("Submitted through"), required=False, empty_value=None, widget=LongSelect,
        help_text=_("The region, chamber or association that accompanies you, if there is one."),
    )  # fmt: skip
    in_catalogue = forms.BooleanField(
        label=_("Show us in the catalogue of participants"), required=False,
        help_text=_(
            "Confirmed participants see your name, sectors, themes and the counterparts you seek; never names of "
            "persons, e-mail addresses or telephones. You can take this back at any time."
        ),
    )  # fmt: skip

    sector_labels = (_("Main sector"), _("Second sector"), _("Third sector"))

    def __init__(
        self, data=None, *, registration: Registration, bodies: dict[str, Organisation] | None = None
    ) -> None:
        """``bodies``: those a registration may be submitted through, where they are known already."""
        super().__init__(data, initial=None if data is not None else _initial(registration), label_suffix="")
        self.registration = registration
        self.bodies = bodies
        choices = _sector_choices(get_language())
        self.sector_names = [f"sector_{number}" for number in range(1, MAX_SECTORS + 1)]
        for name, label in zip(self.sector_names, self.sector_labels, strict=True):
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False, widget=LongSelect)
        self._offer_bodies()
        for name in ("themes", "aims", "counterparts", "contacts_started"):
            self.fields[name].widget.attrs["rows"] = 3
        self.helper = _helper("submitted_through" in self.fields, self.sector_names)

    def _offer_bodies(self) -> None:
        if self.bodies is None:
            own = self.registration.organisation
            bodies = BODIES.get(own.side, lambda: list(Organisation.objects.filter(passes_on=True, side=own.side)))
            self.bodies = {str(body.pk): body for body in bodies if body.pk != own.pk}
        if not self.bodies:
            del self.fields["submitted_through"]
            return
        field = self.fields["submitted_through"]
        field.choices = [("", _("Nobody")), *((key, body.name) for key, body in self.bodies.items())]
        field.coerce = self.bodies.get

    def clean(self) -> dict:
        data = super().clean()
        if self.registration.organisation.category not in COMES_ALONG:
            texts = ("themes", "counterparts")
            if not any(data.get(name) or name in self.errors for name in texts):
                self.add_error("themes", _("Say in a few words what you propose, or whom you seek."))
        return data

    @property
    def facts(self) -> dict:
        """The cleaned facts of the registration, for the act."""
        return {name: self.cleaned_data[name] for name in FACTS if name in self.fields}

    @property
    def sectors(self) -> list[str]:
        """The codes of the sectors, the main one first, for the act."""
        return list(dict.fromkeys(code for name in self.sector_names if (code := self.cleaned_data[name])))


@cache
def _sector_choices(language: str | None) -> LongChoices:
    return LongChoices([("", str(_("Choose …"))), *sector_choices()])


def _initial(registration: Registration) -> dict:
    values = {name: getattr(registration, name) for name in FACTS}
    values["submitted_through"] = registration.submitted_through_id
    codes = registration.organisation.sectors.order_by("pk").values_list("code", flat=True)
    return values | {f"sector_{number}": code for number, code in enumerate(codes, start=1)}


def _helper(bodies: bool, sectors: list[str]) -> PlainHelper:
    helper = PlainHelper()
    helper.layout = Layout(
        Fieldset(_("What you bring and seek"), "themes", "aims", "counterparts", "contacts_started", "investment"),
        Fieldset(_("Your sectors"), *sectors),
        *([Fieldset(_("Who accompanies you"), "submitted_through")] if bodies else []),
        Fieldset(_("Catalogue of participants"), "in_catalogue"),
    )
    return helper
