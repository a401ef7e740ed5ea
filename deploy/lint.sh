#!/usr/bin/env bash
# Style, and the direction of imports between the apps (pyproject.toml has the rules of both).
set -euo pipefail
cd "$(dirname "$0")/.."
.venv/bin/ruff check .
.venv/bin/lint-imports --no-logo
