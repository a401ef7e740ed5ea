"""Reads one signed file from standard input and writes what it found as JSON, in codes and facts without words.

A program of its own, which agreements.signatures.jobs starts: before it opens anything it limits its own memory and
processor time, so what is made to fill the memory or to bring a parser down brings down this process alone. It never
asks the network. The one argument is JSON: ``roots`` (a folder of certificates in PEM, or empty) and ``sizes`` (the
lengths of the texts kept with the act, to find which of them the file begins with).
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import resource
import sys

MEGABYTE = 1024 * 1024
MEMORY = 1536 * MEGABYTE
SECONDS = 60  # of the processor
WORST_FIRST = ("unreadable", "broken", "changed", "partial", "unsigned", "unchanged")


def main() -> None:
    """Limit this process, then read, check and tell."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.disable(logging.CRITICAL)  # the libraries tell of each fault they find: the report does too
    asked = json.loads(sys.argv[1])
    sys.stdout.write(json.dumps(check(sys.stdin.buffer.read(), asked["roots"], asked["sizes"])))


def check(content: bytes, roots: str = "", sizes: list[int] | None = None) -> dict:
    """Return the report on a signed PDF or envelope: layers from the outside in, their signatures, and the verdict."""
    from agreements.signatures.certificate import Trust
    from agreements.signatures.envelope import read_layers

    report = {"layers": [], "problem": "", "trust_list": False, "document": {}}
    try:
        trust = Trust.of_folder(roots)
        report["trust_list"] = trust.is_set
        asyncio.run(read_layers(content, trust, report))
    except MemoryError:
        report["problem"] = "limits"
    except Exception:  # the libraries raise what they like: whatever it is, the file could not be read
        report["problem"] = report["problem"] or "damaged"
    report["verdict"] = verdict_of(report)
    known = [size for size in sizes or () if size <= len(content)]
    report["begins"] = {size: hashlib.sha256(content[:size]).hexdigest() for size in known}
    return report


def verdict_of(report: dict) -> str:
    """Return the finding of the least good signature; what cannot be read whole has none that holds."""
    found = [signature["verdict"] for layer in report["layers"] for signature in layer["signatures"]]
    if report["problem"]:
        return "unsigned" if report["problem"] == "unsigned" else "unreadable"
    return next((verdict for verdict in WORST_FIRST if verdict in found), "unsigned")


if __name__ == "__main__":
    main()
