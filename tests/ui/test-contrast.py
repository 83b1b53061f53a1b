# SPDX-License-Identifier: GPL-2.0-or-later
"""What is read stands out from what is behind it, in each theme: WCAG asks 4.5 of texts and 3 of
signs, measured in a picture of the window."""

import collections
import sys

from accessible import has
import harness
from harness import EXAMPLES, Story, Tap, eventually, pointer

BLINKY = EXAMPLES / "blinky.srec"
BOARD = "frdm-kl25z"
TEXT, SIGN = 4.5, 3.0
ENOUGH_S = 60  # for every movement to end
FEW = 3     # pixels: less is the edge of something
FRAME = 4   # pixels around a text that belong to a button


def luminance(colour):
    def linear(value):
        value /= 255
        return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4
    red, green, blue = map(linear, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


class Picture:
    """The screen as it is"""

    def __init__(self, story):
        data = story.grab()
        head = data.split(b"\n", 3)
        self.width, self.height = map(int, head[1].split())
        self.pixels = head[3]

    def colours(self, box):
        """How often each colour is in the box"""
        counts = collections.Counter()
        for y in range(max(box.y, 0), min(box.y + box.height, self.height)):
            row = self.pixels[3 * (y * self.width + max(box.x, 0)):
                              3 * (y * self.width + min(box.x + box.width, self.width))]
            counts.update(row[i:i + 3] for i in range(0, len(row), 3))
        return counts

    def measure(self, box):
        """The contrast of what stands there to the colour most of the box has; None: nothing does"""
        counts = self.colours(box)
        if len(counts) < 2:
            return None  # it is behind the edge of what scrolls
        ground = counts.most_common(1)[0][0]
        return max(contrast(ground, colour) for colour, n in counts.items()
                   if n >= FEW or colour == ground)


def box_of(node):
    return harness.Atspi.Component.get_extents(node, harness.Atspi.CoordType.SCREEN)


def measure(window, picture, roles, top=None):
    """@roles: of what is looked at. Returns: (contrast, name) of each that is shown"""
    found = []
    for node in window._walk(top=top, roles=roles):  # pylint: disable=protected-access
        box = box_of(node)
        if node.get_role_name() != "label":
            box.x, box.y = box.x + FRAME, box.y + FRAME
            box.width, box.height = box.width - 2 * FRAME, box.height - 2 * FRAME
        if node.get_name() and has(node, "SENSITIVE") and box.width > 4 and box.height > 4:
            found.append((picture.measure(box), node.get_name()))
    return [one for one in found if one[0] is not None]


def texts_stand_out(window, picture):
    found = measure(window, picture, ("label", "push button", "toggle button"))
    assert len(found) > 20, found
    poor = [f"{value:.2f}: {name}" for value, name in found if value < TEXT]
    assert not poor, poor
    print(f"# texts: {len(found)}, least {min(found)[0]:.2f} ({min(found)[1]})", flush=True)


def signs_stand_out(window, picture):
    """A cell of each look that has a sign or a pattern: protected, to be written, failed..."""
    table = window.wait("Sector map", ("table",))
    looks, least = set(), (99, "")
    for i in range(table.get_child_count()):
        cell = table.get_child_at_index(i)
        look = cell.get_name().split(", ", 2)[2]
        if look in ("blank", "holds data") or look in looks:
            continue
        looks.add(look)
        value = picture.measure(box_of(cell))
        least = min(least, (value, look))
    assert looks and least[0] >= SIGN, least
    print(f"# signs: {len(looks)} looks, least {least[0]:.2f} ({least[1]})", flush=True)


def comes_to(check, story, window):
    """A message may still slide in while the first picture is taken."""
    def is_so():
        window.settle()
        check(window, Picture(story))
    eventually(is_so, deadline_s=ENOUGH_S)


def protected(story):
    story.board(BOARD, "--image", EXAMPLES / "app.hex", "--fprot", "0xFFFFFFFC")
    window = story.start("--probe", f"sim:{BOARD}", BLINKY)
    window.wait_text("8 of 13 sectors are protected")
    return window


def failed(story):
    story.board(BOARD, "--fault", "weak-address=0x2404")
    window = story.start("--probe", f"sim:{BOARD}", BLINKY)
    window.wait_text("Will ", "write ")
    window.click("Program")
    window.wait_text("Sector 9 does not hold what was expected")
    return window


def done(story):
    story.board(BOARD)
    window = story.start("--probe", f"sim:{BOARD}", BLINKY)
    window.wait_text("Will ", "write ")
    window.click("Program")
    window.wait_text("Programmed and verified")
    return window


def different(story):
    story.board(BOARD)
    window = story.start("--probe", f"sim:{BOARD}", "--device", "MK64FN1M0VLL12", BLINKY)
    window.wait_text("FOUND ON THE BOARD")
    return window


def main():
    tap = Tap()
    theme = sys.argv[1]
    with Story(many_quarks=True, theme=theme) as story:
        for state in (protected, failed, done):
            window = state(story)
            pointer("mousemove", *story.desktop.corner())
            with tap.case(f"{theme}, {state.__name__}: texts stand out"):
                comes_to(texts_stand_out, story, window)
            with tap.case(f"{theme}, {state.__name__}: signs on the map stand out"):
                comes_to(signs_stand_out, story, window)
            story.end_all()
        window = different(story)
        with tap.case(f"{theme}, another chip: texts stand out"):
            comes_to(texts_stand_out, story, window)
        story.end_all()
    sys.exit(tap.finish())


if __name__ == "__main__":
    main()
