"""What is written in the administration: which translations are out of date is noted as it is saved."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.tests.factories import StaffFactory
from sessions.models import Session, TranslationMark
from sessions.tests.factories import (
    OfficialFactory,
    ProgrammeItemFactory,
    RoomFactory,
    SessionFactory,
    VenueFactory,
)
from sessions.translations import texts_of


@pytest.fixture
def staff(db) -> User:
    return StaffFactory()


@pytest.fixture
def client(staff) -> Client:
    client = Client()
    client.force_login(staff)
    return client


@pytest.fixture
def session(db) -> Session:
    return SessionFactory(number=25)


def states(session: Session, language: str) -> dict[str, str]:
    """The state of each text, by the Italian it is made from."""
    return {text.source_words: str(text.state(language)) for text in texts_of(session)}


def save(client: Client, row, **values) -> None:
    """Post the page of a row as it is, with some values changed."""
    opts = row._meta
    address = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk])
    page = client.get(address)
    form = page.context["adminform"].form
    found = {name: form[name].value() for name in form.fields}
    for formset in (one.formset for one in page.context["inline_admin_formsets"]):
        found |= {f"{formset.prefix}-{name}": value for name, value in formset.management_form.initial.items()}
        for one in formset.initial_forms:
            found |= {one.add_prefix(name): one[name].value() for name in one.fields}
    posted = {name: value for name, value in (found | values).items() if value is not None}
    assert client.post(address, posted).status_code == 302


def test_italian_that_changed_leaves_the_russian_out_of_date(client, session):
    item = ProgrammeItemFactory(session=session, title_it="Apertura", title_ru="Открытие")
    save(client, item, title_it="Apertura dei lavori")
    assert states(session, "ru")["Apertura dei lavori"] == "out_of_date"


def test_both_changed_together_are_done_and_by_whom_is_known(client, staff, session):
    item = ProgrammeItemFactory(session=session, title_it="Apertura", title_ru="Открытие")
    save(client, item, title_it="Apertura dei lavori", title_ru="Открытие работы")
    assert states(session, "ru")["Apertura dei lavori"] == "done"
    mark = TranslationMark.objects.get(object_id=item.pk, model__endswith="programmeitem", language="ru")
    assert mark.by == staff


def test_the_page_of_a_session(client, session):
    save(client, session, title_it="Sessione nuova")
    assert states(session, "ru")["Sessione nuova"] == "out_of_date"


def test_a_room_on_its_own_page_and_on_its_venues(client, session):
    room = RoomFactory(venue=VenueFactory(session=session, town_it=""), name_it="Sala A", name_ru="Зал А")
    save(client, room, name_it="Sala B")
    assert states(session, "ru")["Sala B"] == "out_of_date"
    save(client, room, name_ru="Зал Б")
    assert states(session, "ru")["Sala B"] == "done"
    save(client, room.venue, **{"rooms-0-name_it": "Sala C"})
    assert states(session, "ru")["Sala C"] == "out_of_date"


def test_a_new_row_is_marked(client, session):
    values = {"session": session.pk, "name_it": "Fiera", "name_ru": "Выставка", "position": 0}
    empty = {"rooms-TOTAL_FORMS": 0, "rooms-INITIAL_FORMS": 0}
    assert client.post(reverse("admin:taskforce_sessions_venue_add"), values | empty).status_code == 302
    assert TranslationMark.objects.filter(model__endswith="venue", language="ru").exists()


def test_what_has_no_texts_of_a_session_is_saved_as_before(client, session):
    official = OfficialFactory(session=session)
    save(client, session.host_region, name_it="Lombardia e altro")
    assert not TranslationMark.objects.exists()
    save(client, official, name_ru="Мария")
    assert TranslationMark.objects.filter(object_id=official.pk, field="name").count() == 1
