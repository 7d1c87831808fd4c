# shellcheck shell=bash
# Ports: who listens, which are free, and small probes of what answers there.

port_listening() {
    local hex
    printf -v hex '%04X' "$1"
    grep -qE "^ *[0-9]+: [0-9A-F]+:$hex [0-9A-F]+:[0-9A-F]{4} 0A " /proc/net/tcp /proc/net/tcp6 2>/dev/null
}

# Clear of the well-known ports, and of the range that the kernel hands out to outgoing connections: from there
# any client on this machine could be sitting on the port when the server comes back to it.
port_free_random() {
    local port low=32768 high=60999 try
    if [[ -r /proc/sys/net/ipv4/ip_local_port_range ]]; then
        read -r low high </proc/sys/net/ipv4/ip_local_port_range
    fi
    for ((try = 0; try < 500; try++)); do
        port=$((20000 + RANDOM % 12000))
        # A machine may give the whole range to outgoing connections; then there is nothing to keep clear of.
        ((low <= 20000 || port < low || port > high)) || continue
        [[ ! ${SETTINGS[*]} =~ (^| )$port( |$) ]] || continue
        if ! port_listening "$port"; then
            printf '%s' "$port"
            return
        fi
    done
    die "no free port was found between 20000 and 32000."
}

# The first port from $1 on that nobody listens on and that is not among the further arguments.
port_free_from() {
    local port=$1 taken
    shift
    taken=" $* "
    while port_listening "$port" || [[ $taken == *" $port "* ]]; do
        ((++port < 65536)) || die "no free port was found."
    done
    printf '%s' "$port"
}

port_valid() {
    [[ $1 =~ ^[0-9]{1,5}$ ]] && ((10#$1 >= 1 && 10#$1 <= 65535))
}

# The port of a local server: the recorded one while nobody else sits on it, else a new one. $1 is the setting,
# $2 is the process that may be listening there by right.
port_settle() {
    local port=${SETTINGS[port_$1]-}
    if [[ -n $port ]] && { process_alive "$2" || ! port_listening "$port"; }; then
        return
    fi
    [[ -z $port ]] || say "Port $port of $1 has been taken by another process: $1 moves to a new one."
    port=$(port_free_random)
    setting_write "port_$1" "$port"
}

# A connection attempt can hang, and bash has no time limit for it: each probe is a process of its own under one.
# The script finds host and port in $1 and $2, and is connected to them by descriptor 3.
probe() {
    local script=$1
    shift
    timeout 5 bash -c "exec 3<>\"/dev/tcp/\$1/\$2\" || exit 1; $script" probe "$@" </dev/null 2>/dev/null
}

tcp_answers() {
    probe : "$1" "$2"
}

# $1 host, $2 port, $3 path
http_ok() {
    # shellcheck disable=SC2016 # expanded by the probe
    probe 'printf "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n" "$3" "$1" >&3
           read -r _ status _ <&3 && [[ $status == 200 ]]' "$@"
}
