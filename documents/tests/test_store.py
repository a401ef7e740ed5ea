"""The store keeps whole files, on a disk or in an object store."""

import os
import stat
import time

from django.core.files.storage import InMemoryStorage, Storage, default_storage

from documents import store


class ObjectStore(InMemoryStorage):
    """A store without folders and paths, as S3 is."""

    path = Storage.path

    def _relative_path(self, name):
        return str(name).strip("/")


def test_a_file_is_kept_whole_and_only_readable_by_the_portal(media):
    name = store.name_of("ab" * 32, "pdf")
    assert store.get(name) is None
    assert store.put(name, b"content") == name
    assert store.get(name) == b"content"
    assert stat.S_IMODE((media / name).stat().st_mode) == 0o640


def test_the_same_name_is_replaced_by_the_same_facts(media):
    store.put("documents/ab/abc.pdf", b"one")
    store.put("documents/ab/abc.pdf", b"two")
    assert store.get("documents/ab/abc.pdf") == b"two"
    assert [path.name for path in (media / "documents/ab").iterdir()] == ["abc.pdf"]


def test_parts_of_dead_workers_are_cleared_after_an_hour(media):
    store.put("documents/ab/abc.pdf", b"x")
    old, new = media / "documents/ab/.def.pdf.1.part", media / "documents/ab/.ghi.pdf.2.part"
    for part in (old, new):
        part.write_bytes(b"half")
    os.utime(old, (time.time() - 4000,) * 2)
    assert store.clear_parts() == 1
    assert sorted(path.name for path in (media / "documents/ab").iterdir()) == [".ghi.pdf.2.part", "abc.pdf"]


def test_an_object_store_does_as_well(settings):
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": f"{__name__}.ObjectStore"}}
    assert not default_storage.exists("documents/ab/abc.pdf")
    assert store.put("documents/ab/abc.pdf", b"content") == "documents/ab/abc.pdf"
    assert store.get("documents/ab/abc.pdf") == b"content"
    assert store.clear_parts() == 0
