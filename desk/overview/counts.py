"""Everything the overview counts of a session, in one query: a union of small counts, told apart by what they count."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, TruncDate
from django.utils import timezone
from post_office.models import STATUS

from desk.papers import with_renewed
from documents.models import Document, ProgrammeVersion
from participants.enums import ENDED, State
from participants.models import (
    CheckIn,
    Clarification,
    Delegate,
    Enquiry,
    ErasureRequest,
    MailLog,
    OrganisationSector,
    ProposedChange,
    Registration,
)
from participants.sectors import sectors
from sessions.models import Session

TEXT = CharField()
NOTHING = Value("", output_field=TEXT)
EARLIER = 2  # sessions that this one is compared with
MAIL_TAKES = dt.timedelta(minutes=30)  # a mail that waits longer is not on its way

Counts = dict[str, list[tuple[str, str, int]]]


def read_counts(session: Session) -> Counts:
    """Return rows (one, other, number) by what they count. One query, however many rows and sessions there are."""
    first, *rest = [*people(session), *registrations(session), *arrivals(session), *waiting(session)]
    found: Counts = defaultdict(list)
    for what, one, other, number in first.union(*rest, all=True):
        found[what].append((one or "", other or "", number or 0))
    return found


def tagged(what: str, rows: QuerySet, one=NOTHING, other=NOTHING, number=None) -> QuerySet:
    """Return the query of how many rows there are for each pair of ``one`` and ``other``."""
    named = rows.order_by().annotate(of_what=Value(what, output_field=TEXT), of_one=one, of_other=other)
    return named.values_list("of_what", "of_one", "of_other").annotate(of_number=number or Count("pk"))


def people(session: Session) -> list[QuerySet]:
    """Delegates by side and place; those present, by side and by day."""
    delegates, present = Delegate.objects.filter(session=session), CheckIn.objects.filter(delegate__session=session)
    return [
        tagged("delegates", delegates, F("side"), F("place")),
        tagged("present", present, F("delegate__side"), number=Count("delegate", distinct=True)),
        tagged("days", present, Cast("day", TEXT), F("delegate__side")),
    ]


def registrations(session: Session) -> list[QuerySet]:
    """Registrations by state; those that were not declined or withdrawn also by region, category and sector."""
    received = Registration.objects.filter(session=session).received()
    counted = received.exclude(state__in=ENDED)
    side = F("organisation__side")
    named = OrganisationSector.objects.filter(organisation__registrations__in=counted)
    return [
        tagged("states", received, F("state"), side),
        tagged("regions", counted, F("organisation__region__code"), side),
        tagged("categories", counted, F("organisation__category"), side),
        tagged("sectors", named, section(), side, Count("organisation", distinct=True)),
    ]


def section() -> Case:
    """Return the section of a sector's code, so that an organisation with two of its divisions counts once."""
    divisions = defaultdict(list)
    for code, row in sectors().items():
        divisions[row["section"]].append(code)
    cases = [When(code__in=codes, then=Value(name)) for name, codes in divisions.items()]
    return Case(*cases, default=NOTHING, output_field=TEXT)


def arrivals(session: Session) -> list[QuerySet]:
    """Registrations by day of arrival, of this session and of the last ones before it that took any."""
    if session.starts_on is None:
        return []
    earlier = sessions_before(session)
    compared = Registration.objects.filter(Q(session=session) | Q(session__in=earlier.values("pk")[:EARLIER]))
    day = Cast(TruncDate("submitted_at", tzinfo=session.zone), TEXT)
    known = Session.objects.rewrite(False).filter(pk__in=earlier.values("pk")[:EARLIER])
    return [
        tagged("arrivals", compared.received(), Cast("session", TEXT), day),
        tagged("editions", known, Cast("pk", TEXT), Cast("starts_on", TEXT), F("number")),
    ]


def sessions_before(session: Session) -> QuerySet[Session]:
    """Return the sessions before this one that took registrations, the last first; a real one only after real ones."""
    took = Registration.objects.received().filter(session=OuterRef("pk"))
    before = Session.objects.public().filter(Exists(took), starts_on__lt=session.starts_on)
    real = before if session.is_demonstration else before.filter(is_demonstration=False)
    return real.order_by("-starts_on", "-pk")


def waiting(session: Session) -> list[QuerySet]:
    """What waits for somebody, one number each."""
    of_session = {"registration__session": session}
    answered = Clarification.objects.filter(
        **of_session, answered_at__isnull=False, registration__state=State.UNDER_REVIEW
    )
    documents = Document.objects.filter(session=session)
    found = {
        "answered": answered,
        "changes": ProposedChange.objects.filter(**of_session, approved=None),
        "erasures": ErasureRequest.objects.filter(**of_session, done_at=None),
        "enquiries": Enquiry.objects.filter(session=session, answered_at=None),
        "mails": unsent_mails(session),
        "failed": with_renewed(documents.filter(state=Document.State.FAILED)).filter(renewed=False),
        "due": documents.due(timezone.now()),
        "unreleased": edits_since_release(session),
    }
    return [tagged(what, rows) for what, rows in found.items()]


def unsent_mails(session: Session) -> QuerySet[MailLog]:
    """Return the mails about a session's registrations that failed for good, or have waited for too long."""
    waits = Q(email__status__in=(STATUS.queued, STATUS.requeued), email__created__lt=timezone.now() - MAIL_TAKES)
    return MailLog.objects.filter(Q(email__status=STATUS.failed) | waits, registration__session=session)


def edits_since_release(session: Session) -> QuerySet:
    """Return the acts on the programme that the public does not see yet; none where nothing was ever released."""
    versions = ProgrammeVersion.objects.filter(session=OuterRef("session")).order_by("-number")
    edits = session.programme_edits.annotate(released=Subquery(versions.values("released_at")[:1]))
    return edits.filter(Q(at__gt=F("released"), undone_at=None) | Q(at__lte=F("released"), undone_at__gt=F("released")))
