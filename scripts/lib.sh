# shellcheck shell=bash
# What scripts/demo and scripts/test share: from a bare machine to a working .venv.
# Sourced, never run. Needs bash 3.2 or newer and nothing else.

set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT"

UV_VERSION=0.13.9
# The system libraries that draw PDF pages; the last word of each line is the Debian package.
PDF_LIBRARIES="libpango-1.0.so.0:libpango-1.0-0
libpangoft2-1.0.so.0:libpangoft2-1.0-0
libharfbuzz-subset.so.0:libharfbuzz-subset0
libfontconfig.so.1:libfontconfig1"
# The system libraries that downloaded programs and packages are linked with, beside the C library.
LINKED_LIBRARIES="libatomic.so.1:libatomic1
libgcc_s.so.1:libgcc-s1
libstdc++.so.6:libstdc++6
libz.so.1:zlib1g"

PY="$ROOT/.venv/bin/python"
BASE_PYTHON=""
LOCK_HELD=""

export PYTHONUTF8=1 PYTHONUNBUFFERED=1
if [ "$(uname -s)" = Linux ]; then export LC_ALL=C.UTF-8; fi

# ── Saying what happens ──────────────────────────────────────────────────────

now() { # seconds with a fraction where bash knows them (5.0 and newer)
  local moment=${EPOCHREALTIME:-$(date +%s).0}
  printf '%s' "${moment/,/.}"
}

