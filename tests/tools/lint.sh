#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# lint.sh BUILDDIR: every check that needs no running program. Called by ./dev lint.
#
# shellcheck disable=SC2317 # functions reached through check()
set -u
build=$1
bad=0

# check NAME COMMAND...: runs it, shows what it says only when it fails
check () {
    name=$1
    shift
    if said=$("$@" 2>&1); then
        printf 'ok      %s\n' "$name"
    else
        printf 'BAD     %s\n%s\n' "$name" "$said"
        bad=1
    fi
}

sources=$(git ls-files '*.c' '*.h')
units=$(git ls-files 'app/*.c' 'core/*.c' 'probe/*.c' 'ui/*.c')

tidy () {
    # clang-tidy counts the warnings of system headers on standard error: not ours. One file at a
    # time, since with several it takes the va_list of one for that of another.
    printf '%s\n' "$units" | xargs -r -n 1 -P "$(nproc)" \
        clang-tidy --quiet -p "$build" --warnings-as-errors='*' 2>/dev/null
}

check_po () {
    for po in po/*.po; do
        [ -f "$po" ] || continue
        msgfmt -c -o /dev/null "$po" || return 1
    done
}

# every sentence of today is translated, in every language
check_complete () {
    ninja -C "$build" unlatch-pot >/dev/null 2>&1 || return 1
    for po in po/*.po; do
        ! msgmerge --quiet -o - "$po" po/unlatch.pot | LC_ALL=C msgfmt --statistics -o /dev/null - 2>&1 |
            sed "s|^|$po: |" | grep -E 'untranslated|fuzzy' || return 1
    done
}

check_manual () {
    yelp-check validate --strict docs/help/C || return 1
    ninja -C "$build" manuals >/dev/null || return 1
    for pages in "$build"/docs/help/*/unlatch; do
        yelp-check validate --strict "$pages" || return 1
    done
}

# all sentences are collected, and none is one that a translator could not use
check_pot () {
    said=$(ninja -C "$build" unlatch-pot 2>&1) || { printf '%s\n' "$said"; return 1; }
    ! printf '%s\n' "$said" | grep 'warning:' | grep -v 'fallback ITS' || return 1
    msgfmt --check-format -o /dev/null po/unlatch.pot
}

# every file with a translatable sentence is listed, the list is sorted, and nothing listed is gone
check_potfiles () {
    listed=$(grep -v '^#' po/POTFILES.in)
    [ "$listed" = "$(printf '%s\n' "$listed" | LC_ALL=C sort -u)" ] ||
        { echo 'po/POTFILES.in is not sorted'; return 1; }
    used=$(git grep -lE '\b(N?C?_ \(|ngettext \()|translatable="yes"' -- 'app/*' 'core/*' 'probe/*' 'ui/*' |
        grep -E '\.(c|ui)$' | LC_ALL=C sort)
    lost=$(printf '%s\n' "$used" | grep -Fxv "$listed")
    [ -z "$lost" ] || { echo "not in po/POTFILES.in:" "$lost"; return 1; }
    for file in $listed; do
        [ -f "$file" ] || { echo "gone: $file"; return 1; }
    done
}

check_xml () {
    git ls-files '*.ui' '*.xml' '*.xml.in' '*.svg' | xargs -r xmllint --noout --nonet
}

# shellcheck disable=SC2086 # lists
check 'clang-format' clang-format --dry-run -Werror $sources
check 'clang-tidy' tidy
# shellcheck disable=SC2086 # lists
check 'cppcheck' cppcheck --quiet --std=c11 --language=c --enable=warning,performance,portability \
    --inline-suppr --library=gtk --suppressions-list=tests/tools/cppcheck.supp --error-exitcode=1 \
    -j "$(nproc)" -I core/base -I core/image -I core/device -I core/target -I core/flash -I core/job \
    app core probe ui
check 'translations' check_po
check 'sentences' check_pot
check 'complete translations' check_complete
check 'po/POTFILES.in' check_potfiles
check 'xml' check_xml
check 'manual' check_manual
check 'shell' shellcheck dev .ci/run tests/tools/lint.sh tests/fuzz/fuzz.sh docs/help/translate.sh
check 'completion' shellcheck -s bash data/completions/unlatch-cli
for desktop in "$build"/data/*.desktop; do
    check "$(basename "$desktop")" desktop-file-validate "$desktop"
done
for metainfo in "$build"/data/*.metainfo.xml; do
    check "$(basename "$metainfo")" appstreamcli validate --no-net "$metainfo"
done
exit $bad
