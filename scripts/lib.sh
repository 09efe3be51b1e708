# shellcheck shell=bash
# Shared by the scripts in this folder. Written for bash 3.2, which macOS ships.

unset CDPATH
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
cd "$root" || exit 1

# Standard output is for results; messages go to standard error.
say() { printf '%s\n' "$*" >&2; }

die() {
    say "$*"
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# Also succeeds for another user's process, which we may not signal; not for a zombie (in a
# container without a real init, no process reaps it).
alive() {
    local stat=
    if [[ -e /proc/self/stat ]]; then
        { read -r stat <"/proc/$1/stat"; } 2>/dev/null && [[ ${stat##*) } != [ZX]* ]]
    else
        ps -o stat= -p "$1" 2>/dev/null | grep -qv '^Z'
    fi
}

# Succeeds if a process has the given working folder. Process ids are reused, so being alive
# proves nothing; our processes stay in their folders, and no other process is there.
# An optional third argument is a command that asks with another user's rights.
works_in() {
    if [[ -e /proc/self/cwd ]]; then
        ${3:-} test "/proc/$1/cwd" -ef "$2"
    else
        lsof -a -p "$1" -d cwd -Fn 2>/dev/null | grep -Fqx "n$2"
    fi
}

owner_of() {
    # shellcheck disable=SC2012  # `stat` has other options on every system; this field is everywhere
    ls -ld "$1" | awk '{ print $3 }'
}

need_compilers() {
    # A shell opened before Rust was installed lacks its folder in PATH.
    if ! have cargo && [[ -x ${HOME:-}/.cargo/bin/cargo ]]; then
        PATH="$HOME/.cargo/bin:$PATH"
    fi
    have cargo || die "Switchboard is built with Rust, and there is no cargo in PATH: install it with rustup, then run this again."
    have cc || die "Some Rust crates need a C compiler, and there is no cc in PATH: install gcc or clang, then run this again."
    # Under `make -j` cargo would expect a job server that make doesn't share with this recipe.
    unset MAKEFLAGS MFLAGS
}

# --- a child that is awaited and stopped by signals ------------------------------------------

child=          # process id, and process group, of the command that `attend` runs
stopped=        # exit status after a stop signal
stopped_at=0

# Runs a command in its own process group. Ctrl-C then reaches it once, through `pass_on`,
# and not a second time from the terminal: a second signal means "stop at once" to programs.
attend() {
    local status=0 tied=()
    # On Linux the command is also stopped if this script is killed with -9.
    if setpriv --pdeathsig TERM -- true 2>/dev/null; then tied=(setpriv --pdeathsig TERM --); fi
    set -m
    ${tied[@]+"${tied[@]}"} "$@" </dev/null &
    child=$!
    set +m
    wait "$child" || status=$?
    # `wait` returns early on a signal, before the command has ended.
    while kill -0 "$child" 2>/dev/null; do
        status=0
        wait "$child" || status=$?
    done
    child=
    return "$status"
}

pass_on() {
    local first_signal="$stopped"
    stopped="$1"
    if [[ -z $child ]]; then exit "$stopped"; fi
    if [[ -z $first_signal ]]; then
        stopped_at=$SECONDS
        kill -TERM -- "-$child" 2>/dev/null || true
    elif ((SECONDS - stopped_at >= 3)); then
        # A second request after some time: the command hangs. (make and the terminal together send
        # two signals at once; those are one request.)
        kill -KILL -- "-$child" 2>/dev/null || true
    fi
}

pass_on_signals() {
    trap 'pass_on 129' HUP
    trap 'pass_on 130' INT
    trap 'pass_on 143' TERM
}

# --- the harness: the crate `bench` ------------------------------------------------------------

services=       # the name of its private servers

stop_services() {
    trap '' HUP INT TERM
    SERVICES_HOLDER=$$ scripts/services down "$services"
}

# Runs a command; exits if it fails or a signal arrived.
step_or_exit() {
    local status=0
    attend "$@" || status=$?
    if [[ -n $stopped ]]; then exit "$stopped"; fi
    if ((status != 0)); then exit "$status"; fi
}

# Builds a release, starts the named private servers, runs the harness against them, stops them.
run_harness() {
    local urls
    services="$1"
    shift
    need_compilers
    pass_on_signals
    # `make test` checks the query macros; here a developer's database must not matter.
    export SQLX_OFFLINE=true
    step_or_exit cargo build --release --locked -p switchboard -p bench
    trap stop_services EXIT
    urls="$(SERVICES_HOLDER=$$ scripts/services up "$services")"
    eval "$urls"
    step_or_exit "${CARGO_TARGET_DIR:-target}/release/bench" "$@"
}
