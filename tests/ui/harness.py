# SPDX-License-Identifier: GPL-2.0-or-later
"""Drives the real window as a person would: finds widgets by role and name, waits for what they
say, clicks, drops files, looks.

    with Story() as story:
        story.board("frdm-kl25z", "--fsec", "0xFE")
        window = story.start("--probe", "sim:frdm-kl25z", file)
        window.click("Program")
        window.wait_text("Programmed and verified")

Every wait is for a state, with a deadline that only a broken program reaches.
"""

import json
import os
import pathlib
import signal
import subprocess
import sys
import time

from desktop import Desktop

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
# pylint: disable=wrong-import-position
from tap import Tap  # noqa: E402,F401

SANITIZED = bool(os.environ.get("UNLATCH_SANITIZED"))
DEADLINE_S = 180 if SANITIZED else 40
BUILD = pathlib.Path(os.environ["UNLATCH_BUILD"])
ROOT = pathlib.Path(os.environ["UNLATCH_SOURCE"])
EXAMPLES = ROOT / "data" / "examples"

Atspi = GLib = None  # bound once the desktop's bus exists


def _bind_accessibility():
    global Atspi, GLib  # pylint: disable=global-statement
    import gi  # pylint: disable=import-outside-toplevel
    gi.require_version("Atspi", "2.0")
    from gi.repository import Atspi as atspi, GLib as glib  # pylint: disable=import-outside-toplevel
    Atspi, GLib = atspi, glib
    Atspi.init()
    Atspi.set_timeout(5000, 15000)


def wait_for(what, probe, deadline_s=DEADLINE_S):
    """Waits until probe() gives something true. Returns: that"""
    end = time.monotonic() + deadline_s
    context = GLib.MainContext.default()
    while True:
        while context.iteration(False):
            pass
        try:
            found = probe()
        except GLib.Error:  # the widget went away while it was read
            found = None
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"waited {deadline_s} s in vain for {what}")
        time.sleep(0.02)


