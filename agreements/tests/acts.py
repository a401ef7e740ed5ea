"""Acts and commitments of the tests."""

from __future__ import annotations

import datetime as dt

from agreements.models import Agreement, Commitment, CommitmentReport
from sessions.models import Session
from sessions.tests.factories import SessionFactory

SIGNED_ON = dt.date(2024, 5, 16)


def make_held(number: int | None = None, day: dt.date = SIGNED_ON, **fields) -> Session:
    """Return a session that was held on two days, the second that on which its acts were signed."""
    dates = {"starts_on": day - dt.timedelta(days=1), "ends_on": day, "opens_at": None, "closes_at": None}
    named = {"number": number} if number else {}
    return SessionFactory(status="held", **dates | named | fields)


def make_act(session: Session | None = None, **fields) -> Agreement:
    """Return a signed public act."""
    fields = {"kind": "protocol", "status": "signed", "signed_on": SIGNED_ON, "title_it": "Protocollo"} | fields
    return Agreement.objects.create(session=session or make_held(), **fields)


def make_commitment(act: Agreement | None = None, **fields) -> Commitment:
    """Return a public commitment of the Italian side."""
    fields = {"text_it": "Istituire un gruppo di lavoro.", "side": "IT"} | fields
    return Commitment.objects.create(agreement=act or make_act(), **fields)


def make_report(commitment: Commitment, on: dt.date, state: str = "under_way", **fields) -> CommitmentReport:
    """Return a report, without changing the state of the commitment."""
    fields = {"text": "Il gruppo si è riunito.", "on": on, "state": state} | fields
    return CommitmentReport.objects.create(commitment=commitment, **fields)
