"""Registrations and their delegates downloaded as a spreadsheet, from the list of registrations and of sessions."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from audit.models import ReadingAct
from audit.services import record_reading
from participants.models import Registration
from participants.sheets import registrations_xlsx
from sessions.models import Session
from taskforce.text import file_name

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST = 2500  # registrations; so many are written well within the time of one request


class ExportsRegistrations:
    """The action for ticked rows. Whoever takes personal data away stands in the log, of each session."""

    @admin.action(description=_("Download as a spreadsheet"), permissions=["export"])
    def export(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        rows = Registration.objects.for_user(request.user).received().filter(**self._of(queryset))
        if rows.count() > MOST:
            text = ngettext(
                "At most %(count)d registration at a time can be downloaded. Please choose fewer.",
                "At most %(count)d registrations at a time can be downloaded. Please choose fewer.",
                MOST,
            )
            self.message_user(request, text % {"count": MOST}, messages.ERROR)
            return None
        for session in Session.objects.filter(registrations__in=rows.order_by()).distinct():
            number = rows.filter(session=session).count()
            text = ngettext(
                "%(count)d registration downloaded as a spreadsheet",
                "%(count)d registrations downloaded as a spreadsheet",
                number,
            )
            self.log_change(request, session, text % {"count": number})
        record_reading(request.user, _("Registrations and delegates as a spreadsheet"), rows, act=ReadingAct.EXPORTED)
        response = HttpResponse(registrations_xlsx(rows), content_type=CONTENT_TYPE)
        name = file_name(f"registrations-{timezone.now():%Y-%m-%d}")
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def has_export_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("participants.view_registration")

    def _of(self, queryset: QuerySet) -> dict:
        keys = queryset.order_by().values("pk")
        return {"session__in": keys} if queryset.model is Session else {"pk__in": keys}
