"""A chamber registers its companies from one spreadsheet: preview, faults by row and column, all or none."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from post_office.models import Email

from participants import services
from participants.models import Registration, Spreadsheet
from participants.services.spreadsheet import remove_old_spreadsheets
from participants.tests.entering import enter
from participants.tests.factories import OrganisationFactory, PrivacyNoticeFactory, RegistrationFactory
from participants.tests.sheets import HEADINGS, company, thirty_with_three_bad, vat_number, xlsx
from sessions.tests.factories import HostRegionFactory, SessionFactory

pytestmark = pytest.mark.django_db
PAGE = "/en/my/spreadsheet/"


@pytest.fixture
def chamber():
    PrivacyNoticeFactory()
    HostRegionFactory(code="IT-25")
    body = OrganisationFactory(name_latin="Camera di commercio di Bergamo", category="chamber")
    return RegistrationFactory(session=SessionFactory(), organisation=body)


@pytest.fixture
def contact(client, chamber):
    enter(client, chamber)
    return client


def upload(client, content: bytes, name: str = "companies.xlsx"):
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content)}, follow=True)


def faults() -> list[tuple]:
    return [(fault["row"], fault["column"], fault["text"]) for fault in Spreadsheet.objects.get().faults]


def register(client, **fields):
    return client.post(f"{PAGE}register/", {"informed": "on", **shown(), **fields}, follow=True)


def shown() -> dict[str, str]:
    """The field that says which spreadsheet the page shows."""
    return {"spreadsheet": str(Spreadsheet.objects.latest("pk").client_token)}


def test_thirty_companies_with_three_bad_rows(contact, chamber):
    page = upload(contact, thirty_with_three_bad())
    assert "27 companies can be registered." in page.text
    assert "3 rows have faults." in page.text
    assert [(row, column) for row, column, _text in faults()] == [
        (5, "P. IVA"), (12, "Contact: E-mail"), (20, "Region"),
    ]  # fmt: skip
    assert "“Atlantide” is not in the list." in page.text
    assert Registration.objects.count() == 1

    page = register(contact)
    assert "Nothing is registered while a row has a fault." in page.text
    assert (Registration.objects.count(), Email.objects.count()) == (1, 0)

    upload(contact, xlsx([company(number) for number in range(1, 31)]))
    assert faults() == []
    page = register(contact)
    assert "30 companies were registered." in page.text
    made = Registration.objects.filter(submitted_through=chamber.organisation)
    assert set(made.values_list("state", "session")) == {("submitted", chamber.session_id)}
    assert made.count() == 30
    assert {mail.to[0] for mail in Email.objects.all()} == {f"info{n}@meccanica{n}.example" for n in range(1, 31)}
    assert Email.objects.count() == 30
    first = made.get(organisation__name_latin="Meccanica 1 S.r.l.")
    assert (first.themes, first.identifier) == ("Torni e frese", f"IT{vat_number(1)}")
    assert first.organisation.region.code == "IT-25"
    assert first.delegates.get().name == "Anna Bianchi1"
    assert first.organisation.match_keys.exists()
    assert Spreadsheet.objects.get().rows == []
    assert "Meccanica 30 S.r.l." in page.text


def test_bad_rows_may_be_left_out_explicitly(contact):
    upload(contact, thirty_with_three_bad())
    assert "27 companies were registered." in register(contact, leave_out="on").text
    assert Registration.objects.count() == 28


def test_without_the_statement_nothing_is_registered(contact):
    upload(contact, xlsx([company(1)]))
    page = contact.post(f"{PAGE}register/", shown())
    assert "Please tick this box" in page.text
    assert Registration.objects.count() == 1


def test_registered_twice_is_registered_once(contact):
    upload(contact, xlsx([company(1), company(2)]))
    spreadsheet = Spreadsheet.objects.get()
    register(contact)
    services.register_spreadsheet(spreadsheet, PrivacyNoticeFactory())
    assert (Registration.objects.count(), Email.objects.count()) == (3, 2)


def test_all_or_nothing_when_one_was_registered_meanwhile(contact, chamber):
    upload(contact, xlsx([company(1), company(2)]))
    RegistrationFactory(
        session=chamber.session, identifier=f"IT{vat_number(2)}", organisation__vat_number=vat_number(2)
    )
    assert "was registered meanwhile: 3." in register(contact).text
    assert (Registration.objects.count(), Email.objects.count()) == (2, 0)


def test_after_the_deadline_nothing_is_registered_and_nothing_is_lost(contact, chamber):
    upload(contact, xlsx([company(1)]))
    chamber.session.status = "cancelled"
    chamber.session.save()
    assert "Registration is not open at this moment." in register(contact).text
    assert Spreadsheet.objects.get().companies == 1


BAD_CELLS = {
    "a formula as a name": (company(1, c0='=HYPERLINK("http://x","y")'), None),
    "a control character": (company(1, c6="a\x07b"), None),
    "reading direction turned": (company(1, c0="Alfa\u202egnp"), ("Name in Latin letters", "reading direction")),
    "invisible name": (company(1, c0="\u200b\u200b"), ("Name in Latin letters", "no visible character")),
    "too long": (company(1, c2="x" * 500), ("Town", "at most 120 characters")),
    "a number where none is": (company(1, c4=12), None),
    "Cyrillic in Latin": (company(1, c8="Иванов"), ("Delegate 1: Family name in Latin letters", "Latin letters")),
    "nobody comes": (company(1, c7="", c8="", c9="", c10=""), ("", "Name at least one delegate.")),
    "no name": (company(1, c0=""), ("Name in Latin letters", "one alphabet at least")),
    "no number": (company(1, c3=""), ("P. IVA", "Write the P. IVA")),
    "two addresses": (company(1, c5="a@x.it,b@x.it"), ("Contact: E-mail", "one e-mail address")),
}


@pytest.mark.parametrize("case", BAD_CELLS)
def test_every_kind_of_cell_is_taken_or_refused_in_its_column(contact, case):
    row, expected = BAD_CELLS[case]
    upload(contact, xlsx([row]))
    if expected is None:
        assert faults() == []
        return
    (number, column, text), *_more = faults()
    assert (number, column) == (2, expected[0])
    assert expected[1] in text


def test_numbers_stored_as_numbers_get_their_zeros_back(contact):
    number = vat_number(7)
    assert number.startswith("0000")
    upload(contact, xlsx([company(7, c3=int(number))]))
    assert Spreadsheet.objects.get().rows[0]["organisation"]["vat_number"] == number


def test_rows_that_are_the_same_company_are_refused(contact, chamber):
    RegistrationFactory(session=chamber.session, identifier=f"IT{vat_number(3)}")
    upload(contact, xlsx([company(1), [], company(1), company(3)]))
    assert faults() == [
        (4, "P. IVA", "The same organisation stands in row 2."),
        (5, "P. IVA", "This organisation is registered for the session already."),
    ]


def test_headings_are_known_in_every_language_and_unknown_ones_are_said(contact):
    from django.utils.translation import override

    from participants.spreadsheets.columns import headings

    with override("it"):
        italian = [column.heading for column in headings("IT").values()]
    assert "Città" in italian or "Comune" in italian or "Town" not in italian
    upload(contact, xlsx([[*company(1), "x"]], [*HEADINGS, "Shoe size"]))
    assert faults() == [(1, "Shoe size", "This heading is none of the template's.")]
    upload(contact, xlsx([[*company(1), "x"]], [*HEADINGS, "Town"]))
    assert (1, "Town", "This heading stands twice.") in faults()
    upload(contact, xlsx([["a", "b"]], ["x", "y"]))
    assert "The headings of the template were not found" in faults()[0][2]


def test_a_csv_file_of_any_alphabet_is_read(contact):
    lines = [";".join(HEADINGS), ";".join(map(str, company(1, c4="Анна Щукина")))]
    upload(contact, "\r\n".join(lines).encode("utf-8-sig"), "companies.csv")
    assert Spreadsheet.objects.get().rows[0]["contact"]["contact_name"] == "Анна Щукина"
    upload(contact, "\r\n".join([lines[0], *[lines[1]] * 1]).encode("cp1251"), "companies.csv")
    assert Spreadsheet.objects.get().rows[0]["contact"]["contact_name"] == "Анна Щукина"


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", "<a/>")
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * 40_000_000)
    return stream.getvalue()


def broken() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as parts:
        parts.writestr("xl/workbook.xml", "<a")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."), (b"PK\x03\x04 nothing", "cannot be read as a spreadsheet"),
        (b"%PDF-1.7", "Only XLSX and CSV"), (b"\xd0\xcf\x11\xe0 xls", "Only XLSX and CSV"),
        (b"x" * 2_000_001, "larger than 2 MB"), (bomb(), "more than a table"),
        (broken(), "cannot be read as a spreadsheet"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_beside_the_field(contact, content, words):
    page = upload(contact, content)
    assert words in page.text
    assert not Spreadsheet.objects.exists()


def test_more_than_five_hundred_are_too_many(contact):
    upload(contact, xlsx([company(number) for number in range(1, 502)]))
    assert faults() == [(0, "", "A spreadsheet holds at most 500 companies.")]


def test_who_passes_nothing_on_has_no_such_page(client):
    enter(client, RegistrationFactory())
    assert client.get(PAGE).status_code == 404
    assert client.post(f"{PAGE}register/", {}).status_code == 404
    client.cookies.clear()
    assert client.get(PAGE).status_code == 302


def test_the_template_is_read_back(contact):
    content = contact.get(f"{PAGE}template.xlsx").content
    upload(contact, content)
    assert faults() == [(0, "", "Below the headings there is no company.")]


def test_what_was_read_is_thrown_away_by_hand_or_after_a_week(contact):
    upload(contact, xlsx([company(1)]))
    contact.post(f"{PAGE}discard/", shown())
    assert not Spreadsheet.objects.exists()
    upload(contact, xlsx([company(1)]))
    Spreadsheet.objects.update(uploaded_at="2020-01-01T00:00:00Z")
    assert remove_old_spreadsheets() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_queries(contact, rows, django_assert_num_queries):
    upload(contact, xlsx([company(number) for number in range(1, rows + 1)]))
    register(contact)
    with django_assert_num_queries(4):
        contact.get(PAGE)


def test_a_page_of_another_window_registers_nothing_of_a_later_file(contact):
    upload(contact, xlsx([company(1)]))
    earlier = shown()
    upload(contact, xlsx([company(2), company(3)]))
    for act in ("register", "discard"):
        contact.post(f"{PAGE}{act}/", {"informed": "on", **earlier})
        assert Spreadsheet.objects.get().companies == 2
    assert "Another file was chosen meanwhile" in register(contact, **earlier).text
    for nonsense in ("", "x", "\x00", "1" * 40):
        assert "Another file was chosen meanwhile" in register(contact, spreadsheet=nonsense).text
    assert Registration.objects.count() == 1


def test_the_button_pressed_twice_says_twice_that_it_is_done(contact):
    upload(contact, xlsx([company(1), company(2)]))
    for _time in range(2):
        assert "2 companies were registered." in register(contact).text
    contact.post(f"{PAGE}discard/", shown())
    assert (Registration.objects.count(), Spreadsheet.objects.count()) == (3, 1)


def test_another_bodys_spreadsheet_is_not_there(contact, client):
    upload(contact, xlsx([company(1)]))
    enter(client, RegistrationFactory(organisation__category="region"))
    page = register(client)
    assert "Another file was chosen meanwhile" in page.text
    assert "Meccanica 1" not in page.text
    client.post(f"{PAGE}discard/", shown())
    assert Spreadsheet.objects.get().registered_at is None


def test_the_same_file_after_it_was_registered_registers_nothing_more(contact):
    content = xlsx([company(1), company(2)])
    upload(contact, content)
    register(contact)
    upload(contact, content)
    assert [text for _row, _column, text in faults_of_last()] == [
        "This organisation is registered for the session already."
    ] * 2


def faults_of_last() -> list[tuple]:
    spreadsheet = Spreadsheet.objects.latest("pk")
    return [(fault["row"], fault["column"], fault["text"]) for fault in spreadsheet.faults]


def test_all_or_nothing_when_the_database_refuses_one(contact):
    upload(contact, xlsx([company(number) for number in (1, 2, 3)]))
    spreadsheet = Spreadsheet.objects.get()
    spreadsheet.rows[2]["organisation"] |= {"name_latin": "", "name_cyrillic": ""}
    spreadsheet.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        services.register_spreadsheet(spreadsheet, PrivacyNoticeFactory())
    assert (Registration.objects.count(), Email.objects.count()) == (1, 0)
    assert Spreadsheet.objects.get().registered_at is None
