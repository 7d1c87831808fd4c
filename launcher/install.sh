# shellcheck shell=bash
# Local servers, and tools that measure, are installed from the system's packages when missing, where that is permitted.

declare -rA PACKAGE=([postgres]=postgresql [redis]=redis-server [rabbitmq]=rabbitmq-server [wrk]=wrk [redis_benchmark]=redis-tools)
declare -rA TITLE=([postgres]=PostgreSQL [redis]=Redis [rabbitmq]=RabbitMQ [wrk]=wrk [redis_benchmark]=redis-benchmark)

wrk_installed() {
    type -P wrk >/dev/null
}

redis_benchmark_installed() {
    type -P redis-benchmark >/dev/null
}

# Installs those of the named that are not there.
install_missing() {
    local name
    local -a missing=() packages=()
    for name in "$@"; do
        if ! "${name}_installed"; then
            missing+=("${TITLE[$name]}") packages+=("${PACKAGE[$name]}")
        fi
    done
    ((${#missing[@]})) || return 0
    local names
    printf -v names ', %s' "${missing[@]}"
    names=${names:2}
    command -v apt-get >/dev/null ||
        die "not installed: $names. There is no apt-get here: install them with this system's package manager."
    local become_root
    if become_root=$(root_command); then
        install_packages "$names" "$become_root" -- "${packages[@]}"
    else
        die "not installed: $names. Run 'sudo apt-get install -y --no-install-recommends ${packages[*]}' and try again."
    fi
    for name in "$@"; do
        "${name}_installed" || die "${TITLE[$name]} was installed from ${PACKAGE[$name]}, but its programs cannot be found."
    done
}

# What only some tests need: those of examples/, and of a clock that is wrong. Where it is not to be had they skip
# themselves, and say so.
install_for_tests() {
    local -a packages=()
    { command -v node && command -v npm; } >/dev/null || packages+=(nodejs npm)
    /usr/bin/python3 -c 'import amqp' 2>/dev/null || packages+=(python3-amqp)
    compgen -G '/usr/lib/*/faketime/libfaketimeMT.so.1' >/dev/null || packages+=(faketime)
    ((${#packages[@]})) || return 0
    local become_root
    if command -v apt-get >/dev/null && become_root=$(root_command) &&
        install_packages "what some tests need" "$become_root" -- "${packages[@]}"; then
        return 0
    fi
    say "Not installed: ${packages[*]}. Tests that need them are skipped."
}

# What a command that needs root begins with. Fails where nobody may.
root_command() {
    if ((EUID == 0)); then
        echo env
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        echo 'sudo -n env'
    else
        return 1
    fi
}

# install_packages TITLES "COMMAND THAT BECOMES ROOT" -- PACKAGE...
# In a subshell, so that its trap takes the temporary policy away however this ends.
install_packages() (
    local titles=$1 log=$INVENTORY_HOME/logs/install.log
    local -a as_root
    read -ra as_root <<<"$2"
    shift 3
    say "Installing $titles (apt-get install $*) ..."
    trap 'exit 130' INT TERM
    daemons_forbid "${as_root[@]}"
    # A lock held by another apt-get is waited for. Package lists may be missing or old: refresh, then install.
    local -a apt=("${as_root[@]}" DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300)
    if ! {
        "${apt[@]}" update || true
        "${apt[@]}" install -y --no-install-recommends "$@"
    } </dev/null >"$log" 2>&1 9>&-; then
        die "apt-get could not install $*: $(grep -E '^E: ' -- "$log" | tail -n 1 || true) (all of it: $log)"
    fi
)

# Debian starts a server as soon as it is installed, system-wide and on its well-known port. That is not ours to
# do: a policy forbids it while we install, unless the machine has a policy of its own.
daemons_forbid() {
    local policy=/usr/sbin/policy-rc.d
    [[ ! -e $policy ]] || return 0
    # shellcheck disable=SC2064 # the command is known now
    trap "$(printf '%q ' "$@") rm -f $policy" EXIT
    printf '#!/bin/sh\nexit 101\n' | "$@" tee "$policy" >/dev/null
    "$@" chmod 755 "$policy"
}
