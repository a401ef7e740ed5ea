"""Capacities, with what participants adds to their pages.

Places that become free go to those who wait; a capacity below what is taken is saved only when staff say so twice,
and takes no place from anybody.
"""

from __future__ import annotations

from functools import partial

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from participants.admin.export import ExportsRegistrations
from participants.enums import Place
from participants.models import Delegate, TableSeat, VisitSeat
from participants.services import fill_free_places, why_nobody_promoted
from sessions.admin.programme import CompanyVisitAdmin, VisitForm
from sessions.admin.session import SessionAdmin, SessionForm
from sessions.enums import Side
from sessions.models import CompanyVisit, Session
from tables.admin import TableForm, ThematicTableAdmin
from tables.models import ThematicTable


class CapacityForm(forms.Form):
    """Refuses a capacity below what is taken, until the box that appears then is ticked."""

    lower_anyway = forms.BooleanField(
        label=_("Lower it all the same"), required=False,
        help_text=_("Nobody loses a place. Nobody is promoted either until fewer places are taken than there are."),
    )  # fmt: skip

    def taken(self) -> dict[str, int]:
        """How many places are taken, by the field that limits them."""
        raise NotImplementedError

    def clean(self) -> dict:
        data = super().clean()
        if not self.instance.pk or data.get("lower_anyway"):
            return data
        for field, taken in self.taken().items():
            limit = data.get(field)
            if field in self.changed_data and limit is not None and limit < taken:
                text = ngettext(
                    "%(taken)d place is given already. Tick the box to lower the number all the same.",
                    "%(taken)d places are given already. Tick the box to lower the number all the same.",
                    taken,
                )
                self.add_error(field, ValidationError(text % {"taken": taken}, code="lowered"))
        return data


class SessionCapacityForm(CapacityForm, SessionForm):
    def taken(self) -> dict[str, int]:
        confirmed = Delegate.objects.filter(session=self.instance).confirmed()
        return {f"capacity_{side.lower()}": confirmed.filter(side=side).count() for side in Side.values}


class TableCapacityForm(CapacityForm, TableForm):
    def taken(self) -> dict[str, int]:
        return {"capacity": TableSeat.objects.filter(table=self.instance, place=Place.CONFIRMED).count()}


class VisitCapacityForm(CapacityForm, VisitForm):
    def taken(self) -> dict[str, int]:
        return {"seats": VisitSeat.objects.filter(visit=self.instance, place=Place.CONFIRMED).count()}


class GivesFreePlaces:
    """Runs the gate once a capacity was changed. After the commit, since the gate locks the session's row first."""

    capacities: tuple[str, ...] = ()

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> list:
        """Add the box to tick where a form was sent: on a page just opened there is nothing to confirm."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or request.method != "POST":
            return fieldsets
        return [self._with_box(title, dict(options)) for title, options in fieldsets]

    def _with_box(self, title: str | None, options: dict) -> tuple[str | None, dict]:
        names = [name for row in options["fields"] for name in ([row] if isinstance(row, str) else row)]
        if self.capacities[0] in names:
            options["fields"] = (*options["fields"], "lower_anyway")
        return title, options

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and set(self.capacities) & set(form.changed_data):
            transaction.on_commit(partial(self._give, request, obj))

    def _give(self, request: HttpRequest, obj: Model) -> None:
        promoted = fill_free_places(obj.pk if isinstance(obj, Session) else obj.session_id)
        if promoted:
            text = ngettext(
                "%(count)d delegate who waited now has a place.",
                "%(count)d delegates who waited now have a place.",
                promoted,
            )
            self.message_user(request, text % {"count": promoted}, messages.SUCCESS)


for model in (Session, CompanyVisit, ThematicTable):
    admin.site.unregister(model)


@admin.register(Session)
class SessionWithPlacesAdmin(GivesFreePlaces, ExportsRegistrations, SessionAdmin):
    form = SessionCapacityForm
    capacities = ("capacity_it", "capacity_ru")
    actions = ("export",)

    def get_readonly_fields(self, request: HttpRequest, obj: Session | None = None) -> tuple:
        fields = (*super().get_readonly_fields(request, obj),)
        return (*fields, "waiting_lists") if obj else fields

    def get_fieldsets(self, request: HttpRequest, obj: Session | None = None) -> list:
        fieldsets = list(super().get_fieldsets(request, obj))
        return [*fieldsets, (_("Waiting lists"), {"fields": ("waiting_lists",)})] if obj else fieldsets

    @admin.display(description=_("waiting lists"))
    def waiting_lists(self, session: Session) -> str:
        """Of each side how many wait and why nobody is promoted, with the way to their list."""
        sides = [
            f"{Side(side).label}: {Delegate.objects.filter(session=session, side=side).waiting().count()}. "
            f"{why_nobody_promoted(session, side)}"
            for side in Side.values
        ]
        url = f"{reverse('admin:participants_delegate_waiting')}?session={session.pk}"
        return format_html("{}<br>{}<br><a href='{}'>{}</a>", *sides, url, _("Open the waiting lists"))


@admin.register(CompanyVisit)
class VisitWithSeatsAdmin(GivesFreePlaces, CompanyVisitAdmin):
    form = VisitCapacityForm
    capacities = ("seats",)


@admin.register(ThematicTable)
class TableWithSeatsAdmin(GivesFreePlaces, ThematicTableAdmin):
    form = TableCapacityForm
    capacities = ("capacity",)
