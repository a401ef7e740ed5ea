"""A form, or one field of it, without a template for each field."""

from crispy_forms.templatetags.crispy_forms_filters import as_crispy_field
from django import template
from django.forms import BaseForm, BoundField
from django.template import Context
from django.utils.safestring import SafeString

from taskforce.forms import field_html

register = template.Library()


@register.filter
def plain_field(field: BoundField) -> SafeString:
    """Return the field as crispy shows it."""
    return field_html(field) or as_crispy_field(field)


@register.filter
def plain_form(form: BaseForm) -> SafeString:
    """Return the fields of a form with a PlainHelper; the summary of what is wrong stands above it, in the page."""
    return form.helper.render_layout(form, Context({"form": form}))
