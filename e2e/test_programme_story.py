"""An organiser plans and releases a programme; what was moved reaches page, paper, mail and a subscribed calendar."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from icalendar import Calendar
from playwright.sync_api import Page, expect

from e2e.acts import sign_in
from e2e.keyboard import Keyboard
from e2e.looking import faults
from e2e.portal import Portal
from e2e.stage import Plan, Stage

pytestmark = [pytest.mark.browser, pytest.mark.worker]
PDF_WITHIN = 60  # seconds


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_a_programme_is_planned_released_and_changed(
    portal: Portal, stage: Stage, visitor: Callable[..., Page], language: str, tmp_path: Path
):
    plan = stage.plans[language]
    desk = visitor(language)
    sign_in(desk, stage.organiser.email, f"/{language}/desk/{plan.number}/programme/")
    found = drag_and_undo(desk, plan, language)
    found += release_in_spite_of_a_missing_text(desk, plan, language)
    reader = visitor(language)
    assert start_of(calendar(reader, plan), plan.fashion) == dt.time(10)

    found += move_by_keys_into_a_clash(desk, plan, language)
    found += solve_the_clash(desk, plan, language)
    found += translate_what_is_owed(desk, plan, language)
    found += release_again(desk, plan, language)

    found += see_what_changed(reader, plan, language)
    assert start_of(calendar(reader, plan), plan.fashion) == dt.time(11)
    events = {str(event["uid"]).split(".")[0]: event for event in calendar(reader, plan).walk("VEVENT")}
    assert events[str(plan.pause)]["status"] == "CANCELLED"
    assert "11:00" in read_paper(reader, plan, language, tmp_path)
    text = portal.mail_to(plan.delegate).get_body(("plain",)).get_content()
    assert "10:00" in text
    assert "11:00" in text
    assert found == []


# --- The editor


def card(page: Page, line: int):
    return page.locator(f"#line-{line}")


def open_editor(page: Page, plan: Plan, language: str) -> None:
    page.goto(f"/{language}/desk/{plan.number}/programme/")
    page.wait_for_load_state("load")


def drag_and_undo(page: Page, plan: Plan, language: str) -> list[str]:
    """Drag the first table an hour and a half down with the mouse; one press takes it back."""
    found = faults(page, f"editor-{language}")
    page.set_viewport_size({"width": 1280, "height": 1700})
    open_editor(page, plan, language)
    line = card(page, plan.fashion)
    line.scroll_into_view_if_needed()
    hour = card(page, plan.machines).bounding_box()["y"] - line.bounding_box()["y"]
    where = line.locator(".time").bounding_box()
    page.mouse.move(where["x"] + 4, where["y"] + 4)
    page.mouse.down()
    page.mouse.move(where["x"] + 6, where["y"] + 40, steps=4)
    page.mouse.move(where["x"] + 6, where["y"] + 4 + 4.5 * hour, steps=8)
    page.mouse.up()
    expect(line.locator(".time")).to_contain_text("14:30")
    page.locator("#editor-undo button").first.click()
    expect(card(page, plan.fashion).locator(".time")).to_contain_text("10:00")
    return found


def move_by_keys_into_a_clash(page: Page, plan: Plan, language: str) -> list[str]:
    """Move the first table to the hour of the second with the keyboard alone; that their interpreter cannot shows."""
    open_editor(page, plan, language)
    expect(page.locator("#editor-clash-count")).not_to_have_class(re.compile("state-bad"))
    keys = Keyboard(page)
    keys.reach(f"#line-{plan.fashion} .grip")
    for key in ("Enter", "PageDown", "Enter"):
        page.keyboard.press(key)
    expect(card(page, plan.fashion).locator(".time")).to_contain_text("11:00")
    expect(page.locator("#editor-clash-count")).to_have_class(re.compile("state-bad"))
    expect(page.locator("#editor-clashes .impossible")).to_contain_text("Irina Sokolova")
    found = faults(page, f"editor-clash-{language}")
    page.goto(f"/{language}/desk/{plan.number}/clashes/")
    found += faults(page, f"clashes-{language}")
    page.goto(f"/{language}/desk/{plan.number}/release/")
    expect(page.locator("main")).to_contain_text("Irina Sokolova")
    expect(page.locator("form.desk-release")).to_have_count(0)
    return found + faults(page, f"release-impossible-{language}")


def solve_the_clash(page: Page, plan: Plan, language: str) -> list[str]:
    """Take the interpreter from one of the two, and remove the break."""
    page.goto(f"/{language}/desk/{plan.number}/programme/{plan.machines}/")
    found = faults(page, f"editor-line-{language}")
    page.locator(f"label[for={page.locator('[name=interpreters]').get_attribute('id')}]").click()
    page.locator("form.line-form button[type=submit]").first.click()
    expect(page.locator("#editor-clash-count")).not_to_have_class(re.compile("state-bad"))
    page.goto(f"/{language}/desk/{plan.number}/programme/{plan.pause}/")
    page.locator("button[form=remove]").click()
    expect(card(page, plan.pause)).to_have_count(0)
    return found


# --- Releasing


def release_in_spite_of_a_missing_text(page: Page, plan: Plan, language: str) -> list[str]:
    """A release with a text missing is refused beside the field until a reason is given; the note stays."""
    page.goto(f"/{language}/desk/{plan.number}/release/")
    found = faults(page, f"release-first-{language}")
    page.locator("[name=note]").fill("Prima versione.")
    page.locator("form.desk-release [type=submit]").click()
    expect(page.locator("[name=overrule]")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[name=note]")).to_have_value("Prima versione.")
    found += faults(page, f"release-refused-{language}")
    page.locator("[name=overrule]").fill("Il titolo arriva domani.")
    page.locator("form.desk-release [type=submit]").click()
    expect(page.locator(".portal-messages .alert-success")).to_contain_text("1")
    return found


def translate_what_is_owed(page: Page, plan: Plan, language: str) -> list[str]:
    page.goto(f"/{language}/desk/{plan.number}/translations/?language=ru")
    found = faults(page, f"translations-{language}")
    owed = page.locator("main form textarea, main form input[type=text]")
    for field in owed.all():
        if field.is_visible() and not field.input_value():
            field.fill("Стол «Машиностроение»")
    page.locator("main form[method=post] button[type=submit]").last.click()
    expect(page.locator(".portal-messages .alert-success")).to_be_visible()
    return found


def release_again(page: Page, plan: Plan, language: str) -> list[str]:
    page.goto(f"/{language}/desk/{plan.number}/release/")
    expect(page.locator(".desk-changes").first).to_contain_text("11:00")
    found = faults(page, f"release-second-{language}")
    if page.locator("[name=overrule]").count():
        page.locator("[name=overrule]").fill("Gli altri testi seguono.")
    page.locator("form.desk-release [type=submit]").click()
    expect(page.locator(".portal-messages .alert-success")).to_contain_text("2")
    return found


# --- What the public gets


def see_what_changed(page: Page, plan: Plan, language: str) -> list[str]:
    """The programme's page, the list of versions, and the page behind the code on a paper of the first version."""
    page.goto(f"/{language}/sessions/{plan.number}/programme/")
    expect(page.locator("main .programme")).to_contain_text("11:00")
    found = faults(page, f"programme-released-{language}")
    page.goto(f"/{language}/sessions/{plan.number}/programme/versions/")
    expect(page.locator(".programme-changes").first).to_contain_text("11:00")
    found += faults(page, f"versions-{language}")
    page.goto(f"/{language}/sessions/{plan.number}/programme/versions/1/")
    expect(page.locator("main .alert-warning")).to_be_visible()
    expect(page.locator(".programme-changes").first).to_contain_text("11:00")
    return found + faults(page, f"version-old-{language}")


def calendar(page: Page, plan: Plan) -> Calendar:
    """Ask for the delegate's calendar as a calendar program does."""
    answer = page.request.get(f"/it/calendar/{plan.calendar}.ics")
    assert answer.status == 200
    return Calendar.from_ical(answer.body())


def start_of(found: Calendar, line: int) -> dt.time:
    return next(event.start.time() for event in found.walk("VEVENT") if str(event["uid"]).startswith(f"{line}."))


def read_paper(page: Page, plan: Plan, language: str, folder: Path) -> str:
    """Return the text of the public PDF, waiting for the worker as the page does."""
    end = time.monotonic() + PDF_WITHIN
    while (answer := page.request.get(f"/{language}/sessions/{plan.number}/programme.pdf")).status == 202:
        assert time.monotonic() < end
        time.sleep(0.5)
    path = folder / "programme.pdf"
    path.write_bytes(answer.body())
    return subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True).stdout
