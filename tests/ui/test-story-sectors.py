# SPDX-License-Identifier: GPL-2.0-or-later
"""Some sectors and not the others: erased, checked, programmed, read, kept."""

import sys

from harness import EXAMPLES, Story, Tap, wait_for

BOARD = "frdm-kl25z"
BLINKY = EXAMPLES / "blinky.srec"
CHOSEN = (5, 6, 9)


def programs_the_file(window):
    window.wait_text("Will")
    window.click("Program")
    window.wait_text("Programmed and verified")


def says_what_is_selected(window):
    window.select(*CHOSEN)
    window.wait_text("3 sectors selected", "3 KiB")
    window.screenshot("sectors-1-selected")


def erases_them_alone(window):
    window.menu("Erase Sectors…")
    window.wait_text("Erase 3 sectors?")
    window.wait_text("0x00001400–0x00001BFF", "0x00002400–0x000027FF", "Will erase 3 sectors")
    window.screenshot("sectors-2-question")
    window.click("Erase", dialog="Erase 3 sectors?")
    window.wait_text("3 sectors erased, 0 were blank already")
    window.wait_sectors(lambda names: tuple(i for i, name in enumerate(names) if "blank" in name)
                        == CHOSEN, 0, 13)


def finds_them_blank(window):
    window.select(*CHOSEN)
    window.menu("Check Whether Blank")
    window.wait_text("3 sectors with 3 KiB are erased")


def finds_one_that_is_not(window):
    window.select(4, 5)
    window.menu("Check Whether Blank")
    window.wait_text("Sector 4 is not blank")
    window.wait_text("1 of 2 sectors holds data, the first of them at 0x00001000")
    window.wait_sectors(lambda names: "failed" in names[0], 4, 5)


def programs_some(window):
    window.select(5, 6, 20)
    window.menu("Program Sectors")
    window.wait_text("Programmed and verified")
    window.wait_text("2 sectors written, 0 already matched")
    window.wait_sectors(lambda names: "blank" in names[0], 9, 10)


def verifies_some(window):
    window.select(4, 5, 6)
    window.menu("Verify Sectors")
    window.wait_text("3 sectors with 3 KiB compared")
    window.select(6, 9)
    window.menu("Verify Sectors")
    window.wait_text("Sector 9 does not hold what was expected")


def says_why_it_cannot(window):
    window.select(100, 101)
    window.enter()
    window.key("Menu")  # does what Shift+F10 does
    window.click("Program Sectors", ("menu item",))
    window.wait_text("nothing to do in the chosen sectors")
    window.screenshot("sectors-3-why")
    window.key("Escape")


def reads_some(story, window):
    target = story.desktop.folder / "some.hex"
    window.select(2, 3, 12)
    window.menu("Read Sectors…")
    window.click("Save As…")
    window.save_as(target)
    window.wait_text("What the chip holds has been saved")
    _, lines, _ = story.cli("inspect", target)
    image = next(line for line in lines if line["event"] == "image")
    assert image["segments"] == [{"address": 0x800, "size": 0x800},
                                 {"address": 0x3000, "size": 0x400}], image


def keeps_what_shall_stay(window):
    window.select(5, 6)
    window.menu("Keep as They Are")
    window.wait_sectors(lambda names: ["kept as it is" in name for name in names]
                        == [True, True, False], 5, 8)
    window.screenshot("sectors-4-kept")
    window.select(6, 7)
    window.menu("Erase Sectors…")
    window.click("Erase", dialog="Erase 2 sectors?")
    window.wait_text("The job would change 0x1400–0x1BFF, which the profile keeps")
    window.wait_sectors(lambda names: "holds data" in names[0] or "matches" in names[0], 7, 8)
    window.select(5, 6)
    window.menu("Keep as They Are")
    window.wait_sectors(lambda names: not any("kept as it is" in name for name in names))


def gives_back_what_was_kept(window):
    def has_pins(names):
        return all("kept as it is" in name for name in names)
    window.menu("Keep as They Are")
    window.wait_sectors(has_pins, 5, 7)
    window.menu("Keep as They Are")
    window.click("Undo")  # at once: the offer goes by itself
    window.wait_sectors(has_pins, 5, 7)
    window.wait_gone("Keep range removed", ("notification",))
    window.menu("Keep as They Are")
    notice = window.wait("Keep range removed", ("notification",))
    window.press(window.find("Dismiss the Message", window.BUTTONS, True, notice))
    window.wait_gone("Keep range removed", ("notification",))
    window.wait_sectors(lambda names: not any("kept as it is" in name for name in names))
    wait_for("the end of its description",
             lambda: window.frame.get_description() != "Keep range removed")


def forgets_it_with_the_profile(story, window):
    other = story.desktop.folder / "other.unlatch"
    other.write_text(f"[Unlatch]\nFormat=1\n[Probe]\nKind=sim\nSerial={BOARD}\n")
    window.menu("Keep as They Are")
    window.wait_sectors(lambda names: all("kept as it is" in name for name in names), 5, 7)
    window.menu("Keep as They Are")
    window.wait("Keep range removed", ("notification",))
    assert window.drag([other])
    window.wait("Profile: other")
    window.wait_gone("Keep range removed", ("notification",))


def main():
    tap = Tap()
    with Story(many_quarks=True) as story:
        story.board(BOARD)
        window = story.start("--probe", f"sim:{BOARD}", BLINKY)
        with tap.case("the file is programmed"):
            programs_the_file(window)
        with tap.case("how much is selected is said"):
            says_what_is_selected(window)
        with tap.case("chosen sectors are erased, and no others"):
            erases_them_alone(window)
        with tap.case("erased sectors are found blank"):
            finds_them_blank(window)
        with tap.case("a sector with data is not blank"):
            finds_one_that_is_not(window)
        with tap.case("of the file, chosen sectors are programmed"):
            programs_some(window)
        with tap.case("chosen sectors are verified"):
            verifies_some(window)
        with tap.case("sectors without anything to do say so"):
            says_why_it_cannot(window)
        with tap.case("kept sectors are pinned, and not erased"):
            keeps_what_shall_stay(window)
        with tap.case("a keep range that was removed is given back at once"):
            gives_back_what_was_kept(window)
        with tap.case("another profile takes the offer along with the one that it was about"):
            forgets_it_with_the_profile(story, window)
        with tap.case("the window ends without a complaint"):
            assert window.quit() == 0
            assert not story.read_log(), story.read_log()
        with tap.case("chosen sectors are read to a file"):
            window = story.start("--probe", f"sim:{BOARD}")
            window.wait_text("Unsecured")
            reads_some(story, window)
            assert window.quit() == 0
    sys.exit(tap.finish())


if __name__ == "__main__":
    main()
