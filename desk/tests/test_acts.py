"""The acts of a session at its desk: added, signed, with parties that are found, and a place in the ceremony."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from agreements.models import Agreement, Party, Signing
from desk.tests.conftest import assigned, make_delegate, signed_in
from participants.tests.factories import OrganisationFactory
from sessions.tests.factories import HostRegionFactory, OfficialFactory, ProgrammeItemFactory, SessionFactory

pytestmark = pytest.mark.django_db
ACT = {"kind": "mou", "title_it": "Intesa <b>", "title_ru": "Меморандум", "is_public": "on", "texts_public": "on"}


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def page(name: str, *args) -> str:
    with translation.override("en"):
        return reverse(f"desk:{name}", args=["25", *args])


@pytest.fixture
def act(session) -> Agreement:
    return Agreement.objects.create(session=session, kind="mou", title_it="Intesa")


def errors(response) -> dict[str, list[str]]:
    with translation.override("en"):
        return {name: [str(one) for one in found] for name, found in response.context["form"].errors.items()}


def test_an_act_is_added_changed_signed_and_taken_back(session, organiser, reader):
    wrong = organiser.post(page("act_add"), ACT | {"title_it": "", "title_ru": "", "value": "5", "expires_on": "x"})
    assert errors(wrong) == {
        "title_it": ["Write it in one language at least."],
        "currency": ["A value has its currency, and is not below zero."],
        "expires_on": ["Enter a valid date."],
    }
    assert 'value="5"' in wrong.content.decode()
    organiser.post(page("act_add"), ACT | {"value": "1000000", "currency": "EUR"})
    act = Agreement.objects.get()
    assert (act.position, act.value_public, act.title_ru) == (1, False, "Меморандум")
    shown = text_of(reader.get(page("act", act.pk)))
    assert "Intesa &lt;b&gt;" in shown
    assert "1000000.00 EUR" in shown.replace(",", "")
    assert "Mark as signed" not in shown  # who may only look is offered no act
    organiser.post(page("act_edit", act.pk), ACT | {"is_public": "", "original_at": "Archivio"})
    act.refresh_from_db()
    assert (act.is_public, act.original_at, act.value) == (False, "Archivio", None)
    assert "Confidential" in text_of(reader.get(page("acts")))
    future = organiser.post(page("act_sign", act.pk), {"signed_on": "2090-01-01"})
    assert errors(future) == {"signed_on": ["An act is not signed in the future."]}
    organiser.post(page("act_sign", act.pk), {"signed_on": "2016-10-06"})
    early = organiser.post(page("act_denounce", act.pk), {"denounced_on": "2016-10-05", "denounced_by": "Camera"})
    assert errors(early) == {"denounced_on": ["It was not signed yet on that day."]}
    organiser.post(page("act_denounce", act.pk), {"denounced_on": "2017-10-05", "denounced_by": "Camera"})
    assert "Denounced" in text_of(reader.get(page("act", act.pk)))
    for wish in ("remove", "nonsense", "denunciation", "signing", "remove"):
        organiser.post(page("act_back", act.pk), {"do": wish})
    assert not Agreement.objects.exists()


def test_a_party_is_found_by_words_and_named_by_what_it_is(session, organiser, act):
    mine = make_delegate(session, company="Meccanica Bergamo").registration.organisation
    make_delegate(session, company="Meccanica Lecco")
    OrganisationFactory(name_latin="Meccanica Secret")  # registered nowhere this organiser may see
    add = page("act_part_add", act.pk, "parties")
    found = organiser.post(add, {"find": "meccanica", "name_ru": "Завод", "side": "RU", "look": "1"})
    told = text_of(found)
    assert ("2 rows answer" in told, "Secret" in told, 'value="Завод"' in told) == (True, False, True)
    assert errors(organiser.post(add, {"find": "meccanica"}))["row"] == ["Choose one of those that were found."]
    assert errors(organiser.post(add, {"find": "secret"}))["find"] == ["Nothing answers to these words."]
    for wrong in ("x", str(10**30), str(OrganisationFactory().pk)):
        assert "row" in errors(organiser.post(add, {"row": wrong, "name_it": "A"}))
    organiser.post(add, {"find": "bergamo"})
    party = Party.objects.get()
    assert (party.name_it, party.side, party.kind, party.organisation) == (
        "Meccanica Bergamo", "IT", "organisation", mine,
    )  # fmt: skip
    region = HostRegionFactory(code="RU-SVE", name_it="Sverdlovsk", name_ru="Свердловская область", country="RU")
    organiser.post(add, {"region": region.pk})
    second = Party.objects.latest("pk")
    assert (second.name_ru, second.side, second.kind) == ("Свердловская область", "RU", "region")
    organiser.post(page("act_part_move", act.pk, "parties", second.pk), {"do": "up"})
    assert list(act.parties.values_list("pk", flat=True)) == [second.pk, party.pk]
    edit = organiser.post(page("act_part", act.pk, "parties", party.pk), {"name_it": "Nome firmato", "row": mine.pk})
    party.refresh_from_db()
    assert (edit.status_code, party.name_it, party.organisation) == (302, "Nome firmato", mine)


def test_signatories_come_from_officials_and_sign_for_a_party_of_the_act(session, organiser, act):
    official = OfficialFactory(session=session, name_it="Anna Bianchi", office_it="Sottosegretario")
    party = act.parties.create(name_it="Ministero")
    other = Agreement.objects.create(session=session, title_it="B").parties.create(name_it="Altro")
    add = page("act_part_add", act.pk, "signatories")
    assert "party" in errors(organiser.post(add, {"official": official.pk, "party": other.pk}))
    organiser.post(add, {"official": official.pk, "party": party.pk})
    found = act.signatories.get()
    assert (found.name_it, found.capacity_it, found.party) == ("Anna Bianchi", "Sottosegretario", party)
    shown = text_of(organiser.get(page("act", act.pk)))
    assert "Sottosegretario · for Ministero" in shown


def test_projects_regions_and_earlier_acts_are_named_and_taken_away(session, organiser, act):
    project = session.projects.create(title_it="Filiera del legno", review="accepted")
    session.projects.create(title_it="Filiera rifiutata", review="declined")
    earlier = Agreement.objects.create(session=session, title_it="Protocollo", status="signed", signed_on="2010-01-01")
    hidden = Agreement.objects.create(session=SessionFactory(number=9), title_it="Segreto altrui")
    region = HostRegionFactory(code="IT-21", name_it="Piemonte")
    for part, typed in (
        ("projects", {"find": "filiera"}),
        ("regions", {"region": region.pk}),
        ("links", {"kind": "amends", "find": "protocollo"}),
    ):
        assert organiser.post(page("act_part_add", act.pk, part), typed).status_code == 302, part
    refused = organiser.post(page("act_part_add", act.pk, "links"), {"kind": "ends", "row": hidden.pk})
    assert "row" in errors(refused)
    assert "Segreto" not in text_of(refused)
    shown = text_of(organiser.get(page("act", act.pk)))
    for words in ("Filiera del legno", "Piemonte", "This act amends: Protocollo"):
        assert words in shown
    assert "Intesa amends this act" in text_of(organiser.get(page("act", earlier.pk)))
    link = act.leads_to.get()
    organiser.post(page("act_part_move", act.pk, "links", link.pk), {"do": "remove"})
    assert (act.leads_to.exists(), act.projects.get()) == (False, project)
    for path in (page("act_part_add", act.pk, "thoughts"), page("act_part", act.pk, "links", link.pk)):
        assert organiser.get(path).status_code == 404


def test_the_ceremony_tells_when_the_turn_of_each_act_comes(session, organiser, reader, act):
    ProgrammeItemFactory(session=session, kind="signing", day=1, starts=dt.time(17), ends=dt.time(17, 20))
    second = Agreement.objects.create(session=session, title_it="Protocollo", is_public=False)
    wrong = organiser.post(page("act_signing", act.pk), {"minutes": "0", "copies": "99"})
    assert set(errors(wrong)) == {"minutes", "copies"}
    organiser.post(page("act_signing", act.pk), {"minutes": "15", "copies": "2", "where": "Tavolo 1"})
    organiser.post(page("act_signing", second.pk), {"minutes": "10", "copies": "4", "flags": "IT, RU"})
    organiser.post(page("signing_move", second.pk), {"do": "up"})
    told = text_of(reader.get(page("ceremony")))
    assert told.index("17:00 · 10 minutes · 4 copies of each text") < told.index("17:10 · 15 minutes")
    assert "That is 5 minutes more than the programme gives." in told
    organiser.post(page("signing_move", second.pk), {"do": "remove"})
    assert list(Signing.objects.values_list("agreement", "position")) == [(act.pk, 1)]
    assert "Acts of the session that are not in the ceremony" in text_of(reader.get(page("ceremony")))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(session, rows, monkeypatch):
    monkeypatch.setattr("desk.acts.views.SECTIONS", ())  # each section counts its own
    client = signed_in(assigned(session, "organiser"))
    for number in range(rows):
        act = Agreement.objects.create(session=session, title_it=f"Atto {number}")
        Signing.objects.create(agreement=act)
    for _row in range(rows):
        act.signatories.create(name_it="Bianchi", party=act.parties.create(name_it="Camera"))
    client.get(page("acts"))
    counts = []
    for name, args in (("acts", ()), ("act", (act.pk,)), ("ceremony", ())):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page(name, *args)).status_code == 200
        counts.append(len(queries))
    assert counts == [7, 16, 10]


def test_an_act_of_another_session_is_not_there(organiser):
    strange = Agreement.objects.create(session=SessionFactory(number=9), title_it="Altrove")
    party = strange.parties.create(name_it="Camera")
    Signing.objects.create(agreement=strange)
    paths = [page(name, strange.pk) for name in ("act", "act_edit", "act_sign", "act_signing")]
    paths.append(page("act_part", strange.pk, "parties", party.pk))
    assert {organiser.get(path).status_code for path in paths} == {404}
    for path in (page("signing_move", strange.pk), page("act_part_move", strange.pk, "parties", party.pk)):
        assert organiser.post(path, {"do": "remove"}).status_code == 404
