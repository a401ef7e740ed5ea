"""From the lists of registrations and of sessions to the page that takes tables out, and asks for what and for whom."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from participants.models import Registration
from sessions.models import Session

MOST = 2500  # registrations that are ticked one by one
TICKED = "ticked_registrations"  # in request.session, for the page that follows


class ExportsRegistrations:
    """The action for ticked rows: of one session, since a table is taken out at the desk of its session."""

    @admin.action(description=_("Take out as a spreadsheet"), permissions=["export"])
    def export(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        ticked = queryset.model is Registration
        rows = Registration.objects.for_user(request.user).received().filter(pk__in=queryset.values("pk"))
        keys = list(rows.order_by().values_list("pk", flat=True)[: MOST + 1]) if ticked else []
        wanted = rows.order_by().values("session") if ticked else queryset.order_by().values("pk")
        sessions = list(Session.objects.for_user(request.user).filter(pk__in=wanted)[:2])
        if len(sessions) != 1:
            self.message_user(request, _("Choose one session, or registrations of one session alone."), messages.ERROR)
            return None
        if len(keys) > MOST:
            text = ngettext(
                "At most %(count)d registration can be ticked. Take out all of the session at its desk.",
                "At most %(count)d registrations can be ticked. Take out all of the session at its desk.",
                MOST,
            )
            self.message_user(request, text % {"count": MOST}, messages.ERROR)
            return None
        request.session[TICKED] = keys
        address = reverse("desk:export", args=[sessions[0].ref, "registrations"])
        return redirect(f"{address}?ticked=1" if ticked else address)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perms(["participants.view_registration", "documents.add_sheetexport"])
