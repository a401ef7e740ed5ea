#!/usr/bin/env bash
# Brings the database up to date and starts every process of the Procfile; ends them all when it is ended itself.
set -euo pipefail
cd "$(dirname "$0")/.."

export PORT=${PORT:-8000}
export VAR_DIR=${VAR_DIR:-$PWD/var}
# honcho gives each process a PORT of its own, so the address that mails carry is fixed here for all of them.
export BASE_URL=${BASE_URL:-http://127.0.0.1:$PORT}
export PYTHONUNBUFFERED=1
python=.venv/bin/python

port_answers() { (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null; }

if port_answers; then
    echo "run: port $PORT is taken; choose another: make run PORT=8001" >&2
    exit 1
fi
mkdir -p "$VAR_DIR"
$python manage.py migrate --no-input --verbosity 0
# Without DATABASE_URL this is the embedded run, which comes with its history, a demonstration and its accounts.
[ -n "${DATABASE_URL:-}" ] || $python manage.py seed_embedded

# A closed terminal (HUP) would end honcho alone and leave its children running, since it only knows INT and TERM:
# it is told to ignore HUP, and gets a TERM instead.
(trap '' HUP && exec $python -m honcho start --no-colour --port "$PORT") &
honcho=$!
trap 'kill -TERM $honcho 2>/dev/null' INT TERM HUP

until port_answers || ! kill -0 $honcho 2>/dev/null; do sleep 0.2; done
port_answers && echo "The portal serves at http://127.0.0.1:$PORT/ — Ctrl-C ends it."

status=0
while kill -0 $honcho 2>/dev/null; do # a trapped signal interrupts wait: wait again until honcho is gone
    wait $honcho && status=0 || status=$?
done
exit $status
