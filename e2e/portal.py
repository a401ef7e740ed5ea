"""The processes of the portal, started as the Procfile starts them."""

from __future__ import annotations

import email
import email.policy
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

STARTS_WITHIN = 60  # seconds
MAIL_WITHIN = 60  # seconds: the worker sends at once, beat every half minute


def wait_for(what: str, answer: Callable, seconds: float):
    """Return the first true answer; TimeoutError when there is none in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := answer():
            return found
        time.sleep(0.2)
    raise TimeoutError(f"{what}: not within {seconds} s")


class Portal:
    """gunicorn, worker and beat with a folder of their own."""

    def __init__(self, var: Path) -> None:
        self.var = var
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            "DATABASE_URL": test_database(),
            "EMBEDDED": "1",
            "SECRET_KEY": settings.SECRET_KEY,
            "VAR_DIR": str(var),
            "PORT": str(self.port),
            "BASE_URL": self.url,
        }
        self.processes: dict[str, subprocess.Popen] = {}

    def start(self) -> None:
        """Start every process and wait until the portal says it is able to work."""
        self.run("manage.py", "collectstatic", "--no-input", "--verbosity", "0")
        for name in commands():
            self.start_process(name)
        try:
            wait_for("The portal", self.is_ready, STARTS_WITHIN)
        except TimeoutError as error:
            raise RuntimeError(f"{error}\n{self.log('web').read_text(errors='replace')[-2000:]}") from error

    def run(self, *arguments: str) -> None:
        subprocess.run([sys.executable, *arguments], cwd=settings.BASE_DIR, env=self.environment, check=True)

    def start_process(self, name: str) -> None:
        with self.log(name).open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [word.replace("$PORT", str(self.port)) for word in commands()[name]],
                cwd=settings.BASE_DIR, env=self.environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def stop(self) -> None:
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def is_ready(self) -> bool:
        dead = [name for name, process in self.processes.items() if process.poll() is not None]
        if dead:
            raise RuntimeError(f"{dead[0]} ended: {self.log(dead[0]).read_text(errors='replace')[-2000:]}")
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:
                return answer.status == 200
        except OSError:  # also urllib's: nobody listens yet, or the answer is 503
            return False

    def log(self, name: str) -> Path:
        return self.var / f"{name}.log"

    def errors(self) -> list[str]:
        """Return what the logs tell of faults, each with its traceback: lines without a date belong to it."""
        entry = re.compile(r"^(?=\d{4}-\d\d-\d\d )", re.MULTILINE)
        wrong = re.compile(r"^Traceback|^\S+ \S+ (ERROR|CRITICAL)\b", re.MULTILINE)
        texts = [(path.name, path.read_text(errors="replace")) for path in sorted(self.var.glob("*.log"))]
        return [f"{name}: {part}" for name, text in texts for part in entry.split(text) if wrong.search(part)]

    # --- Mail

    def mails_to(self, address: str) -> list[EmailMessage]:
        """Return the mails sent to an address, oldest first."""
        messages = []
        for path in sorted((self.var / "mail").glob("*.log"), key=lambda path: path.stat().st_mtime):
            for part in path.read_bytes().split(b"\n" + b"-" * 79):
                message = email.message_from_bytes(part.strip(), policy=email.policy.default)
                if address in (message["To"] or ""):
                    messages.append(message)
        return messages

    def mail_to(self, address: str, number: int = 1) -> EmailMessage:
        """Return the n-th mail to an address, waiting for it."""
        found = lambda: self.mails_to(address)[number - 1 : number]  # noqa: E731
        return wait_for(f"Mail {number} to {address}", found, MAIL_WITHIN)[0]

    def mail_about(self, address: str, subject: str) -> EmailMessage:
        """Return the newest mail to an address whose subject begins so, waiting for it."""
        found = lambda: [mail for mail in self.mails_to(address) if mail["Subject"].strip().startswith(subject)]  # noqa: E731
        return wait_for(f"Mail “{subject}” to {address}", found, MAIL_WITHIN)[-1]


def commands() -> dict[str, list[str]]:
    """Return the commands of the Procfile, with the Python that runs the tests."""
    lines = (settings.BASE_DIR / "Procfile").read_text(encoding="utf-8").splitlines()
    found = {}
    for line in lines:
        name, _colon, command = line.partition(":")
        found[name] = [
            sys.executable if word.endswith("/python") else word for word in shlex.split(command) if word != "exec"
        ]
    return found


def test_database() -> str:
    """Return the address of the database the tests have made."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
