"""The shape of what is typed at each step of a registration."""

from participants.forms.check import CheckForm
from participants.forms.choices import choices_forms
from participants.forms.delegates import changed_formset, delegate_formset
from participants.forms.organisation import OrganisationForm

__all__ = ["CheckForm", "OrganisationForm", "changed_formset", "choices_forms", "delegate_formset"]
