# shellcheck shell=bash
# test and bench: on real servers of their own.

test_command() {
    local project only='' failed=0 count_passed=0 count_failed=0 count_skipped=0
    local -a projects filter=()
    while (($#)) && [[ $1 != -- ]]; do
        case $1 in
            --sequences)
                [[ ${2-} =~ ^[1-9][0-9]{0,8}$ ]] || die_usage "'--sequences' takes a number from 1 to 999999999."
                export INVENTORY_TEST_SEQUENCES=$2
                ;;
            --seed)
                [[ ${2-} =~ ^[A-Za-z0-9_-]+$ ]] || die_usage "'--seed' takes a seed as a failed test prints it."
                export INVENTORY_TEST_SEED=$2
                ;;
            --faults)
                only=Inventory.FaultTests
                export INVENTORY_TEST_FAULTS=all
                if [[ ${2-} =~ ^[0-9]+(,[0-9]+)*$ ]]; then
                    INVENTORY_TEST_FAULTS=$2
                    shift
                fi
                shift
                continue
                ;;
            --soak)
                only=Inventory.FaultTests
                INVENTORY_TEST_SOAK=$(seconds_of "${2-}") || die_usage "'--soak' takes a length such as 90s, 30m or 2h."
                export INVENTORY_TEST_SOAK
                ;;
            *) die_usage "'test' takes arguments for the test runner only after '--'." ;;
        esac
        shift 2
    done
    if (($#)); then
        shift
        filter=("$@")
    fi
    mapfile -t projects < <(test_projects | grep "${only:-.}")
    ensure_built
    throwaway_open test
    test_servers
    install_for_tests
    for project in "${projects[@]}"; do
        test_run "$project" "${filter[@]}"
    done
    if ((count_passed + count_failed == 0)); then
        say "No test was run."
        failed=1
    fi
    printf '%d passed, %d failed, %d skipped\n' "$count_passed" "$count_failed" "$count_skipped"
    ((count_failed == 0 && failed == 0)) || exit 1
}

# seconds_of LENGTH: a whole number of seconds, minutes or hours.
seconds_of() {
    [[ $1 =~ ^([1-9][0-9]{0,5})([smh])$ ]] || return 1
    case ${BASH_REMATCH[2]} in
        s) printf '%d' "${BASH_REMATCH[1]}" ;;
        m) printf '%d' "$((BASH_REMATCH[1] * 60))" ;;
        h) printf '%d' "$((BASH_REMATCH[1] * 3600))" ;;
    esac
}

# Every project below tests/ but those that say they hold none (programs that tests start, shared code).
test_projects() {
    local project
    for project in "$INVENTORY_ROOT"/tests/*/*.csproj; do
        [[ -e $project ]] || die "there is no project below tests/."
        grep -qi '<IsTestProject>false<' -- "$project" || echo "$project"
    done
}

# With Docker the tests bring up containers of their own (Testcontainers). Servers that cannot be had end the run.
test_servers() {
    lock
    servers_choose
    if [[ $(servers_from docker | wc -l) == 3 ]]; then
        unlock
        say "Servers for the tests: containers of their own (Testcontainers)."
        rm -f -- "$INVENTORY_HOME/settings" # nothing of ours was started, and nothing is to be stopped
        # Testcontainers speaks to the newest engines unless told otherwise, and has a container of its own to tidy up after
        # tests that were killed; throwaway_close does that.
        DOCKER_API_VERSION=$(docker version --format '{{.Server.APIVersion}}')
        export DOCKER_API_VERSION TESTCONTAINERS_RYUK_DISABLED=true INVENTORY_HOME
        unset "${CONNECTION[@]}" INVENTORY_RABBITMQ_MANAGEMENT
        return
    fi
    say "Servers for the tests: $(test_sources)."
    servers_up
    unlock
    throwaway_export
}

test_sources() {
    local name list=''
    for name in $SERVERS; do
        list+=", ${TITLE[$name]} $(setting "source_$name")"
    done
    list=${list//external/as given by its connection string}
    list=${list//local/as a local process}
    printf '%s' "${list:2}"
}

# Runs one project and adds to the counts. What the runner reports is read from its result file; a runner that
# dies leaves none, or leaves one that does not explain its exit code.
test_run() {
    local project=$1 name folder result code=0
    shift
    name=$(basename -- "$project" .csproj)
    folder=$(dirname -- "$project")/bin/Release/net10.0
    result=$INVENTORY_HOME/$name.xml
    local -a options=(-noLogo -noAutoReporters -result-xml "$result")
    [[ -t 1 ]] || options+=(-noColor)
    say "== $name"
    if [[ ! -e $folder/$name.dll ]]; then
        say "$name was not built: is it in Inventory.sln?"
        ((count_failed += 1))
        return
    fi
    throwaway_run test_program "$folder" "$name.dll" "${options[@]}" "$@" || code=$?
    local counted=0 passed=0 failed=0 skipped=0
    test_counts "$result"
    if ((code != 0 && failed == 0)); then
        say "$name: the test program ended with code $code before it was through."
        failed=1
    elif ((counted == 0 && $# == 0)); then
        say "$name: no test was run."
        failed=1
    fi
    ((count_passed += passed, count_failed += failed, count_skipped += skipped)) || true
}

# What tests start lives for seconds: to compile it once more by what was seen of it (PGO) takes a quarter of all CPU.
test_program() {
    cd -- "$1" && shift && DOTNET_TieredPGO=0 exec dotnet "$@"
}

# Sets counted, passed, failed and skipped of the caller. An error outside a test (a fixture that cannot be
# disposed of) is a failure too.
test_counts() {
    local head
    [[ -r $1 ]] || return 0
    head=$(grep -o '<assembly [^>]*>' -- "$1" | head -n 1) || return 0
    passed=$(test_attribute "$head" passed) skipped=$(test_attribute "$head" skipped)
    failed=$(($(test_attribute "$head" failed) + $(test_attribute "$head" errors)))
    counted=$((passed + failed + skipped))
}

test_attribute() {
    if [[ $1 =~ \ $2=\"([0-9]+)\" ]]; then
        printf '%s' "${BASH_REMATCH[1]}"
    else
        printf 0
    fi
}

bench_command() {
    local code=0
    ensure_built
    [[ -e $BENCH_DLL ]] || die "the build made no $BENCH_DLL."
    if [[ ${1-} == draw ]]; then
        exec dotnet "$BENCH_DLL" "$@"
    fi
    throwaway_open bench
    lock
    huge_pages_reserve
    servers_up
    [[ " $* " != *' reads '* ]] || install_missing wrk redis_benchmark
    unlock
    throwaway_export
    export INVENTORY_WORKER_DLL=$WORKER_DLL INVENTORY_WORKER_GEN0_SIZE=$WORKER_GEN0_SIZE INVENTORY_API_DLL=$API_DLL INVENTORY_WOLVERINE_DLL=$WOLVERINE_DLL
    # The benchmark's own collector is not to be part of what it measures.
    DOTNET_GCgen0size=C000000 throwaway_run dotnet "$BENCH_DLL" "$@" || code=$?
    exit "$code"
}
