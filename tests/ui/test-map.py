# SPDX-License-Identifier: GPL-2.0-or-later
"""The sector map as assistive technology and the keyboard meet it."""

import os
import pathlib
import subprocess
import sys
import time

from desktop import Desktop

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
# pylint: disable=wrong-import-position
from tap import Tap  # noqa: E402

DEMO = sys.argv[1]
DEADLINE_S = 300 if os.environ.get("UNLATCH_SANITIZED") else 120


class Map:
    """The demo program, its map and what the map says."""

    def __init__(self, atspi, glib, *arguments):
        self.atspi, self.glib = atspi, glib
        self.events = []
        self.process = subprocess.Popen([DEMO, *arguments], stdin=subprocess.DEVNULL)
        self.table = self.wait("the map", lambda: self.find("table", "Sector map"))

    def wait(self, what, probe):
        end = time.monotonic() + DEADLINE_S
        context = self.glib.MainContext.default()
        while True:
            while context.iteration(False):
                pass
            try:
                found = probe()
            except self.glib.Error:
                found = None
            if found:
                return found
            assert self.process.poll() is None, "the demo has ended"
            assert time.monotonic() < end, f"waited in vain for {what}"
            time.sleep(0.02)

    def _app(self):
        desktop = self.atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            app = desktop.get_child_at_index(i)
            if app is not None and app.get_process_id() == self.process.pid:
                return app
        return None

    def find(self, role, name):
        todo = [self._app()]
        while todo:
            node = todo.pop()
            if node is None:
                continue
            if node.get_role_name() == role and node.get_name() == name:
                return node
            if node.get_role_name() != "table":
                todo.extend(node.get_child_at_index(i) for i in range(node.get_child_count()))
        return None

    def name(self, sector):
        cell = self.table.get_child_at_index(sector)
        cell.clear_cache()
        return cell.get_name()

    def focused(self):
        """The description tells of the sector in focus."""
        self.table.clear_cache()
        return self.table.get_description()

    def key(self, *keys):
        subprocess.run(["xdotool", "key", *keys], check=True)

    def close(self):
        self.process.terminate()
        self.process.wait()


def sees_every_sector(demo):
    assert demo.table.get_child_count() == 128
    assert demo.name(9) == "Sector 9 of 128, 0x00002400, holds data, will be written", demo.name(9)
    assert demo.name(1) == "Sector 1 of 128, 0x00000400, holds data, protected, lock settings"
    assert demo.name(127) == "Sector 127 of 128, 0x0001FC00, blank"


def is_a_table(demo):
    table = demo.table
    assert "Table" in table.get_interfaces() and "Selection" in table.get_interfaces()
    rows = demo.atspi.Table.get_n_rows(table)
    columns = demo.atspi.Table.get_n_columns(table)
    assert rows * columns == 128, (rows, columns)
    cell = demo.atspi.Table.get_accessible_at(table, 1, 2)
    assert cell.get_name().startswith(f"Sector {columns + 2} of 128"), cell.get_name()
    assert cell.get_role_name() == "table cell"


def finds_a_sector_by_place(demo):
    atspi = demo.atspi
    for sector in (0, 37, 127):
        cell = demo.table.get_child_at_index(sector)
        box = atspi.Component.get_extents(cell, atspi.CoordType.SCREEN)
        assert box.width == box.height > 0
        found = atspi.Component.get_accessible_at_point(
            demo.table, box.x + 3, box.y + 3, atspi.CoordType.SCREEN)
        assert found.get_name() == cell.get_name(), (found.get_name(), cell.get_name())


def walks_by_keys(demo):
    columns = demo.atspi.Table.get_n_columns(demo.table)
    cell = demo.table.get_child_at_index(0)
    assert demo.atspi.Component.grab_focus(cell)
    demo.wait("the focus on sector 0", lambda: demo.focused().startswith("Sector 0 "))
    for keys, sector in ((["Right"], 1), (["Down"], columns + 1), (["End"], 2 * columns - 1),
                         (["Home"], columns), (["Up"], 0), (["Page_Down"], 128 - columns),
                         (["Left"], 127 - columns), (["Page_Up"], columns - 1),
                         (["ctrl+End"], 127), (["ctrl+Home"], 0)):
        demo.key(*keys)
        demo.wait(f"{keys} to lead to {sector}",
                  lambda to=sector: demo.focused().startswith(f"Sector {to} "))
    demo.wait("the focus of the cell", lambda: demo.table.get_child_at_index(0).get_state_set()
              .contains(demo.atspi.StateType.FOCUSED))
    demo.wait("one selected cell",
              lambda: demo.atspi.Selection.get_n_selected_children(demo.table) == 1)


