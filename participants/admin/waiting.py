"""The waiting lists of a session: who waits, in which position, and why nobody is promoted."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participants.admin.queue import chosen_session
from participants.models import Delegate
from participants.services import fill_free_places, why_nobody_promoted
from sessions.admin.of_session import short_name
from sessions.enums import Side
from sessions.models import Session

ROWS = 50


@dataclass(frozen=True)
class SideList:
    """The waiting list of one side of a session; a page of it."""

    label: str
    taken: int
    capacity: int | None
    offered: int
    reason: str
    page: Page


class WaitingPage:
    """Adds the page "Waiting lists" to the administration of delegates."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.waiting_view)
        return [path("waiting/", view, name="participants_delegate_waiting"), *super().get_urls()]

    def waiting_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        sessions = sessions_with_lists(request)
        session = chosen_session(sessions, request.GET.get("session", ""))
        if request.method == "POST":
            return self._promote(request, session)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Waiting lists"),
            "opts": self.opts,
            "sessions": [(one.pk, short_name(one)) for one in sessions],
            "session": session,
            "lists": [side_list(session, side, request.GET.get(f"p{side}")) for side in Side.values] if session else [],
            "may_decide": self.has_change_permission(request),
        }
        return TemplateResponse(request, "admin/participants/delegate/waiting.html", context)

    def _promote(self, request: HttpRequest, session: Session | None) -> HttpResponse:
        """Give what is free to those who wait; the clock does it too, each minute."""
        if session is None or not self.has_change_permission(request):
            raise PermissionDenied
        if promoted := fill_free_places(session.pk):
            text = ngettext(
                "%(count)d delegate who waited now has a place.",
                "%(count)d delegates who waited now have a place.",
                promoted,
            )
            messages.success(request, text % {"count": promoted})
        else:
            messages.info(request, _("Nobody was promoted: the reasons stand below."))
        return HttpResponseRedirect(f"{reverse('admin:participants_delegate_waiting')}?session={session.pk}")


def sessions_with_lists(request: HttpRequest) -> list[Session]:
    """The sessions of this user that have a limit or somebody who waits, those with somebody first."""
    waits = Exists(Delegate.objects.filter(session=OuterRef("pk")).waiting())
    sessions = Session.objects.for_user(request.user).annotate(waits=waits).newest_first()
    limited = Q(capacity_it__isnull=False) | Q(capacity_ru__isnull=False) | Q(waits=True)
    return sorted(sessions.filter(limited), key=lambda session: not session.waits)


def side_list(session: Session, side: str, number: str | None) -> SideList:
    """The waiting list of a side, a page of it."""
    delegates = Delegate.objects.filter(session=session, side=side)
    waiting = delegates.waiting().with_queue_position().select_related("registration__organisation")
    return SideList(
        label=str(Side(side).label),
        taken=delegates.confirmed().count(),
        capacity=session.capacity(side),
        offered=delegates.offered().count(),
        reason=why_nobody_promoted(session, side),
        page=Paginator(waiting, ROWS).get_page(number),
    )
