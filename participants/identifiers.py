"""Numbers that tell one organisation from all others, and telephone numbers: checked, and stored in one form."""

from __future__ import annotations

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError as NumberError
from stdnum.it import codicefiscale, iva
from stdnum.ru import inn

from sessions.enums import Side

PHONE_EXAMPLES = {Side.IT: "+39 035 123456", Side.RU: "+7 495 123-45-67"}


def clean_vat_number(value: str) -> str:
    """Return a P. IVA as its 11 digits, without spaces or ``IT``. Raises ValidationError."""
    try:
        return iva.validate(value)
    except NumberError as error:
        raise ValidationError(
            _("This is not a valid P. IVA: it has 11 digits, such as 01234560157."), code="vat"
        ) from error


def clean_fiscal_code(value: str) -> str:
    """Return a codice fiscale: 16 characters of a person, or the 11 digits of a body. Raises ValidationError."""
    try:
        return codicefiscale.validate(value)
    except NumberError as error:
        raise ValidationError(
            _("This is not a valid codice fiscale: it has 16 characters, or 11 digits for a body."), code="fiscal_code"
        ) from error


def clean_inn(value: str) -> str:
    """Return a Russian INN: 10 digits of a body, 12 of a sole trader. Raises ValidationError."""
    try:
        return inn.validate(value)
    except NumberError as error:
        raise ValidationError(
            _("This is not a valid INN: it has 10 digits, or 12 for a sole trader."), code="inn"
        ) from error


def clean_phone(value: str, side: str) -> str:
    """Return a telephone number in E.164 (``+39035123456``); one without a country is read as that side's.

    Raises ValidationError with an example of the side.
    """
    side = side if side in Side.values else Side.IT
    try:
        number = phonenumbers.parse(value, side)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or number.extension or not phonenumbers.is_valid_number(number):
        raise ValidationError(
            _("This is not a valid telephone number. Write it like this: %(example)s"),
            params={"example": PHONE_EXAMPLES[Side(side)]},
            code="phone",
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def readable_phone(value: str) -> str:
    """Return a stored number as people write it: ``+39 035 123456``."""
    try:
        return phonenumbers.format_number(phonenumbers.parse(value), phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    except phonenumbers.NumberParseException:
        return value
