"""What is typed of what an act names: its parties, who signs it, and its projects, regions and earlier acts.

Where there are too many rows for a list, one is found by words: what answers to them is offered as a choice.
"""

from __future__ import annotations

from crispy_forms.layout import Div, Fieldset
from django import forms
from django.db.models import Model, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.enums import LinkKind
from agreements.forms.act import InLanguages, Refusing, in_languages
from agreements.models import Agreement, Party, Signatory
from participants.forms.widgets import LongSelect
from sessions.enums import Side
from sessions.models import HostRegion, Official
from taskforce.admin import PortalForm
from taskforce.admin_site import is_key
from taskforce.fields import LineFormField
from taskforce.forms import plain_helper
from taskforce.search import search
from taskforce.text import clean_line

MOST_FOUND = 20


def region_choices() -> list:
    """Return the regions by country, as the choices of a select."""
    groups: dict[str, list] = {side: [] for side in Side.values}
    for region in HostRegion.objects.all():
        groups[region.country].append((region.pk, str(region)))
    named = [(Side(side).label, sorted(found, key=lambda one: one[1])) for side, found in groups.items()]
    return [("", _("None")), *named]


class OneFound(forms.ChoiceField):
    """One row, of those that were found."""

    widget = forms.RadioSelect


class Finding(Refusing):
    """A form in which one row is found by words: the fields ``find`` and ``row``."""

    search_in: tuple[str, ...] = ()
    row_needed = True

    def offer(self, rows: QuerySet, current: Model | None = None) -> None:
        """Offer what answers to the words, what was chosen, and what is there now."""
        words = self._said("find")
        chosen = self._said("row")
        found = list(search(rows, self.search_in, words.split())[:MOST_FOUND]) if words else []
        others = [current] if current else []
        if is_key(chosen):
            others += list(rows.filter(pk=chosen))
        self.rows = {str(row.pk): row for row in (*others, *found)}
        self.found = [str(row.pk) for row in found]
        none = [] if self.row_needed else [("", _("None"))]
        self.fields["row"].choices = [*none, *((pk, self.name_of(row)) for pk, row in self.rows.items())]
        if current and not self.is_bound and "row" not in self.initial:
            self.initial["row"] = current.pk

    def _said(self, name: str) -> str:
        said = self.data.get(self.add_prefix(name)) if self.is_bound else self.initial.get(name)
        try:
            return clean_line(str(said or ""))[:100]
        except forms.ValidationError:
            return ""

    def name_of(self, row: Model) -> str:
        """Return how a row that was found is offered."""
        return str(row)

    def take_row(self) -> Model | None:
        """Return the row that was chosen, else the only one found; what is missing is said beside the field."""
        chosen = self.cleaned_data.get("row") or ""
        if not chosen and len(self.found) == 1:
            chosen = self.found[0]
        if not chosen and self.found:
            self.add_error("row", gettext("Choose one of those that were found."))
        elif not chosen and self._said("find"):
            self.add_error("find", gettext("Nothing answers to these words."))
        elif not chosen and self.row_needed and not self.errors:
            self.add_error("find", gettext("Write a word of its name."))
        return self.rows.get(chosen)


def find_field(label) -> LineFormField:
    told = _("Write words of the name and press “Find”.")
    return LineFormField(label=label, max_length=100, required=False, help_text=told)


class PartyForm(InLanguages, Finding, PortalForm):
    """A party: the name the act gives it, and the organisation or region it is, where the portal knows it."""

    texts = {"name": _("Name (%(language)s)")}
    search_in = ("name_latin", "name_cyrillic")
    row_needed = False
    find = find_field(_("Find the organisation"))
    row = OneFound(label=_("Organisation"), required=False)
    region = forms.TypedChoiceField(
        label=_("Region"), required=False, widget=LongSelect, coerce=int, empty_value=None,
        help_text=_("Where the party is a region, or is to be found under one."),
    )  # fmt: skip

    class Meta:
        model = Party
        fields = ("kind", "side", *in_languages("name"))

    def __init__(self, data=None, *, instance: Party, organisations: QuerySet, initial: dict | None = None) -> None:
        initial = {"region": instance.region_id} | (initial or {})
        super().__init__(data, instance=instance, initial=initial, label_suffix="")
        self.fields["region"].choices = region_choices()
        self.label_languages()
        self.offer(organisations, instance.organisation)
        self.helper = plain_helper(
            Div("kind", "side", css_class="fields two"),
            Fieldset(_("Name, as the act gives it"), *in_languages("name")),
            Fieldset(_("Who that is"), "find", "row", "region"),
        )

    def name_of(self, row: Model) -> str:
        return f"{row.name} ({row.get_side_display()})"

    def clean(self) -> dict:
        """Take names, side and kind from the organisation or the region where they were not typed."""
        found = super().clean()
        organisation = self.take_row()
        region = HostRegion.objects.filter(pk=found["region"]).first() if found.get("region") else None
        self.instance.organisation, self.instance.region = organisation, region
        if not any(found.get(name) for name in in_languages("name")):
            self.take_names(organisation, region)
        if not found.get("side") and (organisation or region):
            found["side"] = organisation.side if organisation else region.country
        if not found.get("kind") and (organisation or region):
            found["kind"] = "organisation" if organisation else "region"
        self.check_languages()
        return found

    def take_names(self, organisation: Model | None, region: HostRegion | None) -> None:
        if organisation:
            latin, cyrillic = organisation.name_latin, organisation.name_cyrillic
            self.cleaned_data |= {"name_it": latin, "name_ru": cyrillic, "name_en": latin}
        elif region:
            self.cleaned_data |= {name: getattr(region, name) or "" for name in in_languages("name")}