class Window:
    """The running program."""

    BIG_ROLES = ("table", "tree table", "tree")  # not walked into: their rows are many

    def __init__(self, story, process, stall_log, pid=None):
        self.story = story
        self.process = process
        self.pid = pid or process.pid  # another one when something else started the program
        self.stall_log = stall_log
        self.table = None
        self.app = wait_for("the program on the accessibility bus", self._find_app)
        self.frame = wait_for("the window", lambda: next(self._walk(roles=("frame",)), None))

    def _find_app(self):
        if self.process.poll() is not None:
            raise AssertionError(f"the program ended with {self.process.returncode}:\n"
                                 + self.story.read_log())
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            app = desktop.get_child_at_index(i)
            if app is not None and app.get_process_id() == self.pid:
                return app
        return None

    def _walk(self, top=None, roles=None, hidden=False, big=False):
        """Every widget shown, from the top down; windows last opened come first."""
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
            if node.get_name() == name:
                states = node.get_state_set()
                if sensitive is None or states.contains(Atspi.StateType.SENSITIVE) == sensitive:
                    return node
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
            said.append(node.get_name() or "")
            if "Text" in node.get_interfaces():
                said.append(Atspi.Text.get_text(node, 0, -1) or "")
            said.append(node.get_description() or "")
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

    def press(self, button):
        assert Atspi.Action.do_action(button, 0), f"{button.get_name()} has no action"
        return button

    def key(self, *keys):
        """Presses keys, xdotool's names, in the window under the pointer."""
        subprocess.run(["xdotool", "key", *keys], check=True)

    def type(self, name, text):
        """Fills the entry of that accessible name. Returns: it"""
        entry = self.wait(name, ("text", "entry", "password text"))
        assert Atspi.EditableText.set_text_contents(entry, text), f"{name} cannot be written"
        return entry

    def choose(self, name, item):
        """Chooses from the combo box of that accessible name."""
        box = self.wait(name, ("combo box",))
        menu = box.get_child_at_index(0)
        names = [menu.get_child_at_index(i).get_name() for i in range(menu.get_child_count())]
        assert Atspi.Selection.select_child(box, names.index(item)), (item, names)

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

    def sector(self, index, name="Sector map"):
        """What the map says of one sector: quick enough to be asked while a job runs."""
        if self.table is None:
            self.table = self.wait(name, ("table",))
        cell = self.table.get_child_at_index(index)
        cell.clear_cache()
        return cell.get_name()

    def select(self, *indexes):
        """Selects sectors on the map; the first gets the focus."""
        table = self.wait("Sector map", ("table",))
        assert Atspi.Component.grab_focus(table.get_child_at_index(indexes[0]))
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

    def checked(self, name):
        box = self.wait(name, ("check box", "radio button", "toggle button"))
        return box.get_state_set().contains(Atspi.StateType.CHECKED)

    def is_sensitive(self, name):
        button = self.find(name, self.BUTTONS)
        return button is not None and button.get_state_set().contains(Atspi.StateType.SENSITIVE)

    def centre(self, node=None):
        box = Atspi.Component.get_extents(node or self.frame, Atspi.CoordType.SCREEN)
        return box.x + box.width // 2, box.y + box.height // 2

    def size(self):
        """Returns: width and height of the window"""
        box = Atspi.Component.get_extents(self.frame, Atspi.CoordType.SCREEN)
        return box.width, box.height

    def is_filled(self):
        """Whether what is in the window has got the window's size as well, but for its border"""
        box = Atspi.Component.get_extents(self.frame.get_child_at_index(0), Atspi.CoordType.SCREEN)
        return abs(box.width - self.size()[0]) < 20

    def select_row(self, name):
        """Selects the row of that accessible name, or of one with it inside, in its list. Returns:
        it"""
        def find():  # it may have to be scrolled to
            nodes = list(self._walk(roles=("list item",), hidden=True))
            return next((node for node in nodes if node.get_name() == name), None) or next(
                (node for node in nodes if name in (node.get_name() or "")), None)

        row = wait_for(f"a row {name}", find)
        rows, whole = row.get_parent(), row.get_name()
        index = next(i for i in range(rows.get_child_count())
                     if rows.get_child_at_index(i).get_name() == whole)
        assert Atspi.Selection.select_child(rows, index), name
        return row

    def resize(self, width, height):
        """Makes the window so large, in pixels of a widget, at once."""
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(self.pid)],
                               check=True, text=True, stdout=subprocess.PIPE).stdout.split()

        first = min(found, key=int)  # the others are dialogs
        scale = self.story.desktop.scale
        pointer("windowsize", first, width * scale, height * scale)
        wait_for(f"a window of {width} x {height}", lambda: self.size() == (width, height))

    def drag(self, files, look=None, refused=None):
        """Drags files from another program onto the middle of the window.

        look() is called while they hang over it. The pointer lets go once the window has said that
        it takes them or, where a refusal is awaited, shows that text. Returns: whether the window
        took them
        """
        source = subprocess.Popen(
            [BUILD / "tests/ui/drag-source", "1190", "730", *map(str, files)],
            stdout=subprocess.PIPE, text=True)
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
        told = dict(line.split("=") for line in self.stall_log.read_text().split())
        return float(told["longest_ms"]), float(told["longest_cpu_ms"])

    def quit(self):
        """Closes the window. Returns: the exit status"""
        if self.process.poll() is None:
            self.process.terminate()
        return self.process.wait(DEADLINE_S)


class Lines:
    """The lines another program prints, waited for one by one."""

    def __init__(self, stream):
        self.stream = stream

    def wait(self, *words):
        """Reads up to a line that starts with one of the words. Returns: that line"""
        for line in self.stream:
            if line.split()[:1] and line.split()[0] in words:
                return line.strip()
        raise AssertionError(f"the drag source ended before it said {words}")


def pointer_place():
    said = subprocess.run(["xdotool", "getmouselocation", "--shell"], check=True, text=True,
                          stdout=subprocess.PIPE).stdout
    place = dict(line.split("=") for line in said.split())
    return int(place["X"]), int(place["Y"])


