"""A chamber registers thirty companies from a spreadsheet with three bad rows, with the keyboard and on 320 pixels."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from e2e.acts import sign_in
from e2e.keyboard import Keyboard
from e2e.looking import narrow_faults
from e2e.portal import Portal
from e2e.stage import Stage
from e2e.test_registration_story import open_link
from participants.tests.sheets import company, thirty_with_three_bad, xlsx

pytestmark = [pytest.mark.browser, pytest.mark.worker]
SESSIONS = {"it": "914", "ru": "915", "en": "916"}


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_a_chamber_registers_thirty_companies(
    portal: Portal, stage: Stage, visitor: Callable[..., Page], language: str, tmp_path: Path
):
    page = visitor(language, width=320)
    keys = Keyboard(page)
    email = f"chamber-{language}@camera.example.net"
    register_chamber(keys, language, email)
    open_link(keys, portal.mail_to(email).get_body(("plain",)).get_content())
    keys.press("main form button[type=submit]")
    confirm(visitor("it"), stage, email)
    open_link(keys, portal.mail_to(email, 3).get_body(("plain",)).get_content())  # verify, received, confirmed
    keys.press("main form button[type=submit]")
    keys.press("a[href$='/my/spreadsheet/']")
    found = narrow_faults(page, f"spreadsheet-empty-{language}")

    bad = tmp_path / "thirty.xlsx"
    thirty_with_three_bad(bad)
    choose(keys, bad)
    rows = page.locator(".form-summary li")
    expect(rows).to_have_count(3)
    assert [re.search(r"\d+", row.inner_text())[0] for row in rows.all()] == ["5", "12", "20"]
    found += narrow_faults(page, f"spreadsheet-faults-{language}")
    keys.tick("[name=informed]")
    keys.press("form[action$='/spreadsheet/register/'] button")
    expect(page.locator("form[action$='/spreadsheet/register/'] .invalid-feedback").first).to_be_visible()

    good = tmp_path / "thirty-good.xlsx"
    good.write_bytes(xlsx([company(number) for number in range(1, 31)]))
    choose(keys, good)
    expect(page.locator(".form-summary")).to_have_count(0)
    keys.tick("[name=informed]")
    found += narrow_faults(page, f"spreadsheet-good-{language}")
    keys.press("form[action$='/spreadsheet/register/'] button")
    expect(page.locator(".portal-messages .alert-success")).to_contain_text("30")
    expect(page.locator("main .passed-on li")).to_have_count(30)
    found += narrow_faults(page, f"spreadsheet-done-{language}")
    for number in (1, 30):
        mail = portal.mail_to(f"info{number}@meccanica{number}.example")
        assert re.search(r"/my/verify/\S+", mail.get_body(("plain",)).get_content())
    assert found == []


def choose(keys: Keyboard, path: Path) -> None:
    """Choose a file and press the button; the chooser itself is the system's, which no page can drive."""
    keys.page.locator("[name=file]").set_input_files(path)
    keys.press("form[enctype] button")


def register_chamber(keys: Keyboard, language: str, email: str) -> None:
    page = keys.page
    page.goto(f"/{language}/sessions/{SESSIONS[language]}/register/")
    keys.reach("[name=side]")
    page.keyboard.press("Space")
    keys.reach("[name=category]")
    page.locator("[name=category]").select_option("chamber")
    keys.write("[name=name_latin]", f"Camera di commercio {language}")
    keys.write("[name=town]", "Bergamo")
    keys.write("[name=vat_number]", "00743110157")
    keys.write("[name=contact_name]", "Carla Conti")
    keys.write("[name=contact_email]", email)
    keys.go_on()
    keys.write("[name=themes]", "Trenta imprese")
    keys.go_on()
    keys.write("[name=delegates-0-given_latin]", "Carla")
    keys.write("[name=delegates-0-family_latin]", "Conti")
    keys.write("[name=delegates-0-qualification]", "Segretaria")
    keys.go_on()
    keys.go_on()
    keys.tick("[name=privacy]")
    keys.go_on()
    page.wait_for_url(re.compile("/register/sent/$"))


def confirm(staff: Page, stage: Stage, email: str) -> None:
    sign_in(staff, stage.staff.email, "/admin/")
    staff.goto(f"/admin/participants/registration/?state__exact=under_review&q={email}")
    staff.locator("#action-toggle").check()
    staff.locator("select[name=action]").select_option("confirm")
    staff.locator("button[name=index]").click()
    staff.locator("[name=sure]").click()
    expect(staff.locator(".messagelist .success")).to_be_visible()
