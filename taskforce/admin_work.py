"""The administration's lists grouped by the work they are for, not by the app that happens to hold them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Work:
    """One kind of work, with the lists it needs in the order in which they are used."""

    key: str
    name: str | Promise
    lists: tuple[str, ...]


WORKS = (
    Work(
        "programme",
        _("Sessions and programme"),
        (
            "taskforce_sessions.session", "taskforce_sessions.programmeitem", "tables.thematictable",
            "taskforce_sessions.companyvisit", "taskforce_sessions.official", "taskforce_sessions.interpreter",
            "taskforce_sessions.venue", "taskforce_sessions.room", "tables.programmeedit",
            "documents.programmeversion", "documents.document",
        ),
    ),
    Work(
        "registration",
        pgettext_lazy("kind of work", "Registration"),
        (
            "participants.registration", "participants.delegate", "participants.organisation",
            "participants.notthesame", "participants.question", "participants.questionchoice",
            "participants.tableseat", "participants.visitseat", "participants.checkin",
            "participants.erasurerequest", "participants.privacynotice", "participants.accesslink",
        ),
    ),
    Work(
        "mails",
        _("Mails"),
        (
            "participants.enquiry", "participants.mailtext", "participants.reminder", "participants.maillog",
            "post_office.email", "documents.versionnotice",
        ),
    ),
    Work("acts", pgettext_lazy("kind of work", "Acts"), ("agreements.agreement", "agreements.project")),
    Work(
        "sources",
        _("Data and sources"),
        (
            "taskforce_sessions.hostregion", "taskforce_sessions.sourcedfact", "taskforce_sessions.sourcedfigure",
            "taskforce_sessions.source", "documents.sheetexport", "documents.sheetimport",
            "documents.exportpreset",
        ),
    ),
    Work(
        "accounts",
        _("Accounts"),
        (
            "accounts.user", "taskforce_sessions.assignment", "auth.group", "accounts.attempt", "audit.change",
            "audit.reading",
        ),
    ),
)  # fmt: skip


def group_by_work(apps: list[dict], home: str) -> list[dict]:
    """Return the lists of Django's apps as groups of work; a list that no work names stays with its own app, below."""
    found = {model["model"]._meta.label_lower: model for app in apps for model in app["models"]}
    groups = []
    for work in WORKS:
        if models := [found[label] for label in work.lists if label in found]:
            url = f"{home}#work-{work.key}"
            groups.append({"name": work.name, "app_label": work.key, "app_url": url, "models": models})
    named = {label for work in WORKS for label in work.lists}
    for app in apps:
        if others := [model for model in app["models"] if model["model"]._meta.label_lower not in named]:
            groups.append({**app, "models": others})
    return groups