def zooms_by_keys(demo):
    def width():
        cell = demo.table.get_child_at_index(0)
        return demo.atspi.Component.get_extents(cell, demo.atspi.CoordType.SCREEN).width

    fit = width()
    demo.key("ctrl+minus")
    demo.wait("smaller cells", lambda: width() < fit)
    demo.key(*["ctrl+plus"] * 7)
    demo.wait("the largest cells", lambda: width() == 54)
    demo.key("ctrl+0")
    demo.wait("as many as fit", lambda: width() == fit)


def selected(demo):
    """The indexes of the selected sectors, as assistive technology is told; fewer than were counted
    where the selection changes meanwhile."""
    count = demo.atspi.Selection.get_n_selected_children(demo.table)
    cells = [demo.atspi.Selection.get_selected_child(demo.table, i) for i in range(count)]
    return [cell.get_index_in_parent() for cell in cells if cell is not None]


def selects_by_keys(demo):
    columns = demo.atspi.Table.get_n_columns(demo.table)
    demo.key("ctrl+Home", "Right", "shift+Right", "shift+Right")
    demo.wait("three sectors", lambda: selected(demo) == [1, 2, 3])
    demo.key("shift+Left")
    demo.wait("two sectors", lambda: selected(demo) == [1, 2])
    demo.key("ctrl+Right", "ctrl+Right")
    demo.wait("the focus alone to move", lambda: demo.focused().startswith("Sector 4 "))
    assert selected(demo) == [1, 2]
    demo.key("space")
    demo.wait("another one", lambda: selected(demo) == [1, 2, 4])
    demo.key("space")
    demo.wait("it to be taken back", lambda: selected(demo) == [1, 2])
    demo.key("shift+Down")
    demo.wait("a row more", lambda: selected(demo) == list(range(4, columns + 5)))
    demo.key("ctrl+a")
    demo.wait("all", lambda: len(selected(demo)) == 128)
    demo.key("ctrl+shift+a")
    demo.wait("none", lambda: not selected(demo))
    assert demo.focused().startswith(f"Sector {columns + 4} ")


