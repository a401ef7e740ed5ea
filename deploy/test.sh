#!/usr/bin/env bash
# Runs every test there is, to the end, and says how many passed and failed.
#
# PostgreSQL and Redis are started here, on free ports and in a folder that is thrown away afterwards;
# DATABASE_URL or REDIS_URL in the environment name others instead. The portal's own state is not touched.
set -uo pipefail
cd "$(dirname "$0")/.."

python=.venv/bin/python
work=$(mktemp -d /tmp/taskforce-test.XXXXXX)
results=$work/results
mkdir -p "$results"
postgres_bin=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -n 1)
redis= postgresql=

stop() {
    [ -z "$postgresql" ] || kill "$postgresql" 2>/dev/null
    [ -z "$redis" ] || kill "$redis" 2>/dev/null
    [ ! -e "$work/postgres/postmaster.pid" ] || postgres pg_ctl stop --silent --mode immediate --pgdata "$work/postgres"
    rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT TERM HUP

free_port() { $python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

postgres() { # runs one of PostgreSQL's programs: it refuses to work as root, so root hands over to its own user
    local program=$postgres_bin/$1
    shift
    if [ "$(id -u)" = 0 ]; then
        (cd / && exec runuser -u postgres -- "$program" "$@")
    else
        "$program" "$@"
    fi
}

start_postgres() {
    local port
    port=$(free_port)
    chmod 755 "$work"
    mkdir "$work/postgres"
    [ "$(id -u)" != 0 ] || chown postgres "$work/postgres"
    postgres initdb --no-sync --auth trust --username portal --encoding UTF8 --locale C.UTF-8 \
        --pgdata "$work/postgres" >/dev/null || return
    # Nothing here outlives the tests, so nothing has to reach the disk.
    cat >>"$work/postgres/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = ''
max_connections = 200
fsync = off
full_page_writes = off
CONF
    postgres pg_ctl start --silent --wait --pgdata "$work/postgres" --log "$work/postgres/log" || return
    export DATABASE_URL="postgres://portal@127.0.0.1:$port/postgres"
}

start_redis() {
    local port
    port=$(free_port)
    mkdir "$work/redis"
    redis-server --bind 127.0.0.1 --port "$port" --dir "$work/redis" --save '' --appendonly no >"$work/redis/log" &
    redis=$!
    export REDIS_URL="redis://127.0.0.1:$port"
    timeout 10 sh -c "until redis-cli -p $port ping >/dev/null 2>&1; do sleep 0.1; done"
}

step() { # name, command: runs it, and keeps its exit status for the count at the end
    local name=$1 status
    shift
    echo "== $name"
    "$@"
    status=$?
    echo "$status" >"$results/$name.status"
}

run_pytest() { # name, arguments of pytest
    step "$1" $python -m pytest --quiet --junit-xml "$results/$1.xml" "${@:2}"
}

production() { # runs a command with the least that settings ask of production
    env SECRET_KEY="$($python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
        EMAIL_URL=smtp+tls://user:password@127.0.0.1:587 BASE_URL=https://portal.example.org \
        ALLOWED_HOSTS=portal.example.org VAR_DIR="$work/production" "$@"
}

given_database=${DATABASE_URL:-}
given_redis=${REDIS_URL:-}
# The settings of whoever starts this are not the tests' business.
unset DATABASE_URL REDIS_URL EMAIL_URL EMBEDDED VAR_DIR PORT BASE_URL ALLOWED_HOSTS DEBUG SECRET_KEY S3_BUCKET LOG_LEVEL

step style .venv/bin/ruff check --quiet .
step imports .venv/bin/lint-imports --no-logo
step migrations env VAR_DIR="$work/embedded" $python manage.py makemigrations --check --dry-run

run_pytest sqlite -n 2

# PostgreSQL is asked while the browser, which mostly waits, goes through the portal on SQLite: it saves minutes.
if [ -n "$given_database" ]; then export DATABASE_URL=$given_database; else step postgresql-start start_postgres; fi
if [ -n "$given_redis" ]; then export REDIS_URL=$given_redis; else step redis-start start_redis; fi
step deployment production $python manage.py check --deploy --fail-level WARNING
# How paper looks does not depend on the database: it was looked at above.
SECRET_KEY=only-for-the-tests EMAIL_URL=consolemail:// \
    run_pytest postgresql -n 2 -m "not paper" >"$work/postgresql.log" 2>&1 &
postgresql=$!
(unset DATABASE_URL REDIS_URL; run_pytest browser-sqlite e2e)
wait "$postgresql"
cat "$work/postgresql.log"

# The browser meets the embedded run again, whose mail can be read, now on PostgreSQL and Redis: each story once. How the
# pages look, and the stories in the other languages, do not depend on the database.
EMBEDDED=1 run_pytest browser-postgresql e2e -m worker -k "main_job or ru"

echo "== versions"
$python deploy/versions.py
$python deploy/count_results.py "$results"
