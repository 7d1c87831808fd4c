# shellcheck shell=bash
# What is said to people. Progress and errors go to stderr, so that stdout holds only what a verb answers.

say() {
    printf '%s\n' "$*" >&2
}

die() {
    printf 'inventory: %s\n' "$*" >&2
    exit 1
}

# The command line itself was wrong: 2, as is the custom.
die_usage() {
    printf 'inventory: %s\n' "$*" >&2
    exit 2
}

no_arguments() {
    local verb=$1
    shift
    (($# == 0)) || die_usage "'$verb' does not take '$1'; see ./inventory --help."
}
