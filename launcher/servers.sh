# shellcheck shell=bash
# PostgreSQL, Redis and RabbitMQ: where each comes from, and starting and stopping them. Every server has the
# functions NAME_{installed,prepare,connection,start,healthy,stop,kill} in the file of its name.

readonly SERVERS='postgres redis rabbitmq'
declare -rA CONNECTION=(
    [postgres]=ConnectionStrings__Postgres [redis]=ConnectionStrings__Redis [rabbitmq]=ConnectionStrings__RabbitMq
)

servers_command() {
    local action=${1-} name=${2-}
    (($# == 0)) || shift
    case $action in
        up | down | status | env) ;;
        stop | kill | start) server_of_ours "$action" "$@" ;;
        rabbitmqctl) rabbitmqctl_command "$@"; return ;;
        *) die_usage "'servers' takes up, down, status, env, stop, kill, start or rabbitmqctl; see ./inventory --help." ;;
    esac
    case $action in
        up) no_arguments 'servers up' "$@"; lock; servers_up; unlock ;;
        down) no_arguments 'servers down' "$@"; home_exists || return 0; lock; servers_down; unlock ;;
        status) status_servers "$@" ;;
        env)
            no_arguments 'servers env' "$@"
            [[ -r $INVENTORY_HOME/env ]] || die "no servers have been started for $INVENTORY_HOME yet: ./inventory servers up."
            cat -- "$INVENTORY_HOME/env"
            ;;
        *) lock; "server_$action" "$name"; unlock ;;
    esac
}

# Only what this folder started can be stopped, killed and started by name.
server_of_ours() {
    local action=$1 name=${2-}
    [[ $# == 2 && -n ${CONNECTION[$name]-} ]] || die_usage "'servers $action' takes one of: $SERVERS."
    case $(setting "source_$name") in
        local | docker) ;;
        external) die "$name was given by ${CONNECTION[$name]}; it is not ours to $action." ;;
        *) die "$name has not been started for $INVENTORY_HOME yet: ./inventory servers up." ;;
    esac
}

server_stop() {
    if [[ $(setting "source_$1") == docker ]]; then
        docker_compose stop "$1"
    else
        "$1_stop"
    fi
}

server_kill() {
    if [[ $(setting "source_$1") == docker ]]; then
        docker_compose kill "$1"
    else
        "$1_kill"
    fi
}

# On the port it had: its clients know no other.
server_start() {
    if [[ $(setting "source_$1") == docker ]]; then
        docker_up "$1"
        return
    fi
    if ! process_alive "$1" && port_listening "$(setting "port_$1")"; then
        die "port $(setting "port_$1") of $1 has been taken by another process; ./inventory servers up moves $1 to a new one."
    fi
    "$1_start"
}

rabbitmqctl_command() {
    case $(setting source_rabbitmq) in
        docker) docker_compose exec -T rabbitmq rabbitmqctl "$@" ;;
        local) rabbitmq_ctl "$@" ;;
        *) die "RabbitMQ has not been started by ./inventory for $INVENTORY_HOME; there is no node to control." ;;
    esac
}

# The connection string was set by somebody else. Our own, which a shell may have read from the env file, does not
# make the server any less ours to start; and INVENTORY_SERVERS overrides what is set.
server_given() {
    local variable=${CONNECTION[$1]}
    [[ -n ${!variable-} && -z ${INVENTORY_SERVERS-} ]] || return 1
    case $(setting "source_$1") in
        local | docker) [[ ${!variable} != "$(env_line "$variable")" ]] ;;
    esac
}

# Decides once for a folder: a server that began as a local process has its data there, and stays one.
servers_choose() {
    local name source other=''
    case ${INVENTORY_SERVERS-} in
        '' | local | docker) ;;
        *) die_usage "INVENTORY_SERVERS is '$INVENTORY_SERVERS'; it can be local or docker." ;;
    esac
    for name in $SERVERS; do
        if server_given "$name"; then
            source=external
        else
            source=${INVENTORY_SERVERS:-$(setting "source_$name")}
            if [[ $source != local && $source != docker ]]; then
                [[ -n $other ]] || if docker_usable; then other=docker; else other=local; fi
                source=$other
            fi
        fi
        setting_write "source_$name" "$source"
    done
}

servers_from() {
    local name
    for name in $SERVERS; do
        [[ $(setting "source_$name") != "$1" ]] || printf '%s\n' "$name"
    done
}

servers_up() {
    local name failed=0
    local -a local_ones docker_ones starting=()
    servers_choose
    mapfile -t local_ones < <(servers_from local)
    mapfile -t docker_ones < <(servers_from docker)
    install_missing "${local_ones[@]}"
    for name in "${local_ones[@]}"; do
        "${name}_prepare"
    done
    docker_prepare "${docker_ones[@]}"
    env_write
    # Side by side: RabbitMQ alone takes some seconds. Each says for itself what went wrong.
    for name in "${local_ones[@]}"; do
        process_alive "$name" || say "Starting ${TITLE[$name]} ..."
        (
            trap 'exit 130' INT # Ctrl-C ends this without a word about what it interrupted
            "${name}_start"
        ) &
        starting+=($!)
    done
    docker_up "${docker_ones[@]}" || failed=1
    for name in "${starting[@]}"; do
        wait "$name" || failed=1
    done
    ((failed == 0)) || exit 1
}

servers_down() {
    local name
    local -a docker_ones
    for name in $SERVERS; do
        "${name}_stop" &
    done
    mapfile -t docker_ones < <(servers_from docker)
    if ((${#docker_ones[@]})); then
        docker_compose stop "${docker_ones[@]}"
    fi
    wait
}

# For a folder that is thrown away with its data there is nothing to be graceful about.
servers_discard() {
    local name
    for name in $SERVERS; do
        "${name}_kill"
    done
    process_kill epmd
    if [[ -n $(servers_from docker) ]]; then
        docker_compose down --volumes
    fi
}

env_write() {
    local name variable
    {
        for name in $SERVERS; do
            variable=${CONNECTION[$name]}
            if [[ $(setting "source_$name") == external ]]; then
                printf '%s=%s\n' "$variable" "${!variable}"
            else
                printf '%s=%s\n' "$variable" "$("${name}_connection")"
            fi
        done
        # Of a broker that was given to us, whoever gave it knows where its management is.
        if [[ $(setting source_rabbitmq) != external ]]; then
            printf 'INVENTORY_RABBITMQ_MANAGEMENT=%s\n' "$(rabbitmq_management)"
        fi
    } | private_file "$INVENTORY_HOME/env"
}
