"""The mail that asks a contact how a project goes on."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from agreements.models import ProjectContact
from participants.enums import MailKind
from participants.mailing import Recipient, link, plain, write


def send_how_it_goes(contact: ProjectContact, token: str) -> None:
    """Ask how the project goes on, with a link of the contact's own."""
    with override(contact.language):
        url = settings.BASE_URL + reverse("agreements:follow_up_link", args=[token])
        values = {"contact": plain(contact.name), "project": plain(contact.project.title), "link": link(url)}
    write(MailKind.PROJECT_NEWS, Recipient(contact.email, contact.language), values)
