# SPDX-License-Identifier: GPL-2.0-or-later
"""Boards in series: their numbers in the window, the next board by itself, and what ends that."""

import json
import sys

import menus
from harness import EXAMPLES, Story, Tap, eventually, wait_for

KL25 = "frdm-kl25z"
EACH = ("Board Series", "Again for Each Board")
PROFILE = """[Unlatch]
Format=1
Name=Left board
[Probe]
Kind=sim
Serial=frdm-kl25z
[File 1]
Path=app.hex
[Serial]
Address=0x1F000
Format=decimal
Width=6
Prefix=SN-
[Record]
File=boards.jsonl
"""


def make_profile(story, name, text=PROFILE):
    (story.desktop.folder / "app.hex").write_bytes((EXAMPLES / "app.hex").read_bytes())
    path = story.desktop.folder / name
    path.write_text(text)
    return path


def read(story, size=9):
    """The serial number's bytes in the chip"""
    board = next(data for name, data in story.flash(KL25).items() if name.endswith(".board"))
    return board[0x1F000:0x1F000 + size]


def arm(window):
    menus.choose(window, *EACH)
    window.key("Escape")  # the menu stays open after a tick; the key would stop a job later
    window.wait_gone(EACH[1], menus.ITEMS)
    window.wait_text("Each board:")


def wait_disarmed(window):
    """The count stays, and no longer says that it goes on."""
    wait_for("the end", lambda: not window.shows("Each board:"))


def remove(story):
    status, _, said = story.cli("boards", "remove", KL25)
    assert status == 0, said


def take_away(story, window):
    window.wait_text("Remove the board, then connect the next one.")
    remove(story)
    window.wait_text("Connect the next board.")


def bring(story, *options):
    story.board(KL25, "--new-chip", *options)


def check_number(tap, story):
    story.board(KL25)
    profile = make_profile(story, "left.unlatch")
    window = story.start(profile)
    with tap.case("the number of the next board stands among the files"):
        window.wait_text("Serial number SN-000001")
        window.wait_text("Boards: 0 done, 0 failed")
        assert not window.find("Remove Serial number SN-000001")
        window.screenshot("series-ready")
    with tap.case("opening a profile programs nothing"):
        assert read(story) == b"\xFF" * 9
    with tap.case("a board that is done uses the number up"):
        window.click("Program")
        window.wait_text("Programmed and verified")
        window.wait_text("Serial number SN-000001.")
        window.wait_text("Serial number SN-000002")
        window.wait_text("Boards: 1 done, 0 failed")
        wait_for("the number in the chip", lambda: read(story) == b"SN-000001")
    with tap.case("the command that does the same takes the profile"):
        menus.choose(window, "Report and Log", "Copy as Command")
        window.wait_text("unlatch-cli --profile", "left.unlatch", "program")
    with tap.case("what was written is verified without the number, which is of one board alone"):
        window.click("Verify")
        window.wait_text("the chip holds what the file says")
    with tap.case("boards are counted anew, and the numbers go on"):
        menus.choose(window, "Board Series", "Count Boards Anew")
        window.wait_text("Boards: 0 done, 0 failed")
        window.wait_text("Serial number SN-000002")
    window.quit()


def check_refusals(tap, story):
    story.board(KL25)
    cases = (("a number that goes where the file has bytes is refused", "Address=0x1F000",
              "Address=0x4000", "has bytes of its own at 0x00004000"),
             ("values that make no number are told before anything is done", "Format=decimal",
              "Format=little-endian", "Only a serial number that is a text can have a prefix"))
    for i, (name, old, new, said) in enumerate(cases):
        with tap.case(name):
            window = story.start(make_profile(story, f"wrong-{i}.unlatch",
                                              PROFILE.replace(old, new)))
            window.wait_text(said)
            window.click("Program")
            assert read(story) == b"\xFF" * 9
            window.quit()


def are_recorded(path):
    lines = [json.loads(line) for line in path.read_text().splitlines()][-2:]
    assert [line["serial_number"] for line in lines] == ["SN-000001", "SN-000002"], lines
    assert lines[0]["chip_id"] != lines[1]["chip_id"], lines


def check_boards(tap, story):
    story.board(KL25)
    window = story.start(make_profile(story, "row.unlatch"))
    window.wait_text("Serial number SN-000001")
    with tap.case("the switch alone begins nothing"):
        arm(window)
        window.wait_text("Each board: 0 done, 0 failed")
        assert read(story) == b"\xFF" * 9
    with tap.case("after the first press, each board that comes is programmed by itself"):
        window.click("Program")
        take_away(story, window)
        window.wait_text("Each board: 1 done, 0 failed")
        window.screenshot("series-waiting")
        bring(story)
        window.wait_text("Each board: 2 done, 0 failed")
        take_away(story, window)
    with tap.case("a locked board ends it, and is not unlocked"):
        bring(story, "--locked")
        window.wait_text("Secured: contents hidden")
        window.wait_text("Boards: 2 done, 0 failed")
        window.screenshot("series-locked")
        wait_disarmed(window)
    with tap.case("every board has its line in the record"):
        eventually(are_recorded, story.desktop.folder / "boards.jsonl")
    window.quit()


def check_ends(tap, story):
    story.board(KL25)
    window = story.start(make_profile(story, "ends.unlatch"))
    window.wait_text("Serial number SN-000001")
    with tap.case("a stop while it waits ends it"):
        arm(window)
        window.click("Program")
        window.wait_text("Remove the board, then connect the next one.")
        window.click("Cancel")
        window.wait_text("Boards: 1 done, 0 failed")
        wait_disarmed(window)
    with tap.case("other files end it"):
        arm(window)
        window.click("Program")
        window.wait_text("Remove the board, then connect the next one.")
        window.click("Use app.hex", ("check box",))
        window.wait_text("Boards: 2 done, 0 failed")
        wait_disarmed(window)
    with tap.case("the first board is waited for as well"):
        window.click("Use app.hex", ("check box",))
        remove(story)
        window.wait_text("The board has no power")
        arm(window)
        window.click("Program")
        window.wait_text("Connect the next board.")
        bring(story)
        window.wait_text("Each board: 3 done, 0 failed")
    with tap.case("closing the window ends it"):
        window.wait_text("Remove the board, then connect the next one.")
        window.key("ctrl+w")
        window.click("Stop and Close")
        status = window.ended()
        assert status == 0, (status, story.read_log())


def main():
    tap = Tap()
    with Story() as story:
        check_number(tap, story)
        check_refusals(tap, story)
        check_boards(tap, story)
        check_ends(tap, story)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
