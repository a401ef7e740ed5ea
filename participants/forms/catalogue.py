"""The filters of the catalogue: whatever is typed into the address, an impossible wish is simply not applied."""

from __future__ import annotations

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from participants.enums import Category, MatchKind, Place
from participants.forms.widgets import LongSelect
from participants.matching import folded_word, is_form
from participants.models import MatchKey, OrganisationSector, Registration, TableSeat
from participants.sectors import sector_name, sectors
from sessions.enums import Side
from sessions.models import HostRegion
from tables.models import ThematicTable
from taskforce.fields import LineFormField
from taskforce.text import comparison_key

MOST_WORDS = 8
ALL = ("", _("All"))
TEXTS = ("themes", "counterparts", "organisation__town")


class CatalogueFilter(forms.Form):
    """What to look for in the catalogue; every field may be empty."""

    q = LineFormField(
        label=_("Words"), max_length=100, required=False,
        help_text=_("Name in either alphabet, themes, counterparts sought or town."),
    )  # fmt: skip
    side = forms.ChoiceField(label=_("Side"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    sector = forms.ChoiceField(label=_("Sector"), required=False, widget=LongSelect)
    table = forms.ChoiceField(label=_("Thematic table"), required=False)

    def __init__(self, data, *, shown: QuerySet[Registration], tables: list[ThematicTable]) -> None:
        """``shown``: the registrations of the catalogue; regions and sectors are offered if one of them has it."""
        super().__init__(data, label_suffix="")
        self.shown = shown
        bodies = shown.order_by().values("organisation")
        regions = HostRegion.objects.filter(pk__in=shown.order_by().values("organisation__region"))
        codes = OrganisationSector.objects.filter(organisation__in=bodies).order_by("code")
        self.fields["side"].choices = [(ALL[0], pgettext_lazy("sides", "All")), *Side.choices]
        self.fields["category"].choices = [ALL, *Category.choices]
        self.fields["region"].choices = [ALL, *((region.code, str(region)) for region in regions)]
        self.fields["sector"].choices = [ALL, *_sector_choices(codes.values_list("code", flat=True).distinct())]
        self.fields["table"].choices = [ALL, *((str(table.pk), str(table)) for table in tables)]
        if not tables:
            del self.fields["table"]
        self.is_valid()
        self.wish = {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def narrows(self) -> bool:
        """Whether anything but words is chosen."""
        return bool(self.wish.keys() - {"q"})

    def apply(self) -> QuerySet[Registration]:
        """Return the registrations that answer to the fields that were understood."""
        wish, found = self.wish, self.shown
        for word in _words(wish.get("q", "")):
            found = found.filter(_with_word(word))
        if "side" in wish:
            found = found.filter(organisation__side=wish["side"])
        if "category" in wish:
            found = found.filter(organisation__category=wish["category"])
        if "region" in wish:
            found = found.filter(organisation__region__code=wish["region"])
        if "sector" in wish:
            found = found.filter(Exists(_of_body(OrganisationSector).filter(code__in=_codes_of(wish["sector"]))))
        if "table" in wish:
            seats = TableSeat.objects.filter(delegate__registration=OuterRef("pk"), place=Place.CONFIRMED)
            found = found.filter(Exists(seats.filter(table=wish["table"])))
        return found


def _words(text: str) -> list[str]:
    """The words to look for; legal forms only where nothing else is asked for."""
    words = [word for word in text.split() if comparison_key(word)][:MOST_WORDS]
    return [word for word in words if not is_form(word)] or words


def _of_body(model):
    return model.objects.filter(organisation=OuterRef("organisation"))


def _with_word(word: str) -> Q:
    """What holds a word: the name however it is spelled, in either alphabet; or the texts, as they are written."""
    found = Q(organisation__name_key__contains=comparison_key(word))
    if folded := folded_word(word):
        keys = _of_body(MatchKey).filter(kind=MatchKind.NAME, value__contains=folded)
        found |= Q(Exists(keys))
    # SQLite folds the case of ASCII letters only, so the ways a word is written are tried one by one.
    for spelling in {word, word.lower(), word.capitalize(), word.upper()}:
        for name in TEXTS:
            found |= Q(**{f"{name}__icontains": spelling})
    return found


def _sector_choices(codes) -> list[tuple[str, list[tuple[str, str]]]]:
    """The sectors that occur, below their sections; the section stands for all of its divisions."""
    known, groups = sectors(), {}
    for code in codes:
        if code in known:
            section = known[code]["section"]
            groups.setdefault(section, {section: sector_name(section)})[code] = sector_name(code)
    return [(names[section], list(names.items())) for section, names in sorted(groups.items())]


def _codes_of(code: str) -> list[str]:
    """A division is itself; a section is also each of its divisions."""
    return [code, *(other for other, row in sectors().items() if row["section"] == code)]
