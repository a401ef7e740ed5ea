"""The pictures of the guides (docs/images/help), from the portal itself: HELP_PICTURES=write takes them all anew.

Without that one language is gone through, and each page still has what the guides point to.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.conf import settings
from PIL import Image
from playwright.sync_api import Page, expect

from e2e.acts import ITALIAN, RUSSIAN, STEPS, Company, fill_organisation, sign_in
from e2e.guided import Guided
from e2e.stage import Stage
from taskforce.guides import PICTURES

pytestmark = pytest.mark.browser

WRITES = os.environ.get("HELP_PICTURES") == "write"
LANGUAGES = [code for code, _name in settings.LANGUAGES] if WRITES else ["en"]
WIDTH, COLOURS = 1120, 128


@dataclass(frozen=True)
class Picture:
    """A page, the element at whose top its picture begins, how high it is, and what must be on it."""

    name: str
    path: str
    begins: str
    height: int
    shows: tuple[str, ...]


DESK = (
    Picture("overview", "desk/29/", ".desk-pages", 820, (".desk-to-do", ".desk-side .desk-bar")),
    Picture("programme", "desk/29/programme/", ".desk-pages", 860, (".desk-pages", "main h2")),
    Picture("translations", "desk/29/translations/?language=en", "main h2", 760, (".tr-languages", ".tr-filter")),
    Picture("release", "desk/30/release/", "main h2", 720, ("#changes", ".desk-changes li")),
    Picture(
        "attendance",
        "desk/25/attendance/?day=1&q=ros&presence=absent",
        "main h2",
        560,
        ("[name=q]", ".desk-person button"),
    ),
    Picture("people", "desk/29/people/", "main h2", 1150, ("[name=email]", "[name=role]", ".desk-person .act button")),
)
ADMIN = (
    Picture("admin-home", "/admin/", "#header", 800, (".work-figures .asks", ".work-lists")),
    Picture(
        "moderation",
        "/admin/participants/registration/queue/",
        "#header",
        820,
        (".queue-table tbody tr", ".queue-table a[href*='/ask/']"),
    ),
)


def take(page: Page, picture: Picture, language: str) -> None:
    """Look for what the guide points to; where pictures are written, keep this one in few colours."""
    for selector in picture.shows:
        expect(page.locator(selector).first).to_be_visible()
    if not WRITES:
        return
    page.evaluate("document.activeElement.blur()")
    top = page.locator(picture.begins).first.evaluate("one => one.getBoundingClientRect().top + scrollY")
    whole = page.evaluate("document.documentElement.scrollHeight")
    clip = {"x": 0, "y": max(0, top - 16), "width": WIDTH, "height": min(picture.height, whole - top + 16)}
    shot = Image.open(io.BytesIO(page.screenshot(full_page=True, clip=clip))).convert("RGB")
    small = shot.quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(PICTURES / f"{picture.name}-{language}.png", optimize=True)


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def guided(stage: Stage, language: str) -> Guided:
    return stage.guided[language]


def test_pictures_for_companies(guided: Guided, visitor: Callable[..., Page], language: str):
    page = visitor(language, width=WIDTH)
    company = RUSSIAN if language == "ru" else ITALIAN
    fill_until_check(page, company, language)
    shows = ("label[for=id_privacy]", "main form [type=submit]")
    take(page, Picture("check", "", "main form fieldset", 900, shows), language)
    page.goto(f"/{language}/my/link/{guided.token}/")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/my/")
    take(page, Picture("my", "", "main h1", 900, ("#now", "main section h2", ".my-links")), language)


def fill_until_check(page: Page, company: Company, language: str) -> None:
    """Fill the steps of a registration; the last is looked at and not sent."""
    page.goto(f"/{language}/sessions/29/register/")
    for path, fill in STEPS[:-1]:
        page.wait_for_url(re.compile(f"/{path}$|/register/check/$"))
        if path not in page.url:  # this session asks no questions
            continue
        fill(page, company)
        if fill is fill_organisation:
            shows = ("[name=side] + label", "[name=category]", "[name=name_latin]", "[name=name_cyrillic]")
            take(page, Picture("register", "", "main form fieldset", 900, shows), language)
        page.locator("main form .button-row button[type=submit]").last.click()
    page.wait_for_url("**/register/check/")


def test_pictures_for_organisers(guided: Guided, visitor: Callable[..., Page], language: str):
    page = visitor(language, width=WIDTH)
    sign_in(page, guided.email, f"/{language}/desk/")
    for picture in DESK:
        page.goto(f"/{language}/{picture.path}")
        take(page, picture, language)


def test_pictures_for_staff(guided: Guided, visitor: Callable[..., Page], language: str):
    page = visitor(language, width=WIDTH)
    sign_in(page, guided.email, "/admin/")
    for picture in ADMIN:
        page.goto(picture.path)
        take(page, picture, language)
    page.goto(f"/admin/participants/registration/{guided.decided}/change/")  # opening it is on record as well
    page.goto(f"/admin/participants/registration/{guided.decided}/history/")
    shows = ("#change-history tbody tr li", "#reading-history tbody tr")
    take(page, Picture("history", "", "#header", 800, shows), language)
    page.goto("/admin/participants/registration/?state__exact=under_review")
    page.locator("#action-toggle").check()
    page.locator("select[name=action]").select_option("confirm")
    page.locator("button[name=index]").click()
    take(page, Picture("preview", "", "#header", 760, ("#content-main > p", "[name=sure]")), language)
