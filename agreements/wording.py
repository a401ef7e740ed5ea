"""What a project says, in the reader's language where it does; else as it was written."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from agreements.models import Project

LANGUAGES = ("it", "ru", "en")


@dataclass(frozen=True)
class Said:
    """A text and the language it is in; ``foreign`` where that is not the reader's."""

    text: str
    language: str
    foreign: bool

    def __str__(self) -> str:
        return self.text


def said(project: Project, field: str, language: str | None = None) -> Said:
    """Return a text of a project in a language (default: the reader's), else the original, else what there is."""
    reader = (language or get_language() or "it")[:2]
    for code in (reader, project.language, *LANGUAGES):
        if text := getattr(project, f"{field}_{code}", None):
            return Said(text, code, code != reader)
    return Said("", reader, False)


def written_in(project: Project) -> list[str]:
    """Return the languages a project is written in, the original first."""
    order = [project.language, *(code for code in LANGUAGES if code != project.language)]
    return [code for code in order if getattr(project, f"title_{code}", None)]


def proposer_of(project: Project) -> str:
    """Return who proposes a project, as it is to be read: the name that was given, else the organisation's."""
    if project.proposer:
        return project.proposer
    return project.organisation.name if project.organisation else ""
