"""Runs every measurement of docs/benchmarks.md, one after the other, and prints what each prints.

python bench/run.py             all
python bench/run.py places      those whose name contains the word
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
NOT_MEASUREMENTS = {"run.py", "portal.py", "paired.py", "list_rows.py", "control_wsgi.py",
                    "bare_wsgi.py", "bare_insert_wsgi.py"}  # fmt: skip


def main() -> int:
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    failed = []
    for script in sorted(HERE.glob("*.py")):
        if script.name in NOT_MEASUREMENTS or wanted not in script.name:
            continue
        print(f"== {script.stem}", flush=True)
        if subprocess.run([sys.executable, str(script)], check=False).returncode:
            failed.append(script.stem)
    if failed:
        print(f"failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
