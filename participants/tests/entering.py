"""A browser that was let in at ``my/``."""

from django.core import signing
from django.test import Client
from django.utils import timezone

from participants.enums import LinkPurpose
from participants.links import find_link, make_link
from participants.models import AccessLink, Delegate, Registration
from participants.views.access import COOKIE, SALT


def enter(client: Client, registration: Registration, delegate: Delegate | None = None) -> AccessLink:
    """Give the client the cookie of the contact, or of one delegate; returns the link it stands for."""
    purpose = LinkPurpose.DELEGATE if delegate else LinkPurpose.MY
    link = find_link(make_link(registration, purpose, timezone.now(), delegate=delegate), purpose)
    client.cookies[COOKIE] = signing.get_cookie_signer(salt=COOKIE + SALT).sign(str(link.pk))
    return link
