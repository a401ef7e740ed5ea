"""The administration of thematic tables."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.tests.factories import StaffFactory
from sessions.tests.factories import ProgrammeItemFactory, RoomFactory, SessionFactory, VenueFactory
from tables import services
from tables.models import ThematicTable
from tables.tests.factories import ThematicTableFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def staff(client):
    user = StaffFactory(language="en")
    client.force_login(user)
    return user


def post(client, table: ThematicTable, items: tuple = (), **changes):
    form = {
        "session": table.session_id, "number": table.number, "title_it": table.title_it, "subsectors-TOTAL_FORMS": 1,
        "subsectors-INITIAL_FORMS": 0, "subsectors-0-title_it": "Elettromeccanica", "subsectors-0-position": 1,
        "sittings-TOTAL_FORMS": len(items), "sittings-INITIAL_FORMS": 0, **changes,
    }  # fmt: skip
    form |= {f"sittings-{number}-item": item.pk for number, item in enumerate(items)}
    return client.post(reverse("admin:tables_thematictable_change", args=[table.pk]), form)


def errors_of(page) -> dict[str, list[str]]:
    with translation.override("en"):
        return {
            name: [str(message) for message in found] for name, found in page.context["adminform"].form.errors.items()
        }


def test_a_table_gets_its_sub_sectors_and_sittings(client):
    table = ThematicTableFactory()
    post(client, table, (ProgrammeItemFactory(session=table.session, title_it="Tavolo 1"),))
    assert [one.title_it for one in table.subsectors.all()] == ["Elettromeccanica"]
    assert [one.item.title_it for one in table.sittings.all()] == ["Tavolo 1"]


def test_a_sitting_is_a_line_of_the_same_session(client):
    table = ThematicTableFactory()
    page = post(client, table, (ProgrammeItemFactory(),))
    with translation.override("en"):
        found = page.context["inline_admin_formsets"][1].formset.errors
        assert found == [{"item": ["This line of the programme belongs to another session."]}]
    assert table.sittings.count() == 0


def test_the_rules_of_a_table_are_told_beside_their_fields(client):
    table, room = ThematicTableFactory(number=1), RoomFactory()
    own_venue = VenueFactory(session=room.venue.session)
    other = ThematicTableFactory(session=table.session, number=2)
    page = post(client, table, number=2, capacity=0)
    assert errors_of(page) == {
        "number": ["The session already has a table with this number."],
        "capacity": ["A capacity is above zero, or empty where there is no limit."],
    }
    assert list(errors_of(post(client, other, venue=room.venue_id))) == ["venue"]
    here = ThematicTableFactory(session=room.venue.session, number=9)
    assert errors_of(post(client, here, venue=own_venue.pk, room=room.pk)) == {
        "room": ["This room is in another venue."]
    }


def test_a_table_is_found_by_its_sub_sector(client):
    table = ThematicTableFactory(session=SessionFactory())
    post(client, table, title_ru="Машиностроение и сталь")
    ThematicTableFactory()
    for typed in ("ELETTROMECCANICA", "сталь", "СТАЛЬ"):
        page = client.get(reverse("admin:tables_thematictable_changelist"), {"q": typed})
        assert list(page.context["cl"].result_list) == [table]


def test_what_was_done_to_a_programme_is_read_and_not_changed(client, staff):
    item = ProgrammeItemFactory(title_it="Apertura", title_en="Opening")
    services.move_line(item, day=2, starts=None, by=staff)
    services.undo_last(item.session, staff)
    page = client.get(reverse("admin:tables_programmeedit_changelist")).text
    assert "Line moved: “Opening”" in page
    edit = item.session.programme_edits.get()
    url = reverse("admin:tables_programmeedit_change", args=[edit.pk])
    assert "Opening: day: 1 → 2; starts: 09:00 → –; ends: 10:00 → –" in client.get(url).text
    assert client.post(url, {"act": "added"}).status_code == 403
