"""The page of an act is made of sections; each has a template, and gathers what that shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple


class Section(NamedTuple):
    """A part of a page of an act: the template that is included, and what gathers its variables."""

    template: str
    gather: Callable[..., dict]


def gather(sections: Iterable[Section], *args) -> dict:
    """Return the variables of all sections, and ``sections``: the templates to include, in their order."""
    found: dict = {"sections": [section.template for section in sections]}
    for section in sections:
        found |= section.gather(*args)
    return found
