"""What an act names, added, changed, moved and taken away: parties, signatories, projects, regions, earlier acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from agreements.forms.act_parts import LinkForm, PartyForm, ProjectPartForm, RegionPartForm, SignatoryForm
from agreements.models import ActLink, ActProject, ActRegion, Agreement, Party, Project, Signatory
from agreements.services import link_acts, unlink_acts
from agreements.services.parties import move_named, name_project, name_region, remove_named, save_named
from desk.access import VIEW, WRITE_ACTS, everywhere, sessions_for
from participants.models import Organisation
from sessions.models import HostRegion


@dataclass(frozen=True)
class Part:
    """A kind of thing an act names: the form it is typed in, and the acts that add it, move it and take it away."""

    name: str
    model: type[Model]
    of: str  # the relation of a row to the act
    add: Promise
    change: Promise | None
    form: Callable[..., BaseForm]
    save: Callable[..., Any]
    remove: Callable[[Model], None]
    move: Callable[[Model, str], None] | None = None
    finds: bool = False

    def rows(self, act: Agreement) -> QuerySet:
        return self.model._default_manager.filter(**{self.of: act})


def organisations_for(user: User) -> QuerySet[Organisation]:
    """Return the organisations somebody may name: ministry staff all, others those registered at their sessions."""
    found = Organisation.objects.order_by("name_key", "pk")
    if everywhere(user, WRITE_ACTS):
        return found
    return found.filter(
        pk__in=Organisation.objects.filter(registrations__session__in=sessions_for(user, VIEW)).values("pk")
    )


def acts_for(user: User) -> QuerySet[Agreement]:
    """Return the acts somebody at a desk may name: the public ones, and those of their sessions."""
    public = Agreement.objects.public().order_by()
    own = Agreement.objects.filter(session__in=sessions_for(user, VIEW)).order_by()
    found = Agreement.objects.filter(pk__in=public.values("pk")) | Agreement.objects.filter(pk__in=own.values("pk"))
    return found.select_related("session").order_by("-signed_on", "pk")


def projects_for(user: User) -> QuerySet[Project]:
    """Return the accepted projects somebody at a desk may name: those shown to all, and those of their sessions."""
    own = Project.objects.filter(session__in=sessions_for(user, VIEW)).order_by()
    found = Project.objects.standing()
    shown = Project.objects.public().order_by()
    found = found.filter(pk__in=own.values("pk")) | found.filter(pk__in=shown.values("pk"))
    return found.select_related("session").order_by("-session__starts_on", "position", "pk")


# --- The form of each, and what saves it


def party_form(data, act: Agreement, row: Party | None, user: User, initial: dict | None) -> PartyForm:
    row = row or Party(agreement=act)
    return PartyForm(data, instance=row, organisations=organisations_for(user), initial=initial)


def signatory_form(data, act: Agreement, row: Signatory | None, user: User, initial: dict | None) -> SignatoryForm:
    return SignatoryForm(data, instance=row or Signatory(agreement=act))


def project_form(data, act: Agreement, row: None, user: User, initial: dict | None) -> ProjectPartForm:
    return ProjectPartForm(data, projects=projects_for(user), initial=initial)


def region_form(data, act: Agreement, row: None, user: User, initial: dict | None) -> RegionPartForm:
    return RegionPartForm(data)


def link_form(data, act: Agreement, row: None, user: User, initial: dict | None) -> LinkForm:
    return LinkForm(data, acts=acts_for(user).exclude(pk=act.pk), initial=initial)


def save_row(form: PartyForm | SignatoryForm, act: Agreement, by: User) -> None:
    save_named(form.instance, by)


def save_project(form: ProjectPartForm, act: Agreement, by: User) -> None:
    name_project(act, form.cleaned_data["project"])


def save_region(form: RegionPartForm, act: Agreement, by: User) -> None:
    name_region(act, HostRegion.objects.get(pk=form.cleaned_data["region"]))


def save_link(form: LinkForm, act: Agreement, by: User) -> None:
    link_acts(act, form.cleaned_data["kind"], form.cleaned_data["other"])


def remove_row(row: Model) -> None:
    row.delete()


named = partial(Part, of="agreement", remove=remove_named, move=move_named, save=save_row)
PARTS = {
    part.name: part
    for part in (
        named("parties", Party, add=_("Add a party"), change=_("Change the party"), form=party_form, finds=True),
        named(
            "signatories", Signatory, add=_("Add a signatory"), change=_("Change the signatory"), form=signatory_form
        ),
        Part(
            "projects", ActProject, "agreement", _("Add a project"), None, project_form, save_project, remove_row,
            finds=True,
        ),
        Part("regions", ActRegion, "agreement", _("Add a region"), None, region_form, save_region, remove_row),
        Part("links", ActLink, "act", _("Add an earlier act"), None, link_form, save_link, unlink_acts, finds=True),
    )
}  # fmt: skip
