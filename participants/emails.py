"""One small function a mail. Each puts a row into the outbox, in the caller's transaction, and wakes a worker after it.

What a mail says is in participants.mail_texts, or what staff wrote in its place; how it is put together in mailing.
"""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from participants.enums import LinkPurpose, MailKind, Place, State
from participants.links import make_link
from participants.mailing import Recipient, Value, inert, lines, link, plain, put, put_plain, trusted, write
from participants.models import Clarification, Delegate, Enquiry, ProposedChange, Registration, Reminder
from participants.wording import field_name, field_value, host_time
from sessions.models import Session
from taskforce.dates import date_span

# --- To the contact of a registration


def send_verify_link(registration: Registration, token: str) -> None:
    """The link to the page where the contact confirms the e-mail address. Holds nothing that somebody typed.

    The address is not verified yet: whoever fills the form must not be able to write to a stranger through it.
    """
    to = _contact(registration)
    with override(to.language):
        values = session_values(registration.session) | {"link": _link("verify_link", token)}
    write(MailKind.VERIFY_LINK, to, values)


def send_received(registration: Registration) -> None:
    """The registration arrived and is under review."""
    to_contact(MailKind.RECEIVED, registration)


def send_confirmed(registration: Registration) -> None:
    """The registration is confirmed; says of each delegate which place and which seats there are."""
    to_contact(MailKind.CONFIRMED, registration, delegates=_delegates(registration, registration.language))


def send_wait_listed(registration: Registration) -> None:
    """All delegates are on the waiting list; says the position of each."""
    to_contact(MailKind.WAIT_LISTED, registration, delegates=_delegates(registration, registration.language))


def send_declined(registration: Registration) -> None:
    """The registration is declined, with the reason staff gave."""
    to_contact(MailKind.DECLINED, registration, reason=plain(registration.decision_reason))


def send_cancelled(registration: Registration) -> None:
    """The registration is withdrawn."""
    to_contact(MailKind.CANCELLED, registration)


def send_merged(registration: Registration) -> None:
    """The registration was merged into another one of the same organisation, where its persons stand now."""
    to = _contact(registration)
    with override(to.language):
        values = _values(registration) | {"reason": plain(registration.decision_reason)}
        subject = _("Registration merged with another one: {session}")
        body = _(
            "Dear {contact},\n\nyour organisation had two registrations, so we made one of them. {reason}\n\n"
            "The persons you named stand in the other one now, with the places they had.\n\n"
            "If these are two different organisations, write to us.\n\n{facts}"
        )
    put(MailKind.CANCELLED, to, subject, body, values)


def send_promoted(delegate: Delegate) -> None:
    """A place became free for a delegate who waited; says until when it has to be accepted, where it has."""
    registration = delegate.registration
    with override(registration.language):
        deadline = _accept_by(delegate)
    facts = {"delegates": _delegates(registration, registration.language, pk=delegate.pk), "deadline": deadline}
    to_contact(MailKind.PROMOTED, registration, **facts)


def send_offer_lapsed(delegate: Delegate) -> None:
    """A place that was offered was not accepted in time."""
    to_contact(MailKind.OFFER_LAPSED, delegate.registration, delegate=_name(delegate, delegate.registration.language))


def send_clarification(clarification: Clarification) -> None:
    """Staff ask for more before they decide."""
    to_contact(MailKind.CLARIFICATION, clarification.registration, question=plain(clarification.question))


def send_change_decided(registration: Registration, changes: list[ProposedChange]) -> None:
    """Changes the company proposed were approved or refused, with the reason of the last refusal."""
    with override(registration.language):
        decided = [
            {
                "name": field_name(change.field),
                "person": inert(change.delegate.name) if change.delegate else "",
                "before": inert(field_value(change.field, change.before)),
                "after": inert(field_value(change.field, change.after)),
                "approved": change.approved,
            }
            for change in changes
        ]
        reasons = plain("\n".join(change.reason for change in changes if change.reason))
        block = lines("changes", changes=decided)
    to_contact(MailKind.CHANGE_DECIDED, registration, changes=block, reason=reasons)


def send_my_link(registration: Registration, token: str) -> None:
    """The link to the contact's own page, because somebody asked for it. Holds nothing that somebody typed."""
    to = _contact(registration)
    with override(to.language):
        values = session_values(registration.session) | {"link": _link("my_link", token)}
    write(MailKind.MY_LINK, to, values)


