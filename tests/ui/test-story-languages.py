# SPDX-License-Identifier: GPL-2.0-or-later
"""The window in a language that nobody speaks: test-story-languages.py long|hebrew

Every text shown has to come from a message, and to be whole or to be told by a tooltip. Hebrew
letters run from right to left, and so does the window; addresses and the map do not.
"""

import pathlib
import re
import sys

import harness
from harness import EXAMPLES, Story, Tap, eventually, wait_for
from inside import Inside, find_cut

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
# pylint: disable=wrong-import-position
import pseudo  # noqa: E402
from locales import Languages  # noqa: E402

BLINKY = EXAMPLES / "blinky.srec"
KL25 = ("--probe", "sim:frdm-kl25z")
SMALL = (800, 560)
ENOUGH_S = 60  # for every text to find its place
# What is the same in every language: names of files, chips, boards, registers, programs and keys
NAMES = re.compile(r"[\w-]+\.(srec|hex|elf|bin|unlatch|uf2|axf|out|jflash|jlink)\b|\b0x[0-9A-Fa-f]+"
                   r"|\bsim:[\w-]+|\b[A-Z][A-Z0-9]+[\w/+-]*|\bCortex-M\w*|\bJ-Link\b|\bUnlatch\b"
                   r"|\bCMSIS-DAP\b|\bOpenOCD\b|\bpyOCD\b|https?:\S+|/\S+|\bunlatch\S*|\b[0-9a-fA-F]{8}\b"
                   r"|\b(Ctrl|Shift|Alt|Menu|Return|Space|Escape|Delete|Insert|Page|Up|Down|Home|End"
                   r"|Left|Right|Tab)\b|\bGNU\b|\bKinetis\b|\b[kM]Hz\b|\bEzPort\b|\bFlexNVM\b")
OF_GTK = ("Close", "Maximize", "Minimize", "Information", "Warning", "Error", "Refresh", "Question",
          "Shortcuts", "edit-find-symbolic")
ENGLISH = re.compile(r"[A-Za-z]{2,}")


class Place:
    """A story in the made-up language, and what GTK knows of the texts in its windows"""

    def __init__(self, kind, languages):
        self.kind = kind
        self.rtl = kind == "hebrew"
        self.languages = languages
        self.story = None
        self.inside = Inside("rtl" if self.rtl else "ltr")

    def __enter__(self):
        more = {**self.languages.pretend(self.kind), **self.inside.environment()}
        self.story = Story(many_quarks=True, more=more)
        self.inside.begin(self.story)
        return self

    def __exit__(self, *problem):
        self.story.__exit__(*problem)

    def say(self, text):
        return pseudo.KINDS[self.kind](text).replace("_", "")

    def activate(self, window, action):
        window.settle()
        self.inside.activate(window, action)

    def look(self, window):
        """Returns: what is shown, as look-inside tells it"""
        window.settle()
        return self.inside.look(window)


def find_english(texts):
    return sorted({text for text in texts
                   if text not in OF_GTK and ENGLISH.search(NAMES.sub(" ", text))})


def judge(place, window, name):
    def is_whole():
        items = place.look(window)
        texts = window.texts() + [item["tooltip"] for item in items if item["tooltip"]]
        english, cut = find_english(texts), find_cut(items)
        assert not english, "not from a message:\n  " + "\n  ".join(english)
        assert not cut, "cut off:\n  " + "\n  ".join(cut)
    eventually(is_whole, deadline_s=ENOUGH_S)
    window.screenshot(f"language-{place.kind}-{name}")


# --- the states ---------------------------------------------------------------------------------

def first(place):
    return place.story.start()


def ready(place):
    place.story.board("frdm-kl25z", "--image", EXAMPLES / "app.hex")
    return place.story.start(*KL25, BLINKY)


def protected(place):
    place.story.board("frdm-kl25z", "--image", EXAMPLES / "app.hex", "--fprot", "0xFFFFFFFC")
    return place.story.start(*KL25, BLINKY)


