"""The administration of acts: a file comes in under its hash, and only as a PDF."""

from __future__ import annotations

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from accounts.tests.factories import StaffFactory, UserFactory
from agreements.models import Agreement
from agreements.services import attach_file, files
from sessions.tests.factories import SessionFactory
from tables.tests.factories import ThematicTableFactory
from taskforce.errors import DomainError

pytestmark = pytest.mark.django_db
INLINES = ("parties", "signatories", "actregion", "actproject", "leads_to", "signing")
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 500


def pdf(name: str = "Intesa – Бергамо.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


@pytest.fixture
def staff(client):
    user = StaffFactory(language="en")
    client.force_login(user)
    return user


@pytest.fixture
def agreement():
    return Agreement.objects.create(session=SessionFactory(), kind="mou", title_it="Intesa sulla meccanica")


def form(agreement: Agreement, **changes) -> dict:
    return {
        "session": agreement.session_id, "kind": "mou", "title_it": agreement.title_it, "title_ru": "", "title_en": "",
        "status": "draft", "position": 0, "is_public": "on", "texts_public": "on",
        **{f"{prefix}-{count}_FORMS": 0 for prefix in INLINES for count in ("TOTAL", "INITIAL")}, **changes,
    }  # fmt: skip


def change_url(agreement: Agreement) -> str:
    return reverse("admin:agreements_agreement_change", args=[agreement.pk])


def stored_files() -> list[str]:
    storage = Agreement._meta.get_field("file").storage
    return storage.listdir("agreements")[1] if storage.exists("agreements") else []


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with translation.override("en"):
        yield


def errors_of(page) -> dict[str, list[str]]:
    """What the form says is wrong, in English: a request leaves its own language behind."""
    with translation.override("en"):
        return {
            name: [str(message) for message in messages]
            for name, messages in page.context["adminform"].form.errors.items()
        }


def test_a_file_comes_in_with_its_hash_and_goes_out_to_staff(client, staff, agreement):
    client.post(change_url(agreement), form(agreement, upload=pdf()))
    agreement.refresh_from_db()
    assert agreement.file_sha256 == hashlib.sha256(PDF).hexdigest()
    assert agreement.file.name == "agreements/Intesa.pdf"
    answer = client.get(reverse("admin:agreements_agreement_file", args=[agreement.pk]))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="Intesa-sulla-meccanica.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert 'href="/admin/agreements/agreement/' in client.get(change_url(agreement)).text


@pytest.mark.parametrize(
    ("content", "message"), [(b"<html>", "This is not a PDF file."), (b"", "The submitted file is empty.")]
)
def test_what_is_no_pdf_is_refused_beside_the_field(client, staff, agreement, content, message):
    page = client.post(change_url(agreement), form(agreement, upload=pdf(content=content)))
    assert errors_of(page) == {"upload": [message]}
    assert stored_files() == []


def test_a_file_too_large_is_refused(client, staff, agreement, monkeypatch):
    monkeypatch.setattr(files, "MOST_BYTES", 1_000_000)
    page = client.post(change_url(agreement), form(agreement, upload=pdf(content=PDF * 10)))
    assert errors_of(page) == {"upload": ["The file is larger than 1 MB."]}


def test_a_replaced_file_goes_and_a_signed_act_keeps_its_own(agreement, django_capture_on_commit_callbacks):
    attach_file(agreement, pdf())
    with django_capture_on_commit_callbacks(execute=True):
        attach_file(agreement, pdf("bozza-2.pdf", PDF + b"2"))
    assert stored_files() == ["bozza-2.pdf"]
    Agreement.objects.update(status="signed", signed_on="2016-05-01")
    with pytest.raises(DomainError, match="A signed act keeps its file"):
        attach_file(agreement, pdf())
    assert stored_files() == ["bozza-2.pdf"]


def test_nothing_is_left_behind_when_the_database_refuses_the_row(agreement, monkeypatch):
    monkeypatch.setattr(files, "sha256_of", lambda file: "x" * 64)
    monkeypatch.setattr(Agreement, "save", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        attach_file(agreement, pdf())
    assert stored_files() == []


def test_the_file_is_for_who_may_see_acts(client, agreement):
    attach_file(agreement, pdf())
    client.force_login(UserFactory(is_staff=True))
    assert client.get(reverse("admin:agreements_agreement_file", args=[agreement.pk])).status_code == 403
    client.logout()
    assert client.get(reverse("admin:agreements_agreement_file", args=[agreement.pk])).status_code == 302


def test_an_act_without_a_file_has_none_to_give(client, staff, agreement):
    assert client.get(reverse("admin:agreements_agreement_file", args=[agreement.pk])).status_code == 404


def test_signed_without_a_date_is_said_beside_the_date(client, staff, agreement):
    page = client.post(change_url(agreement), form(agreement, status="signed"))
    assert errors_of(page) == {"signed_on": ["A signed act has the date of signing, and only a signed one."]}


def test_an_act_belongs_to_a_table_of_its_own_session(client, staff, agreement):
    stranger = ThematicTableFactory(title_it="Turismo", number=3)
    page = client.post(change_url(agreement), form(agreement, table=stranger.pk))
    assert errors_of(page) == {"table": ["Belongs to another session: 3. Turismo."]}


@pytest.mark.parametrize("typed", ["mobilita", "MOBILITÀ", "mobilita\u0300", "соглашение", "СОГЛАШЕНИЕ"])
def test_a_search_finds_an_act_however_it_is_typed(client, staff, agreement, typed):
    wanted = Agreement.objects.create(
        session=agreement.session, kind="mou", title_it="Mobilità sostenibile", title_ru="Соглашение о транспорте"
    )
    page = client.get(reverse("admin:agreements_agreement_changelist"), {"q": typed})
    assert list(page.context["cl"].result_list) == [wanted]


def test_an_act_is_signed_taken_back_and_linked_as_at_the_desk(client, staff, agreement):
    text = agreement.texts.create(language="it", sha256="a" * 64)
    signed = {"status": "signed", "signed_on": "2016-10-06"}
    page = client.post(change_url(agreement), form(agreement, **signed))
    assert errors_of(page) == {
        "status": ["These texts are still drafts: Italian. Say first that they are ready to be signed."]
    }
    agreement.texts.update(state="final")
    link = {"leads_to-TOTAL_FORMS": 1, "leads_to-0-kind": "follows", "leads_to-0-other": agreement.pk}
    page = client.post(change_url(agreement), form(agreement, **signed, **link))
    assert "An act is linked to another, not to itself." in page.text
    client.post(change_url(agreement), form(agreement, **signed))
    text.refresh_from_db()
    assert text.state == "signed"
    page = client.post(change_url(agreement), form(agreement))
    assert "status" in errors_of(page)
