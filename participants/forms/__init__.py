"""The shape of what is typed at each step of a registration."""

from participants.forms.changes import ChangesForm
from participants.forms.check import CheckForm
from participants.forms.choices import choices_forms
from participants.forms.delegates import changed_formset, delegate_formset
from participants.forms.interests import InterestsForm
from participants.forms.my import (
    AskForm,
    ClarificationForm,
    OwnDetailsForm,
    choices_form,
    delegate_form,
    organisation_form,
)
from participants.forms.organisation import OrganisationForm

__all__ = [
    "AskForm",
    "ChangesForm",
    "CheckForm",
    "ClarificationForm",
    "InterestsForm",
    "OrganisationForm",
    "OwnDetailsForm",
    "changed_formset",
    "choices_form",
    "choices_forms",
    "delegate_form",
    "delegate_formset",
    "organisation_form",
]
