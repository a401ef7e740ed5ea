"""Checking a signed PDF of 20 pages, beside pyHanko alone on the same file; each in a process of its own.

Counted is user and system time of the processes: ours with all it reads and writes, pyHanko's with its own import.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from agreements.tests.signing import authority, envelope, ivanova, pades, pdf, rossi  # noqa: E402

ROUNDS = 9
LIMIT_SECONDS = 1.0
ALONE_PDF = """
import io, sys
from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
context = ValidationContext(trust_roots=list(load_certs_from_pemder([sys.argv[1]])))
for signature in PdfFileReader(io.BytesIO(sys.stdin.buffer.read())).embedded_signatures:
    assert validate_pdf_signature(signature, context).bottom_line
"""
ALONE_ENVELOPE = """
import asyncio, sys
from asn1crypto import cms
from pyhanko.keys import load_certs_from_pemder
from pyhanko.sign.validation import async_validate_cms_signature
from pyhanko_certvalidator import ValidationContext
context = ValidationContext(trust_roots=list(load_certs_from_pemder([sys.argv[1]])))
signed = cms.ContentInfo.load(sys.stdin.buffer.read())["content"]
assert asyncio.run(async_validate_cms_signature(signed, validation_context=context)).trusted
"""


def seconds(command: list[str], content: bytes, environment: dict[str, str]) -> float:
    """The processor time of one process that reads the content."""
    before = os.times()
    done = subprocess.run(command, input=content, capture_output=True, env=environment, check=True)
    after = os.times()
    if b'"verdict"' in done.stdout and b'"verdict": "unchanged"' not in done.stdout:
        raise RuntimeError(done.stdout.decode())
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> int:
    """Print both, in turns, and whether ours stays below the limit."""
    pages = pdf(20, "Intesa di collaborazione " * 3)
    files = {
        "PDF of 20 pages, two signatures, time-stamped": (
            pades(pades(pages, rossi(), stamped=True), ivanova(), "Firma2"), ALONE_PDF,
        ),
        "the same 20 pages in a .p7m": (envelope(pages, rossi()), ALONE_ENVELOPE),
    }  # fmt: skip
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    missed = False
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "root.pem"
        root.write_bytes(authority().pem)
        ours_command = [sys.executable, "-P", "-m", "agreements.signatures.checker"]
        ours_command.append(json.dumps({"roots": folder, "sizes": [len(pages)]}))
        for name, (content, alone) in files.items():
            ours, theirs = [], []
            for _round in range(ROUNDS):
                ours.append(seconds(ours_command, content, environment))
                theirs.append(seconds([sys.executable, "-c", alone, str(root)], content, environment))
            more = statistics.median(ours) - statistics.median(theirs)
            missed = missed or more >= LIMIT_SECONDS
            print(f"{name} ({len(content) / 1000:.0f} kB): {statistics.median(ours):.2f} s of the processor;")
            print(f"  pyHanko alone {statistics.median(theirs):.2f} s; beyond it {more:.2f} s (limit 1 s)")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
