"""Each account of the embedded run signs in, does its whole work by clicking, and comes to nothing beyond it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.utils.translation import override
from playwright.sync_api import Locator, Page, expect

from e2e.acts import sign_in
from e2e.roles import Roles
from e2e.stage import Stage
from participants.enums import State

pytestmark = pytest.mark.browser
NOWHERE = "desk/9999/"  # the desk of a session that is not there
NOT_ITS_OWN = "desk/901/"  # one at which no account of the embedded run has a role


# --- What every role does


def enter(page: Page, roles: Roles, who: str, language: str, path: str = "desk/") -> None:
    sign_in(page, f"{who}@example.org", f"/{language}/{path}", roles.passwords[who])
    expect(page.locator("html")).to_have_attribute("lang", language)


def open_session(page: Page, number: int, first: str) -> None:
    """Choose a session on the desk's first page, and come to the page that is the role's first."""
    page.locator(f"main a[href$='/desk/{number}/']").click()
    page.wait_for_url(re.compile(rf"/desk/{number}/{first}$"))


def tabs(page: Page) -> list[str]:
    """Return the pages that the desk's menu offers: the last parts of their addresses."""
    links = page.locator(".desk-pages a").all()
    return [link.get_attribute("href").rstrip("/").rsplit("/", 1)[1] for link in links]


def follow(page: Page, tab: str) -> None:
    page.locator(f".desk-pages a[href$='/{tab}/']").click()
    page.wait_for_url(f"**/{tab}/")


def are_not_there(page: Page, language: str, *paths: str) -> None:
    """What is somebody else's, typed by hand, gives the very answer of what is not there."""
    page.goto(f"/{language}/{NOWHERE}")
    answer = page.locator("main").inner_text()
    for path in paths:
        assert page.goto(f"/{language}/{path}").status == 404, path
        assert page.locator("main").inner_text() == answer, path


def are_refused(page: Page, language: str, **posts: dict) -> None:
    """What the pages do not offer, sent by hand with the token of a form that is ours, does not happen."""
    page.goto(f"/{language}/desk/")
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    for path, data in posts.items():
        answer = page.request.post(f"/{language}/{path}", form={"csrfmiddlewaretoken": token, **data})
        assert answer.status == 404, path


def does_not_administer(page: Page) -> None:
    page.goto("/admin/participants/registration/")
    page.wait_for_url(re.compile(r"/accounts/sign-in/|/admin/login/"))
    expect(page.locator("#result_list")).to_have_count(0)


def success(page: Page) -> Locator:
    return page.locator(".portal-messages .alert-success, .messagelist .success")


def numbers_in(found: Locator) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", found.inner_text())]


# --- The roles


def test_the_organiser_gives_a_role_and_takes_it_away(stage: Stage, visitor: Callable[..., Page]):
    page, other = visitor("it"), visitor("ru")
    enter(page, stage.roles, "organizzatore", "it")
    enter(other, stage.roles, "traduttore", "ru")
    are_not_there(other, "ru", "desk/29/attendance/")
    open_session(page, 29, "")
    assert {"programme", "translations", "release", "delegation", "tables", "attendance", "documents", "people"} <= set(
        tabs(page)
    )
    follow(page, "people")
    page.locator("[name=email]").fill("traduttore@example.org")
    page.locator("[name=role]").select_option("check_in")
    page.locator("form.desk-filter [type=submit]").click()
    expect(success(page)).to_contain_text("Traduttore")
    given = page.locator("section[aria-labelledby=role-check_in] .desk-person", has_text="traduttore@example.org")
    expect(given).to_have_count(1)

    assert other.goto("/ru/desk/29/attendance/").status == 200
    given.locator("button").click()
    expect(success(page)).to_contain_text("Traduttore")
    expect(given).to_have_count(0)
    are_not_there(other, "ru", "desk/29/attendance/")

    are_not_there(page, "it", NOT_ITS_OWN, "desk/901/people/", "desk/901/attendance/", "desk/14/", "documents/999999/")
    are_refused(page, "it", **{"desk/901/people/": {"email": "organizzatore@example.org", "role": "organiser"}})
    does_not_administer(page)


