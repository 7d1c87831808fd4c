# shellcheck shell=bash
# Servers from containers: the three of compose/compose.yml, published on loopback at ports of our choosing.

# An engine answers, it has Compose, and the images are there or can be pulled.
docker_usable() {
    local image
    docker_answers && timeout 20 docker compose version >/dev/null 2>&1 || return 1
    while IFS= read -r image; do
        docker image inspect "$image" >/dev/null 2>&1 && continue
        say "Pulling $image ..."
        if ! timeout 600 docker pull -q "$image" >/dev/null 2>&1; then
            say "Docker answers, but $image cannot be had: the servers become local processes."
            return 1
        fi
    done < <(docker_images)
}

docker_answers() {
    command -v docker >/dev/null && timeout 20 docker info >/dev/null 2>&1
}

docker_images() {
    sed -nE 's/^ *image: *((postgres|redis|rabbitmq):[^ ]+).*/\1/p' -- "$INVENTORY_ROOT/compose/compose.yml"
}

docker_compose() {
    # What the caller's environment sets would win over the file.
    env -u POSTGRES_PASSWORD -u REDIS_PASSWORD -u RABBITMQ_PASSWORD \
        docker compose --progress quiet -p "$(docker_project)" --env-file "$INVENTORY_HOME/compose.env" \
        -f "$INVENTORY_ROOT/compose/compose.yml" "$@" </dev/null ||
        die "'docker compose $1' failed for the servers of $INVENTORY_HOME."
}

# One project for each state folder, so that two of them never share a container or a volume.
docker_project() {
    local sum
    read -r sum _ < <(printf '%s' "$INVENTORY_HOME" | cksum)
    printf 'inventory-%s' "$sum"
}

docker_prepare() {
    local name
    (($#)) || return 0
    docker_answers || die "the servers of $INVENTORY_HOME are to run in Docker, and no engine answers: start it, or set INVENTORY_HOME to another folder."
    # Before its first start the ports are still to be chosen; afterwards its own containers hold them.
    if [[ ! -e $INVENTORY_HOME/compose.env ]] || [[ -z $(docker_compose ps -q) ]]; then
        for name in "$@"; do
            "${name}_prepare"
        done
    fi
    private_file "$INVENTORY_HOME/compose.env" <<ENV
POSTGRES_PASSWORD=$(setting password_postgres unused)
REDIS_PASSWORD=$(setting password_redis unused)
RABBITMQ_PASSWORD=$(setting password_rabbitmq unused)
INVENTORY_POSTGRES_PORT=$(setting port_postgres)
INVENTORY_REDIS_PORT=$(setting port_redis)
INVENTORY_RABBITMQ_PORT=$(setting port_rabbitmq)
INVENTORY_RABBITMQ_MANAGEMENT_PORT=$(setting port_rabbitmq_management)
ENV
}

docker_up() {
    (($#)) || return 0
    say "Starting $* in Docker ..."
    docker_compose up -d --wait "$@"
}

# The containers that tests started for themselves and did not live to remove.
docker_discard_tests() {
    local -a left
    [[ -n ${TESTCONTAINERS_RYUK_DISABLED-} ]] || return 0
    mapfile -t left < <(docker ps -aq --filter "label=inventory.tests=$INVENTORY_HOME")
    ((${#left[@]} == 0)) || docker rm -f -v "${left[@]}" >/dev/null
}
