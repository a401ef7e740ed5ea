"""Acts of those who come through a mailed link: asking for it, a new address, the conditions, a calendar, erasure."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from participants import emails
from participants.enums import ENDED, LinkPurpose, MailKind, Place, State
from participants.links import make_link
from participants.models import AccessLink, Delegate, ErasureRequest, MailLog, Registration
from participants.services import gate
from participants.services.moderation import change_identity
from taskforce.errors import DomainError

NOT_LONG_PAST = dt.timedelta(days=365)
MOST_LINKS = 20  # mails that one wish for a link may cause; the newest registrations come first
ASKING_AGAIN = dt.timedelta(hours=1)
LINK_MAILS_AN_HOUR = 3


# --- The link to the own page ---------------------------------------------------------------------------------------


def ask_for_links(email: str, language: str, now: dt.datetime | None = None) -> None:
    """Mail to an address the links of every own page it opens, or that there is none; nobody else learns which.

    A registration whose address is still to be verified gets that link once more. Each mail goes out a few times an
    hour at most, whoever asks; what is not sent is worked out all the same, so that the time it takes says nothing.
    """
    now = now or timezone.now()
    registrations, delegates = _registrations_of(email, now), _delegates_of(email, now)
    for registration in registrations:
        _mail_contact_link(registration, now)
    for delegate in delegates:
        _mail_delegate_link(delegate, now)
    if not registrations and not delegates:
        with transaction.atomic():
            seldom = _mails(MailKind.NOTHING_FOUND, email, now).exists()
            emails.send_nothing_found(email, language)
            transaction.set_rollback(seldom)


def _registrations_of(email: str, now: dt.datetime) -> list[Registration]:
    mine = Registration.objects.filter(contact_email__iexact=email).exclude(state=State.DRAFT)
    return list(_recent(mine, now).select_related("session", "organisation").order_by("-pk")[:MOST_LINKS])


def _delegates_of(email: str, now: dt.datetime) -> list[Delegate]:
    known = [State.UNDER_REVIEW, State.CONFIRMED, State.WAIT_LISTED]
    mine = Delegate.objects.filter(email__iexact=email, registration__state__in=known).exclude(place=Place.RELEASED)
    return list(_recent(mine, now).select_related("session", "registration__organisation").order_by("-pk")[:MOST_LINKS])


def _recent(rows: QuerySet, now: dt.datetime) -> QuerySet:
    since = (now - NOT_LONG_PAST).date()
    return rows.filter(Q(session__ends_on=None) | Q(session__ends_on__gte=since))


def _mail_contact_link(registration: Registration, now: dt.datetime) -> None:
    submitted = registration.state == State.SUBMITTED
    kind = MailKind.VERIFY_LINK if submitted else MailKind.MY_LINK
    purpose = LinkPurpose.VERIFY_EMAIL if submitted else LinkPurpose.MY
    send = emails.send_verify_link if submitted else emails.send_my_link
    with transaction.atomic():
        sent = _mails(kind, registration.contact_email, now).filter(registration=registration, delegate=None)
        often = sent.count() >= LINK_MAILS_AN_HOUR
        send(registration, make_link(registration, purpose, now))
        transaction.set_rollback(often)


def _mail_delegate_link(delegate: Delegate, now: dt.datetime) -> None:
    with transaction.atomic():
        often = _mails(MailKind.MY_LINK, delegate.email, now).filter(delegate=delegate).count() >= LINK_MAILS_AN_HOUR
        token = make_link(delegate.registration, LinkPurpose.DELEGATE, now, delegate=delegate)
        emails.send_delegate_link(delegate, token)
        transaction.set_rollback(often)


def _mails(kind: MailKind, email: str, now: dt.datetime) -> QuerySet[MailLog]:
    return MailLog.objects.filter(kind=kind, recipient__iexact=email, created_at__gt=now - ASKING_AGAIN)


# --- A new address of the contact -----------------------------------------------------------------------------------


def ask_for_new_email(registration: Registration, email: str, now: dt.datetime) -> None:
    """Mail a link to the address that shall be the contact's; the old one stays in force until it is used.

    Raises DomainError for one address too many within the hour: the portal is no way to write to strangers.
    """
    links = AccessLink.objects.filter(registration=registration, purpose=LinkPurpose.NEW_EMAIL)
    if links.filter(created_at__gt=now - ASKING_AGAIN).count() >= LINK_MAILS_AN_HOUR:
        raise DomainError(
            _("We have written to several new addresses already. Please try again in an hour."),
            field="contact_email",
            code="often",
        )
    links.filter(used_at=None, revoked_at=None).update(revoked_at=now)
    token = make_link(registration, LinkPurpose.NEW_EMAIL, now, email=email)
    emails.send_new_email_link(registration, token, email)


def email_to_verify(registration: Registration) -> str:
    """Return the address the contact typed and has not verified yet; empty where there is none."""
    links = AccessLink.objects.filter(registration=registration, purpose=LinkPurpose.NEW_EMAIL, used_at=None)
    link = links.filter(revoked_at=None, expires_at__gt=timezone.now()).first()
    return link.email if link else ""


def take_new_email(link: AccessLink, now: dt.datetime | None = None) -> AccessLink:
    """Make the address of the link the contact's, close the pages the old one opened, and mail the new one its link.

    Returns that new link. Raises DomainError for a link that is used, revoked or expired.
    """
    now = now or timezone.now()
    with gate.open_gate(link.registration.session_id):
        registration = gate.lock_registration(link.registration)
        link = AccessLink.objects.select_for_update().get(pk=link.pk)
        if link.purpose != LinkPurpose.NEW_EMAIL or link.used_at or link.revoked_at or link.expires_at <= now:
            raise DomainError(_("This link is not valid any more."), code="link")
        link.used_at = now
        link.save(update_fields=["used_at"])
        registration.contact_email = link.email
        registration.save(update_fields=["contact_email"])
        change_identity(registration)
        registration.links.filter(delegate=None, purpose=LinkPurpose.MY, revoked_at=None).update(revoked_at=now)
        emails.send_my_link(registration, make_link(registration, LinkPurpose.MY, now))
        return registration.links.filter(purpose=LinkPurpose.MY, revoked_at=None).latest("pk")


# --- A delegate's own word ------------------------------------------------------------------------------------------


def agree_to_conditions(delegate: Delegate, now: dt.datetime | None = None) -> Delegate:
    """Record that the delegate read the conditions of the session and agrees; the first time counts.

    Raises DomainError where there are none, or the person is not named any more.
    """
    with transaction.atomic():
        delegate = gate.lock_delegate(delegate)
        if delegate.place == Place.RELEASED:
            raise DomainError(_("This person is not named in the registration any more."), code="released")
        if not delegate.session.conditions:
            raise DomainError(_("This session has no conditions to agree to."), code="conditions")
        if delegate.conditions_read_at is None:
            delegate.conditions_read_at = now or timezone.now()
            delegate.save(update_fields=["conditions_read_at"])
        return delegate


# --- The calendar ---------------------------------------------------------------------------------------------------


def make_calendar_link(registration: Registration, delegate: Delegate | None = None) -> str:
    """Return the token of a new calendar feed of the contact, or of one delegate; the feed before it ends.

    Raises DomainError for a registration that ended, or a delegate who is not named any more.
    """
    with transaction.atomic():
        registration = gate.lock_registration(registration)
        if registration.state in ENDED or (delegate and delegate.place == Place.RELEASED):
            raise DomainError(_("This registration has ended, so there is no calendar for it."), code="state")
        end_calendar_links(registration, delegate)
        return make_link(registration, LinkPurpose.CALENDAR, timezone.now(), delegate=delegate)


def end_calendar_links(registration: Registration, delegate: Delegate | None = None) -> int:
    """End the calendar feeds of the contact, or of one delegate; returns how many there were."""
    return calendar_links(registration, delegate).update(revoked_at=timezone.now())


def calendar_links(registration: Registration, delegate: Delegate | None = None) -> QuerySet[AccessLink]:
    """The feeds that are in use: of the contact, or of one delegate."""
    links = AccessLink.objects.filter(registration=registration, delegate=delegate, purpose=LinkPurpose.CALENDAR)
    return links.filter(revoked_at=None, expires_at__gt=timezone.now())


# --- Erasure --------------------------------------------------------------------------------------------------------


def ask_to_erase(registration: Registration, delegate: Delegate | None = None) -> ErasureRequest:
    """Record that the contact, or one delegate, wishes the data erased; asked again it is the same request."""
    with transaction.atomic():
        registration = gate.lock_registration(registration)
        wish = {"registration": registration, "delegate": delegate, "done_at": None}
        return ErasureRequest.objects.filter(**wish).first() or ErasureRequest.objects.create(**wish)