def pointer(*actions):
    """Moves and presses the pointer, xdotool's words."""
    subprocess.run(["xdotool", *map(str, actions)], check=True)


class Story:
    """One desktop, the simulated boards in it, the programs started on it.

    many_quarks: the window meets so many names that GLib leaves its first table of them behind,
    which is to be told from a leak
    """

    def __init__(self, many_quarks=False, **desktop):
        self.many_quarks = many_quarks
        self.desktop = Desktop(**desktop)
        self.windows = []
        self.log = self.desktop.folder / "unlatch.log"
        _bind_accessibility()
        from notifications import Notifications  # pylint: disable=import-outside-toplevel
        self.notifications = Notifications()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end_all()
        self.desktop.close()

    def end_all(self):
        """Ends windows that a failed case has left."""
        for window in self.windows:
            if window.process.poll() is None:
                window.process.kill()
                window.process.wait()

    def read_log(self):
        """What the windows complained of. GTK asks for the click when a menu is opened by none."""
        said = self.log.read_text(errors="replace") if self.log.exists() else ""
        lines = said.splitlines(keepends=True)
        return "".join(line for line in lines if "no trigger event for menu popup" not in line).lstrip()

    def grab(self):
        return subprocess.run(["import", "-window", "root", "-depth", "8", "ppm:-"], check=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout

    def cli(self, *arguments):
        """Runs unlatch-cli. Returns: (exit status, objects printed)"""
        done = subprocess.run([BUILD / "app/unlatch-cli", "--json", *map(str, arguments)],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              stdin=subprocess.DEVNULL, check=False)
        lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        return done.returncode, lines, done.stderr

    def board(self, name, *options):
        """Sets a simulated board back, as unlatch-cli boards reset does."""
        status, _, said = self.cli("boards", "reset", name, *options)
        assert status == 0, said

    def read_chip(self, board):
        """What the chip holds, read by unlatch-cli. Returns: an S-record file"""
        dump = self.desktop.folder / "chip.srec"
        status, _, said = self.cli("--probe", f"sim:{board}", "read", "-o", dump)
        assert status == 0, said
        return dump

    def chip_holds(self, board, image, kind):
        """Whether the chip holds the bytes of the file, whose format is told in srec_cat's words."""
        def dump(*source):
            return subprocess.run(["srec_cat", *map(str, source), "-o", "-", "-hex-dump"],
                                  check=True, stdout=subprocess.PIPE).stdout
        source = (image, f"-{kind}")
        chip = (self.read_chip(board), "-motorola")
        return dump(*chip, "-crop", "-within", *source) == dump(*source)

    def flash(self, board):
        """What the flash of a simulated board holds, as its files say."""
        files = [path for path in (self.desktop.folder / "state_home").rglob("*")
                 if path.is_file() and board in path.name]
        assert files, f"no file holds the flash of {board}"
        return {path.name: path.read_bytes() for path in files}

    def start(self, *arguments, under=()):
        """@under: a program, with arguments, that starts the window as its only child."""
        stall_log = self.desktop.folder / f"stalls-{len(self.windows)}"
        env = {**os.environ, "UNLATCH_STALL_LOG": str(stall_log)}
        if SANITIZED and self.many_quarks:  # as far as suppressions reach, which takes its time
            env["ASAN_OPTIONS"] = "fast_unwind_on_malloc=0:malloc_context_size=8"
        words = [*under, BUILD / "app/unlatch", *arguments]
        with open(self.log, "ab") as log:
            process = subprocess.Popen([str(word) for word in words], env=env,
                                       stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        pid = process.pid
        try:
            if under:
                pid = wait_for("the window's process", lambda: find_child(process.pid))
            window = Window(self, process, stall_log, pid)
        except BaseException:
            end_at_once(pid, process)
            raise
        self.windows.append(window)
        return window


def find_child(pid):
    """Returns: the process id of its only child, or None"""
    told = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(told[0]) if told else None


def end_at_once(pid, process):
    """@process: has started @pid, or is it"""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.kill()
    process.wait()
