"""The life of an act: what each service does, and what it refuses."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import translation

from accounts.tests.factories import UserFactory
from agreements.enums import Renewal
from agreements.models import ActLink, Agreement, AuthenticText, Party, Signatory, Signing
from agreements.services import acts, parties
from agreements.standing import Standing, standing
from agreements.tests.test_register import act as signed_act
from participants.models import Organisation
from participants.services import merge_organisations
from participants.tests.factories import OrganisationFactory
from sessions.tests.factories import HostRegionFactory, SessionFactory
from taskforce.errors import DomainError

pytestmark = pytest.mark.django_db
DAY = dt.date(2016, 10, 6)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def session():
    return SessionFactory()


@pytest.fixture
def draft(session) -> Agreement:
    return acts.add_act(Agreement(session=session, kind="mou", title_it="Intesa"))


def text(act: Agreement, language: str, state: str, version: int = 1) -> AuthenticText:
    return AuthenticText.objects.create(agreement=act, language=language, state=state, version=version, sha256="a" * 64)


def refused(code: str):
    return pytest.raises(DomainError, check=lambda error: error.code == code)


def test_an_act_is_signed_with_its_texts_and_taken_back_only_without(draft):
    old, new = text(draft, "it", "final"), text(draft, "it", "draft", 2)
    with refused("future"):
        acts.sign_act(draft, on=dt.date(2999, 1, 1))
    with pytest.raises(DomainError, match="These texts are still drafts: Italian."):
        acts.sign_act(draft, on=DAY)
    AuthenticText.objects.filter(pk=new.pk).update(state="final")
    signed = acts.sign_act(draft, on=DAY, in_force_on=dt.date(2017, 1, 1))
    assert (signed.status, signed.signed_on, signed.in_force_on) == ("signed", DAY, dt.date(2017, 1, 1))
    states = dict(draft.texts.values_list("version", "state"))
    assert states == {1: "final", 2: "signed"}  # the version before it was not what was signed
    with refused("signed"):
        acts.sign_act(draft, on=DAY)
    with refused("signed_text"):
        acts.take_back_signing(draft)
    assert old.agreement == draft


def test_an_act_without_texts_is_taken_back_and_denounced_only_once_signed(draft):
    with refused("draft"):
        acts.denounce_act(draft, on=DAY, by_whom="")
    acts.sign_act(draft, on=DAY)
    with refused("early"):
        acts.denounce_act(draft, on=DAY - dt.timedelta(days=1), by_whom="")
    denounced = acts.denounce_act(draft, on=DAY, by_whom="Regione Lombardia")
    assert (denounced.denounced_on, denounced.denounced_by) == (DAY, "Regione Lombardia")
    for again in (lambda: acts.denounce_act(draft, on=DAY, by_whom=""), lambda: acts.take_back_signing(draft)):
        with refused("denounced"):
            again()
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=draft.pk).update(status="draft", signed_on=None)
    acts.take_back_denunciation(draft)
    assert acts.take_back_signing(draft).status == "draft"
    with refused("not_denounced"):
        acts.take_back_denunciation(draft)


def test_links_lead_back_in_time_and_in_no_circle(session, draft):
    first, second = (signed_act(name, (), session=session, signed_on=dt.date(year, 1, 1)) for name, year in
                     (("A", 2010), ("B", 2015)))  # fmt: skip
    link = acts.link_acts(second, "amends", first)
    assert acts.link_acts(second, "amends", first) == link
    with refused("later"):
        acts.link_acts(first, "follows", second)
    acts.link_acts(draft, "ends", second)
    for act, other, code in ((draft, draft, "itself"), (first, draft, "circle")):
        with refused(code):
            acts.link_acts(act, "follows", other)
    with pytest.raises(ProtectedError):  # an act others lead back to stays
        second.delete()
    acts.unlink_acts(link)
    assert ActLink.objects.count() == 1


def test_only_a_draft_with_which_nothing_is_kept_is_removed(draft):
    kept = text(draft, "it", "draft")
    with refused("kept"):
        acts.remove_act(draft)
    kept.delete()
    acts.remove_act(draft)
    assert not Agreement.objects.exists()


def test_a_change_leaves_what_somebody_else_changed_meanwhile(draft):
    acts.sign_act(draft, on=DAY)
    acts.change_act(draft, {"original_at": "Archivio"})  # the row in hand is still a draft
    draft.refresh_from_db()
    assert (draft.status, draft.original_at) == ("signed", "Archivio")
    acts.denounce_act(draft, on=DAY, by_whom="")
    with refused("meanwhile"):
        acts.change_act(draft, {"signed_on": DAY + dt.timedelta(days=1)})


@pytest.mark.parametrize(
    ("fields", "ended", "expected"),
    [
        ({"status": "draft", "signed_on": None}, False, Standing.DRAFT),
        ({}, False, Standing.UNKNOWN),
        ({"in_force_on": dt.date(2021, 1, 1)}, False, Standing.COMING),
        ({"in_force_on": dt.date(2017, 1, 1)}, False, Standing.IN_FORCE),
        ({"in_force_on": dt.date(2017, 1, 1), "expires_on": dt.date(2020, 6, 1)}, False, Standing.IN_FORCE),
        ({"expires_on": dt.date(2020, 5, 31)}, False, Standing.EXPIRED),
        ({"expires_on": dt.date(2020, 5, 31), "renewal": Renewal.TACIT}, False, Standing.RENEWED),
        ({"expires_on": dt.date(2020, 5, 31), "denounced_on": dt.date(2019, 1, 1)}, False, Standing.DENOUNCED),
        ({"denounced_on": dt.date(2020, 6, 2), "in_force_on": DAY}, False, Standing.IN_FORCE),
        ({"in_force_on": DAY}, True, Standing.ENDED),
    ],
)
def test_where_an_act_stands_on_a_day(fields, ended, expected):
    act = Agreement(**{"status": "signed", "signed_on": DAY} | fields)
    later = [Agreement(status="signed", signed_on=dt.date(2020, 1, 1))] if ended else []
    assert standing(act, dt.date(2020, 6, 1), later) == expected


# --- Parties, signatories, the ceremony


def named(rows) -> list[str]:
    return [row.name for row in rows.order_by("position", "pk")]


def test_parties_and_signatories_have_an_order_and_belong_to_one_act(session, draft):
    made = [parties.save_named(Party(agreement=draft, name_it=name)) for name in "ABC"]
    parties.move_named(made[2], "up")
    assert named(draft.parties) == ["A", "C", "B"]
    parties.move_named(made[0], "up")  # is the first already
    parties.remove_named(made[2])
    assert named(draft.parties) == ["A", "B"]
    stranger = parties.save_named(Party(agreement=acts.add_act(Agreement(session=session, title_it="X")), name_it="Z"))
    with refused("stranger"):
        parties.save_named(Signatory(agreement=draft, name_it="Bianchi", party=stranger))
    signatory = parties.save_named(Signatory(agreement=draft, name_it="Bianchi", party=made[0]))
    draft.signed_files.create(kind="paper", file="x", sha256="b" * 64, size=1).signatories.add(signatory)
    for row in (signatory, made[0]):
        with refused("signed_file"):
            parties.remove_named(row)


def test_the_ceremony_has_an_order_of_its_own(session, draft):
    others = [acts.add_act(Agreement(session=session, title_it=name)) for name in "BC"]
    made = [parties.save_signing(Signing(agreement=act)) for act in (draft, *others)]
    with refused("there"):
        parties.save_signing(Signing(agreement=draft))
    parties.move_signing(made[0], "down")
    assert [one.agreement.title for one in parties.signings_of(session)] == ["B", "Intesa", "C"]
    parties.take_from_ceremony(made[1])
    assert list(parties.signings_of(session).values_list("position", flat=True)) == [1, 2]


# --- What an act names stays


def test_what_an_act_names_is_not_deleted(draft):
    region, organisation = HostRegionFactory(code="IT-21"), OrganisationFactory()
    parties.name_region(draft, region)
    project = draft.session.projects.create(title_it="Filiera", review="accepted")
    parties.name_project(draft, project)
    parties.save_named(Party(agreement=draft, name_it="Camera", organisation=organisation))
    for row in (region, project, organisation):
        with pytest.raises(ProtectedError):
            row.delete()
    with refused("review"):
        parties.name_project(draft, draft.session.projects.create(title_it="Altro"))


def test_two_organisations_that_are_one_carry_their_acts_along(draft):
    keep, drop = OrganisationFactory(), OrganisationFactory()
    party = parties.save_named(Party(agreement=draft, name_it="Camera, come si firmò", organisation=drop))
    acts.sign_act(draft, on=DAY)
    merge_organisations(keep, drop, UserFactory())
    party.refresh_from_db()
    assert (party.organisation, party.name) == (keep, "Camera, come si firmò")
    assert not Organisation.objects.filter(pk=drop.pk).exists()
