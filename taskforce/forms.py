"""Crispy forms as the portal uses them, written by plain functions where crispy renders a template for each field.

A page of forms is mostly fields, and a template for each costs more than everything else the page does. What stands
here writes the same HTML (taskforce/tests/test_forms.py compares the two), and leaves to crispy whatever it does not
know: other widgets, other layout objects.
"""

from __future__ import annotations

from collections.abc import Callable

from crispy_forms.bootstrap import InlineCheckboxes
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Div, Fieldset, Layout, Row
from crispy_forms.utils import TEMPLATE_PACK, render_field
from django import forms
from django.forms import BoundField
from django.template import Context
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe


class PlainHelper(FormHelper):
    """The helper of a form whose page writes the ``<form>`` and its token itself."""

    form_tag = False
    disable_csrf = True
    form_action = ""  # crispy would look for an address of this name each time

    def render_layout(self, form: forms.BaseForm, context: Context, template_pack=TEMPLATE_PACK) -> SafeString:
        form.rendered_fields = set()
        form.crispy_field_template = None
        return mark_safe("".join(_part(part, form, context) for part in self.layout.fields))


def plain_helper(*parts) -> PlainHelper:
    """Return a helper with these parts: names of fields, and crispy's layout objects."""
    helper = PlainHelper()
    helper.layout = Layout(*parts)
    return helper


def field_html(field: BoundField) -> SafeString | None:
    """Return a field as crispy shows it; None for a widget that is for crispy to render."""
    writer = WRITERS.get(type(field.field.widget))
    return mark_safe(writer(field)) if writer else None


# --- Layout ---------------------------------------------------------------------------------------------------------


def _part(part, form: forms.BaseForm, context: Context) -> str:
    kind = type(part)
    if kind is str:
        written = field_html(form[part])
        return render_field(part, form, context) if written is None else written
    if kind is InlineCheckboxes and not part.attrs:
        return "".join(_choices(form[name], inline=True) for name in part.fields)
    if kind not in (Div, Row, Column, Fieldset):
        return part.render(form, context)
    inner = "".join(_part(child, form, context) for child in part.fields)
    ident = f' id="{part.css_id}"' if part.css_id else ""
    if kind is Fieldset:
        legend = f"<legend>{conditional_escape(part.legend)}</legend>" if part.legend else ""
        classes = f' class="{part.css_class}"' if part.css_class else ""
        return f"<fieldset{ident}{classes} {part.flat_attrs}>{legend}{inner}</fieldset>\n"
    classes = _classes(kind, part.css_class or "")
    classes = f' class="{classes}"' if classes else ""
    return f"<div{ident}{classes} {part.flat_attrs}>{inner}</div>\n"


def _classes(kind: type, own: str) -> str:
    if kind is Row and "row" not in own.split():
        return f"row {own}".strip()
    if kind is Column and "col" not in own:
        return f"col-md {own}".strip()
    return own


# --- Fields ---------------------------------------------------------------------------------------------------------


def _hidden(field: BoundField) -> str:
    return str(field) if field.errors else _tag("input", _input(field))


def _input(field: BoundField) -> dict:
    widget = _context(field)
    value = widget["value"]
    return (
        {"type": widget["type"], "name": widget["name"]} | ({} if value is None else {"value": value}) | widget["attrs"]
    )


def _text(field: BoundField) -> str:
    _add_classes(field, "form-control")
    return _with_label(field, _tag("input", _input(field)))


def _textarea(field: BoundField) -> str:
    _add_classes(field, "form-control")
    widget = _context(field)
    opening = _tag("textarea", {"name": widget["name"]} | widget["attrs"])
    return _with_label(field, f"{opening}\n{escape(widget['value'] or '')}</textarea>")


def _select(field: BoundField) -> str:
    _add_classes(field, "form-select")
    widget = _context(field)
    options = "".join(
        _group(name, "".join(_option(option) for option in group)) for name, group, _number in widget["optgroups"]
    )
    return _with_label(field, f"{_tag('select', {'name': widget['name']} | widget['attrs'])}{options}</select>")


def long_select(field: BoundField) -> str:
    """A select whose widget writes its options itself."""
    _add_classes(field, "form-select")
    return _with_label(field, str(field))


def _group(name: str | None, options: str) -> str:
    return options if name is None else f'<optgroup label="{conditional_escape(name)}">{options}</optgroup>'


def _option(option: dict) -> str:
    value = "" if option["value"] is None else option["value"]
    return f"{_tag('option', {'value': value} | option['attrs'])}{conditional_escape(option['label'])}</option>"


