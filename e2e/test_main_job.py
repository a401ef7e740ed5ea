"""The main job, from a company's first click to the attendance report, with nothing replaced by a stand-in."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from e2e.acts import ITALIAN, RUSSIAN, Company, Person, register, sign_in
from e2e.pictures import take_picture
from e2e.portal import Portal
from e2e.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.worker]


def test_the_main_job(portal: Portal, stage: Stage, visitor: Callable[..., Page], tmp_path: Path):
    for company in (ITALIAN, RUSSIAN):
        register(visitor(company.language), company, take_picture, company.language, "901")
        verify(visitor(company.language), portal, company)
    confirm_all(visitor("it"), stage)
    for company in (ITALIAN, RUSSIAN):
        assert company.people[0].family in text_of_mail(portal, company, 3)  # after the link and the receipt

    desk = visitor("it")
    sign_in(desk, stage.organiser.email)
    see_the_numbers(desk)
    tick(desk, "niccolo", "Niccolò D’Angelo")
    tick(desk, "королёв", "Королёв")
    files = {wish: make_document(desk, *wish, tmp_path) for wish in WISHES}
    look_into_programme(files["programme", "it", "pdf"])
    look_into_attendance_pdf(files["attendance", "it", "pdf"])
    look_into_attendance_sheet(files["attendance", "ru", "xlsx"])


# --- The company


def verify(page: Page, portal: Portal, company: Company) -> None:
    """Open the link of the mail and press the button: opening alone must change nothing."""
    text = text_of_mail(portal, company, 1)
    page.goto(re.search(r"http://\S+/my/verify/\S+", text)[0])
    page.wait_for_url(re.compile(r"/my/verify/$"))  # the token has left the address
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main .state")).to_be_visible()
    take_picture(page, f"verified-{company.language}")
    text_of_mail(portal, company, 2)


def text_of_mail(portal: Portal, company: Company, number: int) -> str:
    return portal.mail_to(company.email, number).get_body(("plain",)).get_content()


# --- The ministry and the desk


def confirm_all(page: Page, stage: Stage) -> None:
    """Confirm both registrations by the action of the list."""
    sign_in(page, stage.staff.email, "/admin/")
    page.goto(f"/admin/participants/registration/?state__exact=under_review&session__id__exact={stage.session.pk}")
    expect(page.locator("#result_list tbody tr")).to_have_count(2)
    page.locator("#action-toggle").check()
    page.locator("select[name=action]").select_option("confirm")
    page.locator("button[name=index]").click()
    page.locator("[name=sure]").click()
    expect(page.locator(".messagelist .success")).to_contain_text("2")
    expect(page.locator("#result_list tbody tr")).to_have_count(0)


def see_the_numbers(page: Page) -> None:
    page.get_by_role("link", name="Sessione di prova della Task Force").click()
    page.wait_for_url("**/desk/901/")
    italian, russian = page.locator(".desk-side").all()
    numbers = [[cell.inner_text() for cell in side.locator("dd").all()] for side in (italian, russian)]
    # present, confirmed, free, in all, waiting
    assert numbers == [["0", "2", "1", "3", "0"], ["0", "1", "1", "2", "0"]]
    take_picture(page, "desk-overview")


def tick(page: Page, typed: str, name: str) -> None:
    """Find a person by any spelling and tick them as present."""
    page.goto("/it/desk/901/attendance/")
    page.locator("[name=q]").fill(typed)
    page.locator("[name=q]").press("Enter")
    row = page.locator(".desk-person")
    expect(row).to_have_count(1)
    expect(row).to_contain_text(name)
    row.locator("button").click()
    expect(page.locator(".desk-person.is-present")).to_have_count(1)
    take_picture(page, f"desk-attendance-{typed}")


WISHES = [("programme", "it", "pdf"), ("attendance", "it", "pdf"), ("attendance", "ru", "xlsx")]


def make_document(page: Page, kind: str, language: str, format: str, folder: Path) -> Path:
    """Ask for a document, see it come without loading the page again, and fetch it."""
    page.goto("/it/desk/901/documents/")
    for name, value in (("kind", kind), ("language", language), ("format", format)):
        page.locator(f"select[name={name}]").select_option(value)
    page.locator(".desk-filter [type=submit]").click()
    page.wait_for_url(re.compile("#document-"))
    line = page.locator(f".desk-document{page.url[page.url.index('#') :]}")
    take_picture(page, f"desk-document-{kind}-{format}-asked")
    expect(line).to_have_attribute("data-state", "done", timeout=60_000)
    take_picture(page, f"desk-document-{kind}-{format}-done")
    with page.expect_download() as download:
        line.locator(".act a").click()
    target = folder / f"{kind}-{language}.{format}"
    download.value.save_as(target)
    return target


# --- The papers


def text_of(pdf: Path) -> str:
    run = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True)
    return " ".join(run.stdout.split())


def look_into_programme(pdf: Path) -> None:
    text = text_of(pdf)
    for words in (
        "Sessione di prova della Task Force",
        "Apertura dei lavori",
        "Maria Rossi",
        "Meccanica",
        "Agroindustria",
    ):
        assert words in text


def look_into_attendance_pdf(pdf: Path) -> None:
    """The words of every name are there, in whatever order and on however many lines the report sets them."""
    words = set(text_of(pdf).split())
    assert {"Officine", "D’Angelo", "Figli", "«Uralskii", "stanok»"} <= words
    for person in everybody():
        assert {person.given, person.family} <= words


def look_into_attendance_sheet(path: Path) -> None:
    """Every delegate has a row that names the company; those who were ticked are present on the first day."""
    book = openpyxl.load_workbook(path)
    totals, people = ([[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets)
    assert totals[1][2:] == [3, 3, 0, 2, 0]  # all: registered, confirmed, waiting, present on day 1, on day 2
    rows = {person.family: next(row for row in people if row_names(row, person)) for person in everybody()}
    assert "ООО «Уральский станок»" in rows["Королёв"]
    assert "Оффичине Д’Анджело & Фильи С.р.л." in rows["D’Angelo"]  # as the form proposed it
    assert [rows[name][-2:] for name in ("D’Angelo", "Bianchi", "Королёв")] == [[1, 0], [0, 0], [1, 0]]


def row_names(row: list, person: Person) -> bool:
    return any(person.family in str(cell) and person.given in str(cell) for cell in row)


def everybody() -> list[Person]:
    return [*ITALIAN.people, *RUSSIAN.people]
