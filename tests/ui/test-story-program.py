# SPDX-License-Identifier: GPL-2.0-or-later
"""Drop a file on the window, press Program, have a verified chip."""

import sys

from harness import EXAMPLES, Story, Tap

BLINKY = EXAMPLES / "blinky.srec"
BLINKY_SECTORS = 13  # of 1 KiB


def shows_the_board(window):
    window.wait_text("MKL25Z128", "3.30 V", "SWD 4 MHz")
    window.wait_text("Unsecured")
    window.wait_text("Simulated")
    window.wait_sectors(lambda names: len(names) == 128 and
                        names[1] == "Sector 1 of 128, 0x00000400, holds data, lock settings" and
                        names[127] == "Sector 127 of 128, 0x0001FC00, blank")
    window.screenshot("program-1-ready")


def refuses_what_is_no_firmware(window, folder):
    picture = folder / "holiday.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")

    assert not window.drag([picture], lambda: window.picture("program-2-refused"),
                           refused="Not a firmware file")
    assert not window.shows("holiday.png")


def takes_a_dropped_file(window):
    def look():
        window.wait_text("Drop to add")
        window.picture("program-3-drop")

    assert window.drag([BLINKY], look)
    window.wait_text("Will erase 1 sector and write 11.7 KiB", "115 are not touched")
    window.wait_sectors(lambda names: sum("will be written" in name for name in names) == BLINKY_SECTORS)
    window.screenshot("program-4-plan")


def programs_and_verifies(window):
    window.click("Program")
    window.wait_text("Programmed and verified")
    window.wait_text("13 sectors written")
    window.wait_sectors(lambda names: all("verified" in name for name in names), 0, BLINKY_SECTORS)
    window.wait_sectors(lambda names: all(name.endswith("blank") for name in names), BLINKY_SECTORS)
    window.wait_text("13 already match", "115 are not touched")
    window.screenshot("program-5-done")


def programs_nothing_twice(window):
    window.click("Program Again")
    window.wait_text("Skipped. Contents already match")
    window.wait_text("0 sectors written, 13 already matched")
    window.screenshot("program-6-again")


def verifies(window):
    window.click("Verify")
    window.wait_text("Verified: the chip holds what the file says")


def takes_several_files(window, story):
    window.click("Remove blinky.srec")
    second = story.desktop.folder / "second.hex"
    second.write_text(":10740000000102030405060708090A0B0C0D0E0F04\n:00000001FF\n")
    assert window.drag([EXAMPLES / "app.hex", second])
    window.wait_text("app.hex")
    window.wait_text("second.hex")
    window.wait_text("Will write")
    window.screenshot("program-7-two-files")
    window.click("Program")
    window.click("Go On")
    window.wait_text("Programmed and verified")
    assert story.chip_holds("frdm-kl25z", EXAMPLES / "app.hex", "intel")
    assert story.chip_holds("frdm-kl25z", second, "intel")
    assert story.chip_holds("frdm-kl25z", BLINKY, "motorola"), "other sectors were touched"


def main():
    tap = Tap()
    with Story() as story:
        story.board("frdm-kl25z")
        window = story.start("--probe", "sim:frdm-kl25z")
        with tap.case("a ready board is shown with every sector it has"):
            shows_the_board(window)
        with tap.case("a file that is no firmware is refused before it is dropped"):
            refuses_what_is_no_firmware(window, story.desktop.folder)
        with tap.case("a dropped file is planned sector by sector"):
            takes_a_dropped_file(window)
        with tap.case("Program ends with every sector verified"):
            programs_and_verifies(window)
        with tap.case("the chip holds what the file says"):
            assert story.chip_holds("frdm-kl25z", BLINKY, "motorola")
        with tap.case("the same file again changes nothing"):
            programs_nothing_twice(window)
        with tap.case("Verify compares without writing"):
            verifies(window)
        with tap.case("several files are dropped at once, and other sectors stay"):
            takes_several_files(window, story)
        with tap.case("the window ends without a complaint"):
            assert window.quit() == 0
            assert not story.read_log(), story.read_log()
    sys.exit(tap.finish())


if __name__ == "__main__":
    main()
