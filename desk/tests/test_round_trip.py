"""What is accepted comes back unharmed: on the page of staff, in XLSX and CSV, in the mail and on paper."""

from __future__ import annotations

import csv
import html
import io
import unicodedata

import lxml.html
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from post_office.models import Email

from accounts.tests.factories import StaffFactory
from documents.builders import KINDS as PAPERS
from documents.exchange.kinds import KINDS
from documents.exchange.writing import write_csv, write_xlsx
from documents.tests.test_programme_pdf import pages_of
from participants import emails
from participants.mailing import inert
from participants.models import Registration
from participants.tests.entering import enter
from participants.tests.factories import OrganisationFactory, PrivacyNoticeFactory, RegistrationFactory
from participants.tests.sheets import company, xlsx
from sessions.tests.factories import HostRegionFactory, SessionFactory

pytestmark = pytest.mark.django_db
# As typed, in the order of the rows; what is stored of them is the same but for spaces and composed letters.
TEXTS = (
    '=HYPERLINK("http://x.example","y")', "+1+1 Srl", "-2+3 Srl", "@SUM(A1) Srl", "=cmd|' /C calc'!A0", "'=1+1", '"',
    "%s %(x)s", "<img src=x onerror=alert(1)>", "</textarea><script>alert(1)</script>", "A & B &amp; C", "&lt;b&gt;",
    "{{ settings.SECRET_KEY }}", "{% load x %} {link}", "${x} $x", "a\\b \\1 \\n", "a;b,c\td", "x\u2028y",
    "D'Amico & “Figli”", "L’Aquila «Sole»",
    "Nicolo\u0300 Ba\u0308r", "Škoda Łódź Ñandú", "Ⅻ ½ ² €", "١٢٣ Srl", "1e400", "NaN", "000123", "1/2", "TRUE", "None",
    "a" * 199, "W" * 60 + " " + "i" * 60,
)  # fmt: skip


@pytest.fixture
def registered(client) -> list[Registration]:
    """A chamber registers a company for each text: its name, its themes and what its delegate does."""
    PrivacyNoticeFactory()
    HostRegionFactory(code="IT-25")
    body = OrganisationFactory(name_latin="Camera di commercio di Bergamo", category="chamber")
    chamber = RegistrationFactory(session=SessionFactory(number=25), organisation=body)
    enter(client, chamber)
    rows = [company(number, c0=text, c6=text, c9=text[:120]) for number, text in enumerate(TEXTS, 1)]
    book = SimpleUploadedFile("a.xlsx", xlsx(rows))
    page = client.post("/en/my/spreadsheet/", {"file": book}, follow=True)
    token = lxml.html.document_fromstring(page.text).xpath("//input[@name='spreadsheet']/@value")[0]
    page = client.post("/en/my/spreadsheet/register/", {"informed": "on", "spreadsheet": token}, follow=True)
    assert f"{len(TEXTS)} companies were registered." in page.text
    return list(Registration.objects.exclude(pk=chamber.pk).order_by("pk"))


def stored(text: str) -> str:
    """A text as it is kept: composed letters, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


LONG = 150
NAMES = [stored(text) for text in TEXTS]
CHAMBER = {"organisations": {"category": "chamber"}, "registrations": {"organisation__category": "chamber"}}


def test_what_a_company_writes_comes_back_everywhere(client, registered):
    assert [one.organisation.name_latin for one in registered] == NAMES
    assert [one.themes for one in registered] == NAMES
    client.force_login(StaffFactory(language="en"))
    for one, name in zip(registered[:12], NAMES, strict=False):  # as staff see and edit it
        page = client.get(reverse("admin:participants_organisation_change", args=[one.organisation_id]))
        field = lxml.html.document_fromstring(page.text).xpath("//*[@name='name_latin']")[0]
        assert (field.text or field.get("value")) == name
        assert "<img src=x" not in page.text
    session = registered[0].session
    with override("en"):
        for code, key in (("organisations", "name_latin"), ("registrations", "themes")):
            kind = KINDS[code]
            columns, rows = [kind.column(key)], kind.rows(session).exclude(**CHAMBER[code])
            book = write_xlsx("Table", columns, rows, [], about_first=False)
            assert sorted(in_workbook(book, columns[0].heading)) == sorted(NAMES)
            assert sorted(in_csv(write_csv(columns, rows))) == sorted(NAMES)


def in_workbook(content: bytes, heading: str) -> list[str]:
    """The column of the first sheet; no cell of the book is a formula."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert {cell.data_type for sheet in book for row in sheet for cell in row} <= {"s", "n", "d", "b"}
    head, *rows = book.worksheets[0].iter_rows(values_only=True)
    at = head.index(heading)
    return [row[at] for row in rows]


def in_csv(content: bytes) -> list[str]:
    """The first column, as it was before a sign that starts a formula got its apostrophe."""
    _head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
    assert not [row for row in rows if row[0][:1] in "=+-@\t\r"]
    return [row[0][1:] if row[0][:2] in ("'=", "'+", "'-", "'@") and row[0] != "'=1+1" else row[0] for row in rows]


@pytest.mark.paper
def test_it_comes_back_in_mails_and_on_paper(registered):
    for one, name in zip(registered, NAMES, strict=True):
        Email.objects.all().delete()
        emails.send_delegate_place(one.delegates.get())
        mail = Email.objects.get()
        assert inert(name) in mail.message
        assert html.escape(inert(name)) in mail.html_message
    Registration.objects.update(state="confirmed", verified_at=timezone.now())
    session = registered[0].session
    session.delegates.update(place="confirmed")
    paper = PAPERS["attendance"]
    text = squeezed("".join(pages_of(paper.render("pdf", paper.gather(session, "en"), "en"))))
    # A word longer than its column is broken over lines that stand among those of the other columns.
    assert [name for name in NAMES if len(name) < LONG and squeezed(name) not in text] == []


def squeezed(text: str) -> str:
    """A text without what a line on paper may add or take away: spaces and hyphens."""
    return "".join(char for char in text if not char.isspace() and char not in "-\u00ad\u2010")
