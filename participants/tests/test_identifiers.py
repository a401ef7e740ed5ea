"""Numbers of organisations and telephones: checked, stored in one form."""

import re

import pytest
from django.core.exceptions import ValidationError

from participants import identifiers


@pytest.mark.parametrize(
    ("clean", "typed", "stored"),
    [
        (identifiers.clean_vat_number, "IT 0074 3110 157", "00743110157"),
        (identifiers.clean_fiscal_code, "rss mra 80a01 h501u", "RSSMRA80A01H501U"),
        (identifiers.clean_fiscal_code, "00743110157", "00743110157"),
        (identifiers.clean_inn, "7707 083893", "7707083893"),
        (identifiers.clean_inn, "500100732259", "500100732259"),
    ],
)
def test_a_right_number_is_stored_without_ornament(clean, typed, stored):
    assert clean(typed) == stored


def test_the_example_of_a_vat_number_is_one_we_take():
    with pytest.raises(ValidationError) as refused:
        identifiers.clean_vat_number("123")
    example = re.search(r"\d{11}", str(refused.value.message))[0]
    assert identifiers.clean_vat_number(example) == example


@pytest.mark.parametrize("value", ["", "0", "00743110158", "٠٠٧٤٣١١٠١٥٨", "7707083894", "9" * 20, "x" * 16])
@pytest.mark.parametrize(
    "clean", [identifiers.clean_vat_number, identifiers.clean_fiscal_code, identifiers.clean_inn]
)
def test_a_wrong_number_is_refused(clean, value):
    with pytest.raises(ValidationError):
        clean(value)


@pytest.mark.parametrize(
    ("side", "typed", "stored"),
    [
        ("IT", "035 123456", "+39035123456"),
        ("IT", "+7 (495) 123-45-67", "+74951234567"),
        ("RU", "8 495 123-45-67", "+74951234567"),
        ("RU", "+39 035 123456", "+39035123456"),
        ("RU", "+7 701 123 4567", "+77011234567"),
        (None, "0039 035123456", "+39035123456"),
    ],
)
def test_a_telephone_is_stored_in_one_form_and_read_as_people_write_it(side, typed, stored):
    assert identifiers.clean_phone(typed, side) == stored
    assert identifiers.clean_phone(identifiers.readable_phone(stored), side) == stored


@pytest.mark.parametrize("typed", ["12", "+999 1", "anna", "9" * 40, "035 123456 ext. 7"])
def test_a_wrong_telephone_is_refused_with_an_example(typed):
    with pytest.raises(ValidationError, match=r"\+39 035 123456"):
        identifiers.clean_phone(typed, "IT")


def test_what_is_no_number_is_shown_as_it_is():
    assert identifiers.readable_phone("unknown") == "unknown"
