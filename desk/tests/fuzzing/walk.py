"""Every address the resolver knows, with something in place of what it names, and the forms on its page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import urljoin

import lxml.html
from django.urls import get_resolver

from taskforce.limits import TRAP

BUTTONS = ("submit", "image")
SILENT = ("button", "reset")
LEFT_OUT = ("csrfmiddlewaretoken", TRAP)  # what fills the trap gets no further


class Address(NamedTuple):
    """A route as the resolver has it (``en/desk/<session_ref:ref>/``) and the name of its view with the namespace."""

    route: str
    name: str


class Field(NamedTuple):
    name: str
    kind: str
    values: tuple[str, ...]  # what the page holds; empty where nothing is ticked or chosen
    options: tuple[str, ...] = ()


class Form(NamedTuple):
    action: str
    method: str
    multipart: bool
    fields: tuple[Field, ...]

    @property
    def shape(self) -> tuple:
        """Two forms of one shape are one form, on whichever page or row they stand."""
        names = {re.sub(r"\d+", "0", field.name) for field in self.fields}
        return self.method, re.sub(r"\d+", "0", self.action.split("?")[0]), *sorted(names)


def addresses() -> list[Address]:
    """Every address, in English where it stands under a language."""
    return [Address(re.sub("^it/", "en/", route), name) for route, name in _walk(get_resolver().url_patterns)]


def _walk(patterns: Iterable, prefix: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, route, inner)
        else:
            yield route, space + (pattern.name or "")


def forms_of(page: str, path: str) -> list[Form]:
    """The forms of a page that was opened at a path."""
    if "<form" not in page:
        return []
    root = lxml.html.document_fromstring(page.replace("\0", ""))
    return [one for form in root.iter("form") for one in read_form(form, root, path)]


def read_form(form: lxml.html.FormElement, root: lxml.html.HtmlElement, path: str) -> Iterator[Form]:
    """The form as it is sent to its own address, and to the one of each button that goes elsewhere."""
    away = root.xpath("//*[@form=$id]", id=form.get("id")) if form.get("id") else []
    parts = [*form.xpath(".//input|.//select|.//textarea|.//button"), *away]
    elsewhere = [one for one in parts if one.get("formaction")]
    named = [one for one in parts if one not in elsewhere and one.get("name") not in (None, "", *LEFT_OUT)]
    fields = tuple(field for field in map(read_field, named) if field.kind not in SILENT)
    own = Form(
        action=urljoin(path, form.get("action") or "").split("#")[0] or path,
        method=(form.get("method") or "get").lower(),
        multipart=form.get("enctype") == "multipart/form-data",
        fields=fields,
    )
    yield own
    for button in elsewhere:
        more = (read_field(button),) if button.get("name") else ()
        action = urljoin(path, button.get("formaction")).split("#")[0]
        yield own._replace(action=action, method=button.get("formmethod", own.method).lower(), fields=(*fields, *more))


def read_field(one: lxml.html.HtmlElement) -> Field:
    name = one.get("name")
    if one.tag == "select":
        options = one.xpath(".//option")
        chosen = [option.get("value", "") for option in options if option.get("selected") is not None]
        return Field(name, "select", tuple(chosen), tuple(option.get("value", "") for option in options))
    if one.tag == "textarea":
        return Field(name, "textarea", ((one.text or "").removeprefix("\n"),))
    kind = (one.get("type") or ("submit" if one.tag == "button" else "text")).lower()
    value = one.get("value", "on" if kind in ("checkbox", "radio") else "")
    if kind in ("checkbox", "radio"):
        return Field(name, kind, (value,) if one.get("checked") is not None else (), (value,))
    return Field(name, kind, (value,))
