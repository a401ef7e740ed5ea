"""One field of a form, without a template for it."""

from crispy_forms.templatetags.crispy_forms_filters import as_crispy_field
from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

from taskforce.forms import field_html

register = template.Library()


@register.filter
def plain_field(field: BoundField) -> SafeString:
    """Return the field as crispy shows it."""
    return field_html(field) or as_crispy_field(field)
