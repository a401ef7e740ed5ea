"""Two spellings of one organisation share a key; two organisations do not."""

import pytest

from participants.matching import domain_of_email, domain_of_website, name_keys

SAME = [
    ("ООО «Заря»", "Zarya LLC"),
    ("OOO Zaria", 'Общество с ограниченной ответственностью "Заря"'),
    ("ООО Заря", "О.О.О. Заря"),
    ("ЗАО Щёкиноазот", "Shchekinoazot, ZAO"),
    ("АО «Хабаровский завод»", "Habarovskiy zavod JSC"),
    ("AO Khabarovskii zavod", "ПАО Хабаровский Завод"),
    ("Экспорт-Юг ТОО", "Export Iug"),
    ("Екатеринбург Маш", "Yekaterinburg Mash"),
    ("ИП Иванов Сергей", "Ivanov Sergey"),
    ("Федерация химиков", "Federatsiya Khimikov"),
    ("Officine Meccaniche S.r.l.", "OFFICINE MECCANICHE SRL"),
    ("Officine Meccaniche S. r. l.", "S.r.l.s. Officine Meccaniche"),
    ("Officine Meccaniche", "Оффичине Мекканике"),
    ("Caffè Giorgio S.p.A.", "Каффе Джорджо"),
    ("Puglia spa", "Società per Azioni Пулья"),
    ("Bologna Fiere", "Болонья Фьере"),
    ("Rossi S.n.c. di Rossi Mario & C.", "Rossi snc di Mario Rossi e C."),
    ("Soc. Coop. a r.l. Alfa", "Alfa società cooperativa"),
    ("Müller Maschinen GmbH", "MULLER MASCHINEN"),
    ("Meccanica Bergamo", "Mechanika Bergama"),
]
DIFFERENT = [
    ("Officine Meccaniche 1 S.r.l.", "Officine Meccaniche 2 S.r.l."),
    ("Alfa S.r.l.", "Elfo S.r.l."),
    ("Banca di Bergamo", "Banca di Brescia"),
    ("ООО Заря", "ООО Зенит"),
    ("Rossi Mario", "Rossi Marco"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_name_share_a_key(one, other):
    assert name_keys(one) & name_keys(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_names_share_none(one, other):
    assert not name_keys(one) & name_keys(other)


@pytest.mark.parametrize("name", ["S.r.l.", "ООО", "di", "42"])
def test_a_name_of_nothing_but_a_legal_form_still_has_a_key(name):
    assert name_keys(name)


@pytest.mark.parametrize("name", ["", "«»", "---"])
def test_a_name_without_letters_has_none(name):
    assert name_keys(name) == set()


def test_keys_fit_their_column():
    assert all(len(key) <= 250 for key in name_keys("Щ" * 200) | name_keys("x" * 200))


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("https://www.officine.it/chi-siamo", "officine.it"),
        ("officine.it", "officine.it"),
        ("http://завод.рф", "xn--80aegj1b.xn--p1ai"),
        ("http://[x", ""),
        ("https://vk.com/zavod", ""),
        ("", ""),
    ],
)
def test_the_domain_of_a_website(address, domain):
    assert domain_of_website(address) == domain


@pytest.mark.parametrize(
    ("email", "domain"),
    [
        ("anna@officine.it", "officine.it"),
        ("anna@PEC.Officine.it", "officine.it"),
        ("anna@gmail.com", ""),
        ("anna@bk.ru", ""),
        ("anna", ""),
    ],
)
def test_the_domain_of_an_address(email, domain):
    assert domain_of_email(email) == domain
