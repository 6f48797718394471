#!/usr/bin/env bash
# run.sh CLASS ARGUMENT...: builds what is needed and runs a program of this module where it was called.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
main="$1"
shift
arguments=""
for argument in "$@"; do
    arguments+=" \"$argument\""
done
exec mvn -q -B -ntp -Dstyle.color=never -f "$root/pom.xml" -pl benchmarks -am -Prun package \
    -Dmaven.test.skip=true -Drun.directory="$PWD" -Drun.main="$main" -Drun.arguments="$arguments"
