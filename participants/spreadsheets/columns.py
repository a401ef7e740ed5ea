"""The columns of a spreadsheet of companies. Their headings are the labels of the public form, in any language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from participants.enums import Category, Investment
from participants.forms.delegates import DelegateForm
from participants.forms.interests import InterestsForm
from participants.forms.organisation import OrganisationForm
from participants.sectors import MAX_SECTORS, sector_name, sectors
from sessions.models import HostRegion
from taskforce.text import comparison_key

MAX_ROWS = 500
DELEGATES = 3  # persons a row has room for; a company names more on its own page
ORGANISATION = (
    "name_latin", "name_cyrillic", "category", "region", "town", "address", "website", "vat_number", "fiscal_code",
    "inn", "contact_name", "contact_email", "contact_phone", "language",
)  # fmt: skip
INTERESTS = ("themes", "aims", "counterparts", "contacts_started", "investment")
DELEGATE = ("given_latin", "family_latin", "given_cyrillic", "family_cyrillic", "qualification", "email", "phone")
# The columns of one side's numbers are not offered to the other.
OF_SIDE = {"IT": ("vat_number", "fiscal_code"), "RU": ("inn",)}


@dataclass(frozen=True)
class Column:
    """``form`` is organisation, interests or delegate-1 … -3; ``field`` the form's field."""

    form: str
    field: str

    @property
    def heading(self) -> str:
        """The heading in the active language, by which people find the column."""
        label = str(_label(self.form, self.field))
        if self.form == "organisation" and self.field.startswith("contact_") and self.field != "contact_name":
            return _("Contact: %(field)s") % {"field": label}
        if self.form.startswith("delegate"):
            return _("Delegate %(number)s: %(field)s") % {"number": self.form[-1], "field": label}
        return label

    @property
    def explanation(self) -> str:
        """What to write there, in the active language."""
        form = {"organisation": OrganisationForm, "interests": InterestsForm}.get(self.form, DelegateForm)
        field = form.base_fields.get(self.field)  # a form adds its sectors by itself: they have a list
        if field is None or isinstance(field, forms.ChoiceField):
            return _("Choose from the list.")
        needed = field.required and self.form in ("organisation", "delegate-1")
        return " ".join(filter(None, [_("Must be filled.") if needed else "", str(field.help_text)]))


def columns(side: str) -> list[Column]:
    """Return the columns a body of this side fills, in order."""
    other = {name for one, names in OF_SIDE.items() if one != side for name in names}
    return [
        *(Column("organisation", name) for name in ORGANISATION if name not in other),
        *(Column("interests", name) for name in INTERESTS),
        *(Column("interests", f"sector_{number}") for number in range(1, MAX_SECTORS + 1)),
        *(Column(f"delegate-{number}", name) for number in range(1, DELEGATES + 1) for name in DELEGATE),
    ]


def headings(side: str) -> dict[str, Column]:
    """Return each column by the comparison keys of its heading in all languages."""
    found = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {comparison_key(column.heading): column for column in columns(side)}
    return found


def choices(side: str) -> dict[str, dict[str, str]]:
    """Return for each field with a closed list what may be typed (code or name in any language) and what it means."""
    regions = {}
    for region in HostRegion.objects.filter(country=side):
        names = (region.code, region.name_it, region.name_ru, region.name_en)
        regions |= {comparison_key(name): str(region.pk) for name in names if name}
    listed = {
        "category": _words(Category.choices),
        "investment": _words(Investment.choices),
        "language": _words(settings.LANGUAGES),
        "region": regions,
    }
    words = {
        comparison_key(text): code
        for code in sectors()
        for language, _name in settings.LANGUAGES
        for text in (code, sector_name(code, language), sectors()[code][language])
    }
    return listed | {f"sector_{number}": words for number in range(1, MAX_SECTORS + 1)}


def _words(pairs) -> dict[str, str]:
    found = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for code, label in pairs:
                found |= {comparison_key(str(code)): str(code), comparison_key(str(label)): str(code)}
    return found


def _label(form: str, field: str):
    return _fields()[form.split("-")[0]][field]


@cache
def _fields() -> dict[str, dict[str, str]]:
    return {
        "organisation": _labels(OrganisationForm),
        "interests": _labels(InterestsForm)
        | {f"sector_{n}": label for n, label in enumerate(InterestsForm.sector_labels, start=1)},
        "delegate": _labels(DelegateForm),
    }


def _labels(form: type[forms.Form]) -> dict[str, str]:
    return {name: field.label for name, field in form.base_fields.items()}
