"""The worker's part of a signed file: the row is the job. It is read by a process of its own, never in a request.

Every write says ``WHERE attempt = mine``, as in documents.jobs: whoever comes back late finds no row to write to.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
import os
import subprocess
import sys

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import OperationalError
from django.db.models import Q
from django.utils import timezone

from agreements.enums import CheckState, Verdict
from agreements.models import AuthenticText, SignedFile

logger = logging.getLogger(__name__)

TASK = "agreements.tasks.check_signed_file"
PROGRAM = "agreements.signatures.checker"
SECONDS = 90  # for the program that reads the file
LEASE = dt.timedelta(seconds=SECONDS + 60)
MAX_ATTEMPTS = 3
BACKOFF_SECONDS = 10  # twice as long before each further attempt
LONGEST_REPORT = 500_000  # characters: fifty signatures in five envelopes stay far below
TRANSIENT = (OperationalError, OSError, MemoryError, SoftTimeLimitExceeded)
READING = {"layers": [], "problem": "", "trust_list": False, "document": {}, "begins": {}}


def run_check(pk: int) -> None:
    """Check one signed file, if it is due; do nothing where it is checked or somebody works on it."""
    signed = take(pk)
    if signed is None:
        return
    try:
        finish(signed, examine(signed))
    except TRANSIENT as error:
        logger.warning("The check of signed file %d was interrupted: %s", pk, type(error).__name__, exc_info=error)
        put_off(signed)
    except Exception:
        logger.exception("The check of signed file %d failed.", pk)
        fail(signed)


def examine(signed: SignedFile) -> dict:
    """Return the report on a file, with the texts of the act it holds unaltered."""
    if not default_storage.exists(signed.file):
        return READING | {"problem": "missing", "verdict": Verdict.UNREADABLE}
    with default_storage.open(signed.file) as file:
        content = file.read()
    if hashlib.sha256(content).hexdigest() != signed.sha256:
        return READING | {"problem": "stored", "verdict": Verdict.UNREADABLE}
    texts = {text: _size(text.file) for text in kept_texts(signed)}
    report = read_apart(content, settings.SIGNATURE_TRUST_ROOTS, sorted(set(texts.values())))
    inside = report["document"].get("sha256", "")
    begins = report.pop("begins", {})
    report["texts"] = [text.pk for text, size in texts.items() if text.sha256 in (inside, begins.get(str(size)))]
    return report


def kept_texts(signed: SignedFile) -> list[AuthenticText]:
    """Return the texts of the act that came as a file which is still there."""
    texts = AuthenticText.objects.filter(~Q(file=""), agreement=signed.agreement_id).order_by("pk")
    return [text for text in texts if default_storage.exists(text.file)]


def _size(name: str) -> int:
    return default_storage.size(name)


def read_apart(content: bytes, roots: str, sizes: list[int]) -> dict:
    """Let a process with limits of memory and time read a signed file; what brings it down is said of the file."""
    command = [sys.executable, "-P", "-m", PROGRAM, json.dumps({"roots": roots, "sizes": sizes})]
    environment = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    environment["PYTHONPATH"] = os.pathsep.join([str(settings.BASE_DIR), os.environ.get("PYTHONPATH", "")])
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=SECONDS, env=environment, check=False
        )
    except subprocess.TimeoutExpired:
        return READING | {"problem": "limits", "verdict": Verdict.UNREADABLE}
    if done.returncode or len(done.stdout) > LONGEST_REPORT:
        logger.warning("The program that reads signed files ended with %d.", done.returncode)
        return READING | {"problem": "limits", "verdict": Verdict.UNREADABLE}
    return json.loads(done.stdout)


# --- The row --------------------------------------------------------------------------------------------------------


def take(pk: int, now: dt.datetime | None = None) -> SignedFile | None:
    """Take a due file under a lease and return it with the attempt that is now mine; None where there is none to do."""
    now = now or timezone.now()
    signed = SignedFile.objects.due(now).filter(pk=pk).first()
    if signed is None:
        return None
    if signed.attempt >= MAX_ATTEMPTS:
        logger.error("The check of signed file %d is given up: its workers were lost.", pk)
        fail(signed)
        return None
    unchanged = SignedFile.objects.due(now).filter(pk=pk, attempt=signed.attempt)
    signed.attempt += 1
    signed.state = CheckState.RUNNING
    taken = unchanged.update(attempt=signed.attempt, state=signed.state, lease_until=now + LEASE)
    return signed if taken else None


def finish(signed: SignedFile, report: dict) -> bool:
    """Write what was found; return whether the job was still mine."""
    verdict = report.pop("verdict")
    found = {"state": CheckState.DONE, "verdict": verdict, "report": report, "checked_at": timezone.now()}
    return bool(mine(signed).update(lease_until=None, **found))


def fail(signed: SignedFile) -> None:
    mine(signed).update(state=CheckState.FAILED, lease_until=None)


def put_off(signed: SignedFile) -> None:
    """Let the check be tried again in a while, or fail it when it was tried often enough."""
    if signed.attempt >= MAX_ATTEMPTS:
        fail(signed)
        return
    due_at = timezone.now() + dt.timedelta(seconds=BACKOFF_SECONDS * 2 ** (signed.attempt - 1))
    mine(signed).update(state=CheckState.QUEUED, due_at=due_at, lease_until=None)


def mine(signed: SignedFile):
    """The row as long as I hold it."""
    return SignedFile.objects.filter(pk=signed.pk, attempt=signed.attempt, state=signed.state)
