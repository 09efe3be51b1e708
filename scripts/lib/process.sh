# shellcheck shell=bash
# Part of scripts/services: processes and ports.

# Prints the process id in a pid file if that process is alive and has the given working folder, into
# which both servers change. Checked as the servers' user, since root in a container may lack the
# right to inspect another user's processes.
pid_of() {
    local file="$1" folder="$2" pid=
    if [[ -r $file ]]; then read -r pid <"$file" || true; fi
    [[ $pid =~ ^[0-9]+$ ]] && alive "$pid" && works_in "$pid" "$folder" as_server || return 1
    printf '%s\n' "$pid"
}

# Stops a process with the given signals, ten seconds each, then with KILL.
stop_process() {
    local pid="$1" signal
    shift
    for signal in "$@" KILL; do
        kill "-$signal" "$pid" 2>/dev/null || return 0
        for _ in {1..100}; do
            alive "$pid" || return 0
            sleep 0.1
        done
    done
    die "Process $pid can't be stopped."
}

# Prints a process and its children: PostgreSQL has a process per connection, and others.
family_of() {
    local parent="$1" folder stat fields
    printf '%s\n' "$parent"
    if [[ ! -e /proc/self/stat ]]; then
        ps -axo pid=,ppid= | awk -v parent="$parent" '$2 == parent { print $1 }'
        return
    fi
    for folder in /proc/[0-9]*; do
        { read -r stat <"$folder/stat"; } 2>/dev/null || continue
        # After the name, in parentheses and possibly with spaces: the state, then the parent.
        read -r -a fields <<<"${stat##*) }"
        if [[ ${fields[1]} == "$parent" ]]; then printf '%s\n' "${folder##*/}"; fi
    done
}

# Sends a signal to a process, and then to its children: a stopped process creates no new ones.
signal_family() {
    local pid="$1" signal="$2" member
    kill "-$signal" "$pid"
    for member in $(family_of "$pid"); do kill "-$signal" "$member" 2>/dev/null || true; done
}

# shellcheck disable=SC2188
port_is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

again=          # set if a server is restarted for clients that know its port

# Prints the port to start on: the previous one, unless another program listens on it or starting
# on it failed twice. New ports are below the range that systems assign.
port_for() {
    local file="$1" attempt="$2" port=
    if [[ -n $again ]]; then
        cat "$file"
        return
    fi
    if ((attempt <= 2)) && [[ -r $file ]]; then read -r port <"$file" || true; fi
    until [[ $port =~ ^[0-9]+$ ]] && ! port_is_taken "$port"; do
        port=$((20000 + RANDOM % 12000))
    done
    printf '%s\n' "$port"
}

random_hex() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }

# Kills a process and waits for its children: PostgreSQL's notice its end and exit. Before that, or
# while the ended process is still listed, it can't be started again.
kill_alone() {
    local pid="$1" family member
    family="$(family_of "$pid")"
    stop_process "$pid"
    for member in $family; do
        for _ in {1..100}; do
            kill -0 "$member" 2>/dev/null || break
            sleep 0.1
        done
    done
}
