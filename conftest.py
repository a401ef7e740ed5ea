"""The test harness of every app: logged errors and undefined template variables fail the test they come from.

Its own proofs are in taskforce/tests/test_harness.py.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.cache import cache
from django.template.base import FilterExpression, Node
from django.utils import timezone, translation

LOCAL_MEMORY_MAIL = "django.core.mail.backends.locmem.EmailBackend"


def pytest_configure(config: pytest.Config) -> None:
    """Point the parts that settings cannot know about at the tests' own: delivery of mail, Redis, templates."""
    settings.POST_OFFICE["BACKENDS"]["default"] = LOCAL_MEMORY_MAIL
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if settings.REDIS_URL and worker:
        use_redis_database(1 + int(worker.removeprefix("gw")))
    for engine in settings.TEMPLATES:  # the engines are built when the first page is rendered
        engine["OPTIONS"]["string_if_invalid"] = UndefinedVariable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, on PostgreSQL, tests that ask no database: on SQLite they were asked the same."""
    if "postgresql" not in settings.DATABASES["default"]["ENGINE"]:
        return
    config.hook.pytest_deselected(items=[item for item in items if not asks_a_database(item)])
    items[:] = [item for item in items if asks_a_database(item)]


def asks_a_database(item: pytest.Item) -> bool:
    named = {"db", "transactional_db", "database"} & set(getattr(item, "fixturenames", ()))
    return bool(named) or item.get_closest_marker("django_db") is not None


def use_redis_database(number: int) -> None:
    """Give this test process a Redis database of its own: two of them would clear each other's cache."""
    url = urlsplit(settings.REDIS_URL)._replace(path=f"/{number}").geturl()
    os.environ["REDIS_URL"] = url  # for the real workers that a test starts
    settings.REDIS_URL = settings.CELERY_BROKER_URL = url
    for cache_of in settings.CACHES.values():
        cache_of["LOCATION"] = url


@pytest.fixture(autouse=True)
def _same_start() -> None:
    """No test finds what another one left: pages in the cache or kept in memory, the language or time zone."""
    from documents import kept

    cache.clear()
    kept.PAGES.clear()
    translation.deactivate()
    timezone.deactivate()


# --- Undefined template variables -----------------------------------------------------------------------------------


class UndefinedVariable(str):
    """Stands for a variable that a template names and nobody gave: an empty string, except in our own templates.

    There it fails the test, also when the value was missing further down (a reverse one-to-one that is not there).
    ``{% if %}`` and ``{% for %}`` may ask for what is not there, as in production.
    """

    def __bool__(self) -> bool:
        # FilterExpression.resolve is the one place that asks before it substitutes; everybody else sees "".
        return sys._getframe(1).f_code is FilterExpression.resolve.__code__ and rendering_origin() is not None

    def __contains__(self, part: object) -> bool:
        return part == "%s"

    def __mod__(self, variable: object) -> str:
        pytest.fail(f"Undefined template variable '{variable}' in {rendering_origin()}")

    def __html__(self) -> str:
        if origin := rendering_origin():
            pytest.fail(f"A template variable without a value is printed in {origin}")
        return ""


def rendering_origin() -> Path | None:
    """Return the template of ours whose node is being rendered, or None when it is somebody else's."""
    frame = sys._getframe(1)
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None):
            return our_template(Path(node.origin.name))
        frame = frame.f_back
    return None


def our_template(path: Path) -> Path | None:
    """Return the path within the project, or None for a template of a package or one that copies a package's."""
    if not path.is_relative_to(settings.BASE_DIR) or "site-packages" in path.parts:
        return None
    path = path.relative_to(settings.BASE_DIR)
    return None if {"admin", "bootstrap5"} & set(path.parts) else path


# --- Logged errors --------------------------------------------------------------------------------------------------


class ErrorLog(logging.Handler):
    """Keeps every record that tells of a fault: level ERROR and above, and any answer of 500 and above."""

    def __init__(self) -> None:
        super().__init__(logging.NOTSET)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.ERROR or getattr(record, "status_code", 0) >= 500:
            self.records.append(record)

    def fail_if_unclaimed(self) -> None:
        """Fail the running test with what was logged, and forget it."""
        messages = [f"{record.name}: {record.getMessage()}" for record in self.records]
        self.records.clear()
        if messages:
            pytest.fail("Errors were logged that the test did not claim:\n" + "\n".join(messages), pytrace=False)


class ExpectedErrors:
    """What a test uses to say that an error in the log is the thing it tests."""

    def __init__(self, log: ErrorLog) -> None:
        self.log = log

    def claim(self, text: str) -> list[logging.LogRecord]:
        """Take and return the errors whose message contains the text; at least one must be there."""
        claimed = [record for record in self.log.records if text in record.getMessage()]
        if not claimed:
            pytest.fail(f"No error with {text!r} was logged.")
        self.log.records = [record for record in self.log.records if record not in claimed]
        return claimed


ERROR_LOG = ErrorLog()


@pytest.fixture
def expected_errors() -> ExpectedErrors:
    """The errors logged so far, to claim those that the test provoked: ``expected_errors.claim("no such font")``."""
    return ExpectedErrors(ERROR_LOG)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Listen to every logger from the set-up of a test to the end of its tear-down."""
    listening = [logging.getLogger(), logging.getLogger("django.server")]  # the second does not hand upwards
    ERROR_LOG.records.clear()
    for logger in listening:
        logger.addHandler(ERROR_LOG)
    try:
        return (yield)
    finally:
        for logger in listening:
            logger.removeHandler(ERROR_LOG)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Fail the test for the errors logged while it was set up and ran."""
    result = yield
    ERROR_LOG.fail_if_unclaimed()
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Fail the test for the errors logged while it was torn down."""
    result = yield
    ERROR_LOG.fail_if_unclaimed()
    return result
