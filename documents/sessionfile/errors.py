"""The one error of a session file."""

from __future__ import annotations

from taskforce.errors import DomainError


class SessionFileError(DomainError):
    """What is wrong in a session file, and where: ``path`` is a JSON path such as ``$.programme[3].ends``.

    The reason is in English and names the rule of the format that was broken; the text of both is one printable line.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{printable(path)}: {printable(reason)}", field=path, code="session_file")
        self.path = path
        self.reason = reason


def printable(text: str) -> str:
    """Return text on one line, with what cannot be printed written as an escape (a lone surrogate, a line break)."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def quoted(value: object) -> str:
    """Return a value as a message names it, cut where it is long."""
    text = str(value)
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"
