"""What the embedded run comes with: history, Bergamo, two demonstrations, an account for each role."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from agreements.demo.following import make_following
from agreements.demo.projects import make_projects
from documents.history import load_history
from documents.releasing import release_programme
from documents.sessionfile import load_session
from participants.demo import AlreadyThere, current_notice, make_questions, make_registrations, make_wishes
from sessions.enums import AssignmentRole
from sessions.models import Session
from tables.services import give_role

BERGAMO, DEMONSTRATION, URAL = 25, 29, 30
DELEGATES = {"IT": 310, "RU": 83}  # of Bergamo, as the ministry tells it
DAYS_AHEAD = 57  # the demonstration begins on the first Wednesday from then on
WEDNESDAY = 2
ADMINISTRATORS = "Ministry administrators"


@dataclass(frozen=True)
class Account:
    """An account of the embedded run: ``role`` is what it may do at the desk, None for ministry staff."""

    email: str
    full_name: str
    role: AssignmentRole | None
    may: str
    side: str = ""


ACCOUNTS = (
    Account("amministrazione@example.org", "Amministrazione", None, "ministry administrator: /admin/ and every desk"),
    Account("organizzatore@example.org", "Organizzatore", AssignmentRole.ORGANISER, "organiser: prepares at the desk"),
    Account("accoglienza@example.org", "Accoglienza", AssignmentRole.CHECK_IN, "check-in: ticks who is present"),
    Account("lettura@example.org", "Lettura", AssignmentRole.READ_ONLY, "read only: sees the desk, changes nothing"),
    Account("moderatore@example.org", "Moderatore", AssignmentRole.MODERATOR, "table moderator: sees a table's people"),
    Account(
        "parterussa@example.org",
        "Ufficio della parte russa",
        AssignmentRole.OFFICE,
        "office of the Russian side: its delegation and texts",
        side="RU",
    ),
    Account("traduttore@example.org", "Traduttore", AssignmentRole.TRANSLATOR, "translator: translates the texts"),
)


def is_seeded() -> bool:
    """Whether everything is there: the accounts are made last, in the same transaction as the demonstration."""
    return User.objects.filter(email__in=[account.email for account in ACCOUNTS]).count() == len(ACCOUNTS)


def seed() -> None:
    """Make what is missing. Safe to run again, also after an interruption."""
    load_history()
    with transaction.atomic():
        current_notice()
        bergamo, demonstration, ural = load_bergamo(), load_demonstration(), load_ural()
        for session, count, options in (
            (bergamo, 190, {"delegates": DELEGATES, "attended": 0.86}),
            (demonstration, 60, {}),
        ):
            with contextlib.suppress(AlreadyThere):
                make_registrations(session, count, "embedded", **options)
        make_questions(demonstration)
        make_wishes(demonstration)
        make_projects(demonstration)
        make_following(bergamo, demonstration)
        for session in (demonstration, ural):
            if not session.versions.exists():
                release_programme(session)
        make_accounts([bergamo, demonstration, ural])


def load_bergamo() -> Session:
    return load_session((settings.DATA_DIR / "bergamo-2016.json").read_bytes()).session


def load_demonstration() -> Session:
    """Load the demonstration once, its dates moved so that it is near and open; a second run leaves them."""
    found = Session.objects.filter(number=DEMONSTRATION).first()
    if found:
        return found
    told = json.loads((settings.DATA_DIR / "demo-session.json").read_text(encoding="utf-8"))
    return load_session(json.dumps(move_dates(told, timezone.now().date())).encode()).session


def load_ural() -> Session:
    """Load a demonstration of two venues and five towns in Yekaterinburg's time once; it is far ahead."""
    found = Session.objects.filter(number=URAL).first()
    return found or load_session((settings.DATA_DIR / "ural-2027.json").read_bytes()).session


def move_dates(told: dict, today: dt.date) -> dict:
    """Return the session file with all its dates moved by the same number of days, to a Wednesday about 60 days ahead.

    The file has registration open 70 days before the session and close 31 days before it: it opened a week ago or
    earlier, and closes in about a month.
    """
    soonest = today + dt.timedelta(days=DAYS_AHEAD)
    starts = soonest + dt.timedelta(days=(WEDNESDAY - soonest.weekday()) % 7)
    by = starts - dt.date.fromisoformat(told["starts_on"])

    def moved(text: str) -> str:
        return (dt.date.fromisoformat(text[:10]) + by).isoformat() + text[10:]

    registration = told["registration"]
    dates = {name: moved(told[name]) for name in ("starts_on", "ends_on")}
    open_dates = {name: moved(registration[name]) for name in ("opens_at", "closes_at")}
    return {**told, **dates, "registration": {**registration, **open_dates}}


def make_accounts(sessions: list[Session]) -> None:
    """Make the accounts with the passwords of accounts.txt, and assign each to the sessions."""
    group, _made = Group.objects.get_or_create(name=ADMINISTRATORS)
    group.permissions.set(Permission.objects.all())
    for account, password in zip(ACCOUNTS, passwords(), strict=True):
        user = User.objects.filter(email=account.email).first()
        if user is None:
            staff = {"is_staff": True, "is_superuser": True} if account.role is None else {}
            user = User.objects.create_user(account.email, password, full_name=account.full_name, **staff)
        if account.role is None:
            user.groups.add(group)
            continue
        for session in sessions:
            give_role(session, user, account.role, side=account.side, tables=session.tables.all()[:1])


# --- How to sign in


def accounts_file() -> Path:
    return settings.VAR_DIR / "accounts.txt"


def passwords() -> list[str]:
    """Return a password for each account, drawn once for this VAR_DIR and kept in accounts.txt for its owner alone.

    An account that a newer portal brings gets its own; those there were keep theirs.
    """
    known = dict(line.split()[:2] for line in sign_in_lines())
    if set(known) == {account.email for account in ACCOUNTS}:
        return [known[account.email] for account in ACCOUNTS]
    drawn = [known.get(account.email) or secrets.token_urlsafe(12) for account in ACCOUNTS]
    path = accounts_file()
    path.touch(mode=0o600)
    path.chmod(0o600)
    lines = [f"{account.email}  {password}  {account.may}\n" for account, password in zip(ACCOUNTS, drawn, strict=True)]
    path.write_text("".join(lines), encoding="utf-8")
    return drawn


def sign_in_lines() -> list[str]:
    """Return the lines of accounts.txt: address, password, what the account may do. None where it is not there."""
    try:
        text = accounts_file().read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    return [line for line in text.splitlines() if len(line.split()) >= 2]


def renew_passwords() -> None:
    """Give the accounts new passwords: for an accounts.txt that was lost."""
    for account, password in zip(ACCOUNTS, passwords(), strict=True):
        user = User.objects.get(email=account.email)
        user.set_password(password)
        user.save(update_fields=["password"])
