# shellcheck shell=bash
# The state folder: where it is, what is remembered in it, and the lock that guards it.
#   settings   what was decided once and is kept: sources, ports, passwords, number of workers (mode 0600)
#   env        the connection strings as KEY=VALUE lines (mode 0600)
#   pids/ logs/ postgres/ redis/ rabbitmq/

declare -A SETTINGS=()

home_locate() {
    INVENTORY_HOME=${INVENTORY_HOME:-$INVENTORY_ROOT/.inventory}
    [[ $INVENTORY_HOME == /* ]] || INVENTORY_HOME=$PWD/$INVENTORY_HOME
    export INVENTORY_HOME
    settings_load
}

home_exists() {
    [[ -d $INVENTORY_HOME ]]
}

# PostgreSQL refuses to run as root; its user has to pass through a state folder to reach its own data.
folder_make() {
    [[ ! -d $1 ]] || return 0
    (mkdir -p -- "$1" && chmod 711 -- "$1") 2>/dev/null || die "the folder $1 cannot be made."
}

home_make() {
    folder_make "$INVENTORY_HOME"
    (umask 077 && mkdir -p -- "$INVENTORY_HOME"/{pids,logs} && : >>"$INVENTORY_HOME/lock") 2>/dev/null ||
        die "the state folder $INVENTORY_HOME belongs to somebody else; set INVENTORY_HOME to another one."
}

# Everything that starts or stops something runs under this lock. Whatever is started must not inherit
# descriptor 9, or the lock would live as long as the server: spawn closes it.
lock() {
    home_make
    exec 9>>"$INVENTORY_HOME/lock"
    flock -w 120 9 || die "another ./inventory has been busy with $INVENTORY_HOME for two minutes; try again later."
    settings_load
}

unlock() {
    exec 9>&-
}

settings_load() {
    local key value
    SETTINGS=()
    [[ -r $INVENTORY_HOME/settings ]] || return 0
    while IFS='=' read -r key value; do
        [[ -z $key ]] || SETTINGS[$key]=$value
    done <"$INVENTORY_HOME/settings"
}

setting() {
    printf '%s' "${SETTINGS[$1]-${2-}}"
}

setting_write() {
    local key
    [[ ${SETTINGS[$1]-} != "$2" ]] || return 0
    SETTINGS[$1]=$2
    for key in "${!SETTINGS[@]}"; do
        printf '%s=%s\n' "$key" "${SETTINGS[$key]}"
    done | sort | private_file "$INVENTORY_HOME/settings"
}

# Made once, kept for ever: the data folders remember it too.
password_make() {
    [[ -n ${SETTINGS[password_$1]-} ]] ||
        setting_write "password_$1" "$(head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n')"
}

# Writes stdin to a file that nobody else can read and that is never seen half-written.
private_file() {
    (umask 077 && cat >"$1.new" && mv -f -- "$1.new" "$1")
}

env_line() {
    local line
    [[ -r $INVENTORY_HOME/env ]] || return 1
    while IFS= read -r line; do
        if [[ $line == "$1="* ]]; then
            printf '%s' "${line#*=}"
            return 0
        fi
    done <"$INVENTORY_HOME/env"
    return 1
}

env_export() {
    local line
    while IFS= read -r line; do
        # shellcheck disable=SC2163 # the line is the assignment
        [[ $line != *=* ]] || export "$line"
    done <"$INVENTORY_HOME/env"
}
