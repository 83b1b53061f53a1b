# SPDX-License-Identifier: GPL-2.0-or-later
"""What goes wrong is told with its place and its remedy, and the next job works."""

import struct
import sys

import harness
from harness import EXAMPLES, Story, Tap, has, wait_for

BLINKY = EXAMPLES / "blinky.srec"
BOARD = "frdm-kl25z"


def names_what_differs(story):
    story.board(BOARD, "--fault", "weak-address=0x2404")
    window = story.start("--probe", f"sim:{BOARD}", BLINKY)
    window.wait_text("Will erase 1 sector")
    window.click("Program")
    window.wait_text("Sector 9 does not hold what was expected")
    window.wait_text("0x00002404")
    window.wait_sectors(lambda names: "failed" in names[0], 9, 10)
    window.wait("Compare Bytes")
    window.wait("Program Again")
    window.screenshot("trouble-1-mismatch")
    for view in ("List", "Bytes", "Map"):
        window.click(view)
        window.wait_checked(view)
        assert window.shows("does not hold what was expected"), "the message went with a click"
    story.board(BOARD)
    window.click("Program Again")
    window.wait_text("Programmed and verified")
    assert window.quit() == 0


def survives_an_unplugged_probe(story):
    story.board(BOARD, "--fault", "unplug-at=120")
    window = story.start("--probe", f"sim:{BOARD}", BLINKY)
    window.wait_text("Will erase 1 sector")
    window.click("Program")
    window.wait_text("The probe was disconnected")
    window.screenshot("trouble-2-unplugged")
    story.board(BOARD)
    window.click("Resume")
    window.wait_text("Programmed and verified")
    window.wait_sectors(lambda names: all("verified" in name or "matches" in name for name in names),
                        0, 13)
    assert story.chip_holds(BOARD, BLINKY, "motorola")
    assert window.quit() == 0


def width(node):
    return harness.Atspi.Component.get_extents(node, harness.Atspi.CoordType.SCREEN).width


def stops_at_another_chip(story):
    story.board(BOARD)
    before = story.flash(BOARD)
    window = story.start("--probe", f"sim:{BOARD}", "--device", "MK64FN1M0VLL12", BLINKY)
    window.wait_text("This is a different chip")
    outlines = [window.wait(f"Outline of {chip}, Program flash", ("image",))
                for chip in ("MK64FN1M0", "MKL25Z128")]
    wait_for("one scale, within which the memories differ",
             lambda: 1 < width(outlines[0]) == width(outlines[1]))
    assert "256 × 4 KiB" in outlines[0].get_description(), outlines[0].get_description()
    assert "12.9 KiB in the files" in outlines[1].get_description(), outlines[1].get_description()
    window.wait_text("1 MiB")
    window.wait_text("All 12.9 KiB in the files fit this chip.")
    window.wait_text("128 KiB flash, 16 KiB RAM")  # whose lock state is told is named with it
    assert not window.shows("1 MiB flash"), window.texts()
    window.screenshot("trouble-3-wrong-chip")
    for outline in outlines:  # by keys too
        assert harness.Atspi.Component.grab_focus(outline)
        wait_for("its focus", lambda node=outline: has(node, "FOCUSED"))
    window.click("Program")
    window.wait("This is a different chip", window.POPOVERS)
    window.key("Escape")
    assert story.flash(BOARD) == before
    window.click("Use the Chip Found")
    wait_for("the end of the look", lambda: not window.shows("This is a different chip"))
    window.wait_text("Chip: MKL25Z128")
    window.wait_text("Unsecured")
    window.wait_gone("Outline of MKL25Z128, Program flash", ("image",))
    window.wait("Sector map", ("table",))
    window.click("Program")
    window.wait_text("Programmed and verified")
    assert window.quit() == 0


def compares_with_a_file_that_is_too_large(story):
    story.board(BOARD)
    large = story.desktop.folder / "large.bin"
    large.write_bytes(bytes(range(256)) * 1024)
    window = story.start("--probe", f"sim:{BOARD}", "--device", "MK64FN1M0VLL12", large)
    window.wait_text("FOUND ON THE BOARD")
    window.wait_text("All 256 KiB in the files fit this chip.")
    window.wait_text("128 KiB of 256 KiB in the files are outside this chip, from 0x00020000 on.")
    window.screenshot("trouble-3-too-large")
    assert window.quit() == 0


def hold(story, what, board=BOARD):
    status, _, said = story.cli("boards", what, board)
    assert status == 0, said


def tells_of_a_board_without_power(story):
    story.board(BOARD, "--fault", "no-power")
    window = story.start("--probe", f"sim:{BOARD}")
    window.wait_text("The board has no power")
    window.wait_text("No chip is known yet")
    window.wait_gone("Try a Simulated Board…")
    window.screenshot("trouble-4-no-power")
    story.board(BOARD)
    window.click("Try Again")
    window.wait_text("Unsecured")
    assert window.quit() == 0


def notices_a_board_that_goes_and_comes(story):
    story.board(BOARD)
    window = story.start("--probe", f"sim:{BOARD}")
    for _ in range(2):
        window.wait_text("Unsecured")
        hold(story, "remove")
        window.wait_text("The board has no power")
        hold(story, "insert")
    window.wait_text("Unsecured")
    wait_for("the end of the complaint", lambda: not window.shows("The board has no power"))
    assert window.quit() == 0


