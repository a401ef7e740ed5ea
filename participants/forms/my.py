"""What is asked on the pages of ``my/`` beside what the registration asked."""

from __future__ import annotations

from copy import deepcopy

from crispy_forms.bootstrap import InlineCheckboxes
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from participants.forms.choices import ChoicesForm, table_choices, visit_choices
from participants.forms.delegates import FIELDS, NEEDS, DelegateForm
from participants.forms.fields import EmailFormField
from participants.forms.organisation import OrganisationForm
from participants.identifiers import readable_phone
from participants.models import Delegate, ProposedChange, Registration
from sessions.models import HostRegion
from taskforce.fields import BlockFormField


class PlainForm(forms.Form):
    """A form within a page that has the button and the token of its own."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True


class AskForm(PlainForm):
    """To which address the link to the own page shall go."""

    email = EmailFormField(
        label=_("Your e-mail address"), max_length=254,
        help_text=_("The one you wrote in the registration, or at which you had our messages."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs["autocomplete"] = "email"


class ClarificationForm(PlainForm):
    """The answer to a question of staff."""

    answer = BlockFormField(label=_("Your answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 8}))


class OwnDetailsForm(PlainForm):
    """What a delegate says in person: the same fields as in the registration, without name and address."""

    def __init__(self, data=None, *, delegate: Delegate) -> None:
        super().__init__(data, initial={name: getattr(delegate, name) for name in NEEDS})
        self.fields = {name: deepcopy(DelegateForm.base_fields[name]) for name in NEEDS}
        self.fields["language"].label = _("Language of our messages to you")
        self.fields["needs_interpreter"].label = _("I wish an interpreter")
        self.helper.layout = Layout(InlineCheckboxes("speaks"), *(name for name in NEEDS if name != "speaks"))


def organisation_form(registration: Registration, data=None) -> OrganisationForm:
    """Return the form of step 1 for what was sent: the side is settled, and what is proposed already is filled in."""
    form = OrganisationForm(data, draft=registration)
    form.fields["side"].disabled = True
    form.fields["name_cyrillic"].help_text = _("One of the two names is enough.")
    form.fields["contact_email"].help_text = _("A new address counts once the link we send to it is used.")
    proposals = _proposals(registration, None)
    if "region" in proposals:
        region = HostRegion.objects.filter(code=proposals["region"]).first()
        proposals["region"] = region.pk if region else None
    form.initial |= proposals
    return form


def delegate_form(registration: Registration, data=None, delegate: Delegate | None = None) -> DelegateForm:
    """Return the form of one person: of a delegate with what is proposed already filled in, or an empty one."""
    initial = {}
    if delegate:
        initial = {name: getattr(delegate, name) for name in FIELDS} | _proposals(registration, delegate)
        initial["phone"] = readable_phone(delegate.phone)
    return DelegateForm(data, side=registration.organisation.side, initial=initial)


def choices_form(delegate: Delegate, data=None) -> ChoicesForm:
    """Return the form of tables and visits of one delegate."""
    tables, visits = table_choices(delegate.session), visit_choices(delegate.session)
    return ChoicesForm(data, delegate=delegate, tables=tables, visits=visits)


def _proposals(registration: Registration, delegate: Delegate | None) -> dict[str, str]:
    found = ProposedChange.objects.filter(registration=registration, delegate=delegate, approved=None)
    return dict(found.exclude(field="person").values_list("field", "after"))