def test_the_moderator_sees_the_people_of_one_table(stage: Stage, visitor: Callable[..., Page]):
    page, (own, another) = visitor("it"), stage.roles.tables
    enter(page, stage.roles, "moderatore", "it")
    open_session(page, 25, "tables/")
    assert tabs(page) == ["tables", "projects"]
    table = page.locator(".desk-people a")
    expect(table).to_have_count(1)
    taken = numbers_in(page.locator(".desk-people .act"))[0]
    table.click()
    page.wait_for_url(f"**/tables/{own}/")
    expect(page.locator("[aria-labelledby=seats] .desk-person")).to_have_count(min(taken, 50))
    are_not_there(
        page, "it", f"desk/25/tables/{another}/", "desk/25/delegation/", "desk/25/programme/", "desk/25/people/",
        NOT_ITS_OWN,
    )  # fmt: skip
    does_not_administer(page)


def test_the_check_in_ticks_who_is_present(stage: Stage, visitor: Callable[..., Page]):
    page = visitor("en")
    enter(page, stage.roles, "accoglienza", "en")
    open_session(page, 25, "attendance/")
    assert tabs(page) == ["attendance"]
    page.locator("[name=day]").select_option("1")
    page.locator("[name=q]").fill(stage.absent)
    page.locator("form.desk-filter [type=submit]").click()
    person = page.locator(".desk-person")
    expect(person).to_have_count(1)
    person.locator("button").click()
    expect(success(page)).to_contain_text(stage.absent)
    expect(page.locator(".desk-person.is-present")).to_contain_text("Accoglienza")
    person.locator("button").click()
    expect(page.locator(".desk-person:not(.is-present)")).to_have_count(1)
    are_not_there(
        page, "en", "desk/901/attendance/", "desk/25/delegation/", "desk/25/tables/", "desk/25/documents/",
        "desk/25/people/",
    )  # fmt: skip
    are_refused(page, "en", **{"desk/25/documents/": {"kind": "attendance", "language": "en", "format": "pdf"}})
    does_not_administer(page)


def test_the_office_decides_for_its_own_side(stage: Stage, visitor: Callable[..., Page]):
    page, (_theirs, russian), (italian, other) = visitor("ru"), stage.roles.wishes["RU"], stage.roles.wishes["IT"]
    enter(page, stage.roles, "parterussa", "ru")
    open_session(page, 29, "delegation/")
    assert tabs(page) == ["translations", "delegation", "protocol"]
    expect(page.locator(".side-RU").first).to_be_visible()
    expect(page.locator(".side-IT")).to_have_count(0)
    page.locator("[name=q]").fill(stage.roles.italian)
    page.locator("form.desk-filter [type=submit]").click()
    expect(page.locator(".desk-person")).to_have_count(0)

    page.locator("main a[href$='/delegation/changes/']").click()
    expect(page.locator("main .desk-once")).to_have_count(1)
    expect(page.locator("main")).to_contain_text(f"{russian} Group")
    expect(page.locator("main")).not_to_contain_text(other)
    page.locator("button[value=approve]").click()
    expect(success(page)).to_contain_text("1")
    expect(page.locator("main .desk-once")).to_have_count(0)

    follow(page, "translations")
    expect(page.locator(".tr-languages a")).to_have_count(1)
    are_not_there(
        page, "ru", "desk/25/programme/", "desk/29/attendance/", "desk/29/tables/", "desk/29/people/",
        "desk/901/delegation/",
    )  # fmt: skip
    of_the_other_side = {"registration": str(italian), "decision": "approve"}
    are_refused(page, "ru", **{"desk/29/delegation/changes/": of_the_other_side})
    does_not_administer(page)