def offers_to_resume_on_a_board_that_was_pulled_off(story):
    window, _ = story.start_slow()
    window.click("Program")
    window.wait_text(" KiB/s")
    hold(story, "remove", "frdm-k64f")
    window.wait_text("The board lost power", "The probe measures 0.00 V")
    window.screenshot("trouble-4-pulled")
    hold(story, "insert", "frdm-k64f")
    window.wait("Resume", window.BUTTONS)
    assert window.quit() == 0


def tells_of_a_probe_that_may_not_be_opened(story):
    story.board(BOARD, "--fault", "no-permission")
    window = story.start("--probe", f"sim:{BOARD}")
    window.wait_text("This computer may not open the probe")
    window.click("Copy Fix")
    window.wait_text("The rule has been copied")
    window.screenshot("trouble-5-permission")
    assert window.quit() == 0


def count_attempts(window):
    text = window.shows("attempt ", " · heard 0 · halted 0", "switch the board's power off and on")
    return int(text.split()[1]) if text else 0


def tells_of_a_dead_wire(story):
    story.board(BOARD, "--fault", "dead")
    window = story.start("--probe", f"sim:{BOARD}")
    window.wait_text("No answer from the chip")
    window.screenshot("trouble-6-no-answer")
    window.click("Catch the Chip…")
    wait_for("the second attempt", lambda: count_attempts(window) >= 2)
    window.screenshot("trouble-7-catching")
    window.wait_text("Waiting for the chip")
    window.click("Cancel")
    window.wait("Program", window.BUTTONS)
    story.board(BOARD)
    window.click("Try Again")
    window.wait_text("Unsecured")
    assert window.quit() == 0


def catches_a_chip_that_is_powered_anew(story):
    """Its program takes the pins of SWD and RESET, so that nobody gets at it but at power-up."""
    program = story.desktop.folder / "takes-pins.bin"
    program.write_bytes(
        struct.pack("<2I", 0x20001000, 0x411).ljust(0x400, b"\xff")
        + b"\xff" * 12 + b"\xfe\xff\xff\xff"
        + struct.pack("<16H5I", 0x4807, 0x2100, 0x6001,  # the watchdog off
                      0x4A07, 0x3A01, 0xD1FD,  # 1 ms
                      0x4806, 0x4907, 0x6001, 0x4807, 0x2101, 0x0209, 0x6001, 0x60C1,  # ports
                      0xE7FE, 0x46C0, 0x40048100, 7000, 0x40048038, 0x380, 0x40049000))
    story.board(BOARD, "--image", program, "--base", "0", "--fopt", "0xF7",
                "--fault", "brown-out-us=300000")
    window = story.start("--probe", f"sim:{BOARD}", BLINKY)
    window.wait_text("No answer from the chip")
    window.click("Catch the Chip…")
    window.wait_text("It stands still before its first instruction (attempt ", "halted 1")
    window.wait_text("Chip: MKL25Z128")
    window.wait_text("Unsecured")
    window.screenshot("trouble-8-caught")
    window.click("Program")
    window.wait_text("Programmed and verified")
    status, _, said = story.cli("--probe", f"sim:{BOARD}", "verify", BLINKY)
    assert status == 0, said
    assert window.quit() == 0


def names_a_sector_that_cannot_be_erased(story):
    story.board(BOARD, "--image", EXAMPLES / "app.hex", "--fault", "bad-sector=0x5000")
    window = story.start("--probe", f"sim:{BOARD}")
    window.wait_text("Unsecured")
    window.click("Erase")
    window.click("The whole chip")
    window.click("Erase", dialog="Erase")
    window.wait_text("could not be erased")
    window.screenshot("trouble-9-bad-sector")
    assert window.quit() == 0


def main():
    tap = Tap()
    with Story(many_quarks=True) as story:
        for fact, check in (
                ("a mismatch names sector and address, and the next job works", names_what_differs),
                ("a probe unplugged in the middle is told, and Resume finishes",
                 survives_an_unplugged_probe),
                ("another chip than the one chosen stops everything", stops_at_another_chip),
                ("two chips are compared with a file that is too large for one",
                 compares_with_a_file_that_is_too_large),
                ("a board without power is told", tells_of_a_board_without_power),
                ("a board that goes and comes is noticed by itself",
                 notices_a_board_that_goes_and_comes),
                ("a board that is pulled off in the midst of the work is told, and it can go on",
                 offers_to_resume_on_a_board_that_was_pulled_off),
                ("a probe that may not be opened comes with a fix to copy",
                 tells_of_a_probe_that_may_not_be_opened),
                ("a chip that does not answer is tried again until cancelled",
                 tells_of_a_dead_wire),
                ("a chip that is there for a moment at power-up is caught, and programmed",
                 catches_a_chip_that_is_powered_anew),
                ("a sector that cannot be erased is named", names_a_sector_that_cannot_be_erased)):
            with tap.case(fact):
                check(story)
            story.end_all()
        with tap.case("none of the windows complained"):
            assert not story.read_log(), story.read_log()
    sys.exit(tap.finish())


if __name__ == "__main__":
    main()
