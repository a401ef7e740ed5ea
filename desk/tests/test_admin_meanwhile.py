"""Two people at one page of the administration: the second sees what changed, and loses nothing."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.tests.factories import StaffFactory
from desk.tests.conftest import signed_in
from sessions.admin.programme import VenueAdmin
from sessions.models import Room, Venue
from sessions.tests.factories import RoomFactory
from taskforce import meanwhile
from taskforce.meanwhile import read_seen


def venue_with_rooms() -> Venue:
    room = RoomFactory(name_it="Sala Rossi", capacity=40, venue__address="Via Roma 1")
    RoomFactory(venue=room.venue, name_it="Sala Verdi", capacity=10)
    return room.venue


def address(venue: Venue) -> str:
    return reverse("admin:taskforce_sessions_venue_change", args=[venue.pk])


def fields_of(page) -> dict[str, object]:
    """What a browser would post of a page that nobody typed in."""
    fields = {"_seen": page.context["seen"]}
    forms = [page.context["adminform"].form]
    for formset in (one.formset for one in page.context["inline_admin_formsets"]):
        forms += [formset.management_form, *formset.forms]
    for form in forms:
        fields |= {form.add_prefix(name): form[name].value() for name in form.fields}
    return {name: "" if value is None else getattr(value, "pk", value) for name, value in fields.items()}


def person(name: str) -> Client:
    return signed_in(StaffFactory(full_name=name, language="en"))


def row_of(fields: dict, room: Room, name: str) -> str:
    """The name of a field of a room's row."""
    prefix = next(one.removesuffix("-id") for one, value in fields.items() if one.endswith("-id") and value == room.pk)
    return f"{prefix}-{name}"


@pytest.mark.django_db
def test_the_second_sees_what_changed_beside_the_fields_and_loses_nothing():
    venue = venue_with_rooms()
    url, first, second = address(venue), person("Anna Rossi"), person("Ivan Petrov")
    of_first, of_second = fields_of(first.get(url)), fields_of(second.get(url))
    red, green = venue.rooms.order_by("pk")
    new = {"rooms-TOTAL_FORMS": 3, "rooms-2-name_it": "Sala Bianchi", "rooms-2-capacity": 5, "rooms-2-position": 0}
    saved = {"address": "Via Milano 2", row_of(of_first, red, "capacity"): 60} | new
    assert first.post(url, of_first | saved).status_code == 302

    typed = {"address": "Via Torino 3", row_of(of_second, green, "capacity"): 77}
    page = second.post(url, of_second | typed)
    assert page.status_code == 200
    form = page.context["adminform"].form
    assert "by: Anna Rossi." in page.text
    assert form.errors["address"] == ["Saved meanwhile: Via Milano 2"]
    assert list(form.errors) == ["address", "__all__"]
    assert "Rooms, added meanwhile and kept: Sala Bianchi" in page.text
    rows = page.context["inline_admin_formsets"][0].formset
    told = {one.instance.pk: dict(one.errors) for one in rows.initial_forms}
    assert told == {red.pk: {"capacity": ["Saved meanwhile: 60"]}, green.pk: {}}
    assert 'value="Via Torino 3"' in page.text or "Via Torino 3</textarea>" in page.text
    assert 'value="77"' in page.text
    venue.refresh_from_db()
    assert venue.address == "Via Milano 2"

    again = second.post(url, of_second | typed | {"_seen": page.context["seen"]})
    assert again.status_code == 302
    venue.refresh_from_db()
    assert venue.address == "Via Torino 3"
    assert sorted(venue.rooms.values_list("capacity", flat=True)) == [5, 40, 77]


@pytest.mark.django_db
def test_a_row_that_is_gone_says_so_and_what_nobody_touched_is_saved_at_once():
    venue = venue_with_rooms()
    url, client = address(venue), person("Anna Rossi")
    fields = fields_of(client.get(url))
    Room.objects.filter(name_it="Sala Verdi").delete()
    page = client.post(url, fields | {"address": "Via Torino 3"})
    assert "This row was removed meanwhile." in page.text
    gone = next(one.prefix for one in page.context["inline_admin_formsets"][0].formset.forms if not one.instance.pk)
    fields |= {"_seen": page.context["seen"], "address": "Via Torino 3", f"{gone}-DELETE": "on"}
    assert client.post(url, fields).status_code == 302
    fields = fields_of(client.get(url))
    assert client.post(url, fields | {"address": "Via Milano 2"}).status_code == 302
    venue.refresh_from_db()
    assert venue.address == "Via Milano 2"


def test_what_is_no_list_of_digests_is_none():
    deep = "[" * 50_000
    for text in ("", "x", "{}", "[]", "null", deep, '{"at": 1, "is": {}}', '{"at": "2026-01-01T00:00:00Z", "is": 3}'):
        assert read_seen(text) is None
    assert read_seen('{"at": "2026-13-01T00:00:00Z", "is": {}}') is None
    assert read_seen('{"at": "2026-01-01T00:00:00Z", "is": {"a": 1}}')[1] == {"a": "1"}


def both_save_at_once(monkeypatch) -> list[int]:
    """The answers to two people who opened the same page and save it in the same moment."""
    slow = VenueAdmin.save_model
    monkeypatch.setattr(VenueAdmin, "save_model", lambda *args, **kwargs: (time.sleep(0.4), slow(*args, **kwargs))[1])
    venue = venue_with_rooms()
    url, people = address(venue), [person("Anna Rossi"), person("Ivan Petrov")]
    posts = [(one, fields_of(one.get(url)) | {"address": f"Via {one}"}) for one in people]
    answers = []

    def save(client: Client, fields: dict) -> None:
        answers.append(client.post(url, fields).status_code)
        connection.close()

    threads = [threading.Thread(target=save, args=post) for post in posts]
    [one.start() for one in threads]
    [one.join() for one in threads]
    return sorted(answers)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_in_the_same_moment_one_is_told(monkeypatch):
    assert both_save_at_once(monkeypatch) == [200, 302]
    if connection.vendor == "postgresql":  # SQLite has one writer at a time; here the lock is what keeps them apart
        monkeypatch.setattr(meanwhile, "one_at_a_time", lambda name: None)
        assert both_save_at_once(monkeypatch) == [302, 302]
