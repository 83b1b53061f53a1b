# SPDX-License-Identifier: GPL-2.0-or-later
"""Every page, popover and dialog as a screen reader meets it: each thing that can have the focus has
a name and a role, what is not obvious says what it does, no letter is given twice, what cannot be
taken back is never what Enter presses, and Escape leaves."""

import sys

from accessible import complaints
from harness import Story, Tap, eventually
from places import install
from tour import Tour

ENOUGH_S = 60  # for what is there to be described


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
            assert not story.read_log(), story.read_log()
    sys.exit(tap.finish())


if __name__ == "__main__":
    main()
