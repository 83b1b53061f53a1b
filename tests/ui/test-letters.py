# SPDX-License-Identifier: GPL-2.0-or-later
"""No two things of a page, menu or dialog are reached by the same letter in a language, and no text
is cut off, on a small screen: test-letters.py LANGUAGE
"""

import gettext
import pathlib
import sys

from accessible import doubled_letters
from harness import BUILD, Story, Tap, eventually
from inside import Inside, find_cut
from places import install
from speech import Speech
from tour import Tour

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
# pylint: disable=wrong-import-position
from locales import Languages  # noqa: E402


SMALL = (800, 560)
ENOUGH_S = 60  # for every text to find its place

inside = Inside()


def has_letters_of_its_own(window, top, menu):
    found = doubled_letters(window, menu or top)
    assert not found, "; ".join(found)


def is_whole(window):
    cut = find_cut(inside.look(window))
    assert not cut, "cut off:\n  " + "\n  ".join(cut)


def judge(window, top, menu):
    has_letters_of_its_own(window, top, menu)
    eventually(is_whole, window, deadline_s=ENOUGH_S)


def make_small(window):
    window.resize(*SMALL)


def main():
    tap = Tap()
    language = sys.argv[1]
    speech = Speech(gettext.translation("unlatch", BUILD / "po", [language]))
    with Languages() as languages, \
            Story(many_quarks=True,
                  more={**languages.speak(language), **inside.environment()}) as story:
        install()
        inside.begin(story)
        Tour(tap, story, judge, speech, make_small).go_round()
    sys.exit(tap.finish())


if __name__ == "__main__":
    main()
