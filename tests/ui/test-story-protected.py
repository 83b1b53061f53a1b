# SPDX-License-Identifier: GPL-2.0-or-later
"""A bootloader's sectors are protected, and the file needs them: said before anything is touched."""

import sys

from accessible import letter_of
from harness import EXAMPLES, Story, Tap

BLINKY = EXAMPLES / "blinky.srec"
BOARD = "frdm-kl25z"
PROTECTED = 4  # sectors of 1 KiB, by FPROT 0xFFFFFFFE


def protect(story, fprot="0xFFFFFFFE"):
    old = story.desktop.folder / "old.bin"
    old.write_bytes(bytes(range(1, 256)) * 257)  # nothing of it is blank, nothing is blinky
    image = old.read_bytes()[:0x400] + b"\xff" * 12 + b"\xfe\xff\xff\xff" + old.read_bytes()[0x410:]
    old.write_bytes(image[:0x8000])
    story.board(BOARD, "--image", old, "--fprot", fprot)


def tells_before(window, story):
    before = story.flash(BOARD)
    window.wait_text("4 of 13 sectors are protected")
    window.wait_text("blinky.srec", "0x00000000–0x00000FFF", "Nothing has been changed")
    window.wait_text("0x00000000–0x00000FFF", "write-protected")
    window.wait_sectors(lambda names: all("protected" in name and "will be written" in name
                                          for name in names[:PROTECTED])
                        and "protected" not in names[PROTECTED])
    window.screenshot("protected-1-told")
    assert story.flash(BOARD) == before


def program_explains(window, story):
    before = story.flash(BOARD)
    window.click("Program")
    window.wait("4 of 13 sectors are protected", window.POPOVERS)
    window.screenshot("protected-2-why")
    window.key("Escape")
    assert story.flash(BOARD) == before


def shows_where(window):
    window.click("More Ways")
    item = window.wait("Show Sectors", window.BUTTONS)
    assert letter_of(window.wait("Skip Protected Sectors", window.BUTTONS)) == "s"
    window.enter()
    window.key(f"alt+{letter_of(item)}")
    window.wait_text("Sector 0 of 128", "protected")
    window.screenshot("protected-3-where")


def can_be_left(window, story):
    before = story.flash(BOARD)
    window.click("Unlock and Erase All…")
    window.wait_text("Erase everything and unlock MKL25Z128?")
    window.wait_text("All 128 KiB of flash")
    window.wait_checked("Then program blinky.srec")
    window.screenshot("protected-4-question")
    window.click("Cancel")
    window.wait_text("4 of 13 sectors are protected")
    assert story.flash(BOARD) == before


def unlocks_and_programs(window, story):
    window.click("Unlock and Erase All…")
    window.click("Unlock and Erase")
    window.wait_text("Programmed and verified")
    window.wait_text("After reset the chip is unsecured.")
    window.wait_text("No sector is protected")
    window.wait_sectors(lambda names: all("verified" in name for name in names), 0, 13)
    window.wait_sectors(lambda names: all(name.endswith("blank") for name in names), 13)
    window.screenshot("protected-5-done")
    assert story.chip_holds(BOARD, BLINKY, "motorola")
    status, lines, _ = story.cli("--probe", f"sim:{BOARD}", "info")
    assert status == 0 and lines[-1]["protection"]["protected_sectors"] == 0, lines[-1]


def skips_on_request(window, story):
    window.click("More Ways")
    window.click("Skip Protected Sectors")
    window.wait_text("Programmed without the protected sectors")
    window.wait_sectors(lambda names: all("left as it is" in name for name in names), 0, PROTECTED)
    window.wait_sectors(lambda names: all("verified" in name for name in names), PROTECTED, 13)
    window.wait_text("4 sectors were left as they are because they are protected")
    window.screenshot("protected-6-skipped")
    assert not story.chip_holds(BOARD, BLINKY, "motorola")


def erases_around_them(window, story):
    window.key("F4")
    window.wait("Erase", ("dialog",))
    window.click("The sectors of a range")
    window.type("First Address", "0x00000C00")
    window.type("Last Address", "0x000017FF")
    window.wait_text("1 of 3 sectors is protected")
    window.click("Leave protected sectors as they are")
    window.wait_text("1 is protected and left out")
    window.screenshot("protected-8-erase")
    window.click("Erase", dialog="Erase")
    window.wait_text("Erased without the protected sectors")
    window.wait_text("1 sector was left as it is because it is protected: what it holds")
    window.wait_sectors(lambda names: "holds data" in names[3] and
                        all(", blank" in name for name in names[4:6]))


def unlocks_alone(window, story):
    """Unlock without a file: the button itself, for an unsecured chip with protected sectors."""
    window.click("Remove blinky.srec")
    window.click("Unlock")
    window.click("Unlock and Erase")
    window.wait_text("Unlocked")
    window.wait_text("All flash is empty")
    window.wait_text("No sector is protected")
    window.wait_sectors(lambda names: all(name.endswith("blank") or "lock settings" in name
                                          for name in names))
    window.click("Unlock")
    window.wait_text("This chip is not locked")
    window.screenshot("protected-7-not-locked")


def main():
    tap = Tap()
    with Story(many_quarks=True) as story:
        protect(story)
        window = story.start("--probe", f"sim:{BOARD}", BLINKY)
        with tap.case("protected sectors are told before anything is touched"):
            tells_before(window, story)
        with tap.case("Program says why it does not, and touches nothing"):
            program_explains(window, story)
        with tap.case("the sectors in the way are shown"):
            shows_where(window)
        with tap.case("the question before unlocking can be left"):
            can_be_left(window, story)
        with tap.case("Unlock and Erase All unlocks, programs, verifies and proves"):
            unlocks_and_programs(window, story)
        window.quit()
        protect(story)
        window = story.start("--probe", f"sim:{BOARD}", BLINKY)
        with tap.case("protected sectors are left out on request, and that is said"):
            skips_on_request(window, story)
        with tap.case("an erase leaves them out on request, too"):
            erases_around_them(window, story)
        with tap.case("Unlock by itself removes the protection of an open chip"):
            unlocks_alone(window, story)
        with tap.case("the window ends without a complaint"):
            assert window.quit() == 0
            assert not story.read_log(), story.read_log()
    sys.exit(tap.finish())


if __name__ == "__main__":
    main()
