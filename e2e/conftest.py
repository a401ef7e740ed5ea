"""A whole portal for the browser: gunicorn, worker and beat, each a process of its own on the tests' database."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test.utils import setup_databases, teardown_databases
from playwright.sync_api import BrowserContext, Page

from e2e.portal import Portal
from e2e.stage import Stage, set_stage

# Playwright's synchronous interface runs an event loop, in which Django would refuse to ask the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync"]  # fmt: skip
WAIT = 20_000  # milliseconds for anything on a page


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Drive the system's own chromium."""
    return {**browser_type_launch_args, "executable_path": shutil.which("chromium"), "args": CHROMIUM}


@pytest.fixture(scope="session")
def database(django_test_environment, django_db_blocker) -> Iterator[None]:
    """A database whose rows every process sees: no test here rolls anything back, each works with rows of its own."""
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False)
        yield
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def portal(database) -> Iterator[Portal]:
    """The running portal. Whatever its processes logged as an error fails the run."""
    portal = Portal(settings.VAR_DIR)
    try:
        portal.start()
        yield portal
    finally:
        portal.stop()
    if faults := portal.errors():
        pytest.fail("\n".join(faults), pytrace=False)


@pytest.fixture(scope="session")
def stage(portal: Portal) -> Stage:
    """What stands in the database before a test begins: a session open for registration, and the people of its desk."""
    return set_stage()


@pytest.fixture
def visitor(browser, portal: Portal) -> Iterator[Callable[..., Page]]:
    """Open a browser of its own for each person: ``visitor("ru", width=320)`` gives a page that collects its faults."""
    contexts: list[BrowserContext] = []

    def open_page(language: str = "it", width: int = 1280, **options) -> Page:
        context = browser.new_context(
            locale={"it": "it-IT", "ru": "ru-RU", "en": "en-GB"}[language],
            viewport={"width": width, "height": 800},
            base_url=portal.url,
            accept_downloads=True,
            **options,
        )
        context.set_default_timeout(WAIT)
        contexts.append(context)
        page = context.new_page()
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(f"{page.url}: {error}"))
        page.on("console", lambda message: note(page, message))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [fault for context in contexts for fault in faults_of(context)] == []


def note(page: Page, message) -> None:
    """Keep what the console tells of: a script's error, a file that is missing, something the CSP has blocked."""
    itself = message.location.get("url") == page.url  # a page that is not there is the test's business
    if message.type in ("error", "warning") and not itself:
        page.faults.append(f"{page.url}: {message.text}")


def faults_of(context: BrowserContext) -> list[str]:
    return [fault for page in context.pages for fault in getattr(page, "faults", [])]
