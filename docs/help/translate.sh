#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Makes a translation of the manual, or brings what translators work on up to date.
#
#   translate.sh make PO FOLDER DEPFILE   the pages of C in PO's language, into FOLDER
#   translate.sh update                   unlatch.pot, and every LANG/LANG.po with it
set -eu

help=$(cd "$(dirname "$0")" && pwd)

make_pages () {
    rm -rf "$2"
    mkdir -p "$2/unlatch"
    msgfmt -o "$2.gmo" "$1"
    itstool --strict -m "$2.gmo" -o "$2/unlatch" "$help"/C/*.page
    rm "$2.gmo"
    # the folder changes when a page comes or goes
    printf '%s:' "$2" >"$3"
    printf ' %s' "$help/C" "$help"/C/*.page >>"$3"
}

update () {
    cd "$help"
    itstool -o unlatch.pot C/*.page
    while read -r language; do
        msgmerge --quiet --update --backup=none "$language/$language.po" unlatch.pot
    done <LINGUAS
}

case "${1:-}" in
make) make_pages "$2" "$3" "$4" ;;
update) update ;;
*) sed -n '3,7s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
