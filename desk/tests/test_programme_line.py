"""The form of a line of the programme: all that is known of it, and two persons at one line."""

from __future__ import annotations

import datetime as dt

import pytest

from desk.tests.conftest import assigned
from sessions.models import ProgrammeItem
from sessions.tests.factories import (
    CompanyVisitFactory,
    OfficialFactory,
    ProgrammeItemFactory,
    RoomFactory,
    VenueFactory,
)
from tables.models import ProgrammeEdit
from tables.services import change_line
from tables.tests.factories import ThematicTableFactory

GRID = "/en/desk/25/programme/"
ADD = f"{GRID}add/"


@pytest.fixture
def item(session) -> ProgrammeItem:
    return ProgrammeItemFactory(session=session, title_en="Opening", note_it="In piedi")


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def filled(page) -> dict:
    """What a browser would send back of a page's form."""
    form = page.context["form"]
    return {field.html_name: value for field in form if (value := field.value()) not in (None, [])}


def test_a_line_with_all_that_can_be_known(session, organiser):
    room = RoomFactory(venue=VenueFactory(session=session))
    table, visit = ThematicTableFactory(session=session), CompanyVisitFactory(session=session)
    speakers = OfficialFactory.create_batch(2, session=session)
    interpreter = session.interpreters.create(name="Olga Petrova", languages=["it", "ru"])
    answer = organiser.post(
        f"{ADD}?by=day",
        {
            "kind": "table", "title_it": "Tavolo", "title_ru": "Стол", "title_en": "Table", "note_it": "Riga\nriga",
            "day": 2, "starts": "09:30", "ends": "11:00", "parallel": "A", "room": room.pk, "expected": 40,
            "table": table.pk, "visit": visit.pk, "speakers": [one.pk for one in speakers],
            "interpreters": [interpreter.pk], "spoken": ["it"], "interpreted": ["ru", "en"],
        },
    )  # fmt: skip
    item = session.items.get()
    assert answer["Location"] == f"{GRID}?by=day#line-{item.pk}"
    assert (item.kind, item.title_it, item.title_ru, item.title_en) == ("table", "Tavolo", "Стол", "Table")
    assert (item.day, item.starts, item.ends, item.parallel) == (2, dt.time(9, 30), dt.time(11), "A")
    assert (item.room, item.venue, item.expected) == (room, room.venue, 40)  # a room brings its venue with it
    assert (item.sitting.table, item.visit, item.note_it) == (table, visit, "Riga\nriga")
    assert (set(item.speakers.all()), list(item.interpreters.all())) == (set(speakers), [interpreter])
    assert (item.spoken, item.interpreted) == (["it"], ["ru", "en"])


def test_the_form_begins_with_the_line_and_sent_back_changes_nothing(session, organiser, item):
    speaker = OfficialFactory(session=session, name_en="Anna Bianchi")
    item.speakers.add(speaker)
    ProgrammeItem.objects.update(spoken=["it", "de"])
    page = organiser.get(f"{GRID}{item.pk}/")
    assert "Opening" in text_of(page)
    assert filled(page) == {
        "seen": ProgrammeItem.objects.get().updated_at.isoformat(),
        "kind": "plenary", "day": 1, "starts": "09:00", "ends": "10:00", "parallel": "", "speakers": [speaker.pk],
        "spoken": ["it", "de"], "title_it": item.title_it, "title_ru": item.title_ru, "title_en": "Opening",
        "note_it": "In piedi", "note_ru": "", "note_en": "",
    }  # fmt: skip
    organiser.post(f"{GRID}{item.pk}/", filled(page))
    assert not ProgrammeEdit.objects.exists()


def test_an_address_may_name_when_and_where_a_new_line_is(session, organiser):
    room = RoomFactory(venue=VenueFactory(session=session))
    page = organiser.get(f"{ADD}?day=2&starts=10:15&room={room.pk}")
    assert 'value="10:15"' in text_of(page)
    assert page.context["form"]["day"].value() == "2"
    assert organiser.get(f"{ADD}?day=%00&starts=x&room=" + "9" * 40).status_code == 200


