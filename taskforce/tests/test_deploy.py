"""deploy/: how make test counts, and that every package is pinned."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

CASES = {
    "passed": '<testcase name="a"/>',
    "failed": '<testcase name="b"><failure message="no"/></testcase>',
    "broken in its set-up": '<testcase name="c"><error message="no"/></testcase>',
    "skipped": '<testcase name="d"><skipped message="later"/></testcase>',
}


def leave(folder: Path, name: str, status: int, *cases: str, report: bool = True) -> None:
    """Leave behind what a step of deploy/test.sh leaves behind."""
    (folder / f"{name}.status").write_text(f"{status}\n")
    if report:
        body = "".join(CASES[case] for case in cases)
        (folder / f"{name}.xml").write_text(f"<testsuites><testsuite>{body}</testsuite></testsuites>")


def count(folder: Path) -> tuple[str, int]:
    """Return the last line and the exit status."""
    script = settings.BASE_DIR / "deploy" / "count_results.py"
    run = subprocess.run([sys.executable, str(script), str(folder)], capture_output=True, text=True, check=False)
    return run.stdout.splitlines()[-1], run.returncode


def test_sums_all_steps(tmp_path: Path):
    leave(tmp_path, "style", 0, report=False)
    leave(tmp_path, "sqlite", 0, "passed", "passed")
    leave(tmp_path, "postgresql", 0, "passed", "passed")
    assert count(tmp_path) == ("5 passed, 0 failed", 0)


@pytest.mark.parametrize(
    ("status", "cases", "line"),
    [
        (1, ["passed", "failed"], "1 passed, 1 failed"),
        (1, ["passed", "broken in its set-up"], "1 passed, 1 failed"),
        (0, ["passed", "skipped"], "1 passed, 0 failed"),
        (3, ["passed"], "1 passed, 1 failed"),  # pytest crashed after a test that passed
        (5, [], "0 passed, 1 failed"),  # pytest found no test
        (0, [], "0 passed, 1 failed"),
    ],
)
def test_fails_unless_everything_ran_and_passed(tmp_path: Path, status: int, cases: list[str], line: str):
    leave(tmp_path, "sqlite", status, *cases)
    assert count(tmp_path) == (line, 1)


def test_a_step_that_is_no_pytest_counts_as_one(tmp_path: Path):
    leave(tmp_path, "imports", 1, report=False)
    assert count(tmp_path) == ("0 passed, 1 failed", 1)


def test_nothing_at_all_is_a_failure(tmp_path: Path):
    assert count(tmp_path) == ("0 passed, 0 failed", 1)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_every_package_is_pinned(name: str):
    """An installation next year must bring what was tested, from whatever registry pip is set up with."""
    lines = (settings.BASE_DIR / name).read_text(encoding="utf-8").splitlines()
    packages = [line.split("#")[0].strip() for line in lines if line.split("#")[0].strip()]
    unpinned = [line for line in packages if not re.fullmatch(r"[\w.-]+(\[\w+\])?==[\w.]+", line)]
    assert unpinned == ([] if name == "requirements.txt" else ["-r requirements.txt"])
