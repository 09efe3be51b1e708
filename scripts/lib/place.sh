# shellcheck shell=bash
# Part of scripts/services: the servers' user and folder, the lock, and who uses the servers.

is_root() { [[ $(id -u) == 0 ]]; }

become=()       # prefix that runs a command as `server_user`; empty if that is the current user

# Closes all descriptors except the standard ones and bash's own for this script: those of the lock
# and of the caller. A server would keep them open, and their locks held, until its end.
close_descriptors() {
    local descriptor
    for descriptor in /dev/fd/*; do
        descriptor="${descriptor##*/}"
        if [[ $descriptor =~ ^[0-9]+$ ]] && ((descriptor > 2 && descriptor != 255)); then
            eval "exec $descriptor>&-"
        fi
    done
}

# Runs a command as the servers' user: from `/`, since that user may be unable to read the current
# folder, and without inherited descriptors.
as_server() {
    (
        cd /
        close_descriptors
        export LC_ALL=C
        ${become[@]+"${become[@]}"} "$@"
    )
}

set_become() {
    if ! is_root; then
        become=()
    elif have runuser; then
        become=(runuser -u "$server_user" --)
    elif have sudo; then
        become=(sudo -n -u "$server_user" --)
    else
        # shellcheck disable=SC2016  # expanded by the shell that su starts
        become=(su -s /bin/sh -c 'exec "$@"' -- "$server_user" sh)
    fi
}

# Writes standard input to a file that belongs to the servers' user.
# shellcheck disable=SC2016  # expanded by the inner shell
write_as_server() { as_server sh -c 'umask 077; cat >"$1"' sh "$1"; }

make_dir_for_server() {
    mkdir -p "$1" && chmod 700 "$1" || return
    if is_root; then chown "$server_user:" "$1"; fi
}

# Sets server_user and data. Called again after an installation, which may have created the user
# `postgres`.
choose_place() {
    local state place
    data="$here"
    server_user="$(id -un)"
    set_become
    if ! is_root; then return; fi

    state="/var/lib/switchboard/$(printf '%s' "$root" | cksum | cut -d ' ' -f 1)"
    # Existing data keeps its folder and owner.
    for place in "$state/$name" "$here"; do
        if [[ -d $place/postgres && $(owner_of "$place/postgres") != root ]]; then
            server_user="$(owner_of "$place/postgres")"
            set_become
            data="$place"
            if as_server test -w "$place/postgres"; then return; fi
        fi
    done

    server_user=nobody
    if id postgres >/dev/null 2>&1; then server_user=postgres; fi
    set_become
    chmod 711 "$root/.local" "$here"
    data="$here"
    if make_dir_for_server "$here/postgres" 2>/dev/null && as_server test -w "$here/postgres"; then
        return
    fi
    rmdir "$here/postgres" 2>/dev/null || true
    (umask 022 && mkdir -p "$state" && printf '%s\n' "$root" >"$state/clone" && mkdir -p "$state/$name")
    data="$state/$name"
}

# Data of an ordinary user keeps its owner: root acts as that user. The reverse requires root.
respect_owner() {
    local place owner
    for place in "$root/.local/$name" "$root/.local"; do
        [[ -e $place ]] || continue
        owner="$(owner_of "$place")"
        if [[ $owner == "$(id -un)" ]]; then return; fi
        if is_root; then
            server_user="$owner"
            set_become
            exec ${become[@]+"${become[@]}"} "$root/scripts/services" "$@"
        fi
        die "$place belongs to $owner: remove it, or run this as $owner."
    done
}

take_lock() {
    if have flock; then
        exec 9>"$here/lock"
        flock -w 600 9 || die "Another process has been holding $here/lock for ten minutes."
    else
        take_lock_folder
    fi
}

# macOS has no flock. Only one process can create a folder; it is stale once its owner has ended.
take_lock_folder() {
    local folder="$here/lock.d" owner tries=0
    until mkdir "$folder" 2>/dev/null; do
        owner="$(cat "$folder/pid" 2>/dev/null || true)"
        tries=$((tries + 1))
        if [[ -n $owner ]] && ! alive "$owner"; then rm -rf "$folder"; fi
        # Its owner was killed before it could write its process id.
        if [[ -z $owner ]] && ((tries % 50 == 0)); then rm -rf "$folder"; fi
        ((tries < 3000)) || die "Process $owner has been holding $folder for ten minutes."
        sleep 0.2
    done
    trap 'rm -rf "$here/lock.d"' EXIT
    printf '%s\n' "$$" >"$folder/pid"
}

add_holder() {
    [[ -n ${SERVICES_HOLDER:-} ]] || return 0
    mkdir -p "$here/holders"
    : >"$here/holders/$SERVICES_HOLDER"
}

# Succeeds if a process other than the caller still uses the servers.
held_by_others() {
    local holder
    for holder in "$here"/holders/*; do
        holder="${holder##*/}"
        [[ $holder =~ ^[0-9]+$ && $holder != "$SERVICES_HOLDER" ]] || continue
        if alive "$holder"; then return 0; fi
    done
    return 1
}