def place(demo, sector):
    box = demo.atspi.Component.get_extents(demo.table.get_child_at_index(sector),
                                           demo.atspi.CoordType.SCREEN)
    return str(box.x + box.width // 2), str(box.y + box.height // 2)


def pointer(*actions):
    subprocess.run(["xdotool", *actions], check=True)


def selects_by_pointer(demo):
    columns = demo.atspi.Table.get_n_columns(demo.table)
    pointer("mousemove", *place(demo, 5), "click", "1")
    demo.wait("the one clicked", lambda: selected(demo) == [5])
    pointer("mousemove", *place(demo, 9), "keydown", "ctrl", "click", "1", "keyup", "ctrl")
    demo.wait("one more", lambda: selected(demo) == [5, 9])
    pointer("mousemove", *place(demo, 11), "keydown", "shift", "click", "1", "keyup", "shift")
    demo.wait("those from there", lambda: selected(demo) == [9, 10, 11])
    pointer("mousemove", *place(demo, 2), "mousedown", "1")
    pointer("mousemove", *place(demo, 3), "mousemove", *place(demo, columns + 3))
    band = [2, 3, columns + 2, columns + 3]
    demo.wait("those in the band", lambda: selected(demo) == band)
    pointer("mousemove", *place(demo, columns + 2))
    demo.wait("those in the smaller band", lambda: selected(demo) == [2, columns + 2])
    pointer("mouseup", "1", "mousemove", *place(demo, 40))
    assert selected(demo) == [2, columns + 2]


def goes_to_problems(demo):
    demo.key("ctrl+Home", "ctrl+Down")
    demo.wait("the first protected sector to be written",
              lambda: demo.focused().startswith("Sector 2 "))
    demo.key("ctrl+Down")
    demo.wait("the next", lambda: demo.focused().startswith("Sector 3 "))
    demo.key("ctrl+Up")
    demo.wait("the one before", lambda: demo.focused().startswith("Sector 2 "))


def tells_of_changes(demo):
    """A listener hears of focus and of new states; nobody has to ask."""
    heard = []
    listener = demo.atspi.EventListener.new(
        lambda event: heard.append((event.type, event.source.get_name())))
    listener.register("object:active-descendant-changed")
    demo.key("ctrl+Home", "Right")
    demo.wait("an event of the focus", lambda: any(
        kind.startswith("object:active-descendant-changed") and name == "Sector map"
        for kind, name in heard))
    listener.deregister("object:active-descendant-changed")


def tells_of_progress(demo):
    for i in range(demo.table.get_child_count()):
        demo.table.get_child_at_index(i)
    heard = []
    listener = demo.atspi.EventListener.new(lambda event: heard.append(event.source.get_name()))
    listener.register("object:property-change:accessible-name")
    demo.wait("a sector to become verified",
              lambda: any(name and name.endswith("verified") for name in heard))
    listener.deregister("object:property-change:accessible-name")


def tells_of_strays(demo):
    assert demo.table.get_child_count() == 130
    assert demo.name(128) == "Outside this chip, 0x14000000–0x140000D9", demo.name(128)


def shows_nothing_of_a_locked_chip(demo):
    assert demo.name(5) == "Sector 5 of 128, 0x00001400, hidden: chip is locked", demo.name(5)
    demo.wait("the legend", lambda: demo.find("toggle button", "128 hidden: locked"))


def names_other_memories(demo):
    """128 sectors of flash, then 128 of EEPROM, two bytes each."""
    assert demo.table.get_child_count() == 256
    assert demo.name(127) == "Sector 127 of 256, 0x0000FE00, not read", demo.name(127)
    assert demo.name(130) == "Sector 130 of 256, EEPROM, 0x10000004, not read", demo.name(130)


def legend_points(demo):
    button = demo.wait("the legend", lambda: demo.find("toggle button", "17 to write") and
                       demo.find("toggle button", "4 protected"))
    assert not demo.find("toggle button", "0 failed")
    assert demo.atspi.Action.do_action(button, 0)
    demo.wait("the entry to stay pressed", lambda: demo.find("toggle button", "4 protected")
              .get_state_set().contains(demo.atspi.StateType.CHECKED))


SCENES = (
    ("MKL25Z128", "plan", (
        ("every sector says where it is and what is with it", sees_every_sector),
        ("the map is a table with rows and columns", is_a_table),
        ("a sector is found by its place on the screen", finds_a_sector_by_place),
        ("keys walk over the map", walks_by_keys),
        ("keys make the cells larger and smaller", zooms_by_keys),
        ("keys select apart from the focus", selects_by_keys),
        ("the pointer selects, and draws a band", selects_by_pointer),
        ("Ctrl+Down and Ctrl+Up go to problems", goes_to_problems),
        ("a move of the focus is announced", tells_of_changes),
        ("the legend counts what is there and points at it", legend_points),
    )),
    ("MKL25Z128", "moving", (("new states of sectors are announced", tells_of_progress),)),
    ("MKL25Z128", "stray", (("ranges outside the chip come after the sectors", tells_of_strays),)),
    ("MKL25Z128", "locked", (
        ("a locked chip hides its sectors", shows_nothing_of_a_locked_chip),)),
    ("MKE02Z64xxx4", "unread", (
        ("sectors of other memories say which they belong to", names_other_memories),)),
)


def main():
    tap = Tap()
    desktop = Desktop()
    try:
        import gi  # pylint: disable=import-outside-toplevel
        gi.require_version("Atspi", "2.0")
        from gi.repository import Atspi, GLib  # pylint: disable=import-outside-toplevel
        Atspi.init()
        for device, scene, facts in SCENES:
            demo = Map(Atspi, GLib, device, scene)
            for fact, check in facts:
                with tap.case(fact):
                    check(demo)
            demo.close()
    finally:
        desktop.close()
    sys.exit(tap.finish())


if __name__ == "__main__":
    main()
