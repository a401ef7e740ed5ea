"""An organiser sets the second factor up with a telephone that the test plays, and signs in with its codes."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pyotp
import pytest
from playwright.sync_api import Page, expect

from e2e.looking import faults
from e2e.stage import PASSWORD, Stage

pytestmark = pytest.mark.browser


def type_password(page: Page, email: str) -> None:
    page.locator("[name=username]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main [type=submit]").first.click()


def type_code(page: Page, code: str) -> None:
    page.locator("[name=code]").fill(code)
    page.locator("main form [type=submit]").first.click()


def test_a_second_factor_from_its_set_up_to_its_removal(stage: Stage, visitor: Callable[..., Page]):
    page, elsewhere = visitor("en", width=320, java_script_enabled=False), visitor("ru")
    for one, language in ((page, "en"), (elsewhere, "ru")):
        one.goto(f"/{language}/accounts/")
        type_password(one, stage.alone.email)
        one.wait_for_url(f"**/{language}/accounts/")
    page.reload()
    expect(page.locator(".desk-person")).to_have_count(2)
    page.goto("/en/accounts/second-factor/")
    secret = page.locator(".set-up code").inner_text().replace(" ", "")
    expect(page.locator(".qr-code svg")).to_be_visible()
    type_code(page, "000000")
    expect(page.locator(".form-summary")).to_contain_text("This code is not right")
    type_code(page, pyotp.TOTP(secret).now())
    paper = page.locator(".recovery-codes code").all_inner_texts()
    assert len(set(paper)) == 10
    elsewhere.goto("/ru/accounts/")
    elsewhere.wait_for_url("**/ru/accounts/sign-in/**")  # everywhere else one is signed out
    type_password(elsewhere, stage.alone.email)
    elsewhere.wait_for_url("**/ru/accounts/sign-in/code/")
    assert faults(elsewhere, "sign-in-code-ru") == []
    type_code(elsewhere, pyotp.TOTP(secret).at(int(time.time()) + 30))
    elsewhere.wait_for_url("**/ru/accounts/")
    expect(elsewhere.locator(".desk-person")).to_have_count(2)
    elsewhere.locator(".user-bar button").click()
    type_password(elsewhere, stage.alone.email)
    type_code(elsewhere, paper[0])
    elsewhere.wait_for_url("**/ru/desk/")
    page.goto("/en/accounts/")
    expect(page.locator("main")).to_contain_text("9 recovery codes are left.")
    page.get_by_role("button", name=re.compile("Sign out everywhere but here")).click()
    expect(page.locator(".desk-person")).to_have_count(1)
    page.get_by_role("button", name="Remove the second factor").click()
    expect(page.get_by_role("link", name="Set up the second factor")).to_be_visible()
