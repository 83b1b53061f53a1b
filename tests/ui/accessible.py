# SPDX-License-Identifier: GPL-2.0-or-later
"""What must be true of everything that can have the focus, as a screen reader meets it.

    complaints(window, top)     a sentence for each thing that is not as it should be
"""

import harness
from harness import has

NO_ROLES = ("unknown", "invalid", "filler", "panel", "redundant object", "extended")
BUTTONS = ("push button", "toggle button", "check box", "radio button", "menu item",
           "check menu item", "radio menu item")
FRAMES = ("scroll pane", "viewport", "split pane")  # GTK lets them have the focus

# What cannot be taken back, or is not plain from its name, says what it does.
DESTRUCTIVE = ("Unlock and Erase", "Erase", "Write as in the File", "Lock For Ever",
               "Stop and Close", "Restore", "Close Without Saving")
EXPLAINED = (*DESTRUCTIVE, "Unlock", "Program", "Verify", "Read", "Begin", "Copy Fix",
             "Catch the Chip…", "Unlock and Erase All…", "Skip Protected Sectors", "Unlock…",
             "Lower Speed and Retry", "Check Under Reset", "Resume", "Program Again",
             "Go On Without Backup", "Use the Chip Found", "Keep Unlocked", "Try Again",
             "Restore Previous Contents…", "Reload", "Map", "List", "Bytes", "Sector map",
             "Review Lock Settings…", "Lift Protection…", "What Can Still Work…", "Compare Bytes",
             "Remember the answer in the profile")


def name_of(node):
    """Its own name, or that of what labels it."""
    name = node.get_name()
    if name:
        return name
    if node.get_role_name() == "link":  # within a text, which is read with it
        return node.get_parent().get_name()
    for relation in node.get_relation_set():
        if relation.get_relation_type() == harness.Atspi.RelationType.LABELLED_BY:
            return relation.get_target(0).get_name()
    return ""


def _judge(node, in_menu):
    role, name = node.get_role_name(), name_of(node)

    if role in FRAMES:
        return []
    if role in NO_ROLES:
        return [f"{name or 'something'} has the role {role}"]
    if not name:
        return [f"a {role} has no name"]
    if not in_menu and name in EXPLAINED and role in (*BUTTONS, "table") \
            and not node.get_description():
        return [f"the {role} {name} does not say what it does"]
    return []


def letter_of(node):
    """The letter that presses it, with Alt or in a menu, or None"""
    if "Action" not in node.get_interfaces() or node.get_n_actions() == 0:
        return None
    keys = harness.Atspi.Action.get_key_binding(node, 0) or ""
    letter = keys.split(";")[0].replace("<Alt>", "").replace("<Alt", "")
    return letter.lower() if len(letter) == 1 else None


def _doubled(nodes):
    taken, found = {}, []
    for node in nodes:
        letter, name = letter_of(node), node.get_name()
        if letter is None:
            continue
        if taken.setdefault(letter, name) != name:
            found.append(f"the letter {letter} is that of {taken[letter]} and of {name}")
    return found


def doubled_letters(window, top):
    """A sentence for each letter that two things share, of those below @top"""
    walked = window._walk(top=top)  # pylint: disable=protected-access
    return list(dict.fromkeys(_doubled([node for node in walked if node != top])))


def complaints(window, top, menu=None):
    """@menu: what is open over the window, whose letters are its own: the nodes below it count"""
    nodes = list(window._walk(top=menu or top))  # pylint: disable=protected-access
    found = []
    for node in nodes:
        if has(node, "FOCUSABLE") and has(node, "SHOWING"):
            found += _judge(node, menu is not None)
        if has(node, "IS_DEFAULT") and node.get_name() in DESTRUCTIVE:
            found.append(f"{node.get_name()} is what Enter presses")
        if has(node, "FOCUSED") and node.get_name() in DESTRUCTIVE and menu is None \
                and top.get_role_name() in ("dialog", "alert"):
            found.append(f"{node.get_name()} has the focus first")
    return list(dict.fromkeys(found)) + doubled_letters(window, menu or top)


def dialog_of(window, title=None):
    """What is open beside the main window, of that title if there is one, or None"""
    window.app.clear_cache()
    for i in range(window.app.get_child_count()):
        node = window.app.get_child_at_index(i)
        if node is not None and node.get_role_name() in ("dialog", "alert", "file chooser", "frame") \
                and node.get_name() != window.frame.get_name() and has(node, "SHOWING") \
                and title in (None, node.get_name()):
            return node
    return None
