"""Fields that several steps share."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from participants.transliteration import has_cyrillic, has_latin
from taskforce.fields import LineFormField


class EmailFormField(forms.EmailField):
    """One plain address. What the standard also allows (``"a,b"@example.com``) would be read as two recipients."""

    default_error_messages = {"invalid": _("Write one e-mail address, such as name@example.com.")}

    def to_python(self, value):
        value = super().to_python(value)
        if any(char in value for char in "\",;<>() "):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return value


class TokenField(forms.UUIDField):
    """The token of a form, hidden in it; whatever is no token counts as none."""

    widget = forms.HiddenInput

    def to_python(self, value):
        try:
            return super().to_python(value)
        except ValidationError:
            return None


class LatinField(LineFormField):
    """A name in Latin letters. A Cyrillic letter in it is a mistake, or a forgery that looks like a Latin one."""

    def to_python(self, value):
        value = super().to_python(value)
        if value and has_cyrillic(value):
            raise ValidationError(
                _("Write this in Latin letters; the Cyrillic name has a field of its own."), code="alphabet"
            )
        return value


class CyrillicField(LineFormField):
    """A name in Cyrillic letters; a firm's may also hold Latin ones, a person's (``pure``) may not."""

    def __init__(self, *, pure: bool = False, **kwargs) -> None:
        super().__init__(**kwargs)
        self.pure = pure

    def to_python(self, value):
        value = super().to_python(value)
        if value and (not has_cyrillic(value) or (self.pure and has_latin(value))):
            raise ValidationError(
                _("Write this in Cyrillic letters; the Latin name has a field of its own."), code="alphabet"
            )
        return value
