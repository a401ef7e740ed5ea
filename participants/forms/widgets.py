"""Widgets that render long lists at once: Django renders one template for each option."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from django import forms
from django.forms.utils import flatatt
from django.utils.choices import BaseChoiceIterator, normalize_choices
from django.utils.functional import cached_property
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

from taskforce.forms import WRITERS, long_select


class LongChoices(BaseChoiceIterator):
    """Many choices that stay the same for many forms: Django's look at each of them is taken once, not once a form."""

    def __init__(self, choices: Iterable) -> None:
        self.choices = list(normalize_choices(choices))

    def __iter__(self) -> Iterator:
        return iter(self.choices)

    @cached_property
    def frozen(self) -> tuple:
        """The choices as the widget writes them."""
        return tuple(_frozen(choice) for choice in self.choices)


class LongSelect(forms.Select):
    """A select of many options, with groups or without. It looks and behaves as Django's own."""

    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        attributes = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        attributes["class"] = attributes.get("class", "form-select")
        same = isinstance(self.choices, LongChoices)
        options = _options(self.choices.frozen if same else tuple(_frozen(choice) for choice in self.choices))
        chosen = f'value="{escape("" if value is None else value)}"'
        options = options.replace(f"<option {chosen}>", f"<option {chosen} selected>", 1)
        return mark_safe(f"<select{flatatt(attributes)}>{options}</select>")


WRITERS[LongSelect] = long_select


def _frozen(choice: tuple) -> tuple:
    value, label = choice
    if isinstance(label, list | tuple):
        return str(value), tuple((str(key), str(text)) for key, text in label)
    return str(value), str(label)


@lru_cache(maxsize=64)
def _options(choices: tuple) -> str:
    return "".join(
        f'<optgroup label="{escape(value)}">{_options(label)}</optgroup>'
        if isinstance(label, tuple)
        else f'<option value="{escape(value)}">{conditional_escape(label)}</option>'
        for value, label in choices
    )
