"""Sends what was broken, looks at the answer, and leaves everything as it was."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie

from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client

from desk.tests.fuzzing.spoil import Post
from desk.tests.fuzzing.values import MARKUP

REFUSED_BY_DJANGO = "django.security"  # logs each request it answers with 400 as an error


class Log(logging.Handler):
    """Keeps the errors that are logged."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@contextmanager
def everything_as_before(browser: Client) -> Iterator[None]:
    """Take back what happens in here: rows and the browser's cookies. The database's own checks are made first."""
    cookies = browser.cookies.output(header="", sep="; ")
    with transaction.atomic():
        yield
        connection.check_constraints()
        transaction.set_rollback(True)
    browser.cookies = SimpleCookie(cookies)


def post(browser: Client, sent: Post, log: Log) -> tuple[int, list[str]]:
    """Send a post; returns the status and what is wrong with the answer."""
    log.records.clear()
    with everything_as_before(browser):
        answer = browser.generic("POST", sent.path, sent.body, content_type=sent.content_type)
        return answer.status_code, faults_of(answer, log)


def get(browser: Client, path: str, log: Log) -> tuple[int, list[str]]:
    """Open a page; returns the status and what is wrong with it."""
    log.records.clear()
    with everything_as_before(browser):
        answer = browser.get(path)
        return answer.status_code, faults_of(answer, log)


def faults_of(answer: HttpResponseBase, log: Log) -> list[str]:
    """What no answer may be or hold: an error of ours, somebody's markup, another's header."""
    faults = [f"status {answer.status_code}"] if answer.status_code >= 500 else []
    faults += [
        record.getMessage() + (f": {record.exc_info[1]!r}" if record.exc_info else "")
        for record in log.records
        if not (answer.status_code == 400 and record.name.startswith(REFUSED_BY_DJANGO))
    ]
    if answer.streaming:
        answer.getvalue()  # read to the end, so that the file is closed
    elif answer.get("Content-Type", "").startswith("text/html"):
        faults += ["markup of the input stands in the page"] * (MARKUP.encode() in answer.content)
    return faults + [f"header {name}" for name in answer.headers if name.lower() in ("bcc", "x-evil")]
