# What the commands that run an example have in common; read by them. They set:
#   program  name in messages
#   root     the checkout
# and then call run_example MAIN_CLASS [ARGUMENT...]. Set flags for the Java machine in java_flags.
# It builds what is needed on the first run and whenever a source is newer than the last build. Needs a JDK and Maven.

if [ -n "${JAVA_HOME:-}" ]; then java=$JAVA_HOME/bin/java; else java=java; fi

# File names are decoded by the locale; one without UTF-8 would lose accents.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
    *[Uu][Tt][Ff]8* | *[Uu][Tt][Ff]-8*) ;;
    *) export LC_ALL=C.UTF-8 ;;
esac

# ---- build
modules='streams-api state-stores streams-dsl embedded-broker streams-runtime interactive-queries examples'
stamp=$root/examples/target/examples.stamp

# The stamp is as old as the start of the build that made it. It holds the place it was built at, since the class path behind that has
# absolute names, and the class path.
is_built() {
    [ -f "$stamp" ] && [ "$(sed -n 1p "$stamp")" = "$root" ] || return 1
    cd "$root"
    set -- pom.xml
    for module in $modules; do set -- "$@" "$module/pom.xml" "$module/src/main"; done
    [ -z "$(find "$@" -newer "$stamp" | head -n 1)" ] || return 1
    IFS=:
    for entry in $(sed -n 2p "$stamp"); do [ -e "$entry" ] || return 1; done
}

build() {
    if ! command -v mvn > /dev/null 2>&1; then
        echo "$program: cannot build: there is no mvn (Apache Maven) on the PATH" >&2
        exit 1
    fi
    log=$(mktemp "${TMPDIR:-/tmp}/$program-build.XXXXXX")
    trap 'rm -f "$log"' EXIT
    if [ -t 2 ]; then printf '%s: building, this takes a minute ...' "$program" >&2; fi
    mkdir -p "$root/examples/target"
    # A source that changes while the build runs is newer than this.
    : > "$stamp.begin"
    if ! (cd "$root" && mvn -B -q -Dmaven.test.skip=true -Dspotless.check.skip=true -pl examples -am package) \
        > "$log" 2>&1 < /dev/null; then
        if [ -t 2 ]; then printf '\n' >&2; fi
        cat "$log" >&2
        echo "$program: the build failed" >&2
        exit 1
    fi
    if [ -t 2 ]; then printf '\r\033[K' >&2; fi
    printf '%s\n%s\n' "$root" "$root/examples/target/classes:$(cat "$root/examples/target/classpath")" > "$stamp.new"
    touch -r "$stamp.begin" "$stamp.new"
    mv -f "$stamp.new" "$stamp"
    rm -f "$log"
    trap - EXIT
}

if ! command -v "$java" > /dev/null 2>&1; then
    echo "$program: there is no Java at $java: set JAVA_HOME to a JDK 17 or later" >&2
    exit 1
fi
if ! (is_built); then
    # Two first runs at once must not build into the same directories.
    if command -v flock > /dev/null 2>&1; then
        exec 9< "$root/pom.xml"
        flock 9
        (is_built) || build
        exec 9<&-
    else
        build
    fi
fi

# ---- run
# shellcheck disable=SC2086 # java_flags are words
run_example() {
    # Fewer arenas of malloc: RocksDB allocates on several threads.
    export MALLOC_ARENA_MAX=2
    exec "$java" \
        -Xmx256m -XX:MaxDirectMemorySize=64m -XX:+UseSerialGC -Xshare:auto \
        --enable-native-access=ALL-UNNAMED \
        -Djava.io.tmpdir="${TMPDIR:-/tmp}" \
        ${java_flags:-} \
        -cp "$(sed -n 2p "$stamp")" \
        "$@"
}
