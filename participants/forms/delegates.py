"""Step 2: the persons who come, one to ten, added and taken away by buttons that post."""

from __future__ import annotations

from crispy_forms.bootstrap import InlineCheckboxes
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.formsets import TOTAL_FORM_COUNT, formset_factory
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from participants import identifiers
from participants.forms.fields import CyrillicField, EmailFormField, LatinField
from participants.models import Registration
from participants.services.limits import MAX_DELEGATES
from taskforce.fields import LineFormField
from taskforce.forms import PlainHelper
from taskforce.text import comparison_key

NAMES = ("given_latin", "family_latin", "given_cyrillic", "family_cyrillic")
NEEDS = ("speaks", "language", "needs_interpreter", "dietary_needs", "access_needs")
FIELDS = (*NAMES, "qualification", "email", "phone", *NEEDS)
SPOKEN = [
    ("it", _("Italian")), ("ru", _("Russian")), ("en", _("English")), ("de", _("German")), ("fr", _("French")),
    ("es", _("Spanish")), ("zh", _("Chinese")),
]  # fmt: skip
PREFIX = "delegates"


class DelegateForm(forms.Form):
    """One person. ``pk`` is the row it was saved in; one that is not of this draft is ignored."""

    pk = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**63 - 1)
    given_latin = LatinField(label=_("Given name in Latin letters"), max_length=80, required=False)
    family_latin = LatinField(label=_("Family name in Latin letters"), max_length=80, required=False)
    given_cyrillic = CyrillicField(pure=True, label=_("Given name in Cyrillic letters"), max_length=80, required=False)
    family_cyrillic = CyrillicField(
        pure=True, label=_("Family name in Cyrillic letters"), max_length=80, required=False
    )
    qualification = LineFormField(
        label=_("Qualification"), max_length=120, help_text=_("Such as: director, export manager.")
    )
    email = EmailFormField(
        label=_("E-mail"), max_length=254, required=False,
        help_text=_("The person's own: the conditions and a personal page are sent there."),
    )  # fmt: skip
    phone = LineFormField(label=_("Telephone"), max_length=40, required=False)
    speaks = forms.MultipleChoiceField(
        label=pgettext_lazy("person", "Languages spoken"), choices=SPOKEN, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language of our messages to this person"), required=False,
        choices=[("", _("As for the registration")), *settings.LANGUAGES],
    )  # fmt: skip
    needs_interpreter = forms.BooleanField(label=_("Wishes an interpreter"), required=False)
    dietary_needs = LineFormField(
        label=_("Diet"), max_length=200, required=False, help_text=_("Such as: vegetarian, no nuts.")
    )
    access_needs = LineFormField(
        label=_("Access"), max_length=300, required=False, help_text=_("Such as: wheelchair, a seat near the screen.")
    )

    def __init__(self, *args, side: str, **kwargs) -> None:
        kwargs["label_suffix"] = ""
        super().__init__(*args, **kwargs)
        self.side = side
        self.fields["phone"].help_text = _("Such as %(example)s.") % {"example": identifiers.PHONE_EXAMPLES[side]}
        self.helper = _helper(cyrillic_first=side == "RU")

    def clean_phone(self) -> str:
        value = self.cleaned_data["phone"]
        return identifiers.clean_phone(value, self.side) if value else ""

    def clean(self) -> dict:
        data = super().clean()
        for alphabet in ("latin", "cyrillic"):
            given, family = f"given_{alphabet}", f"family_{alphabet}"
            if bool(data.get(given)) != bool(data.get(family)) and not {given, family} & self.errors.keys():
                missing = family if data.get(given) else given
                self.add_error(missing, _("Write the given name and the family name in the same alphabet."))
        names = ("given_latin", "family_latin", "given_cyrillic", "family_cyrillic")
        if not any(data.get(name) or name in self.errors for name in names):
            first = "family_cyrillic" if self.side == "RU" else "family_latin"
            self.add_error(first, _("Write the name in one alphabet at least."))
        return data


