# shellcheck shell=bash
# Part of scripts/services: PostgreSQL.

postgres_major() { "$1/postgres" --version 2>/dev/null | sed -n 's/^[^0-9]*\([0-9]*\).*/\1/p'; }

postgres_folders() {
    local found version brewed=
    if found="$(command -v postgres)"; then
        dirname "$found"
        dirname "$(readlink -f "$found" 2>/dev/null || printf '%s' "$found")"
    fi
    if have brew; then brewed="$(brew --prefix)/opt"; fi
    for version in {30..9}; do
        printf '%s\n' "/usr/lib/postgresql/$version/bin" "/usr/pgsql-$version/bin" \
            "${brewed:-/opt/homebrew/opt}/postgresql@$version/bin" \
            "/Applications/Postgres.app/Contents/Versions/$version/bin"
    done
}

# Sets postgres_bin to the first folder with a new enough server; of several, the one that made
# the cluster. Sets postgres_found to the newest that is too old.
find_postgres() {
    local folder major made_by=
    postgres_bin='' postgres_found=''
    if [[ $name == dev && -r $cluster/PG_VERSION ]]; then read -r made_by <"$cluster/PG_VERSION"; fi
    while IFS= read -r folder; do
        [[ -x $folder/postgres && -x $folder/initdb && -x $folder/pg_ctl && -x $folder/psql ]] || continue
        as_server test -x "$folder/postgres" || continue
        major="$(postgres_major "$folder")"
        [[ -n $major ]] || continue
        if ((major < oldest_postgres)); then
            postgres_found="${postgres_found:-$major}"
        elif [[ $major == "$made_by" ]]; then
            postgres_bin="$folder"
            return
        else
            postgres_bin="${postgres_bin:-$folder}"
        fi
    done < <(postgres_folders)
    if [[ -n $postgres_bin && -n $made_by ]]; then
        die "$cluster was made by PostgreSQL $made_by, but only $(postgres_major "$postgres_bin") is installed: remove that folder to begin with an empty database, or install PostgreSQL $made_by."
    fi
}

postgres_pid() { pid_of "$cluster/postmaster.pid" "$cluster"; }

# psql as the owner of the private cluster. The password is in the environment, since all users of
# the machine can read arguments.
private_psql() {
    PGPASSWORD="$(cat "$data/postgres/password")" PGCONNECT_TIMEOUT=5 \
        "$postgres_bin/psql" -X -w -h 127.0.0.1 -p "$(cat "$data/postgres/port")" \
        -U switchboard -d postgres "$@" 9>&-
}

postgres_answers() { [[ $(private_psql -qAtc 'SELECT 1' 2>/dev/null) == 1 ]]; }

# After a crash a server recovers before it accepts connections.
wait_for_postgres() {
    for _ in {1..60}; do
        if postgres_answers; then return 0; fi
        postgres_pid >/dev/null || return 1
        sleep 1
    done
    return 1
}

utf8_locale() {
    # C.UTF-8 sorts by code point on every machine and classifies letters beyond ASCII.
    if have locale && locale -a 2>/dev/null | grep -qixE 'C\.utf-?8'; then
        echo C.UTF-8
    else
        echo C
    fi
}

make_cluster() {
    local said
    say "Making a PostgreSQL $(postgres_major "$postgres_bin") cluster in $cluster"
    # Under another name first: a killed run must not leave a cluster that looks complete.
    as_server rm -rf "$cluster.new"
    if [[ ! -s $data/postgres/password ]]; then
        random_hex | write_as_server "$data/postgres/password"
    fi
    said="$(as_server "$postgres_bin/initdb" --pgdata="$cluster.new" --username=switchboard \
        --pwfile="$data/postgres/password" --auth=scram-sha-256 --encoding=UTF8 \
        --locale="$(utf8_locale)" </dev/null 2>&1)" || die "$said"
    printf "include_if_exists = 'switchboard.conf'\n" |
        as_server tee -a "$cluster.new/postgresql.conf" >/dev/null
    as_server mv "$cluster.new" "$cluster"
}

# Written before every start, so that changes here reach existing clusters.
write_postgres_settings() {
    local port="$1" method=scram-sha-256
    # The role is a superuser, which can run programs as the servers' user, and other users of
    # the machine reach the port: so a password is required. In tests it is sent in the clear,
    # over loopback: they open thousands of connections, and the client's half of SCRAM is slow
    # in a debug build.
    if [[ $name == test ]]; then method=password; fi
    printf 'host all all 127.0.0.1/32 %s\n' "$method" | write_as_server "$cluster/pg_hba.conf"
    {
        printf '%s\n' "port = $port" "listen_addresses = '127.0.0.1'" "max_connections = 300"
        # A socket's path is limited to about a hundred bytes, which a clone's path often exceeds.
        printf '%s\n' "unix_socket_directories = ''"
        printf '%s\n' "timezone = 'UTC'" "log_timezone = 'UTC'" "log_line_prefix = '%m [%p] %d '"
        if [[ $name == test && -z ${SERVICES_DURABLE:-} ]]; then
            # Nothing is kept after a run, so nothing needs to survive a power failure.
            printf '%s\n' 'fsync = off' 'synchronous_commit = off' 'full_page_writes = off'
        fi
    } | write_as_server "$cluster/switchboard.conf"
    printf '%s\n' "$port" | write_as_server "$data/postgres/port"
}

# A pid file whose process id now belongs to another program would keep PostgreSQL from starting.
# One whose process has ended is left to PostgreSQL, which checks more than that.
drop_foreign_pid_file() {
    local pid=
    if [[ -r $cluster/postmaster.pid ]]; then read -r pid <"$cluster/postmaster.pid" || true; fi
    if [[ $pid =~ ^[0-9]+$ ]] && alive "$pid" && ! postgres_pid >/dev/null; then
        as_server rm -f "$cluster/postmaster.pid"
    fi
}

# Tried more than once: another program may take the port just before, and the children of a
# killed server need a moment to end.
launch_postgres() {
    local attempt port log="$data/postgres/postgres.log"
    for attempt in 1 2 3 4 5 6; do
        port="$(port_for "$data/postgres/port" "$attempt")"
        write_postgres_settings "$port"
        drop_foreign_pid_file
        if [[ -z $again ]]; then as_server rm -f "$log"; fi
        if as_server "$postgres_bin/pg_ctl" start -D "$cluster" -l "$log" -w -t 120 -s >&2 </dev/null; then
            say "PostgreSQL ($name) runs on 127.0.0.1:$port"
            return
        fi
        sleep 1
    done
    tail -n 20 "$log" >&2 || true
    die "PostgreSQL does not start; the end of $log is above."
}

postgres_up() {
    local pid
    if pid="$(postgres_pid)"; then
        if wait_for_postgres; then return; fi
        say "PostgreSQL (process $pid) does not answer: starting it again"
        stop_process "$pid" QUIT
    fi
    # Leftovers of killed test runs must not accumulate, and creating a cluster takes a second.
    if [[ $name != dev ]]; then as_server rm -rf "$cluster"; fi
    if [[ ! -d $cluster ]]; then make_cluster; fi
    launch_postgres
}

make_database() {
    if [[ $(private_psql -qAtc "SELECT 1 FROM pg_database WHERE datname = 'switchboard'") != 1 ]]; then
        private_psql -qc 'CREATE DATABASE switchboard' >&2
    fi
}
