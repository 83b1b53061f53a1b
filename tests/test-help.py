#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The manual: what the window points to is there, and every page can be reached from the first.

Arguments: source root.
"""

import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

from tap import Tap

ROOT = pathlib.Path(sys.argv[1])
PAGES = ROOT / "docs" / "help" / "C"
NS = "{http://projectmallard.org/1.0/}"

# What the window can say beside the failures of the problem table, by what it is about.
MESSAGES = {
    "a job has ended well": "done",
    "a chip was unlocked": "unlocked",
    "a job was stopped": "cancelled",
    "a file was built again": "changed-file",
    "the window is closed during a job": "close-while-busy",
    "the chip is empty and reads as locked": "new-chip",
    "the board is simulated": "simulated-board",
    "a locked chip was not chosen by its name": "which-chip",
    "a chip was caught": "caught",
}


def load():
    return {path.stem: ElementTree.parse(path).getroot() for path in sorted(PAGES.glob("*.page"))}


def links(page):
    return [node.get("xref") for node in page.iter(NS + "link") if node.get("xref")]


def check_ids(pages):
    for name, page in pages.items():
        assert page.get("id") == name, name
        assert page.find(f"{NS}info/{NS}desc").text, f"{name} has no description"
        assert page.find(NS + "title").text, f"{name} has no title"


def check_links(pages):
    for name, page in pages.items():
        for xref in links(page):
            target, _, section = xref.partition("#")
            assert target in pages, f"{name} points to {xref}"
            ids = {node.get("id") for node in pages[target].iter(NS + "section")}
            assert not section or section in ids, f"{name} points to {xref}"


def check_reachable(pages):
    """A page names its guide; a guide lists the pages that name it."""
    for name in pages:
        at, seen = name, set()
        while at != "index":
            assert at not in seen, f"{name} is in a circle"
            seen.add(at)
            guides = [node.get("xref") for node in pages[at].iter(NS + "link")
                      if node.get("type") == "guide"]
            assert guides, f"{name} cannot be reached"
            at = guides[0].partition("#")[0]


def check_window(pages):
    used = set()
    for path in [*ROOT.glob("ui/*.c"), *ROOT.glob("ui/*.h"), *ROOT.glob("ui/*.ui")]:
        text = path.read_text()
        used.update(re.findall(r'->help = "([a-z-]+)"', text))
        used.update(re.findall(r'win\.help::([a-z-]+)', text))
    assert len(used) > 5, used
    assert used <= set(pages), used - set(pages)


def check_keys(pages):
    """Each shortcut of the program is in the shortcuts window and on the page about keys."""
    table = re.search(r"accels\[\] = \{(.*?)\n\};", (ROOT / "ui/ul-application.c").read_text(), re.S)
    window = (ROOT / "ui/ul-shortcuts.c").read_text()
    keys = "".join(pages["keyboard"].itertext())
    accels = re.findall(r'\{ "(?:win|app)\.[^"]+", \{ ("[^}]+") \} \}', table.group(1))
    assert len(accels) > 15, accels
    for accel in accels:
        first = accel.split('"')[1]
        assert first in window, f"{first} is not in the shortcuts window"
        last = first.split(">")[-1]
        spoken = {"Escape": "Esc", "question": "?"}.get(last, last.upper())
        assert spoken in keys, f"{first} is not on the page about keys"


def menu_paths(menu, before=()):
    """Each way through the menu, as a person reads it"""
    for node in menu:
        label = node.find("attribute[@name='label']")
        path = before if label is None else (*before, label.text.replace("_", ""))
        yield path
        if node.tag != "item":
            yield from menu_paths(node, path)


def check_menus(pages):
    """A way through the main menu that a page tells leads somewhere."""
    items = ElementTree.parse(ROOT / "ui/ul-main-menu-items.ui").getroot()
    ways = set(menu_paths(items.find("menu[@id='items']")))
    told = 0
    for name, page in pages.items():
        for path in page.iter(NS + "guiseq"):
            first, *rest = (" ".join("".join(gui.itertext()).split()) for gui in path)
            if first == "☰":
                told += 1
                assert tuple(rest) in ways, f"{name} tells of {rest}"
    assert told > 8, told


def check_features():
    """What docs/features.md says to be shown by a test or a picture is."""
    text = (ROOT / "docs/features.md").read_text()
    tests = {path.name for path in (ROOT / "tests").rglob("test-*")}
    states = re.findall(r"STATES = .*?for state in \((.*?)\)", (
        ROOT / "tests/ui/screenshots.py").read_text(), re.S)[0].split(", ")
    rows = re.findall(r"^\| (.*?) \| (yes|part|not yet) \| ?(.*?) ?\|$", text, re.M)
    assert len(rows) > 90, len(rows)
    assert len(rows) == len(re.findall(r"^\| (?!feature|---)", text, re.M)), "a row is no row"
    for feature, state, shown in rows:
        names = re.findall(r"`([^`]+)`", shown)
        assert names or state == "not yet", f"nothing shows: {feature}"
        for name in names:
            assert name in tests or (ROOT / name).is_file() or name == "./dev screenshots" or \
                name.split("-")[0] in states, f"{feature}: {name} is not there"


def list_shown(row):
    """Each file that a row names, and a case that is said to be in it"""
    for item in re.split(r"^\* ", row.replace("\n  ", " "), flags=re.M)[1:]:
        item = item.partition("\n")[0]
        files, _, cases = item.partition(": ")
        for name in re.findall(r"`([^`]+/test-[^`]+)`", files):
            for case in re.findall(r'"([^"]+)"', cases):
                yield name, case


def check_rows():
    """The tests and pictures of docs/seed-rows.md are there."""
    rows = re.split(r"^## S", (ROOT / "docs/seed-rows.md").read_text(), flags=re.M)[1:]
    assert [int(row.split()[0]) for row in rows] == list(range(1, 20)), rows
    shots = "".join(path.read_text() for path in (ROOT / "tests/ui").glob("test-*.py"))
    for row in rows:
        shown = list(list_shown(row))
        assert shown and "\n*Met:*" in row and "\n*Here:*" in row, row
        for name, case in shown:
            text = (ROOT / "tests" / name).read_text()
            assert case in text or case.replace(" ", "_") + " (void" in text, (name, case)
        for name in re.findall(r"\((screenshots/[^)]+)\)", row):
            assert (ROOT / "docs" / name).is_file(), name
        for line in re.findall(r"^Picture: .*", row, re.M):
            for name in re.findall(r"`([^`]+)`", line):
                assert f'"{name}"' in shots, f"no test takes the picture {name}"


def main():
    tap = Tap()
    pages = load()
    with tap.case("each page has its own name, a title and a description"):
        check_ids(pages)
    with tap.case("no link leads nowhere"):
        check_links(pages)
    with tap.case("each page can be reached from the first"):
        check_reachable(pages)
    with tap.case("each page that the window opens is there"):
        check_window(pages)
    with tap.case("each shortcut is in the shortcuts window and in the manual"):
        check_keys(pages)
    with tap.case("each way through the main menu that a page tells is there"):
        check_menus(pages)
    with tap.case("what is said to be shown is shown"):
        check_features()
    with tap.case("each of the rows that the program is for names tests that are there"):
        check_rows()
    for what, page in MESSAGES.items():
        with tap.case(f"there is a page for: {what}"):
            ids = [node.get("id") for node in pages[page].iter(NS + "section")]
            assert ids == ["cause", "remedy", "background"], ids
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
