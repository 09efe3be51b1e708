# shellcheck shell=bash
# Part of scripts/services: finds the servers' programs, and installs missing ones.

# Sets nginx_bin. Only tests run nginx, in front of the API; it is not started here.
find_nginx() {
    local program
    nginx_bin=''
    for program in nginx /usr/sbin/nginx /usr/local/sbin/nginx /usr/local/bin/nginx /opt/homebrew/bin/nginx; do
        if have "$program"; then
            nginx_bin="$(command -v "$program")"
            return
        fi
    done
}

needs_nginx() { [[ $name == test && -z $nginx_bin ]]; }

can_be_root() { is_root || { have sudo && sudo -n true 2>/dev/null; }; }

install_packages() {
    if have apt-get && can_be_root; then
        say "Installing: $*"
        if is_root; then
            "$root/scripts/apt-install" "$@"
        else
            sudo -n "$root/scripts/apt-install" "$@"
        fi >&2 </dev/null 9>&-
    elif have brew && ! is_root; then
        say "Installing: $*"
        brew install "$@" >&2 </dev/null 9>&-
    else
        die "$(missing_words), and this account can't install that: $(install_words "$@")"
    fi
}

missing_words() {
    local words=
    if [[ -z $postgres_bin ]]; then
        words="PostgreSQL $oldest_postgres or newer${postgres_found:+ (there is only $postgres_found)}"
    fi
    if [[ -z $redis_bin ]]; then
        words="${words:+$words and }Redis $oldest_redis or newer${redis_found:+ (there is only $redis_found)}"
    fi
    if needs_nginx; then words="${words:+$words and }nginx, for its tests"; fi
    printf '%s' "Switchboard needs $words"
}

install_words() {
    local manager
    for manager in "apt-get install -y" "dnf install -y" "pacman -S" "zypper install" "apk add"; do
        if have "${manager%% *}"; then
            printf '%s' "run \`sudo $manager $*\`."
            return
        fi
    done
    if have brew; then
        printf '%s' "run \`brew install $*\` as an ordinary user."
    else
        printf '%s' "install it with the system's package manager."
    fi
}

missing_packages() {
    local postgres=postgresql redis=redis-server nginx=nginx
    if have apt-get; then
        nginx="nginx-light"
    elif have brew; then
        postgres=postgresql@17 redis=redis
    elif have dnf; then
        postgres=postgresql-server redis=redis
    elif have pacman; then
        redis=valkey
    else
        redis=redis
    fi
    if [[ -z $postgres_bin ]]; then printf '%s\n' "$postgres"; fi
    if [[ -z $redis_bin ]]; then printf '%s\n' "$redis"; fi
    if needs_nginx; then printf '%s\n' "$nginx"; fi
}

find_servers() {
    find_postgres
    find_redis
    find_nginx
    if [[ -n $postgres_bin && -n $redis_bin ]] && ! needs_nginx; then return; fi
    # shellcheck disable=SC2046  # package names have no spaces
    install_packages $(missing_packages) || die "$(missing_words), and installing that failed: the package manager's output is above."
    choose_place
    cluster="$data/postgres/cluster"
    find_postgres
    find_redis
    find_nginx
    if [[ -z $postgres_bin || -z $redis_bin ]] || needs_nginx; then
        die "$(missing_words), and the system's packages are not that: install it by hand, or set DATABASE_URL and REDIS_URL to servers of your own."
    fi
}
