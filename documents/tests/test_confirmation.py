"""The confirmation of a registration: what it says, in whose hands it comes, and that it goes with an erasure."""

import datetime as dt
import io

import pikepdf
import pytest
from django.utils import timezone

from accounts.tests.factories import StaffFactory
from documents import jobs, services, store
from documents.builders import PERSONAL, confirmation
from documents.models import Document
from documents.tests.test_programme_pdf import pages_of
from participants.models import TableSeat
from participants.services import ask_to_erase, grant_erasure
from participants.tests.entering import enter
from participants.tests.factories import DelegateFactory, RegistrationFactory
from sessions.tests.factories import ProgrammeItemFactory, SessionFactory, VenueFactory
from tables.tests.factories import ThematicTableFactory
from taskforce.errors import DomainError

pytestmark = pytest.mark.django_db
ADDRESS = "/en/my/documents/confirmation/"


@pytest.fixture
def registration():
    session = SessionFactory(number=25, starts_on=dt.date(2027, 1, 23))
    venue = VenueFactory(session=session, name_it="Fiera", town_it="Bergamo")
    ProgrammeItemFactory(session=session, title_it="Apertura", venue=venue, starts=dt.time(9, 30))
    return RegistrationFactory(
        session=session, state="confirmed", organisation__name_latin="Officine <b> & Figli S.r.l.",
        decided_at=timezone.now(),
    )  # fmt: skip


@pytest.fixture
def delegate(registration):
    delegate = DelegateFactory(
        registration=registration, place="confirmed", given_latin="Anna", family_latin="Neri",
        given_cyrillic="Анна", family_cyrillic="Нери", qualification="Director",
    )  # fmt: skip
    table = ThematicTableFactory(session=registration.session, number=3, title_it="Meccanica")
    TableSeat.objects.create(delegate=delegate, table=table, place="confirmed")
    DelegateFactory(registration=registration, place="waiting", queue_number=1, family_latin="Colleague")
    DelegateFactory(registration=registration, place="released", family_latin="Gone")
    return delegate


def facts(registration, delegate=None, language="en") -> dict:
    return confirmation.confirmation_facts(registration.session, language, registration, delegate)


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.split()) for page in pages_of(pdf))


def made() -> Document:
    jobs.run_document(Document.objects.latest("pk").pk)
    return Document.objects.latest("pk")


def test_it_says_who_comes_with_which_place_and_seats(registration, delegate):
    pdf = PERSONAL["confirmation"].render("pdf", facts(registration), "en")
    text = text_of(pdf)
    for words in (
        "Officine <b> & Figli S.r.l.", "Anna Neri", "Анна Нери", "Director", "has a place", "3. Meccanica",
        "Colleague", "number 1 on the waiting list", "09:30", "Moscow time", "Fiera", "23–24 January 2027",
    ):  # fmt: skip
        assert words in text, words
    assert "Gone" not in text
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) == 1
        assert opened.open_metadata()["pdfuaid:part"] == "1"


def test_a_delegates_names_nobody_else(registration, delegate):
    people = facts(registration, delegate)["people"]
    assert [person["name"] for person in people] == ["Anna Neri"]


@pytest.mark.parametrize("state", ["under_review", "declined", "cancelled"])
def test_without_a_decision_there_is_nothing_to_confirm(client, registration, delegate, state):
    registration.state = state
    registration.save()
    with pytest.raises(DomainError):
        facts(registration)
    enter(client, registration)
    assert ADDRESS not in client.get("/en/my/documents/").content.decode()
    assert client.post(ADDRESS).url == "/en/my/documents/"
    assert not Document.objects.exists()


def test_a_get_asks_for_nothing_and_a_post_gets_the_file(client, registration, delegate):
    enter(client, registration)
    assert ADDRESS in client.get("/en/my/documents/").content.decode()
    assert client.get(ADDRESS).url == "/en/my/documents/"
    assert not Document.objects.exists()
    assert client.post(ADDRESS).url == ADDRESS
    assert client.get(ADDRESS).status_code == 202
    client.post(ADDRESS)
    assert Document.objects.count() == 1
    document = made()
    response = client.get(ADDRESS)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Cache-Control"] == "private, no-store"
    assert response.content == store.get(document.file)
    assert client.post(ADDRESS).content == response.content


def test_nobody_else_gets_it(client, registration, delegate):
    enter(client, registration)
    client.post(ADDRESS)
    document = made()
    stranger = DelegateFactory(registration__session=registration.session, registration__state="confirmed")
    for who, person in ((stranger.registration, None), (registration, delegate)):
        enter(client, who, person)
        assert client.get(ADDRESS).url == "/en/my/documents/"
    client.cookies.clear()
    assert client.get(ADDRESS).url == "/en/my/ask/"
    client.force_login(StaffFactory())
    assert client.get(f"/en/documents/{document.pk}/").status_code == 404
    assert "confirmation" not in client.get("/en/desk/25/documents/").content.decode()


def test_a_change_makes_it_anew(client, registration, delegate):
    enter(client, registration)
    client.post(ADDRESS)
    made()
    delegate.qualification = "President"
    delegate.save()
    assert client.get(ADDRESS).url == "/en/my/documents/"
    client.post(ADDRESS)
    assert "President" in text_of(store.get(made().file))


def test_an_erasure_takes_the_file_away(client, registration, delegate):
    enter(client, registration)
    client.post(ADDRESS)
    document = made()
    assert services.drop_erased() == 0
    grant_erasure(ask_to_erase(registration), StaffFactory())
    assert services.drop_erased() == 1
    assert not store.exists(document.file)
    assert not Document.objects.exists()


def test_a_kind_of_a_person_is_not_asked_for_at_the_desk(registration):
    with pytest.raises(DomainError):
        services.request_document("confirmation", registration.session, "it", "pdf")
    with pytest.raises(DomainError):
        services.request_document("programme", registration.session, "it", "pdf", registration=registration)
