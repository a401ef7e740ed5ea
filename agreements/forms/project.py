"""What is asked of a project, and of who is interested in one."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.enums import ProjectKind
from agreements.models import Project
from agreements.wording import LANGUAGES
from participants.forms.my import PlainForm
from participants.forms.questions import CheckedFileField
from participants.forms.widgets import LongSelect
from participants.models import Organisation
from participants.sectors import sector_choices
from sessions.enums import Side
from sessions.models import Session
from tables.models import ThematicTable
from taskforce.fields import BlockFormField, LineFormField

TEXTS = ("title", "summary", "counterpart")
COMMON = ("kind", "sector", "wished_table", "is_public")


class ProjectForm(forms.Form):
    """A project in one language or more, with its kind, its sector and the table where it would be presented."""

    kind = forms.ChoiceField(label=_("Kind of project"))
    sector = forms.ChoiceField(label=_("Sector"), required=False, widget=LongSelect)
    wished_table = forms.TypedChoiceField(
        label=_("Thematic table"), required=False, empty_value=None,
        help_text=_("Where you wish to present the project. The organisers decide."),
    )  # fmt: skip
    is_public = forms.BooleanField(
        label=_("Show the project in the public catalogue once it is accepted"), required=False,
        help_text=_(
            "Everybody can read there what you write here and the name of your organisation; never names of persons, "
            "e-mail addresses or telephones. Without this, only the organisers and the moderators of the table read it."
        ),
    )  # fmt: skip

    def __init__(self, data=None, *, session: Session, language: str, project: Project | None = None) -> None:
        """``language``: the one that comes first, and counts as the original where several are filled in."""
        super().__init__(data, initial=_initial(project) if project else None, label_suffix="")
        self.first = project.language if project else language
        self.languages = [self.first, *(code for code in LANGUAGES if code != self.first)]
        names = dict(settings.LANGUAGES)
        for code in self.languages:
            for name, field in _texts().items():
                field.widget.attrs |= {"lang": code}
                self.fields[f"{name}_{code}"] = field
        self.titles = {code: names[code] for code in self.languages}
        self.fields["kind"].choices = [("", _("Choose …")), *ProjectKind.choices]
        self.fields["sector"].choices = [("", _("Choose …")), *sector_choices()]
        tables = {str(table.pk): table for table in ThematicTable.objects.filter(session=session)}
        self.fields["wished_table"].choices = [("", _("No preference")), *((pk, str(t)) for pk, t in tables.items())]
        self.fields["wished_table"].coerce = tables.get
        if not tables:
            del self.fields["wished_table"]

    @property
    def groups(self) -> list[dict]:
        """The fields of each language for the page; ``open`` where there is something to read or to correct."""
        return [
            {
                "language": self.titles[code],
                "first": code == self.first,
                "open": code == self.first or any(self[f"{name}_{code}"].value() for name in TEXTS),
                "fields": [self[f"{name}_{code}"] for name in TEXTS],
            }
            for code in self.languages
        ]

    @property
    def common(self) -> list[forms.BoundField]:
        """The fields that are asked once."""
        return [self[name] for name in COMMON if name in self.fields]

    def clean(self) -> dict:
        data = super().clean()
        filled = [code for code in self.languages if any(data.get(f"{name}_{code}") for name in TEXTS)]
        for code in filled or [self.first]:
            for name, words in (("title", _("Give the project a title.")), ("summary", _("Describe the project."))):
                field = f"{name}_{code}"
                if not data.get(field) and field not in self.errors:
                    self.add_error(field, words)
        data["language"] = self.first if self.first in filled or not filled else filled[0]
        return data

    @property
    def facts(self) -> dict:
        """The cleaned facts of the project, for the act."""
        texts = [f"{name}_{code}" for code in LANGUAGES for name in TEXTS]
        names = [*texts, "language", *(name for name in COMMON if name in self.fields), *self.more]
        return {name: self.cleaned_data[name] for name in names}

    more: tuple[str, ...] = ()


class DeskProjectForm(ProjectForm):
    """A project that came to the organisers: who proposes it is chosen among those registered, or typed."""

    organisation = forms.TypedChoiceField(
        label=_("Organisation"), required=False, empty_value=None, widget=LongSelect,
        help_text=_("Of those registered at the session. Of another one, write the name below."),
    )  # fmt: skip
    proposer = LineFormField(label=_("Proposer"), max_length=250, required=False)
    side = forms.ChoiceField(label=_("Side"), required=False)
    more = ("side", "organisation")

    def __init__(self, data=None, *, session: Session, language: str, project: Project | None = None) -> None:
        super().__init__(data, session=session, language=language, project=project)
        registered = Organisation.objects.filter(registrations__in=session.registrations.received())
        bodies = {str(body.pk): body for body in registered.distinct().order_by("name_key")}
        if project and project.organisation_id and str(project.organisation_id) not in bodies:
            bodies[str(project.organisation_id)] = project.organisation
        self.fields["organisation"].choices = [("", _("None of these")), *((pk, b.name) for pk, b in bodies.items())]
        self.fields["organisation"].coerce = bodies.get
        self.fields["side"].choices = [("", pgettext_lazy("side", "Not known")), *Side.choices]
        self.fields["is_public"].help_text = _("Whoever proposed it agreed that it is shown.")
        if "wished_table" in self.fields:
            self.fields["wished_table"].help_text = _("Where whoever proposed it wishes to present it.")

    @property
    def who(self) -> list[forms.BoundField]:
        """The fields that tell who proposes it."""
        return [self[name] for name in ("organisation", "proposer", "side")]

    def clean(self) -> dict:
        data = super().clean()
        if not data.get("organisation") and not data.get("proposer") and "proposer" not in self.errors:
            self.add_error("proposer", _("Choose the organisation, or write who proposes the project."))
        if data.get("organisation"):
            data["side"] = data["organisation"].side
        return data

    @property
    def facts(self) -> dict:
        """The facts for the act; a proposer's name that was typed stands in every language."""
        typed = "proposer" in self.changed_data
        return super().facts | {f"proposer_{code}": self.cleaned_data["proposer"] for code in LANGUAGES if typed}


