"""The desk of a session whose time zone nobody knows: its pages show moments in UTC and name no zone."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.tests.factories import StaffFactory
from documents.models import Document
from participants.models import CheckIn
from participants.tests.factories import DelegateFactory, RegistrationFactory
from sessions.tests.factories import SessionFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("page", "moment"), [("session", None), ("attendance", "10:15"), ("documents", "10:15")])
def test_the_pages_of_the_desk(client, page, moment):
    at = dt.datetime(2026, 5, 1, 10, 15, tzinfo=dt.UTC)
    session = SessionFactory(timezone="")
    registration = RegistrationFactory(session=session, state="confirmed")
    CheckIn.objects.create(delegate=DelegateFactory(registration=registration, place="confirmed"), at=at)
    Document.objects.create(kind="programme", session=session)
    Document.objects.update(created_at=at)
    client.force_login(StaffFactory())
    response = client.get(reverse(f"desk:{page}", args=[session.ref]))
    assert response.status_code == 200
    text = response.content.decode()
    assert "times are those of" not in text
    assert moment is None or moment in text
