"""The page of an act in the public register: everything public is there, and nothing else in any form."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.services.acts import link_acts
from agreements.services.parties import name_project, name_region
from agreements.tests.test_register import act
from sessions.tests.factories import HostRegionFactory, SessionFactory
from tables.tests.factories import ThematicTableFactory

pytestmark = pytest.mark.django_db


def page(client, found) -> str:
    return " ".join(client.get(f"/en/agreements/{found.pk}/").content.decode().split())


@pytest.fixture
def full():
    table = ThematicTableFactory(title_it="Meccanica", title_en="Mechanics")
    found = act(
        "Intesa", ("Regione Lombardia",), session=table.session, table=table, place_it="Bergamo", value=1500,
        currency="EUR", in_force_on=dt.date(2017, 1, 1), expires_on=dt.date(2018, 1, 1), original_at="Armadio 7",
    )  # fmt: skip
    party = found.parties.get()
    party.region = HostRegionFactory(code="IT-25", name_it="Lombardia")
    party.save()
    found.signatories.create(name_it="Anna Bianchi", capacity_it="Assessore", party=party)
    name_region(found, HostRegionFactory(code="RU-SVE", name_it="Sverdlovsk", country="RU"))
    for title, public in (("Filiera", True), ("Progetto riservato", False)):
        name_project(found, found.session.projects.create(title_it=title, review="accepted", is_public=public))
    return found


def test_everything_public_is_told_and_nothing_else(client, full):
    earlier = act("Primo", (), session=full.session, signed_on=dt.date(2010, 1, 1))
    secret = act("Segreto", (), session=full.session, is_public=False, signed_on=dt.date(2010, 1, 1))
    later = act("Ultimo", (), session=full.session, signed_on=dt.date(2020, 1, 1))
    for other in (earlier, secret):
        link_acts(full, "amends", other)
    link_acts(later, "follows", full)
    told = page(client, full)
    links = (f'href="/en/agreements/{earlier.pk}/"', f'href="/en/agreements/{later.pk}/"', 'href="/en/regions/IT-25/"')
    facts = ("Mechanics", "Bergamo", "Anna Bianchi, Assessore", "Sverdlovsk", "Filiera", "Expired", "1 January 2018")
    for words in (*facts, *links):
        assert words in told, words
    for words in ("Progetto riservato", "Segreto", "Armadio", "1500", "1,500", "EUR"):
        assert words not in told, words
    full.value_public = True
    full.save()
    assert "EUR" in page(client, full)
    link_acts(later, "ends", full)
    assert "Ended by a later act" in page(client, full)


def test_a_confidential_act_is_nowhere_and_answers_as_what_is_not_there(client, full):
    full.file_sha256 = "a" * 64
    full.file.save("act.pdf", ContentFile(b"%PDF-1.7"))
    follower = act("Seguito", (), session=full.session, signed_on=dt.date(2020, 1, 1))
    link_acts(follower, "follows", full)
    addresses = ("/en/agreements/", "/en/agreements/?q=Intesa", full.session.get_absolute_url(), "/en/regions/IT-25/",
                 f"/en/agreements/{follower.pk}/")  # fmt: skip
    assert "Intesa" in client.get(addresses[0]).content.decode()
    full.is_public = False
    full.save()
    for address in addresses:
        assert "Intesa" not in client.get(address).content.decode().replace("=Intesa", "").replace('"Intesa"', ""), (
            address
        )
    for end in ("", "file/"):
        there, nowhere = (client.get(f"/en/agreements/{pk}/{end}") for pk in (full.pk, 10**9))
        assert there.status_code == 404
        assert there.content.decode() == nowhere.content.decode().replace(str(10**9), str(full.pk))


def test_an_act_without_public_texts_has_no_file(client, full):
    full.file_sha256 = "a" * 64
    full.texts_public = False
    full.file.save("act.pdf", ContentFile(b"%PDF-1.7"))
    assert "SHA-256" not in page(client, full)
    assert client.get(f"/en/agreements/{full.pk}/file/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(client, rows, monkeypatch):
    monkeypatch.setattr("agreements.views.act.SECTIONS", ())
    found = act("Intesa", ("Camera",) * rows, session=SessionFactory())
    for number in range(rows):
        found.signatories.create(name_it="Bianchi", party=found.parties.first())
        link_acts(found, "follows", act(f"Primo {number}", (), signed_on=dt.date(2000, 1, 1)))
    with CaptureQueriesContext(connection) as queries:
        page(client, found)
    assert len(queries) == 7
