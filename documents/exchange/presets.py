"""Sets of columns the portal brings with it, and what may go to the other side at most."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sessions.enums import Side

OTHER_SIDE = Side.RU  # the portal is kept by the Italian side: what goes to the other one is approved by two
NAMES = ("given_latin", "family_latin", "given_cyrillic", "family_cyrillic")
BODY = ("name_latin", "name_cyrillic")


@dataclass(frozen=True)
class Shipped:
    """A set of columns that is there from the beginning."""

    code: str
    name: str | Promise
    columns: tuple[str, ...]


MINIMAL = "minimal"
PRESETS: dict[str, tuple[Shipped, ...]] = {
    "delegates": (
        Shipped("badges", _("Badges"), (*NAMES, "qualification", "organisation", "side", "language")),
        Shipped("tables", _("Tables"), (*NAMES, "organisation", "side", "tables", "speaks", "needs_interpreter")),
        Shipped("mailing", _("Mailing list"), (*NAMES, "organisation", "email", "language")),
        Shipped(
            MINIMAL, _("Minimal list for the other side"), (*NAMES, "qualification", "organisation", "side", "tables")
        ),
    ),
    "registrations": (
        Shipped("mailing", _("Mailing list"), (*BODY, "contact_name", "contact_email", "language")),
        Shipped(
            MINIMAL,
            _("Minimal list for the other side"),
            ("side", "category", *BODY, "region_name", "town", "website", "sectors"),
        ),
    ),
}  # fmt: skip


def minimal_of(kind: str) -> tuple[str, ...]:
    """Return the columns of a kind that may go to the other side; empty where the kind tells of no person."""
    return next((one.columns for one in PRESETS.get(kind, ()) if one.code == MINIMAL), ())
