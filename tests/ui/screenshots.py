# SPDX-License-Identifier: GPL-2.0-or-later
"""Pictures of the window: key states, in each theme, small, usual and large, and for a dense screen.

    screenshots.py              into _build/screenshots, with a contact sheet for each theme
    screenshots.py --docs       those of docs/screenshots only
    screenshots.py STATE...     these states only
"""

import os
import subprocess
import sys

from harness import BUILD, EXAMPLES, ROOT, Story, pointer, wait_for

BLINKY = EXAMPLES / "blinky.srec"
KL25 = ("--probe", "sim:frdm-kl25z")
THEMES = {"light": "Adwaita", "dark": "Adwaita:dark", "contrast": "HighContrast",
          "inverse": "HighContrastInverse"}
SIZES = ((800, 560), (1280, 800), (2560, 1440))
USUAL = (1120, 720)
MARGIN = 40  # around the window, where the pointer can be parked
PLACE = BUILD / "screenshots"
DOCS = ROOT / "docs" / "screenshots"
IN_DOCS = ("ready", "protected", "locked", "failed", "done", "first")


# --- the states ---------------------------------------------------------------------------------

def first(story):
    window = story.start()
    window.wait_text("Unlatch unlocks")
    return window


def ready(story):
    story.board("frdm-kl25z", "--image", EXAMPLES / "app.hex")
    window = story.start(*KL25, BLINKY)
    window.wait_text("Will ", "write ")
    return window


def protected(story):
    story.board("frdm-kl25z", "--image", EXAMPLES / "app.hex", "--fprot", "0xFFFFFFFC")
    window = story.start(*KL25, BLINKY)
    window.wait_text("8 of 13 sectors are protected")
    return window


def locked(story):
    story.board("frdm-kl25z", "--fsec", "0x7F")
    window = story.start(*KL25, BLINKY)
    window.wait_text("The chip is locked")
    return window


def question(story):
    return locked(story)


def ask(window):
    window.click("Unlock", window.BUTTONS)
    window.wait_text("Erase everything and unlock")


def busy(story):
    story.cli("boards", "scenario", "slow")
    image = next(story.desktop.folder.rglob("long-job.srec"))
    window = story.start("--probe", "sim:frdm-k64f", image)
    window.wait_text("Will erase the whole chip")
    window.click("Program")
    wait_for("a job half way", lambda: "verified" in window.sector(2))
    return window


def failed(story):
    story.board("frdm-kl25z", "--fault", "weak-address=0x2404")
    window = story.start(*KL25, BLINKY)
    window.wait_text("Will ", "write ")
    window.click("Program")
    window.wait_text("Sector 9 does not hold what was expected")
    return window


def done(story):
    story.board("frdm-kl25z")
    window = story.start(*KL25, BLINKY)
    window.wait_text("Will ", "write ")
    window.click("Program")
    window.wait_text("Programmed and verified")
    return window


STATES = {state.__name__: state
          for state in (first, ready, protected, locked, question, busy, failed, done)}
LAST_STEP = {"question": ask}  # once the window has its size, in whose middle a dialog comes
FLEETING = ("busy",)  # nobody waits until it stands still
ONE_A_RUN = (*FLEETING, *LAST_STEP)


# --- the pictures -------------------------------------------------------------------------------

def take(story, window, name, size):
    scale = story.desktop.scale
    state = name.split("-")[0]
    window.resize(*size)
    if state in LAST_STEP:
        LAST_STEP[state](window)
    if state not in FLEETING:
        pointer("mousemove", *story.desktop.corner())
        window.settle()
    story.desktop.screenshot(PLACE / f"{name}.png", (0, 0, size[0] * scale, size[1] * scale))


def shoot(story, state, theme, sizes):
    suffix = f"@{story.desktop.scale}x" if story.desktop.scale > 1 else ""
    rounds = [[size] for size in sizes] if state in ONE_A_RUN else [sizes]
    for some in rounds:
        window = STATES[state](story)
        for size in some:
            take(story, window, f"{state}-{theme}-{size[0]}x{size[1]}{suffix}", size)
        story.end_all()


def shoot_theme(theme, sizes, scale, states):
    largest = [max(size[i] for size in sizes) * scale + MARGIN for i in (0, 1)]
    with Story(size=largest, theme=THEMES[theme], scale=scale) as story:
        prepare()
        for state in states:
            shoot(story, state, theme, sizes)


def prepare():
    """What is found once the program is installed."""
    place = os.path.join(os.environ["XDG_DATA_HOME"], "unlatch")
    os.makedirs(place)
    os.symlink(EXAMPLES, os.path.join(place, "examples"))


def make_sheets():
    for theme in THEMES:
        pictures = sorted(PLACE.glob(f"*-{theme}-*.png"))
        subprocess.run(["montage", "-limit", "memory", "1GiB", "-limit", "disk", "4GiB",
                        *(f"{picture}[900x560]" for picture in pictures), "-tile", "4x", "-geometry",
                        "+6+6", str(PLACE / f"sheet-{theme}.png")], check=True)


def run_apart(*arguments):
    """In a process of its own: one desktop a process."""
    subprocess.run([sys.executable, __file__, *arguments], check=True)


def main():
    words = sys.argv[1:]
    if words[:1] == ["--theme"]:
        theme, scale, states = words[1], int(words[2]), words[3:]
        sizes = {1: SIZES, 2: SIZES[1:2], 0: (USUAL,)}[scale]
        shoot_theme(theme, sizes, max(scale, 1), states)
    elif words == ["--docs"]:
        run_apart("--theme", "light", "0", *IN_DOCS)
        DOCS.mkdir(exist_ok=True)
        for state in IN_DOCS:
            made = PLACE / f"{state}-light-{USUAL[0]}x{USUAL[1]}.png"
            subprocess.run(["convert", str(made), "-strip", "+dither", "-colors", "128",
                            f"PNG8:{DOCS / state}.png"], check=True)  # a third of the bytes
    else:
        for theme in THEMES:
            run_apart("--theme", theme, "1", *(words or STATES))
            run_apart("--theme", theme, "2", *(words or STATES))
        make_sheets()


if __name__ == "__main__":
    main()
