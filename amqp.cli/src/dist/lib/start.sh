# SPDX-License-Identifier: MPL-2.0
# Sourced by bin/amqp, here and in the checkout, which then calls `start` with the arguments. Needs
#   java         the program
#   classpath    jars with colons, always in the same order
#   classlist    which classes to keep ready, beside Java's own list
#   fingerprint  of the jars: another one for other jars
#   lib          folder where the archive of ready classes may be kept
# shellcheck shell=sh disable=SC2154

# Sets $archive to a file with classes as the JVM has them in memory, which halves the time to start. Java's own archive
# stays in use where there is none. It is made when it is missing; an empty file says that this Java cannot make one.
find_archive() {
    archive=
    if [ "${AMQP_ARCHIVE:-on}" = off ]; then return; fi
    java_home=$(readlink -f "$(command -v "$java")")
    java_home=${java_home%/bin/java}
    version=
    while IFS='=' read -r name value; do
        if [ "$name" = JAVA_VERSION ]; then version=$value; fi
    done 2>/dev/null <"$java_home/release" || return 0
    version=${version#\"}
    version=${version%\"}
    [ -n "$version" ] || return 0
    # The JVM takes an archive only for the same Java and the same jars in the same place.
    key=$(printf '%s' "$java_home $version $fingerprint $classpath" | cksum)
    file=classes-${key%% *}.jsa
    cache=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/amqp
    for folder in "$lib" "$cache"; do
        if [ -e "$folder/$file" ]; then
            archive=$folder/$file
            return
        fi
    done
    if [ -w "$lib" ]; then
        make_archive "$lib/$file"
    elif mkdir -p "$cache" 2>/dev/null && [ -w "$cache" ]; then
        make_archive "$cache/$file"
    fi
}

make_archive() {
    if [ -t 2 ]; then printf 'amqp: preparing to start quickly; once, for two seconds ...\r' >&2; fi
    # Java's own list and ours. G1 alone archives objects of the heap, too. Others see all of the file or none of it.
    cat "$java_home/lib/classlist" "$classlist" >"$1.list.$$" 2>/dev/null || :
    "$java" -Xshare:dump -XX:SharedClassListFile="$1.list.$$" -XX:SharedArchiveFile="$1.$$" -XX:+UseG1GC -Xlog:disable \
        -cp "$classpath" >/dev/null 2>&1 </dev/null || : >"$1.$$"
    rm -f "$1.list.$$"
    mv -f "$1.$$" "$1"
    if [ -t 2 ]; then printf '\033[K' >&2; fi
    archive=$1
}

start() {
    # In the C locale Java 17 reads arguments as ASCII. A system without C.UTF-8 stays as it is.
    case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in
    C | POSIX) export LC_ALL=C.UTF-8 2>/dev/null ;;
    esac
    find_archive
    if [ -s "$archive" ]; then
        # An archive that does not fit is passed over. Java would tell so on stdout.
        set -- -XX:SharedArchiveFile="$archive" -Xlog:disable -cp "$classpath" amqp.cli.Amqp "$@"
    else
        set -- -cp "$classpath" amqp.cli.Amqp "$@"
    fi
    # The serial collector and no performance counters: the quickest start, with all of the compiler.
    exec "$java" -XX:+UseSerialGC -XX:-UsePerfData -Xshare:auto "$@"
}
