"""The shape of what is typed about an act at the desk: its facts, and that it was signed or denounced."""

from __future__ import annotations

from crispy_forms.layout import Div, Fieldset
from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, Signing
from sessions.models import Session
from tables.models import ThematicTable
from taskforce.admin import FIRST_DAY, LAST_DAY, PortalForm
from taskforce.errors import DomainError
from taskforce.fields import LineFormField
from taskforce.forms import WRITERS, plain_helper

LANGUAGES = tuple(settings.LANGUAGES)
DATES = ("in_force_on", "expires_on")


class DayInput(forms.DateInput):
    """The browser's own field for a day."""

    input_type = "date"


WRITERS[DayInput] = WRITERS[forms.TextInput]


def day_field(label: object, **kwargs) -> forms.DateField:
    """Return a field for a day a calendar can hold."""
    limits = [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]
    return forms.DateField(
        label=label, widget=DayInput(format="%Y-%m-%d"), localize=False, input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        validators=limits, **kwargs,
    )  # fmt: skip


def in_languages(*names: str) -> list[str]:
    """Return the columns of translated fields, each with those of its languages."""
    return [f"{name}_{code}" for name in names for code, _language in LANGUAGES]


class InLanguages:
    """A form with texts in three languages; the first of ``texts`` is needed in one of them at least."""

    texts: dict[str, object] = {}  # the label of each, with a place for the language

    def label_languages(self) -> None:
        for name, label in self.texts.items():
            for code, language in LANGUAGES:
                field = self.fields[f"{name}_{code}"]
                field.label, field.required = str(label) % {"language": language}, False
                field.widget.attrs["lang"] = code
                if isinstance(field.widget, forms.Textarea):
                    field.widget.attrs["rows"] = 4

    def check_languages(self) -> None:
        first = next(iter(self.texts))
        columns = in_languages(first)
        if not any(self.cleaned_data.get(name) for name in columns) and not any(
            name in self.errors for name in columns
        ):
            self.add_error(columns[0], gettext("Write it in one language at least."))


class Refusing:
    """A form that shows beside its field what an act refused."""

    def refuse(self, error: DomainError) -> None:
        self.add_error(error.field if error.field in self.fields else None, error.message)


class ActForm(InLanguages, Refusing, PortalForm):
    """The facts of an act. That it is signed or denounced is said by acts of their own."""

    texts = {
        "title": _("Title (%(language)s)"), "sector": _("Sector (%(language)s)"),
        "place": _("Place of signing (%(language)s)"), "subject": _("Subject (%(language)s)"),
    }  # fmt: skip
    beside = {
        "agreement_value_has_its_currency": "currency",
        "agreement_expires_after_it_is_in_force": "expires_on",
        "agreement_renewed_for_months": "renewal_months",
    }
    currency = forms.CharField(
        label=_("Currency"), max_length=3, required=False, help_text=_("EUR, RUB, USD …"),
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Write the three capital letters of a currency, such as EUR."))],
    )  # fmt: skip
    in_force_on = day_field(_("In force from"), required=False)
    expires_on = day_field(_("Expires on"), required=False)

    class Meta:
        model = Agreement
        fields = (
            "kind", "table", *in_languages("title", "sector", "place", "subject"), "value", "currency", "value_public",
            "is_public", "texts_public", *DATES, "renewal", "renewal_months", "original_at",
        )  # fmt: skip

    def __init__(self, data=None, *, session: Session, instance: Agreement | None = None) -> None:
        super().__init__(data, instance=instance or Agreement(session=session), label_suffix="")
        self.fields["table"].queryset = ThematicTable.objects.filter(session=session)
        self.label_languages()
        self.helper = plain_helper(
            Fieldset(_("What"), Div("kind", "table", css_class="fields two"), *in_languages("title")),
            Fieldset(
                _("Facts"),
                Div(*in_languages("sector"), css_class="fields three"),
                Div(*in_languages("place"), css_class="fields three"),
                *in_languages("subject"),
            ),
            Fieldset(_("Value"), Div("value", "currency", css_class="fields two"), "value_public"),
            Fieldset(
                _("Time"),
                Div(*DATES, css_class="fields two"),
                Div("renewal", "renewal_months", css_class="fields two"),
            ),
            Fieldset(_("Who may read it"), "is_public", "texts_public", "original_at"),
        )

    def clean(self) -> dict:
        found = super().clean()
        self.check_languages()
        return found

    @property
    def values(self) -> dict:
        """What was typed anew."""
        return {name: self.cleaned_data[name] for name in self.changed_data}


class SignForm(Refusing, forms.Form):
    """When an act was signed."""

    signed_on = day_field(_("Signed on"))
    in_force_on = day_field(
        _("In force from"), required=False, help_text=_("Empty where it does not say so, or stands there already.")
    )

    def __init__(self, data=None, **kwargs) -> None:
        super().__init__(data, label_suffix="", **kwargs)
        self.helper = plain_helper(Div("signed_on", "in_force_on", css_class="fields two"))


class DenounceForm(Refusing, forms.Form):
    """Which party denounced an act, and from when it is not in force."""

    denounced_on = day_field(_("Denounced with effect from"))
    denounced_by = LineFormField(label=_("Denounced by"), max_length=250)

    def __init__(self, data=None, **kwargs) -> None:
        super().__init__(data, label_suffix="", **kwargs)
        self.helper = plain_helper(Div("denounced_on", "denounced_by", css_class="fields two"))


class SigningForm(Refusing, PortalForm):
    """The place of an act in the signing ceremony."""

    beside = {"signing_minutes_in_range": "minutes", "signing_copies_in_range": "copies"}

    class Meta:
        model = Signing
        fields = ("minutes", "copies", "where", "flags", "note")

    def __init__(self, data=None, *, instance: Signing) -> None:
        super().__init__(data, instance=instance, label_suffix="")
        self.helper = plain_helper(Div("minutes", "copies", css_class="fields two"), "where", "flags", "note")
