"""Step 1: the organisation and who answers for it."""

from __future__ import annotations

import uuid

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from participants import identifiers
from participants.enums import Category
from participants.forms.fields import CyrillicField, EmailFormField, LatinField, TokenField
from participants.forms.widgets import LongChoices, LongSelect
from participants.models import Registration
from sessions.enums import Side
from sessions.models import HostRegion
from taskforce.fields import LineFormField
from taskforce.forms import PlainHelper
from taskforce.kept import Kept

ORGANISATION_FIELDS = (
    "side", "category", "name_latin", "name_cyrillic", "region", "town", "address", "website",
    "vat_number", "fiscal_code", "inn",
)  # fmt: skip
CONTACT_FIELDS = ("contact_name", "contact_email", "contact_phone", "language")
WITHOUT_IDENTIFIER = (Category.ADMINISTRATION, Category.REGION)
INN_REQUIRED = (Category.COMPANY, Category.BANK)
REGIONS = Kept(seconds=30)


class OrganisationForm(forms.Form):
    """What the portal asks of an organisation. ``client_token`` makes a form that is posted twice one draft."""

    client_token = TokenField(required=False)
    side = forms.ChoiceField(label=_("Delegation"), choices=Side.choices, widget=forms.RadioSelect)
    category = forms.ChoiceField(label=_("Kind of organisation"), choices=[("", _("Choose …")), *Category.choices])
    name_latin = LatinField(label=_("Name in Latin letters"), max_length=200, required=False)
    name_cyrillic = CyrillicField(
        label=_("Name in Cyrillic letters"), max_length=200, required=False,
        help_text=_("One of the two names is enough: before you send we propose the other, for you to correct."),
    )  # fmt: skip
    region = forms.TypedChoiceField(label=_("Region"), required=False, empty_value=None, widget=LongSelect)
    town = LineFormField(label=_("Town"), max_length=120)
    address = LineFormField(label=_("Address"), max_length=250, required=False)
    website = forms.URLField(
        label=_("Website"), max_length=250, required=False, assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url"}), validators=[URLValidator(schemes=["http", "https"])],
    )  # fmt: skip
    vat_number = LineFormField(
        label=_("P. IVA"), max_length=20, required=False, help_text=_("11 digits, for Italian organisations.")
    )
    fiscal_code = LineFormField(
        label=_("Codice fiscale"), max_length=24, required=False,
        help_text=_("For Italian organisations: one of the two numbers is enough."),
    )  # fmt: skip
    inn = LineFormField(
        label=_("INN"), max_length=20, required=False, help_text=_("10 or 12 digits, for Russian organisations.")
    )
    contact_name = LineFormField(label=_("Contact person"), max_length=150)
    contact_email = EmailFormField(
        label=_("E-mail"), max_length=254, help_text=_("We send a link to this address, to verify that it is yours.")
    )
    contact_phone = LineFormField(
        label=_("Telephone"), max_length=40, required=False,
        help_text=_("With the country: +39 035 123456 or +7 495 123-45-67."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of our messages"), choices=settings.LANGUAGES)

    def __init__(
        self, data=None, *, draft: Registration | None = None, regions: dict[str, HostRegion] | None = None
    ) -> None:
        """``regions``: all of them by key, where many forms are made at once."""
        super().__init__(data, initial=_initial(draft), label_suffix="")
        self.regions = regions or REGIONS.get("", _all_regions)
        self.fields["region"].choices = REGIONS.get(
            get_language(), lambda: LongChoices(_region_choices(self.regions.values()))
        )
        self.fields["region"].coerce = self.regions.get
        for name, value in AUTOCOMPLETE.items():
            self.fields[name].widget.attrs["autocomplete"] = value
        self.helper = _helper()

    def clean_client_token(self) -> uuid.UUID:
        return self.cleaned_data["client_token"] or uuid.uuid4()

    def clean(self) -> dict:
        data = super().clean()
        side = data.get("side")
        names = ("name_latin", "name_cyrillic")
        if not any(data.get(name) or name in self.errors for name in names):
            self.add_error("name_latin", _("Write the name in one alphabet at least."))
        if side and data.get("region") and data["region"].country != side:
            self.add_error("region", _("This region is not in the country of the delegation."))
        self._clean_number("vat_number", identifiers.clean_vat_number)
        self._clean_number("fiscal_code", identifiers.clean_fiscal_code)
        self._clean_number("inn", identifiers.clean_inn)
        self._clean_number("contact_phone", lambda value: identifiers.clean_phone(value, side))
        if side:
            self._clean_identifiers(side, data)
        return data

    def _clean_number(self, name: str, clean) -> None:
        if value := self.cleaned_data.get(name):
            try:
                self.cleaned_data[name] = clean(value)
            except ValidationError as error:
                self.add_error(name, error)

    def _clean_identifiers(self, side: str, data: dict) -> None:
        italian, russian = ("vat_number", "fiscal_code"), ("inn",)
        for name in russian if side == Side.IT else italian:
            if data.get(name):
                self.add_error(name, _("This number does not belong to the delegation you chose: leave it empty."))
        category = data.get("category")
        needed = side == Side.IT and category and category not in WITHOUT_IDENTIFIER
        if needed and not any(data.get(name) or name in self.errors for name in italian):
            self.add_error("vat_number", _("Write the P. IVA or the codice fiscale."))
        if side == Side.RU and category in INN_REQUIRED and not (data.get("inn") or "inn" in self.errors):
            self.add_error("inn", _("Write the INN of the company."))

    @property
    def organisation(self) -> dict:
        """The cleaned facts of the organisation, for the act."""
        return {name: self.cleaned_data[name] for name in ORGANISATION_FIELDS}

    @property
    def contact(self) -> dict:
        """The cleaned facts of the contact, for the act."""
        return {name: self.cleaned_data[name] for name in CONTACT_FIELDS}


AUTOCOMPLETE = {
    "name_latin": "organization", "town": "address-level2", "address": "street-address", "website": "url",
    "contact_name": "name", "contact_email": "email", "contact_phone": "tel",
}  # fmt: skip


def _initial(draft: Registration | None) -> dict:
    if draft is None:
        return {"client_token": uuid.uuid4(), "language": get_language()}
    organisation = {name: getattr(draft.organisation, name) for name in ORGANISATION_FIELDS}
    contact = {name: getattr(draft, name) for name in CONTACT_FIELDS}
    contact["contact_phone"] = identifiers.readable_phone(draft.contact_phone)
    return {**organisation, **contact, "region": draft.organisation.region_id, "client_token": draft.client_token}


def _all_regions() -> dict[str, HostRegion]:
    return {str(region.pk): region for region in HostRegion.objects.all()}


def _region_choices(regions) -> list:
    by_side = {side: [] for side in Side.values}
    for region in sorted(regions, key=lambda region: str(region).casefold()):
        by_side[region.country].append((str(region.pk), str(region)))
    return [("", _("Choose …")), *((Side(side).label, choices) for side, choices in by_side.items() if choices)]


def _helper() -> PlainHelper:
    helper = PlainHelper()
    helper.layout = Layout(
        "client_token",
        Fieldset(_("Who registers"), "side", "category", "name_latin", "name_cyrillic"),
        Fieldset(_("Where it is"), "region", "town", "address", "website"),
        Fieldset(
            _("Numbers that identify it"),
            Div("vat_number", "fiscal_code", data_side="IT"),
            Div("inn", data_side="RU"),
        ),
        Fieldset(_("Who answers for the registration"), "contact_name", "contact_email", "contact_phone", "language"),
    )
    return helper
