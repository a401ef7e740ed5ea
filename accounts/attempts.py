"""Every attempt to sign in is written down before it is tried, and five wrong ones make whoever tries wait.

Counted for an account and a network address together: nobody locks another out of an account, and a ministry behind one
address is not locked out by one of its people. What has no account is counted in the same way and gets the same answer.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from accounts.enums import FAILED, Outcome
from accounts.models import Attempt, User
from taskforce.errors import DomainError
from taskforce.limits import client_address, network_of

MOST_WRONG = 5
WAIT = dt.timedelta(minutes=15)
KEPT = dt.timedelta(days=180)
LOCKED = "locked"
RETRY_AFTER = str(int(WAIT.total_seconds()))


def begin_attempt(request: HttpRequest, email: str, wrong: Outcome = Outcome.WRONG_PASSWORD) -> Attempt:
    """Write down an attempt as a wrong one, which ``succeed`` corrects; DomainError (code ``locked``) after too many.

    It is written before anything is compared, so that many at the same moment are not one more than may be.
    """
    email = email.strip().lower()
    key = _key(request, email)
    where = {
        "user": User.objects.filter(email=email).first(),
        "key": key,
        "address": client_address(request)[:45],
        "browser": request.headers.get("User-Agent", "")[:200].replace("\0", ""),
    }
    if _wrong_ones(key).count() >= MOST_WRONG:
        raise _locked(where)
    attempt = Attempt.objects.create(outcome=wrong, **where)
    if _wrong_ones(key).count() > MOST_WRONG:
        raise _locked(where)
    return attempt


def succeed(attempt: Attempt, outcome: Outcome = Outcome.DONE) -> None:
    """Say that an attempt was right after all; one that signs in also forgets the wrong ones before it."""
    attempt.outcome = outcome
    attempt.save(update_fields=["outcome"])


def remove_old_attempts() -> int:
    """Remove attempts older than half a year, with where they came from; the record of changes keeps that they were."""
    return Attempt.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]


def _key(request: HttpRequest, email: str) -> str:
    who = f"{email} {network_of(client_address(request))}"
    return salted_hmac("accounts.attempts", who, algorithm="sha256").hexdigest()


def _wrong_ones(key: str) -> QuerySet[Attempt]:
    """The wrong ones of the last quarter of an hour, since the last right one."""
    recent = Attempt.objects.filter(key=key, at__gt=timezone.now() - WAIT)
    last = recent.filter(outcome=Outcome.DONE).order_by("-pk").values_list("pk", flat=True).first()
    return recent.filter(outcome__in=FAILED, pk__gt=last or 0)


def _locked(where: dict) -> DomainError:
    """The refusal; that somebody is locked out is written down once in a while, not at each further attempt."""
    recent = Attempt.objects.filter(key=where["key"], at__gt=timezone.now() - WAIT)
    if not recent.filter(outcome=Outcome.LOCKED).exists():
        Attempt.objects.create(outcome=Outcome.LOCKED, **where)
    minutes = int(WAIT.total_seconds() // 60)
    text = ngettext(
        "There were too many wrong attempts. Please wait %(minutes)d minute and try again.",
        "There were too many wrong attempts. Please wait %(minutes)d minutes and try again.",
        minutes,
    )
    return DomainError(text % {"minutes": minutes}, code=LOCKED)
