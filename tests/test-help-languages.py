#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The manual in other languages: whole, of the same links, and with the names that the window has.

Arguments: source root, build root.
"""

import gettext
import io
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

from tap import Tap

ROOT = pathlib.Path(sys.argv[1])
BUILD = pathlib.Path(sys.argv[2])
HELP = ROOT / "docs/help"
NS = "{http://projectmallard.org/1.0/}"
CREDITS = "_\x04translator-credits"  # itstool's own; nobody has to fill it


def read_catalog(po):
    """Each message of a po file and its translation, and the plurals one by one"""
    made = subprocess.run(["msgfmt", "--check", "-o", "-", po], check=True, capture_output=True).stdout
    # pylint: disable-next=protected-access
    catalog = gettext.GNUTranslations(io.BytesIO(made))._catalog
    return {key[0] if isinstance(key, tuple) else key: text for key, text in catalog.items()}


def make_template(folder):
    pot = folder / "unlatch.pot"
    subprocess.run(["itstool", "-o", pot, *sorted((HELP / "C").glob("*.page"))], check=True)
    return pot


def check_whole(po, pot, folder):
    merged = folder / "merged.po"
    subprocess.run(["msgmerge", "--quiet", "-o", merged, po, pot], check=True)
    for option in ("--untranslated", "--only-fuzzy"):
        left = subprocess.run(["msgattrib", "--no-obsolete", option, merged], check=True, text=True,
                              capture_output=True).stdout
        left = [text for text in re.findall(r'^msgid (.*(?:\n".*")*)', left, re.M)
                if text not in ('""', '"translator-credits"')]
        assert not left, f"{option}: {left[:3]} and {max(0, len(left) - 3)} more"


def xrefs(path):
    return sorted(node.get("xref") for node in ElementTree.parse(path).iter(NS + "link")
                  if node.get("xref"))


def check_pages(language):
    pages = BUILD / "docs/help" / language / "unlatch"
    originals = sorted((HELP / "C").glob("*.page"))
    assert [path.name for path in originals] == sorted(path.name for path in pages.glob("*.page"))
    for original in originals:
        assert xrefs(original) == xrefs(pages / original.name), original.name


def spoken(text):
    """Without the key: "_Open", and "開く(_O)" where the letters have no Latin one"""
    text = re.sub(r"\(_\w\)", "", text)
    return re.sub(r"\s+", " ", text).replace("_", "").strip()


def names_in(text):
    return [spoken(name) for name in re.findall(r"<gui(?: [^>]*)?>(.*?)</gui>", text, re.S)]


def check_names(language, catalog):
    """A button is called in the manual what it is called in the window."""
    window = {}
    for message, text in read_catalog(ROOT / "po" / f"{language}.po").items():
        window.setdefault(spoken(message.partition("\x04")[2] or message), set()).add(spoken(text))
    wrong, held = [], 0
    for message, text in catalog.items():
        told = set(names_in(text))
        for name in window.keys() & set(names_in(message)):
            held += 1
            if not told & window[name]:
                wrong.append((name, sorted(told), sorted(window[name])))
    assert not wrong, f"{len(wrong)}: {wrong[:5]}"
    assert held > 30, held


def check_markup(catalog):
    """As many names of buttons in the translation as in the original: none is lost"""
    for message, text in catalog.items():
        assert message == CREDITS or len(names_in(message)) == len(names_in(text)), message


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="unlatch-") as folder:
        pot = make_template(pathlib.Path(folder))
        for language in (HELP / "LINGUAS").read_text().split():
            po = HELP / language / f"{language}.po"
            catalog = read_catalog(po)
            with tap.case(f"{language}: every sentence is translated"):
                check_whole(po, pot, pathlib.Path(folder))
            with tap.case(f"{language}: each page has the links of the original"):
                check_pages(language)
            with tap.case(f"{language}: each name of a button is in its sentence"):
                check_markup(catalog)
            with tap.case(f"{language}: buttons are called as in the window"):
                check_names(language, catalog)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
