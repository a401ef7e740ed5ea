"""The index of the register: what it finds in three languages, that nothing forgets it, and what it never holds."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import connection

from agreements.models import ActRegion, Agreement, AuthenticText
from agreements.search import of_vendor, with_words
from agreements.search.words import fold, read
from sessions.models import HostRegion
from sessions.tests.factories import SessionFactory

pytestmark = pytest.mark.django_db
SIGNED = {"status": "signed", "signed_on": dt.date(2016, 12, 2)}
DIGEST = "0" * 64


def act(title: str = "Intesa", **fields) -> Agreement:
    session = fields.pop("session", None) or SessionFactory()
    return Agreement.objects.create(title_it=title, session=session, **(SIGNED | fields))


def text(of: Agreement, language: str, *articles: str, state: str = "signed", version: int = 1) -> AuthenticText:
    made = of.texts.create(language=language, version=version, preamble=f"preambolo{version}")
    for position, body in enumerate(articles, start=1):
        made.articles.create(position=position, number=str(position), body=body)
    made.state, made.sha256 = state, DIGEST
    made.save()
    return made


def found(words: str) -> list[str]:
    acts = with_words(Agreement.objects.public(), read(words))
    return sorted(acts.values_list("title_it", flat=True))


def indexed() -> int:
    key = {"sqlite": "rowid", "postgresql": "act"}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count({key}) FROM agreements_register")  # noqa: S608
        return cursor.fetchone()[0]


FORMS = [
    ("Cooperazione per le macchine utensili", "macchina utensile"),
    ("Соглашение о поставке станков", "станки поставка"),
    ("Соглашение о поставке станков", "станками"),
    ("Agreements on research companies", "agreement company"),
    ("Università e città metropolitane", "universita citta"),
    ("Заём для всех отраслей", "заем отрасль"),
    ("Район и Йошкар-Ола", "район йошкар"),
    ("Società S.p.A. di Emilia-Romagna", "societa emilia romagna"),
    ("Investimento di 1.500.000 euro", "investimenti 500"),
    ("Fiera", "FIERE"),
    ("Il distretto dell'oro", "oro"),
]


def test_a_word_is_found_in_other_endings_capitals_and_accents():
    for title, _words in dict(FORMS).items():
        act(title)
    for title, words in FORMS:
        assert title in found(words), words
    assert found("macchine станки") == []
    assert found("macchinario") == []
    assert found("orologio") == []


def test_whatever_an_act_says_is_found_and_nothing_forgets_it():
    session = SessionFactory(city_it="Lodi", title_it="Sessione lombarda")
    one = act(
        "Intesa", session=session, sector_it="Meccanica", subject_ru="О сотрудничестве", place_it="Kilometro Rosso"
    )
    act("Altra")
    party = one.parties.create(name_it="Camera di Brescia", side="IT")
    one.signatories.create(name_it="Carla Bianchi", capacity_it="presidente")
    russian = text(one, "ru", "Стороны развивают энергетику", "Срок действия")
    for words in ("meccanica", "сотрудничество", "kilometro", "lodi lombardo", "2016 intesa", "brescia",
                  "bianchi presidente", "стороны энергетика", "intesa lodi энергетикой"):  # fmt: skip
        assert found(words) == ["Intesa"], words
    party.name_it = "Camera di Sondrio"
    party.save()
    Agreement.objects.filter(pk=one.pk).update(sector_it="Tessile")
    session.city_it = "Lecco"
    session.save()
    region = HostRegion.objects.create(code="IT-62", country="IT", name_it="Lazio")
    ActRegion.objects.create(agreement=one, hostregion=region)
    newer = text(one, "ru", "Стороны развивают туризм", version=2)
    for words in ("brescia", "meccanica", "lodi", "энергетика"):
        assert found(words) == [], words
    for words in ("sondrio", "tessili", "lecco", "lazio", "туризм"):
        assert found(words) == ["Intesa"], words
    HostRegion.objects.filter(pk=region.pk).update(name_it="Regione Lazio", name_ru="Лацио")
    assert found("лацио") == ["Intesa"]
    one.parties.all().delete()
    assert found("sondrio") == []
    assert (russian.pk, newer.state, indexed()) == (russian.pk, "signed", 2)


def test_what_is_not_public_is_in_no_index():
    secret = act("Segreto", is_public=False)
    secret.parties.create(name_it="Riservatissima")
    draft = act("Bozza", status="draft", signed_on=None)
    text(draft, "it", "bozza", state="draft")
    of_draft = act("Futura", session=SessionFactory(status="draft"))
    assert indexed() == 0
    without_texts = act("Intesa", texts_public=False)
    text(without_texts, "it", "clausola riservata")
    text(act("Altra"), "it", "clausola provvisoria", state="draft")
    assert (found("riservata"), found("provvisoria"), indexed()) == ([], [], 2)
    Agreement.objects.filter(pk=without_texts.pk).update(texts_public=True)
    assert found("riservata") == ["Intesa"]
    Agreement.objects.filter(pk=without_texts.pk).update(is_public=False)
    assert (found("riservata"), indexed()) == ([], 1)
    of_draft.session.status = "held"
    of_draft.session.save()
    assert (found("futura"), indexed()) == (["Futura"], 2)
    of_draft.delete()
    assert indexed() == 1


def test_the_command_writes_the_index_anew(capsys):
    act("Intesa")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM agreements_register")
    assert found("intesa") == []
    call_command("index_acts")
    assert (found("intesa"), capsys.readouterr().out) == (["Intesa"], "1 acts in the index of the register.\n")


def test_index_and_triggers_are_made_anew_where_one_is_missing():
    vendor = of_vendor(connection.vendor)
    act("Intesa")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute('DROP TRIGGER "register_u_agreements_agreement"')
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE agreements_agreement DISABLE TRIGGER register_agreements_agreement")
    assert len(vendor.missing(connection)) == 1
    Agreement.objects.update(title_it="Memorandum")
    assert (found("memorandum"), found("intesa")) == ([], ["Memorandum"])
    call_command("migrate", verbosity=0)
    assert (vendor.missing(connection), found("memorandum"), found("intesa")) == ([], ["Memorandum"], [])


def test_a_text_of_any_length_and_any_signs_is_taken():
    long = " ".join(f"parola{n}" for n in range(30_000))
    text(act("Lungo"), "it", long, "a" * 5000, "«'\"; DROP TABLE % \\ 😀 ﷽")
    assert found("parola77") == ["Lungo"]


@pytest.mark.parametrize(
    "typed", ["", " ", "%_'\"", "NOT", "a* OR b", "NEAR(a b)", ":* & |", "\x00", "😀", "-x", "{title}"]
)
def test_nothing_typed_is_read_as_an_operator(typed):
    act("Intesa")
    assert found(typed) in ([], ["Intesa"])


def test_folding_keeps_the_length():
    assert fold("È Ёж – Å ß ﬁ Й") == "e еж – a ß ﬁ й"
