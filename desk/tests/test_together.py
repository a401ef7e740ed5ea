"""Queries asked together give what each gives alone, on whichever database runs the tests."""

from __future__ import annotations

import datetime as dt

from sessions.models import ProgrammeItem, Venue
from sessions.tests.factories import ProgrammeItemFactory, SessionFactory, VenueFactory
from taskforce.together import read_together


def test_rows_are_those_of_each_query_alone(db, django_assert_num_queries):
    session = SessionFactory(number=25, starts_on=dt.date(2030, 5, 6), ends_on=dt.date(2030, 5, 7))
    for title in ('A "quoted" \\ title %s', "Открытие\u2028é 😀", ""):
        ProgrammeItemFactory(session=session, title_it=title, day=None, starts=None)
    ProgrammeItemFactory(session=session, title_it="B", day=1, starts=dt.time(9, 5, 7), ends=dt.time(10))
    VenueFactory(session=session, opens=dt.time(8))
    ways = (
        "title_it",
        "session__number",
        "session__starts_on",
        "day",
        "starts",
        "ends",
        "venue__opens",
        "room__name_it",
    )
    queries = [
        ProgrammeItem.objects.rewrite(False).filter(session=session).order_by("-pk").values_list("pk", *ways),
        Venue.objects.rewrite(False).filter(session=session).values_list("opens", "closes", "name_it"),
        ProgrammeItem.objects.rewrite(False).filter(title_it="%").values_list("pk"),
    ]
    alone = [sorted(query, key=str) for query in queries]
    with django_assert_num_queries(1):
        together = read_together(queries)
    assert [sorted(rows, key=str) for rows in together] == alone
    assert {row[5] for row in together[0]} == {None, dt.time(9, 5, 7)}
    assert (len(together[1]), together[2]) == (1, [])
