# SPDX-License-Identifier: GPL-2.0-or-later
"""Finds what a window shows by its English message, whatever language the window speaks.

    visitor = Visitor(window, Speech(gettext.translation("unlatch", BUILD / "po", ["de"])))
    visitor.press("Chip: %s, detected")

What is shown where a message has %s or the like may be anything.
"""

import collections
import re

import harness
from accessible import has
from harness import wait_for

CONVERSION = re.compile(r"%(?:\d\$)?[-+ #0]*(?:\d+|\*)?(?:\.\d+)?(?:hh|h|ll|l|z)?[a-zA-Z]")
OPENERS = ("menu", "menu item", "push button", "toggle button")
TOPS = ("frame", "dialog", "alert", "file chooser", "window")
ITEMS = ("menu item", "check menu item", "push button", "check box", "toggle button")


def plain(text):
    """Without the mark of its letter, and with spaces that are of one kind"""
    return text.replace("_", "").replace("\u00a0", " ")


class Speech:
    """@translations: of gettext, or None for English"""

    def __init__(self, translations=None):
        self.said = collections.defaultdict(set)
        catalog = translations._catalog if translations else {}  # pylint: disable=protected-access
        for key, text in catalog.items():
            message = key[0] if isinstance(key, tuple) else key
            self.said[plain(message.rpartition("\x04")[2])].add(plain(text))

    def like(self, *messages):
        """Returns: what matches a text that says one of them, be it translated or not yet"""
        texts = set(messages).union(*(self.said[message] for message in messages))
        return re.compile("|".join(".*".join(map(re.escape, CONVERSION.split(text)))
                                   for text in sorted(texts)), re.S)


class Visitor:
    """Someone in front of a window, who knows its language"""

    def __init__(self, window, speech):
        self.window = window
        self.speech = speech

    def find(self, *messages, roles=None, sensitive=False, top=None):
        """Returns: the widget that is called so, or None"""
        like = self.speech.like(*messages)
        for node in self.window._walk(top=top, roles=roles):  # pylint: disable=protected-access
            if like.fullmatch(plain(node.get_name() or "")) and \
                    (not sensitive or has(node, "SENSITIVE")):
                return node
        return None

    def wait(self, *messages, roles=None):
        return wait_for(f"{messages} in some language", lambda: self.find(*messages, roles=roles))

    def wait_gone(self, *messages, roles=None):
        wait_for(f"the end of {messages}", lambda: self.find(*messages, roles=roles) is None)

    def wait_text(self, *messages):
        like = self.speech.like(*messages)
        wait_for(f"{messages} in some language",
                 lambda: any(like.search(text) for text in self.window.texts()))

    def reveal(self, *messages):
        """Brings what is scrolled out of sight to where one can press it."""
        like = self.speech.like(*messages)

        def focus():
            # pylint: disable-next=protected-access
            for node in self.window._walk(hidden=True, roles=self.window.BUTTONS):
                if like.fullmatch(plain(node.get_name() or "")) and has(node, "VISIBLE"):
                    return harness.Atspi.Component.grab_focus(node) and has(node, "SHOWING")
            return False
        wait_for(f"{messages} in some language, to be scrolled to", focus)

    def press(self, *messages, roles=None, inside=None):
        """@inside: what the dialog is called whose button it is"""
        def find():
            top = self.find(inside, roles=("dialog", "alert")) if inside else None
            return None if inside and not top else \
                self.find(*messages, roles=roles or self.window.BUTTONS, sensitive=True, top=top)
        try:
            self.window.press(wait_for(f"{messages} in some language, to be pressed", find))
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.tell_state()}") from None

    def tell_state(self):
        """What is there instead of what was sought"""
        shown = [(node.get_role_name(), node.get_name())
                 for node in self.window._walk(roles=(*self.window.BUTTONS, *TOPS))]
        return f"exit status: {self.window.process.poll()}; shown: {shown}"

    def open_menu(self, *path):
        """Opens the main menu, and one within the other as far as the path goes."""
        self.press("Main Menu", roles=("toggle button",))
        for name in path:
            self.press(name, roles=OPENERS)

    def choose(self, *path):
        """Chooses from the main menu the last of the path."""
        self.open_menu(*path[:-1])
        self.press(path[-1], roles=ITEMS)

    def type(self, name, text):
        entry = self.wait(name, roles=("text", "entry"))
        assert harness.Atspi.EditableText.set_text_contents(entry, text), f"{name} cannot be written"

    def select(self, index):
        """Selects a sector on the map, which gets the focus."""
        table = self.wait("Sector map", roles=("table",))
        assert harness.Atspi.Component.grab_focus(table.get_child_at_index(index))
        wait_for("the selection",
                 lambda: harness.Atspi.Selection.get_n_selected_children(table) == 1)

    def select_row(self, message):
        """Selects the first row of a list that says so."""
        like = self.speech.like(message)
        row = wait_for(f"a row {message}", lambda: next(
            (node for node in self.window._walk(roles=("list item",), hidden=True)
             if like.search(plain(node.get_name() or ""))), None))
        self.window.select_row(row.get_name())

    def key(self, *keys):
        self.window.key(*keys)
