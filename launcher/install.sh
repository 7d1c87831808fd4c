# shellcheck shell=bash
# Local servers that are missing are installed from the system's packages, where that is permitted.

declare -rA PACKAGE=([postgres]=postgresql [redis]=redis-server [rabbitmq]=rabbitmq-server)
declare -rA TITLE=([postgres]=PostgreSQL [redis]=Redis [rabbitmq]=RabbitMQ)

# Installs those of the named servers that are not there.
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
    if ((EUID == 0)); then
        install_packages "$names" env -- "${packages[@]}"
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        install_packages "$names" "sudo -n env" -- "${packages[@]}"
    else
        die "not installed: $names. Run 'sudo apt-get install -y --no-install-recommends ${packages[*]}' and try again."
    fi
    for name in "$@"; do
        "${name}_installed" || die "${TITLE[$name]} was installed from ${PACKAGE[$name]}, but its programs cannot be found."
    done
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
