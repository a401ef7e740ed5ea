"""What the overview draws: the line of arrivals, the maps, the shares, and what waits, each with its way."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from django.utils.translation import override
from post_office.models import STATUS, Email

from accounts.tests.factories import StaffFactory
from desk.overview import gather_numbers, list_to_do
from desk.overview.arrivals import draw_arrivals, step_up
from desk.overview.counts import read_counts
from desk.overview.tiles import PLACES
from desk.tests.conftest import make_delegate, signed_in
from desk.tests.lines import line
from participants.models import (
    Clarification,
    Enquiry,
    ErasureRequest,
    MailLog,
    OrganisationSector,
    ProposedChange,
    Registration,
)
from participants.tests.factories import OrganisationFactory, RegistrationFactory
from sessions.models import HostRegion
from sessions.tests.factories import OfficialFactory, SessionFactory

TODAY = dt.date(2026, 5, 1)


def arrived(session, *days_before: int, **fields) -> None:
    """Registrations that arrived at noon so many days before the session's first day."""
    for days in days_before:
        registration = RegistrationFactory(session=session, **fields)
        noon = dt.datetime.combine(session.starts_on - dt.timedelta(days=days), dt.time(12), tzinfo=dt.UTC)
        Registration.objects.filter(pk=registration.pk).update(submitted_at=noon)


def test_arrivals_against_the_last_two_sessions_that_took_any(db):
    starts = dt.date(2026, 6, 1)
    session = SessionFactory(number=25, status="announced", starts_on=starts, ends_on=starts)
    arrived(session, 40, 40, 33, 31)
    for number, years, days in ((24, 1, [20, 10, -3]), (23, 2, []), (22, 3, [9]), (21, 4, [8])):
        arrived(SessionFactory(number=number, status="held", starts_on=dt.date(2026 - years, 6, 1)), *days)
    demonstration = SessionFactory(status="held", starts_on=dt.date(2026, 1, 1), is_demonstration=True)
    arrived(demonstration, 5)
    with override("en"):
        chart = draw_arrivals(session, read_counts(session), TODAY)
    assert [(line.name, line.style, line.total) for line in chart.lines] == [
        ("This session", "now", 4),
        ("Session 24 (2025)", "before-1", 3),
        ("Session 22 (2023)", "before-2", 1),
    ]
    assert chart.rows == [(42, [0, 0, 0]), (35, [2, 0, 0]), (28, [None, 0, 0]), (21, [None, 0, 0]), (14, [None, 1, 0]),
                          (7, [None, 2, 1]), (0, [None, 3, 1])]  # fmt: skip
    assert chart.points(chart.lines[2]) == "762,1000 786,1000 786,750 1000,750"
    assert chart.dot == ("26.19%", "0.00%")
    session.starts_on = None
    assert draw_arrivals(session, read_counts(session), TODAY) is None


def test_steps_of_the_axis_are_round():
    assert [step_up(number) for number in (1, 5, 6, 12, 57, 190, 20_000)] == [1, 1, 2, 5, 20, 50, 5000]


def test_each_region_has_a_tile_of_its_own(db):
    codes = set(HostRegion.objects.values_list("code", flat=True))
    assert {code for places in PLACES.values() for code in places} >= codes
    for side, number in (("IT", 20), ("RU", 83)):
        assert len(PLACES[side]) == len(set(PLACES[side].values())) == number


def test_regions_categories_and_sectors_leave_out_who_does_not_come(session):
    lombardy, _made = HostRegion.objects.get_or_create(code="IT-25", defaults={"country": "IT", "name_it": "Lombardia"})
    for state, category in (("confirmed", "bank"), ("under_review", "bank"), ("declined", "fair")):
        body = OrganisationFactory(region=lombardy, category=category)
        for code in ("C", "10", "A"):  # 10 is a division of C
            OrganisationSector.objects.create(organisation=body, code=code)
        RegistrationFactory(session=session, organisation=body, state=state)
    RegistrationFactory(session=session, organisation=OrganisationFactory(side="RU", region=None, category="bank"))
    numbers = gather_numbers(session)
    italy, russia = numbers.countries
    assert [(tile.short, tile.number, tile.level) for tile in italy.listed] == [("LOM", 2, 5)]
    assert (italy.nowhere, russia.nowhere, russia.listed) == (0, 1, [])
    assert [(row.code, row.by_side) for row in numbers.categories] == [("bank", [("IT", 2), ("RU", 1)])]
    assert [(row.code, row.total) for row in numbers.sectors] == [("A", 2), ("C", 2)]


@pytest.fixture
def waiting(session) -> None:
    """One of everything that waits for ministry staff."""
    registration = RegistrationFactory(session=session)
    Clarification.objects.create(registration=registration, question="?", answer="!", answered_at=timezone.now())
    Clarification.objects.create(registration=registration, question="Not answered yet")
    ProposedChange.objects.create(registration=registration, field="town", after="Lodi")
    ErasureRequest.objects.create(registration=registration)
    Enquiry.objects.create(session=session, client_token="5" * 32, name="A", email="a@example.org", text="?")
    long_ago = timezone.now() - dt.timedelta(hours=1)
    now = timezone.now()
    mails = ((STATUS.failed, now), (STATUS.queued, long_ago), (STATUS.queued, now), (STATUS.sent, long_ago))
    for status, created in mails:
        email = Email.objects.create(from_email="a@example.org", to="b@example.org", status=status)
        Email.objects.filter(pk=email.pk).update(created=created)
        MailLog.objects.create(kind="received", registration=registration, recipient="b@example.org", email=email)


def test_what_waits_for_staff_leads_where_it_is_done(session, organiser, waiting):
    client = signed_in(StaffFactory())
    with override("en"):
        found = list_to_do(session, gather_numbers(session).waiting_for, StaffFactory())
    assert [(one.level, one.words) for one in found] == [
        ("stop", "2 mails were not sent"),
        ("now", "1 registration to review"),
        ("now", "1 clarification answered"),
        ("now", "1 proposed change to approve"),
        ("now", "1 enquiry to answer"),
        ("now", "1 request to erase data"),
        ("soon", "3 translations are missing or out of date"),
    ]
    page = client.get("/en/desk/25/").content.decode()
    for one in found:
        assert f'href="{one.url.replace("&", "&amp;")}"' in page
        assert client.get(one.url).status_code == 200
    theirs = organiser.get("/en/desk/25/").content.decode()
    assert "2 mails were not sent" in theirs
    assert "/admin/" not in theirs


def test_a_clash_is_seen_at_once_when_what_it_is_made_of_changes(session):
    speaker, other = OfficialFactory(session=session), OfficialFactory(session=session)
    one, two = line(session, "A", "9:00-10:00"), line(session, "B", "9:30-10:30")
    one.speakers.add(speaker)
    two.speakers.add(other)
    assert gather_numbers(session).waiting_for["impossible"] == 0
    two.speakers.set([speaker])
    assert gather_numbers(session).waiting_for["impossible"] == 1
    two.starts = dt.time(10)
    two.save()
    assert gather_numbers(session).waiting_for["impossible"] == 0


@pytest.mark.parametrize("language", ["en", "it", "ru"])
def test_the_drawings_have_names_and_tables(session, organiser, language):
    make_delegate(session)
    page = organiser.get(f"/{language}/desk/25/").content.decode()
    for drawing in ("arrivals", "map-IT", "map-RU"):
        assert f'aria-labelledby="{drawing}-title"' in page
        assert f'<title id="{drawing}-title">' in page
    assert 'id="caption-arrivals"' in page
    assert 'id="caption-categories"' in page
    assert "style=" not in page
