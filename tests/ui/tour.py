# SPDX-License-Identifier: GPL-2.0-or-later
"""Goes through all places of the window.

    Tour(tap, story, judge).go_round()    calls judge(window, top, menu) at each
"""

from accessible import has
from harness import SANITIZED, wait_for
from places import (BOARD, DIALOGS, GTKS_OWN, MENUS, POPOVERS, STARTS, save_log, start)
from speech import Speech, plain

DIALOG_ROLES = ("dialog", "alert", "file chooser", "frame")
TRIES = 8
PATIENCE_S = 10 if SANITIZED else 5  # no key is pressed again while the first one may still work


def named(title):
    """The first form of a title"""
    return title if isinstance(title, str) else title[-1]


def forms(title):
    return (title,) if isinstance(title, str) else title


class Tour:
    """@judge: called with the window, what is looked at, the popover or menu within that, if any;
    @prepare: called with each window before"""

    def __init__(self, tap, story, judge, speech=None, prepare=None):
        self.tap = tap
        self.story = story
        self.judge = judge
        self.speech = speech or Speech()
        self.prepare = prepare
        self.visitor = None

    def go_round(self):
        for state in STARTS:
            self.visitor = STARTS[state](self.story, self.speech)
            self.enter()
            if state == "protected":
                self.meet_pages()
            else:
                with self.tap.case(f"the window when it is {state}"):
                    self.look()
            for title, come in DIALOGS[state]:
                with self.tap.case(f"the dialog {named(title)}"):
                    self.meet_dialog(title, come)
            if state == "series":
                with self.tap.case("the window between two boards"):
                    self.meet_series()
            self.visitor.window.quit()
            self.story.end_all()
        with self.tap.case("the window while it works, and its question before it closes"):
            self.meet_busy_window()
        self.story.end_all()

    def enter(self):
        if self.prepare:
            self.prepare(self.visitor.window)
        self.visitor.window.enter()

    def look(self, top=None, menu_open=None):
        window = self.visitor.window
        self.judge(window, top or window.frame, menu_open)

    def dialogs(self, title=None):
        """Returns: what is open beside the main window, of that title if there is one"""
        window = self.visitor.window
        like = title and self.speech.like(*forms(title))
        window.app.clear_cache()
        nodes = [window.app.get_child_at_index(i) for i in range(window.app.get_child_count())]
        return [node for node in nodes if node is not None
                and node.get_role_name() in DIALOG_ROLES
                and node.get_name() != window.frame.get_name() and has(node, "SHOWING")
                and (like is None or like.fullmatch(plain(node.get_name())))]

    def wait_dialog(self, title):
        return wait_for(named(title), lambda: self.dialogs(title))[0]

    def escape_until(self, what, is_gone):
        """A key goes astray until what has just opened has the focus."""
        for _ in range(TRIES):
            self.visitor.key("Escape")
            try:
                return wait_for(f"the end of {what}", is_gone, PATIENCE_S)
            except AssertionError:
                continue
        return wait_for(f"the end of {what}", is_gone)

    def leave_dialogs(self):
        """The one on top, then those below it"""
        n = len(self.dialogs())
        for left in range(n, 0, -1):
            self.escape_until("a dialog", lambda left=left: len(self.dialogs()) < left)

    def meet_dialog(self, title, come):
        come(self.visitor)
        dialog = self.wait_dialog(title)
        try:
            if title not in GTKS_OWN:
                self.look(dialog)
        finally:
            self.leave_dialogs()

    def popover(self, title):
        """The one of that name while it is open, or None"""
        window = self.visitor.window
        like = self.speech.like(*forms(title))
        window.app.clear_cache()
        for i in range(window.frame.get_child_count()):
            node = window.frame.get_child_at_index(i)
            if node is not None and has(node, "SHOWING") and like.fullmatch(plain(node.get_name() or "")):
                return node
        return None

    def meet_popover(self, title, come):
        come(self.visitor)
        popover = wait_for(named(title), lambda: self.popover(title))
        try:
            self.look(menu_open=popover)
        finally:
            self.escape_until(named(title), lambda: self.popover(title) is None)

    def open_menu(self, opener):
        """By key, which goes astray while the menu before still keeps the keys to itself"""
        visitor = self.visitor
        for _ in range(TRIES):
            visitor.key("F10")
            try:
                return wait_for("the menu", lambda: visitor.find("About Unlatch", roles=("menu item",)),
                                PATIENCE_S)
            except AssertionError:
                if has(opener, "CHECKED"):
                    break  # it comes
        return visitor.wait("About Unlatch", roles=("menu item",))

    def meet_menu(self, path):
        """By key, and then within it as far as the path goes"""
        items = {(): "About Unlatch", ("Profile",): "Save Profile",
                 ("Lock and Protection",): "Lock Settings…", ("Sectors",): "Go to Address…",
                 ("Board Series",): "Count Boards Anew", ("Report and Log",): "Copy Diagnosis"}
        visitor = self.visitor
        opener = visitor.wait("Main Menu", roles=("toggle button",))
        wait_for("the menu before to be gone", lambda: not has(opener, "CHECKED"))
        self.open_menu(opener)
        try:
            for name in path:
                visitor.press(name, roles=("menu",))
            found = visitor.wait(items[path], roles=("menu item",))
            self.look(menu_open=found.get_parent())
        finally:
            self.escape_until("the menu", lambda: visitor.find(
                "About Unlatch", roles=("menu item",)) is None)

    def meet_pages(self):
        visitor = self.visitor
        with self.tap.case("the map"):
            self.look()
        with self.tap.case("the log"):
            visitor.key("ctrl+l")
            visitor.wait("Log", roles=("text",))
            self.look()
        with self.tap.case("the dialog Save Log"):
            self.meet_dialog("Save Log", save_log)
            visitor.key("ctrl+l")
            visitor.wait_gone("Log", roles=("text",))
        for key, name, role in (("ctrl+2", "Sector list", "table"), ("ctrl+3", "Bytes", "text")):
            with self.tap.case(f"the page {name}"):
                visitor.key(key)
                visitor.wait(name, roles=(role,))
                self.look()
        visitor.key("ctrl+1")
        visitor.wait("Sector map", roles=("table",))
        for title, come in POPOVERS:
            with self.tap.case(f"the popover {named(title)}"):
                self.meet_popover(title, come)
        for path in MENUS:
            with self.tap.case(f"the menu {' > '.join(('Main Menu', *path))}"):
                self.meet_menu(path)
        with self.tap.case("the menu of the selected sectors"):
            visitor.select(3)
            visitor.key("shift+F10")
            found = visitor.wait("Program Sectors", roles=("menu item",))
            self.look(menu_open=found.get_parent())
            self.escape_until("the menu", lambda: visitor.find(
                "Program Sectors", roles=("menu item",)) is None)

    def meet_series(self):
        visitor = self.visitor
        visitor.choose("Board Series", "Again for Each Board")
        visitor.key("Escape")  # the menu stays open after a tick
        visitor.wait_text("Each board: %s")
        self.look()
        visitor.press("Program")
        visitor.wait_text("Remove the board, then connect the next one.")
        self.look()
        self.story.cli("boards", "remove", BOARD)
        visitor.wait_text("Connect the next board.")
        self.look()
        visitor.press("Cancel")

    def meet_busy_window(self):
        self.visitor = visitor = start(self.story, self.speech,
                                       ("Will write %s to %u blank sectors",
                                        "Will erase %u sector and write %s",
                                        "Will erase %u sectors and write %s"),
                                       self.story.slow_job()[0])
        self.enter()
        visitor.press("Program")
        visitor.wait_text("%.0f KiB/s")
        self.look()
        visitor.key("ctrl+w")
        self.look(self.wait_dialog("Stop programming and close?"))
        self.leave_dialogs()
        assert visitor.window.process.poll() is None
        visitor.press("Cancel")
        visitor.wait_text("Stopped at your request")
        self.look()
        visitor.window.quit()
