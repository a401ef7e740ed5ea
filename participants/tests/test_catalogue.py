"""The catalogue of participants: who sees it, what it shows, and how an organisation is found in it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from accounts.tests.factories import StaffFactory, UserFactory
from participants import services
from participants.models import OrganisationSector, Registration, TableSeat
from participants.tests.entering import enter
from participants.tests.factories import DelegateFactory, OrganisationFactory, RegistrationFactory
from sessions.tests.factories import AssignmentFactory, HostRegionFactory, SessionFactory
from tables.tests.factories import ThematicTableFactory

pytestmark = pytest.mark.django_db

PAGE = "/en/sessions/25/participants/"
CLOSED = "Only organisations whose registration for this session is confirmed"
QUERIES = 9


@pytest.fixture
def session():
    return SessionFactory(number=25)


def shown(session, name="Torni Rossi S.r.l.", state="confirmed", in_catalogue=True, sectors=(), **fields):
    """A registration that agreed to be shown; ``organisation__…`` in ``fields`` go to its organisation."""
    body = {key.removeprefix("organisation__"): fields.pop(key) for key in list(fields) if "__" in key}
    organisation = OrganisationFactory(name_latin=name, **body)
    OrganisationSector.objects.bulk_create(OrganisationSector(organisation=organisation, code=code) for code in sectors)
    services.index_organisation(organisation, [])
    return RegistrationFactory(
        session=session, organisation=organisation, state=state, in_catalogue=in_catalogue, **fields
    )


@pytest.fixture
def reader(client, session):
    """A browser let in for a confirmed registration that is not shown itself."""
    enter(client, RegistrationFactory(session=session, state="confirmed"))
    return client


def names(client: Client, query: str = "") -> list[str]:
    response = client.get(PAGE + query)
    assert response.status_code == 200
    return [row["organisation"].name_latin or row["organisation"].name_cyrillic for row in response.context["rows"]]


def is_closed(client: Client) -> bool:
    """Whether the page tells how to get in and nothing of who takes part."""
    response = client.get(PAGE)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    text = response.content.decode()
    if CLOSED not in text:
        return False
    assert "Torni" not in text
    assert "1 organisation" not in text
    return True


# --- Who sees it ----------------------------------------------------------------------------------------------------


def test_the_public_reads_how_to_get_in(client, session):
    shown(session)
    assert is_closed(client)
    assert "/en/my/ask/" in client.get(PAGE).content.decode()


def test_a_confirmed_contact_and_the_own_delegates_see_it(client, session):
    shown(session)
    own = RegistrationFactory(session=session, state="confirmed")
    enter(client, own)
    assert names(client) == ["Torni Rossi S.r.l."]
    enter(client, own, DelegateFactory(registration=own, place="confirmed"))
    assert names(client) == ["Torni Rossi S.r.l."]
    enter(client, own, DelegateFactory(registration=own, place="waiting", queue_number=1))
    assert names(client) == ["Torni Rossi S.r.l."]


@pytest.mark.parametrize("state", ["submitted", "under_review", "wait_listed", "declined", "cancelled"])
def test_who_is_not_confirmed_does_not(client, session, state):
    shown(session)
    enter(client, RegistrationFactory(session=session, state=state))
    assert is_closed(client)


def test_a_draft_does_not(client, session):
    shown(session)
    enter(client, RegistrationFactory(session=session, draft=True))
    assert is_closed(client)


def test_who_is_confirmed_for_another_session_does_not(client, session):
    shown(session)
    enter(client, RegistrationFactory(state="confirmed"))
    assert is_closed(client)


def test_a_delegate_who_gave_up_the_place_does_not(client, session):
    shown(session)
    own = RegistrationFactory(session=session, state="confirmed")
    enter(client, own, DelegateFactory(registration=own, place="released"))
    assert is_closed(client)


def test_a_revoked_link_and_a_forged_cookie_open_nothing(client, session):
    shown(session)
    link = enter(client, RegistrationFactory(session=session, state="confirmed"))
    assert not is_closed(client)
    link.revoked_at = timezone.now()
    link.save()
    assert is_closed(client)
    client.cookies["my"] = "1:forged"
    assert is_closed(client)


def test_withdrawing_closes_it_at_once(client, session):
    shown(session)
    own = RegistrationFactory(session=session, state="confirmed")
    enter(client, own)
    assert not is_closed(client)
    Registration.objects.filter(pk=own.pk).update(state="cancelled")
    assert is_closed(client)


@pytest.mark.parametrize("role", ["organiser", "read_only"])
def test_organisers_of_the_session_see_it(client, session, role):
    shown(session)
    client.force_login(AssignmentFactory(session=session, role=role).user)
    assert names(client) == ["Torni Rossi S.r.l."]


def test_staff_see_it_and_other_accounts_do_not(client, session):
    shown(session)
    client.force_login(StaffFactory())
    assert names(client) == ["Torni Rossi S.r.l."]
    switched_off = AssignmentFactory(session=session, user__is_active=False).user
    for user in (UserFactory(), AssignmentFactory().user, switched_off):
        client.force_login(user)
        assert is_closed(client)


def test_a_draft_session_is_there_for_its_organisers_only(client, session):
    session.status = "draft"
    session.save()
    enter(client, shown(session))
    assert client.get(PAGE).status_code == 404
    client.force_login(AssignmentFactory(session=session, role="organiser").user)
    assert names(client) == ["Torni Rossi S.r.l."]


def test_what_is_no_session_is_not_there(client):
    for ref in ("26", "s9", "0", "1" + "0" * 30, "x"):
        assert client.get(f"/en/sessions/{ref}/participants/").status_code == 404
    assert client.post(PAGE).status_code == 405


# --- What it shows --------------------------------------------------------------------------------------------------


def test_what_is_shown_of_an_organisation(reader, session):
    table = ThematicTableFactory(session=session, title_en="Machine tools")
    other = ThematicTableFactory(session=session, title_en="Wood and forests")
    region = HostRegionFactory(code="IT-36", name_en="Friuli")
    registration = shown(
        session, sectors=["28"], themes="Lathes for Ural", counterparts="Importers", investment="seeks",
        organisation__name_cyrillic="Торни Росси", organisation__region=region, organisation__town="Bergamo",
        organisation__website="https://torni.example/", aims="Our secret aim", contacts_started="A secret contact",
        contact_name="Anna Persona", contact_email="anna@persona.example", contact_phone="+39 035 999999",
    )  # fmt: skip
    person = DelegateFactory(
        registration=registration, place="confirmed", given_latin="Marco", family_latin="Nascosto", phone="+39 1"
    )
    TableSeat.objects.create(delegate=person, table=table, place="confirmed")
    TableSeat.objects.create(delegate=person, table=other, place="waiting", queue_number=1)
    text = reader.get(PAGE).content.decode().split('<ul class="catalogue">')[1]
    for words in (
        "Torni Rossi S.r.l.", "Торни Росси", "Company", "Bergamo, Friuli", 'href="https://torni.example/"',
        "Lathes for Ural", "Importers", "Seeks an investor", "28 Machinery and equipment n.e.c.", "Machine tools",
    ):  # fmt: skip
        assert words in text, words
    for words in ("secret", "Anna", "anna@persona.example", "999999", "Marco", "Nascosto", person.email, "Wood"):
        assert words not in text, words


def test_the_name_is_in_the_readers_alphabet(reader, session):
    shown(session, name="Uralmash", organisation__name_cyrillic="Уралмаш", organisation__side="RU")
    text = reader.get("/ru/sessions/25/participants/").content.decode()
    assert text.index('<h2 class="h3">Уралмаш') < text.index("Uralmash")


@pytest.mark.parametrize(
    "fields",
    [
        {"in_catalogue": False}, {"state": "under_review"}, {"state": "wait_listed"}, {"state": "declined"},
        {"state": "cancelled"},
    ],
)  # fmt: skip
def test_who_did_not_agree_or_is_not_confirmed_is_not_shown(reader, session, fields):
    shown(session, **fields)
    assert names(reader) == []
    assert "No organisation is shown here yet." in reader.get(PAGE).content.decode()


def test_the_catalogue_of_another_session_is_not_mixed_in(reader, session):
    shown(SessionFactory())
    assert names(reader) == []


def test_taking_back_the_consent_removes_it_at_once(reader, session):
    registration = shown(session)
    assert names(reader) == ["Torni Rossi S.r.l."]
    Registration.objects.filter(pk=registration.pk).update(in_catalogue=False)
    assert names(reader) == []


def test_cancelling_removes_it_at_once(reader, session):
    registration = shown(session)
    services.cancel_registration(registration)
    assert names(reader) == []


def test_what_people_typed_is_text_and_no_markup(reader, session):
    shown(
        session, name="<img src=http://x> {{ 7 }}", themes="<script>alert(1)</script>\n" + "x" * 500,
        organisation__website="javascript:alert(1)",
    )  # fmt: skip
    text = reader.get(PAGE).content.decode()
    assert "&lt;img src=http://x&gt; {{ 7 }}" in text
    assert "<script>alert" not in text
    assert "javascript:" not in text
    assert "Read the whole text" in text


def test_a_contact_who_is_not_shown_is_told(client, session):
    own = shown(session, in_catalogue=False)
    enter(client, own)
    assert "Your own organisation is not shown here." in client.get(PAGE).content.decode()
    enter(client, own, DelegateFactory(registration=own, place="confirmed"))
    assert "Your own organisation is not shown here." not in client.get(PAGE).content.decode()


# --- How it is found ------------------------------------------------------------------------------------------------


@pytest.fixture
def three(session):
    """Three organisations that answer to different searches."""
    ural = HostRegionFactory(code="RU-SVE", name_en="Sverdlovsk")
    shown(
        session, name="", organisation__name_cyrillic="ООО «Уралмаш»", organisation__side="RU", sectors=["28"],
        organisation__region=ural, counterparts="Производители мебели",
    )  # fmt: skip
    shown(session, name="Caffè Però S.p.A.", sectors=["10"], themes="Città del gusto", organisation__town="Lecco")
    shown(session, name="Università di Brescia", organisation__category="university", sectors=["P"])
    return session


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=уралмаш", ["ООО «Уралмаш»"]), ("q=URALMASH", ["ООО «Уралмаш»"]), ("q=OOO+Uralmash", ["ООО «Уралмаш»"]),
        ("q=caffe+pero", ["Caffè Però S.p.A."]), ("q=каффе", ["Caffè Però S.p.A."]), ("q=мебели", ["ООО «Уралмаш»"]),
        ("q=Мебели", ["ООО «Уралмаш»"]), ("q=città", ["Caffè Però S.p.A."]), ("q=lecco", ["Caffè Però S.p.A."]),
        ("q=caffe+uralmash", []), ("q=100%25", []), ("q=srl", []), ("q=у_алмаш", []),
        ("side=RU", ["ООО «Уралмаш»"]), ("category=university", ["Università di Brescia"]),
        ("region=RU-SVE", ["ООО «Уралмаш»"]), ("sector=10", ["Caffè Però S.p.A."]),
        ("sector=C", ["Caffè Però S.p.A.", "ООО «Уралмаш»"]), ("sector=C&side=IT", ["Caffè Però S.p.A."]),
    ],
)  # fmt: skip
def test_searches(reader, three, query, found):
    assert names(reader, f"?{query}") == found


def test_by_table(reader, three):
    tables = [ThematicTableFactory(session=three) for _number in range(2)]
    for registration in Registration.objects.filter(in_catalogue=True).select_related("organisation"):
        person = DelegateFactory(registration=registration, place="confirmed")
        waiting = registration.organisation.side == "IT"
        place = {"place": "waiting", "queue_number": person.pk} if waiting else {"place": "confirmed"}
        TableSeat.objects.create(delegate=person, table=tables[0], **place)
    assert names(reader, f"?table={tables[0].pk}") == ["ООО «Уралмаш»"]
    assert names(reader, f"?table={tables[1].pk}") == []


@pytest.mark.parametrize(
    "query",
    [
        "q=%00", "q=%ED%A0%80", "q=" + "x" * 5000, "side=FR", "category=x", "region=IT-999", "sector=ZZ", "table=x",
        "q=_%25_", "table=" + "1" * 31, "page=-1", "page=%00", "page=" + "9" * 40, "q=%E2%80%AE",
    ],
)  # fmt: skip
def test_an_impossible_wish_is_not_applied(reader, three, query):
    assert len(names(reader, f"?{query}")) == 3


def test_many_words_at_once(reader, three):
    assert names(reader, "?q=" + "+".join(f"w{number}" for number in range(25))) == []


def test_twenty_a_page(reader, session):
    for number in range(23):
        shown(session, name=f"Firm {number:02}")
    assert len(names(reader)) == 20
    assert names(reader, "?page=2") == ["Firm 20", "Firm 21", "Firm 22"]
    assert "23 organisations" in reader.get(PAGE).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_queries(reader, session, rows, django_assert_num_queries):
    table = ThematicTableFactory(session=session)
    for number in range(rows):
        region = HostRegionFactory(code=f"IT-{number + 21}")
        registration = shown(session, name=f"Firm {number}", sectors=["28", "10"], organisation__region=region)
        person = DelegateFactory(registration=registration, place="confirmed")
        TableSeat.objects.create(delegate=person, table=table, place="confirmed")
    with django_assert_num_queries(QUERIES):
        assert len(names(reader)) == rows


def test_the_desk_and_the_own_pages_lead_to_it(client, session):
    own = RegistrationFactory(session=session, state="confirmed")
    client.force_login(AssignmentFactory(session=session, role="organiser").user)
    assert PAGE in client.get("/en/desk/25/").content.decode()
    enter(client, own)
    assert PAGE in client.get("/en/my/").content.decode()
    enter(client, own, DelegateFactory(registration=own, place="confirmed"))
    assert PAGE in client.get("/en/my/person/").content.decode()
