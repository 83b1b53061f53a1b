#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# fuzz.sh BUILDDIR SECONDS: starts from every firmware file of the repository, keeps what it finds
# in BUILDDIR/corpus, and ends with the fuzzer's status.
set -eu
build=$1
seconds=$2
mkdir -p "$build/seeds" "$build/corpus" "$build/crashes"
find data/examples tests -type f \( -name '*.hex' -o -name '*.srec' -o -name '*.s19' -o -name '*.s28' \
    -o -name '*.s37' -o -name '*.mot' -o -name '*.sx' -o -name '*.elf' -o -name '*.uf2' \
    -o -name '*.txt' \) -size -256k -exec cp {} "$build/seeds" \;
exec "$build/tests/fuzz/fuzz-image" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 \
    -max_len=65536 -artifact_prefix="$build/crashes/" -print_final_stats=1 \
    "$build/corpus" "$build/seeds"
