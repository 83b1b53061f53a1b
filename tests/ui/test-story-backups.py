# SPDX-License-Identifier: GPL-2.0-or-later
"""Backups of two boards: which is whose, and none goes to the wrong one unasked."""

import os
import pathlib
import sys

from harness import EXAMPLES, Story, Tap, eventually

BLINKY = EXAMPLES / "blinky.srec"
BOARD = "frdm-kl25z"
PROBE = ["--probe", f"sim:{BOARD}"]


def find_id(story):
    _, lines, _ = story.cli(*PROBE, "info")
    return next(line for line in lines if line["event"] == "chip")["ids"]["chip_id"]


def take_away(story):
    """Returns: the chip id of the board whose contents are in a backup now"""
    status, _, said = story.cli(*PROBE, "--yes", "erase", "--chip")
    assert status == 0, said
    return find_id(story)


def make_old():
    """As an earlier version kept it: by the probe alone"""
    pile = next((pathlib.Path(os.environ["XDG_DATA_HOME"]) / "unlatch" / "backups").glob("chip-*"))
    entry = next(path for path in pile.glob("*.backup") if "Written=false" in path.read_text())
    lines = [line for line in entry.read_text().splitlines()
             if not line.startswith(("ChipId=", "Reason=", "Date="))]
    old = pile.parent / f"sim_{BOARD}"
    old.mkdir()
    (old / "20260101T000000Z-0123abcd.backup").write_text(
        "\n".join([*lines, "Date=2026-01-01T00:00:00Z", ""]))


def tells_whose_they_are(window, own, other):
    window.click("Main Menu")
    window.click("Restore Previous Contents…")
    window.wait("Backups", ("list box", "list"))
    window.wait_text(f"This chip ({own})")
    window.wait_text(f"Another chip: {other}")
    window.wait_text(f"Which chip it was is not known; it was on sim:{BOARD}")
    window.wait_text("saved before erasing")

    def are_in_order():
        starts = ("This chip", "Which chip", "Another chip")
        shown = [text for text in window.texts() if text.startswith(starts)]
        order = [next((i for i, text in enumerate(shown) if text.startswith(start)), -1)
                 for start in starts]
        assert order[0] >= 0 and order == sorted(order), shown
    eventually(are_in_order)
    window.screenshot("backups-1-list")


def asks_before_the_wrong_one(story, window, own, other):
    before = story.flash(BOARD)
    window.select_row(f"Another chip: {other}")
    window.click("Restore")
    window.wait("This backup is of another chip")
    window.wait_text(f"The chip on the board is {own}")
    window.screenshot("backups-2-question")
    window.click("Cancel", dialog="This backup is of another chip")
    window.wait_gone("This backup is of another chip")
    assert story.flash(BOARD) == before, "it was written"
    window.click("Restore")
    window.click("Restore to This Chip")
    window.wait_text("Programmed and verified")
    assert story.chip_holds(BOARD, BLINKY, "motorola")


def main():
    tap = Tap()
    with Story() as story:
        story.board(BOARD, "--image", BLINKY)
        other = take_away(story)
        make_old()
        story.board(BOARD, "--image", EXAMPLES / "app.hex", "--new-chip")
        own = take_away(story)
        assert own and other and own != other, (own, other)
        window = story.start(*PROBE)
        window.wait_text("Unsecured")
        with tap.case("the card of the chip tells which one it is"):
            first, second, third = own.split("-")
            window.wait_text(f"Chip id\n{first}-{second}-\n{third}")
            window.screenshot("backups-0-card")
        with tap.case("each backup tells whose it is, that of this board first"):
            tells_whose_they_are(window, own, other)
        with tap.case("one of another board is restored when that is confirmed"):
            asks_before_the_wrong_one(story, window, own, other)
        with tap.case("the window ends without a complaint"):
            assert window.quit() == 0
            assert not story.read_log(), story.read_log()
    sys.exit(tap.finish())


if __name__ == "__main__":
    main()
