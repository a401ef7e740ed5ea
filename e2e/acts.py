"""What people do at the browser: a company fills its registration, staff and organisers sign in."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from e2e.stage import PASSWORD


@dataclass(frozen=True)
class Person:
    """A delegate as typed: in one alphabet; the other is proposed by the form."""

    given: str
    family: str
    qualification: str


@dataclass(frozen=True)
class Company:
    language: str
    side: str
    alphabet: str
    name: str
    number: tuple[str, str]  # field, value
    town: str
    email: str
    phone: str
    people: tuple[Person, ...]


ITALIAN = Company(
    "it", "IT", "latin", "Officine D’Angelo & Figli S.r.l.", ("vat_number", "00743110157"), "Bergamo",
    "info@dangelo.example.com",
    "+39 035 123456", (Person("Niccolò", "D’Angelo", "Titolare"), Person("Anna", "Bianchi", "Responsabile estero")),
)  # fmt: skip
RUSSIAN = Company(
    "ru", "RU", "cyrillic", "ООО «Уральский станок»", ("inn", "7707083893"), "Екатеринбург", "info@stanok.example.com",
    "+7 495 123-45-67", (Person("Сергей", "Королёв", "Директор"),),
)  # fmt: skip


def fill_organisation(page: Page, company: Company) -> None:
    """Step 1."""
    page.locator(f"label[for={page.locator(f'[name=side][value={company.side}]').get_attribute('id')}]").click()
    page.locator("[name=category]").select_option("company")
    page.locator(f"[name=name_{company.alphabet}]").fill(company.name)
    for name, value in (company.number, ("town", company.town), ("contact_name", company.people[0].family),
                        ("contact_email", company.email), ("contact_phone", company.phone)):  # fmt: skip
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=language]").select_option(company.language)


def fill_interests(page: Page, company: Company) -> None:
    """Step 2."""
    page.locator("[name=themes]").fill("Macchine per il legno. Станки для дерева.")
    page.locator("[name=counterparts]").fill("Produttori di mobili, importatori.")
    page.locator("[name=sector_1]").select_option("28")
    page.locator("label[for=id_in_catalogue]").click()


def fill_delegates(page: Page, company: Company) -> None:
    """Step 3."""
    for index, person in enumerate(company.people):
        if index:
            page.locator("button[name=add]").click()
        for name, value in (("given", person.given), ("family", person.family)):
            page.locator(f"[name=delegates-{index}-{name}_{company.alphabet}]").fill(value)
        page.locator(f"[name=delegates-{index}-qualification]").fill(person.qualification)


def fill_choices(page: Page, company: Company) -> None:
    """Step 4: the first table and the last visit for everybody."""
    for fieldset in page.locator("main form fieldset.panel").all():
        fieldset.locator("select").first.select_option(index=1)
        if fieldset.locator("[type=checkbox] + label").count():
            fieldset.locator("[type=checkbox] + label").last.click()


def fill_questions(page: Page, company: Company) -> None:
    """The session's own questions, where it has any: the first answer to the first, which opens another."""
    for group in page.locator("main form fieldset fieldset").all():
        if group.is_visible():
            group.locator("[type=radio] + label").first.click()


def fill_check(page: Page, company: Company) -> None:
    """The last step; where a side has no place left, the waiting list too."""
    for name in ("waiting", "privacy"):
        if page.locator(f"label[for=id_{name}]").count():
            page.locator(f"label[for=id_{name}]").click()


STEPS = (
    ("register/", fill_organisation),
    ("register/interests/", fill_interests),
    ("register/delegates/", fill_delegates),
    ("register/choices/", fill_choices),
    ("register/questions/", fill_questions),
    ("register/check/", fill_check),
)


def register(page: Page, company: Company, look: Callable[[Page, str], None], language: str, session: str) -> None:
    """Fill every step and send them; ``look`` sees each page, filled."""
    page.goto(f"/{language}/sessions/{session}/")
    page.locator("main a[href$='/register/']").first.click()
    expect(page.locator("html")).to_have_attribute("lang", language)
    for number, (path, fill) in enumerate(STEPS, 1):
        page.wait_for_url(re.compile(rf"/{session}/{path}$|/{session}/register/check/$"))
        if path not in page.url:  # this session asks no questions
            continue
        fill(page, company)
        look(page, f"register-{number}")
        page.locator("main form .button-row button[type=submit]").last.click()
    page.wait_for_url(re.compile("/register/sent/$"))
    expect(page.locator("main")).to_contain_text(company.email)
    look(page, "register-sent")


def sign_in(page: Page, email: str, path: str = "/it/desk/", password: str = PASSWORD) -> None:
    page.goto(path)
    page.locator("[name=username]").fill(email)
    page.locator("[name=password]").fill(password)
    page.locator("main [type=submit]").first.click()
    page.wait_for_url(f"**{path}")
