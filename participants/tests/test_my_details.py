"""What a company changes after sending: at once, or proposed to staff once it is admitted, until the deadline."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from post_office.models import Email

from participants.models import AccessLink, Delegate, MailLog, ProposedChange
from participants.tests.entering import enter
from participants.tests.factories import DelegateFactory, OrganisationFactory, RegistrationFactory
from sessions.tests.factories import HostRegionFactory, SessionFactory
from tables.tests.factories import ThematicTableFactory

pytestmark = pytest.mark.django_db

ORGANISATION = {
    "category": "company", "name_latin": "Officine S.r.l.", "town": "Bergamo", "vat_number": "00743110157",
    "contact_name": "Anna Bianchi", "contact_email": "anna@example.com", "language": "en",
}  # fmt: skip
PERSON = {"given_latin": "Anna", "family_latin": "Neri", "qualification": "Director", "email": "neri@example.com"}


@pytest.fixture
def session():
    return SessionFactory(conditions_en="Be kind.")


@pytest.fixture
def registration(session):
    organisation = OrganisationFactory(name_latin="Officine S.r.l.", vat_number="00743110157", town="Milano")
    return RegistrationFactory(
        session=session, organisation=organisation, state="confirmed", identifier="IT00743110157", language="en",
        contact_email="anna@example.com",
    )  # fmt: skip


@pytest.fixture
def delegate(registration):
    return DelegateFactory(registration=registration, place="confirmed", **PERSON)


def changes() -> list[tuple]:
    return list(ProposedChange.objects.order_by("pk").values_list("field", "before", "after"))


def post(client, registration, page: str, data: dict):
    enter(client, registration)
    return client.post(f"/en/my/{page}", data)


def close(session) -> None:
    session.changes_until = timezone.now() - dt.timedelta(seconds=1)
    session.save()


# --- Organisation


def test_before_admission_everything_changes_at_once(client, registration):
    registration.state = "under_review"
    registration.save()
    response = post(client, registration, "organisation/", ORGANISATION | {"name_latin": "Nuove Officine S.p.A."})
    assert response.url == "/en/my/"
    registration.refresh_from_db()
    body = registration.organisation
    assert (body.name_latin, body.name_key, body.town) == ("Nuove Officine S.p.A.", "nuove officine s p a", "Bergamo")
    assert changes() == []


def test_before_admission_the_identifier_follows(client, registration):
    registration.state = "under_review"
    registration.save()
    post(client, registration, "organisation/", ORGANISATION | {"vat_number": "01234560157"})
    registration.refresh_from_db()
    assert registration.identifier == registration.organisation.identifier == "IT01234560157"


def test_after_admission_what_is_sensitive_is_proposed_and_the_rest_changes_at_once(client, registration):
    region = HostRegionFactory(code="IT-25")
    sensitive = {"vat_number": "01234560157", "category": "bank", "region": region.pk}
    data = ORGANISATION | sensitive | {"address": "Via Roma 1"}
    assert post(client, registration, "organisation/", data).url == "/en/my/"
    body = registration.organisation
    body.refresh_from_db()
    assert (body.town, body.address) == ("Bergamo", "Via Roma 1")
    assert (body.vat_number, body.category, body.region) == ("00743110157", "company", None)
    assert sorted(changes()) == [
        ("category", "company", "bank"), ("region", "", "IT-25"), ("vat_number", "00743110157", "01234560157"),
    ]  # fmt: skip


def test_proposing_again_replaces_and_the_old_value_takes_it_back(client, registration):
    for name in ("A S.r.l.", "B S.r.l."):
        post(client, registration, "organisation/", ORGANISATION | {"name_latin": name})
    assert changes() == [("name_latin", "Officine S.r.l.", "B S.r.l.")]
    page = client.get("/en/my/organisation/").content.decode()
    assert 'value="B S.r.l."' in page
    post(client, registration, "organisation/", ORGANISATION)
    assert changes() == []


def test_the_side_never_changes(client, registration):
    post(client, registration, "organisation/", ORGANISATION | {"side": "RU"})
    registration.organisation.refresh_from_db()
    assert registration.organisation.side == "IT"


def test_a_new_email_of_the_contact_waits_for_its_link(client, registration):
    post(client, registration, "organisation/", ORGANISATION | {"contact_email": "new@example.com"})
    registration.refresh_from_db()
    assert registration.contact_email == "anna@example.com"
    assert "We have sent a link to new@example.com" in client.get("/en/my/").content.decode()
    mail = Email.objects.get()
    assert mail.to == ["new@example.com"]
    client.get(re.search(r"(/en/my/link/\S+?/)(?=\s|$)", mail.message)[1])
    client.post("/en/my/enter/")
    registration.refresh_from_db()
    assert registration.contact_email == "new@example.com"
    assert client.get("/en/my/").status_code == 200


def test_a_second_new_address_revokes_the_link_of_the_first(client, registration):
    for email in ("one@example.com", "two@example.com"):
        post(client, registration, "organisation/", ORGANISATION | {"contact_email": email})
    links = AccessLink.objects.filter(purpose="new_email").order_by("pk")
    assert [(link.email, link.revoked_at is None) for link in links] == [
        ("one@example.com", False), ("two@example.com", True),
    ]  # fmt: skip


def test_new_addresses_are_written_to_three_times_an_hour_at_most(client, registration):
    for number in range(3):
        post(client, registration, "organisation/", ORGANISATION | {"contact_email": f"n{number}@example.com"})
    response = post(client, registration, "organisation/", ORGANISATION | {"contact_email": "n4@example.com"})
    assert response.context["form"].errors["contact_email"]
    assert "n4@example.com" in response.content.decode()
    assert Email.objects.count() == 3


@pytest.mark.parametrize("name", ["=HYPERLINK(1)\0", "\u200b\u200b", "evil\u202egnp", "x" * 201])
def test_bad_input_is_said_beside_its_field_and_nothing_typed_is_lost(client, registration, name):
    response = post(client, registration, "organisation/", ORGANISATION | {"name_latin": name, "town": "Lecco <b>"})
    assert response.status_code == 200
    assert response.context["form"].errors["name_latin"]
    assert "Lecco &lt;b&gt;" in response.content.decode()
    assert changes() == []


def test_interests_change_at_once(client, registration):
    data = {"themes": "Pumps", "counterparts": "Factories", "sector_1": "C", "in_catalogue": "on"}
    assert post(client, registration, "interests/", data).url == "/en/my/"
    registration.refresh_from_db()
    assert (registration.themes, registration.in_catalogue) == ("Pumps", True)
    assert list(registration.organisation.sectors.values_list("code", flat=True)) == ["C"]


# --- The deadline


@pytest.mark.parametrize(
    ("where", "data", "typed"),
    [
        ("organisation/", ORGANISATION | {"address": "Via Nuova 7"}, "Via Nuova 7"),
        ("interests/", {"themes": "Pumps of brass"}, "Pumps of brass"),
        ("delegates/add/", PERSON | {"dietary_needs": "No nuts"}, "No nuts"),
        ("delegates/{pk}/", PERSON | {"dietary_needs": "No nuts"}, "No nuts"),
        ("delegates/{pk}/replace/", PERSON | {"dietary_needs": "No nuts"}, "No nuts"),
        ("delegates/{pk}/choices/", {}, ""),
        ("delegates/{pk}/release/", {}, ""),
    ],
)
def test_after_the_deadline_nothing_is_saved_and_nothing_typed_is_lost(
    client, registration, delegate, session, where, data, typed
):
    close(session)
    response = post(client, registration, where.format(pk=delegate.pk), data)
    text = response.content.decode()
    assert response.status_code == 403
    assert "The time for changes is over." in text
    assert typed in text
    delegate.refresh_from_db()
    assert (delegate.place, delegate.dietary_needs) == ("confirmed", "")
    assert Delegate.objects.count() == 1
    assert not Email.objects.exists()


def test_what_ended_is_not_changed(client, registration):
    registration.state = "cancelled"
    registration.save()
    response = post(client, registration, "organisation/", ORGANISATION)
    assert "This registration has ended" in response.content.decode()
    registration.organisation.refresh_from_db()
    assert registration.organisation.town == "Milano"


# --- Delegates


def test_a_delegates_needs_change_at_once_and_the_name_is_proposed(client, registration, delegate):
    data = PERSON | {"family_latin": "Verdi", "dietary_needs": "No nuts", "speaks": ["it", "ru"], "language": "ru"}
    assert post(client, registration, f"delegates/{delegate.pk}/", data).url == "/en/my/"
    delegate.refresh_from_db()
    assert (delegate.family_latin, delegate.dietary_needs) == ("Neri", "No nuts")
    assert (delegate.speaks, delegate.language) == (["it", "ru"], "ru")
    assert changes() == [("family_latin", "Neri", "Verdi")]
    assert 'value="Verdi"' in client.get(f"/en/my/delegates/{delegate.pk}/").content.decode()


def test_before_admission_a_delegates_name_changes_at_once(client, registration, delegate):
    registration.state, delegate.place = "under_review", "requested"
    registration.save()
    delegate.save()
    post(client, registration, f"delegates/{delegate.pk}/", PERSON | {"family_latin": "Verdi"})
    delegate.refresh_from_db()
    assert (delegate.family_latin, delegate.name_key) == ("Verdi", "anna verdi")


def test_a_delegates_new_address_gets_the_own_link_and_the_old_link_ends(client, registration, delegate):
    old = enter(client, registration, delegate)
    post(client, registration, f"delegates/{delegate.pk}/", PERSON | {"email": "verdi@example.com"})
    old.refresh_from_db()
    assert old.revoked_at is not None
    assert [(log.kind, log.recipient) for log in MailLog.objects.all()] == [("delegate", "verdi@example.com")]


def test_adding_replacing_and_taking_out_a_delegate(client, registration, delegate, session):
    session.capacity_it = 1
    session.save()
    other = {"given_latin": "Ivo", "family_latin": "Verdi", "qualification": "Engineer"}
    assert post(client, registration, "delegates/add/", other).url == "/en/my/"
    added = Delegate.objects.latest("pk")
    assert (added.place, added.queue_number) == ("waiting", 1)
    third = {"given_latin": "Ugo", "family_latin": "Bo", "qualification": "Engineer", "email": "ugo@example.com"}
    assert "takes over the place" in client.get(f"/en/my/delegates/{delegate.pk}/replace/").content.decode()
    assert post(client, registration, f"delegates/{delegate.pk}/replace/", third).url == "/en/my/"
    delegate.refresh_from_db()
    successor = Delegate.objects.latest("pk")
    assert (delegate.place, successor.place, successor.name) == ("released", "confirmed", "Ugo Bo")
    assert "go to those who wait" in client.get(f"/en/my/delegates/{successor.pk}/release/").content.decode()
    assert post(client, registration, f"delegates/{successor.pk}/release/", {}).url == "/en/my/"
    added.refresh_from_db()
    assert added.place == "confirmed"
    assert client.get(f"/en/my/delegates/{delegate.pk}/").status_code == 404


@pytest.mark.parametrize("where", ["", "replace/", "choices/"])
def test_bad_input_about_a_delegate_loses_nothing(client, registration, delegate, where):
    ThematicTableFactory(session=registration.session)
    data = {"given_latin": "A\0", "qualification": "Director", f"d{delegate.pk}-table_1": "1" + "0" * 30}
    response = post(client, registration, f"delegates/{delegate.pk}/{where}", data)
    assert response.status_code == 200
    assert "Please correct what is marked below" in response.content.decode()
    delegate.refresh_from_db()
    assert delegate.given_latin == "Anna"
