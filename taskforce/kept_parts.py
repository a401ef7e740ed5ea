"""A template tag for parts of the frame that are the same for everybody who asks for one address in one language."""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from taskforce.kept import Kept

register = template.Library()
PARTS = Kept(seconds=60)


@register.simple_tag(takes_context=True)
def kept_part(context: Context, name: str) -> SafeString:
    """Include a template that reads nothing but `portal` and the address; written once a minute."""
    request = context.get("request")
    key = (name, get_language(), request.path if request else "")
    return PARTS.get(key, lambda: _rendered(context, name))


def _rendered(context: Context, name: str) -> SafeString:
    with context.push():
        return context.template.engine.get_template(name).render(context)
