"""Prints the versions of the real components that the tests used, asked of the running ones where they run."""

from __future__ import annotations

import os
import subprocess
from importlib.metadata import version

import environ
import psycopg2
import redis


def postgresql() -> str:
    parts = environ.Env().db_url("DATABASE_URL")
    connection = psycopg2.connect(
        dbname=parts["NAME"],
        user=parts["USER"],
        password=parts["PASSWORD"],
        host=parts["HOST"],
        port=parts["PORT"] or None,
    )
    try:
        return connection.get_parameter_status("server_version")
    finally:
        connection.close()


def redis_server() -> str:
    return redis.Redis.from_url(os.environ["REDIS_URL"]).info("server")["redis_version"]


def chromium() -> str:
    return subprocess.run(["chromium", "--version"], capture_output=True, text=True, check=True).stdout.strip()


def main() -> None:
    asked = {
        "PostgreSQL": postgresql,
        "Redis": redis_server,
        "Browser": chromium,
        "WeasyPrint": lambda: version("weasyprint"),
        "Django": lambda: version("django"),
        "Celery": lambda: version("celery"),
    }
    for name, ask in asked.items():
        try:
            print(f"{name}: {ask()}")
        except Exception as error:  # what could not be asked is said, and the tests have failed already
            print(f"{name}: not reached ({error})")


if __name__ == "__main__":
    main()
