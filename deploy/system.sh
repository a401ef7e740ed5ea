#!/usr/bin/env bash
# Finds what the portal needs from the system, and installs it with apt-get where that is allowed.
#   deploy/system.sh run     what make run needs
#   deploy/system.sh test    that, and what the tests need
# A service named in the environment (DATABASE_URL, REDIS_URL) is not installed for the tests.
set -euo pipefail

python=${PYTHON:-python3}
missing=()

need_command() { # command, Debian package
    command -v "$1" >/dev/null || missing+=("$2")
}

need_python_and_libraries() {
    command -v "$python" >/dev/null || { missing+=(python3 python3-venv); return; }
    local found
    # One start of Python asks all of it: its version, venv, and the libraries that WeasyPrint loads.
    found=$("$python" - <<'PYTHON'
import ctypes, importlib.util, sys
if sys.version_info < (3, 11):
    print("old")
if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
    print("python3-venv")
for library, package in (
    ("libpango-1.0.so.0", "libpango-1.0-0"),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0-0"),
    ("libharfbuzz-subset.so.0", "libharfbuzz-subset0"),
):
    try:
        ctypes.CDLL(library)
    except OSError:
        print(package)
PYTHON
    )
    if [[ $found == old* ]]; then
        echo "system: $("$python" --version) is too old: the portal needs Python 3.11 or later (set PYTHON to name another)." >&2
        exit 1
    fi
    missing+=($found)
}

need_python_and_libraries
need_command msgfmt gettext
if [ "${1:-run}" = test ]; then
    need_command chromium chromium
    need_command pdftotext poppler-utils
    need_command git git
    [ -n "${DATABASE_URL:-}" ] || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || need_command initdb postgresql
    [ -n "${REDIS_URL:-}" ] || need_command redis-server redis-server
fi
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" != 0 ]; then
    as_root=(sudo -n)
fi
if ! command -v apt-get >/dev/null || ! "${as_root[@]}" true 2>/dev/null; then
    echo "system: missing, and not allowed to install here: ${missing[*]} (Debian's names)" >&2
    exit 1
fi
echo "system: installing ${missing[*]} with apt-get"
log=$(mktemp)
if ! { "${as_root[@]}" apt-get update -q &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
    tail -n 5 "$log" >&2
    echo "system: apt-get could not install ${missing[*]} (its whole output: $log)" >&2
    exit 1
fi
rm -f "$log"
