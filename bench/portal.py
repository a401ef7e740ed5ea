"""Starts the portal for a measurement: a folder and a database of its own, two web workers, and no trace after.

The database is SQLite, or a fresh one on the server of BENCH_DATABASE_URL (whose user must be allowed to make one).
"""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def prepare(folder: str, database_url: str | None = None) -> None:
    """Set this process's environment to a portal of its own in the folder, and load Django. Call it once, first."""
    sys.path.insert(0, str(ROOT))
    os.environ.update(VAR_DIR=folder, EMBEDDED="1", DJANGO_SETTINGS_MODULE="taskforce.settings", LOG_LEVEL="ERROR")
    os.environ["RATE_LIMITS"] = "off"  # the clients of a measurement are one address
    os.environ.pop("REDIS_URL", None)
    if database_url:
        os.environ["DATABASE_URL"] = database_url
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    if not (Path(folder) / "static" / "staticfiles.json").exists():
        call_command("collectstatic", interactive=False, verbosity=0)


@contextmanager
def own_database() -> Iterator[str | None]:
    """A database for one measurement: None stands for SQLite, else the address of a fresh PostgreSQL database."""
    server = os.environ.get("BENCH_DATABASE_URL")
    if not server:
        yield None
        return
    import psycopg2

    name = f"bench_{secrets.token_hex(4)}"
    admin = psycopg2.connect(server)
    admin.autocommit = True
    admin.cursor().execute(f'CREATE DATABASE "{name}"')
    try:
        yield server.rsplit("/", 1)[0] + "/" + name
    finally:
        admin.cursor().execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        admin.close()


@contextmanager
def served(application: str = "taskforce.wsgi", workers: int = 2, **environment: str) -> Iterator[tuple[str, int]]:
    """Serve an application with gunicorn; yields its address and the process id of the master."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--workers", str(workers)]
    process = subprocess.Popen(
        [*command, "--log-level", "warning", "--no-control-socket"],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), **environment}, start_new_session=True,
    )  # fmt: skip
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", process)
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)


def wait_for(address: str, process: subprocess.Popen) -> None:
    """Return when the address answers; raises RuntimeError where the process ends or 30 seconds pass."""
    for _attempt in range(300):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
    raise RuntimeError(f"{address} does not answer")


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def children(pid: int) -> list[int]:
    """The process ids of a process's children."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def resident_mb(pid: int) -> float:
    """The resident memory of a process in MB (10^6 bytes)."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def own_folder() -> Iterator[str]:
    """A folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        yield folder
