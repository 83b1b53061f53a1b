# SPDX-License-Identifier: GPL-2.0-or-later
"""On a screen of 800 x 560 tables show their last column without being scrolled."""

import sys

from harness import EXAMPLES, Story, Tap, wait_for

BOARD = "frdm-kl25z"
SCREEN = (800, 560)


def box(node):
    from harness import Atspi  # pylint: disable=import-outside-toplevel
    node.clear_cache()
    return Atspi.Component.get_extents(node, Atspi.CoordType.SCREEN)


def titles(table):
    from harness import Atspi  # pylint: disable=import-outside-toplevel
    table.clear_cache()
    headers = [Atspi.Table.get_column_header(table, i)
               for i in range(Atspi.Table.get_n_columns(table))]
    return [header.get_name() for header in headers if header]


def ends_within(table):
    """Whether its last column does, of a table that is on the screen"""
    from harness import Atspi  # pylint: disable=import-outside-toplevel
    last = Atspi.Table.get_column_header(table, Atspi.Table.get_n_columns(table) - 1)
    there, column = box(table), box(last)
    return 0 <= there.x and there.x + there.width <= SCREEN[0] and \
        column.x + column.width <= there.x + there.width + 1


def shows(window, *wanted):
    table = window.wait("Sector list", ("table", "tree table"))
    wait_for(wanted, lambda: titles(table) == ["Sector", "Address", *wanted])
    wait_for("the last column within the list", lambda: ends_within(table))


def tells_of_results(story):
    story.board(BOARD)
    window = story.start("--probe", f"sim:{BOARD}", EXAMPLES / "blinky.srec")
    window.wait_text("Will")
    window.resize(*SCREEN)
    window.click("List")
    window.click("Program")
    window.wait_text("Programmed and verified")
    shows(window, "Chip", "Plan", "Result")
    window.screenshot("narrow-1-list")
    return window


def tells_of_protection(story):
    story.board(BOARD, "--image", EXAMPLES / "app.hex", "--fprot", "0xFFFFFFFC")
    window = story.start("--probe", f"sim:{BOARD}", EXAMPLES / "blinky.srec")
    window.wait_text("sectors are protected")
    window.resize(*SCREEN)
    window.click("List")
    shows(window, "Chip", "Plan", "Protection")
    window.screenshot("narrow-2-list")
    return window


def asks_whole(story):
    story.board(BOARD)
    window = story.start("--probe", f"sim:{BOARD}", EXAMPLES / "locks-the-chip.hex")
    window.wait_text("This file would lock the chip")
    window.resize(*SCREEN)
    window.click("Program")
    table = window.wait("Lock settings", ("table", "tree table"))
    wait_for("the last column within the table", lambda: ends_within(table))
    for name in ("Cancel", "Write as in the File", "Keep the Chip Unlocked (Change 1 Byte)"):
        button = window.wait(name, window.BUTTONS)
        wait_for(f"{name} on the screen", lambda: box(button).y + box(button).height <= SCREEN[1]
                 and box(button).x + box(button).width <= SCREEN[0] and box(button).x >= 0)
    window.screenshot("narrow-3-lock")
    window.click("Cancel")
    return window


def is_on_screen(window, name):
    place = box(window.wait(name, window.BUTTONS))
    return place.y > 0 and place.y + place.height <= SCREEN[1]


def fits_when_it_keeps_resetting(story):
    story.board(BOARD, "--fault", "reset-period-us=200")
    window = story.start("--probe", f"sim:{BOARD}")
    window.wait_text("The chip keeps resetting")
    window.wait_text("No chip is known yet")
    window.resize(*SCREEN)
    for name in ("Look Again", "Unlock", "Program"):
        wait_for(f"{name} on the screen", lambda name=name: is_on_screen(window, name))
    window.screenshot("narrow-4-resetting")
    return window


def gives_the_map_its_share(story):
    story.board(BOARD)
    window = story.start("--probe", f"sim:{BOARD}", EXAMPLES / "blinky.srec")
    window.wait_text("Will")
    window.resize(*SCREEN)
    window.click("Program")
    window.wait_text("Programmed and verified")
    table = window.wait("Sector map", ("table",))
    wait_for("cells with room for a sign", lambda: box(table.get_child_at_index(0)).width >= 16)
    window.screenshot("narrow-5-done")
    return window


def header_says_each_thing_once(story):
    story.board(BOARD)
    window = story.start("--probe", f"sim:{BOARD}")
    window.wait("MKL25Z128 · 3.30 V · SWD 4 MHz", ("label",))
    window.resize(*SCREEN)
    window.wait("3.30 V", ("label",))
    window.wait_gone("MKL25Z128 · 3.30 V · SWD 4 MHz", ("label",))
    window.wait_text("MKL25Z128 · 3.30 V · SWD 4 MHz")  # the tooltip
    assert window.quit() == 0
    story.board(BOARD, "--fsec", "0x7F")
    window = story.start("--probe", f"sim:{BOARD}")
    window.wait("MKL25Z128 · Secured · 3.30 V · SWD 4 MHz", ("label",))
    window.resize(*SCREEN)
    window.wait("Secured", ("label",))
    return window


def main():
    tap = Tap()
    with Story(size=SCREEN) as story:
        for fact, tells in (
                ("the list shows the result of a job where there is little room", tells_of_results),
                ("the list shows what is protected where there is little room",
                 tells_of_protection),
                ("the lock settings and all answers fit a small screen", asks_whole),
                ("all fits while the chip keeps resetting", fits_when_it_keeps_resetting),
                ("the map has its share when a job is done", gives_the_map_its_share),
                ("the header leaves out what its buttons say", header_says_each_thing_once)):
            with tap.case(fact):
                assert tells(story).quit() == 0
        with tap.case("none of the windows complained"):
            assert not story.read_log(), story.read_log()
    sys.exit(tap.finish())


if __name__ == "__main__":
    main()
