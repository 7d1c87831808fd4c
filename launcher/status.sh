# shellcheck shell=bash
# What runs. One line per server and process: NAME PID ADDRESS HEALTH, with - where there is none. Health is
# healthy, unhealthy (it runs or is reachable, and does not answer as it should) or down.

status_command() {
    status_print 'servers processes' "$@"
}

status_servers() {
    status_print servers "$@"
}

status_print() {
    local what=$1 lines
    shift
    case ${1-} in
        '') lines=$(status_lines "$what"); column_lines <<<"$lines" ;;
        --json) lines=$(status_lines "$what"); json_lines <<<"$lines"; shift ;;
    esac
    no_arguments status "$@"
    [[ $lines != *' down'* && $lines != *' unhealthy'* ]]
}

status_lines() {
    local part
    for part in $1; do
        "status_of_$part"
    done
}

status_of_servers() {
    local name
    for name in $SERVERS; do
        case $(setting "source_$name") in
            external) status_of_given "$name" ;;
            docker) status_of_container "$name" ;;
            *) status_of_process "$name" "127.0.0.1:$(setting "port_$name")" "${name}_healthy" ;;
        esac
    done
}

status_of_processes() {
    local name
    for name in api $(worker_names); do
        process_record "$name" || true
        status_of_process "$name" "$PROCESS_ADDRESS" process_healthy "$name"
    done
}

# status_of_process NAME ADDRESS CHECK...
status_of_process() {
    local name=$1 address=$2
    shift 2
    [[ -n $address && $address != *: ]] || address=-
    if ! process_alive "$name"; then
        echo "$name - $address down"
    elif "$@"; then
        echo "$name $PROCESS_ID $address healthy"
    else
        echo "$name $PROCESS_ID $address unhealthy"
    fi
}

status_of_container() {
    local address
    address=127.0.0.1:$(setting "port_$1")
    if ! tcp_answers "${address%:*}" "${address##*:}"; then
        echo "$1 - $address down"
    elif "$1_healthy"; then
        echo "$1 - $address healthy"
    else
        echo "$1 - $address unhealthy"
    fi
}

# Of a server that was given to us we know only whether something answers there.
status_of_given() {
    local address
    address=$(connection_address "$1" "$(env_line "${CONNECTION[$1]}")")
    if tcp_answers "${address%:*}" "${address##*:}"; then
        echo "$1 - $address healthy"
    else
        echo "$1 - $address down"
    fi
}

# HOST:PORT of a server's connection string: PostgreSQL's KEY=VALUE pairs, RabbitMQ's URI, or Redis's list of end points.
connection_address() {
    local name=$1 string=$2 host port
    case $name in
        postgres)
            host=$(connection_part "$string" 'host|server')
            host=${host%%,*}
            port=$(connection_part "$string" port)
            port=${port:-5432}
            ;;
        rabbitmq)
            host=${string#*://} host=${host%%/*} host=${host##*@}
            port=5672
            [[ $string != amqps:* ]] || port=5671
            ;;
        redis) host=${string%%,*} port=6379 ;;
    esac
    [[ $host =~ :[0-9]+$ ]] || host=$host:$port
    printf '%s' "$host"
}

connection_part() {
    local part key
    while IFS= read -r -d ';' part; do
        key=${part%%=*} key=${key// /}
        if [[ ${key,,} =~ ^($2)$ ]]; then
            printf '%s' "${part#*=}"
            return
        fi
    done <<<"$1;"
}

column_lines() {
    local name pid address health
    while read -r name pid address health; do
        printf '%-10s %-8s %-30s %s\n' "$name" "$pid" "$address" "$health"
    done
}

json_lines() {
    local name pid address health comma=''
    printf '['
    while read -r name pid address health; do
        [[ $pid != - ]] || pid=null
        if [[ $address == - ]]; then
            address=null
        else
            address=${address//\\/\\\\}
            address=\"${address//\"/\\\"}\"
        fi
        printf '%s{"name":"%s","pid":%s,"address":%s,"health":"%s"}' "$comma" "$name" "$pid" "$address" "$health"
        comma=','
    done
    printf ']\n'
}
