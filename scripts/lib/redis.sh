# shellcheck shell=bash
# Part of scripts/services: Redis.

# Sets redis_bin, or redis_found to a version that is too old. Valkey is the same server under
# another name, which some systems ship.
find_redis() {
    local folder program version
    redis_bin='' redis_found=''
    for folder in "" /usr/bin/ /usr/local/bin/ /opt/homebrew/bin/; do
        for program in redis-server valkey-server; do
            have "$folder$program" || continue
            version="$("$folder$program" --version | sed -n 's/.* v=\([0-9]*\.[0-9]*\).*/\1/p')"
            if version_at_least "$version" "$oldest_redis"; then
                redis_bin="$(command -v "$folder$program")"
                return
            fi
            redis_found="${redis_found:-$version}"
        done
    done
}

version_at_least() {
    [[ $1 =~ ^[0-9]+\.[0-9]+$ ]] || return 1
    ((${1%.*} > ${2%.*} || (${1%.*} == ${2%.*} && ${1#*.} >= ${2#*.})))
}

redis_pid() { pid_of "$data/redis/redis.pid" "$data/redis"; }

redis_answers() {
    local port reply
    port="$(cat "$data/redis/port" 2>/dev/null)" || return 1
    (
        exec 3<>"/dev/tcp/127.0.0.1/$port" || exit 1
        printf 'AUTH %s\r\nPING\r\n' "$(cat "$data/postgres/password")" >&3
        read -r -t 5 reply <&3 && [[ $reply == +OK* ]] || exit 1
        read -r -t 5 reply <&3 && [[ $reply == +PONG* ]]
    ) 2>/dev/null
}

# Quotes a word for redis.conf, where quotes and backslashes are special.
quoted() {
    local word="${1//\\/\\\\}"
    printf '"%s"' "${word//\"/\\\"}"
}

write_redis_settings() {
    local port="$1"
    {
        printf '%s\n' 'bind 127.0.0.1' "port $port" 'protected-mode yes' 'daemonize yes'
        # A client that can set options can make Redis write files, so all need the password.
        printf 'requirepass %s\n' "$(cat "$data/postgres/password")"
        printf '%s %s\n' dir "$(quoted "$data/redis")" pidfile "$(quoted "$data/redis/redis.pid")" \
            logfile "$(quoted "$data/redis/redis.log")"
        # A wake-up signal and a cache: losing it costs time only.
        printf '%s\n' 'save ""' 'appendonly no'
    } | write_as_server "$data/redis/redis.conf"
    printf '%s\n' "$port" | write_as_server "$data/redis/port"
}

launch_redis() {
    local attempt port
    for attempt in 1 2 3 4 5 6; do
        port="$(port_for "$data/redis/port" "$attempt")"
        write_redis_settings "$port"
        as_server rm -f "$data/redis/redis.pid"
        if [[ -z $again ]]; then as_server rm -f "$data/redis/redis.log"; fi
        as_server "$redis_bin" "$data/redis/redis.conf" >&2 </dev/null || true
        for _ in {1..50}; do
            if redis_pid >/dev/null && redis_answers; then
                say "Redis ($name) runs on 127.0.0.1:$port"
                return
            fi
            sleep 0.1
        done
    done
    tail -n 20 "$data/redis/redis.log" >&2 || true
    die "Redis does not start; the end of $data/redis/redis.log is above."
}

redis_up() {
    local pid
    if pid="$(redis_pid)"; then
        if redis_answers; then return; fi
        # Without a response it either hangs or has another password.
        stop_process "$pid" TERM
    fi
    launch_redis
}
