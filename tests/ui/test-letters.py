# SPDX-License-Identifier: GPL-2.0-or-later
"""No two things of a page, menu or dialog are reached by the same letter in a language:
test-letters.py LANGUAGE
"""

import gettext
import pathlib
import sys

from accessible import doubled_letters
from harness import BUILD, Story, Tap
from places import install
from speech import Speech
from tour import Tour

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
# pylint: disable=wrong-import-position
from locales import Languages  # noqa: E402


def has_letters_of_its_own(window, top, menu):
    found = doubled_letters(window, menu or top)
    assert not found, "; ".join(found)


def main():
    tap = Tap()
    language = sys.argv[1]
    speech = Speech(gettext.translation("unlatch", BUILD / "po", [language]))
    with Languages() as languages, \
            Story(many_quarks=True, more=languages.speak(language)) as story:
        install()
        Tour(tap, story, has_letters_of_its_own, speech).go_round()
    sys.exit(tap.finish())


if __name__ == "__main__":
    main()
