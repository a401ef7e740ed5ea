"""The public page of a session counts the delegates by side; it knows them only by the name of the relation."""

import pytest

from participants.tests.factories import DelegateFactory, RegistrationFactory
from sessions.tests.factories import SessionFactory

pytestmark = pytest.mark.django_db


def test_the_portal_counts_its_own_delegates_by_side(client):
    session = SessionFactory(number=25)
    registration = RegistrationFactory(session=session, state="confirmed")
    for place in ("confirmed", "confirmed", "requested", "released"):
        delegate = DelegateFactory(registration=registration, session=session, side="IT", place=place)
    registration.delegates.filter(place="confirmed").first().check_ins.create(day=1)
    registration.delegates.filter(place="confirmed").first().check_ins.create(day=2)
    assert delegate.session == session
    people = {side["name"]: side for side in client.get("/en/sessions/25/").context["people"]}
    assert {key: value for key, value in people["Italian side"].items() if key != "name"} == {
        "registered": 3,
        "confirmed": 2,
        "present": 1,
    }
    assert people["Russian side"]["registered"] == 0
    assert "Counted by the portal" in client.get("/en/sessions/25/").content.decode()
