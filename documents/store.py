"""Where finished files live: under the hash of the facts they were made from, so the same facts have the same file."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

PART_SECONDS = 3600  # a part this old belongs to a worker that died while it wrote


def name_of(facts_hash: str, format: str) -> str:
    """Return the name under which the file of these facts is kept."""
    return f"documents/{facts_hash[:2]}/{facts_hash}.{format}"


def put(name: str, content: bytes) -> str:
    """Keep a file and return the name it got; nobody ever sees half of it."""
    folder = folder_of(name)
    if folder is None:  # an object store: one put is all or nothing
        return default_storage.save(name, ContentFile(content))
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / Path(name).name, content)
    return name


def write_whole(target: Path, content: bytes) -> None:
    """Write a file beside its place, let it reach the disk, and rename it into place. Raises OSError."""
    handle, part = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(part, settings.FILE_UPLOAD_PERMISSIONS)
        os.replace(part, target)
    except BaseException:  # also when the time limit strikes here: nothing half-written stays
        Path(part).unlink(missing_ok=True)
        raise
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # the rename, too, is on the disk before the row says so
    finally:
        os.close(folder)


def exists(name: str) -> bool:
    """Whether the file is there."""
    return default_storage.exists(name)


def get(name: str) -> bytes | None:
    """Return a kept file, or None where there is none."""
    if not exists(name):
        return None
    with default_storage.open(name) as file:
        return file.read()


def delete(name: str) -> None:
    """Remove a kept file; one that is gone already is no fault."""
    default_storage.delete(name)


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(content).hexdigest()


def folder_of(name: str) -> Path | None:
    """Return the folder of a name where files are kept on a disk, else None."""
    try:
        return Path(default_storage.path(name)).parent
    except NotImplementedError:
        return None


def clear_parts() -> int:
    """Remove what workers that were killed while writing have left; return how many there were."""
    root = folder_of("documents/any")
    old = [
        part
        for part in (root.glob("*/.*.part") if root else ())
        if time.time() - part.stat().st_mtime > PART_SECONDS
    ]
    for part in old:
        part.unlink(missing_ok=True)
    return len(old)
