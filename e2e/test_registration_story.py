"""A company of five, from its registration to a changed P. IVA, with the keyboard alone and on 320 pixels.

One delegate waits and is promoted when another withdraws; every mail is read as it arrives, in its reader's language.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.utils.translation import gettext, override
from playwright.sync_api import Page, expect

from e2e.acts import sign_in
from e2e.keyboard import Keyboard
from e2e.looking import narrow_faults
from e2e.portal import Portal
from e2e.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.worker]
LANGUAGES = [code for code, _name in settings.LANGUAGES]
PEOPLE = 5
LINK = re.compile(r"http://\S+/my/(?:link|verify)/\S+")


@dataclass(frozen=True)
class Five:
    """The company of one language: its numbers, and what its mails are called in its language."""

    language: str
    side: str
    alphabet: str
    name: str
    number: tuple[str, str, str]  # field, value at first, value it becomes
    session: str

    @property
    def email(self) -> str:
        return f"five-{self.language}@officine.example.net"

    def delegate(self, index: int) -> str:
        return f"delegate{index}-{self.language}@officine.example.net"

    def says(self, words: str) -> str:
        """An English text of the interface, in the company's language."""
        with override(self.language):
            return gettext(words)


COMPANIES = {
    "it": Five("it", "IT", "latin", "Officine Cinque S.r.l.", ("vat_number", "00743110157", "01234560165"), "911"),
    "ru": Five("ru", "RU", "cyrillic", "ООО «Пятёрка»", ("inn", "7707083893", "7728168971"), "912"),
    "en": Five("en", "IT", "latin", "Five Works S.p.A.", ("vat_number", "01234560165", "00743110157"), "913"),
}
FAMILIES = {"latin": ["Bianchi", "Neri", "Rossi", "Verdi", "Gialli"],
            "cyrillic": ["Иванов", "Петров", "Сидоров", "Кузнецов", "Щукин"]}  # fmt: skip
