# shellcheck shell=bash
# The worker and API processes.

# How much a worker makes between two collections at least, in bytes, hexadecimal: docs/adr/0016. The runtime takes it from nowhere else.
readonly WORKER_GEN0_SIZE=${DOTNET_GCgen0size:-4000000}

worker_names() {
    local i
    for ((i = 1; i <= $(setting workers 1); i++)); do
        echo "worker-$i"
    done
}

# Every worker with a record, whether asked for or not.
worker_names_recorded() {
    local path
    for path in "$INVENTORY_HOME"/pids/worker-*; do
        [[ ! $path =~ /worker-[0-9]+$ ]] || echo "${path##*/}"
    done
}

api_port() {
    local port=${INVENTORY_API_PORT:-5080}
    port_valid "$port" || die "INVENTORY_API_PORT is '$port'; it must be a port number."
    printf '%s' "$port"
}

# Said before anything is started: the API's port is part of the contract and is never moved silently.
api_port_check() {
    local port
    port=$(api_port)
    if ! process_alive api && port_listening "$port"; then
        die "port $port, where the API is to listen, is taken by another process: stop that one, or set INVENTORY_API_PORT to a free port."
    fi
}

# What a process was started with. If the servers have moved since, it would wait for the old ones for ever.
environment_sum() {
    local sum
    read -r sum _ < <(cksum <"$INVENTORY_HOME/env")
    printf '%s' "$sum"
}

# process_start NAME VARIABLE ADDRESS DLL
process_start() {
    local name=$1 variable=$2 address=$3 dll=$4
    say "Starting $name on $address ..."
    (
        env_export
        export "$variable=$address"
        [[ $dll != "$WORKER_DLL" ]] || export DOTNET_GCgen0size=$WORKER_GEN0_SIZE
        # In the folder of its program, as in a container: there its settings and web files are.
        spawn "$name" "$address" "$(environment_sum)" "$(dirname -- "$dll")" dotnet "$dll"
    )
}

# Alive, with the connection strings of today.
process_current() {
    process_alive "$1" || return 1
    [[ $PROCESS_ENVIRONMENT != "$(environment_sum)" ]] || return 0
    say "$1 is started again: the connection strings have changed."
    process_stop "$1" TERM 45
    return 1
}

processes_up() {
    local name port first=${INVENTORY_WORKER_PORT:-5081}
    local -a used
    port_valid "$first" || die "INVENTORY_WORKER_PORT is '$first'; it must be a port number."
    used=("$(api_port)")
    workers_surplus_stop
    for name in $(worker_names); do
        if ! process_current "$name"; then
            port=$(port_free_from "$first" "${used[@]}")
            used+=("$port")
            process_start "$name" Inventory__Worker__Address "http://127.0.0.1:$port" "$WORKER_DLL"
        else
            used+=("${PROCESS_ADDRESS##*:}") # perhaps it does not listen yet
        fi
    done
    if ! process_current api; then
        process_start api Inventory__Api__Address "http://127.0.0.1:$(api_port)" "$API_DLL"
    fi
    for name in $(worker_names) api; do
        if ! (await "$name" 60 process_healthy "$name"); then
            say "What has been started keeps running: ./inventory status shows it, ./inventory down stops it."
            exit 1
        fi
    done
}

process_healthy() {
    process_alive "$1" && http_ok 127.0.0.1 "${PROCESS_ADDRESS##*:}" /health/ready
}

workers_surplus_stop() {
    local name
    for name in $(worker_names_recorded); do
        if ((${name#worker-} > $(setting workers 1))); then
            process_stop "$name" TERM 45 &
        fi
    done
    wait
}

processes_down() {
    local name
    for name in api $(worker_names_recorded); do
        process_stop "$name" TERM 45 &
    done
    wait
}

# The build writes over the very files that a running process has mapped, which can crash it. Those of the
# checkout's own folder and of this one are stopped before; `up` brings them back on the new build.
processes_stop_for_build() {
    local name folder here=$INVENTORY_HOME
    local -a running
    for folder in "$here" "$BUILD_FOLDER"; do
        local INVENTORY_HOME=$folder
        running=()
        for name in api $(worker_names_recorded); do
            ! process_alive "$name" || running+=("$name")
        done
        if ((${#running[@]})); then
            say "Stopping ${running[*]}: the build replaces their files. ./inventory up starts them again."
            processes_down
        fi
    done
}
