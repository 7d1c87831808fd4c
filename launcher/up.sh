# shellcheck shell=bash
# up and down: the whole system in the background.

up_command() {
    local workers=''
    while (($#)); do
        case $1 in
            --workers) workers=${2-}; shift ;;
            --workers=*) workers=${1#*=} ;;
            *) die_usage "'up' does not take '$1'; see ./inventory --help." ;;
        esac
        [[ $workers =~ ^[1-9][0-9]?$ ]] || die_usage "--workers takes a number from 1 to 99."
        shift
    done
    up "$workers"
    up_summary
}

# up [WORKERS]: whatever is missing is started, whatever runs is left alone.
up() {
    ensure_built
    lock
    api_port_check
    [[ -z ${1-} ]] || setting_write workers "$1"
    servers_up
    processes_up
    unlock
}

up_summary() {
    local name api
    process_record api
    api=$PROCESS_ADDRESS
    printf '%-12s %s\n' 'stock' "$api/stock/{sku}" 'HTTP API' "$api/scalar and $api/openapi/v1.json"
    for name in $(worker_names); do
        process_record "$name"
        printf '%-12s %s\n' "$name" "$PROCESS_ADDRESS/health/ready"
    done
    if [[ $(setting source_rabbitmq) != external ]]; then
        printf '%-12s %s\n' 'RabbitMQ' "http://127.0.0.1:$(setting port_rabbitmq_management)/"
    fi
    printf '%-12s %s\n' 'passwords' "$INVENTORY_HOME/env" 'logs' "$INVENTORY_HOME/logs/"
}

down_command() {
    no_arguments down "$@"
    home_exists || return 0
    lock
    processes_down
    servers_down
    unlock
}
