"""From a project proposed in Russian to what became of the memorandum signed for it, as each of its people sees it."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from agreements.tests import signing
from e2e.acts import sign_in
from e2e.looking import faults, narrow_faults
from e2e.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.worker]

TITLE = "Сушильные камеры для твёрдых пород"
SUMMARY = "Ищем итальянского изготовителя камер на 120 кубометров."
ARTICLES_IT = """Articolo 1
Le Parti costruiscono 12 essiccatoi entro il 31 dicembre 2031.
Articolo 2
La Parte russa mette a disposizione un capannone di 4.000 metri quadrati."""
ARTICLES_RU = """Статья 1
Стороны строят {number} сушильных камер до 31 декабря 2031 г.
Статья 2
Российская Сторона предоставляет цех площадью 4 000 квадратных метров."""


def test_from_a_proposal_to_what_became_of_it(stage: Stage, visitor: Callable[..., Page], tmp_path: Path):
    told = stage.project
    company, desk, public = visitor("ru", width=320), visitor("en"), visitor("it")
    propose(company, told.token)
    sign_in(desk, "organiser@example.org", f"/en/desk/{told.number}/projects/")
    accept(desk, told.table)
    tell(desk, "talks", "They met at the table and go on.")
    public.goto(f"/it/sessions/{told.number}/projects/")
    expect(public.locator("main")).to_contain_text(TITLE)

    act = make_act(desk, told.number)
    add_text(desk, act, "it", ARTICLES_IT)
    add_text(desk, act, "ru", ARTICLES_RU.format(number=21))
    find_the_difference(desk, act)
    correct_text(desk, act, ARTICLES_RU.format(number=12))
    desk.goto(act)
    expect(desk.locator(".text-finding")).to_contain_text("Same articles, same numbers")

    sign_by_both(desk, act, tmp_path)
    mark_as_signed(desk, act)
    commit_and_report(desk, act, told)
    read_in_public(public, told)


def looked_at(page: Page, name: str) -> None:
    """Look at the page as everybody may come to it."""
    narrow = page.viewport_size["width"] == 320
    assert (narrow_faults if narrow else faults)(page, f"agreement-{name}") == []


def propose(page: Page, token: str) -> None:
    """A Russian company proposes a project on its own page, on a telephone, in Russian alone."""
    page.goto(f"/ru/my/link/{token}/")
    page.locator("main form [type=submit]").first.click()
    page.goto("/ru/my/projects/propose/")
    page.locator("[name=title_ru]").fill(TITLE)
    page.locator("[name=summary_ru]").fill(SUMMARY)
    page.locator("[name=counterpart_ru]").fill("Изготовитель сушильных камер")
    page.locator("[name=kind]").select_option("technology")
    page.locator("label[for=id_is_public]").click()
    looked_at(page, "project-propose")
    page.locator("main form .button-row [type=submit]").last.click()
    page.wait_for_url(re.compile(r"/my/projects/"))
    expect(page.locator("main")).to_contain_text(TITLE)


def accept(page: Page, table: int) -> None:
    """The organiser finds it, accepts it and gives it to a table."""
    page.locator("main a", has_text=TITLE).click()
    expect(page.locator("main")).to_contain_text(SUMMARY)
    page.locator("label", has_text="Accept it").click()
    page.locator("[name=table]").first.select_option(str(table))
    page.locator("form[aria-labelledby=decide] [type=submit]").click()
    expect(page.locator("main")).to_contain_text("The project is accepted.")
    page.locator("form[aria-labelledby=place]").wait_for()


def tell(page: Page, stage: str, text: str) -> None:
    """Dated news bring the project to another stage."""
    page.goto(f"{page.url.rstrip('/')}/life/")
    page.locator("[name=stage]").select_option(stage)
    page.locator("form[aria-labelledby=tell] [name=text]").fill(text)
    page.locator("[name=do][value=news]").click()
    expect(page.locator("main")).to_contain_text(text)
    looked_at(page, "project-life")


def make_act(page: Page, number: int) -> str:
    """Write down a memorandum with two parties, two signatories and the project it came from; return its address."""
    page.goto(f"/en/desk/{number}/acts/add/")
    page.locator("[name=kind]").select_option("mou")
    page.locator("[name=title_it]").fill("MoU sugli essiccatoi")
    page.locator("[name=title_ru]").fill("Меморандум о сушильных камерах")
    page.locator("[name=title_en]").fill("MoU on drying kilns")
    page.locator("[name=sector_it]").fill("Legno")
    page.locator("main form .button-row [type=submit], main form [type=submit]").last.click()
    page.wait_for_url(re.compile(r"/acts/\d+/$"))
    act = page.url
    for region, name in (("IT-25", "Camera di commercio di Bergamo"), ("RU-SVE", "Уральская торговая палата")):
        page.goto(f"{act}names/parties/add/")
        page.locator("[name=name_it]").fill(name)
        page.locator("[name=side]").select_option(region[:2])
        choose_region(page, region)
        send(page, act)
    for name, capacity in (("Maria Rossi", "Presidente"), ("Ольга Иванова", "Директор")):
        page.goto(f"{act}names/signatories/add/")
        page.locator("[name=name_it]").fill(name)
        page.locator("[name=capacity_it]").fill(capacity)
        send(page, act)
    page.goto(f"{act}names/projects/add/")
    page.locator("[name=find]").fill(TITLE.split()[0])
    send(page, act)
    expect(page.locator("main")).to_contain_text(TITLE)
    looked_at(page, "act")
    return act


def choose_region(page: Page, code: str) -> None:
    words = {"IT-25": "Lombardy", "RU-SVE": "Sverdlovsk"}[code]
    option = page.locator("[name=region] option", has_text=words).first
    page.locator("[name=region]").select_option(option.get_attribute("value"))


def send(page: Page, act: str) -> None:
    page.locator("main form [type=submit]:not([name])").last.click()
    page.wait_for_url(re.compile(re.escape(act) + r"(#.*)?$"))


def add_text(page: Page, act: str, language: str, text: str) -> None:
    """Paste a text; its articles are recognised. It is then ready to be signed."""
    page.goto(f"{act}add-text/")
    page.locator("[name=language]").select_option(language)
    page.locator("[name=text]").fill(text)
    page.locator("main form [type=submit]").last.click()
    page.wait_for_url(re.compile(r"/texts/\d+/$"))
    expect(page.locator("main")).to_contain_text("2")
    page.locator("[name=do][value=final]").click()
    page.wait_for_url(re.compile(r"/texts/\d+/$"))


def correct_text(page: Page, act: str, text: str) -> None:
    """Make the Russian text a draft again, put its number right, and say that it is ready."""
    page.goto(act)
    page.locator(".desk-document h4 a", has_text="Russian").first.click()
    page.locator("[name=do][value=reopen]").click()
    page.locator("main a[href$='/edit/']").first.click()
    page.locator("[name=article-0-body]").fill(text.splitlines()[1])
    page.locator(".button-row [name=do][value=save]").click()
    page.wait_for_url(re.compile(r"/texts/\d+/$"))
    page.locator("[name=do][value=final]").click()
    page.wait_for_url(re.compile(r"/texts/\d+/$"))


def find_the_difference(page: Page, act: str) -> None:
    """One number differs between the languages: it is said and marked, and hinders the signing."""
    page.goto(act)
    found = page.locator(".text-finding")
    expect(found).to_contain_text("12")
    expect(found).to_contain_text("21")
    expect(found).to_contain_text("The act cannot be signed")
    found.locator("h4 a").click()
    expect(page.locator("section.differs")).to_have_count(1)
    expect(page.locator("section.differs mark")).to_have_text(["12", "21"])
    looked_at(page, "texts-beside")
    page.goto(f"{act}sign/")
    page.locator("[name=signed_on]").fill("2026-10-01")
    page.locator("main form [type=submit]").last.click()
    expect(page.locator("main [role=alert]")).to_be_visible()


def signed_files() -> tuple:
    """Each file with its name, who is said to have signed it, and what the check is to find."""
    pdf = signing.pdf(text="Memorandum")
    signed = signing.pades(pdf, signing.rossi())
    return (
        ("signed.pdf", signed, "Maria Rossi", "Unchanged since signing"),
        ("signed.pdf.p7m", signing.envelope(pdf, signing.ivanova()), "Ольга Иванова", "Unchanged since signing"),
        ("changed.pdf", signing.written_over(signed), "Maria Rossi", "Changed after signing"),
    )


def sign_by_both(page: Page, act: str, folder: Path) -> None:
    """One signs the PDF, the other an envelope; a copy that was changed afterwards is kept and counts for nothing."""
    with ThreadPoolExecutor(1) as other:  # in this thread Playwright's loop runs
        files = other.submit(signed_files).result()
    for name, content, who, finding in files:
        (folder / name).write_bytes(content)
        page.goto(f"{act}signed-file/")
        page.locator("[name=file]").set_input_files(folder / name)
        page.locator("label", has_text=who).click()
        page.locator("main form [type=submit]").last.click()
        page.wait_for_url(re.compile(r"/signed/\d+/$"))
        line = page.locator(".desk-document")
        expect(line).to_have_attribute("data-state", "done", timeout=60_000)
        page.reload()
        expect(page.locator("main")).to_contain_text(finding)
        counts = "does not count as a signature" if name == "changed.pdf" else "counts as the signature"
        expect(page.locator("main")).to_contain_text(counts)
    looked_at(page, "signed-file")


def mark_as_signed(page: Page, act: str) -> None:
    page.goto(act)
    expect(page.locator("main")).to_contain_text("The signatures of all signatories are here")
    page.goto(f"{act}sign/")
    page.locator("[name=signed_on]").fill("2026-10-01")
    page.locator("[name=in_force_on]").fill("2026-10-01")
    send(page, act)
    expect(page.locator("main")).to_contain_text("Signed on")


def commit_and_report(page: Page, act: str, told) -> None:
    """Article 2 obliges the Russian side; at the next session it is reported what was done."""
    page.goto(act)
    article = page.locator("#article option", has_text="4.000").first.get_attribute("value")
    page.locator("#article").select_option(article)
    page.locator("form[aria-labelledby=take] [type=submit]").click()
    page.locator("[name=side]").select_option("RU")
    page.locator("[name=owner]").fill("Уральская торговая палата")
    page.locator("main form [type=submit]").last.click()
    page.goto(f"/en/desk/{told.next}/commitments/?of=earlier")
    page.locator("main a", has_text="capannone").first.click()
    page.locator("[name=state]").select_option("done")
    page.locator("form[aria-labelledby=report] [name=text]").fill("The workshop was handed over.")
    page.locator("form[aria-labelledby=report] [type=submit]").click()
    expect(page.locator("main")).to_contain_text("The workshop was handed over.")
    looked_at(page, "commitment")


def read_in_public(page: Page, told) -> None:
    """Register, act, next session's state of implementation, statistics: all say so, to everybody."""
    page.goto("/it/agreements/?q=essiccatoi")
    page.locator("main a", has_text="MoU sugli essiccatoi").first.click()
    for words in ("capannone di 4.000", "цех площадью 4 000", "Maria Rossi", TITLE):
        expect(page.locator("main")).to_contain_text(words)
    looked_at(page, "register-act")
    page.goto("/ru/agreements/?q=цех")
    expect(page.locator("main")).to_contain_text("Меморандум о сушильных камерах")
    page.goto(f"/it/sessions/{told.next}/implementation/")
    expect(page.locator("main")).to_contain_text("The workshop was handed over.")
    looked_at(page, "implementation")
    page.goto("/it/agreements/statistics/")
    for words in ("Lombardia", "Sverdlovsk"):
        expect(page.locator("main")).to_contain_text(words)
    looked_at(page, "statistics")
