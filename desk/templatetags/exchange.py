"""What the pages of exports call things."""

from __future__ import annotations

from django import template

from documents.exchange.kinds import KINDS

register = template.Library()


@register.filter
def export_kind(code: str) -> str:
    """Return the name of a kind of table; a code that is none stands for itself."""
    return str(KINDS[code].label) if code in KINDS else code
