"""An organiser takes a table out, brings it back, and needs a second person for a list that goes to the other side."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.acts import sign_in
from e2e.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.worker]
DELEGATES = "/en/desk/29/exchange/take-out/delegates/"


def test_a_table_goes_out_and_comes_back(stage: Stage, visitor: Callable[..., Page], tmp_path: Path):
    page, second = visitor("en"), visitor("en")
    sign_in(page, "organizzatore@example.org", "/en/desk/", stage.roles.passwords["organizzatore"])
    made = take_out(page, "all", "IT")
    sheet = download(page, made, tmp_path / "delegates.xlsx")
    rows = openpyxl.load_workbook(sheet).worksheets[0].iter_rows(values_only=True)
    assert any(stage.roles.italian in row for row in rows)

    page.goto("/en/desk/29/exchange/bring-in/")
    page.locator("[name=kind]").select_option("delegates")
    page.locator("[name=file]").set_input_files(sheet)
    page.locator("form[enctype] [type=submit]").click()
    page.wait_for_url(re.compile(r"/bring-in/\d+/$"))
    expect(page.locator(".desk-document")).to_have_attribute("data-state", "ready", timeout=60_000)
    page.reload()
    expect(page.locator("main")).to_contain_text("New: 0 · Changed: 0")
    expect(page.locator("main")).to_contain_text("Refused: 0")
    expect(page.locator("button[name=carry_out]")).to_have_count(0)

    asked = take_out(page, "minimal", "RU")
    expect(asked).to_have_attribute("data-state", "asked")
    expect(asked.locator("[name=approve], .act a")).to_have_count(0)
    sign_in(second, "amministrazione@example.org", "/en/desk/29/exchange/", stage.roles.passwords["amministrazione"])
    second.locator(f"#{asked.get_attribute('id')} [name=approve]").click()
    page.reload()
    expect(asked).to_contain_text("Amministrazione")
    download(page, asked, tmp_path / "minimal.xlsx")


def take_out(page: Page, columns: str, side: str) -> Locator:
    """Ask for the delegates with a set of columns, for somebody of a side; return the line of the export."""
    page.goto(f"{DELEGATES}?set={columns}")
    page.locator("[name=purpose]").fill("Badges at the door")
    page.locator("[name=recipient]").fill("Front desk")
    page.locator("[name=recipient_side]").select_option(side)
    page.locator("form.desk-export .button-row [type=submit]").first.click()
    page.wait_for_url(re.compile("#export-"))
    return page.locator(f".desk-document{page.url[page.url.index('#') :]}")


def download(page: Page, line: Locator, target: Path) -> Path:
    """Wait for the file, which comes without loading the page again, and fetch it."""
    expect(line).to_have_attribute("data-state", "done", timeout=60_000)
    with page.expect_download() as fetched:
        line.locator(".act a").click()
    fetched.value.save_as(target)
    return target
