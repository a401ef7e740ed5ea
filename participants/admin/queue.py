"""The registrations a session has still to decide on, in order of arrival, with what is worth knowing of each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.services import filters_of, record_list
from participants.enums import Category, Place, State
from participants.models import Clarification, Delegate, ProposedChange, Registration
from participants.services import duplicates_among, free_places, with_duplicates
from participants.services.duplicates import Duplicate
from sessions.admin.of_session import short_name
from sessions.enums import Side
from sessions.models import Session
from taskforce.admin_site import is_key

ROWS = 25
MOST_WITH_DUPLICATES = 200
ALL = ("", gettext_lazy("All"))


@dataclass
class Row:
    """A registration to decide on, with what the queue says of it."""

    registration: Registration
    free: int | None
    delegates: int = 0
    waiting_for_answer: bool = False
    answered: bool = False
    changes: int = 0
    duplicates: list[Duplicate] = field(default_factory=list)


class QueueFilter(forms.Form):
    """What of the queue is shown; what cannot be meant is left out."""

    session = forms.ChoiceField(label=gettext_lazy("Session"))
    side = forms.ChoiceField(label=gettext_lazy("Side"), choices=[ALL, *Side.choices], required=False)
    category = forms.ChoiceField(label=gettext_lazy("Category"), choices=[ALL, *Category.choices], required=False)
    duplicates = forms.BooleanField(label=gettext_lazy("With possible duplicates only"), required=False)

    def __init__(self, data: dict, sessions: list[Session]) -> None:
        super().__init__(data)
        self.fields["session"].choices = [(session.pk, short_name(session)) for session in sessions]


class QueuePage:
    """Adds the page "To moderate" to the administration of registrations."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.queue_view)
        return [path("queue/", view, name="participants_registration_queue"), *super().get_urls()]

    def queue_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        sessions = sessions_to_moderate(request)
        chosen = chosen_session(sessions, request.GET.get("session", ""))
        form = QueueFilter({**request.GET.dict(), "session": chosen.pk if chosen else ""}, sessions)
        form.is_valid()
        page = self._page(request, chosen, form.cleaned_data)
        record_list(request.user, gettext_lazy("To moderate"), page.object_list, filters_of(request.GET))
        free = {side: free_places(chosen, side) for side in Side.values} if chosen else {}
        query = request.GET.copy()
        query.pop("p", None)
        context = {
            **self.admin_site.each_context(request),
            "title": _("To moderate"),
            "opts": self.opts,
            "form": form,
            "session": chosen,
            "places": [(Side(side).label, number) for side, number in free.items()],
            "page": page,
            "more_follow": form.cleaned_data.get("duplicates") and page.paginator.count == MOST_WITH_DUPLICATES,
            "rows": rows_of(page, free),
            "query": query.urlencode(),
            "may_decide": self.has_change_permission(request),
        }
        return TemplateResponse(request, "admin/participants/registration/queue.html", context)

    def _page(self, request: HttpRequest, session: Session | None, wanted: dict) -> Page:
        """The page of the queue that is asked for, as a list of registrations."""
        rows = Registration.objects.for_user(request.user).filter(session=session, state=State.UNDER_REVIEW)
        rows = rows.order_by("verified_at", "pk")
        for name in ("side", "category"):
            if wanted.get(name):
                rows = rows.filter(**{f"organisation__{name}": wanted[name]})
        keys = rows.values_list("pk", flat=True)
        if wanted.get("duplicates"):  # dear to look for: as many as anybody decides on in a day, counted in memory
            keys = list(with_duplicates(keys)[:MOST_WITH_DUPLICATES])
        page = Paginator(keys, ROWS).get_page(request.GET.get("p"))
        shown = Registration.objects.filter(pk__in=list(page.object_list)).order_by("verified_at", "pk")
        page.object_list = list(shown.select_related("organisation__region", "session"))
        return page


def sessions_to_moderate(request: HttpRequest) -> list[Session]:
    """The sessions of this user that have registrations, those with something to decide first."""
    of_session = Registration.objects.filter(session=OuterRef("pk"))
    sessions = Session.objects.for_user(request.user).filter(Exists(of_session.received()))
    sessions = sessions.annotate(waiting=Exists(of_session.filter(state=State.UNDER_REVIEW)))
    return sorted(sessions.newest_first(), key=lambda session: not session.waiting)


def chosen_session(sessions: list[Session], wanted: str) -> Session | None:
    """The session of an address, or the first; None where there is none at all."""
    ids = {session.pk: session for session in sessions}
    return ids.get(int(wanted) if is_key(wanted) else 0) or next(iter(sessions), None)


def rows_of(page: Page, free: dict[str, int | None]) -> list[Row]:
    """What the queue says of each registration of a page, at a cost that does not grow with its rows."""
    registrations = page.object_list
    pks = [one.pk for one in registrations]
    delegates = _counted(Delegate.objects.filter(registration__in=pks).exclude(place=Place.RELEASED))
    changes = _counted(ProposedChange.objects.filter(registration__in=pks, approved=None))
    asked = Clarification.objects.filter(registration__in=pks).values_list("registration", "answered_at")
    open_ones = {pk for pk, answered_at in asked if answered_at is None}
    answered = {pk for pk, _answered_at in asked} - open_ones
    duplicates = duplicates_among(registrations)
    return [
        Row(
            registration=one,
            free=free[one.organisation.side],
            delegates=delegates[one.pk],
            waiting_for_answer=one.pk in open_ones,
            answered=one.pk in answered,
            changes=changes[one.pk],
            duplicates=duplicates.get(one.pk, []),
        )
        for one in registrations
    ]


def _counted(rows: QuerySet) -> Counter[int]:
    return Counter(dict(rows.order_by().values_list("registration").annotate(number=Count("pk"))))
