"""The clash check: every kind of clash told, and nothing told that is none."""

import datetime as dt

import pytest

from desk.clashes import clashes_of_line, find_clashes
from sessions.tests.factories import ProgrammeItemFactory, RoomFactory


@pytest.mark.django_db
def test_a_room_taken_twice(session):
    room = RoomFactory(venue__session=session, name_it="Sala 0")
    one = ProgrammeItemFactory(session=session, room=room, kind="seminar", title_it="Prima")
    ProgrammeItemFactory(session=session, room=room, kind="seminar", title_it="Seconda", starts=dt.time(9, 30))
    clashes = find_clashes(session)
    assert [clash.words for clash in clashes] == [
        "The room Sala 0 is taken by “Prima” (09:00–10:00) and by “Seconda” (09:30–10:00) at the same time."
    ]
    assert clashes_of_line(clashes, one.pk) == clashes