def test_the_translator_translates_a_line(stage: Stage, visitor: Callable[..., Page]):
    page = visitor("ru")
    enter(page, stage.roles, "traduttore", "ru")
    open_session(page, 25, "translations/")
    assert tabs(page) == ["translations"]
    page.locator(".tr-languages a[href='?language=ru']").click()
    found = page.locator("#found")
    owed = numbers_in(found)[0]
    field = page.locator(".tr-text textarea, .tr-text input[type=text]").first
    expect(field).to_have_value("")
    field.fill("Переведено на пробу")
    page.locator(".tr-save [type=submit]").click()
    expect(success(page)).to_contain_text("1")
    assert numbers_in(found)[0] == owed - 1
    are_not_there(
        page, "ru", "desk/25/delegation/", "desk/25/programme/", "desk/25/attendance/", "desk/25/people/",
        "desk/901/translations/",
    )  # fmt: skip
    does_not_administer(page)


def test_the_reader_sees_everything_and_changes_nothing(stage: Stage, visitor: Callable[..., Page]):
    page = visitor("en")
    enter(page, stage.roles, "lettura", "en")
    open_session(page, 25, "")
    pages = tabs(page)
    assert "people" not in pages
    for tab in pages[1:]:
        follow(page, tab)
        assert page.locator("main form[method=post]").count() == 0, tab
        assert page.locator("main [formaction]").count() == 0, tab
    are_not_there(
        page, "en", "desk/25/people/", "desk/25/programme/add/", "desk/25/documents/session-file/", NOT_ITS_OWN,
        "desk/901/delegation/",
    )  # fmt: skip
    are_refused(page, "en", **{
        "desk/25/people/": {"email": "lettura@example.org", "role": "organiser"},
        "desk/25/documents/": {"kind": "programme", "language": "en", "format": "pdf"},
        "desk/25/programme/undo/": {},
        "desk/25/translations/": {},
        "desk/29/delegation/changes/": {"registration": str(stage.roles.wishes["IT"][0]), "decision": "refuse"},
    })  # fmt: skip
    does_not_administer(page)


def test_the_administrator_confirms_and_reads_the_record(stage: Stage, visitor: Callable[..., Page]):
    """What a bulk act would do is shown before it is done; afterwards the record tells who did it, and who saw it."""
    page, (email, family) = visitor("it"), stage.roles.asking
    sign_in(page, "amministrazione@example.org", "/admin/", stage.roles.passwords["amministrazione"])
    page.locator("#work-registration a[href='/admin/participants/registration/']").first.click()
    page.locator("#searchbar").fill(email)
    page.locator("#changelist-search [type=submit]").click()
    expect(page.locator("#result_list tbody tr")).to_have_count(1)
    page.locator("#result_list .action-select").check()
    page.locator("select[name=action]").select_option("confirm")
    page.locator("button[name=index]").click()
    afterwards = page.locator(".preview-table tbody tr")
    with override("it"):
        expect(afterwards).to_contain_text(str(State.UNDER_REVIEW.label))
        expect(afterwards).to_contain_text(str(State.CONFIRMED.label))
    page.locator("[name=sure]").click()
    expect(success(page)).to_contain_text("1")

    page.goto(f"/admin/participants/registration/?q={email}")
    page.locator("#result_list tbody th a").click()
    page.locator("a.historylink").click()
    change = page.locator("#change-history tbody tr", has_text="→").first
    expect(change).to_contain_text("Amministrazione")
    expect(page.locator("#reading-history tbody tr").first).to_contain_text("Amministrazione")

    page.goto("/admin/audit/reading/")
    page.locator("#searchbar").fill(family)
    page.locator("#changelist-search [type=submit]").click()
    expect(page.locator("#result_list tbody tr").first).to_contain_text("Amministrazione")
    expect(page.locator("#content .addlink, #content .action-select")).to_have_count(0)  # nobody writes the record
    page.locator("#result_list tbody th a").first.click()
    expect(page.locator("#content .readonly").first).to_be_visible()
    expect(page.locator("[name=_save], #content .deletelink")).to_have_count(0)

    are_not_there(page, "it", "documents/999999/", "agreements/999999/file/")
    page.goto("/it/my/delegates/1/")  # what is a company's asks for the company's link
    page.wait_for_url("**/my/ask/")
