"""What is typed about commitments."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from agreements.enums import CommitmentState, TextLanguage
from agreements.forms.act import day_field
from agreements.models import Commitment, CommitmentReport
from sessions.enums import Side
from sessions.models import Session
from taskforce import uploads
from taskforce.dates import today_in_rome
from taskforce.fields import LineFormField
from taskforce.search import search
from taskforce.uploads import Upload

TEXTS = ("text_it", "text_ru", "text_en")
SEARCHED = (*TEXTS, "owner", "article_number", *(f"agreement__title_{code}" for code in ("it", "ru", "en")))
OWN, EARLIER, OVERDUE = "own", "earlier", "overdue"


class CommitmentForm(forms.ModelForm):
    """A commitment: what it obliges to, whom, and by when."""

    due_on = day_field(_("Due on"), required=False)

    class Meta:
        model = Commitment
        fields = (*TEXTS, "article_number", "side", "owner", "owner_email", "due_on", "is_public")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs, auto_id="commitment_%s")
        labels = {"text_it": _("Text in Italian"), "text_ru": _("Text in Russian"), "text_en": _("Text in English")}
        for name, label in labels.items():
            field = self.fields[name]
            field.label, field.required = label, False
            field.widget.attrs |= {"rows": 4, "lang": name[-2:]}
        self.fields["side"] = forms.ChoiceField(
            label=pgettext_lazy("commitment", "Whom it obliges"),
            choices=[("", _("Both sides")), *Side.choices],
            required=False,
        )
        self.fields["owner_email"].help_text = _("30 days before it is due, on that day, and then each month.")
        self.fields["is_public"].help_text = _("Shown on the pages of the act and of the state of implementation.")

    def clean(self) -> dict:
        found = super().clean()
        if not any(found.get(name) for name in TEXTS) and not self.errors:
            self.add_error("text_it", _("Write what it obliges to, in one language at least."))
        return found

    @property
    def values(self) -> dict:
        """What was typed, as the facts to be changed."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class ReportForm(forms.ModelForm):
    """A report on a commitment, with its evidence."""

    on = day_field(_("Date"), initial=today_in_rome)
    evidence = forms.URLField(
        label=_("Evidence (address)"), max_length=300, required=False, assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )  # fmt: skip
    upload = forms.FileField(
        label=_("Evidence (file)"),
        required=False,
        help_text=_("A PDF, PNG or JPEG file of at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": uploads.ACCEPT}),
    )

    class Meta:
        model = CommitmentReport
        fields = ("state", "on", "text", "language", "evidence", "is_public")

    field_order = ("state", "on", "text", "language", "evidence", "upload", "is_public")

    def __init__(self, *args, commitment: Commitment, session: Session, **kwargs) -> None:
        super().__init__(*args, **kwargs, auto_id="report_%s")
        self.instance.commitment = commitment
        self.instance.session = session if commitment.agreement.session_id != session.pk else None
        self.fields["state"].choices = CommitmentState.choices
        self.fields["state"].initial = commitment.state
        self.fields["text"].label = _("What was done")
        self.fields["text"].widget.attrs["rows"] = 4
        self.fields["language"].choices = TextLanguage.choices
        self.fields["language"].initial = get_language()
        self.fields["is_public"].help_text = _("With its evidence, where the commitment is public too.")

    def clean_on(self) -> dt.date:
        on = self.cleaned_data["on"]
        if on > today_in_rome():
            raise forms.ValidationError(_("A report is not of a day to come."), code="future")
        return on

    def clean_upload(self) -> Upload | None:
        upload = self.cleaned_data["upload"]
        return uploads.checked(upload) if upload else None


class CommitmentFilter(forms.Form):
    """Which commitments the list shows. What makes no sense says so and is left out."""

    q = LineFormField(label=_("Words"), max_length=100, required=False)
    of = forms.ChoiceField(
        label=_("Of which acts"),
        choices=[("", _("All")), (OWN, _("Of this session")), (EARLIER, _("Of earlier sessions"))],
        required=False,
    )
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("All")), (OVERDUE, pgettext_lazy("commitments", "Overdue")), *CommitmentState.choices],
        required=False,
    )
    side = forms.ChoiceField(
        label=pgettext_lazy("commitment", "Whom it obliges"),
        choices=[("", _("All")), *Side.choices, ("both", _("Both sides"))],
        required=False,
    )

    def __init__(self, data) -> None:
        super().__init__(data, auto_id="filter_%s")

    @property
    def chosen(self) -> dict[str, str]:
        """What was asked for and makes sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def apply(self, commitments, session: Session):
        """Return those of these commitments that were asked for."""
        wish = self.chosen
        commitments = search(commitments, SEARCHED, wish.get("q", "").split())
        if of := wish.get("of"):
            own = {"agreement__session": session}
            commitments = commitments.filter(**own) if of == OWN else commitments.exclude(**own)
        if (state := wish.get("state")) == OVERDUE:
            commitments = commitments.overdue(today_in_rome())
        elif state:
            commitments = commitments.filter(state=state)
        if side := wish.get("side"):
            commitments = commitments.filter(side="" if side == "both" else side)
        return commitments
