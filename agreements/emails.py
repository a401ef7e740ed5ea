"""One small function a mail about projects. None of them gives away an address that was not taken up."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from agreements.enums import InterestState
from agreements.models import Interest, Project
from agreements.wording import proposer_of, said
from participants.emails import to_contact
from participants.enums import MailKind
from participants.mailing import Value, inert, plain, trusted
from participants.models import Registration
from tables.models import ThematicTable


def send_received(project: Project) -> None:
    """The project arrived, and is to be reviewed."""
    _to_proposer(MailKind.PROJECT_RECEIVED, project)


def send_accepted(project: Project, table: ThematicTable | None) -> None:
    """The project is accepted; says at which table it is presented, and what staff noted."""
    if project.registration is None:
        return
    with override(project.registration.language):
        words = _("It is presented at the table: %(table)s.") % {"table": table} if table else ""
    _to_proposer(MailKind.PROJECT_ACCEPTED, project, table=trusted(words), reason=plain(project.review_note))


def send_declined(project: Project) -> None:
    """The project is declined, with the reason."""
    _to_proposer(MailKind.PROJECT_DECLINED, project, reason=plain(project.review_note))


def send_asked(project: Project) -> None:
    """Before the project is decided something is asked."""
    _to_proposer(MailKind.PROJECT_ASKED, project, question=plain(project.review_note))


def send_interest(interest: Interest) -> None:
    """Somebody is interested: which organisation, and what it writes."""
    values = {"other": plain(interest.registration.organisation.name), "message": plain(interest.message)}
    _to_proposer(MailKind.INTEREST_RECEIVED, interest.project, **values)


def send_interest_answered(interest: Interest) -> None:
    """The proposer took the interest up, with whom to write to, or declined it."""
    to = interest.registration
    with override(to.language):
        decision = _decision(interest)
        other = plain(proposer_of(interest.project))
    values = {"other": other, "decision": decision, "answer": plain(interest.answer)}
    to_contact(MailKind.INTEREST_ANSWERED, to, project=_title(interest.project, to), **values)


def _decision(interest: Interest) -> Value:
    if interest.state != InterestState.ACCEPTED:
        return trusted(_("It does not take your interest up."))
    proposer = interest.project.registration
    if proposer is None:
        return trusted(_("It takes your interest up. The organisers of the session put you in touch."))
    words = _("It takes your interest up. You can write to %(name)s; the address is on your own page.")
    return trusted(words % {"name": inert(proposer.contact_name)})


def _to_proposer(kind: MailKind, project: Project, **values: Value) -> None:
    """To the contact of the registration that proposed it; a project that came another way has nobody to tell."""
    if to := project.registration:
        to_contact(kind, to, project=_title(project, to), **values)


def _title(project: Project, to: Registration) -> Value:
    return plain(said(project, "title", to.language).text)