@pytest.mark.parametrize(
    ("values", "field", "error"),
    [
        ({"title_en": ""}, "title_it", "Write the title in one language at least."),
        ({"starts": "10:00", "ends": "10:00"}, "ends", "The end is not after the start."),
        ({"starts": "ten"}, "starts", "Write a time, such as 09:30."),
        ({"day": "9"}, "day", None),
        ({"day": "1" + "0" * 30}, "day", None),
        ({"title_en": "a\x00b"}, "title_en", None),
        ({"title_en": "x" * 301}, "title_en", None),
        ({"note_ru": "\u202eabc"}, "note_ru", None),
        ({"expected": "-1"}, "expected", None),
        ({"expected": "9" * 30}, "expected", None),
        ({"spoken": ["xx"]}, "spoken", None),
        ({"kind": "party"}, "kind", None),
        ({"parallel": "x" * 21}, "parallel", None),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_nothing_typed_is_lost(organiser, values, field, error):
    page = organiser.post(ADD, {"title_en": "Kept", "note_en": "Kept too", "parallel": "B"} | values)
    errors = page.context["form"].errors
    assert list(errors) == [field]
    assert error is None or errors[field] == [error]
    assert "Kept too" in text_of(page)
    assert f'href="#{"div_" if field == "spoken" else ""}line_{field}"' in text_of(page)
    assert not ProgrammeItem.objects.exists()


def test_a_room_of_another_venue_is_refused_beside_the_room(session, organiser):
    room, elsewhere = RoomFactory(venue=VenueFactory(session=session)), VenueFactory(session=session)
    page = organiser.post(ADD, {"title_en": "Press", "venue": elsewhere.pk, "room": room.pk})
    assert page.context["form"].errors == {"room": ["This room is in another venue."]}


def test_people_and_places_of_another_session_cannot_be_chosen(session, organiser):
    OfficialFactory(session=session), ThematicTableFactory(session=session), VenueFactory(session=session)
    strangers = {
        "speakers": [OfficialFactory().pk], "table": ThematicTableFactory().pk, "venue": VenueFactory().pk,
        "room": RoomFactory().pk,
    }  # fmt: skip
    page = organiser.post(ADD, {"title_en": "Press", **strangers})
    assert set(page.context["form"].errors) == set(strangers)


def test_two_persons_at_one_line_the_second_sees_what_changed_and_loses_nothing(session, organiser, item):
    sent = filled(organiser.get(f"{GRID}{item.pk}/"))
    colleague = assigned(session, "organiser")
    change_line(item, {"title_ru": "Открытие", "starts": "08:30"}, colleague)
    page = organiser.post(f"{GRID}{item.pk}/", sent | {"title_en": "Solemn opening", "note_en": "Stand up"})
    told = text_of(page)
    assert f"Changed meanwhile by {colleague}" in told
    assert "09:00 → 08:30" in told
    again = filled(page)
    assert (again["title_en"], again["note_en"]) == ("Solemn opening", "Stand up")  # what was typed here
    assert (again["title_ru"], again["starts"]) == ("Открытие", "08:30")  # what the colleague wrote, not undone unseen
    assert ProgrammeItem.objects.get().title_en == "Opening"
    organiser.post(f"{GRID}{item.pk}/", again)
    item = ProgrammeItem.objects.get()
    assert (item.title_en, item.title_ru, item.starts) == ("Solemn opening", "Открытие", dt.time(8, 30))


def test_a_line_that_was_seen_in_a_way_nobody_remembers_keeps_all_that_was_typed(organiser, item):
    sent = filled(organiser.get(f"{GRID}{item.pk}/"))
    page = organiser.post(f"{GRID}{item.pk}/", sent | {"seen": "yesterday", "title_en": "Other"})
    assert "This line was changed meanwhile, so nothing was saved." in text_of(page)
    assert filled(page)["title_en"] == "Other"


def test_a_line_removed_meanwhile_is_not_there(organiser, item):
    sent = filled(organiser.get(f"{GRID}{item.pk}/"))
    item.delete()
    assert organiser.post(f"{GRID}{item.pk}/", sent).status_code == 404


def test_the_clashes_of_a_line_stand_above_its_form(session, organiser, item):
    room = RoomFactory(venue=VenueFactory(session=session))
    ProgrammeItem.objects.update(room=room)
    ProgrammeItemFactory(session=session, room=room, title_en="Press")
    page = text_of(organiser.get(f"{GRID}{item.pk}/"))
    assert "Clashes of this line" in page
    assert "Press" in page


def test_those_chosen_come_first_in_a_long_list(session, organiser, item):
    people = OfficialFactory.create_batch(5, session=session)
    item.speakers.add(people[3])
    page = organiser.get(f"{GRID}{item.pk}/")
    shown = [pk for pk, _name in page.context["form"].fields["speakers"].choices]
    assert shown == [people[n].pk for n in (3, 0, 1, 2, 4)]


def test_a_session_without_tables_and_people_does_not_ask_for_them(organiser):
    fields = organiser.get(ADD).context["form"].fields
    assert {"table", "visit", "speakers", "interpreters"} & set(fields) == set()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_form_takes_as_many_queries_for_3_rows_as_for_1(session, organiser, item, django_assert_num_queries, rows):
    for _row in range(rows):
        RoomFactory(venue=VenueFactory(session=session)), CompanyVisitFactory(session=session)
        item.speakers.add(OfficialFactory(session=session)), ThematicTableFactory(session=session)
        item.interpreters.add(session.interpreters.create(name="Olga"))
    with django_assert_num_queries(15):
        organiser.get(f"{GRID}{item.pk}/")
