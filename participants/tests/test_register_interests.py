"""Step 2: what an organisation seeks, its sectors, through whom it registers."""

import pytest

from participants.models import Registration
from participants.sectors import sector_choices, sector_name
from participants.tests.factories import OrganisationFactory
from participants.tests.filling import INTERESTS, address, draft
from sessions.tests.factories import SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return SessionFactory()


def test_what_is_sought_is_saved_and_shown_again(client, session):
    draft(client, session)
    chamber = OrganisationFactory(name_latin="Camera di commercio di Bergamo", category="chamber", passes_on=True)
    fields = INTERESTS | {
        "aims": "Un distributore", "contacts_started": "OOO Les, Kirov", "investment": "seeks",
        "submitted_through": chamber.pk, "in_catalogue": "on", "sector_1": "28", "sector_2": "C", "sector_3": "28",
    }  # fmt: skip
    assert client.post(address(session, "interests"), fields).url == address(session, "delegates")
    registration = Registration.objects.get()
    assert (registration.themes, registration.aims) == ("Macchine per il legno", "Un distributore")
    assert (registration.counterparts, registration.contacts_started) == ("Produttori di mobili", "OOO Les, Kirov")
    assert (registration.investment, registration.in_catalogue) == ("seeks", True)
    assert registration.submitted_through == chamber
    codes = registration.organisation.sectors.order_by("pk").values_list("code", flat=True)
    assert list(codes) == ["28", "C"]
    page = client.get(address(session, "interests", "en")).text
    assert '<option value="28" selected>28 Machinery and equipment n.e.c.</option>' in page
    assert f'<option value="{chamber.pk}" selected>Camera di commercio di Bergamo</option>' in page
    client.post(address(session, "interests"), INTERESTS)
    assert not registration.organisation.sectors.exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Say in a few words what you propose, or whom you seek."),
        (INTERESTS | {"sector_1": "00"}, "Select a valid choice."),
        (INTERESTS | {"sector_1": "\x00"}, "Select a valid choice."),
        (INTERESTS | {"investment": "yes"}, "Select a valid choice."),
        (INTERESTS | {"themes": "x" * 3001}, "Ensure this value has at most 3000 characters"),
        (INTERESTS | {"aims": "a\u202eb"}, "The text holds a mark that turns the reading direction."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(client, session, fields, words):
    draft(client, session)
    Registration.objects.update(themes="")
    page = client.post(address(session, "interests", "en"), fields | {"contacts_started": "We met in Penza"}).text
    assert words in page
    assert "We met in Penza" in page
    assert Registration.objects.get().themes == ""


def test_a_public_body_need_not_say_what_it_seeks(client, session):
    draft(client, session, category="region")
    assert client.post(address(session, "interests"), {}).status_code == 302


def test_only_bodies_that_pass_on_are_offered_and_only_of_the_own_side(client, session):
    draft(client, session)
    OrganisationFactory(name_latin="Nessuno S.r.l.")
    russian = OrganisationFactory(side="RU", name_latin="Palata", passes_on=True)
    assert "submitted_through" not in client.get(address(session, "interests")).text
    response = client.post(address(session, "interests"), INTERESTS | {"submitted_through": russian.pk})
    assert response.status_code == 302
    assert Registration.objects.get().submitted_through is None


def test_after_the_deadline_what_was_typed_stays(client, session):
    draft(client, session)
    session.closes_at = session.opens_at.replace(year=session.opens_at.year - 1)
    session.opens_at = session.closes_at.replace(year=session.closes_at.year - 1)
    session.save()
    response = client.post(address(session, "interests", "en"), {"themes": "Typed too late"})
    assert response.status_code == 403
    assert "Typed too late" in response.text
    assert "Registration is not open at this moment." in response.text


def test_sectors_have_a_name_in_every_language():
    assert sector_name("28", "it").startswith("28 Fabbricazione di macchinari")
    assert sector_name("28", "ru").startswith("28 Производство машин")
    assert sector_name("99", "en") == "99"
    assert sum(len(choices) for _section, choices in sector_choices()) == 104


@pytest.mark.parametrize("rows", [1, 3])
def test_queries(client, session, rows, django_assert_num_queries):
    draft(client, session)
    OrganisationFactory.create_batch(rows, passes_on=True)
    with django_assert_num_queries(5):
        client.get(address(session, "interests"))
