"""The figures on the home of the administration: what waits for somebody, and what there is, by kind of work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from post_office.models import STATUS, Email

from accounts.admin_filters import unused_since
from accounts.life import TOLD_BEFORE
from accounts.models import User
from agreements.models import Agreement
from desk.papers import with_renewed
from documents.models import Document, SheetExport
from participants.enums import State
from participants.models import Delegate, Enquiry, ErasureRequest, ProposedChange, Registration, Reminder
from sessions.enums import FactBasis, SessionStatus
from sessions.models import Session, SourcedFact
from taskforce.dates import today_in_rome

UNUSED_DAYS = 180


@dataclass(frozen=True)
class Figure:
    """A number that leads to the list it counts; one that ``asks`` wants somebody to do something unless it is 0."""

    number: int
    label: str | Promise
    url: str
    to_do: bool = False

    @property
    def asks(self) -> bool:
        return self.to_do and self.number > 0


def home_figures(user: User) -> dict[str, list[Figure]]:
    """Return the figures of each kind of work, those only whose list this user may see."""
    works = {
        "programme": programme_figures,
        "registration": registration_figures,
        "mails": mail_figures,
        "acts": act_figures,
        "sources": source_figures,
        "accounts": account_figures,
    }
    return {key: list(figures_of(user)) for key, figures_of in works.items()}


def programme_figures(user: User) -> Iterator[Figure]:
    if user.has_perm("taskforce_sessions.view_session"):
        coming = Q(status=SessionStatus.ANNOUNCED) & (Q(starts_on=None) | Q(starts_on__gte=timezone.localdate()))
        url = listing("taskforce_sessions_session", "status__exact=announced")
        yield Figure(Session.objects.filter(coming).count(), _("Sessions to come"), url)
    if user.has_perm("documents.view_document"):
        failed = with_renewed(Document.objects.filter(state=Document.State.FAILED)).filter(renewed=False)
        yield Figure(
            failed.count(), _("Documents that failed"), listing("documents_document", "state__exact=failed"), True
        )


def registration_figures(user: User) -> Iterator[Figure]:
    if user.has_perm("participants.view_registration"):
        mine = Registration.objects.for_user(user)
        to_moderate = mine.filter(state=State.UNDER_REVIEW).count()
        yield Figure(
            to_moderate, _("Registrations to decide on"), reverse("admin:participants_registration_queue"), True
        )
        open_changes = ProposedChange.objects.filter(approved=None, registration__in=mine)
        yield Figure(
            open_changes.count(), _("Changes to approve"), reverse("admin:participants_registration_changes"), True
        )
    if user.has_perm("participants.view_delegate"):
        waiting = Delegate.objects.for_user(user).waiting().count()
        yield Figure(waiting, _("Delegates on a waiting list"), reverse("admin:participants_delegate_waiting"))
    if user.has_perm("participants.view_erasurerequest"):
        asked = ErasureRequest.objects.filter(done_at=None, registration__in=Registration.objects.for_user(user))
        url = listing("participants_erasurerequest", "done_at__isempty=1")
        yield Figure(asked.count(), _("Requests to erase data"), url, True)


def mail_figures(user: User) -> Iterator[Figure]:
    if user.has_perm("participants.view_enquiry"):
        open_ones = Enquiry.objects.filter(answered_at=None).count()
        yield Figure(open_ones, _("Enquiries to answer"), listing("participants_enquiry", "open=1"), True)
    if user.has_perm("post_office.view_email"):
        states = dict(counted(Email.objects.exclude(status=STATUS.sent), "status"))
        failed = listing("post_office_email", f"status__exact={STATUS.failed}")
        yield Figure(states.get(STATUS.failed, 0), _("Mails that failed for good"), failed, True)
        queued = listing("post_office_email", f"status__exact={STATUS.queued}")
        yield Figure(states.get(STATUS.queued, 0), _("Mails about to go out"), queued)
    if user.has_perm("participants.view_reminder"):
        due = Reminder.objects.filter(sent_at=None).count()
        yield Figure(due, _("Reminders still to go out"), listing("participants_reminder"))


def act_figures(user: User) -> Iterator[Figure]:
    if user.has_perm("agreements.view_agreement"):
        states = dict(counted(Agreement.objects.all(), "status"))
        for status, label in (
            (Agreement.Status.DRAFT, _("Agreements in draft")),
            (Agreement.Status.SIGNED, _("Agreements signed")),
        ):
            yield Figure(states.get(status, 0), label, listing("agreements_agreement", f"status__exact={status}"))


def source_figures(user: User) -> Iterator[Figure]:
    if user.has_perm("taskforce_sessions.view_sourcedfact"):
        disputed = SourcedFact.objects.filter(basis=FactBasis.CONFLICTING).count()
        url = listing("taskforce_sessions_sourcedfact", f"basis__exact={FactBasis.CONFLICTING}")
        yield Figure(disputed, _("Facts on which sources disagree"), url)
    yield from export_figures(user)


def export_figures(user: User) -> Iterator[Figure]:
    if user.has_perm("documents.approve_sheetexport"):
        waiting = SheetExport.objects.filter(state=SheetExport.State.ASKED).exclude(requested_by=user).count()
        yield Figure(waiting, _("Lists to approve"), listing("documents_sheetexport", "state__exact=asked"), True)
    if user.has_perm("documents.add_sheetexport"):
        made = SheetExport.objects.filter(session=None, requested_by=user, state=SheetExport.State.DONE).count()
        yield Figure(made, _("Tables taken out of the whole portal"), reverse("exchange:exports"))


def account_figures(user: User) -> Iterator[Figure]:
    if user.has_perm("accounts.view_user"):
        soon = Q(expires_on__range=(today_in_rome(), today_in_rome() + TOLD_BEFORE))
        found = User.objects.filter(is_active=True).aggregate(
            all=Count("pk"),
            staff=Count("pk", filter=Q(is_staff=True)),
            ending=Count("pk", filter=soon),
            unused=Count("pk", filter=unused_since(timezone.now() - dt.timedelta(days=UNUSED_DAYS))),
        )
        yield Figure(found["all"], _("Active accounts"), listing("accounts_user", "is_active__exact=1"))
        staff = listing("accounts_user", "is_active__exact=1&is_staff__exact=1")
        yield Figure(found["staff"], _("of the ministry's staff"), staff)
        yield Figure(found["ending"], _("Accounts that end within 14 days"), listing("accounts_user", "life=soon"))
        url = listing("accounts_user", f"unused={UNUSED_DAYS}")
        yield Figure(found["unused"], _("Accounts not used for half a year"), url, True)


def listing(name: str, query: str = "") -> str:
    """The address of a list of the administration, with a filter."""
    url = reverse(f"admin:{name}_changelist")
    return f"{url}?{query}" if query else url


def counted(rows: QuerySet, field: str) -> QuerySet:
    return rows.order_by().values_list(field).annotate(number=Count("pk"))
