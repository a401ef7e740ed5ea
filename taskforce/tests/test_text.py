"""Text on the way in and on the way out."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from taskforce import text


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Società   Rossi ", "Società Rossi"),
        ("a\r\nBcc: x@example.org", "a Bcc: x@example.org"),
        ("Йошкар\u00a0Ола", "Йошкар Ола"),
        ("O\u2019Neill", "O\u2019Neill"),
    ],
)
def test_a_line_is_stored_composed_and_trimmed(typed, stored):
    assert text.clean_line(typed) == stored


@pytest.mark.parametrize("typed", ["a\x00b", "\ud800", "abc\u202egpj", "\u200b\u200b", "\x1b[0m", "\ufeff"])
def test_what_cannot_be_written_or_seen_is_refused(typed):
    with pytest.raises(ValidationError):
        text.clean_line(typed)


def test_a_block_keeps_its_lines():
    assert text.clean_block("uno \r\n\r\n\r\n\r\ndue") == "uno\n\ndue"


def test_spellings_of_one_name_compare_equal_and_letters_stay_apart():
    assert text.comparison_key("Forlì-Cesena") == text.comparison_key("FORLI’ CESENA".replace("’", " "))
    assert text.comparison_key("Valle d'Aosta") == text.comparison_key("Valle d’Aosta")
    assert text.comparison_key("край") != text.comparison_key("краи")


@pytest.mark.parametrize(
    "typed", ['=HYPERLINK("http://x","y")', "+cmd|' /C calc'!A0", "-1+1", "@SUM(1)", "\t=1", "\r=1"]
)
def test_no_cell_runs_as_a_formula(typed):
    assert not str(text.csv_cell(typed)).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_telephone_number_survives_in_a_cell():
    assert text.csv_cell("+39 035 123456") == "+39 035 123456"


def test_a_file_name_is_plain():
    assert text.file_name("Programma «XXV» sessione/../è.pdf") == "Programma-XXV-sessione-.-e.pdf"
    assert text.file_name("Программа") == "document"


def test_text_in_a_sheet_keeps_what_was_typed_but_no_control_character():
    assert text.sheet_text("=1+1\x07") == "=1+1"


@pytest.mark.parametrize(
    ("language", "title", "expected"),
    [
        ("it", "Tavolo «Moda»", "Tavolo “Moda”"),
        ("ru", "Стол «Мода»", "Стол „Мода“"),
        ("en", "The “Fashion” table", "The ‘Fashion’ table"),
    ],
)
def test_quotes_within_quotes_are_the_inner_ones(language, title, expected):
    with override(language):
        assert text.within_quotes(title) == expected
