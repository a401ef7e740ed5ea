"""The personal programmes on paper: one person's, all in a ZIP, what is asked for at my/ and by the command."""

from __future__ import annotations

import io
import zipfile

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from accounts.tests.factories import StaffFactory
from documents import jobs, personal, services, store
from documents.builders import KINDS, PERSONAL
from documents.builders.personal_programmes import names_of
from documents.models import Document
from documents.tests.test_personal import own, person, session  # noqa: F401  the fixture
from documents.tests.test_programme_pdf import pages_of
from participants.services import ask_to_erase, grant_erasure
from participants.tests.entering import enter
from participants.tests.factories import DelegateFactory, RegistrationFactory
from sessions.tests.factories import ProgrammeItemFactory, SessionFactory

pytestmark = pytest.mark.django_db
MINE, ALL = PERSONAL["my_programme"], KINDS["personal_programmes"]


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.split()) for page in pages_of(pdf))


def zipped(session, language="own") -> dict[str, bytes]:  # noqa: F811
    content = ALL.render("zip", ALL.gather(session, language), language)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def anna(session):  # noqa: F811
    names = {"given_latin": "Anna", "family_latin": "Neri", "given_cyrillic": "Анна", "family_cyrillic": "Нери"}
    registration = RegistrationFactory(
        session=session, state="confirmed", organisation__name_latin="Officine <b> & Figli S.r.l.", language="it"
    )
    seats = {"tables": ["Meccanica", "Farmaceutica"], "waiting": ["Energia"]}
    return person(session, registration=registration, qualification="Director", **names, **seats)


# --- One --------------------------------------------------------------------------------------------------------------


def test_it_says_whose_it_is_and_what_concerns_the_person(anna):
    pdf = MINE.render("pdf", own(anna, "en"), "en")
    text = text_of(pdf)
    for words in (
        "Personal programme", "Anna Neri", "Анна Нери", "Director", "Officine <b> & Figli S.r.l.", "Apertura",
        "Saturday 23 January 2027", "09:00", "11:00 Moscow time", "Meccanica 1", "Meccanica 2", "You have a seat.",
        "Energia 1", "You are on the waiting list for this.", "3. Farmaceutica",
        "Your seats without a line in the programme yet", "Is this the latest?",
    ):  # fmt: skip
        assert words.lower() in text.lower(), words
    assert "Acciaierie" not in text
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.docinfo["/Title"]).startswith("Personal programme – Anna Neri – ")
        assert opened.open_metadata()["pdfuaid:part"] == "1"


def test_the_same_facts_are_the_same_file(anna):
    facts = own(anna)
    assert MINE.render("pdf", facts, "it") == MINE.render("pdf", own(anna), "it")
    told = []
    MINE.render("pdf", facts, "it", lambda: told.append(1))
    assert told == [1]


@pytest.mark.parametrize(("status", "words"), [("postponed", "Postponed."), ("cancelled", "Cancelled.")])
def test_it_says_that_the_session_does_not_take_place(session, anna, status, words):  # noqa: F811
    assert words not in text_of(MINE.render("pdf", own(anna, "en"), "en"))
    session.status = status
    session.save()
    anna.refresh_from_db()
    assert words in text_of(MINE.render("pdf", own(anna, "en"), "en"))


def test_a_session_without_a_programme_has_one_that_says_so():
    bare = SessionFactory(number=None, starts_on=None, ends_on=None, timezone="", host_region=None)
    text = text_of(MINE.render("pdf", own(person(bare), "en"), "en"))
    assert "The programme is to be announced." in text


# --- All --------------------------------------------------------------------------------------------------------------


