# shellcheck shell=bash
# Builds the solution when a source is newer than the last build, or was added or taken away since.

readonly BUILD_FOLDER=$INVENTORY_ROOT/.inventory # with the checkout, whatever INVENTORY_HOME says: so are the outputs
# shellcheck disable=SC2034 # for the other parts
{
    readonly WORKER_DLL=$INVENTORY_ROOT/Inventory.Worker/bin/Release/net10.0/Inventory.Worker.dll
    readonly API_DLL=$INVENTORY_ROOT/Inventory.Api/bin/Release/net10.0/Inventory.Api.dll
    readonly BENCH_DLL=$INVENTORY_ROOT/bench/Inventory.Bench/bin/Release/net10.0/Inventory.Bench.dll
    readonly WOLVERINE_DLL=$INVENTORY_ROOT/bench/Inventory.Bench.Wolverine/bin/Release/net10.0/Inventory.Bench.Wolverine.dll
}

# Everything the build may read.
build_sources() {
    find "$INVENTORY_ROOT" -mindepth 1 \
        \( -name bin -o -name obj -o -name node_modules -o -name TestResults -o -name artifacts -o -name '.?*' ! -name .editorconfig \) -prune \
        -o -type f \( -name '*.cs' -o -name '*.csproj' -o -name '*.sln' -o -name '*.props' -o -name '*.targets' -o -name '*.json' \
        -o -name '*.config' -o -name '*.txt' -o -name '*.razor' -o -name '*.cshtml' -o -name '*.lua' -o -name '*.sql' -o -name '*.yml' -o -name '*.resx' \
        -o -name .editorconfig -o -path '*/wwwroot/*' \) "$@" -print
}

build_sum() {
    build_sources | sort | cksum
}

build_needed() {
    local stamp=$BUILD_FOLDER/build.stamp
    [[ -r $stamp ]] && build_complete || return 0
    [[ $(<"$stamp") == "$(build_sum)" ]] || return 0
    [[ -n $(build_sources -newer "$stamp" | head -n 1) ]]
}

# Every project of the solution has its output.
build_complete() {
    local project
    while IFS= read -r project; do
        project=$INVENTORY_ROOT/${project//\\//}
        compgen -G "${project%/*}/bin/Release/net*/$(basename -- "$project" .csproj).dll" >/dev/null || return 1
    done < <(grep -oE '[^"]+\.csproj' -- "$INVENTORY_ROOT/Inventory.sln")
}

ensure_built() {
    command -v dotnet >/dev/null || die "the .NET SDK 10 is not installed: 'dotnet' is not on the PATH."
    folder_make "$BUILD_FOLDER"
    (: >>"$BUILD_FOLDER/build.lock") 2>/dev/null ||
        die "the build cannot write to $INVENTORY_ROOT, which belongs to somebody else."
    exec 8>>"$BUILD_FOLDER/build.lock"
    flock 8
    if build_needed; then
        build
    fi
    exec 8>&-
}

build() {
    local log=$BUILD_FOLDER/build.log
    processes_stop_for_build
    say "Building (dotnet build Inventory.sln -c Release) ..."
    # The time before the build: what is edited while it runs is newer, and is built the next time.
    build_sum >"$BUILD_FOLDER/build.stamp.new"
    # Not one descriptor for the compiler server, which may stay: it would hold the locks.
    if ! (cd -- "$INVENTORY_ROOT" &&
        DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 \
            dotnet build Inventory.sln -c Release -v quiet -nodeReuse:false) </dev/null >"$log" 2>&1 8>&- 9>&-; then
        # MSBuild says each of them twice.
        { grep -E ': (error|warning) [A-Z]+[0-9]+:' -- "$log" | sort -u | grep . || cat -- "$log"; } >&2
        die "the build failed (all of it: $log)."
    fi
    mv -f -- "$BUILD_FOLDER/build.stamp.new" "$BUILD_FOLDER/build.stamp"
}
