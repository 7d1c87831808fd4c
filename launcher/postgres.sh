# shellcheck shell=bash
# PostgreSQL as a local process: its own data folder, loopback only, no unix socket (a path below a deep folder
# would pass the 107 bytes it may have, and nobody needs it).

# Where its programs are. A data folder can be opened only by the major version that made it.
postgres_bin() {
    local wanted='*' folder
    local data=$INVENTORY_HOME/postgres/data
    if [[ -r $data/PG_VERSION ]]; then
        read -r wanted <"$data/PG_VERSION"
    fi
    while IFS= read -r folder; do
        if [[ -x $folder/postgres && -x $folder/initdb && $("$folder/postgres" --version) == *" "$wanted* ]]; then
            printf '%s' "$folder"
            return
        fi
    done < <(
        compgen -G '/usr/lib/postgresql/*/bin' | sort -rV
        compgen -G '/usr/pgsql-*/bin' | sort -rV
        dirname -- "$(readlink -f -- "$(type -P postgres)")" 2>/dev/null
    )
    return 1
}

postgres_installed() {
    [[ -n $(postgres_bin) ]]
}

# Sets POSTGRES_AS: the command that runs PostgreSQL as somebody it accepts. It refuses root, so root hands it to
# the owner of the data, and at first to its own user or nobody. Where that user may not pass through a folder above
# (a clone below /root), it is given the one capability to do so. That works wherever root is root; a user namespace
# (unshare) would too, but many containers forbid it.
postgres_identity() {
    local folder=$INVENTORY_HOME/postgres owner group capability
    (umask 077 && mkdir -p -- "$folder")
    POSTGRES_AS=()
    ((EUID == 0)) || return 0
    if [[ $(stat -c %u -- "$folder") == 0 ]]; then
        owner=$(id -u postgres 2>/dev/null || id -u nobody) || die "there is no user 'postgres' or 'nobody', and PostgreSQL refuses to run as root."
        chown -R -- "$owner:$(id -g "$owner")" "$folder"
    fi
    read -r owner group < <(stat -c '%u %g' -- "$folder")
    for capability in '' dac_read_search dac_override; do
        POSTGRES_AS=(setpriv --reuid="$owner" --regid="$group" --clear-groups)
        if [[ -n $capability ]]; then
            POSTGRES_AS+=(--inh-caps="-all,+$capability" --ambient-caps="-all,+$capability")
        fi
        # By doing it: access(2), which `test` asks, does not count capabilities.
        if "${POSTGRES_AS[@]}" stat -- "$folder/." >/dev/null 2>&1; then
            return
        fi
    done
    die "PostgreSQL refuses to run as root, and its user cannot reach $folder: set INVENTORY_HOME to a folder it can."
}

postgres_prepare() {
    port_settle postgres postgres
    password_make postgres
    password_make postgres_admin
}

postgres_connection() {
    printf 'Host=127.0.0.1;Port=%s;Username=inventory;Password=%s;Database=inventory' \
        "$(setting port_postgres)" "$(setting password_postgres)"
}

# Made beside its final place and moved there when it is whole: an interrupted start leaves nothing half-made.
# The role and the database are made in single-user mode, before anybody can connect.
postgres_create() {
    local bin=$1 folder=$INVENTORY_HOME/postgres log=$INVENTORY_HOME/logs/postgres-create.log extensions=''
    [[ ! -d $folder/data ]] || return 0
    rm -rf -- "$folder/new"
    if postgres_has_statistics "$bin"; then
        extensions='CREATE EXTENSION pg_stat_statements;'
    fi
    if ! postgres_create_new "$bin" "$extensions" >"$log" 2>&1 || ! mv -- "$folder/new" "$folder/data"; then
        die "PostgreSQL's data folder could not be made: $(log_end postgres-create)"
    fi
}

# Every step counts: `set -e` does not hold in a condition.
postgres_create_new() (
    local bin=$1 extensions=$2 folder=$INVENTORY_HOME/postgres
    umask 077
    cd / &&
        setting password_postgres_admin | "${POSTGRES_AS[@]}" tee "$folder/password" >/dev/null &&
        "${POSTGRES_AS[@]}" "$bin/initdb" -D "$folder/new" -U postgres \
            --auth=scram-sha-256 --pwfile="$folder/password" --encoding=UTF8 --no-locale &&
        rm -- "$folder/password" &&
        echo "include_if_exists = 'inventory.conf'" | "${POSTGRES_AS[@]}" tee -a "$folder/new/postgresql.conf" &&
        # template1 is what every later database is copied from, those that tests make too.
        postgres_single "$bin" template1 <<<"$extensions" &&
        postgres_single "$bin" postgres <<SQL
CREATE ROLE inventory LOGIN CREATEDB CREATEROLE PASSWORD '$(setting password_postgres)';
GRANT pg_monitor TO inventory;
CREATE DATABASE inventory OWNER inventory;
SQL
)

postgres_single() {
    "${POSTGRES_AS[@]}" "$1/postgres" --single -D "$INVENTORY_HOME/postgres/new" -c exit_on_error=on "$2"
}

postgres_has_statistics() {
    [[ -e $1/../lib/pg_stat_statements.so && -e $("$1/pg_config" --sharedir 2>/dev/null)/extension/pg_stat_statements.control ]]
}

postgres_configure() {
    local bin=$1 libraries=''
    if postgres_has_statistics "$bin"; then
        libraries=pg_stat_statements
    fi
    "${POSTGRES_AS[@]}" tee "$INVENTORY_HOME/postgres/data/inventory.conf" >/dev/null <<CONF
# Written by ./inventory at every start.
listen_addresses = '127.0.0.1'
port = $(setting port_postgres)
unix_socket_directories = ''
max_connections = 200
shared_buffers = 1GB
# A checkpoint puts every page into the log once more: by the clock is often enough.
max_wal_size = 4GB
synchronous_commit = on
shared_preload_libraries = '$libraries'
CONF
}

postgres_start() {
    local bin
    if ! process_alive postgres; then
        bin=$(postgres_bin) || die "the PostgreSQL that made $INVENTORY_HOME/postgres/data is not installed any more."
        postgres_identity
        postgres_create "$bin"
        postgres_configure "$bin"
        postgres_forget_dead
        spawn postgres "127.0.0.1:$(setting port_postgres)" - / \
            "${POSTGRES_AS[@]}" "$bin/postgres" -D "$INVENTORY_HOME/postgres/data"
    fi
    await postgres 60 postgres_healthy
}

# A killed postmaster that nobody has collected yet still has its pid, and the new one would believe that it runs.
postgres_forget_dead() {
    local pid file=$INVENTORY_HOME/postgres/data/postmaster.pid
    [[ -r $file ]] && read -r pid <"$file" || return 0
    if process_stat "$pid" && [[ $STAT_STATE == [ZX] ]]; then
        rm -f -- "$file"
    fi
}

# As pg_isready does: a server that is starting or stopping answers the greeting with an error, not with a request
# for the password. The answer is read whole: closing on unread bytes would be a remark in its log.
postgres_healthy() {
    # shellcheck disable=SC2016 # expanded by the probe
    probe 'printf "\0\0\0\53\0\3\0\0user\0inventory\0database\0inventory\0\0" >&3
           [[ $(dd bs=512 count=1 <&3 | head -c 1) == R ]]' 127.0.0.1 "$(setting port_postgres)"
}

# SIGINT is its fast shutdown: it closes the connections and leaves a clean data folder.
postgres_stop() {
    process_stop postgres INT 30
}

postgres_kill() {
    process_kill postgres
    rm -f -- "$INVENTORY_HOME/pids/postgres"
}
