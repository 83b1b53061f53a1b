# SPDX-License-Identifier: GPL-2.0-or-later
"""Every page, popover, menu and dialog on a screen of 800 x 600: none is larger than that, nothing
that can have the focus is out of sight unless one can scroll to it, and no text has to be scrolled
sideways."""

import sys

import harness
from accessible import FRAMES, has, name_of
from harness import Story, Tap, eventually
from places import install
from tour import Tour

SCREEN = (800, 600)
WINDOW = (800, 560)  # what a panel of the desktop leaves
ENOUGH_S = 60
SLACK = 2  # pixels: a shadow, a focus ring
WIDE = ("Bytes", "Log", "Log to explain")  # texts of others, line by line as they were written


def box(node):
    found = harness.Atspi.Component.get_extents(node, harness.Atspi.CoordType.SCREEN)
    return found.x, found.y, found.x + found.width, found.y + found.height


def tell(node):
    return f"the {node.get_role_name()} {name_of(node) or '?'} at {box(node)}"


def sticks_out(inner, outer, sideways=False):
    """Whether a box is not within another; sideways: across alone"""
    left, top, right, bottom = box(inner)
    within = box(outer)
    return left < within[0] - SLACK or right > within[2] + SLACK or not sideways and (
        top < within[1] - SLACK or bottom > within[3] + SLACK)


def holders(node, top):
    """What it is in, from the inside to @top"""
    while node is not None and node != top:
        node = node.get_parent()
        if node is not None:
            yield node


def scroller_of(node, top):
    return next((one for one in holders(node, top) if one.get_role_name() == "scroll pane"), None)


def is_judged(node):
    if "Component" not in node.get_interfaces():  # a link within a text
        return False
    left, top, right, bottom = box(node)
    return node.get_role_name() not in FRAMES and left < right and top < bottom and (
        has(node, "FOCUSABLE") or node.get_role_name() == "label" and node.get_name())


def misfits(window, top):
    """A sentence for each thing that does not fit"""
    found = []
    left, up, right, down = box(top)
    if left < 0 or up < 0 or right > SCREEN[0] or down > SCREEN[1]:
        found.append(f"{tell(top)} is not on the screen")
    for node in window._walk(top=top):  # pylint: disable=protected-access
        if not is_judged(node):
            continue
        scroller = scroller_of(node, top)
        if sticks_out(node, scroller or top, scroller is not None) and name_of(node) not in WIDE:
            found.append(f"{tell(node)} sticks out of {tell(scroller or top)}")
    return found


def fits(window, top, menu):
    """Once it has found its place"""
    def has_no_misfits():
        found = misfits(window, menu or top)
        assert not found, "\n  ".join(found)
    eventually(has_no_misfits, deadline_s=ENOUGH_S)


def make_small(window):
    window.resize(*WINDOW)


def main():
    tap = Tap()
    with Story(size=SCREEN, many_quarks=True) as story:
        install()
        Tour(tap, story, fits, prepare=make_small).go_round()
    sys.exit(tap.finish())


if __name__ == "__main__":
    main()
