"""The one error an act raises when a rule of the field forbids it."""

from __future__ import annotations


class DomainError(Exception):
    """A rule forbids what was asked; the message is for the person who asked, in their language.

    ``field`` names the form field the message belongs beside, where there is one.
    """

    def __init__(self, message, *, field: str | None = None, code: str = "refused") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.code = code

    def __str__(self) -> str:
        return str(self.message)
