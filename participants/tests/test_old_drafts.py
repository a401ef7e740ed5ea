"""Drafts and links are removed when nobody can go on with them, and not before."""

import datetime as dt

import pytest
from django.utils import timezone

from participants.enums import LinkPurpose
from participants.links import make_link
from participants.models import AccessLink, Delegate, Organisation, Registration
from participants.services import remove_old_drafts, remove_old_links
from participants.tasks import remove_old_drafts as task
from participants.tests.factories import DelegateFactory, PrivacyNoticeFactory, RegistrationFactory
from participants.tests.filling import address, draft
from sessions.tests.factories import SessionFactory

pytestmark = pytest.mark.django_db


def days_old(registration, days):
    Registration.objects.filter(pk=registration.pk).update(created_at=timezone.now() - dt.timedelta(days=days))


@pytest.mark.parametrize("days", [0, 59, 60.5])
def test_a_draft_stays_as_long_as_a_page_may_lead_to_it(client, days):
    own = draft(client, SessionFactory())
    days_old(own, days)
    assert remove_old_drafts() == 0
    assert Registration.objects.filter(pk=own.pk).exists()


def test_until_its_last_day_the_form_goes_on_with_the_draft_and_then_begins_anew(client):
    session = SessionFactory()
    PrivacyNoticeFactory()
    own = draft(client, session)
    days_old(own, 59.9)
    assert client.get(address(session, "check")).status_code == 200
    days_old(own, 60.1)
    response = client.get(address(session, "check"))
    assert (response.status_code, response.url) == (302, address(session))
    assert client.get(address(session)).context["draft"] is None


def test_an_old_draft_goes_with_all_that_was_typed(client):
    old, young = draft(client, SessionFactory()), draft(client, SessionFactory())
    days_old(old, 62)
    assert remove_old_drafts() == 1
    assert list(Registration.objects.all()) == [young]
    assert list(Organisation.objects.all()) == [young.organisation]
    assert list(Delegate.objects.values_list("registration", flat=True)) == [young.pk]


@pytest.mark.parametrize("state", ["submitted", "under_review", "confirmed", "cancelled", "declined"])
def test_what_was_sent_is_never_removed_so(state):
    sent = DelegateFactory(registration=RegistrationFactory(state=state)).registration
    days_old(sent, 900)
    assert remove_old_drafts() == 0
    assert Registration.objects.filter(pk=sent.pk).exists()


def test_a_draft_something_hangs_on_keeps_no_other_from_going(client):
    held, old = draft(client, SessionFactory()), draft(client, SessionFactory())
    RegistrationFactory(submitted_through=held.organisation)
    for one in (held, old):
        days_old(one, 62)
    assert remove_old_drafts() == 1
    assert Registration.objects.filter(pk=held.pk).exists()


def test_a_link_goes_a_month_after_its_end():
    now = timezone.now()
    registration = RegistrationFactory()
    make_link(registration, LinkPurpose.NEW_EMAIL, now - dt.timedelta(days=33))
    make_link(registration, LinkPurpose.NEW_EMAIL, now - dt.timedelta(days=30))
    make_link(registration, LinkPurpose.MY, now - dt.timedelta(days=33))
    assert remove_old_links(now) == 1
    assert AccessLink.objects.count() == 2


def test_the_daily_task_does_both(client):
    own = draft(client, SessionFactory())
    days_old(own, 62)
    make_link(RegistrationFactory(), LinkPurpose.NEW_EMAIL, timezone.now() - dt.timedelta(days=33))
    task()
    assert not Registration.objects.filter(pk=own.pk).exists()
    assert not AccessLink.objects.exists()
