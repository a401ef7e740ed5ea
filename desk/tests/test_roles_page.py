"""docs/roles.md is what a walk through every address of the portal finds. ROLES=write writes it anew."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver

from agreements.models import Agreement
from desk.tests.conftest import PEOPLE, signed_in
from desk.tests.test_access import ADDRESSES
from documents.models import Document
from participants.tests.entering import enter
from sessions.tests.factories import AssignmentFactory

PAGE = settings.BASE_DIR / "docs" / "roles.md"
SIGNED = {"status": "signed", "signed_on": dt.date(2016, 10, 6), "is_public": True}
ROLES = ("organiser", "moderator", "check-in", "office", "translator", "read only")
HEAD = """# Who may open what

Written by `ROLES=write pytest desk/tests/test_roles_page.py` from a walk through every address; a test fails when it is
not what the walk finds. Addresses are shown without their language (`/it/`, `/ru/`, `/en/`).

A role is given per session, on the page *Who may do what* of its desk. It opens nothing of another session: what is not
yours and what is not there give the same answer. The office of a side sees its side's delegation and translates into
its own language alone; a table moderator sees the tables named in the role alone.

## The desk

*sees*: opens the page. *acts*: may send its form. *is led on*: to the page that is theirs. Ministry staff need the
permission of the act; the last column is an administrator.
"""
OTHERS = """
## Every other address

*signs in* and *asks for the link* say where the address leads instead. *by post*: a GET does nothing here. *not there*:
the address names something of somebody else, or nothing.
"""
ADMIN = """
## The administration

Every address below `/admin/` leads whoever is not ministry staff to signing in, whatever their roles; staff open what
their permissions allow.
"""


def every_address(patterns, prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from every_address(pattern.url_patterns, route)
        else:
            yield route


def filled(route: str, pk: int) -> str:
    """The address with something in place of what it names; of a pattern that is no route, its plain letters."""
    values = {"session_ref": "25", "id": str(pk), "region_code": "IT-25", "version": "1", "str": "x" * 43}
    values |= {"guide": "companies", "slug": "agreements"}
    path = re.sub(r"<(\w+):\w+>", lambda found: values.get(found[1], "1"), route)
    return "/" + re.sub(r"\(\?P<\w+>([a-z_]+)[^)]*\)|[\^$]", lambda found: found[1] or "", path)


def answer(client: Client, path: str) -> str:
    response = client.get(path)
    goes = response.get("Location", "")
    if "/accounts/sign-in/" in goes or goes.startswith("/admin/login/"):
        return "signs in"
    if goes == "/it/my/ask/":
        return "asks for the link"
    words = {302: "is led on", 404: "not there", 405: "by post", 410: "not there"}
    assert response.status_code in (200, 202, *words), path
    return words.get(response.status_code, "yes")


def desk_rows() -> Iterator[str]:
    shown = {route.split("it/", 1)[-1] for route in every_address(get_resolver().url_patterns)}
    routes = {str(pattern.pattern): pattern.name for pattern in get_resolver("desk.urls").url_patterns}
    assert {f"desk/{route}" for route in routes} <= shown
    yield f"| address | {' | '.join(ROLES)} | ministry |"
    yield "|---" * (len(ROLES) + 2) + "|"
    for route, name in routes.items():
        cells = [desk_cell(name, person) for person in (*ROLES, "superuser")]
        yield f"| `desk/{plain(route)}` | {' | '.join(cells)} |"


def desk_cell(name: str, person: str) -> str:
    """What test_access proves of this person at this address. A GET that only leads back to a list is not told."""
    codes = {
        method: next((code for code, who in answers.items() if person in who), None)
        for method, answers in ADDRESSES[name].items()
    }
    leads_back = "post" in codes and set(ADDRESSES[name]["get"]) == {302}
    seen = {200: "sees", 302: "" if leads_back else "is led on"}.get(codes["get"], "")
    return ", ".join(word for word in (seen, "acts" if codes.get("post") else "") if word) or "–"


def plain(route: str) -> str:
    return re.sub(r"<\w+:(\w+)>", r"<\1>", route).replace("session_ref", "ref")


@pytest.fixture
def people(session, delegate) -> dict[str, Client]:
    """Nobody; a company with its link; somebody with every role at the session; a ministry administrator."""
    session.status = "announced"
    session.save()
    company = Client()
    enter(company, delegate.registration)
    user = PEOPLE["moderator"](session)
    for role in ("organiser", "check_in", "translator", "read_only"):
        AssignmentFactory(session=session, user=user, role=role)
    AssignmentFactory(session=session, user=user, role="office", side="IT")
    clients = (Client(), company, signed_in(user), signed_in(PEOPLE["superuser"](session)))
    return dict(zip(("anybody", "company with its link", "every role", "ministry"), clients, strict=True))


@pytest.fixture
def pk(session, delegate) -> int:
    """The key under which there is a delegate, a document and an act of the register."""
    Document.objects.create(pk=delegate.pk, session=session, kind="programme", language="it", format="pdf")
    Agreement.objects.create(pk=delegate.pk, session=session, title_it="Intesa", **SIGNED)
    return delegate.pk


def test_the_page_of_roles_is_what_the_walk_finds(people, pk):
    routes = [route for route in every_address(get_resolver().url_patterns) if not route.startswith("admin/")]
    rows = [f"| address | {' | '.join(people)} |", "|---" * (len(people) + 1) + "|"]
    for route in sorted(set(routes) - {"it/"}, key=lambda route: route.removeprefix("it/")):
        if not route.startswith("it/desk/"):
            cells = [answer(client, filled(route, pk)) for client in people.values()]
            rows.append(f"| `{plain(route.removeprefix('it/')) or '/'}` | {' | '.join(cells)} |")
    text = "\n".join([HEAD, *desk_rows(), OTHERS, *rows, ADMIN])
    if os.environ.get("ROLES") == "write":
        PAGE.write_text(text, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == text


def test_no_role_opens_the_administration(people):
    routes = [route for route in every_address(get_resolver().url_patterns) if route.startswith("admin/")]
    assert len(routes) > 200
    found = {route: answer(people["every role"], filled(route, 1)) for route in routes}
    opened = {route for route, words in found.items() if words not in ("signs in", "not there")}
    assert opened <= {"admin/login/", "admin/logout/"}
    assert answer(people["every role"], "/admin/participants/registration/") == "signs in"