def _checkbox(field: BoundField) -> str:
    _add_classes(field, "form-check-input")
    ident = escape(field.auto_id)
    required = " requiredField" if field.field.required else ""
    return (
        f'<div class="mb-3"><div id="div_{ident}" class="form-check">{_tag("input", _input(field))}'
        f'<label for="{ident}" class="form-check-label{required}">{_label(field)}</label>'
        f"{_errors(field)}{_help(field)}</div></div>\n"
    )


def _choices(field: BoundField, *, inline: bool = False) -> str:
    """Radio buttons or checkboxes, a group with a legend."""
    described = f' aria-describedby="{escape(field.aria_describedby)}"' if field.aria_describedby else ""
    required = " requiredField" if field.field.required else ""
    classes = f"fs-6 form-label{required}" if inline else f"form-label{required} fs-6"
    options = [option for _name, group, _number in _context(field)["optgroups"] for option in group]
    lines = [_choice(field, option, inline) for option in options]
    errors = _errors(field, "p")
    if lines and not inline:  # the errors are within the last of them
        lines[-1], errors = lines[-1].removesuffix("</div>") + errors + "</div>", ""
    return (
        f'<div id="div_{escape(field.auto_id)}" class="mb-3"><fieldset{described}>'
        f'<legend class="{classes}">{_label(field)}</legend><div>{"".join(lines)}</div>{errors}{_help(field)}'
        f"</fieldset></div>\n"
    )


def _choice(field: BoundField, option: dict, inline: bool) -> str:
    classes = f"form-check-input{' is-invalid' if field.errors else ''}"
    attributes = {"type": option["type"], "class": classes, "name": field.html_name, "value": option["value"]}
    attributes |= {name: value for name, value in option["attrs"].items() if name != "class"}
    label = f'<label for="{escape(option["attrs"].get("id", ""))}" class="form-check-label">'
    wrapper = f"form-check{' form-check-inline' if inline else ''}"
    return (
        f'<div class="{wrapper}">{_tag("input", attributes)}{label}{conditional_escape(option["label"])}</label></div>'
    )


def _with_label(field: BoundField, control: str) -> str:
    ident = escape(field.auto_id)
    required = " requiredField" if field.field.required else ""
    label = f'<label for="{ident}" class="form-label{required}">{_label(field)}</label>' if field.label else ""
    return f'<div id="div_{ident}" class="mb-3">{label}{control}{_errors(field)}{_help(field)}</div>\n'


def _label(field: BoundField) -> str:
    star = '<span class="asteriskField">*</span>' if field.field.required else ""
    return f"{conditional_escape(field.label)}{star}"


def _errors(field: BoundField, tag: str = "span") -> str:
    if not field.errors:
        return ""
    ident = escape(field.auto_id)
    lines = "".join(
        f'<{tag} id="error_{number}_{ident}"><strong>{conditional_escape(error)}</strong></{tag}>'
        for number, error in enumerate(field.errors, start=1)
    )
    return f'<div id="{ident}_error" class="invalid-feedback">{lines}</div>'


def _help(field: BoundField) -> str:
    # As in crispy and in Django's own templates, a help text is trusted HTML: it never holds what somebody typed.
    return (
        f'<div id="{escape(field.auto_id)}_helptext" class="form-text">{field.help_text}</div>'
        if field.help_text
        else ""
    )


def _add_classes(field: BoundField, name: str) -> None:
    attributes = field.field.widget.attrs
    classes = attributes.get("class", "").split()
    wanted = (type(field.field.widget).__name__.lower(), name, *(["is-invalid"] if field.errors else []))
    attributes["class"] = " ".join(dict.fromkeys([*classes, *wanted]))


def _context(field: BoundField) -> dict:
    """What the widget would hand to its template."""
    widget = field.field.widget
    attributes = field.build_widget_attrs({}, widget)
    if field.auto_id and "id" not in widget.attrs:
        attributes.setdefault("id", field.auto_id)
    return widget.get_context(field.html_name, field.value(), attributes)["widget"]


def _tag(name: str, attributes: dict) -> str:
    pairs = (
        f" {key}" if value is True else f' {key}="{conditional_escape(value)}"'
        for key, value in attributes.items()
        if value is not False and value is not None
    )
    return f"<{name}{''.join(pairs)}>"


WRITERS: dict[type[forms.Widget], Callable[[BoundField], str]] = {
    forms.HiddenInput: _hidden,
    forms.TextInput: _text,
    forms.EmailInput: _text,
    forms.URLInput: _text,
    forms.NumberInput: _text,
    forms.Textarea: _textarea,
    forms.Select: _select,
    forms.CheckboxInput: _checkbox,
    forms.RadioSelect: _choices,
    forms.CheckboxSelectMultiple: _choices,
}