class SignatoryForm(InLanguages, Refusing, PortalForm):
    """Who signs an act: an official of the session, or whoever is typed here."""

    texts = {"name": _("Name (%(language)s)"), "capacity": _("Capacity (%(language)s)")}
    official = forms.TypedChoiceField(
        label=_("Official"), required=False, widget=LongSelect, coerce=int, empty_value=None,
        help_text=_("Name and office are taken over where they are left empty below."),
    )  # fmt: skip
    party = forms.TypedChoiceField(
        label=_("Signs for"), required=False, widget=LongSelect, coerce=int, empty_value=None
    )

    class Meta:
        model = Signatory
        fields = in_languages("name", "capacity")

    def __init__(self, data=None, *, instance: Signatory) -> None:
        initial = {"official": instance.official_id, "party": instance.party_id}
        super().__init__(data, instance=instance, initial=initial, label_suffix="")
        act = instance.agreement
        self.officials = {one.pk: one for one in Official.objects.filter(session=act.session_id)}
        self.parties = {one.pk: one for one in Party.objects.filter(agreement=act)}
        names = [(pk, ", ".join(filter(None, (one.name, one.office)))) for pk, one in self.officials.items()]
        self.fields["official"].choices = [("", _("Somebody else")), *names]
        self.fields["party"].choices = [("", _("None")), *((pk, one.name) for pk, one in self.parties.items())]
        self.label_languages()
        self.helper = plain_helper(
            Div("official", "party", css_class="fields two"),
            Fieldset(_("Name"), Div(*in_languages("name"), css_class="fields three")),
            Fieldset(_("Capacity, as the act writes it"), *in_languages("capacity")),
        )

    def clean(self) -> dict:
        found = super().clean()
        official = self.officials.get(found.get("official"))
        self.instance.official, self.instance.party = official, self.parties.get(found.get("party"))
        for name, told in (("name", "name"), ("capacity", "office")) if official else ():
            if not any(found.get(column) for column in in_languages(name)):
                found |= {column: getattr(official, column.replace(name, told)) or "" for column in in_languages(name)}
        self.check_languages()
        return found


class ProjectPartForm(Finding, forms.Form):
    """A project the act came of."""

    search_in = ("title_it", "title_ru", "title_en", "proposer_it", "proposer_ru", "proposer_en")
    find = find_field(_("Find the project"))
    row = OneFound(label=_("Project"), required=False)

    def __init__(self, data=None, *, projects: QuerySet, initial: dict | None = None) -> None:
        super().__init__(data, initial=initial, label_suffix="")
        self.offer(projects)
        self.helper = plain_helper("find", "row")

    def name_of(self, row: Model) -> str:
        return f"{row.title} ({row.session})"

    def clean(self) -> dict:
        return super().clean() | {"project": self.take_row()}


class RegionPartForm(Refusing, forms.Form):
    """A region the act concerns."""

    region = forms.TypedChoiceField(label=_("Region"), widget=LongSelect, coerce=int)

    def __init__(self, data=None) -> None:
        super().__init__(data, label_suffix="")
        self.fields["region"].choices = region_choices()
        self.helper = plain_helper("region")


class LinkForm(Finding, forms.Form):
    """The act that this one follows, amends or ends."""

    search_in = ("title_it", "title_ru", "title_en")
    kind = forms.ChoiceField(label=_("This act"), choices=LinkKind.choices)
    find = find_field(_("Find the other act"))
    row = OneFound(label=_("Other act"), required=False)

    def __init__(self, data=None, *, acts: QuerySet, initial: dict | None = None) -> None:
        super().__init__(data, initial=initial, label_suffix="")
        self.offer(acts)
        self.helper = plain_helper("kind", "find", "row")

    def name_of(self, row: Agreement) -> str:
        signed = f", {row.signed_on:%d.%m.%Y}" if row.signed_on else ""
        return f"{row.title} ({row.session}{signed})"

    def clean(self) -> dict:
        return super().clean() | {"other": self.take_row()}
