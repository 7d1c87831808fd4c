# shellcheck shell=bash
# The verbs of the worker's executable. They run in the caller's folder, so that relative paths keep their meaning.

# shellcheck disable=SC2034 # for help
readonly WORKER_VERBS='demo publish-orders import-stock audit rebuild-cache errors'

# The launcher becomes the verb: signals and the exit code are its own.
verb_run() {
    env_export
    exec dotnet "$WORKER_DLL" "$@"
}

# Needs the whole system.
running_verb() {
    ensure_built
    if ! status_command >/dev/null; then
        up
    fi
    verb_run "$@"
}

# Needs only the servers.
offline_verb() {
    ensure_built
    lock
    servers_up
    unlock
    verb_run "$@"
}

demo_command() {
    local code=0
    up
    process_record api
    export INVENTORY_API_URL=$PROCESS_ADDRESS
    (verb_run demo "$@") || code=$?
    up_summary
    exit "$code"
}
