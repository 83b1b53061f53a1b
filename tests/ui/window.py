# SPDX-License-Identifier: GPL-2.0-or-later
"""The running program as a person meets it: found, read, clicked, typed into, dragged onto."""

import os
import pathlib
import select
import subprocess
import time

from waiting import DEADLINE_S, Atspi, GLib, eventually, has, wait_for

BUILD = pathlib.Path(os.environ["UNLATCH_BUILD"])
FRAME_S = 1 / 60  # how often GTK draws at most


class Ended(Exception):
    """The program is no longer there to be looked at"""


class Window:
    """The running program."""

    BIG_ROLES = ("table", "tree table", "tree")  # not walked into: their rows are many

    def __init__(self, story, process, stall_log, pid=None):
        self.story = story
        self.process = process
        self.pid = pid or process.pid  # another one when something else started the program
        self.stall_log = stall_log
        self.table = None
        self.keyed = False  # keys were pressed that may not have been dealt with
        self.app = wait_for("the program on the accessibility bus", self._find_app)
        self.frame = wait_for("the window", lambda: next(self._walk(roles=("frame",)), None))

    def _find_app(self):
        self._must_run()
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            app = desktop.get_child_at_index(i)
            if app is not None and app.get_process_id() == self.pid:
                return app
        return None

    def _must_run(self):
        """Nothing is waited for in vain that a program which ended would have to show."""
        if self.process.poll() is not None:
            raise Ended(f"the program ended with {self.process.returncode}:\n"
                        + self.story.read_log())

    def _walk(self, top=None, roles=None, hidden=False, big=False):
        """Every widget shown, from the top down; windows last opened come first."""
        self._must_run()
        self.app.clear_cache()
        todo = [top if top is not None else self.app]
        while todo:
            node = todo.pop()
            try:
                role = node.get_role_name()
                shown = node is self.app or hidden or \
                    node.get_state_set().contains(Atspi.StateType.SHOWING)
                if not shown:
                    continue
                if roles is None or role in roles:
                    yield node
                if big or role not in self.BIG_ROLES:
                    children = [node.get_child_at_index(i) for i in range(node.get_child_count())]
                    if node is self.app:
                        todo.extend(c for c in children if c is not None)
                    else:
                        todo.extend(c for c in reversed(children) if c is not None)
            except GLib.Error:
                continue

    POPOVERS = ("popover", "panel", "window", "dialog", "layered pane", "unknown")

    # --- looking ------------------------------------------------------------------------------

    def find(self, name, roles=None, sensitive=None, top=None):
        """Returns: the widget of that accessible name, or None"""
        for node in self._walk(top=top, roles=roles):
            try:
                if node.get_name() == name and sensitive in (None, has(node, "SENSITIVE")):
                    return node
            except GLib.Error:  # it went away while it was read
                continue
        return None

    def wait(self, name, roles=None, sensitive=None):
        return wait_for(f"{name} ({'/'.join(roles or ['any role'])})",
                        lambda: self.find(name, roles, sensitive))

    def wait_gone(self, name, roles=None):
        wait_for(f"the end of {name}", lambda: self.find(name, roles) is None)

    def texts(self):
        """Every name and text that is shown."""
        said = []
        for node in self._walk():
            try:
                said.append(node.get_name() or "")
                if "Text" in node.get_interfaces():
                    said.append(Atspi.Text.get_text(node, 0, -1) or "")
                said.append(node.get_description() or "")
            except GLib.Error:  # it went away while it was read
                continue
        return [text.replace("\u00a0", " ") for text in said if text]

    def text_of(self, node):
        """What a text shows, or an entry holds."""
        return Atspi.Text.get_text(node, 0, -1)

    def shows(self, *parts):
        """Whether one text shown holds all the parts. Returns: it"""
        for text in self.texts():
            if all(part in text for part in parts):
                return text
        return None

    def wait_text(self, *parts):
        try:
            return wait_for(f"a text with {parts}", lambda: self.shows(*parts))
        except AssertionError as error:
            shown = "\n  ".join(dict.fromkeys(self.texts()))
            raise AssertionError(f"{error}\nshown instead:\n  {shown}") from None

    # --- acting -------------------------------------------------------------------------------

    BUTTONS = ("push button", "toggle button", "menu item", "check menu item", "check box",
               "radio button", "link")

    def click(self, name, roles=BUTTONS, dialog=None):
        """Waits for the button, then presses it through its action; in the dialog of that name."""
        def find():
            top = self.find(dialog, ("dialog", "alert")) if dialog else None
            return None if dialog and not top else self.find(name, roles, True, top)
        try:
            button = wait_for(f"a button {name} that can be pressed", find)
        except AssertionError as error:
            shown = [(n.get_role_name(), n.get_name()) for n in self._walk(roles=roles)]
            raise AssertionError(f"{error}\nbuttons: {shown}") from None
        return self.press(button)

    def finish_keys(self):
        """Waits until the program has dealt with the keys pressed. It answers before a key that
        waits for a picture to be drawn, so it is asked again when that has been."""
        answers, drawn = 0, None
        while self.keyed and (answers < 3 or time.monotonic() < drawn):
            number = self.story.display.ask(self.pid)
            wait_for("the keys to be dealt with", lambda number=number: self._answered(number))
            drawn = drawn or time.monotonic() + 3 * FRAME_S
            answers += 1
        self.keyed = False

    def _answered(self, number):
        self._must_run()
        return self.story.display.answered(number)

    def press(self, button):
        self.finish_keys()
        assert Atspi.Action.do_action(button, 0), f"{button.get_name()} has no action"
        return button

    def key(self, *keys):
        """Presses keys, xdotool's names, in the window under the pointer."""
        self.keyed = True
        subprocess.run(["xdotool", "key", *keys], check=True)

    def type(self, name, text):
        """Fills the entry of that accessible name. Returns: it"""
        entry = self.wait(name, ("text", "entry", "password text"))
        assert Atspi.EditableText.set_text_contents(entry, text), f"{name} cannot be written"
        return entry

    def choose(self, name, item):
        """Chooses from the combo box of that accessible name."""
        box = self.wait(name, ("combo box",))

        def place():
            menu = box.get_child_at_index(0)
            names = [menu.get_child_at_index(i).get_name() for i in range(menu.get_child_count())]
            assert item in names, (item, names)
            return names.index(item)
        assert Atspi.Selection.select_child(box, eventually(place)), item

    def save_as(self, path, title="Save What the Chip Holds"):
        """Answers GTK's dialog to save a file."""
        chooser = self.wait(title, ("file chooser", "dialog"))
        entry = wait_for("the name's entry", lambda: next(self._walk(chooser, ("text",)), None))
        assert Atspi.EditableText.set_text_contents(entry, str(path))
        save = wait_for("the save button", lambda: self.find("Save", self.BUTTONS, True, chooser))
        self.press(save)

    def sectors(self):
        """What the map says of each sector, in order."""
        table = self.wait("Sector map", ("table",))
        names = []
        for i in range(table.get_child_count()):
            cell = table.get_child_at_index(i)
            cell.clear_cache()
            names.append(cell.get_name())
        return names

    def wait_sectors(self, right, start=0, end=None):
        """Waits until right() is true of what the map says of these. Returns: what it says"""
        def fit():
            names = self.sectors()[start:end]
            assert names and right(names), names
            return names
        return eventually(fit)

    def sector(self, index, name="Sector map"):
        """What the map says of one sector: quick enough to be asked while a job runs."""
        if self.table is None:
            self.table = self.wait(name, ("table",))
        cell = self.table.get_child_at_index(index)
        cell.clear_cache()
        return cell.get_name()

    def select(self, *indexes, name="Sector map"):
        """Selects sectors on the map of that accessible name; the first gets the focus."""
        table = self.wait(name, ("table",))
        wait_for("the focus on the map", lambda: Atspi.Component.grab_focus(
            table.get_child_at_index(indexes[0])))
        for index in indexes[1:]:
            assert Atspi.Selection.select_child(table, index), index
        wait_for("the selection",
                 lambda: Atspi.Selection.get_n_selected_children(table) == len(indexes))

    def enter(self):
        """Moves the pointer into the window, whose keys are then heard."""
        pointer("mousemove", *self.centre())
        def is_active():
            self.frame.clear_cache()
            return self.frame.get_state_set().contains(Atspi.StateType.ACTIVE)
        wait_for("the window to hear keys", is_active)

    def menu(self, item):
        """Opens the menu of what has the focus by its key, and chooses from it."""
        self.enter()
        self.key("shift+F10")
        self.click(item, ("menu item", "check menu item"))

    def wait_checked(self, name, checked=True):
        """Waits until what can be ticked is, or is not."""
        def is_so():
            box = self.find(name, ("check box", "radio button", "toggle button"))
            return box is not None and has(box, "CHECKED") == checked
        wait_for(f"{name} to be {'' if checked else 'not '}ticked", is_so)

    def centre(self, node=None):
        box = Atspi.Component.get_extents(node or self.frame, Atspi.CoordType.SCREEN)
        return box.x + box.width // 2, box.y + box.height // 2

    def size(self):
        """Returns: width and height of the window"""
        box = Atspi.Component.get_extents(self.frame, Atspi.CoordType.SCREEN)
        return box.width, box.height

    def is_filled(self):
        """Whether its header and what is below that end where the window does, but for its border,
        and nothing of it sticks out"""
        def end(node):
            node.clear_cache()
            box = Atspi.Component.get_extents(node, Atspi.CoordType.SCREEN)
            return box.x + box.width, box.y + box.height
        header, content = (end(self.frame.get_child_at_index(i)) for i in (0, 1))
        right, bottom = end(self.frame)
        return all(abs(a - b) < 20 for a, b in
                   ((header[0], right), (content[0], right), (content[1], bottom))) and \
            all(end(node)[0] <= right for node in self._walk(top=self.frame))

    def wait_arranged(self):
        """Waits until a window that never stands still has found its arrangement, and is drawn so"""
        wait_for("everything in its place", self.is_filled)
        before = self.story.grab()
        try:
            wait_for("another picture", lambda: self.story.grab() != before, 5)
        except AssertionError:
            pass  # what moved has ended meanwhile: all of it is drawn

    def select_row(self, name):
        """Selects the row of that accessible name, or of one with it inside, in its list. Returns:
        it"""
        def find():  # it may have to be scrolled to
            nodes = list(self._walk(roles=("list item",), hidden=True))
            return next((node for node in nodes if node.get_name() == name), None) or next(
                (node for node in nodes if name in (node.get_name() or "")), None)

        def select():
            row = find()
            if row is None:
                return None
            rows, whole = row.get_parent(), row.get_name()
            index = next((i for i in range(rows.get_child_count())
                          if rows.get_child_at_index(i).get_name() == whole), None)
            return row if index is not None and Atspi.Selection.select_child(rows, index) else None
        return wait_for(f"a row {name}", select)

    def resize(self, width, height):
        """Makes the window so large, in pixels of a widget, at once."""
        def search():
            return subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(self.pid)],
                                  check=False, text=True, stdout=subprocess.PIPE).stdout.split()

        first = min(wait_for("the window on the screen", search), key=int)  # the others are dialogs
        scale = self.story.desktop.scale

        def has_size():
            if self.size() == (width, height):
                return True
            pointer("windowsize", first, width * scale, height * scale)
            return False  # and again: what comes into it may ask for another size meanwhile
        wait_for(f"a window of {width} x {height}", has_size)

    def drag(self, files, look=None, refused=None):
        """Drags files from another program onto the middle of the window.

        look() is called while they hang over it. The pointer lets go once the window has said that
        it takes them or, where a refusal is awaited, shows that text. Returns: whether the window
        took them
        """
        source = subprocess.Popen(
            [BUILD / "tests/ui/drag-source", "1190", "730", *map(str, files)],
            stdout=subprocess.PIPE)
        try:
            said = Lines(source.stdout)
            said.wait("ready")
            pointer("mousemove", 1230, 760, "mousedown", 1)
            pointer("mousemove", 1220, 750, "mousemove", 1200, 740, "mousemove", 1180, 720)
            said.wait("begin")
            x, y = self.centre()
            pointer("mousemove", x + 40, y + 20, "mousemove", x, y)
            if refused:
                self.wait_text(refused)
            else:
                said.wait("action")
            if look:
                look()
            pointer("mouseup", 1)
            if said.wait("drop", "end") == "end":
                return False
            said.wait("end")  # the names have been handed over
            return True
        finally:
            source.terminate()
            source.wait()
            source.stdout.close()

    def screenshot(self, name):
        """A picture of the desktop, without what hangs at the pointer."""
        path = BUILD / "screenshots" / f"{name}.png"
        x, y = pointer_place()
        pointer("mousemove", *self.story.desktop.corner())
        self.settle()
        self.story.desktop.screenshot(path)
        pointer("mousemove", x, y)
        return path

    def picture(self, name):
        """As screenshot(), with the pointer where it is: in the middle of a drag."""
        path = BUILD / "screenshots" / f"{name}.png"
        self.story.desktop.screenshot(path)
        return path

    def settle(self):
        """Waits until two pictures in a row are equal: animations are over."""
        def stable():
            first = self.story.grab()
            time.sleep(0.15)
            return first == self.story.grab()
        try:
            wait_for("a still picture", stable, 5)
        except AssertionError:
            pass  # something blinks: the picture is as good as it gets

    def longest_stall_ms(self):
        """The longest turn of the main loop since the last job began, told by the program when it
        ended. Returns: what a person waited, and what of it was work of the program's own"""
        told = self.stalls_ms()
        return told["longest_ms"], told["longest_cpu_ms"]

    def stalls_ms(self):
        """As ul-stall-watch.h has them, once the program has ended"""
        told = dict(line.split("=") for line in self.stall_log.read_text().split())
        return {name: float(value) for name, value in told.items()}

    def ended(self):
        """Waits for the end of the program. Returns: the exit status"""
        status = self.process.wait(DEADLINE_S)
        self.story.must_be_sound()
        return status

    def quit(self):
        """Closes the window. Returns: the exit status"""
        if self.process.poll() is None:
            self.process.terminate()
        return self.ended()


class Lines:
    """The lines another program prints, waited for one by one."""

    def __init__(self, stream):
        self.stream = stream
        self.rest = b""

    def _read(self, words):
        if not select.select([self.stream], [], [], DEADLINE_S)[0]:
            raise AssertionError(f"waited {DEADLINE_S} s in vain for the drag source to say {words}")
        piece = os.read(self.stream.fileno(), 4096)
        if not piece:
            raise AssertionError(f"the drag source ended before it said {words}")
        self.rest += piece

    def wait(self, *words):
        """Reads up to a line that starts with one of the words. Returns: that line"""
        while True:
            while b"\n" not in self.rest:
                self._read(words)
            line, _, self.rest = self.rest.partition(b"\n")
            if line.decode().split()[:1] and line.decode().split()[0] in words:
                return line.decode().strip()


def pointer_place():
    said = subprocess.run(["xdotool", "getmouselocation", "--shell"], check=True, text=True,
                          stdout=subprocess.PIPE).stdout
    place = dict(line.split("=") for line in said.split())
    return int(place["X"]), int(place["Y"])


def pointer(*actions):
    """Moves and presses the pointer, xdotool's words."""
    subprocess.run(["xdotool", *map(str, actions)], check=True)
