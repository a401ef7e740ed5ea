"""How a registration stands, in plain words, for the pages of ``my/``: people, what to do now, what was proposed."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from participants import wording
from participants.enums import Place, State
from participants.forms.delegates import SPOKEN
from participants.models import Delegate, ProposedChange, Registration, TableSeat, VisitSeat
from sessions.models import Session
from taskforce.dates import date_span


def people_of(registration: Registration) -> list[Delegate]:
    """Return who is named, in order, each with ``words``, ``badge``, ``offered`` and ``seats`` for the pages."""
    named = registration.delegates.exclude(place=Place.RELEASED).with_queue_position()
    people = list(named.prefetch_related(*_seats()))
    for delegate in people:
        delegate.registration, delegate.session = registration, registration.session
        describe(delegate)
    return people


def describe(delegate: Delegate) -> Delegate:
    """Say of one delegate, in words, which place and which seats there are."""
    waiting = delegate.place == Place.WAITING
    delegate.words = _waiting(delegate.queue_position) if waiting else PLACE_WORDS[delegate.place]()
    delegate.badge = {Place.CONFIRMED: "confirmed", Place.WAITING: "waiting"}.get(delegate.place, "under_review")
    delegate.offered = delegate.accept_by is not None and delegate.accepted_at is None
    delegate.accept_words = wording.host_time(delegate.session, delegate.accept_by) if delegate.offered else ""
    if delegate.offered and delegate.place == Place.CONFIRMED:
        delegate.words, delegate.badge = _("place offered"), "waiting"
    tables, visits = delegate.table_seats.all(), delegate.visit_seats.all()
    delegate.seats = [(str(seat.table), _seat(seat)) for seat in tables]
    delegate.seats += [(str(seat.visit), _seat(seat)) for seat in visits]
    return delegate


def one_person(delegate: Delegate) -> Delegate:
    """Return a delegate as people_of does, fetched alone."""
    found = Delegate.objects.with_queue_position().prefetch_related(*_seats()).get(pk=delegate.pk)
    found.registration, found.session = delegate.registration, delegate.registration.session
    return describe(found)


def state_words(registration: Registration, people: list[Delegate]) -> str:
    """Say in a sentence how the registration stands."""
    if registration.state == State.CONFIRMED:
        placed = sum(person.place == Place.CONFIRMED for person in people)
        words = ngettext(
            "The registration is confirmed: %(placed)d of your %(all)d delegates has a place.",
            "The registration is confirmed: %(placed)d of your %(all)d delegates have a place.",
            placed,
        )
        return words % {"placed": placed, "all": len(people)}
    return STATE_WORDS[registration.state]()


def to_do(registration: Registration, people: list[Delegate], unanswered: int) -> list[dict]:
    """Return what the contact should do now: a text, and where (``url``, ``action``). Offers have their own buttons."""
    asked = registration.clarifications.filter(answered_at=None)
    tasks = [
        {
            "text": _("The organisers ask: %(question)s") % {"question": one.question},
            "url": reverse("participants:my_clarification", args=[one.pk]),
            "action": _("Answer"),
        }
        for one in asked
    ]
    if unanswered:
        words = ngettext(
            "%(number)d question of the organisers is not answered yet.",
            "%(number)d questions of the organisers are not answered yet.",
            unanswered,
        )
        url = reverse("participants:my_questions")
        tasks.append({"text": words % {"number": unanswered}, "url": url, "action": _("Answer the questions")})
    return tasks + projects_to_do(registration)


def projects_to_do(registration: Registration) -> list[dict]:
    """Return what waits about the own projects. They belong to an app to the right: reached by the relation's name."""
    waiting = Count("interests", filter=Q(interests__state="sent"))
    found = registration.projects.annotate(waiting=waiting).filter(Q(review="asked") | Q(waiting__gt=0))
    tasks = []
    for project in found.order_by("pk"):
        url, title = reverse("agreements:my_project", args=[project.pk]), project.title
        if project.review == "asked":
            text = _("The organisers ask about your project “%(project)s”.") % {"project": title}
            tasks.append({"text": text, "url": url, "action": _("Answer")})
        if project.waiting:
            words = ngettext(
                "%(number)d organisation is interested in your project “%(project)s”.",
                "%(number)d organisations are interested in your project “%(project)s”.",
                project.waiting,
            )
            text = words % {"number": project.waiting, "project": title}
            tasks.append({"text": text, "url": url, "action": _("Answer")})
    return tasks


