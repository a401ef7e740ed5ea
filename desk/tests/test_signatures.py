"""The signed files of an act at its desk: one comes in, is checked in the background, and its page tells of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agreements.models import Agreement, SignedFile
from agreements.services.signatures import add_signed_file
from agreements.signatures import jobs
from agreements.tests.signing import envelope, ivanova, pades, pdf, rossi, written_over
from audit.models import ReadingOf
from documents.tasks import sweep
from taskforce import streamed, uploads


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def act(session) -> Agreement:
    act = Agreement.objects.create(session=session, kind="mou", title_it="Intesa sulla meccanica", title_en="MoU")
    act.signatories.create(name_it="Mario Rossi", name_en="Mario Rossi", position=1)
    act.signatories.create(name_it="Anna Ivanova", name_en="Anna Ivanova", position=2)
    return act


def address(name: str, pk: int) -> str:
    return reverse(f"desk:{name}", args=["25", pk]).replace("/it/", "/en/", 1)


def kept(act: Agreement, content: bytes, name: str = "mou.pdf", **more) -> SignedFile:
    upload = uploads.taken(SimpleUploadedFile(name, content), ("pdf", "p7m"), 10**7, "other")
    return add_signed_file(act, upload, **more)


def sent(client, act: Agreement, file: SimpleUploadedFile, **more):
    return client.post(address("signed_file_add", act.pk), {"how": "digital", "file": file, **more}, follow=True)


def test_a_signed_file_comes_in_waits_and_is_told_of_in_words(organiser, reader, act, monkeypatch):
    first = act.signatories.first()
    rung = []
    monkeypatch.setattr("documents.tasks.ring", lambda task, *ids, **more: rung.append((task, *ids)))

    page = sent(organiser, act, SimpleUploadedFile("mou.pdf", pades(pdf(), rossi())), signatories=[first.pk])

    signed = SignedFile.objects.get()
    assert page.redirect_chain[-1][0] == address("signed_file", signed.pk)
    assert "Waiting to be checked" in page.content.decode()
    assert organiser.get(address("signed_file_status", signed.pk)).json()["state"] == "queued"  # nothing in the request
    sweep()
    assert (jobs.TASK, signed.pk) in rung  # a bell that was lost is rung again
    jobs.run_check(signed.pk)
    page = reader.get(address("signed_file", signed.pk)).content.decode()
    assert "The document is unchanged since it was signed." in page
    assert "Who signed is not verified: this portal has no list of trusted authorities." in page
    assert "Mario Rossi" in page
    assert "Download the file" not in page  # who only looks gets the report
    readings = ReadingOf.objects.filter(table="agreements_signedfile", row=signed.pk)
    assert readings.values("reading__actor").distinct().count() == 2  # each of the two who saw the report
    page = organiser.get(address("act", act.pk)).content.decode()
    assert page.count("signature is here") == 1
    assert page.count("signature is missing") == 1
    download = organiser.get(address("signed_file_download", signed.pk))
    assert download.content == pades_of(signed)
    assert download.headers["Content-Disposition"] == 'attachment; filename="mou.pdf"'


def pades_of(signed: SignedFile) -> bytes:
    return Path(uploads.default_storage.path(signed.file)).read_bytes()


def test_a_tampered_copy_is_refused_in_words_and_can_be_taken_away(organiser, act, media):
    signed = kept(act, written_over(pades(pdf(), rossi())), signatories=[act.signatories.first()])
    jobs.run_check(signed.pk)

    page = organiser.get(address("signed_file", signed.pk)).content.decode()
    assert "The document was changed after it was signed. This is not what was signed." in page
    assert "something was added to the document that is not part of signing it" in page
    assert "The file does not count as a signature of the act." in page
    assert "signature is here" not in organiser.get(address("act", act.pk)).content.decode()
    organiser.post(address("signed_file_again", signed.pk))
    assert SignedFile.objects.get().state == "queued"
    page = organiser.post(address("signed_file_remove", signed.pk), follow=True)
    assert "The file was taken away." in page.content.decode()
    assert not SignedFile.objects.exists()


def test_what_cannot_be_kept_is_said_beside_its_field_and_nothing_typed_is_lost(organiser, act, media, monkeypatch):
    first = act.signatories.first()
    picture = SimpleUploadedFile("signed.p7m", b"\x89PNG\r\n\x1a\n")

    page = sent(organiser, act, picture, signatories=[first.pk])
    assert "This is neither a PDF nor a signed envelope (.p7m)." in page.content.decode()
    assert page.context["form"]["signatories"].value() == [str(first.pk)]
    monkeypatch.setattr(streamed, "MOST_BYTES", 21 * 1024 * 1024)
    huge = SimpleUploadedFile("huge.pdf", b"%PDF-" + bytes(22 * 1024 * 1024))
    assert "This file is larger than 20 MB." in sent(organiser, act, huge).content.decode()
    scan = {"how": "paper", "signatories": []}
    page = sent(organiser, act, SimpleUploadedFile("scan.pdf", pdf()), **scan).content.decode()
    assert "Say who signed on paper: a scan does not tell the portal." in page
    assert not SignedFile.objects.exists()
    assert not list(media.rglob("*.*"))


def test_an_act_of_another_session_has_no_signed_files_here(organiser, act):
    from sessions.tests.factories import SessionFactory

    other = Agreement.objects.create(session=SessionFactory(number=24), title_it="Altra")
    signed = kept(other, envelope(pdf(), ivanova()), name="altra.p7m")

    assert organiser.get(address("signed_file", signed.pk)).status_code == 404
    assert organiser.get(address("signed_file_add", other.pk)).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_section_costs_the_same_for_one_file_and_for_three(act, number, django_assert_num_queries):
    from desk.acts.signature_section import gather_signatures

    for one in range(number):
        kept(act, pades(pdf(1, f"Intesa {one}"), rossi()), signatories=act.signatories.all())
    with django_assert_num_queries(3):
        assert len(gather_signatures(act, None)["signature_lines"]) == number
