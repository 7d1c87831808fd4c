# shellcheck shell=bash
# Huge pages for PostgreSQL while a benchmark runs. Each of its sessions keeps a map of the memory they share, and with small
# pages that map is the half of what a look at one of a million levels costs (docs/performance.md). PostgreSQL takes them where
# there are any. The kernel's setting is the whole machine's: only benchmarks change it, only as root, and give back what they took.

readonly HUGE_PAGES=/proc/sys/vm/nr_hugepages
readonly HUGE_PAGE_KILOBYTES=2048
readonly HUGE_PAGES_WANTED=600 # shared_buffers of 1 GB, and what lies beside them

huge_pages_reserve() {
    local before after
    [[ -w $HUGE_PAGES && $(kilobytes_of Hugepagesize) == "$HUGE_PAGE_KILOBYTES" ]] || return 0
    (($(kilobytes_of MemAvailable) > 4 * HUGE_PAGES_WANTED * HUGE_PAGE_KILOBYTES)) || return 0
    read -r before <"$HUGE_PAGES"
    echo "$((before + HUGE_PAGES_WANTED))" >"$HUGE_PAGES"
    read -r after <"$HUGE_PAGES" # the kernel gives what it finds
    setting_write huge_pages "$((after - before))"
    say "Huge pages for PostgreSQL until this ends: vm.nr_hugepages is $after, and was $before."
}

# When PostgreSQL has ended.
huge_pages_return() {
    local taken now
    taken=$(setting huge_pages 0)
    ((taken)) || return 0
    read -r now <"$HUGE_PAGES"
    echo "$((now > taken ? now - taken : 0))" >"$HUGE_PAGES"
}

kilobytes_of() {
    local name value
    while read -r name value _; do
        [[ $name != "$1:" ]] || printf '%s' "$value"
    done </proc/meminfo
}
