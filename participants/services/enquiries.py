"""Questions sent through the contact page, and their answers."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from participants import emails
from participants.models import Enquiry
from sessions.models import Session
from taskforce.errors import DomainError


def send_enquiry(
    client_token: uuid.UUID, *, name: str, email: str, text: str, language: str, session: Session | None = None
) -> Enquiry:
    """Keep a question, tell the sender that it arrived and the organisers what it says. Sent twice it is one."""
    fields = {"name": name, "email": email, "text": text, "language": language, "session": session}
    with transaction.atomic():
        enquiry, made = Enquiry.objects.get_or_create(client_token=client_token, defaults=fields)
        if made:
            emails.send_enquiry_received(enquiry)
            emails.tell_organisers(enquiry)
    return enquiry


def answer_enquiry(enquiry: Enquiry, answer: str, by: User) -> Enquiry:
    """Answer a question and mail the answer. Raises DomainError where it is answered already or nothing is said."""
    with transaction.atomic():
        enquiry = Enquiry.objects.select_for_update().get(pk=enquiry.pk)
        if enquiry.answered_at:
            raise DomainError(_("This question is answered already."), code="answered")
        if not answer:
            raise DomainError(_("Write an answer."), code="empty", field="answer")
        enquiry.answer, enquiry.answered_at, enquiry.answered_by = answer, timezone.now(), by
        enquiry.save(update_fields=["answer", "answered_at", "answered_by"])
        emails.send_enquiry_answered(enquiry)
        return enquiry
