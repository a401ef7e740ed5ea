"""A file far too large is not kept while it comes in, and its form says so."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from taskforce import streamed, uploads


@pytest.fixture
def folder(settings, tmp_path, monkeypatch) -> Path:
    """Where uploads come in; what is "far too large" is 300 kB here, and 100 kB are kept in memory."""
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100_000
    monkeypatch.setattr(streamed, "MOST_BYTES", 300_000)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_what_is_far_too_large_is_dropped_on_its_way_and_the_other_fields_come_through(folder):
    large = SimpleUploadedFile("large.pdf", b"%PDF-" + bytes(5_000_000))
    fair = SimpleUploadedFile("fair.pdf", b"%PDF-" + bytes(200_000))
    request = RequestFactory().post("/", {"large": large, "fair": fair, "title": "Intesa"})

    assert request.POST["title"] == "Intesa"
    assert request.FILES["fair"].read() == b"%PDF-" + bytes(200_000)
    assert [path.stat().st_size for path in folder.iterdir()] == [200_005]  # of the other one nothing is left
    dropped = request.FILES["large"]
    assert (dropped.size, dropped.read()) == (5_000_005, b"")
    with pytest.raises(ValidationError) as refused:
        uploads.taken(dropped, ("pdf",), 1024 * 1024, "")
    assert refused.value.code == "size"
    request.close()
    assert not list(folder.iterdir())
