# shellcheck shell=bash
# Redis as a local process: append-only file, password, loopback only.

redis_installed() {
    type -P redis-server >/dev/null
}

redis_prepare() {
    port_settle redis redis
    password_make redis
}

redis_connection() {
    printf '127.0.0.1:%s,password=%s' "$(setting port_redis)" "$(setting password_redis)"
}

# The password stands in a file of mode 0600 and not on the command line, where every user could read it.
redis_configure() {
    local folder=$INVENTORY_HOME/redis quoted
    (umask 077 && mkdir -p -- "$folder")
    quoted=${folder//\\/\\\\}
    quoted=${quoted//\"/\\\"}
    {
        cat <<CONF
# Written by ./inventory at every start.
bind 127.0.0.1
port $(setting port_redis)
requirepass $(setting password_redis)
dir "$quoted"
databases 64
appendonly yes
save ""
maxmemory-policy noeviction
CONF
        # Fault tests want DEBUG; a Redis before 7 always has it and does not know the option.
        [[ $(redis-server --version) =~ v=[1-6]\. ]] || echo 'enable-debug-command yes'
    } | private_file "$folder/redis.conf"
}

redis_start() {
    if ! process_alive redis; then
        redis_configure
        spawn redis "127.0.0.1:$(setting port_redis)" - / redis-server "$INVENTORY_HOME/redis/redis.conf"
    fi
    await redis 60 redis_healthy
}

# Over the wire: redis-cli need not be installed. While it still loads its file Redis refuses to PING.
redis_healthy() {
    # shellcheck disable=SC2016 # expanded by the probe
    REDIS_PASSWORD=$(setting password_redis) probe \
        'printf "AUTH %s\r\nPING\r\n" "$REDIS_PASSWORD" >&3; read -r _ <&3 && read -r pong <&3 && [[ $pong == +PONG* ]]' \
        127.0.0.1 "$(setting port_redis)"
}

redis_stop() {
    process_stop redis TERM 30
}

redis_kill() {
    process_kill redis
    rm -f -- "$INVENTORY_HOME/pids/redis"
}
