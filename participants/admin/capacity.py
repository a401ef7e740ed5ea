"""Capacities, with what participants adds to their pages: places that become free go to those who wait."""

from __future__ import annotations

from functools import partial

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import ngettext

from participants.services import fill_free_places
from sessions.admin.programme import CompanyVisitAdmin
from sessions.admin.session import SessionAdmin
from sessions.models import CompanyVisit, Session
from tables.admin import ThematicTableAdmin
from tables.models import ThematicTable


class GivesFreePlaces:
    """Runs the gate once a capacity was changed. After the commit, since the gate locks the session's row first."""

    capacities: tuple[str, ...] = ()

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
class SessionWithPlacesAdmin(GivesFreePlaces, SessionAdmin):
    capacities = ("capacity_it", "capacity_ru")


@admin.register(CompanyVisit)
class VisitWithSeatsAdmin(GivesFreePlaces, CompanyVisitAdmin):
    capacities = ("seats",)


@admin.register(ThematicTable)
class TableWithSeatsAdmin(GivesFreePlaces, ThematicTableAdmin):
    capacities = ("capacity",)