GIVEN = {"latin": "Anna", "cyrillic": "Иван"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_company_of_five(portal: Portal, stage: Stage, visitor: Callable[..., Page], language: str):
    five = COMPANIES[language]
    page = visitor(language, width=320)
    keys = Keyboard(page)
    found: list[str] = []

    def look(name: str) -> None:
        found.extend(narrow_faults(page, f"story-{name}-{language}"))

    register_five(keys, five, look)
    mail = read(portal, five.email, five.says("Verify your e-mail address: {session}"))
    open_link(keys, mail)
    look("verify")
    keys.press("main form button[type=submit]")
    look("verified")
    read(portal, five.email, five.says("Registration received: {session}"))

    staff = visitor("it")
    sign_in(staff, stage.staff.email, "/admin/")
    confirm(staff, five)
    confirmed = read(portal, five.email, five.says("Registration confirmed: {session}"))
    assert confirmed.count(five.says("has a place")) == PEOPLE - 1
    for index in range(PEOPLE - 1):
        mail = read(portal, five.delegate(index), five.says("You are expected: {session}"))
        assert FAMILIES[five.alphabet][index] in mail
    read(portal, five.delegate(PEOPLE - 1), five.says("You are on the waiting list: {session}"))

    withdraw_first_delegate(portal, visitor(language, width=320), five, found)
    promoted = read(portal, five.email, five.says("A place became free: {session}"))
    assert FAMILIES[five.alphabet][-1] in promoted
    read(portal, five.delegate(PEOPLE - 1), five.says("You are expected: {session}"))

    open_link(keys, confirmed)
    keys.press("main form button[type=submit]")
    page.wait_for_url(re.compile(r"/my/$"))
    look("my")
    change_number(keys, five, look)
    approve(staff, five)
    decided = read(portal, five.email, five.says("Your changes: {session}"))
    assert five.number[2] in decided
    page.goto(f"/{language}/my/organisation/")
    expect(page.locator(f"[name={five.number[0]}]")).to_have_value(five.number[2])
    assert found == []


# --- The company


def register_five(keys: Keyboard, five: Five, look: Callable[[str], None]) -> None:
    page = keys.page
    page.goto(f"/{five.language}/sessions/{five.session}/register/")
    keys.reach("[name=side]")
    page.keyboard.press("Space")
    if five.side == "RU":
        page.keyboard.press("ArrowDown")
    keys.reach("[name=category]")
    for _down in range(3):
        page.keyboard.press("ArrowDown")  # public administration, region, company
    keys.write(f"[name=name_{five.alphabet}]", five.name)
    keys.write("[name=town]", "Bergamo")
    keys.write(f"[name={five.number[0]}]", five.number[1])
    keys.write("[name=contact_name]", f"{GIVEN[five.alphabet]} {FAMILIES[five.alphabet][0]}")
    keys.write("[name=contact_email]", five.email)
    look("organisation")
    keys.go_on()
    keys.write("[name=themes]", "Macchine e станки")
    keys.write("[name=counterparts]", "Importatori, импортёры")
    keys.choose("[name=sector_1]", "28")
    keys.tick("[name=in_catalogue]")
    look("interests")
    keys.go_on()
    for index in range(PEOPLE):
        if index:
            keys.press("button[name=add]")
        keys.write(f"[name=delegates-{index}-given_{five.alphabet}]", GIVEN[five.alphabet])
        keys.write(f"[name=delegates-{index}-family_{five.alphabet}]", FAMILIES[five.alphabet][index])
        keys.write(f"[name=delegates-{index}-qualification]", "Director")
        keys.write(f"[name=delegates-{index}-email]", five.delegate(index))
    keys.tick("[name=delegates-0-needs_interpreter]")
    look("delegates")
    keys.go_on()
    keys.reach("main form select")
    page.keyboard.press("ArrowDown")
    look("choices")
    keys.go_on()
    if page.locator("[name=waiting]").count():
        keys.tick("[name=waiting]")
    keys.tick("[name=privacy]")
    look("check")
    keys.go_on()
    page.wait_for_url(re.compile("/register/sent/$"))
    look("sent")


def withdraw_first_delegate(portal: Portal, page: Page, five: Five, found: list[str]) -> None:
    """The delegate comes by the own link, agrees to the conditions, and then cannot come after all."""
    keys = Keyboard(page)
    open_link(keys, read(portal, five.delegate(0), five.says("You are expected: {session}")))
    keys.press("main form button[type=submit]")
    page.wait_for_url(re.compile(r"/my/person/$"))
    found.extend(narrow_faults(page, f"story-person-{five.language}"))
    keys.press("form[action$='/conditions/'] button")
    keys.press("a[href$='/my/person/withdraw/']")
    keys.press("main form button[type=submit]", -1)
    read(portal, five.delegate(0), five.says("You are no longer named as a delegate: {session}"))


def change_number(keys: Keyboard, five: Five, look: Callable[[str], None]) -> None:
    """The new number waits for approval; until then the old one stays in force."""
    page = keys.page
    keys.press("a[href$='/my/organisation/']")
    keys.write(f"[name={five.number[0]}]", five.number[2])
    look("my-organisation")
    keys.press("main form .button-row button[type=submit]", -1)
    page.wait_for_url(re.compile(r"/my/$"))
    expect(page.locator("main")).to_contain_text(five.number[1])
    expect(page.locator("main")).to_contain_text(five.number[2])
    look("my-waiting-for-approval")


# --- Staff


def confirm(staff: Page, five: Five) -> None:
    staff.goto("/admin/participants/registration/?state__exact=under_review&q=" + five.email)
    expect(staff.locator("#result_list tbody tr")).to_have_count(1)
    staff.locator("#action-toggle").check()
    staff.locator("select[name=action]").select_option("confirm")
    staff.locator("button[name=index]").click()
    staff.locator("[name=sure]").click()
    expect(staff.locator(".messagelist .success")).to_be_visible()


def approve(staff: Page, five: Five) -> None:
    staff.goto("/admin/participants/registration/changes/")
    box = staff.locator("form", has_text=five.number[2]).first
    expect(box).to_contain_text(five.number[1])
    box.locator("button[value=approve]").click()
    expect(staff.locator(".messagelist .success")).to_be_visible()


# --- Mail


def read(portal: Portal, address: str, subject: str) -> str:
    """Return the text of the newest mail to an address with this subject, in which ``{session}`` stands for a title."""
    beginning = subject.split("{session}")[0]
    return portal.mail_about(address, beginning).get_body(("plain",)).get_content()


def open_link(keys: Keyboard, mail: str) -> None:
    """Open the link of a mail; the token leaves the address at once."""
    keys.page.goto(LINK.search(mail)[0])
    keys.page.wait_for_url(re.compile(r"/my/(enter|verify)/$"))
