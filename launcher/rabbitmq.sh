# shellcheck shell=bash
# RabbitMQ as a local process: a node of its own name with its own port mapper (epmd), loopback only, as whoever we
# are. Debian's /usr/sbin/rabbitmq-server insists on its system user; the program behind it does not.

rabbitmq_bin() {
    local folder
    for folder in /usr/lib/rabbitmq/bin /usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin; do
        if [[ -x $folder/rabbitmq-server && -x $folder/rabbitmqctl ]]; then
            printf '%s' "$folder"
            return
        fi
    done
    return 1
}

rabbitmq_installed() {
    rabbitmq_bin >/dev/null && type -P epmd >/dev/null
}

rabbitmq_prepare() {
    port_settle rabbitmq rabbitmq
    port_settle rabbitmq_management rabbitmq
    port_settle rabbitmq_distribution rabbitmq
    port_settle epmd epmd
    password_make rabbitmq
}

rabbitmq_connection() {
    printf 'amqp://inventory:%s@127.0.0.1:%s/' "$(setting password_rabbitmq)" "$(setting port_rabbitmq)"
}

rabbitmq_management() {
    printf 'http://inventory:%s@127.0.0.1:%s' "$(setting password_rabbitmq)" "$(setting port_rabbitmq_management)"
}

# Classic queues report their lengths twice a second, quorum queues once, and the management plugin samples them every second
# (all three by themselves every five), so that they are never much older over HTTP. No rates: they cost more than they tell.
rabbitmq_configure() {
    local folder=$INVENTORY_HOME/rabbitmq
    (umask 077 && mkdir -p -- "$folder"/{data,log})
    private_file "$folder/rabbitmq.conf" <<CONF
# Written by ./inventory at every start.
listeners.tcp.default = 127.0.0.1:$(setting port_rabbitmq)
default_user = inventory
default_pass = $(setting password_rabbitmq)
management.tcp.ip = 127.0.0.1
management.tcp.port = $(setting port_rabbitmq_management)
management.rates_mode = none
collect_statistics_interval = 500
management.sample_retention_policies.global.minute = 1
management.sample_retention_policies.basic.minute = 1
management.sample_retention_policies.detailed.minute = 1
CONF
    echo '[{rabbit, [{quorum_tick_interval, 1000}]}].' | private_file "$folder/advanced.config"
    echo '[rabbitmq_management].' | private_file "$folder/enabled_plugins"
    : | private_file "$folder/rabbitmq-env.conf" # instead of the one in /etc, which is for the system's node
}

# The environment of the node and of the tools that talk to it. HOME is where Erlang keeps the cookie they share.
rabbitmq_environment() {
    local folder=$INVENTORY_HOME/rabbitmq
    export HOME=$folder LANG=C.UTF-8
    export ERL_EPMD_PORT=${SETTINGS[port_epmd]} ERL_EPMD_ADDRESS=127.0.0.1 ERL_CRASH_DUMP=$folder/log/erl_crash.dump
    export RABBITMQ_NODENAME=inventory@localhost RABBITMQ_DIST_PORT=${SETTINGS[port_rabbitmq_distribution]}
    export RABBITMQ_CONFIG_FILE=$folder/rabbitmq.conf RABBITMQ_ADVANCED_CONFIG_FILE=$folder/advanced.config
    export RABBITMQ_CONF_ENV_FILE=$folder/rabbitmq-env.conf RABBITMQ_ENABLED_PLUGINS_FILE=$folder/enabled_plugins
    export RABBITMQ_MNESIA_BASE=$folder/data RABBITMQ_LOG_BASE=$folder/log RABBITMQ_LOGS=-
    # RabbitMQ gives memory back to the system at once, and has to have it mapped again a moment later, which on a virtual machine is
    # half of its work. It keeps the first 512 MB; what it needs beyond comes and goes as ever.
    export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1} +MMscs 512 +MMsco false'
    export RABBITMQ_CTL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}'
    # Several nodes share this machine's cores: none may bind its threads to them.
    export RABBITMQ_SCHEDULER_BIND_TYPE=u
    # The script then becomes the node instead of a parent that would have to pass signals on.
    export RUNNING_UNDER_SYSTEMD=true
    unset NOTIFY_SOCKET
}

rabbitmq_start() {
    if ! process_alive rabbitmq; then
        local bin
        bin=$(rabbitmq_bin)
        rabbitmq_configure
        if ! process_alive epmd; then
            spawn epmd "127.0.0.1:$(setting port_epmd)" - / epmd -port "$(setting port_epmd)" -address 127.0.0.1
        fi
        await epmd 10 port_listening "$(setting port_epmd)"
        (
            rabbitmq_environment
            spawn rabbitmq "127.0.0.1:$(setting port_rabbitmq)" - "$INVENTORY_HOME/rabbitmq" "$bin/rabbitmq-server"
        )
    fi
    await rabbitmq 90 rabbitmq_healthy
}

# An answer to the protocol header: its first byte announces the broker's own greeting.
rabbitmq_healthy() {
    # shellcheck disable=SC2016 # expanded by the probe
    probe 'printf "AMQP\0\0\11\1" >&3
           read -r -N 1 byte <&3 && [[ $byte == [[:cntrl:]] ]]' 127.0.0.1 "$(setting port_rabbitmq)" &&
        port_listening "$(setting port_rabbitmq_management)"
}

rabbitmq_stop() {
    process_stop rabbitmq TERM 40
    process_stop epmd TERM 5
}

rabbitmq_kill() {
    process_kill rabbitmq
    rm -f -- "$INVENTORY_HOME/pids/rabbitmq"
}

rabbitmq_ctl() {
    local bin
    bin=$(rabbitmq_bin) || die "RabbitMQ's programs cannot be found."
    (
        rabbitmq_environment
        exec "$bin/rabbitmqctl" "$@"
    )
}
