# shellcheck shell=bash
# A state folder for one command: servers of its own, stopped and deleted when the command ends, however it ends.

throwaway_open() {
    INVENTORY_HOME=$(mktemp -d "${TMPDIR:-/tmp}/inventory-$1.XXXXXXXX") || die "no temporary folder could be made."
    chmod 711 -- "$INVENTORY_HOME" # as home_make does
    trap throwaway_close EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    settings_load
}

# throwaway_run COMMAND...: in the background, because only so bash hears a signal before the command has ended.
throwaway_run() {
    local code=0
    "$@" </dev/null &
    THROWAWAY_CHILD=$!
    { wait "$THROWAWAY_CHILD"; } 2>/dev/null || code=$? # bash would remark on a crash here, in its own words
    THROWAWAY_CHILD=''
    return "$code"
}

throwaway_close() {
    trap '' INT TERM HUP # a second Ctrl-C would leave servers behind
    if [[ -n ${THROWAWAY_CHILD-} ]]; then
        # shellcheck disable=SC2046 # a list of pids
        kill -KILL $(process_tree "$THROWAWAY_CHILD") 2>/dev/null || true
    fi
    wait # for servers that are just being started: they are recorded then
    settings_load
    processes_discard
    servers_discard
    docker_discard_tests
    huge_pages_return
    rm -rf -- "$INVENTORY_HOME"
}

processes_discard() {
    local name
    for name in api $(worker_names_recorded); do
        process_kill "$name"
    done
}

# What tests and benchmarks find in their environment: the connection strings, and how to stop and start the servers.
throwaway_export() {
    env_export
    export INVENTORY_HOME INVENTORY_LAUNCHER=$INVENTORY_ROOT/inventory
}
