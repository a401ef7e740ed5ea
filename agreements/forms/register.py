"""The filters of the public register: whatever is typed into the address, an impossible wish is simply not applied."""

from __future__ import annotations

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.enums import ActKind
from agreements.models import Agreement
from agreements.search import words
from agreements.search.facets import Counted, Wish
from agreements.standing import Standing
from sessions.enums import Side
from sessions.models import HostRegion, Session
from taskforce.fields import LineFormField

ALL = [("", _("All"))]
OLDEST, LATEST = 1990, 2100
CHOSEN = ("kind", "standing", "side", "region", "sector", "session")


class Order:
    BEST, NEWEST, OLDEST, TITLE = "best", "newest", "oldest", "title"
    CHOICES = (
        ("", _("Best answer first")),
        (NEWEST, _("Newest first")),
        (OLDEST, _("Oldest first")),
        (TITLE, _("By title")),
    )


def year(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=OLDEST, max_value=LATEST, required=False)


class RegisterFilter(forms.Form):
    """What to look for in the register; every field may be empty."""

    q = LineFormField(label=_("Words"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Kind of act"), choices=ALL + ActKind.choices, required=False)
    standing = forms.ChoiceField(
        label=pgettext_lazy("act", "In force?"), choices=ALL + Standing.choices, required=False
    )
    side = forms.ChoiceField(label=_("Side of a party"), choices=ALL + Side.choices, required=False)
    region = forms.ModelChoiceField(
        HostRegion.objects.all(), label=_("Region"), to_field_name="code", required=False
    )  # fmt: skip
    sector = LineFormField(label=_("Sector"), max_length=200, required=False, widget=forms.Select)
    session = forms.ModelChoiceField(Session.objects.public(), label=_("Session"), required=False)
    year_from = year(_("Signed from the year"))
    year_to = year(_("Signed until the year"))
    sort = forms.ChoiceField(label=_("Order"), choices=Order.CHOICES, required=False)

    def clean_sector(self) -> str:
        sector = self.cleaned_data["sector"]
        named = [{f"sector_{code}": sector} for code in ("it", "ru", "en")]
        if sector and not any(Agreement.objects.public().filter(**one).exists() for one in named):
            raise forms.ValidationError(_("No act is of this sector."))
        return sector

    def clean(self) -> None:
        first, last = (self.cleaned_data.get(name) for name in ("year_from", "year_to"))
        if first and last and first > last:
            self.add_error("year_from", _("The first year is after the last."))
            self.add_error("year_to", "")

    def wish(self) -> Wish:
        """Return what was understood; a field with an error narrows nothing."""
        self.is_valid()
        told = {name: value for name, value in self.cleaned_data.items() if value}
        chosen = {name: told[name] for name in CHOSEN if name in told}
        return Wish(words.read(told.get("q", "")), chosen, (told.get("year_from"), told.get("year_to")))

    def offer(self, facets: dict[str, list[Counted]]) -> None:
        """Offer the values of facets with how many acts answer to each, and what was chosen also where none does."""
        for name in CHOSEN:
            choices = [(one.key, f"{one.label} ({one.number})") for one in facets.get(name, ())]
            if (key := self.chosen_key(name)) and key not in dict(choices):
                choices.append((key, f"{self.cleaned_data[name]} (0)"))
            self.fields[name].widget.choices = ALL + choices

    def chosen_key(self, name: str) -> str:
        """Return what stands in the address for the value that was chosen."""
        value = self.cleaned_data.get(name) or ""
        return str(getattr(value, {"region": "code", "session": "pk"}[name]) if isinstance(value, Model) else value)
