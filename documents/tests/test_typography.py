"""Quotes, dashes and unbreakable spaces by language. In what is expected ~ stands for a space that ends no line."""

import pytest

from documents.typography import LONGEST, set_facts, setter, typeset


def shown(text: str, language: str) -> str:
    return typeset(text, language).replace("\N{NO-BREAK SPACE}", "~")


@pytest.mark.parametrize(
    ("language", "written", "printed"),
    [
        ("it", 'Il "Tavolo Moda" apre', "Il «Tavolo Moda» apre"),
        ("ru", 'Компания "Ромашка" - участник', "Компания «Ромашка»~— участник"),
        ("en", 'The "Fashion" table', "The “Fashion” table"),
        ("ru", 'ООО "Группа "Север""', "ООО~«Группа „Север“»"),
        ("it", "\"Detto 'tra noi'\"", "«Detto “tra noi”»"),
        ("it", "L'economia dell'Italia, un po' cara, del '900", "L’economia dell’Italia, un po’ cara, del ’900"),
        ("it", 'Tubi da 15" e 20"', 'Tubi da 15" e~20"'),
        ("it", 'una virgoletta " sola', 'una virgoletta " sola'),
        ("it", '"aperta e mai chiusa ("', '"aperta e~mai chiusa ("'),
        ("en", "9-12 May, a plan - the plan", "9–12~May, a~plan~– the plan"),
        ("it", "tel. 035-123-456, 2016-12-01, IT-25", "tel. 035-123-456, 2016-12-01, IT-25"),
        ("en", "and so on...", "and so on…"),
        ("ru", "И. И. Иванов, г. Москва, № 5", "И.~И.~Иванов, г.~Москва, №~5"),
        ("ru", "поездка в Самару и обратно же", "поездка в~Самару и~обратно~же"),
        ("ru", "12 мая 2027", "12~мая 2027"),
        ("it", "1 dicembre, dott. Rossi, n. 3", "1~dicembre, dott.~Rossi, n.~3"),
        ("it", "Acciaierie Venete S.p.A.", "Acciaierie Venete~S.p.A."),
        ("it", "XXV Sessione", "XXV~Sessione"),
        ("it", 'http://a.example/x?q="1"&b=a-b - a@b-c.example', 'http://a.example/x?q="1"&b=a-b – a@b-c.example'),
        ("it", "Nord\N{NON-BREAKING HYPHEN}Ovest", "Nord-Ovest"),
        ("it", "", ""),
    ],
)
def test_as_it_is_printed(language, written, printed):
    assert shown(written, language) == printed


def test_no_more_is_held_together_than_a_column_has_room_for():
    text = typeset("и в и с и к и о и у и на и по и из и от и за и не и до", "ru")
    assert max(map(len, text.split(" "))) <= LONGEST


def test_names_are_not_broken_within_a_sentence():
    set_text = setter("it", ["Maria Rossi", "Anna Maria Rossi Colombo di San Giorgio in Bosco"])
    assert set_text("Parla Maria Rossi, con Maria Rossini.") == "Parla Maria\N{NO-BREAK SPACE}Rossi, con Maria Rossini."


def test_codes_and_moments_stay_as_they_are():
    facts = {"title": 'Il "caso"', "kind": '"x"', "days": [{"note": "a - b", "id": 3, "subsectors": ['"A"']}]}
    assert set_facts(facts, setter("it")) == {
        "title": "Il «caso»",
        "kind": '"x"',
        "days": [{"note": "a\N{NO-BREAK SPACE}– b", "id": 3, "subsectors": ["«A»"]}],
    }


def test_what_was_typed_as_an_attack_takes_no_time():
    for text in ('"' * 3000, "'" * 3000, "a - " * 3000, "А. " * 3000, "1-2" * 3000):
        typeset(text, "ru")
