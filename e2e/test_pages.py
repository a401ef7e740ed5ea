"""Every page that people meet, in three languages: it fits 320 px, axe finds no barrier, the console stays silent."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from e2e.acts import ITALIAN, RUSSIAN, register, sign_in
from e2e.looking import NARROW, faults, narrow_faults
from e2e.stage import PASSWORD, Stage

pytestmark = pytest.mark.browser

LANGUAGES = [code for code, _name in settings.LANGUAGES]
PUBLIC = {
    "sessions/": 200,
    "sessions/25/": 200,
    "sessions/25/programme/": 200,
    "sessions/29/": 200,
    "sessions/29/programme/": 200,
    "sessions/30/programme/": 200,
    "sessions/29/programme/versions/": 200,
    "sessions/29/programme/versions/0/": 200,
    "sessions/14/": 200,
    "regions/": 200,
    "regions/IT-25/": 200,
    "agreements/": 200,
    "accounts/sign-in/": 200,
    "sessions/25/register/": 200,
    "my/verify/": 410,
    "my/ask/": 200,
    "my/asked/": 200,
    "my/enter/": 410,
    "contact/": 200,
    "sessions/29/register/returning/": 200,
    "sessions/25/participants/": 200,
    "nothing/": 404,
}
DESK = (
    "desk/", "desk/25/", "desk/25/attendance/", "desk/25/attendance/?q=nobody", "desk/25/documents/", "desk/901/",
    "desk/25/programme/", "desk/25/programme/?by=room&day=1", "desk/25/programme/add/", "desk/25/programme/copy-day/",
    "desk/25/clashes/", "desk/25/translations/", "desk/25/release/",
)  # fmt: skip
# Looked at in every width in one language; in the others, where the words are longer, on a telephone alone.
ALSO_PUBLIC = ("accounts/password/forgotten/", "accounts/password/asked/", "help/", "help/organisers/")
ALSO_AT_THE_DESK = (
    "desk/25/people/", "desk/29/delegation/", "desk/29/delegation/changes/", "desk/25/tables/",
    "desk/25/tables/{table}/", "desk/29/exchange/", "desk/29/exchange/take-out/delegates/",
    "desk/29/exchange/bring-in/", "accounts/", "accounts/again/", "accounts/password/", "accounts/second-factor/",
)  # fmt: skip


def name_of(path: str) -> str:
    return "-".join(path.replace("?", "/").replace("=", "-").replace("&", "-").strip("/").split("/"))


def look(page: Page, path: str, language: str, status: int = 200) -> list[str]:
    """Open a page and return what is wrong with it."""
    answer = page.goto(f"/{language}/{path}")
    assert (answer.status, page.locator("html").get_attribute("lang")) == (status, language)
    return faults(page, f"{name_of(path)}-{language}")


def look_also(page: Page, path: str, language: str) -> list[str]:
    page.set_viewport_size({"width": NARROW, "height": 800})
    answer = page.goto(f"/{language}/{path}")
    assert (answer.status, page.locator("html").get_attribute("lang")) == (200, language)
    name = f"{name_of(path)}-{language}"
    return faults(page, name) if language == "en" else narrow_faults(page, f"{name}-{NARROW}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_public_pages(stage: Stage, visitor: Callable[..., Page], language: str):
    page = visitor(language)
    found = [fault for path, status in PUBLIC.items() for fault in look(page, path, language, status)]
    found += [fault for path in ALSO_PUBLIC for fault in look_also(page, path, language)]
    assert found == []


COMPANIES = {"it": ITALIAN, "ru": RUSSIAN, "en": replace(ITALIAN, number=("vat_number", "01234560165"))}


@pytest.mark.parametrize("language", LANGUAGES)
def test_steps_of_registration(stage: Stage, visitor: Callable[..., Page], language: str):
    """Each step as it is when filled, and the first one with all its mistakes."""
    page = visitor(language)
    found = []
    page.goto(f"/{language}/sessions/29/register/")
    page.locator("main form .button-row button[type=submit]").last.click()
    expect(page.locator(".form-summary").first).to_be_visible()
    found += faults(page, f"register-mistakes-{language}")
    company = replace(COMPANIES[language], email=f"pages-{language}@example.com")
    register(page, company, lambda page, name: found.extend(faults(page, f"{name}-{language}")), language, "29")
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_the_desk(stage: Stage, visitor: Callable[..., Page], language: str):
    page = visitor(language)
    sign_in(page, stage.organiser.email)
    found = [fault for path in DESK for fault in look(page, path, language)]
    also = [path.format(table=stage.roles.tables[0]) for path in ALSO_AT_THE_DESK]
    found += [fault for path in also for fault in look_also(page, path, language)]
    assert found == []


# --- By keyboard


def tab_to(page: Page, selector: str, most: int = 80) -> None:
    """Press the tabulator until the focus is there; it must be seen where it is."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            assert page.evaluate("document.activeElement.getBoundingClientRect().height > 0")
            return
    pytest.fail(f"{selector} is not reached with {most} presses of the tabulator")


def test_the_skip_link(stage: Stage, visitor: Callable[..., Page]):
    page = visitor("it")
    page.goto("/it/sessions/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_the_first_step_of_registration_by_keyboard(stage: Stage, visitor: Callable[..., Page]):
    page = visitor("it")
    page.goto("/it/sessions/29/register/")
    tab_to(page, "[name=side]")
    page.keyboard.press("Space")
    tab_to(page, "[name=category]")
    page.keyboard.press("ArrowDown")
    for name, value in (
        ("name_latin", "Comune di Trezzo"),
        ("town", "Trezzo"),
        ("contact_name", "Anna Bianchi"),
        ("contact_email", "keyboard@example.com"),
    ):
        tab_to(page, f"[name={name}]")
        page.keyboard.type(value)
    page.keyboard.press("Enter")
    page.wait_for_url("**/register/interests/")


def test_the_desk_by_keyboard(stage: Stage, visitor: Callable[..., Page]):
    """Sign in, find a person, tick them and take it back: the focus stays with the person."""
    page = visitor("it")
    page.goto("/it/desk/25/attendance/?day=1")
    page.keyboard.type(stage.organiser.email)  # the page begins in its first field
    tab_to(page, "[name=password]")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"\d/it/desk/25/attendance/"))
    tab_to(page, "[name=q]")
    page.keyboard.type(stage.absent)
    page.keyboard.press("Enter")
    page.wait_for_url("**q=**")
    tab_to(page, ".desk-person:not(.is-present) button")
    page.keyboard.press("Enter")
    expect(page.locator(".portal-messages .alert-success")).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('.desk-person:target')")
    page.keyboard.press("Enter")
    expect(page.locator(".desk-person:target:not(.is-present)")).to_have_count(1)