class BaseDelegateFormSet(forms.BaseFormSet):
    """At least one delegate, at most ten, nobody twice."""

    def clean(self) -> None:
        if any(self.errors):
            return
        seen: set[tuple] = set()
        for form in self.forms:
            for who in identities(form.cleaned_data):
                if who in seen:
                    form.add_error(None, ValidationError(_("This person is already named above."), code="twice"))
                    break
                seen.add(who)

    @property
    def rows(self) -> list[dict]:
        """The cleaned delegates in order, for the act."""
        return [form.cleaned_data for form in self.forms]


DelegateFormSet = formset_factory(
    DelegateForm, formset=BaseDelegateFormSet, extra=0,
    min_num=1, max_num=MAX_DELEGATES, absolute_max=MAX_DELEGATES, validate_min=True, validate_max=True,
)  # fmt: skip


def delegate_formset(draft: Registration, data=None) -> BaseDelegateFormSet:
    """Return the formset of a draft: what is saved, or what is posted."""
    side = draft.organisation.side
    initial = None if data is not None else [_initial(delegate) for delegate in draft.delegates.all()]
    formset = DelegateFormSet(data, initial=initial, prefix=PREFIX, form_kwargs={"side": side})
    for form in formset.forms:
        form.empty_permitted = False
    return formset


def changed_formset(draft: Registration, data) -> BaseDelegateFormSet:
    """Return the posted rows with one added or taken away as the pressed button says; nothing is checked or saved."""
    names = ("pk", *FIELDS)
    rows = [{name: _posted(data, index, name) for name in names} for index in range(_count(data))]
    removed = _number(data.get("remove", ""))
    if removed is not None and removed < len(rows) and len(rows) > 1:
        del rows[removed]
    elif "add" in data and len(rows) < MAX_DELEGATES:
        rows.append({})
    return DelegateFormSet(initial=rows, prefix=PREFIX, form_kwargs={"side": draft.organisation.side})


def _posted(data, index: int, name: str):
    key = f"{PREFIX}-{index}-{name}"
    return data.getlist(key) if name == "speaks" else data.get(key, "")


def _count(data) -> int:
    return min(_number(data.get(f"{PREFIX}-{TOTAL_FORM_COUNT}", "")) or 1, MAX_DELEGATES)


def _number(value: str) -> int | None:
    return int(value) if value.isdecimal() and len(value) < 6 else None


def _initial(delegate) -> dict:
    values = {name: getattr(delegate, name) for name in FIELDS}
    return {**values, "phone": identifiers.readable_phone(delegate.phone), "pk": delegate.pk}


def identities(data: dict) -> list[tuple]:
    """Return by what a person is recognised within one registration, from the cleaned fields."""
    # Two people may share a name, or the office's e-mail; nobody shares both.
    email = data.get("email", "").casefold()
    names = [f"{data[f'given_{alphabet}']} {data[f'family_{alphabet}']}" for alphabet in ("latin", "cyrillic")]
    return [(comparison_key(name), email) for name in names if name.strip()]


def _helper(*, cyrillic_first: bool) -> PlainHelper:
    helper = PlainHelper()
    latin = Row(Column("given_latin", css_class="col-md-6"), Column("family_latin", css_class="col-md-6"))
    cyrillic = Row(Column("given_cyrillic", css_class="col-md-6"), Column("family_cyrillic", css_class="col-md-6"))
    names = (cyrillic, latin) if cyrillic_first else (latin, cyrillic)
    helper.layout = Layout(
        "pk", *names, "qualification",
        Row(Column("email", css_class="col-md-6"), Column("phone", css_class="col-md-6")),
        InlineCheckboxes("speaks"),
        Row(
            Column("language", css_class="col-md-6"),
            Column("needs_interpreter", css_class="col-md-6 align-self-center"),
        ),
        Row(Column("dietary_needs", css_class="col-md-6"), Column("access_needs", css_class="col-md-6")),
    )  # fmt: skip
    return helper
