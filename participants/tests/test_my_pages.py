"""Every address of my/: what a GET does (nothing), who sees it, and what the overview says."""

import datetime as dt

import pytest
from django.apps import apps
from django.core import serializers
from django.urls import get_resolver, reverse
from django.utils import timezone
from django.utils.translation import override

from participants.models import Clarification, Delegate, ProposedChange, TableSeat
from participants.tests.entering import enter
from participants.tests.factories import DelegateFactory, RegistrationFactory
from sessions.tests.factories import SessionFactory
from tables.tests.factories import ThematicTableFactory

pytestmark = pytest.mark.django_db

# Addresses of my/ by who they are for. A GET is sent to all of them here, also to those with tests of their own.
CONTACT = (
    "my", "my_withdraw", "my_organisation", "my_interests", "my_delegate_add", "my_documents", "my_calendar",
    "my_data", "my_data_json", "my_erase",
)  # fmt: skip
OF_DELEGATE = ("my_delegate", "my_delegate_replace", "my_delegate_release", "my_delegate_choices", "my_accept")
PERSON = ("my_person", "my_person_details", "my_person_choices", "my_person_withdraw")
PERSON_POSTS = ("my_person_accept", "my_person_conditions")
BOTH = ("my_documents", "my_calendar", "my_data", "my_data_json", "my_erase")
DOOR = ("my_ask", "my_asked", "my_link", "my_enter", "my_leave")
APPS = ("participants", "post_office", "documents")
DOCUMENTS = ("my_confirmation", "my_programme")
OTHERS = ("my_question", "my_answer", "my_spreadsheet", "my_person_question")


@pytest.fixture
def session():
    return SessionFactory(conditions_it="Venite.", conditions_en="Come on time.", capacity_it=1)


@pytest.fixture
def registration(session):
    return RegistrationFactory(session=session, state="confirmed", language="en")


@pytest.fixture
def delegate(registration):
    return DelegateFactory(registration=registration, place="confirmed", given_latin="Anna", family_latin="Neri")


def path(name: str, *args) -> str:
    with override("en"):
        return reverse(f"participants:{name}", args=args)


def everything() -> str:
    """Every row of every table that a page could change, as text."""
    models = [model for model in apps.get_models() if model._meta.app_label in APPS]
    return "\n".join(serializers.serialize("json", model.objects.order_by("pk")) for model in models)


def patterns() -> dict:
    """Every address below my/, by name, of this app and of the documents'."""
    path("my")  # the root of all addresses registers the converters
    found = [*get_resolver("participants.urls").url_patterns, *get_resolver("documents.urls").url_patterns]
    return {pattern.name: pattern for pattern in found if str(pattern.pattern).startswith("my/")}


def addresses(delegate) -> list[str]:
    values = {"pk": delegate.pk, "token": "x" * 43}
    found = []
    for name, pattern in patterns().items():
        kwargs = {key: values[key] for key in pattern.pattern.converters}
        app = "documents" if name in DOCUMENTS else "participants"
        with override("en"):
            found.append(reverse(f"{app}:{name}", kwargs=kwargs))
    return found


def test_every_address_of_my_is_walked_here():
    mine = {*CONTACT, *OF_DELEGATE, *PERSON, *PERSON_POSTS, *DOOR, "my_clarification"}
    names = {name for name in patterns() if not name.startswith(OTHERS)}
    assert names - {"verify", "verify_link", *DOCUMENTS} == mine


@pytest.mark.parametrize("who", ["contact", "delegate", "nobody"])
def test_a_get_changes_nothing(client, registration, delegate, who):
    Clarification.objects.create(pk=delegate.pk, registration=registration, question="Why?")
    if who != "nobody":
        enter(client, registration, delegate if who == "delegate" else None)
    before = everything()
    for address in addresses(delegate):
        for method in (client.get, client.head):
            response = method(address)
            assert response.status_code in (200, 302, 404, 405, 410), address
            assert "no-store" in response.get("Cache-Control", "no-store"), address
            assert "my" not in response.cookies or not response.cookies["my"].value
    assert everything() == before


@pytest.mark.parametrize("name", [*CONTACT, *PERSON])
def test_without_the_cookie_every_page_leads_to_asking_for_the_link(client, registration, name):
    for method in (client.get, client.post):
        if name in ("my_documents", "my_data", "my_data_json") and method == client.post:
            continue
        assert method(path(name)).url == "/en/my/ask/"


@pytest.mark.parametrize("name", CONTACT)
def test_personal_pages_are_not_stored(client, registration, delegate, name):
    enter(client, registration)
    response = client.get(path(name))
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("name", OF_DELEGATE)
def test_another_companys_delegate_is_not_there(client, registration, delegate, name):
    stranger = DelegateFactory(registration__session=registration.session, place="waiting", queue_number=1)
    enter(client, registration)
    before = everything()
    for pk in (stranger.pk, 999_999_999):
        assert client.post(path(name, pk), {}).status_code == 404
    for pk in ("1" + "0" * 30, "0", "x", "%00"):
        assert client.post(path(name, delegate.pk).replace(f"/{delegate.pk}/", f"/{pk}/")).status_code == 404
    assert everything() == before


def test_another_companys_question_is_not_there(client, registration):
    asked = Clarification.objects.create(registration=RegistrationFactory(), question="Secret?")
    enter(client, registration)
    assert client.get(path("my_clarification", asked.pk)).status_code == 404
    assert client.post(path("my_clarification", asked.pk), {"answer": "Yes"}).status_code == 404


# --- What the overview says


def page(client, registration) -> str:
    enter(client, registration)
    return client.get("/en/my/").content.decode()


