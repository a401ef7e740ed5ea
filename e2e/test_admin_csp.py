"""The administration under the content security policy: nothing of it is inline, and what needs scripts works."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from e2e.looking import faults
from e2e.stage import PASSWORD, Stage

pytestmark = pytest.mark.browser

WATCH = """
window.blocked = [];
document.addEventListener("securitypolicyviolation", event => window.blocked.push(
    `${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""
LISTS = [
    "accounts/user", "auth/group", "taskforce_sessions/hostregion", "taskforce_sessions/session",
    "taskforce_sessions/assignment", "taskforce_sessions/venue", "taskforce_sessions/room",
    "taskforce_sessions/official",
    "taskforce_sessions/companyvisit", "taskforce_sessions/programmeitem", "taskforce_sessions/source",
    "taskforce_sessions/sourcedfigure", "taskforce_sessions/sourcedfact", "tables/thematictable",
    "taskforce_sessions/interpreter", "tables/programmeedit", "documents/programmeversion", "documents/versionnotice",
    "participants/organisation", "participants/registration", "participants/delegate", "participants/tableseat",
    "participants/visitseat", "participants/checkin", "participants/privacynotice", "participants/accesslink",
    "agreements/agreement", "agreements/project", "documents/document", "post_office/email",
]  # fmt: skip


@pytest.fixture
def admin(stage: Stage, visitor: Callable[..., Page]) -> Page:
    """The administration, with staff signed in and every violation of the policy kept in ``window.blocked``."""
    page = visitor("it")
    page.add_init_script(WATCH)
    page.goto("/admin/login/")
    page.fill("[name=username]", stage.staff.email)
    page.fill("[name=password]", PASSWORD)
    page.click("[type=submit]")
    page.wait_for_url("**/admin/")
    return page


def blocked(page: Page) -> list[str]:
    """What the policy has blocked on the page that is open."""
    page.wait_for_load_state("load")
    return [f"{page.url}: {one}" for one in page.evaluate("window.blocked")]


def test_an_inline_style_would_be_noticed(admin: Page):
    """The control of the tests below."""
    admin.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">red</p>')")
    admin.wait_for_function("window.blocked.length === 1")
    assert "style-src" in blocked(admin)[0]
    assert "inline style" in admin.faults[0]  # the console tells of it too
    admin.faults.clear()


def test_no_list_and_no_page_has_anything_inline(admin: Page):
    found = blocked(admin)
    for name in LISTS:
        admin.goto(f"/admin/{name}/")
        found += blocked(admin)
        add = admin.locator(".object-tools .addlink")
        row = admin.locator("#result_list tbody th a")
        for address in [link.first.get_attribute("href") for link in (add, row) if link.count()]:
            admin.goto(address)
            found += blocked(admin)
    assert found == []


def test_each_kind_of_page_fits_a_telephone_and_has_no_barrier(admin: Page):
    venue = first_row(admin, "taskforce_sessions/venue")
    addresses = {
        "home": "/admin/",
        "list": "/admin/participants/delegate/",
        "form": venue,
        "delete": venue.replace("/change/", "/delete/"),
        "history": venue.replace("/change/", "/history/"),
        "changes": "/admin/participants/registration/changes/",
        "record": "/admin/audit/change/",
    }
    found = []
    for name, address in addresses.items():
        admin.goto(address)
        found += faults(admin, f"admin-{name}")
    admin.set_viewport_size({"width": 1280, "height": 800})
    admin.goto("/admin/participants/registration/?state__exact=confirmed")
    admin.locator("#result_list .action-select").first.check()
    admin.select_option("[name=action]", "decline")
    admin.locator("#changelist-form .actions [type=submit]").click()
    found += faults(admin, "admin-preview")
    assert found == []


def first_row(admin: Page, name: str) -> str:
    """Return the address of the first row of a list."""
    admin.goto(f"/admin/{name}/")
    return admin.locator("#result_list tbody th a").first.get_attribute("href").split("?")[0]


def test_a_row_is_found_by_typing(admin: Page):
    admin.goto("/admin/taskforce_sessions/programmeitem/add/")
    admin.click(".field-room .select2-selection")
    admin.keyboard.type("OGGIONI")
    option = admin.locator(".select2-results__option", has_text="Sala Oggioni").first
    expect(option).to_be_visible()
    option.click()
    expect(admin.locator(".field-room .select2-selection__rendered")).to_contain_text("Sala Oggioni")
    assert blocked(admin) == []


def test_a_row_is_added_to_an_inline_group(admin: Page):
    admin.goto("/admin/tables/thematictable/add/")
    admin.locator("#sittings-group .add-row a").click()
    expect(admin.locator("#id_sittings-0-item + .select2")).to_be_visible()
    assert blocked(admin) == []


def test_declining_asks_for_the_reason(admin: Page):
    admin.goto("/admin/participants/registration/?state__exact=under_review")
    admin.locator("#result_list input.action-select").first.check()
    admin.select_option("select[name=action]", "decline")
    admin.click(".actions button[type=submit]")
    expect(admin.locator("textarea[name=reason]")).to_be_visible()
    assert blocked(admin) == []