def test_the_zip_has_a_pdf_of_each_with_that_persons_lines_only(session, anna):  # noqa: F811
    russian = RegistrationFactory(session=session, state="confirmed", organisation__side="RU", language="ru")
    person(
        session, ["Energia"], registration=russian, given_latin="", family_latin="", given_cyrillic="Ольга",
        family_cyrillic="Щука",
    )  # fmt: skip
    person(session, visits=["Acciaierie"], given_latin="Anna", family_latin="Neri", language="en")
    files = zipped(session)
    assert sorted(files) == ["IT-Neri-Anna.pdf", "IT-Neri-Anna_2.pdf", "RU-Shchuka-Olga.pdf"]
    mine, other, olga = (text_of(files[name]) for name in sorted(files))
    assert "Meccanica 1" in mine
    assert not {"Visita alle", "Щука", "Ольга"} & set(mine.split())
    assert "Visita alle Acciaierie" in other
    assert "Saturday" in other
    assert not any(words in other for words in ("Meccanica", "Energia", "Officine <b>", "Щука"))
    assert "Ольга Щука" in olga
    assert "Открытие" in olga
    assert "Energia 1" in olga
    assert not any(words in olga for words in ("Neri", "Нери", "Meccanica"))


def test_one_of_the_zip_is_the_one_asked_for_alone(session, anna):  # noqa: F811
    for _number in range(3):
        person(session, tables=["Meccanica"])
    assert zipped(session)["IT-Neri-Anna.pdf"] == MINE.render("pdf", own(anna), "it")


def test_the_same_facts_are_the_same_zip_and_each_person_is_told(session, anna):  # noqa: F811
    person(session)
    facts, told = ALL.gather(session, "it"), []
    first = ALL.render("zip", facts, "it", lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]
    assert ALL.render("zip", facts, "it") == first


def test_names_of_files_are_unique_and_safe():
    wild = [
        ("Con", "Aux"), ("../../etc", "passwd"), ("Rossi", "Mario"), ("ROSSI", "mario"), ("Rossi", "Mario"), ("", ""),
        ("日本", "太郎"), ("=cmd|'/c", "calc'!A1"), ("d’Alò", "Niccolò\n"), ("x" * 80, "y" * 80), ("x" * 80, "y" * 80),
        ("Щёголева", "Наталья"), ("Rossi", "Mario 2"), ("Rossi", "Mario_2"),
    ]  # fmt: skip
    people = [{"id": n, "side": "IT", "family": family, "given": given} for n, (family, given) in enumerate(wild)]
    names = list(names_of(people).values())
    assert len({name.lower() for name in names}) == len(wild)
    for name in names:
        assert name.startswith("IT")
        assert name.endswith(".pdf")
        assert len(name) < 90
        assert not set(name) - set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")
    assert names[:5] == [
        "IT-Con-Aux.pdf", "IT-etc-passwd.pdf", "IT-Rossi-Mario.pdf", "IT-ROSSI-mario_2.pdf", "IT-Rossi-Mario_3.pdf",
    ]  # fmt: skip


def test_a_whole_job_counts_the_people_and_keeps_the_zip(session, anna):  # noqa: F811
    person(session)
    document = services.request_document("personal_programmes", session, "own", "zip", StaffFactory())
    jobs.run_document(document.pk)
    document.refresh_from_db()
    assert (document.state, document.step, document.steps) == ("done", 5, 5)
    assert document.file.endswith(".zip")
    with zipfile.ZipFile(io.BytesIO(store.get(document.file))) as archive:
        assert len(archive.namelist()) == 2


def test_without_anybody_the_job_says_so():
    document = services.request_document("personal_programmes", SessionFactory(), "own", "zip")
    jobs.run_document(document.pk)
    document.refresh_from_db()
    assert document.state == "failed"
    with override(document.language):
        assert document.error == str(personal.NOBODY)


def test_an_erasure_takes_the_zip_away(session, anna):  # noqa: F811
    document = services.request_document("personal_programmes", session, "own", "zip")
    other = services.request_document("programme", session, "it", "pdf")
    jobs.run_document(document.pk)
    document.refresh_from_db()
    waiting = services.request_document("personal_programmes", session, "own", "zip")
    grant_erasure(ask_to_erase(anna.registration), StaffFactory())
    assert services.drop_erased() == 1
    assert not store.exists(document.file)
    assert set(Document.objects.values_list("pk", flat=True)) == {other.pk, waiting.pk}


# --- At my/ -----------------------------------------------------------------------------------------------------------