def test_the_overview_says_who_has_a_place_and_who_waits_with_position(client, registration, delegate):
    DelegateFactory(registration__session=registration.session, place="waiting", queue_number=4)
    DelegateFactory(registration=registration, place="waiting", queue_number=9, family_latin="Verdi")
    table = ThematicTableFactory(session=registration.session, number=3, title_it="Meccanica", title_en="Mechanics")
    TableSeat.objects.create(delegate=delegate, table=table, place="waiting", queue_number=7)
    text = page(client, registration)
    assert "1 of your 2 delegates has a place" in text
    assert "Anna Neri" in text
    assert "number 2 on the waiting list" in text
    assert "3. Mechanics" in text
    assert "number 1 on the waiting list" in text
    assert "Nothing: we write to you when there is news." in text


def test_the_overview_says_what_to_do_now(client, registration, delegate):
    soon = timezone.now() + dt.timedelta(days=1)
    Delegate.objects.filter(pk=delegate.pk).update(accept_by=soon)
    asked = Clarification.objects.create(registration=registration, question="Which <b>machines</b>?")
    text = page(client, registration)
    assert "The organisers ask: Which &lt;b&gt;machines&lt;/b&gt;?" in text
    assert path("my_clarification", asked.pk) in text
    assert "Accept the place of Anna Neri" in text
    assert "local time (Bergamo)" in text
    assert "Nothing: we write" not in text


def test_the_overview_shows_what_waits_for_approval(client, registration, delegate):
    ProposedChange.objects.create(registration=registration, field="category", before="company", after="bank")
    ProposedChange.objects.create(
        registration=registration, delegate=delegate, field="family_latin", before="Neri", after="Bianchi"
    )
    text = page(client, registration)
    assert "<del>Company</del>" in text
    assert "<ins>Bank</ins>" in text
    assert "<ins>Bianchi</ins>" in text


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("under_review", "The organisers examine the registration."),
        ("wait_listed", "Your delegates are on the waiting list."),
        ("declined", "The registration was declined."),
        ("cancelled", "The registration was withdrawn."),
    ],
)
def test_the_overview_says_how_it_stands(client, registration, state, words):
    registration.state, registration.decision_reason = state, "Too late." if state == "declined" else ""
    registration.save()
    text = page(client, registration)
    assert words in text
    assert ("Reason: Too late." in text) == (state == "declined")
    assert ("/en/my/withdraw/" in text) == (state in ("under_review", "wait_listed"))


def test_after_the_deadline_the_overview_offers_no_change(client, registration, delegate):
    registration.session.changes_until = timezone.now() - dt.timedelta(minutes=1)
    registration.session.save()
    text = page(client, registration)
    assert "The time for changes is over." in text
    assert f"/en/my/delegates/{delegate.pk}/" not in text
    assert "/en/my/withdraw/" in text


@pytest.mark.parametrize("rows", [1, 3])
def test_queries(client, registration, delegate, rows, django_assert_num_queries):
    for number in range(1, rows):
        DelegateFactory(registration=registration, place="waiting", queue_number=number)
    enter(client, registration)
    client.get("/en/my/")
    with django_assert_num_queries(9):
        client.get("/en/my/")


# --- Acts on the whole


def test_a_question_is_answered_once(client, registration):
    asked = Clarification.objects.create(registration=registration, question="Why?")
    enter(client, registration)
    address = path("my_clarification", asked.pk)
    assert client.post(address, {"answer": ""}).context["form"].errors["answer"]
    assert client.post(address, {"answer": "Because."}).url == "/en/my/"
    asked.refresh_from_db()
    assert asked.answer == "Because."
    refused = client.post(address, {"answer": "Something else."})
    assert refused.status_code == 200
    asked.refresh_from_db()
    assert asked.answer == "Because."
    assert "Because." in refused.content.decode()


def test_accepting_an_offered_place(client, registration, delegate):
    Delegate.objects.filter(pk=delegate.pk).update(accept_by=timezone.now() + dt.timedelta(hours=1))
    enter(client, registration)
    response = client.post(path("my_accept", delegate.pk), follow=True)
    assert "The place of Anna Neri is accepted." in response.content.decode()
    delegate.refresh_from_db()
    assert delegate.accepted_at is not None


def test_accepting_too_late_is_said(client, registration, delegate):
    Delegate.objects.filter(pk=delegate.pk).update(accept_by=timezone.now() - dt.timedelta(hours=1))
    enter(client, registration)
    response = client.post(path("my_accept", delegate.pk), follow=True)
    assert "The time to accept this place is over." in response.content.decode()


def test_withdrawing_says_what_is_lost_and_frees_the_place(client, registration, delegate):
    waiting = DelegateFactory(registration__session=registration.session, place="waiting", queue_number=1)
    enter(client, registration)
    text = client.get("/en/my/withdraw/").content.decode()
    assert "1 delegate loses the place" in text
    assert client.post("/en/my/withdraw/").url == "/en/my/"
    registration.refresh_from_db()
    waiting.refresh_from_db()
    assert (registration.state, waiting.place) == ("cancelled", "confirmed")
    assert "The registration is withdrawn." in client.get("/en/my/").content.decode()
    assert client.get("/en/my/withdraw/").url == "/en/my/"


@pytest.mark.parametrize("language", ["it", "ru"])
def test_every_page_opens_in_every_language(client, registration, delegate, language):
    for who in (None, delegate):
        enter(client, registration, who)
        for address in addresses(delegate):
            response = client.get(address.replace("/en/", f"/{language}/", 1))
            assert response.status_code in (200, 302, 404, 405, 410), address