def send_returning_link(registration: Registration, session: Session, token: str, language: str) -> None:
    """The link with which a registration for ``session`` begins with the data of an earlier one."""
    with override(language):
        url = settings.BASE_URL + reverse("participants:register_returning_link", args=[session.ref, token])
        values = session_values(session) | {"link": link(url)}
    write(MailKind.RETURNING_LINK, Recipient(registration.contact_email, language, registration), values)


def send_new_email_link(registration: Registration, token: str, email: str) -> None:
    """To the new address of a contact: the page with the button that makes it the address in force."""
    to = Recipient(email, registration.language, registration)
    with override(to.language):
        values = session_values(registration.session) | {"link": _link("my_link", token)}
    write(MailKind.NEW_EMAIL_LINK, to, values)


# --- To a delegate


def send_delegate_place(delegate: Delegate) -> None:
    """To a delegate who has a place: the conditions, and the link to the own page. Nothing without an e-mail."""
    with override(delegate.mail_language):
        conditions = trusted(delegate.session.conditions)
    _to_delegate(MailKind.DELEGATE, delegate, conditions=conditions)


def send_delegate_waiting(delegate: Delegate) -> None:
    """To a delegate on the waiting list, with the link to the own page."""
    _to_delegate(MailKind.DELEGATE_WAITING, delegate)


def send_delegate_released(delegate: Delegate) -> None:
    """To a person who is no longer named; without a link, since there is no own page any more."""
    _to_delegate(MailKind.DELEGATE_RELEASED, delegate, with_link=False)


def send_delegate_link(delegate: Delegate, token: str) -> None:
    """The link to a delegate's own page, because somebody asked for it."""
    to = _delegate(delegate)
    with override(to.language):
        values = session_values(delegate.session) | {"link": _link("my_link", token)}
    write(MailKind.MY_LINK, to, values)


# --- To whoever takes part


def send_programme_changed(to: Recipient, person: str, session: Session, news: list[str], note: str, url: str) -> None:
    """What a new version of the programme changes for one person. ``news`` are sentences in the person's language."""
    with override(to.language):
        values = session_values(session) | {
            "person": plain(person),
            "news": lines("news", news=[inert(sentence) for sentence in news]),
            "note": trusted(note),
            "programme": link(url),
        }
    write(MailKind.PROGRAMME_CHANGED, to, values)


# --- To anybody


def send_nothing_found(email: str, language: str) -> None:
    """To an address somebody typed, which no registration knows. Holds nothing else that was typed."""
    write(MailKind.NOTHING_FOUND, Recipient(email, language), {})


def send_enquiry_received(enquiry: Enquiry) -> None:
    """To the sender of a question; holds nothing of it, since the address may be a stranger's."""
    write(MailKind.ENQUIRY_RECEIVED, Recipient(enquiry.email, enquiry.language), {})


def send_enquiry_answered(enquiry: Enquiry) -> None:
    """The answer of staff, with the question."""
    values = {"contact": plain(enquiry.name), "answer": trusted(enquiry.answer), "question": plain(enquiry.text)}
    write(MailKind.ENQUIRY_ANSWERED, Recipient(enquiry.email, enquiry.language), values)


def send_reminder(reminder: Reminder, registration: Registration, delegate: Delegate | None = None) -> None:
    """A reminder staff wrote, to the contact of a registration or to one of its delegates.

    To a contact whose address is not verified it holds nothing that was typed, and the link to verify it.
    """
    to = _delegate(delegate, reminder) if delegate else _contact(registration, reminder)
    with override(to.language):
        subject, body = reminder.subject, reminder.body
        values = session_values(registration.session) | {"conditions": trusted(registration.session.conditions)}
        if registration.state == State.SUBMITTED:
            values["link"] = _link("verify_link", make_link(registration, LinkPurpose.VERIFY_EMAIL, timezone.now()))
        else:
            values |= _values(registration) | {"link": _own_link(registration, delegate)}
            values["delegate"] = plain(delegate.name) if delegate else values["contact"]
            values["delegates"] = _delegates(registration, to.language, **({"pk": delegate.pk} if delegate else {}))
    put(MailKind.REMINDER, to, subject, body, values)


# --- To the organisers


