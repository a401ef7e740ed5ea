"""A returning contact begins with earlier data, after verifying the e-mail address; nobody learns who was here."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from post_office.models import Email

from participants import services
from participants.models import AccessLink, OrganisationSector, Registration
from participants.tests.factories import DelegateFactory, OrganisationFactory, RegistrationFactory
from sessions.tests.factories import SessionFactory

pytestmark = pytest.mark.django_db
ADDRESS = "anna@brembo.example"


@pytest.fixture
def session():
    return SessionFactory()


@pytest.fixture
def earlier():
    body = OrganisationFactory(name_latin="Officine Brembo S.r.l.", vat_number="00743110157", town="Bergamo")
    OrganisationSector.objects.create(organisation=body, code="28")
    registration = RegistrationFactory(
        session=SessionFactory(status="held"), organisation=body, contact_email=ADDRESS, themes="Freni", aims="Vendere",
        in_catalogue=True,
    )  # fmt: skip
    DelegateFactory(registration=registration, family_latin="Bianchi", speaks=["it", "ru"])
    DelegateFactory(registration=registration, family_latin="Andata", place="released")
    return registration


def page(session, step: str = "") -> str:
    return f"/en/sessions/{session.ref}/register/returning/{step}"


def ask(client, session, email: str = ADDRESS):
    return client.post(page(session), {"email": email})


def enter(client, session) -> None:
    """Ask for the link and follow it as the mail gives it."""
    ask(client, session)
    text = Email.objects.filter(subject__startswith="Your earlier data").latest("pk").message
    client.get(re.search(r"http://[^/]+(/\S+/returning/\S+)", text)[1])


def test_the_whole_way(client, session, earlier):
    enter(client, session)
    shown = client.get(page(session, "begin/")).text
    assert "Officine Brembo S.r.l." in shown
    response = client.post(page(session, "begin/"), {"earlier": earlier.pk})
    assert response.url == f"/en/sessions/{session.ref}/register/"
    draft = Registration.objects.get(state="draft")
    assert (draft.session, draft.earlier, draft.themes, draft.aims) == (session, earlier, "Freni", "Vendere")
    assert draft.in_catalogue is False
    assert draft.organisation != earlier.organisation
    assert draft.organisation.vat_number == "00743110157"
    assert draft.organisation.sectors.get().code == "28"
    assert [(one.family_latin, one.speaks, one.place) for one in draft.delegates.all()] == [
        ("Bianchi", ["it", "ru"], "requested")
    ]
    form = client.get(response.url).text
    assert 'value="Officine Brembo S.r.l."' in form
    client.post(page(session, "begin/"), {"earlier": earlier.pk})
    assert Registration.objects.filter(state="draft").count() == 1


def test_what_stands_for_this_very_session_is_not_made_twice(client, session, earlier):
    Registration.objects.filter(pk=earlier.pk).update(session=session)
    enter(client, session)
    shown = client.get(page(session, "begin/")).text
    assert "This organisation already has a registration for this session." in shown
    assert "Use this data" not in shown
    answer = client.post(page(session, "begin/"), {"earlier": earlier.pk})
    assert answer.status_code == 200
    assert not Registration.objects.filter(state="draft").exists()
    Registration.objects.filter(pk=earlier.pk).update(state="cancelled")
    assert client.post(page(session, "begin/"), {"earlier": earlier.pk}).status_code == 302
    assert Registration.objects.get(state="draft").earlier == earlier


def test_known_and_unknown_addresses_get_the_same_answer(client, session, earlier):
    known, unknown = ask(client, session), ask(client, session, "nobody@else.example")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [mail.to for mail in Email.objects.order_by("pk")] == [[ADDRESS], ["nobody@else.example"]]
    assert Email.objects.latest("pk").subject == "No registration with this e-mail address"


def test_an_address_nobody_verified_is_unknown(client, session, earlier):
    Registration.objects.update(verified_at=None, state="submitted")
    ask(client, session)
    assert Email.objects.get().subject == "No registration with this e-mail address"


def test_a_few_mails_an_hour_and_no_more(client, session, earlier):
    for _time in range(6):
        ask(client, session)
        ask(client, session, "nobody@else.example")
    assert Email.objects.filter(to=[ADDRESS]).count() == 3
    assert Email.objects.filter(to=["nobody@else.example"]).count() == 1
    assert AccessLink.objects.count() == 3


@pytest.mark.parametrize("fault", ["none", "expired", "revoked", "truncated", "other purpose"])
def test_a_link_that_is_no_good_always_looks_the_same(client, session, earlier, fault):
    if fault != "none":
        enter(client, session)
        client.cookies.clear() if fault == "truncated" else None
        past = timezone.now() - dt.timedelta(days=1)
        changes = {"expired": {"expires_at": past}, "revoked": {"revoked_at": past}, "other purpose": {"purpose": "my"}}
        AccessLink.objects.update(**changes.get(fault, {"used_at": None}))
        if fault == "truncated":
            client.get(page(session, "abc/"))
    response = client.get(page(session, "begin/"))
    assert (response.status_code, "This link is not valid any more" in response.text) == (410, True)
    assert client.post(page(session, "begin/"), {"earlier": earlier.pk}).status_code == 410
    assert not Registration.objects.filter(state="draft").exists()


@pytest.mark.parametrize("key", ["", "x", "1" * 40, "\x00"])
def test_another_contacts_registration_cannot_be_used(client, session, earlier, key):
    stranger = RegistrationFactory(contact_email="other@else.example")
    enter(client, session)
    client.post(page(session, "begin/"), {"earlier": key or stranger.pk})
    assert not Registration.objects.filter(state="draft").exists()


def test_opening_the_link_changes_nothing(client, session, earlier):
    enter(client, session)
    client.get(page(session, "begin/"))
    link = AccessLink.objects.get()
    assert (link.used_at, Registration.objects.count()) == (None, 1)


def test_who_registers_anew_is_recognised_when_the_address_is_verified(session, earlier):
    body = OrganisationFactory(name_latin="Brembo", vat_number="00743110157")
    again = RegistrationFactory(
        session=session, organisation=body, contact_email=ADDRESS.upper(), state="submitted", verified_at=None
    )
    Registration.objects.filter(pk=earlier.pk).update(identifier="IT00743110157")
    from participants.enums import LinkPurpose
    from participants.links import find_link, make_link

    token = make_link(again, LinkPurpose.VERIFY_EMAIL, timezone.now())
    services.verify_email(find_link(token, LinkPurpose.VERIFY_EMAIL))
    again.refresh_from_db()
    assert again.earlier == earlier
