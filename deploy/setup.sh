#!/usr/bin/env bash
# Makes ready what a fresh clone lacks, and does only what has changed since the last time.
#   deploy/setup.sh run     the Python environment, compiled texts, collected static files
#   deploy/setup.sh test    that, and the tools of the tests
set -euo pipefail
cd "$(dirname "$0")/.."

export VAR_DIR=${VAR_DIR:-$PWD/var}
purpose=${1:-run}
python=.venv/bin/python

deploy/system.sh "$purpose"

install() { # requirements file, stamp
    [ "$2" -nt "$1" ] && return
    echo "setup: installing the packages of $1 into .venv"
    $python -m pip install --quiet --disable-pip-version-check -r "$1"
    touch "$2"
}

# A .venv whose Python has gone (an upgrade of the system), or that was never finished, is made again.
if ! { [ -e .venv/installed ] && $python -c 'import django' 2>/dev/null; }; then
    "${PYTHON:-python3}" -m venv --clear .venv
fi
install requirements.txt .venv/installed
[ "$purpose" = run ] || install requirements-test.txt .venv/installed-test

for catalogue in locale/*/LC_MESSAGES/*.po; do
    [ -e "$catalogue" ] || continue
    compiled=${catalogue%.po}.mo
    [ "$compiled" -nt "$catalogue" ] || msgfmt --check-format --output-file="$compiled" "$catalogue"
done

collected="$VAR_DIR/static/staticfiles.json"
if ! [ "$collected" -nt .venv/installed ] || [ -n "$(find static ./*/static docs/images/help -newer "$collected" -print -quit 2>/dev/null)" ]; then
    $python manage.py collectstatic --no-input --clear --verbosity 0
    touch "$collected"
fi
