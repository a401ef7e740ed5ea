"""What a contact tells of a project, and what staff note of one."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.enums import ContactRole, Outcome, Stage, TextLanguage
from agreements.models import Project
from agreements.services.follow_ups import OFFERED
from agreements.services.life import FIRST_DAY
from participants.models import Organisation
from sessions.enums import Side
from taskforce.dates import today_in_rome
from taskforce.fields import BlockFormField, LineFormField

TEXT_LENGTH = 3000


class OutcomeForm(forms.Form):
    """A stage, and how the project ended where that stage is the end."""

    def clean(self) -> dict:
        """Ask for the outcome of what is closed; of what is not, none is kept."""
        found = super().clean()
        if found.get("stage") != Stage.CLOSED:
            found["outcome"] = ""
        elif not found.get("outcome") and "outcome" not in self.errors:
            self.add_error("outcome", _("Say how the project ended."))
        return found


class AnswerForm(OutcomeForm):
    """How a project goes on, by one of its contacts."""

    stage = forms.ChoiceField(
        label=_("Where does the project stand now?"),
        choices=[("", _("As it stood before")), *((stage.value, stage.label) for stage in OFFERED)],
        required=False,
    )
    outcome = forms.ChoiceField(
        label=_("How did it end?"),
        choices=[("", _("It has not ended")), *Outcome.choices],
        required=False,
        help_text=_("Only if it is closed."),
    )
    text = BlockFormField(
        label=_("What has happened since?"),
        max_length=TEXT_LENGTH,
        help_text=_("A line is enough. Write in Italian, Russian or English."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    may_be_shown = forms.BooleanField(
        label=_("This may be shown to everybody on the project's page"),
        required=False,
        help_text=_("Without it, only the organisers read it."),
    )


class NewsForm(OutcomeForm):
    """Dated news of a project, written by staff."""

    on = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    stage = forms.ChoiceField(
        label=_("The project came to"),
        choices=[("", _("No other stage")), *((one.value, one.label) for one in (Stage.PRESENTED, *OFFERED))],
        required=False,
    )
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[("", _("Not closed")), *Outcome.choices],
        required=False,
        help_text=_("Only if it is closed."),
    )
    language = forms.ChoiceField(label=_("Written in"), choices=TextLanguage.choices)
    text = BlockFormField(label=_("Text"), max_length=TEXT_LENGTH)
    is_public = forms.BooleanField(label=_("Show it on the project's page"), required=False)

    def __init__(self, data=None, **options) -> None:
        super().__init__(data, auto_id="news_%s", **options)

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day > today_in_rome():
            raise forms.ValidationError(_("News is of a day that has come."))
        if day < FIRST_DAY:
            raise forms.ValidationError(_("This day is too long ago."))
        return day


class ContactForm(forms.Form):
    """Somebody who is asked how a project goes on."""

    name = LineFormField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=ContactRole.choices)
    side = forms.ChoiceField(label=_("Side"), choices=Side.choices)
    language = forms.ChoiceField(label=_("Language of the mails"), choices=TextLanguage.choices)

    def __init__(self, data=None, **options) -> None:
        super().__init__(data, auto_id="contact_%s", **options)

    def values(self, project: Project) -> dict:
        """Return what the act is given; the proposer's organisation is known."""
        proposer = self.cleaned_data["role"] == ContactRole.PROPOSER
        organisation: Organisation | None = project.organisation if proposer else None
        return {**self.cleaned_data, "organisation": organisation}
