"""The administration of sessions: errors are told beside their fields, rows are found however they are typed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.tests.factories import StaffFactory
from sessions.models import ProgrammeItem, RegionAlias, Session
from sessions.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def staff(client):
    user = StaffFactory(language="en")
    client.force_login(user)
    return user


def errors_of(page) -> dict[str, list[str]]:
    """What the form says is wrong, in English: a request leaves its own language behind."""
    with translation.override("en"):
        return {
            name: [str(message) for message in found] for name, found in page.context["adminform"].form.errors.items()
        }


def post_session(client, session: Session, **changes):
    form = {
        "number": session.number, "status": "announced", "mode": "in_person", "title_it": session.title_it,
        "timezone": "Europe/Rome", "admission": "review", "starts_on": "2026-05-10", "ends_on": "2026-05-11",
        "organisers-TOTAL_FORMS": 0, "organisers-INITIAL_FORMS": 0, "assignments-TOTAL_FORMS": 0,
        "assignments-INITIAL_FORMS": 0, "travel_times-TOTAL_FORMS": 0, "travel_times-INITIAL_FORMS": 0,
        "minutes_within_town": 15, "minutes_between_towns": 60, **changes,
    }  # fmt: skip
    return client.post(reverse("admin:taskforce_sessions_session_change", args=[session.pk]), form)


@pytest.mark.parametrize(
    ("wrong", "errors"),
    [
        ({"ends_on": "2026-05-09"}, {"ends_on": ["The last day is before the first day."]}),
        ({"capacity_it": "0"}, {"capacity_it": ["A number above zero, or nothing."]}),
        ({"number": "7"}, {"number": ["There is a session with this number."]}),
        ({"number": "10000"}, {"number": ["Ensure this value is less than or equal to 9999."]}),
        (
            {"timezone": "Europe/Bergamo"},
            {"timezone": ["“Europe/Bergamo” is not the name of a time zone, such as Europe/Rome."]},
        ),
        (
            {"opens_at_0": "2026-04-02", "opens_at_1": "09:00", "closes_at_0": "2026-04-01", "closes_at_1": "09:00"},
            {"closes_at": ["Registration closes before it opens."]},
        ),
    ],
)
def test_a_rule_of_the_session_is_told_beside_its_field(client, wrong, errors):
    factories.SessionFactory(number=7)
    assert errors_of(post_session(client, factories.SessionFactory(), **wrong)) == errors


def test_registration_times_are_read_in_the_time_of_rome(client):
    session = factories.SessionFactory()
    post_session(client, session, opens_at_0="2026-03-01", opens_at_1="09:00")
    session.refresh_from_db()
    assert session.opens_at == dt.datetime(2026, 3, 1, 8, 0, tzinfo=dt.UTC)


def test_the_page_of_a_session_leads_to_its_desk_and_its_public_page(client):
    session = factories.SessionFactory(number=25)
    url = reverse("admin:taskforce_sessions_session_change", args=[session.pk])
    page = client.get(url).text
    assert f'href="/en/desk/s{session.pk}/"' in page
    assert 'href="/en/sessions/25/" class="viewsitelink"' in page
    Session.objects.update(status="draft")
    assert "viewsitelink" not in client.get(url).text


def item_form(item: ProgrammeItem, **changes) -> dict:
    form = {
        "session": item.session_id,
        "kind": "plenary",
        "title_it": item.title_it,
        "position": 0,
        "day": 1,
        **changes,
    }
    return {name: value for name, value in form.items() if value is not None}


def test_what_belongs_to_another_session_is_refused_beside_the_field(client):
    item, stranger = factories.ProgrammeItemFactory(), factories.RoomFactory(name_it="Sala 7")
    official = factories.OfficialFactory(name_it="Anna Neri")
    page = client.post(
        reverse("admin:taskforce_sessions_programmeitem_change", args=[item.pk]),
        item_form(item, venue=stranger.venue_id, room=stranger.pk, speakers=[official.pk]),
    )
    assert errors_of(page) == {
        "venue": ["Belongs to another session: Polo fieristico."],
        "room": ["Belongs to another session: Sala 7."],
        "speakers": ["Belongs to another session: Anna Neri."],
    }


@pytest.mark.parametrize(
    ("wrong", "errors"),
    [
        ({"day": "0"}, {"day": ["Days are counted from 1."]}),
        ({"day": "3"}, {"day": ["The session has 2 days."]}),
        ({"starts": "10:00", "ends": "09:00"}, {"ends": ["The end is not after the start."]}),
        ({"spoken": ["xx"]}, {"spoken": ["Select a valid choice. xx is not one of the available choices."]}),
        ({"title_it": None}, {"title_it": ["This field is required."]}),
        ({"title_it": "\u202eabc"}, {"title_it": ["The text holds a mark that turns the reading direction."]}),
    ],
)
def test_a_line_of_the_programme_is_checked_field_by_field(client, wrong, errors):
    item = factories.ProgrammeItemFactory()
    page = client.post(
        reverse("admin:taskforce_sessions_programmeitem_change", args=[item.pk]), item_form(item, **wrong)
    )
    assert errors_of(page) == errors


def test_a_line_of_the_programme_is_saved_with_its_languages(client):
    item = factories.ProgrammeItemFactory()
    client.post(
        reverse("admin:taskforce_sessions_programmeitem_change", args=[item.pk]),
        item_form(item, starts="09:00", ends="10:30", spoken=["it", "ru"], interpreted=["en"]),
    )
    item.refresh_from_db()
    assert (item.starts, item.ends) == (dt.time(9), dt.time(10, 30))
    assert (item.spoken, item.interpreted) == (["it", "ru"], ["en"])


def post_region(client, region, *aliases: str, **changes):
    rows = {f"aliases-{number}-alias": alias for number, alias in enumerate(aliases)}
    form = {"code": region.code, "country": region.country, "name_it": region.name_it, **changes}
    counts = {"aliases-TOTAL_FORMS": len(aliases), "aliases-INITIAL_FORMS": 0}
    return client.post(
        reverse("admin:taskforce_sessions_hostregion_change", args=[region.pk]), {**form, **counts, **rows}
    )


def test_an_alias_is_kept_with_its_key_and_only_once(client):
    region = factories.HostRegionFactory(code="RU-SVE")
    post_region(client, region, "Repubblica di Sverdlòvsk")
    assert RegionAlias.objects.get().key == "repubblica di sverdlovsk"
    page = post_region(
        client, factories.HostRegionFactory(code="RU-PNZ"), "repubblica  di SVERDLOVSK", "Pensa", "PENSA", "…"
    )
    with translation.override("en"):
        errors = page.context["inline_admin_formsets"][0].formset.errors
        found = [{name: [str(message) for message in messages] for name, messages in one.items()} for one in errors]
    assert found == [
        {"alias": ["This alias already leads to a region."]},
        {"alias": ["This alias stands here twice."]},
        {"alias": ["This alias stands here twice."]},
        {"alias": ["An alias holds at least one letter."]},
    ]


@pytest.mark.parametrize("code", ["IT-a-b", "IT25", "IT-", "FR-IDF"])
def test_a_region_has_a_code_that_an_address_can_hold(client, code):
    assert "code" in errors_of(post_region(client, factories.HostRegionFactory(), code=code))


@pytest.mark.parametrize(
    "typed", ["forlì", "FORLI", "forli\u0300", "Cesena forlì", "emilia", "форли", "ФОРЛИ", "25 forlì", "IT-45"]
)
def test_a_search_finds_a_session_however_it_is_typed(client, typed):
    region = factories.HostRegionFactory(code="IT-45", name_it="Emilia-Romagna")
    wanted = factories.SessionFactory(
        number=25, title_it="Sessione di Forlì-Cesena", title_ru="Сессия в Форли", host_region=region
    )
    factories.SessionFactory(number=26)
    page = client.get(reverse("admin:taskforce_sessions_session_changelist"), {"q": typed})
    assert list(page.context["cl"].result_list) == [wanted]


def test_a_source_is_known_by_one_key_in_its_session(client):
    session = factories.SessionFactory()
    url = reverse("admin:taskforce_sessions_source_add")
    form = {"session": session.pk, "key": "mise", "what": "Comunicato", "url": "https://example.org/"}
    assert client.post(url, form).status_code == 302
    assert "key" in errors_of(client.post(url, form))