def tell_organisers(enquiry: Enquiry) -> None:
    """A question from the contact page, as plain text, to the portal's own address, where there is one.

    A reply goes to the sender; the address was checked to be one and nothing else.
    """
    if not settings.CONTACT_EMAIL:
        return
    with override(settings.LANGUAGE_CODE):
        text = _("%(name)s (%(email)s) asks:") % {"name": inert(enquiry.name), "email": enquiry.email}
        url = settings.BASE_URL + reverse("admin:participants_enquiry_change", args=[enquiry.pk])
        answer = _("Answer here, so that the answer is on record: %(url)s") % {"url": url}
        about = [str(enquiry.session)] if enquiry.session else []
        body = "\n\n".join([text, *about, inert(enquiry.text), answer])
        put_plain(settings.CONTACT_EMAIL, _("A question from the contact page"), body, reply_to=enquiry.email)


# --- What they are made of


def _contact(registration: Registration, reminder: Reminder | None = None) -> Recipient:
    return Recipient(registration.contact_email, registration.language, registration, reminder=reminder)


def _delegate(delegate: Delegate, reminder: Reminder | None = None) -> Recipient:
    return Recipient(delegate.email, delegate.mail_language, delegate.registration, delegate, reminder)


def to_contact(kind: MailKind, registration: Registration, **values: Value) -> None:
    """Write a mail of a kind to the contact, with the values every one of them has and these."""
    to = _contact(registration)
    with override(to.language):
        values = _values(registration) | {"link": _own_link(registration, None)} | values
    write(kind, to, values)


def _to_delegate(kind: MailKind, delegate: Delegate, *, with_link: bool = True, **values: Value) -> None:
    if not delegate.email:
        return
    to = _delegate(delegate)
    with override(to.language):
        values = _values(delegate.registration) | {"delegate": plain(delegate.name)} | values
        if with_link:
            values["link"] = _own_link(delegate.registration, delegate)
    write(kind, to, values)


def _values(registration: Registration) -> dict[str, Value]:
    organisation = inert(registration.organisation.name)
    return {
        "contact": plain(registration.contact_name),
        "organisation": plain(registration.organisation.name),
        **session_values(registration.session, organisation),
    }


def session_values(session: Session, organisation: str = "") -> dict[str, Value]:
    """Return what every mail may say of a session, in the language that is active."""
    dates = date_span(session.starts_on, session.ends_on)
    facts = {"organisation": organisation, "session": session, "dates": dates, "city": session.city}
    return {
        "session": trusted(session),
        "dates": trusted(dates),
        "place": trusted(session.city),
        "facts": lines("facts", **facts),
    }


def _link(view: str, token: str) -> Value:
    return link(settings.BASE_URL + reverse(f"participants:{view}", args=[token]))


def _own_link(registration: Registration, delegate: Delegate | None) -> Value:
    purpose = LinkPurpose.DELEGATE if delegate else LinkPurpose.MY
    return _link("my_link", make_link(registration, purpose, timezone.now(), delegate=delegate))


def _name(delegate: Delegate, language: str) -> Value:
    with override(language):
        return plain(delegate.name)


def _accept_by(delegate: Delegate) -> Value:
    if delegate.accept_by is None:
        return trusted("")
    moment = host_time(delegate.session, delegate.accept_by)
    return trusted(
        _("Please accept it on your own page by %(moment)s. After that it goes to the next.") % {"moment": moment}
    )


def _delegates(registration: Registration, language: str, **only) -> Value:
    """Return what a mail says of each delegate who has not given up: name, place, position, tables and visits."""
    with override(language):
        delegates = (
            registration.delegates.filter(**only)
            .exclude(place=Place.RELEASED)
            .with_queue_position()
            .prefetch_related("table_seats__table", "visit_seats__visit")
        )
        facts = [
            {
                "name": inert(delegate.name),
                "place": delegate.place,
                "position": delegate.queue_position if delegate.place == Place.WAITING else None,
                "seats": [_seat(seat, str(seat.table)) for seat in delegate.table_seats.all()]
                + [_seat(seat, str(seat.visit)) for seat in delegate.visit_seats.all()],
            }
            for delegate in delegates
        ]
        return lines("delegates", delegates=facts)


def _seat(seat, title: str) -> dict:
    return {"title": title, "place": seat.place, "word": seat.get_place_display()}
