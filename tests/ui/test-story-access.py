# SPDX-License-Identifier: GPL-2.0-or-later
"""Every page, popover and dialog as a screen reader meets it: each thing that can have the focus has
a name and a role, what is not obvious says what it does, no letter is given twice, what cannot be
taken back is never what Enter presses, and Escape leaves."""

import sys

from accessible import complaints
from harness import Story, Tap, eventually
from places import install
from tour import Tour

# GTK says so of a list that is read aloud while it goes.
GTKS_SLIPS = ("gtk_tree_view_get_selection: assertion 'GTK_IS_TREE_VIEW (tree_view)' failed",)


ENOUGH_S = 30  # for what is there to be described


def is_well_told(window, top, menu):
    def has_no_complaints():
        found = complaints(window, top, menu)
        assert not found, "; ".join(found)
    eventually(has_no_complaints, deadline_s=ENOUGH_S)


def main():
    tap = Tap()
    with Story(many_quarks=True) as story:
        install()
        Tour(tap, story, is_well_told).go_round()
        with tap.case("none of the windows complained"):
            said = [line for line in story.read_log().splitlines()
                    if line and not any(slip in line for slip in GTKS_SLIPS)]
            assert not said, said
    sys.exit(tap.finish())


if __name__ == "__main__":
    main()
