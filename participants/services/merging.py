"""Two registrations, or two organisations, that are one. What one says is kept wherever the other says nothing."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from participants import emails
from participants.enums import ADMITTED, ENDED, LinkPurpose, Place, State
from participants.models import Delegate, NotTheSame, Organisation, OrganisationSector, Registration, TableSeat
from participants.services import gate, seats
from participants.services.keys import organisation_key
from participants.services.limits import MAX_TABLES
from participants.services.moderation import change_identity, change_organisation, identifier_taken
from sessions.models import Session
from taskforce.errors import DomainError

FACTS = ("name_latin", "name_cyrillic", "region", "town", "address", "website")
NUMBERS = ("vat_number", "fiscal_code", "inn")
INTERESTS = ("themes", "aims", "counterparts", "contacts_started", "investment", "submitted_through", "earlier")
# What stays with an organisation; every other row that refers to it goes over to the one it is merged into.
ITS_OWN = ("registrations", "match_keys", "sectors")


def merge_registrations(keep: Registration, drop: Registration, by: User) -> Registration:
    """Merge ``drop`` into ``keep``, of the same session and side, and tell the contact of the one that ends.

    Persons whom ``keep`` does not name go over with the places, queue numbers and seats they have; to those without a
    place the gate gives one, or the next number of the queue, where ``keep`` is admitted. Of a person named in both the
    better place is kept, and the other one goes to who waits. Raises DomainError where the two cannot be merged.
    """
    with gate.open_gate(keep.session_id) as session:
        first, second = sorted((keep, drop), key=lambda one: one.pk)
        locked = {one.pk: gate.lock_registration(one) for one in (first, second)}
        keep, drop = locked[keep.pk], locked[drop.pk]
        _refuse_merging(keep, drop)
        for delegate in drop.delegates.exclude(place=Place.RELEASED).order_by("position", "pk"):
            _move_person(keep, delegate)
        _move_papers(keep, drop)
        _end(session, keep, drop, by)
        if keep.state in ADMITTED:
            _admit_newcomers(session, keep)
        _fill_empty(keep, drop, INTERESTS)
        _fill_organisation(keep.organisation, drop.organisation)
        change_identity(keep)
        gate.promote_waiting(session, keep.organisation.side)
        return gate.lock_registration(keep)


def merge_organisations(keep: Organisation, drop: Organisation, by: User) -> Organisation:
    """Make one row of two of the same body: registrations go over, empty facts are filled, ``drop`` goes if it can.

    Raises DomainError where both have a registration for one session: those are merged first.
    """
    if keep.pk == drop.pk or keep.side != drop.side:
        raise DomainError(_("Two organisations of the same side can be merged."), code="side")
    with transaction.atomic():
        sessions = Registration.objects.filter(organisation__in=[keep.pk, drop.pk]).values("session")
        list(Session.objects.select_for_update().filter(pk__in=sessions).order_by("pk"))
        found = Organisation.objects.select_for_update(of=("self",)).order_by("pk").in_bulk([keep.pk, drop.pk])
        keep, drop = found[keep.pk], found[drop.pk]
        _refuse_twice(keep, drop)
        attended = list(keep.registrations.values_list("session", flat=True))
        drop.registrations.exclude(session__in=attended).update(organisation=keep)
        _move_references(keep, drop)
        _fill_organisation(keep, drop)
        if not drop.registrations.exists() and not _is_referred_to(drop):
            drop.delete()
        return change_organisation(keep)


def _refuse_merging(keep: Registration, drop: Registration) -> None:
    if keep.pk == drop.pk or keep.session_id != drop.session_id or keep.organisation.side != drop.organisation.side:
        raise DomainError(_("Two registrations of one session and one side can be merged."), code="session")
    if State.DRAFT in (keep.state, drop.state) or keep.state in ENDED or drop.state in ENDED:
        raise DomainError(_("One of the two has ended, so there is nothing to merge."), code="state")
    if drop.state in ADMITTED and keep.state not in ADMITTED:
        raise DomainError(
            _("The other one is admitted already: merge this one into it, so that its places stay."), code="admitted"
        )


def _move_person(keep: Registration, delegate: Delegate) -> None:
    same = keep.delegates.exclude(place=Place.RELEASED).filter(name_key=delegate.name_key).first()
    if same is None:
        delegate.registration = keep
        delegate.position = keep.delegates.count()
        delegate.save(update_fields=["registration", "position"])
        delegate.links.update(registration=keep)
        delegate.answers.update(registration=keep)
        delegate.proposed_changes.update(registration=keep)
        delegate.mails.update(registration=keep)
        return
    if _rank(delegate) < _rank(same):
        _pass_place(delegate, same)
    answered = same.answers.values_list("question", flat=True)
    delegate.answers.exclude(question__in=list(answered)).update(delegate=same, registration=keep)
    days = list(same.check_ins.values_list("day", flat=True))
    delegate.check_ins.exclude(day__in=days).update(delegate=same)
    delegate.links.filter(revoked_at=None).update(revoked_at=timezone.now())


def _rank(delegate: Delegate) -> tuple[int, int]:
    """The lower the better: a place, then the waiting list by its numbers, then a wish."""
    order = [Place.CONFIRMED, Place.WAITING, Place.REQUESTED]
    return order.index(delegate.place), delegate.queue_number or 0


def _pass_place(old: Delegate, new: Delegate) -> None:
    """Give the place and the seats of one row to the other row of the same person. The old one lets go first."""
    held = {name: getattr(old, name) for name in gate.PLACE_FIELDS}
    old.place, old.queue_number, old.accept_by, old.accepted_at = Place.RELEASED, None, None, None
    old.save(update_fields=gate.PLACE_FIELDS)
    for name, value in held.items():
        setattr(new, name, value)
    new.save(update_fields=gate.PLACE_FIELDS)
    for bookable in seats.BOOKABLES:
        mine = bookable.seat.objects.filter(delegate=new)
        theirs = bookable.seat.objects.filter(delegate=old)
        mine.filter(**{f"{bookable.name}__in": theirs.values(bookable.name)}).delete()
        theirs.update(delegate=new)
    wishes = TableSeat.objects.filter(delegate=new).order_by("place", "preference", "pk")
    wishes.filter(pk__in=list(wishes.values_list("pk", flat=True))[MAX_TABLES:], place=Place.REQUESTED).delete()
    if new.place == Place.CONFIRMED:
        seats.give_requested_seats(new)


def _move_papers(keep: Registration, drop: Registration) -> None:
    """Answers ``keep`` lacks, clarifications, the log of mails. What was proposed for the one that ends is closed."""
    answered = keep.answers.filter(delegate=None).values_list("question", flat=True)
    drop.answers.filter(delegate=None).exclude(question__in=list(answered)).update(registration=keep)
    drop.clarifications.update(registration=keep)
    drop.mails.filter(reminder=None).update(registration=keep)
    _move_projects(keep, drop)
    drop.proposed_changes.filter(approved=None).update(
        approved=False, decided_at=timezone.now(), reason=_in_words(keep, drop)
    )


def _move_projects(keep: Registration, drop: Registration) -> None:
    """What was proposed, and interest in what others propose; a project both were interested in stays with ``keep``.

    Projects belong to an app to the right, so they are reached by the names of the relations.
    """
    drop.projects.update(registration=keep, organisation=keep.organisation)
    known = keep.interests.values_list("project", flat=True)
    drop.interests.exclude(project__in=list(known)).update(registration=keep)


def _end(session: Session, keep: Registration, drop: Registration, by: User) -> None:
    """End ``drop``. Persons still in it stand in ``keep`` too, so nobody is told that a place is gone."""
    gate.end_merged(session, drop, by, _in_words(keep, drop))
    drop.links.filter(delegate=None, revoked_at=None).exclude(purpose=LinkPurpose.MY).update(revoked_at=timezone.now())
    emails.send_merged(drop)


def _in_words(keep: Registration, drop: Registration) -> str:
    with override(drop.language):
        return _("Merged with the registration of %(organisation)s.") % {"organisation": keep.organisation.name}


def _admit_newcomers(session: Session, keep: Registration) -> None:
    wanted = keep.delegates.filter(place=Place.REQUESTED)
    for delegate in wanted.select_related("registration__organisation", "session").order_by("position", "pk"):
        gate.give_place(session, delegate)
    gate.follow_places(keep)


def _fill_empty(keep: Registration | Organisation, drop: Registration | Organisation, names: tuple[str, ...]) -> None:
    filled = [name for name in names if not getattr(keep, name) and getattr(drop, name)]
    for name in filled:
        setattr(keep, name, getattr(drop, name))
    if "earlier" in filled and keep.earlier_id == keep.pk:
        keep.earlier = None
    if filled:
        keep.save(update_fields=filled)


def _fill_organisation(keep: Organisation, drop: Organisation) -> None:
    """Fill what ``keep`` lacks. Its number too, unless another registration is admitted under the one it would get."""
    _fill_empty(keep, drop, FACTS)
    if not keep.identifier:
        before = {name: getattr(keep, name) for name in NUMBERS}
        for name in NUMBERS:
            setattr(keep, name, getattr(drop, name))
        if identifier_taken(keep):
            for name, value in before.items():
                setattr(keep, name, value)
    keep.passes_on = keep.passes_on or drop.passes_on
    keep.name_key = organisation_key(keep)
    keep.save()
    have = set(keep.sectors.values_list("code", flat=True))
    if not have:
        codes = drop.sectors.order_by("pk").values_list("code", flat=True)
        OrganisationSector.objects.bulk_create(OrganisationSector(organisation=keep, code=code) for code in codes)


def _refuse_twice(keep: Organisation, drop: Organisation) -> None:
    alive = Registration.objects.exclude(state__in=ENDED)
    both = alive.filter(organisation=drop, session__in=alive.filter(organisation=keep).values("session"))
    one = both.select_related("session").first()
    if one:
        message = _("Both have a registration for “%(session)s”: merge these first.")
        raise DomainError(message % {"session": one.session}, code="both")


def _references() -> list:
    """Every relation of another row to an organisation that a merged one hands over, of apps to the right as well."""
    return [
        relation
        for relation in Organisation._meta.get_fields(include_hidden=True)
        if relation.auto_created
        and not relation.concrete
        and relation.name not in ITS_OWN
        and relation.related_model is not NotTheSame
    ]


def _move_references(keep: Organisation, drop: Organisation) -> None:
    for relation in _references():
        try:
            with transaction.atomic():
                rows = relation.related_model._base_manager.filter(**{relation.field.name: drop})
                rows.update(**{relation.field.name: keep})
        except IntegrityError:  # a row that may not name one organisation twice stays with the other
            continue


def _is_referred_to(organisation: Organisation) -> bool:
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: organisation}).exists()
        for relation in _references()
    )
