"""Sums the results that deploy/test.sh left in a folder; exits 1 unless everything passed and nothing was skipped.

NAME.status holds the exit status of a step, NAME.xml what its pytest counted. A step without an .xml counts as one
test; a pytest that failed without a failed test (it crashed, or found none) counts as one failure.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree


@dataclass
class Count:
    passed: int = 0
    failed: int = 0
    skipped: int = 0


def count_step(status_file: Path) -> Count:
    """Return what one step of deploy/test.sh counted."""
    broken = status_file.read_text(encoding="ascii").strip() != "0"
    report = status_file.with_suffix(".xml")
    if not report.exists():
        return Count(failed=1) if broken else Count(passed=1)
    count = count_tests(report)
    if broken and not count.failed or not (count.passed + count.failed + count.skipped):
        count.failed += 1
    return count


def count_tests(report: Path) -> Count:
    """Return what a JUnit report of pytest tells; an expected failure is a skipped test there."""
    count = Count()
    for case in ElementTree.parse(report).iter("testcase"):
        kinds = {part.tag for part in case}
        if kinds & {"failure", "error"}:
            count.failed += 1
        elif "skipped" in kinds:
            count.skipped += 1
        else:
            count.passed += 1
    return count


def main(folder: Path) -> int:
    steps = sorted(folder.glob("*.status"), key=lambda path: path.stat().st_mtime_ns)
    total = Count()
    for step in steps:
        count = count_step(step)
        print(f"{step.stem}: {count.passed} passed, {count.failed} failed, {count.skipped} skipped")
        total.passed += count.passed
        total.failed += count.failed
        total.skipped += count.skipped
    if total.skipped:
        print(f"{total.skipped} skipped: a test that was skipped has not passed, so this run fails.")
    print(f"{total.passed} passed, {total.failed} failed")
    return 1 if total.failed or total.skipped or not total.passed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
