"""Promise 14: uploads are safe to keep and to open."""

from __future__ import annotations

import time

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.http import Http404
from django.utils.translation import override

from taskforce import uploads
from taskforce.tests import files


@pytest.fixture(autouse=True)
def english():
    """The refusals are read in English."""
    with override("en"):
        yield


def refusal(content: bytes, name: str = "profile.pdf") -> str:
    """Return the code and the words of the refusal of a file."""
    with override("en"), pytest.raises(ValidationError) as raised:
        uploads.checked(files.sent(content, name))
    return f"{raised.value.code}: {raised.value.messages[0]}"


@pytest.mark.parametrize(
    ("content", "kind", "name"),
    [
        (files.pdf(), "pdf", "profile.pdf"),
        (files.png(), "png", "profile.png"),
        (files.jpeg(), "jpeg", "profile.jpg"),
    ],
)
def test_what_is_asked_for_is_taken(content, kind, name):
    upload = uploads.checked(files.sent(content, "profile.pdf"))
    assert (upload.kind, upload.name, upload.content) == (kind, name, content)
    assert len(upload.sha256) == 64


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b" \n%PDF-1.7",
        b"GIF89a" + b"\0" * 100,
        b"MZ\x90\0",
        files.zip_file(),
    ],
)
def test_what_begins_as_something_else_is_refused_whatever_its_name(content):
    for name in ("profile.pdf", "profile.png", "profile.jpg"):
        assert refusal(content, name) == "kind: Please send a PDF, PNG or JPEG file: this is none."


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n<html><script>alert(1)</script></html>",
        b"\x89PNG\r\n\x1a\n<svg onload='alert(1)'/>",
        b"\xff\xd8\xff<html></html>",
        files.png()[:-20],
        files.jpeg()[:200],
        files.pdf()[:-100],
        b"%PDF-1.7\n" + files.zip_file(),
    ],
)
def test_a_right_beginning_is_not_enough(content):
    assert refusal(content).startswith("damaged: This file cannot be opened")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (files.pdf_with_script(), "active"),
        (files.pdf_that_launches(), "active"),
        (files.pdf_with_attachment(), "attached"),
        (files.pdf_encrypted("secret"), "encrypted"),
        (files.pdf_encrypted(""), "encrypted"),
        (files.png_of_many_pixels(), "big"),
    ],
)
def test_files_that_do_something_are_refused_with_the_reason(content, code):
    assert refusal(content) == f"{code}: {uploads.REASONS[code]}"


def test_a_pdf_that_unpacks_to_gigabytes_ends_in_its_own_process():
    content = files.pdf_bomb()
    assert len(content) < uploads.MAX_BYTES
    started = time.monotonic()
    assert refusal(content).startswith("damaged: ")
    assert time.monotonic() - started < uploads.SECONDS


def test_size_is_limited_and_nothing_is_no_file():
    assert refusal(files.pdf() + b"\0" * uploads.MAX_BYTES).startswith("size: This file is larger than 5 MB.")
    assert refusal(b"").startswith("size: ")


def test_a_process_that_hangs_is_ended(monkeypatch, tmp_path):
    script = tmp_path / "hang.py"
    script.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(uploads, "OPENER", script)
    monkeypatch.setattr(uploads, "SECONDS", 1)
    assert refusal(files.pdf()).startswith("damaged: ")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("Профиль компании.pdf", "Профиль компании.pdf"),
        ("a.pdf.exe", "a.pdf.pdf"),
        ("...", "file.pdf"),
        ("x\u202egpj.pdf", "file.pdf"),
        ("=1+1.pdf", "11.pdf"),
    ],
)
def test_the_name_is_for_people_only(name, kept):
    assert uploads.checked(files.sent(files.pdf(), name)).name == kept


def test_a_kept_file_has_a_random_name_and_is_handed_out_as_an_attachment():
    upload = uploads.checked(files.sent(files.pdf(), "Профиль.pdf"))
    stored = uploads.keep(upload, "answers")
    assert stored != uploads.keep(upload, "answers")
    assert "Профиль" not in stored
    response = uploads.handed_out(stored, upload.name)
    assert response.content == upload.content
    assert response.headers["Content-Disposition"] == 'attachment; filename="file.pdf"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"].startswith("sandbox")
    assert "no-store" in response.headers["Cache-Control"]
    uploads.discard(stored)
    assert not default_storage.exists(stored)
    uploads.discard(stored)
    with pytest.raises(Http404):
        uploads.handed_out(stored, "")