elapsed() { # elapsed SINCE: seconds with one decimal
  local start=$1 end
  end=$(now)
  local tenths=$(((${end%.*} - ${start%.*}) * 10 + 10#$(first_digit "$end") - 10#$(first_digit "$start")))
  printf '%d.%d' $((tenths / 10)) $((tenths % 10))
}

first_digit() {
  local fraction=${1#*.}
  printf '%s' "${fraction:0:1}"
}

# shellcheck disable=SC2034  # the scripts' own last words name the step
step() { # step TITLE COMMAND…: run it, say how long it took; the script ends where a step fails
  local title=$1 start
  shift
  STEP=$title
  printf '== %s\n' "$title"
  start=$(now)
  "$@"
  printf '   %s s\n' "$(elapsed "$start")"
  STEP=""
}

say() { printf '   %s\n' "$*"; }

# shellcheck disable=SC2034  # the scripts' own last words name the step
die() {
  printf '%s\n' "$*" >&2
  STEP=""
  exit 1
}

# ── What the system must have ────────────────────────────────────────────────

python_fits() { # does this Python run, is it new enough, has it what Django needs?
  "$1" -c 'import sys, ssl, sqlite3; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' >/dev/null 2>&1
}

find_python() { # the first on the path that really runs and is new enough
  local name candidate
  for name in python3 python3.14 python3.13 python3.12 python3.11; do
    while IFS= read -r candidate; do
      if [ -n "$candidate" ] && python_fits "$candidate"; then
        BASE_PYTHON=$("$candidate" -c 'import sys; print(sys.executable)')
        return 0
      fi
    done <<<"$(type -ap "$name" || true)"
  done
  return 1
}

may_apt() {
  command -v apt-get >/dev/null 2>&1 || return 1
  [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null 2>&1 && { [ -t 0 ] || sudo -n true 2>/dev/null; }; }
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

APT_LISTS_FRESH=""
apt_get() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@" </dev/null; }

need() { # need WHAT PACKAGE…: install Debian packages, or say in one line what is missing and how to get it
  local what=$1
  shift
  if ! command -v apt-get >/dev/null 2>&1; then
    die "Missing: $what. Install it with your system's package manager (on Debian and Ubuntu: apt-get install $*)."
  fi
  may_apt || die "Missing: $what. Run as root or with sudo: apt-get install --no-install-recommends $*"
  say "installing $what ($*)"
  if [ -z "$APT_LISTS_FRESH" ]; then
    apt_get update || say "the package lists could not be refreshed; going on with those at hand"
    APT_LISTS_FRESH=yes
  fi
  local told
  told=$(apt_get install --no-install-recommends "$@" 2>&1) || die "$told" "apt-get could not install $what: $*"
}

ensure_python() {
  find_python && { say "Python: $BASE_PYTHON"; return 0; }
  need "Python 3.11 or newer" python3
  hash -r
  find_python || die "Missing: Python 3.11 or newer (this system's python3 is older). Install it and run this again."
  say "Python: $BASE_PYTHON"
}

missing_pdf_packages() {
  # shellcheck disable=SC2086  # one word a library
  "$BASE_PYTHON" - $PDF_LIBRARIES <<'PYTHON'
import ctypes
import ctypes.util
import sys


def loads(name):
    try:
        return bool(name and ctypes.CDLL(name))
    except OSError:
        return False


for pair in sys.argv[1:]:
    library, package = pair.split(":")
    if not loads(library) and not loads(ctypes.util.find_library(library.removeprefix("lib").split(".so")[0])):
        print(package)
PYTHON
}

ensure_pdf_libraries() {
  local packages
  packages=$(missing_pdf_packages)
  if [ -z "$packages" ]; then return 0; fi
  # shellcheck disable=SC2086  # one word a package
  need "the libraries that draw PDF pages" $packages
  packages=$(missing_pdf_packages)
  [ -z "$packages" ] || die "These packages are installed, but their libraries cannot be loaded: ${packages//$'\n'/ }"
}

missing_libraries() { # missing_libraries PLACE…: the libraries that programs at these places need and nothing provides
  command -v ldd >/dev/null 2>&1 || return 0
  { find -H "$@" -type f \( -perm -u+x -o -name '*.so*' \) -exec ldd {} + 2>/dev/null || true; } |
    sed -n 's/^[[:space:]]*\([^ ]*\) => not found.*/\1/p' | sort -u | paste -sd ' ' -
}

ensure_libraries() { # ensure_libraries WHAT PLACE…: WHAT has its programs at these places; find reads PLACE…
  local what=$1 missing pair packages=()
  shift
  missing=$(missing_libraries "$@")
  for pair in $LINKED_LIBRARIES; do
    case " $missing " in *" ${pair%:*} "*) packages+=("${pair#*:}") ;; esac
  done
  if [ "${#packages[@]}" -gt 0 ]; then
    need "$missing for $what" "${packages[@]}"
    missing=$(missing_libraries "$@")
  fi
  [ -z "$missing" ] || die "Missing: $missing for $what. Install the package of your system that brings it."
}

ensure_certificates() { # a bare Debian has none, and without them no package can be fetched
  [ -n "${SSL_CERT_FILE:-}" ] || [ "$(uname -s)" != Linux ] || [ -e /etc/ssl/certs/ca-certificates.crt ] ||
    [ -e /etc/pki/tls/certs/ca-bundle.crt ] || [ -e /etc/ssl/cert.pem ] || need "root certificates" ca-certificates
}

prepare_system() {
  ensure_python
  ensure_pdf_libraries
}

# ── Python packages ──────────────────────────────────────────────────────────

make_venv() { # make_venv FOLDER: with pip in it
  local version
  version=$("$BASE_PYTHON" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  if ! "$BASE_PYTHON" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    need "Python's venv module" "python$version-venv"
  fi
  rm -rf "$1"
  "$BASE_PYTHON" -m venv "$1"
}

UV=""
find_uv() { # uv at the pinned version: in .tools, else put there; an empty UV means plain pip
  local candidate
  for candidate in "$ROOT/.tools/bin/uv" "$(command -v uv || true)"; do
    if [ -n "$candidate" ] && [ "$("$candidate" --version 2>/dev/null | cut -d' ' -f2)" = "$UV_VERSION" ]; then
      UV=$candidate
      return 0
    fi
  done
  [ -z "${WITHOUT_UV:-}" ] || return 0
  make_venv "$ROOT/.tools"
  if "$ROOT/.tools/bin/python" -m pip install --quiet --disable-pip-version-check "uv==$UV_VERSION"; then
    UV="$ROOT/.tools/bin/uv"
  else
    say "uv cannot be had here; going on with pip"
  fi
}

digest() { "$BASE_PYTHON" -c 'import hashlib, sys; print(hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest())' "$1"; }

venv_works() { [ -x "$PY" ] && python_fits "$PY"; }

venv_kind() { # what the venv holds now: dev or runtime
  if [ -f .venv/requirements ]; then cut -d' ' -f1 .venv/requirements; elif [ -e .venv/bin/pytest ]; then echo dev; fi
}

install_with_uv() {
  export UV_PYTHON_DOWNLOADS=never
  venv_works || "$UV" venv --quiet --python "$BASE_PYTHON" .venv
  "$UV" pip sync --quiet --require-hashes --python "$PY" "$1"
}

install_with_pip() {
  if ! { venv_works && "$PY" -m pip --version >/dev/null 2>&1; }; then make_venv "$ROOT/.venv"; fi
  "$PY" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$1"
}

install_packages() { # install_packages runtime|dev; a venv with the tests' packages is never cut down to runtime
  local kind=$1 file stamp
  if [ "$(venv_kind)" = dev ]; then kind=dev; fi
  file="requirements/$kind.txt"
  stamp="$kind $(digest "$file")"
  if venv_works && [ "$(cat .venv/requirements 2>/dev/null || true)" = "$stamp" ]; then
    say "already there"
    return 0
  fi
  venv_works || rm -rf .venv
  ensure_certificates
  find_uv
  rm -f .venv/requirements
  if [ -n "$UV" ]; then install_with_uv "$file"; else install_with_pip "$file"; fi
  # Playwright's own program is asked together with the browser, which not every run needs.
  ensure_libraries "the Python packages" .venv -path '*/playwright/driver' -prune -o
  printf '%s\n' "$stamp" >.venv/requirements
}

# ── The project itself ───────────────────────────────────────────────────────

private_file() { # private_file PATH: what comes in is kept there, for this user's eyes only
  (umask 077 && cat >"$1.new" && mv "$1.new" "$1")
}

random_word() { # random_word BYTES
  "$BASE_PYTHON" -c 'import secrets, sys; print(secrets.token_urlsafe(int(sys.argv[1])))' "$1"
}

keep_settings() { # what settings.py reads where the environment is silent, so that manage.py also works by hand
  local folder=$1
  (umask 077 && mkdir -p "$folder") # people's data will lie there
  [ -s "$folder/environment" ] || printf 'SECRET_KEY=%s\nALLOWED_HOSTS=127.0.0.1,localhost\n' "$(random_word 48)" |
    private_file "$folder/environment"
}

compile_translations() { "$PY" manage.py compile_translations; }

free_port() {
  "$BASE_PYTHON" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

take_turn() { # two runs at once in one checkout wait for each other while they install and build
  command -v flock >/dev/null 2>&1 || return 0
  mkdir -p .cache
  exec 9>.cache/setup.lock
  flock -n 9 || { say "another run is setting up; waiting for it"; flock 9; }
  LOCK_HELD=yes
}

end_turn() {
  [ -n "$LOCK_HELD" ] || return 0
  LOCK_HELD=""
  exec 9>&-
}
