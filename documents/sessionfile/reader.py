"""From a file to JSON, refusing what is no session file before it can do harm: its size, its encoding, its depth."""

from __future__ import annotations

import json
import stat
from decimal import Decimal
from pathlib import Path

from documents.sessionfile.errors import SessionFileError

MAX_BYTES = 20_000_000
MAX_DIGITS = 18  # a longer number fits no column; Python refuses to read one of more than 4,300 digits


class RepeatedKeys(dict):
    """A JSON object in which a key was given twice; ``repeated`` is the first such key."""

    repeated: str


class NotANumber(str):
    """NaN, Infinity or -Infinity, which Python's JSON reader takes and JSON does not know."""


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file. Raises SessionFileError for what is no file, cannot be read, or is too large."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise SessionFileError("$", "this is not a file")
        if status.st_size > MAX_BYTES:
            raise SessionFileError("$", f"the file has {status.st_size:,} bytes; at most {MAX_BYTES:,} are read")
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise SessionFileError("$", f"the file cannot be read: {getattr(error, 'strerror', None) or error}") from error


def parse(data: bytes) -> object:
    """Return the JSON value of the bytes; objects with a key given twice are RepeatedKeys. Raises SessionFileError."""
    if len(data) > MAX_BYTES:
        raise SessionFileError("$", f"there are {len(data):,} bytes; at most {MAX_BYTES:,} are read")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SessionFileError("$", f"not UTF-8: byte {error.start + 1} cannot be read") from error
    try:
        return json.loads(
            text, object_pairs_hook=_object, parse_float=Decimal, parse_int=_integer, parse_constant=NotANumber
        )
    except json.JSONDecodeError as error:
        raise SessionFileError("$", f"not JSON: {error.msg} (line {error.lineno}, column {error.colno})") from error
    except RecursionError as error:
        raise SessionFileError("$", "brackets are nested too deeply") from error


def _object(pairs: list[tuple[str, object]]) -> dict:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    seen: set[str] = set()
    found = RepeatedKeys(found)
    found.repeated = next(key for key, _value in pairs if key in seen or seen.add(key))
    return found


def _integer(digits: str) -> int | Decimal:
    return int(digits) if len(digits) <= MAX_DIGITS else Decimal(digits)
