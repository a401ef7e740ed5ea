"""Names proposed in the other alphabet."""

import pytest

from participants.transliteration import has_cyrillic, has_latin, propose_cyrillic, propose_latin


@pytest.mark.parametrize(
    ("name", "proposed"),
    [
        ("Giuseppe Bianchi", "Джузеппе Бианки"),
        ("Guglielmo Signorini", "Гульелмо Синьорини"),
        ("Francesca", "Франческа"),
        ("Nicolò D'Amico", "Николо Д'Амико"),
        ("Eugenio", "Эудженио"),
        ("SCHIAVONE S.p.A.", "СКИАВОНЕ С.п.А."),
        ("3M", "3М"),
        ("", ""),
    ],
)
def test_italian_names_are_written_as_they_sound(name, proposed):
    assert propose_cyrillic(name, "IT") == proposed


@pytest.mark.parametrize("name", ["Юлия Щукина", "Уралмаш", "Дмитрий Сергеевич", "Андрей", "Жанна Хохлова"])
def test_russian_names_come_back_from_their_passport_spelling(name):
    assert propose_cyrillic(propose_latin(name), "RU") == name


def test_cyrillic_becomes_what_a_russian_passport_writes():
    assert propose_latin("Юлия Щукина") == "Iuliia Shchukina"
    assert propose_latin("ООО «Уралмаш»") == "OOO «Uralmash»"
    assert propose_latin("") == ""


def test_letters_are_told_apart_by_their_alphabet_not_by_their_look():
    assert has_cyrillic("Аnna")
    assert has_latin("Аnna")
    assert not has_cyrillic("Anna 3")
    assert not has_latin("Анна 3")
