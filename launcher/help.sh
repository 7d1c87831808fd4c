# shellcheck shell=bash

wants_help() {
    local argument
    for argument in "$@"; do
        case $argument in
            --) return 1 ;;
            -h | --help) return 0 ;;
        esac
    done
    return 1
}

# A verb of the worker explains itself.
show_help_of() {
    if [[ " $WORKER_VERBS " == *" $1 "* ]]; then
        home_locate
        ensure_built
        [[ ! -r $INVENTORY_HOME/env ]] || env_export
        exec dotnet "$WORKER_DLL" help "$1"
    fi
    show_help
}

show_help() {
    cat <<'HELP'
usage: ./inventory VERB [ARGUMENTS]       (./inventory VERB --help says more about a verb)

  demo                       install and start what is missing, send a realistic stream of orders, audit the outcome,
                             leave everything running
  test [--sequences N] [--seed S] [-- ARGUMENTS]
                             every test, on servers of its own; ARGUMENTS go to the test runner (-- -class 'Name*').
                             The model-based test sends N random sequences of messages [1000], or the one of seed S N times;
                             the fuzz test N bad messages [2000], made from the number S
  test --faults [ROWS] [--seed S]
                             the fault suite alone, every row of its table or those named (1,4,17); test strikes with a few
  test --soak LENGTH [--seed S]
                             its rows in a random mixture, but those with servers of their own, for 90s, 30m or 2h.
                             A failure prints the command that repeats it

  up [--workers N]           start what is missing, in the background, and wait until it is healthy
  down                       stop everything that up started
  status [--json]            name, pid, address and health of everything; exit code 0 if all is healthy, else 1

  publish-orders FILE.csv    publish the orders of a file; --return-prefix P makes ids that begin so returns, --write-offs
                             makes other negative lines adjustments, --ship ships what has got its stock
  import-stock FILE.csv      publish the receipts of a file
  audit [--repair]           compare ledger, documents and Redis; exit code 1 if they differ
  rebuild-cache              refill Redis from PostgreSQL, as after restoring a backup
  errors list                what is in the error queues, by queue and reason; errors show ID prints one message
  errors replay | discard    put messages back or throw them away: ids, --reason TEXT, --id ID, --queue NAME or --all;
                             --dry-run says what would be done
  bench [CASE...] [--contestant NAME]... [--seconds N] [--runs N] [--json FILE] [--charts FOLDER]
                             the benchmarks, on servers of their own; their results as a table, a file and SVG charts. As root they
                             reserve huge pages for PostgreSQL (vm.nr_hugepages), and give them back in the end
  bench draw FILE... FOLDER  only the charts, from the files of earlier runs
  bench reads [--seconds N] [--runs N] [--json FILE]
                             the API, beside a bare endpoint of the same web server and redis-benchmark
  bench start-up [--runs N] [--json FILE]
                             how long until worker and API are ready, a first order is seen, help is shown
  bench cache-patterns [--pattern NAME] [--runs N] [--kills N] [--json FILE] [--earlier FILE] [--chart FILE.svg]
                             write-through beside cache-aside and write-behind: speed, stale reads, and what is lost when
                             the service is killed; --earlier counts the runs of an earlier --json file too

Servers. PostgreSQL, Redis and RabbitMQ come, each, from the first of these that there is:
  1. ConnectionStrings__Postgres, ConnectionStrings__Redis, ConnectionStrings__RabbitMq in the environment
  2. Docker, when an engine answers and the images of compose/compose.yml can be had
  3. local processes on loopback, on free ports; installed with apt-get when missing and permitted
A state folder keeps the source it began with.

Environment:
  INVENTORY_HOME             the state folder: data, logs, pids, and env with the connection strings [.inventory]
  INVENTORY_SERVERS          local or docker: take all servers from there, whatever else is set
  INVENTORY_API_PORT         the API's port [5080]
  INVENTORY_WORKER_PORT      the first worker's port; further workers take the next free ones [5081]

For tests, best with an INVENTORY_HOME of their own:
  servers up | down          only the servers
  servers status [--json]    as status
  servers env                their connection strings, and RabbitMQ's management address, as KEY=VALUE lines
  servers stop NAME          stop one gracefully: postgres, redis or rabbitmq
  servers kill NAME          SIGKILL to it and all its children at once
  servers start NAME         bring it back on the same port and wait until it answers
  servers rabbitmqctl ...    rabbitmqctl for its node
HELP
}