def address(delegate) -> str:
    return f"/en/my/documents/programme/{delegate.pk}/"


def made() -> Document:
    jobs.run_document(Document.objects.latest("pk").pk)
    return Document.objects.latest("pk")


def test_a_delegate_asks_for_the_own_one(client, anna):
    enter(client, anna.registration, anna)
    for page in ("/en/my/person/", "/en/my/documents/"):
        assert f'action="{address(anna)}"' in client.get(page).content.decode()
    assert client.get(address(anna)).url == "/en/my/documents/"
    assert client.post(address(anna)).url == address(anna)
    waiting = client.get(address(anna))
    assert waiting.status_code == 202
    assert "Personal programme" in waiting.content.decode()
    document = made()
    response = client.get(address(anna))
    assert response.content == store.get(document.file)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Cache-Control"] == "private, no-store"


def test_a_contact_gets_those_of_all_who_were_named_and_have_a_place(client, session, anna):  # noqa: F811
    second = person(session, registration=anna.registration, family_latin="Verdi")
    waits = DelegateFactory(registration=anna.registration, place="waiting", queue_number=1)
    enter(client, anna.registration)
    page = client.get("/en/my/documents/").content.decode()
    assert f'action="{address(anna)}"' in page
    assert "Programme of Anna Verdi (PDF)" in page
    assert f'action="{address(waits)}"' not in page
    assert client.post(address(waits)).url == "/en/my/documents/"
    client.post(address(second))
    assert "Verdi" in text_of(store.get(made().file))


def test_nobody_elses(client, session, anna):  # noqa: F811
    stranger = person(session)
    enter(client, anna.registration)
    client.post(address(anna))
    document = made()
    assert client.post(address(stranger)).status_code == 404
    colleague = person(session, registration=anna.registration)
    enter(client, anna.registration, colleague)
    assert client.get(address(anna)).status_code == client.post(address(anna)).status_code == 404
    client.cookies.clear()
    assert client.get(address(anna)).url == "/en/my/ask/"
    client.force_login(StaffFactory())
    assert client.get(f"/en/documents/{document.pk}/").status_code == 404
    assert Document.objects.count() == 1


def test_a_change_that_concerns_the_person_makes_it_anew(client, session, anna):  # noqa: F811
    enter(client, anna.registration, anna)
    client.post(address(anna))
    made()
    ProgrammeItemFactory(session=session, title_it="Brindisi")
    assert client.get(address(anna)).url == "/en/my/documents/"
    client.post(address(anna))
    assert "Brindisi" in text_of(store.get(made().file))


# --- The command ------------------------------------------------------------------------------------------------------


def test_the_command_makes_one_and_all(session, anna, tmp_path):  # noqa: F811
    one, all_ = tmp_path / "a.pdf", tmp_path / "a.zip"
    call_command("render", "my_programme", session="25", delegate=str(anna.pk), output=one, stdout=io.StringIO())
    call_command("render", "personal_programmes", session="25", language="own", output=all_, stdout=io.StringIO())
    assert one.read_bytes() == MINE.render("pdf", own(anna), "it")
    assert all_.read_bytes().startswith(b"PK")
    listed = io.StringIO()
    call_command("render", "list", stdout=listed)
    assert "personal_programmes\tzip\tit, ru, en, own" in listed.getvalue()
    assert "my_programme\tpdf\tit, ru, en" in listed.getvalue()


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        (None, "is about one delegate"),
        ("1" + "0" * 30, "has no delegate"),
        ("x", "has no delegate"),
        ("{other}", "has no delegate"),
        ("{waits}", "once a place is given"),
    ],
)
def test_a_delegate_the_command_cannot_serve(session, anna, key, reason, tmp_path):  # noqa: F811
    keys = {"other": person(SessionFactory()).pk, "waits": person(session, place="waiting", queue_number=1).pk}
    wish = {"session": "25", "output": tmp_path / "a.pdf", "delegate": key and key.format(**keys)}
    with pytest.raises(CommandError, match=reason):
        call_command("render", "my_programme", **wish)
    assert list(tmp_path.iterdir()) == []
