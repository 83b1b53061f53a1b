# SPDX-License-Identifier: GPL-2.0-or-later
"""Somebody protected his boot loader: the protection goes, and everything else stays."""

import sys

from harness import EXAMPLES, Story, Tap

BLINKY = EXAMPLES / "blinky.srec"
BOARD = "frdm-kl25z"
OWN = "0xFFFFFFFE"  # the first four sectors, with the settings themselves
CUT_AT = 6000  # of some 8000 words that are written after the mass erase; each job counts anew
OTHERS = "0xFFFFFF3F"  # the eight sectors from 0x6000 on


def protect(story, fprot, *more):
    old = bytearray(bytes(range(1, 256)) * 257)  # nothing of it is blank, nothing is blinky
    old[0x400:0x410] = b"\xff" * 12 + b"\xfe\xff\xff\xff"
    path = story.desktop.folder / "old.bin"
    path.write_bytes(old[:0x8000])
    story.board(BOARD, "--image", path, "--fprot", fprot, *more)
    return bytes(old[:0x8000])


def read(story):
    """What the first 32 KiB hold."""
    path = story.desktop.folder / "read.bin"
    status, _, said = story.cli("--probe", f"sim:{BOARD}", "read", "--range", "0-0x7FFF", "--force", "-o",
                                path)
    assert status == 0, said
    return path.read_bytes()


def can_be_left(window, story):
    before = story.flash(BOARD)
    window.wait_text("4 of 13 sectors are protected")
    window.screenshot("lift-1-told")
    window.click("Lift Protection…")
    window.wait_text("Lift the protection of 4 sectors?")
    window.wait_text("0x00000000–0x00000FFF (4 sectors)", "everything is put back",
                     "saved as a backup first")
    window.wait_checked("Then program blinky.srec")
    window.screenshot("lift-2-question")
    window.click("Cancel")
    window.wait_text("4 of 13 sectors are protected")
    assert story.flash(BOARD) == before


def lifts_and_programs(window, story, held):
    window.click("Lift Protection…")
    window.click("Erase and Put Back")
    window.wait_text("Programmed and verified")
    window.wait_text("No sector is protected")
    assert story.chip_holds(BOARD, BLINKY, "motorola")
    assert read(story)[0x3400:] == held[0x3400:]  # what the file does not need


def lifts_selected(window, story, held):
    window.wait_text("write-protected")
    window.select(25)
    window.menu("Lift Protection…")
    window.wait_text("Lift the protection of 4 sectors?")
    window.wait_text("3 that were not chosen are lifted together", "4 other sectors stay protected",
                     "Only sector 1 (0x00000400–0x000007FF) is rewritten")
    window.screenshot("lift-3-selected")
    window.click("Lift Protection", dialog="Lift the protection of 4 sectors?")
    window.wait_text("Protection lifted")
    window.wait_text("4 sectors are no longer protected", "all else is as it was")
    window.screenshot("lift-4-done")
    window.wait_sectors(lambda names: "verified" in names[1] and ["protected" in name for name in
                                                                  names[24:32]] == [False] * 4 + [True] * 4)
    assert read(story)[0x410:] == held[0x410:]


def lifts_the_rest_from_the_inspector(window, story, held):
    window.select(30)
    window.wait_text("Sector 30 of 128")
    window.click("Lift Protection…", roles=("push button",))
    window.click("Lift Protection", dialog="Lift the protection of 4 sectors?")
    window.wait_text("No sector is protected")
    assert read(story) == held


def says_what_is_free(window):
    window.select(40)
    window.menu("Lift Protection…")
    window.wait("These sectors are not protected", window.POPOVERS)
    window.screenshot("lift-5-free")
    window.key("Escape")


def says_what_cannot_be(window, story):
    before = story.flash(BOARD)
    window.wait_text("write-protected")
    window.select(0)
    window.click("List")
    window.wait("Sector list", ("table", "tree table"))
    window.menu("Lift Protection…")
    window.wait("The protection cannot be lifted", window.POPOVERS)
    window.wait_text("mass erase is switched off")
    window.screenshot("lift-6-barred")
    window.key("Escape")
    assert story.flash(BOARD) == before


def tells_what_to_do_when_cut(window, story, held):
    window.wait_text("write-protected")
    window.select(0)
    window.menu("Lift Protection…")
    window.click("Erase and Put Back")
    window.wait_text("The board lost power")
    window.wait_text("Restore puts back all that the chip held, without the protection")
    window.screenshot("lift-7-cut")
    assert read(story) != held


def finishes_what_was_cut(window, story, held):
    window.click("Restore Previous Contents…", roles=("push button",))
    window.wait_text("what the chip held, without the write protection")
    window.wait_text("saved before write protection was lifted")
    window.screenshot("lift-8-backups")
    window.click("Restore")
    window.wait_text("Programmed and verified")
    window.wait_text("No sector is protected")
    assert read(story) == held[:0x408] + b"\xff" * 4 + held[0x40C:]


def is_not_offered_any_more(window):
    window.click("Main Menu")
    window.click("Restore Previous Contents…")
    window.wait_text("saved before write protection was lifted")
    said = "\n".join(window.texts())
    assert "without the write protection" not in said, said
    window.key("Escape")


def main():
    tap = Tap()
    with Story(many_quarks=True) as story:
        held = protect(story, OWN)
        window = story.start("--probe", f"sim:{BOARD}", BLINKY)
        with tap.case("the question says what is done, and can be left"):
            can_be_left(window, story)
        with tap.case("a boot loader's protection is lifted, and the file programmed"):
            lifts_and_programs(window, story, held)
        window.quit()
        held = protect(story, OTHERS)
        window = story.start("--probe", f"sim:{BOARD}")
        with tap.case("sectors that are selected lose it, with those that share their bit"):
            lifts_selected(window, story, held)
        with tap.case("the sector looked at has a button for it"):
            lifts_the_rest_from_the_inspector(window, story, held)
        with tap.case("sectors that are free are said to be so"):
            says_what_is_free(window)
        window.quit()
        protect(story, OWN, "--fsec", "0xEE")
        window = story.start("--probe", f"sim:{BOARD}")
        with tap.case("where it cannot be done that is said, and nothing is touched"):
            says_what_cannot_be(window, story)
        window.quit()
        held = protect(story, OWN, "--fault", f"cut-command={CUT_AT}", "--fault", "cut-percent=50")
        window = story.start("--probe", f"sim:{BOARD}")
        with tap.case("a lift that is cut tells how it is finished"):
            tells_what_to_do_when_cut(window, story, held)
        with tap.case("restoring the backup that the message means finishes it"):
            finishes_what_was_cut(window, story, held)
        with tap.case("once it has done its work that backup is gone"):
            is_not_offered_any_more(window)
        with tap.case("the window ends without a complaint"):
            assert window.quit() == 0
            assert not story.read_log(), story.read_log()
    sys.exit(tap.finish())


if __name__ == "__main__":
    main()
