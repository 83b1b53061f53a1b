# SPDX-License-Identifier: GPL-2.0-or-later
"""The main menu, as someone goes through it: menu by menu, by what is written there.

    menus.choose(window, "Report and Log", "Save Report…")
"""

OPENERS = ("menu", "menu item", "push button", "toggle button")
ITEMS = ("menu item", "check menu item", "push button", "check box", "toggle button")


def open_menu(window, *path, name="Main Menu"):
    """Opens the main menu, and one within the other as far as the path goes."""
    window.click(name, ("toggle button",))
    for name in path:
        window.click(name, OPENERS)


def choose(window, *path, name="Main Menu"):
    """Chooses the last of the path."""
    open_menu(window, *path[:-1], name=name)
    window.click(path[-1], ITEMS)
