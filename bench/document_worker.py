"""The memory of a document worker after 50 programmes of about 60 items, all different, in three languages.

A real Celery worker (prefork 1, the child never replaced) is asked through the real filesystem broker.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from portal import ROOT, children, own_folder, prepare, resident_mb

LIMIT_MB = 250
DOCUMENTS = 50
PATIENCE = 600  # seconds


def start_worker() -> subprocess.Popen:
    """Start a worker whose child keeps all that it ever takes: settings would replace it at 240 MB."""
    options = ["--pool", "prefork", "--concurrency", "1", "--max-memory-per-child", "10000000", "--loglevel", "error"]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    command = [sys.executable, "-m", "celery", "-A", "taskforce", "worker", *options, *quiet]
    return subprocess.Popen(command, cwd=ROOT, env=os.environ.copy(), start_new_session=True)


def make(session, number: int) -> None:
    """Have one more programme made, of facts that were never there before, and wait for it."""
    from documents.models import Document
    from documents.services import request_document

    session.items.filter(position=session.items.first().position).update(title_it=f"Apertura {number}")
    document = request_document("programme", session, ("it", "ru", "en")[number % 3], "pdf")
    end = time.monotonic() + PATIENCE
    while document.state not in (Document.State.DONE, Document.State.FAILED):
        if time.monotonic() > end:
            raise RuntimeError("the worker does not answer")
        time.sleep(0.05)
        document.refresh_from_db()
    if document.state == Document.State.FAILED:
        raise RuntimeError(document.error)


def peak_mb(pid: int) -> float:
    """The most resident memory a process ever had, in MB (10^6 bytes)."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) * 1024 / 1e6


def main() -> int:
    from desk.seed import load_demonstration
    from documents.history import load_history

    load_history()
    session = load_demonstration()
    worker = start_worker()
    try:
        start = time.monotonic()
        for number in range(DOCUMENTS):
            make(session, number)
            if number in (0, 9, 24, DOCUMENTS - 1):
                (child,) = children(worker.pid)
                print(f"after {number + 1}: {resident_mb(child):.0f} MB", flush=True)
        most = peak_mb(child)
        print(f"{DOCUMENTS} programmes in {time.monotonic() - start:.0f} s")
        print(f"most it ever had: {most:.0f} MB (at most {LIMIT_MB})")
        return 0 if most <= LIMIT_MB else 1
    finally:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait(timeout=20)


if __name__ == "__main__":
    with own_folder() as folder:
        prepare(folder)
        raise SystemExit(main())
