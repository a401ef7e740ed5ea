"""Template tags that lead from a page to its help."""

from __future__ import annotations

from django import template
from django.template import Context
from django.urls import reverse

from taskforce import guides

register = template.Library()


@register.simple_tag(takes_context=True)
def help_address(context: Context) -> str:
    """Return where the help of this page is."""
    return guides.help_address(context.get("request"))


@register.simple_tag(takes_context=True)
def staff_help(context: Context) -> str:
    """Return where the help of this page of the administration is."""
    opts = context.get("opts")
    section = guides.admin_section(opts.label_lower) if opts else ""
    return reverse("guide", args=["staff"]) + (f"#{section}" if section else "")