def locked(place):
    place.story.board("frdm-kl25z", "--fsec", "0x7F")
    return place.story.start(*KL25, BLINKY)


def failing(place):
    place.story.board("frdm-kl25z", "--fault", "weak-address=0x2404")
    return place.story.start(*KL25, BLINKY)


STATES = (first, ready, protected, locked)
# What is opened by an action in the state before it
OPENED = {
    ready: ("preferences", "profile-settings", "explain-log", "try-simulated", "shortcuts", "go-to",
            "review-lock", "read", "erase", "restore", "show-log", "choose-chip", "choose-probe",
            "connect-probe", "main-menu", "view::list", "view::bytes", "program"),
    protected: ("unlock", "program"),
    locked: ("unlock", "read"),
    failing: ("program",),
}


# What differs where the window is mirrored
OPENED_MIRRORED = {
    ready: ("profile-settings", "erase", "view::list", "view::bytes"),
    failing: ("program",),
}


def check_mirrored(tap, place):
    window = ready(place)
    window.resize(*SMALL)

    def is_mirrored():
        items = place.look(window)

        def middle(text):
            boxes = [item["box"] for item in items if item["text"] == place.say(text)]
            assert boxes, text
            return boxes[0][0] + boxes[0][2] / 2

        assert all(item["rtl"] for item in items)
        assert middle("CHIP") > SMALL[0] / 2 > middle("_Program")
        assert middle("Open") > SMALL[0] / 2

    with tap.case("chip and files are on the right, and Program is on the left"):
        eventually(is_mirrored)
    table = wait_for("the map", lambda: next(window._walk(roles=("table",)), None))

    def cell_x(index):
        return harness.Atspi.Component.get_extents(table.get_child_at_index(index),
                                                   harness.Atspi.CoordType.SCREEN).x

    def focused():
        table.clear_cache()
        return table.get_description()

    with tap.case("sectors follow each other from left to right, as their addresses do"):
        assert cell_x(0) < cell_x(1) < cell_x(2)
    with tap.case("the arrow keys move to where they point on the map"):
        window.enter()
        assert harness.Atspi.Component.grab_focus(table.get_child_at_index(1))
        wait_for("the focus on sector 1", lambda: "0x00000400" in focused())
        window.key("Right")
        wait_for("the focus on sector 2", lambda: "0x00000800" in focused())
        window.key("Left", "Left")
        wait_for("the focus on sector 0", lambda: "0x00000000" in focused())
    with tap.case("bytes follow each other from left to right, as their addresses do"):
        window.key("ctrl+3")
        text = harness.Atspi.Text
        shown = wait_for("the bytes", lambda: next(
            (node for node in window._walk(roles=("text",))
             if text.get_character_count(node) > 1000), None))

        def byte_x(index):
            line = text.get_text(shown, 0, 200).split("\n")[0]
            return text.get_character_extents(
                shown, line.index(" ") + 1 + 3 * index, harness.Atspi.CoordType.SCREEN).x

        wait_for("their places", lambda: byte_x(0) < byte_x(1) < byte_x(7) < byte_x(15))
    place.story.end_all()


def check_states(tap, place):
    for state in STATES:
        window = state(place)
        window.resize(*SMALL)
        with tap.case(f"{state.__name__} is told in messages, whole"):
            judge(place, window, state.__name__)
        place.story.end_all()


def check_opened(tap, place):
    for state, actions in (OPENED_MIRRORED if place.rtl else OPENED).items():
        for action in actions:
            window = state(place)
            window.resize(*SMALL)
            with tap.case(f"{state.__name__}, then {action}, is told in messages, whole"):
                place.activate(window, action)
                judge(place, window, f"{state.__name__}-{action.replace('::', '-')}")
            place.story.end_all()


def main():
    tap = Tap()
    with Languages() as languages, Place(sys.argv[1], languages) as place:
        check_states(tap, place)
        check_opened(tap, place)
        if place.rtl:
            check_mirrored(tap, place)
    sys.exit(tap.finish())


if __name__ == "__main__":
    main()
