# SPDX-License-Identifier: GPL-2.0-or-later
"""The main menu of a window that speaks English, as someone goes through it.

    menus.choose(window, "Report and Log", "Save Report…")
"""

from speech import ITEMS, Speech, Visitor  # noqa: F401 pylint: disable=unused-import


def choose(window, *path):
    """Chooses the last of the path, through the menus before it."""
    Visitor(window, Speech()).choose(*path)