class ProjectFileForm(PlainForm):
    """A document that explains a project."""

    file = CheckedFileField(label=_("File"), help_text=_("A PDF, PNG or JPEG file of at most 5 MB."))
    title = LineFormField(
        label=_("What it is"), max_length=200, required=False, help_text=_("Empty: the name of the file.")
    )
    is_public = forms.BooleanField(label=_("Show it in the public catalogue with the project"), required=False)


class ProjectAnswerForm(PlainForm):
    """The answer to a clarification that was asked."""

    answer = BlockFormField(label=_("Your answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))


class InterestForm(PlainForm):
    """Why somebody is interested in a project."""

    message = BlockFormField(
        label=_("Your message"), max_length=2000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Who you are, what interests you, and what you propose."),
    )  # fmt: skip


class InterestAnswerForm(PlainForm):
    """Whether an interest is taken up, with some words."""

    decision = forms.ChoiceField(
        label=pgettext_lazy("interest", "Your decision"), widget=forms.RadioSelect,
        choices=[
            ("accepted", _("Take it up: both see whom to write to")),
            ("declined", _("Decline it: nobody sees an address")),
        ],
    )  # fmt: skip
    answer = BlockFormField(
        label=_("Your answer"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


def _texts() -> dict[str, forms.Field]:
    """The fields of one language."""
    rows = {"attrs": {"rows": 5}}
    return {
        "title": LineFormField(label=_("Title"), max_length=300, required=False),
        "summary": BlockFormField(
            label=_("What the project is about"), max_length=3000, required=False, widget=forms.Textarea(**rows)
        ),
        "counterpart": BlockFormField(
            label=_("Counterpart sought"), max_length=1500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("Whom you look for on the other side: what they do, and what they would bring."),
        ),
    }  # fmt: skip


def _initial(project: Project) -> dict:
    names = [*(f"{name}_{code}" for code in LANGUAGES for name in TEXTS), "kind", "sector", "is_public", "side"]
    keys = {"wished_table": project.wished_table_id, "organisation": project.organisation_id}
    return {name: getattr(project, name) for name in names} | keys | {"proposer": project.proposer}
