# shellcheck shell=bash
# Processes of ours: started in the background, recorded in pids/NAME as "PID START ADDRESS ENVIRONMENT", and
# stopped by that record alone. START is the kernel's start time of the process: a pid that has been given to
# some other process since is not ours and is never touched.

# Sets STAT_STATE, STAT_PARENT and STAT_START of a process. The name in brackets may hold anything, even ") ".
process_stat() {
    local line fields
    { read -r line <"/proc/$1/stat"; } 2>/dev/null || return 1
    read -ra fields <<<"${line##*) }"
    STAT_STATE=${fields[0]} STAT_PARENT=${fields[1]} STAT_START=${fields[19]}
}

# Sets PROCESS_ID, PROCESS_START, PROCESS_ADDRESS and PROCESS_ENVIRONMENT from the record, whether alive or not.
# shellcheck disable=SC2034 # for the callers
process_record() {
    PROCESS_ID='' PROCESS_START='' PROCESS_ADDRESS='' PROCESS_ENVIRONMENT=''
    [[ -r $INVENTORY_HOME/pids/$1 ]] || return 1
    read -r PROCESS_ID PROCESS_START PROCESS_ADDRESS PROCESS_ENVIRONMENT <"$INVENTORY_HOME/pids/$1" || true
    [[ $PROCESS_ID =~ ^[0-9]+$ ]]
}

# A zombie counts as gone: in a container without an init nobody may ever collect it.
process_alive() {
    process_record "$1" && process_stat "$PROCESS_ID" &&
        [[ $STAT_START == "$PROCESS_START" && $STAT_STATE != [ZX] ]]
}

# spawn NAME ADDRESS ENVIRONMENT FOLDER COMMAND...
# In a session of its own, so that Ctrl-C in the terminal does not reach it, and with no descriptor of the caller.
# The child records itself before it becomes the command: whatever happens to us, it is never lost.
spawn() {
    local name=$1 address=$2 environment=$3 folder=$4 log=$INVENTORY_HOME/logs/$1.log self
    shift 4
    rm -f -- "$INVENTORY_HOME/pids/$name"
    [[ ! -e $log ]] || mv -f -- "$log" "$log.1"
    (
        trap - INT # bash starts background jobs deaf to SIGINT; a server shall start with the default
        descriptors_close
        cd -- "$folder" || exit
        self=$BASHPID # inside a pipeline it would be another
        process_stat "$self"
        printf '%s %s %s %s\n' "$self" "$STAT_START" "$address" "$environment" |
            private_file "$INVENTORY_HOME/pids/$name"
        exec setsid -- "$@"
    ) </dev/null >"$log" 2>&1 &
    local child=$!
    disown "$child" # a `wait` for helpers must not wait for a server
    until [[ -s $INVENTORY_HOME/pids/$name ]]; do
        kill -0 "$child" 2>/dev/null || return 0 # it failed before it was recorded; the log says why
        sleep 0.02
    done
}

# 255 is where bash keeps the script it reads.
descriptors_close() {
    local path number
    for path in "/proc/$BASHPID/fd"/*; do
        number=${path##*/}
        [[ $number =~ ^[0-9]+$ ]] || continue
        ((number <= 2 || number == 255)) || eval "exec $number>&-"
    done
}

# process_stop NAME SIGNAL SECONDS: asks, waits, and insists when the time is over.
process_stop() {
    local name=$1 signal=$2 deadline=$((SECONDS + $3))
    if process_alive "$name"; then
        say "Stopping $name ..."
        kill -s "$signal" "$PROCESS_ID" 2>/dev/null || true
        while process_alive "$name"; do
            if ((SECONDS >= deadline)); then
                say "$name did not stop within $3 s of SIG$signal and is killed."
                process_kill "$name"
                break
            fi
            sleep 0.05
        done
    fi
    rm -f -- "$INVENTORY_HOME/pids/$name"
}

# SIGKILL to the whole tree at once: a child that outlived its parent could go on writing to the data.
process_kill() {
    local root pid before=0
    local -a tree
    process_alive "$1" || return 0
    root=$PROCESS_ID
    kill -STOP "$root" 2>/dev/null || true # so that it starts no further children while they are counted
    tree=("$root")
    while ((${#tree[@]} != before)); do
        before=${#tree[@]}
        mapfile -t tree < <(process_tree "$root")
    done
    kill -KILL "${tree[@]}" 2>/dev/null || true
    for pid in "${tree[@]}"; do
        while process_ending "$pid"; do
            sleep 0.02
        done
    done
}

# What was killed and is not gone. Its first thread may be dead before the others: until these are, its ports are taken.
process_ending() {
    local -a threads
    process_stat "$1" || return 1
    threads=("/proc/$1/task"/*)
    [[ $STAT_STATE != [ZX] ]] || ((${#threads[@]} > 1))
}

process_tree() {
    local path pid grew=1
    local -A parent=() member=(["$1"]=1)
    for path in /proc/[0-9]*; do
        pid=${path##*/}
        if process_stat "$pid"; then
            parent[$pid]=$STAT_PARENT
        fi
    done
    while ((grew)); do
        grew=0
        for pid in "${!parent[@]}"; do
            if [[ -z ${member[$pid]-} && -n ${member[${parent[$pid]}]-} ]]; then
                member[$pid]=1 grew=1
            fi
        done
    done
    printf '%s\n' "${!member[@]}"
}

# await NAME SECONDS CHECK...: until the check holds, unless the process dies or the time is over.
await() {
    local name=$1 deadline=$((SECONDS + $2)) limit=$2
    shift 2
    until "$@"; do
        process_alive "$name" || die "$name stopped while starting: $(log_end "$name")"
        ((SECONDS < deadline)) ||
            die "$name runs (pid $PROCESS_ID) but is not healthy after $limit s; see $INVENTORY_HOME/logs/$name.log."
        sleep 0.1
    done
}

# The last lines of a log that say something: no blank ones, no stack frames.
log_end() {
    local log=$INVENTORY_HOME/logs/$1.log lines
    lines=$(grep -vE '^[[:space:]]*$|^[[:space:]]+at |^[[:space:]]*--- End of' -- "$log" 2>/dev/null | tail -n 3) || true
    printf '%s\n  (all of it: %s)' "${lines:-it left no message.}" "$log"
}
