"""The sheet of the signing ceremony: the order, the times, who signs, in one language and in two."""

from __future__ import annotations

import datetime as dt

import pytest

from agreements.models import Agreement, Signing
from documents.builders import KINDS
from documents.tests.paper import paper_of
from sessions.tests.factories import ProgrammeItemFactory, SessionFactory

pytestmark = pytest.mark.django_db


def test_the_sheet_tells_the_order_the_times_and_who_signs_in_two_languages():
    session = SessionFactory(number=25)
    ProgrammeItemFactory(session=session, kind="signing", day=1, starts=dt.time(17), ends=dt.time(17, 15))
    for number, (title, russian) in enumerate((("Protocollo", "Протокол"), ("Intesa", "Меморандум")), start=1):
        act = Agreement.objects.create(session=session, title_it=title, title_ru=russian, is_public=number == 1)
        for side, name in (("RU", "Petrov"), ("IT", "Bianchi")):
            party = act.parties.create(name_it="Ministero", side=side)
            act.signatories.create(name_it=name, name_ru=name, party=party)
        for language in ("ru", "it"):
            act.texts.create(language=language)
        Signing.objects.create(agreement=act, position=number, minutes=10, copies=3, where="Tavolo 1")
    facts = KINDS["signing"].gather(session, "en")
    assert [(turn["starts"], turn["confidential"]) for turn in facts["turns"]] == [("17:00", False), ("17:10", True)]
    assert (facts["minutes"], facts["given"]) == (20, 15)
    first = facts["texts"]["en"]["acts"][0]
    assert [one["name"] for one in first["signatories"]] == ["Bianchi", "Petrov"]  # the Italian side, then the Russian
    assert first["languages"] == ["Italian (authentic)", "Russian (authentic)"]
    told = paper_of("signing", session, "it+ru").text
    for words in ("Protocollo", "Протокол", "17:10", "Меморандум", "Tavolo 1"):
        assert words in told
