#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# fuzz.sh BUILDDIR SECONDS: each reader of files and logs, from every file of its kind in the repository;
# keeps what it finds in BUILDDIR/corpus, and ends with the status of the first that fails.
set -eu
build=$1
seconds=$2
for kind in chips explain image profile; do
    mkdir -p "$build/seeds/$kind" "$build/corpus/$kind"
done
mkdir -p "$build/crashes"
find data/examples tests -type f \( -name '*.hex' -o -name '*.srec' -o -name '*.s19' -o -name '*.s28' \
    -o -name '*.s37' -o -name '*.mot' -o -name '*.sx' -o -name '*.elf' -o -name '*.uf2' \
    -o -name '*.txt' \) -size -256k -exec cp {} "$build/seeds/image" \;
find tests -type f \( -name '*.unlatch' -o -name '*.jflash' -o -name '*.jlink' \) \
    -exec cp {} "$build/seeds/profile" \;
cp data/examples/*.chips "$build/seeds/chips"
cp tests/explain/data/*.log "$build/seeds/explain"

# reader, seconds, longest file
run () {
    "$build/tests/fuzz/fuzz-$1" -max_total_time="$2" -timeout=10 -rss_limit_mb=1024 \
        -max_len="$3" -artifact_prefix="$build/crashes/" -print_final_stats=1 \
        "$build/corpus/$1" "$build/seeds/$1"
}
run image $((seconds * 5 / 8 + 1)) 65536
run profile $((seconds / 4 + 1)) 8192
run explain $((seconds / 8 + 1)) 8192
run chips $((seconds / 8 + 1)) 8192