def proposed(registration: Registration, delegate: Delegate | None = None) -> list[dict]:
    """Return the changes that wait for approval, in words: of everything, or of one delegate alone."""
    changes = ProposedChange.objects.filter(registration=registration, approved=None).select_related("delegate")
    if delegate:
        changes = changes.filter(delegate=delegate)
    return [
        {
            "person": change.delegate.name if change.delegate else "",
            "name": wording.field_name(change.field),
            "before": wording.field_value(change.field, change.before),
            "after": wording.field_value(change.field, change.after),
        }
        for change in changes
    ]


def session_facts(session: Session) -> list[tuple]:
    """Return when and where the session is, and until when changes are possible, for parts/facts.html."""
    if session.changes_until:
        until = wording.host_time(session, session.changes_until)
    else:
        until = _("until the session begins")
    return [
        (_("Dates"), date_span(session.starts_on, session.ends_on) or session.dates_note),
        (_("Place"), session.city),
        (_("Changes possible until"), until if session.may_change(timezone.now()) else _("changes are closed")),
    ]


def own_facts(person: Delegate) -> list[tuple]:
    """Return what is stored of a person that the person may change or should check, for parts/facts.html."""
    spoken = dict(SPOKEN)
    return [
        (pgettext("person", "Name"), person.name),
        (_("In the other alphabet"), person.other_name),
        (_("Qualification"), person.qualification),
        (_("E-mail"), person.email),
        (_("Language of our messages"), dict(settings.LANGUAGES)[person.mail_language]),
        (pgettext("person", "Languages spoken"), ", ".join(str(spoken.get(code, code)) for code in person.speaks)),
        (_("Interpreter"), _("wished") if person.needs_interpreter else _("not needed")),
        (_("Dietary needs"), person.dietary_needs),
        (_("Access needs"), person.access_needs),
    ]


def _seats() -> tuple[Prefetch, Prefetch]:
    return (
        Prefetch("table_seats", _with_position(TableSeat.objects.all(), "table")),
        Prefetch("visit_seats", _with_position(VisitSeat.objects.all(), "visit")),
    )


def _with_position(seats: QuerySet, thing: str) -> QuerySet:
    ahead = seats.model.objects.filter(queue_number__lte=OuterRef("queue_number"), **{thing: OuterRef(thing)})
    counted = ahead.order_by().values(thing).annotate(number=Count("pk")).values("number")
    return seats.exclude(place=Place.RELEASED).select_related(thing).annotate(queue_position=Subquery(counted))


def _seat(seat: TableSeat | VisitSeat) -> str:
    if seat.place == Place.WAITING:
        return _waiting(seat.queue_position)
    return {Place.CONFIRMED: _("seat confirmed"), Place.REQUESTED: _("asked for")}[seat.place]


def _waiting(position: int | None) -> str:
    return _("number %(position)d on the waiting list") % {"position": position or 0}


PLACE_WORDS = {
    Place.CONFIRMED: lambda: _("has a place"),
    Place.REQUESTED: lambda: _("not decided yet"),
    Place.RELEASED: lambda: _("given up"),
}
STATE_WORDS = {
    State.DRAFT: lambda: _("The registration is not sent yet."),
    State.SUBMITTED: lambda: _("Your e-mail address is not verified yet: open the link in our message."),
    State.UNDER_REVIEW: lambda: _("The organisers examine the registration. We write to you when it is decided."),
    State.WAIT_LISTED: lambda: _(
        "Your delegates are on the waiting list. They get the places that become free, in order; we write to you then."
    ),
    State.DECLINED: lambda: _("The registration was declined."),
    State.CANCELLED: lambda: _("The registration was withdrawn. Nobody comes for it."),
}
