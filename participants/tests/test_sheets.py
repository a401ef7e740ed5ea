"""Registrations as a spreadsheet: all that was said, as text, at the same cost however long."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.utils.translation import override

from accounts.tests.factories import StaffFactory, UserFactory
from participants import services
from participants.models import Registration
from participants.sheets import registrations_xlsx
from participants.tests.factories import DelegateFactory, RegistrationFactory
from participants.tests.questions import ask, choice
from sessions.tests.factories import SessionFactory
from taskforce import uploads
from taskforce.tests import files

pytestmark = pytest.mark.django_db
FORMULA = '=HYPERLINK("http://x","y")'


@pytest.fixture
def session():
    return SessionFactory(number=29)


def sheets(content: bytes) -> list[list[dict]]:
    """Return each sheet as rows by heading; formulas would stand there as they are written."""
    found = []
    for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
        head, *rows = sheet.iter_rows(values_only=True)
        assert len(set(head)) == len(head)
        found.append([dict(zip(head, row, strict=True)) for row in rows])
    return found


def _plain(value: object) -> object:
    return str(value) if isinstance(value, dt.date) else value


def exported() -> list[list[dict]]:
    with override("en"):
        return sheets(registrations_xlsx(Registration.objects.received()))


def test_facts_and_answers_stand_in_columns(session):
    registration = RegistrationFactory(
        session=session, state="confirmed", contact_phone="+390351234567", themes="Torni\ne frese", investment="both",
        submitted_at=dt.datetime(2026, 7, 1, 10, tzinfo=dt.UTC), organisation__name_latin=FORMULA,
        organisation__vat_number="00743110157",
    )  # fmt: skip
    anna = DelegateFactory(registration=registration, place="confirmed", phone="+79161234567", speaks=["it", "ru"])
    stand, count = ask(session, "Stand?", "choice", "Yes", "No"), ask(session, "Brochures?", "number")
    profile, note = ask(session, "Profile", "file"), ask(session, "Note?")
    day = ask(session, "Arrival?", "date", audience="delegate")
    services.save_answers(
        registration,
        {
            (stand.pk, None): choice(stand, "Yes").pk, (count.pk, None): Decimal("1500.5"),
            (profile.pk, None): uploads.checked(files.sent(files.pdf(), "Profilo.pdf")),
            (note.pk, None): "@SUM(1)", (day.pk, anna.pk): dt.date(2026, 12, 1),
        },
    )  # fmt: skip
    [[row], [person]] = exported()
    expected = {
        "Session": "29", "Name in Latin letters": FORMULA, "VAT number (P. IVA)": "00743110157", "Stand?": "Yes",
        "Telephone of the contact": "+39 035 123 4567", "Themes and projects": "Torni\ne frese", "Brochures?": 1500.5,
        "Profile": "Profilo.pdf", "Note?": "@SUM(1)", "Sent": "2026-07-01 12:00:00", "State": "Confirmed",
        "Interest in investment": "Seeks an investor and wishes to invest",
    }  # fmt: skip
    assert {name: _plain(row[name]) for name in expected} == expected
    expected = {
        "Organisation": FORMULA, "Given name in Latin letters": "Anna", "Telephone": "+7 916 123-45-67",
        "Languages spoken": "Italian, Russian", "Arrival?": "2026-12-01 00:00:00", "Place": "Confirmed",
    }  # fmt: skip
    assert {name: _plain(person[name]) for name in expected} == expected


def test_no_cell_is_a_formula_or_a_link(session):
    dangers = [FORMULA, "+1+cmd|' /C calc'!A0", "-1", "@x", "http://example.com"]
    for text in dangers:
        registration = RegistrationFactory(session=session, organisation__name_latin=text, themes=text)
        DelegateFactory(registration=registration, given_latin=text)
    with zipfile.ZipFile(io.BytesIO(registrations_xlsx(Registration.objects.received()))) as parts:
        written = {name: parts.read(name) for name in parts.namelist() if "worksheets" in name}
    assert written
    for content in written.values():
        assert b"<f>" not in content
        assert b"<hyperlink" not in content
    rows, people = exported()
    assert [row["Themes and projects"] for row in rows] == dangers
    assert len(people) == len(dangers)


@pytest.mark.parametrize("rows", [1, 3])
def test_queries(session, rows, django_assert_num_queries):
    asked = ask(session, "Note?"), ask(session, "Flight?", audience="delegate")
    for _number in range(rows):
        registration = RegistrationFactory(session=session)
        person = DelegateFactory(registration=registration)
        answers = {(asked[0].pk, None): "a", (asked[1].pk, person.pk): "b"}
        services.save_answers(registration, answers)
    with django_assert_num_queries(14):
        registrations_xlsx(Registration.objects.received())


def test_questions_of_several_sessions_are_told_apart(session):
    other = SessionFactory(number=30)
    for one in (session, other):
        asked = ask(one, "Stand?")
        services.save_answers(RegistrationFactory(session=one), {(asked.pk, None): f"of {one.number}"})
    rows, _people = exported()
    assert [(row["Stand? (29)"], row["Stand? (30)"]) for row in rows] == [("of 29", None), (None, "of 30")]


def test_an_empty_list_is_an_empty_sheet(session):
    assert exported() == [[], []]


def test_staff_download_from_both_lists_and_stand_in_the_log(client, session):
    user = StaffFactory(language="en")
    client.force_login(user)
    registration = RegistrationFactory(session=session, organisation__name_latin="Officine Brembo")
    RegistrationFactory(session=session, draft=True)
    RegistrationFactory(organisation__name_latin="Un'altra")
    for address, key in (("participants/registration", registration.pk), ("taskforce_sessions/session", session.pk)):
        response = client.post(f"/admin/{address}/", {"action": "export", "_selected_action": key})
        assert response.headers["Content-Disposition"].startswith('attachment; filename="registrations-')
        assert "no-store" in response.headers["Cache-Control"]
        rows, _people = sheets(response.content)
        assert [row["Name in Latin letters"] for row in rows] == ["Officine Brembo"]
    texts = [entry.change_message for entry in LogEntry.objects.filter(user=user)]
    assert texts == ["1 registration downloaded as a spreadsheet"] * 2


def test_more_than_a_request_can_write_is_refused_with_advice(client, session, monkeypatch):
    monkeypatch.setattr("participants.admin.export.MOST", 1)
    client.force_login(StaffFactory(language="en"))
    keys = [RegistrationFactory(session=session).pk for _number in range(2)]
    fields = {"action": "export", "_selected_action": keys}
    page = client.post("/admin/participants/registration/", fields, follow=True)
    assert "At most 1 registration at a time can be downloaded. Please choose fewer." in page.text


def test_who_may_not_see_registrations_gets_none(client, session):
    looker = UserFactory(is_staff=True, language="en")
    may_look = Permission.objects.get(codename="view_session", content_type__app_label="taskforce_sessions")
    looker.user_permissions.add(may_look)
    client.force_login(looker)
    RegistrationFactory(session=session)
    page = client.post("/admin/taskforce_sessions/session/", {"action": "export", "_selected_action": session.pk})
    assert "spreadsheetml" not in page.headers["Content-Type"]
