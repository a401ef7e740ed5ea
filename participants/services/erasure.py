"""Acts of staff who grant a request to erase. What is personal goes; rows, places and presences stay to be counted."""

from __future__ import annotations

from copy import copy
from functools import partial

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import override
from post_office.models import STATUS, Email

from accounts.models import User
from audit.services import redact
from participants.enums import ENDED
from participants.models import Answer, Delegate, Enquiry, ErasureRequest, MailLog, ProposedChange, Registration
from participants.services import gate
from participants.services.duplicates import index_organisation
from participants.services.keys import delegate_key, organisation_key
from sessions.enums import Phase
from taskforce import uploads

ERASED = "erased"
ERASED_EMAIL = "erased@example.invalid"  # where an address has to stand; nothing is ever delivered there
DELEGATE = {
    "given_latin": "", "family_latin": ERASED, "given_cyrillic": "", "family_cyrillic": "", "qualification": "",
    "email": "", "phone": "", "language": "", "speaks": [], "needs_interpreter": False, "dietary_needs": "",
    "access_needs": "",
}  # fmt: skip
CONTACT = {
    "contact_name": ERASED, "contact_email": ERASED_EMAIL, "contact_phone": "", "themes": "", "aims": "",
    "counterparts": "", "contacts_started": "", "in_catalogue": False, "decision_reason": "",
}  # fmt: skip
SOLE_TRADER = {"fiscal_code": 16, "inn": 12}  # so many characters has the number of a person, not of a body


def grant_erasure(request: ErasureRequest, by: User) -> ErasureRequest:
    """Erase what the request asks for, and record by whom; granted again it changes nothing."""
    with transaction.atomic():
        request = ErasureRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
        if request.done_at is None:
            erase_person(request.delegate) if request.delegate else erase_contact(request.registration)
            request.done_at, request.decided_by = timezone.now(), by
            request.save(update_fields=["done_at", "decided_by"])
        if request.delegate is None:  # which has done what its delegates asked for, too
            others = ErasureRequest.objects.filter(registration=request.registration, done_at=None)
            others.update(done_at=request.done_at, decided_by=by)
        return request


def erase_person(delegate: Delegate) -> None:
    """Erase one delegate: a place still to be used is given up first, one at a session that was held stays."""
    with gate.open_gate(delegate.session_id) as session:
        if session.phase() != Phase.HELD:
            gate.release_delegate(delegate)
        delegate = gate.lock_delegate(delegate)
        _erase_delegate(delegate)
        proposals = ProposedChange.objects.filter(registration=delegate.registration_id)  # they name who came before
        redact(delegate=delegate.pk, rows=proposals)  # last: what was done above is on record, too


def erase_contact(registration: Registration) -> None:
    """Erase a registration: contact, delegates, answers, mails and links. One still ahead is withdrawn first."""
    with gate.open_gate(registration.session_id) as session:
        if session.phase() != Phase.HELD and registration.state not in ENDED:
            gate.cancel_registration(registration)
        registration = gate.lock_registration(registration)
        for delegate in registration.delegates.select_related("registration", "session"):
            _erase_delegate(delegate)
        enquiries = list(Enquiry.objects.filter(email__iexact=registration.contact_email))
        Enquiry.objects.filter(pk__in=[one.pk for one in enquiries]).delete()
        _erase_attached(registration=registration)
        registration.clarifications.all().delete()
        registration.spreadsheets.all().delete()
        registration.proposed_changes.all().delete()
        projects = _erase_projects(registration)
        _fill(registration, CONTACT)
        bodies = [registration.organisation] if _erase_sole_trader(registration) else []
        index_organisation(registration.organisation)
        _erase_log(registration)
        rows = [*enquiries, *bodies, *projects]
        redact(registration=registration.pk, rows=rows)  # last: what was done above is on record, too


def _erase_delegate(delegate: Delegate) -> None:
    for language in ("en", "ru"):  # the name in both alphabets, as a replacement was recorded
        with override(language):
            named = ProposedChange.objects.filter(registration=delegate.registration_id, field="person")
            named.filter(before=delegate.name).update(before=ERASED)
    ProposedChange.objects.filter(delegate=delegate).exclude(field="person").delete()
    ProposedChange.objects.filter(delegate=delegate).update(after=ERASED)
    _erase_attached(delegate=delegate)
    _fill(delegate, DELEGATE)
    delegate.name_key = delegate_key(delegate)
    delegate.save(update_fields=["name_key"])
    # The mails to the contact name every delegate; what is not sent yet is on its way out of the outbox by itself.
    mails = MailLog.objects.filter(registration=delegate.registration_id)
    _erase_outbox(mails.filter(email__status__in=[STATUS.sent, STATUS.failed]))
    _erase_log(delegate)


def _erase_attached(**whose) -> None:
    answers = Answer.objects.filter(**whose)
    for answer in answers.exclude(file=""):
        transaction.on_commit(lambda file=answer.file: file.storage.delete(file.name))
    answers.delete()
    mails = MailLog.objects.filter(**whose)
    _erase_outbox(mails)
    mails.update(recipient=ERASED_EMAIL)
    owner = next(iter(whose.values()))
    owner.links.filter(revoked_at=None).update(revoked_at=timezone.now())
    owner.links.update(email="")


def _erase_projects(registration: Registration) -> list[models.Model]:
    """Erase what was proposed and not accepted, interests, and the contact with every project; return the rows.

    An accepted project is the session's, and stays without its registration. All this belongs to an app to the right,
    so it is reached by the names of the relations.
    """
    projects = list(registration.projects.prefetch_related("files"))
    touched = [*projects, *(interest.project for interest in registration.interests.select_related("project"))]
    contacts = [one for project in touched for one in project.contacts.filter(email__iexact=registration.contact_email)]
    gone = [*contacts, *registration.interests.all(), *(one for one in projects if one.review != "accepted")]
    names = [file.file for project in projects if project.review != "accepted" for file in project.files.all()]
    rows = [copy(one) for one in gone]  # a row that was deleted has no key
    for one in gone:
        one.delete()
    for name in names:
        transaction.on_commit(partial(uploads.discard, name))
    registration.projects.update(registration=None)
    return [*rows, *(one for one in projects if one.review == "accepted")]


def _erase_outbox(mails: models.QuerySet[MailLog]) -> None:
    """Delete what stands in the outbox of these mails, sent or not."""
    Email.objects.filter(pk__in=list(mails.exclude(email=None).values_list("email", flat=True))).delete()


def _erase_sole_trader(registration: Registration) -> bool:
    """A body's name and numbers are no personal data; a sole trader's are, where no other registration needs them.

    Returns whether there was something to erase.
    """
    body = registration.organisation
    personal = any(len(getattr(body, name)) == length for name, length in SOLE_TRADER.items())
    if not personal or body.registrations.exclude(pk=registration.pk).exists():
        return False
    names = ("name_cyrillic", "town", "address", "website", "vat_number", "fiscal_code", "inn")
    _fill(body, {"name_latin": ERASED} | dict.fromkeys(names, ""))
    body.name_key = organisation_key(body)
    body.save(update_fields=["name_key"])
    _fill(registration, {"identifier": ""})
    _erase_log(body)
    return True


def _erase_log(row: models.Model) -> None:
    """Keep who did what and when in the administration's log, without the name it was done to."""
    kind = ContentType.objects.get_for_model(row)
    LogEntry.objects.filter(content_type=kind, object_id=str(row.pk)).update(object_repr=ERASED)


def _fill(row: models.Model, values: dict) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
