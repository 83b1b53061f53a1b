# SPDX-License-Identifier: GPL-2.0-or-later
"""The same chip as a list: rows that can be sorted, chosen and worked with like the map's cells."""

import sys

from harness import EXAMPLES, Story, Tap, eventually, wait_for

BOARD = "frdm-kl25z"
BLINKY = EXAMPLES / "blinky.srec"
ADDRESS, CHIP, PLAN, RESULT, ROLE = "Address", "Chip", "Plan", "Result", "Besides"


class List:
    """What the list shows, as assistive technology reads it."""

    def __init__(self, window):
        from harness import Atspi  # pylint: disable=import-outside-toplevel
        self.atspi, self.window = Atspi, window
        self.table = window.wait("Sector list", ("table", "tree table"))

    def count(self):
        self.table.clear_cache()
        return self.atspi.Table.get_n_rows(self.table)

    def headers(self):
        self.table.clear_cache()
        n = self.atspi.Table.get_n_columns(self.table)
        every = [self.atspi.Table.get_column_header(self.table, i) for i in range(n)]
        return [header for header in every if header]  # one may go meanwhile

    def titles(self):
        return [header.get_name() for header in self.headers()]

    def cell(self, row, title):
        cell = self.atspi.Table.get_accessible_at(self.table, row, self.titles().index(title))
        cell.clear_cache()
        return cell.get_name()

    def wait_cells(self, *wanted):
        """wanted: row, title and what is in the cell"""
        def are_so():
            found = [(row, title, self.cell(row, title)) for row, title, _ in wanted]
            assert found == list(wanted), found
        eventually(are_so)

    def chosen(self):
        return list(self.atspi.Table.get_selected_rows(self.table))

    def choose(self, *rows):
        for row in self.chosen():
            self.atspi.Table.remove_row_selection(self.table, row)
        for row in rows:
            assert self.atspi.Table.add_row_selection(self.table, row), row

    def sort(self, title):
        header = next(h for h in self.headers() if h.get_name() == title)
        assert self.atspi.Action.do_action(header, 0)


def shows_rows(window):
    window.wait_text("Will")
    window.enter()
    window.click("List")
    rows = List(window)
    wait_for("a row for each sector", lambda: rows.count() == 128)
    rows.wait_cells((1, ADDRESS, "0x00000400"), (3, PLAN, "will be written"), (100, CHIP, "blank"))
    window.screenshot("list-1-rows")


def has_room_for_all(window):
    """What tells least goes where there is no room, and comes back."""
    rows = List(window)
    wait_for("the columns that fit", lambda: rows.titles() ==
             ["Sector", "Address", "Chip", "Plan", "Result"])  # nothing is protected
    window.key("F9")  # without the inspector beside it
    wait_for("another one", lambda: ROLE in rows.titles())
    rows.wait_cells((1, ROLE, "lock settings"))
    window.key("F9")
    wait_for("the columns that fit", lambda: ROLE not in rows.titles())


def follows_a_job(window):
    window.click("Program")
    window.wait_text("Programmed and verified")
    rows = List(window)
    rows.wait_cells((3, RESULT, "verified"), (3, CHIP, "holds data"))


def shares_the_selection(window):
    rows = List(window)
    rows.choose(5, 6)
    window.wait_text("2 sectors selected")
    window.key("ctrl+1")
    table = window.wait("Sector map", ("table",))
    atspi = rows.atspi
    wait_for("the cells", lambda: [
        atspi.Selection.get_selected_child(table, i).get_index_in_parent()
        for i in range(atspi.Selection.get_n_selected_children(table))] == [5, 6])
    window.select(9, 10, 12)
    window.key("ctrl+2")
    rows = List(window)
    wait_for("the rows", lambda: rows.chosen() == [9, 10, 12])


def offers_the_same(window):
    window.enter()
    window.menu("Erase Sectors…")
    window.click("Erase", dialog="Erase 3 sectors?")
    window.wait_text("3 sectors erased")
    rows = List(window)
    rows.wait_cells((8, CHIP, "holds data"), (9, CHIP, "blank"), (11, CHIP, "holds data"),
                    (12, CHIP, "blank"))


def is_sorted(window):
    rows = List(window)
    rows.sort("Plan")
    wait_for("what will be written at an end",
             lambda: rows.cell(0, PLAN) != rows.cell(127, PLAN))
    rows.sort("Plan")
    rows.sort("Address")
    wait_for("addresses", lambda: rows.cell(0, ADDRESS) == "0x00000000")
    rows.sort("Address")
    wait_for("the last address first", lambda: rows.cell(0, ADDRESS) == "0x0001FC00")
    rows.sort("Sector")


def shows_problems_alone(window):
    window.click("Verify")
    window.wait_text("does not hold what was expected")
    window.click("Problems only")
    rows = List(window)
    wait_for("three rows", lambda: List(window).count() == 3)
    rows.wait_cells((0, ADDRESS, "0x00002400"), (1, ADDRESS, "0x00002800"),
                    (2, ADDRESS, "0x00003000"), (0, RESULT, "failed"))
    window.screenshot("list-2-problems")
    window.click("Problems only")
    wait_for("all rows", lambda: List(window).count() == 128)


def is_in_the_profile(story):
    profile = story.desktop.folder / "list.unlatch"
    profile.write_text("[Unlatch]\nFormat=1\n\n[Probe]\nKind=sim\nSerial=frdm-kl25z\n\n"
                       "[Window]\nView=list\nZoom=28\n")
    window = story.start(profile)
    window.wait("Sector list", ("table", "tree table"))
    window.enter()
    window.key("ctrl+1")
    table = window.wait("Sector map", ("table",))
    from harness import Atspi  # pylint: disable=import-outside-toplevel
    wait_for("cells of that size", lambda: Atspi.Component.get_extents(
        table.get_child_at_index(0), Atspi.CoordType.SCREEN).width == 26)
    return window


def main():
    tap = Tap()
    with Story(many_quarks=True) as story:
        story.board(BOARD)
        window = story.start("--probe", f"sim:{BOARD}", BLINKY)
        with tap.case("every sector is a row in words"):
            shows_rows(window)
        with tap.case("columns that say least go where there is no room for all"):
            has_room_for_all(window)
        with tap.case("rows follow a job"):
            follows_a_job(window)
        with tap.case("map and list have one selection"):
            shares_the_selection(window)
        with tap.case("the list has the menu of the map"):
            offers_the_same(window)
        with tap.case("rows are sorted by any column"):
            is_sorted(window)
        with tap.case("problems can be shown alone"):
            shows_problems_alone(window)
        with tap.case("the window ends without a complaint"):
            assert window.quit() == 0
            assert not story.read_log(), story.read_log()
        with tap.case("a profile opens as a list, and says how large cells are"):
            window = is_in_the_profile(story)
            assert window.quit() == 0
    sys.exit(tap.finish())


if __name__ == "__main__":
    main()
