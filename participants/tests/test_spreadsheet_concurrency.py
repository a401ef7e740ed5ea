"""A spreadsheet registered many times at once makes every company once. With its negative control."""

from __future__ import annotations

import threading
import uuid
from contextlib import nullcontext
from types import SimpleNamespace

import pytest
from post_office.models import Email

from participants import services
from participants.models import Registration, Spreadsheet
from participants.services import spreadsheet as acts
from participants.spreadsheets import check_rows
from participants.tests.factories import OrganisationFactory, PrivacyNoticeFactory, RegistrationFactory
from participants.tests.sheets import HEADINGS, company
from participants.tests.test_registration_concurrency import TIMES, at_once
from sessions.tests.factories import HostRegionFactory

pytestmark = pytest.mark.django_db(transaction=True)

COMPANIES = 3


@pytest.fixture
def spreadsheet() -> Spreadsheet:
    HostRegionFactory(code="IT-25")
    chamber = RegistrationFactory(organisation=OrganisationFactory(category="chamber"))
    checked = check_rows([HEADINGS, *(company(number) for number in range(1, COMPANIES + 1))], "IT", set())
    return services.keep_spreadsheet(chamber, "a.xlsx", checked.companies, checked.faults)


def register_at_once(spreadsheet: Spreadsheet) -> list[str]:
    notice = PrivacyNoticeFactory()

    def register() -> str:
        try:
            return str(services.register_spreadsheet(spreadsheet, notice).companies)
        except Exception as error:
            return type(error).__name__

    return at_once(register)


def made(spreadsheet: Spreadsheet) -> tuple[int, int]:
    through = Registration.objects.filter(submitted_through=spreadsheet.registration.organisation)
    return through.count(), Email.objects.count()


def test_registered_five_times_at_once_is_registered_once(spreadsheet):
    assert register_at_once(spreadsheet) == [str(COMPANIES)] * TIMES
    assert made(spreadsheet) == (COMPANIES, COMPANIES)


def test_control_without_lock_and_form_token_each_is_registered_again(spreadsheet, monkeypatch):
    together = threading.Barrier(TIMES)

    def taken(registration: Registration) -> set[str]:
        together.wait(timeout=20)  # every one has seen by now that nothing is registered
        return set()

    unlocked = SimpleNamespace(atomic=nullcontext)  # on SQLite the transaction is the lock
    monkeypatch.setattr(acts, "transaction", unlocked)
    monkeypatch.setattr(acts, "taken_keys", taken)
    monkeypatch.setattr(acts, "uuid", SimpleNamespace(uuid5=lambda *_parts: uuid.uuid4()))
    monkeypatch.setattr(Spreadsheet.objects, "select_for_update", lambda **_options: Spreadsheet.objects.all())
    register_at_once(spreadsheet)
    assert made(spreadsheet) == (TIMES * COMPANIES, TIMES * COMPANIES)
