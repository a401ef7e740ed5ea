"""Model fields whose text is cleaned by taskforce.text, in forms and in ``full_clean()`` alike."""

from __future__ import annotations

from django import forms
from django.db import models

from taskforce.text import clean_block, clean_line


class LineFormField(forms.CharField):
    """One line of text from a person."""

    def to_python(self, value):
        value = super().to_python(value)
        return clean_line(value) if value else value


class BlockFormField(forms.CharField):
    """Several lines of text from a person."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value):
        value = super().to_python(value)
        return clean_block(value) if value else value


class Line(models.CharField):
    """A line of text: NFC, trimmed, without control, bidi or invisible-only content."""

    def to_python(self, value):
        value = super().to_python(value)
        return clean_line(value) if value else value

    def formfield(self, **kwargs):
        kwargs.setdefault("form_class", LineFormField)
        return super().formfield(**kwargs)


class Block(models.TextField):
    """Text of several lines, cleaned as Line is."""

    def to_python(self, value):
        value = super().to_python(value)
        return clean_block(value) if value else value

    def formfield(self, **kwargs):
        if not self.choices:
            kwargs.setdefault("form_class", BlockFormField)
        return super().formfield(**kwargs)
