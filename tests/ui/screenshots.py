# SPDX-License-Identifier: GPL-2.0-or-later
"""Pictures of the window: key states, in each theme, small, usual and large, and for a dense screen.

    screenshots.py              into _build/screenshots, with a contact sheet for each theme
    screenshots.py --docs       those of docs/screenshots only
    screenshots.py STATE...     these states only
    screenshots.py --language de [STATE...]     in that language, small and usual
"""

import gettext
import os
import pathlib
import re
import subprocess
import sys

from harness import BUILD, EXAMPLES, ROOT, Story, pointer, wait_for
from speech import Speech, Visitor

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
# pylint: disable=wrong-import-position
from locales import Languages  # noqa: E402

BLINKY = EXAMPLES / "blinky.srec"
KL25 = ("--probe", "sim:frdm-kl25z")
THEMES = {"light": "Adwaita", "dark": "Adwaita:dark", "contrast": "HighContrast",
          "inverse": "HighContrastInverse"}
SIZES = ((800, 560), (1280, 800), (2560, 1440))
USUAL = (1120, 720)
SERIES = f"""[Unlatch]
Format=1
Name=Left board
[Probe]
Kind=sim
Serial=frdm-kl25z
[File 1]
Path={BLINKY}
[Serial]
Address=0x1F000
Format=decimal
Width=6
"""
MARGIN = 40  # around the window, where the pointer can be parked
PLACE = BUILD / "screenshots"
DOCS = ROOT / "docs" / "screenshots"
IN_DOCS = ("ready", "protected", "locked", "failed", "done", "first")
LANGUAGES = ("de", "ja")
IN_DOCS_TOO = (("done", "de"), ("done", "ja"))

speak = gettext.NullTranslations()  # what the window speaks


def said(window, *messages):
    """Waits for one of the messages, whatever the language makes of it and its numbers are; two are
    singular and plural"""
    texts = [speak.gettext(one) for one in messages]
    texts += [speak.ngettext(*messages[i:i + 2], n) for i in range(0, len(messages) - 1, 2)
              for n in (1, 2)]
    form = "|".join(".*".join(map(re.escape, re.split(r"%(?:\d\$)?[a-z]", text.replace("\u00a0", " "))))
                    for text in texts)
    wait_for(texts, lambda: any(re.search(form, shown) for shown in window.texts()))


def press(window, name):
    window.click(speak.gettext(name))


def choose(window, *path):
    """From the main menu. @path: its items in English, without the letters underlined in them"""
    known = speak if isinstance(speak, gettext.GNUTranslations) else None
    Visitor(window, Speech(known)).choose(*path)


def has_plan(window):
    said(window, "Will erase %u sector and write %s", "Will erase %u sectors and write %s",
         "Will write %s to %u blank sector", "Will write %s to %u blank sectors")



# --- the states ---------------------------------------------------------------------------------

def first(story):
    window = story.start()
    said(window, "Unlatch unlocks, erases and programs microcontrollers")
    return window


def ready(story):
    story.board("frdm-kl25z", "--image", EXAMPLES / "app.hex")
    window = story.start(*KL25, BLINKY)
    has_plan(window)
    return window


def protected(story):
    story.board("frdm-kl25z", "--image", EXAMPLES / "app.hex", "--fprot", "0xFFFFFFFC")
    window = story.start(*KL25, BLINKY)
    said(window, "%u of %u sectors is protected", "%u of %u sectors are protected")
    return window


def locked(story):
    story.board("frdm-kl25z", "--image", BLINKY, "--fsec", "0x7F")
    window = story.start(*KL25, BLINKY)
    said(window, "The chip is locked")
    return window


def question(story):
    return locked(story)


def ask(window):
    press(window, "Unlock")
    said(window, "Erase everything and unlock %s?")


def busy(story):
    story.cli("boards", "scenario", "slow")
    image = next(story.desktop.folder.rglob("long-job.srec"))
    window = story.start("--probe", "sim:frdm-k64f", image)
    said(window, "Will erase the whole chip and write %s")
    press(window, "Program")
    verified = speak.gettext("verified")
    wait_for("a job half way", lambda: verified in window.sector(2, speak.gettext("Sector map")))
    return window


def failed(story):
    story.board("frdm-kl25z", "--fault", "weak-address=0x2404")
    window = story.start(*KL25, BLINKY)
    has_plan(window)
    press(window, "Program")
    said(window, "Sector %s does not hold what was expected")
    return window


def done(story):
    story.board("frdm-kl25z")
    window = story.start(*KL25, BLINKY)
    has_plan(window)
    press(window, "Program")
    said(window, "Programmed and verified")
    return window


def preferences(story):
    return ready(story)


def open_preferences(window):
    choose(window, "Preferences")


def profile(story):
    return ready(story)


def open_profile(window):
    choose(window, "Profile", "Profile Settings…")


def lift(story):
    return protected(story)


def ask_lift(window):
    press(window, "Lift Protection…")
    said(window, "Lift the protection of %u sector?", "Lift the protection of %u sectors?")


def series(story):
    """Between two boards"""
    story.board("frdm-kl25z")
    board = story.desktop.folder / "row.unlatch"
    board.write_text(SERIES)
    window = story.start(board)
    has_plan(window)
    choose(window, "Board Series", "Again for Each Board")
    press(window, "Program")
    said(window, "Remove the board, then connect the next one.")
    story.cli("boards", "remove", "frdm-kl25z")
    said(window, "Connect the next board.")
    return window


def damaged(story):
    path = story.desktop.folder / "build.srec"
    lines = BLINKY.read_bytes().splitlines()
    lines[39] = lines[39][:-1] + (b"0" if lines[39][-1:] != b"0" else b"1")
    path.write_bytes(b"\n".join(lines))
    story.board("frdm-kl25z")
    window = story.start(*KL25, path)
    said(window, "Line %s of %s is damaged")
    return window


def show_line(window):
    press(window, "Show Line")
    said(window, "Line %s of %s is damaged")


def resetting(story):
    story.board("frdm-kl25z", "--fault", "reset-period-us=200")
    window = story.start(*KL25)
    said(window, "The chip keeps resetting")
    return window


def different(story):
    """Not the chip that was chosen, and too small for the files"""
    story.board("frdm-kl25z")
    story.cli("boards", "scenario", "slow")
    image = next(story.desktop.folder.rglob("long-job.srec"))
    window = story.start(*KL25, "--device", "MK64FN1M0VLL12", image)
    said(window, "This is a different chip")
    said(window, "FOUND ON THE BOARD")
    return window


def scenario(story):
    return ready(story)


def open_badge(window):
    press(window, "Simulated")
    said(window, "This board is simulated. Nothing is connected; every action is safe.")


def kept(story):
    return ready(story)


def remove_kept(window):
    for _ in range(2):
        window.select(5, 6, name=speak.gettext("Sector map"))
        window.menu(speak.gettext("_Keep as They Are").replace("_", ""))
    said(window, "Keep range removed")


STATES = {state.__name__: state
          for state in (first, ready, protected, locked, question, busy, failed, done, preferences,
                        profile, lift, series, damaged, resetting, different, scenario, kept)}
LAST_STEP = {"question": ask, "preferences": open_preferences, "damaged": show_line,
             "scenario": open_badge, "kept": remove_kept,
             "profile": open_profile, "lift": ask_lift}  # once the window has its size, in whose middle a dialog comes
FLEETING = ("busy",)  # nobody waits until it stands still
ONE_A_RUN = (*FLEETING, "series", *LAST_STEP)


# --- the pictures -------------------------------------------------------------------------------

def take(story, window, name, size):
    scale = story.desktop.scale
    state = name.split("-")[0]
    window.resize(*size)
    if state in LAST_STEP:
        window.settle()  # its menu is another one where there is room
        LAST_STEP[state](window)
    if state in FLEETING:
        window.wait_arranged()
    else:
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


def shoot_language(language, states):
    global speak  # pylint: disable=global-statement
    speak = gettext.translation("unlatch", BUILD / "po", [language])
    largest = [side + MARGIN for side in USUAL]
    with Languages() as languages, Story(size=largest, more=languages.speak(language)) as story:
        prepare()
        for state in states:
            shoot(story, state, language, (SIZES[0], USUAL))


def prepare():
    """What is found once the program is installed."""
    place = os.path.join(os.environ["XDG_DATA_HOME"], "unlatch")
    os.makedirs(place)
    os.symlink(EXAMPLES, os.path.join(place, "examples"))
    os.environ["GSETTINGS_SCHEMA_DIR"] = str(BUILD / "data")


def make_sheets():
    for theme in (*THEMES, *LANGUAGES):
        pictures = sorted(PLACE.glob(f"*-{theme}-*.png"))
        subprocess.run(["montage", "-limit", "memory", "1GiB", "-limit", "disk", "4GiB",
                        *(f"{picture}[900x560]" for picture in pictures), "-tile", "4x", "-geometry",
                        "+6+6", str(PLACE / f"sheet-{theme}.png")], check=True)


def make_doc(picture, name):
    DOCS.mkdir(exist_ok=True)
    made = PLACE / f"{picture}-{USUAL[0]}x{USUAL[1]}.png"
    subprocess.run(["convert", str(made), "-strip", "+dither", "-colors", "128",
                    f"PNG8:{DOCS / name}.png"], check=True)  # a third of the bytes


def run_apart(*arguments):
    """In a process of its own: one desktop a process."""
    subprocess.run([sys.executable, __file__, *arguments], check=True)


def main():
    words = sys.argv[1:]
    if words[:1] == ["--theme"]:
        theme, scale, states = words[1], int(words[2]), words[3:]
        sizes = {1: SIZES, 2: SIZES[1:2], 0: (USUAL,)}[scale]
        shoot_theme(theme, sizes, max(scale, 1), states)
    elif words[:1] == ["--language"]:
        shoot_language(words[1], words[2:] or STATES)
    elif words == ["--docs"]:
        run_apart("--theme", "light", "0", *IN_DOCS)
        for state in IN_DOCS:
            make_doc(f"{state}-light", state)
        for state, language in IN_DOCS_TOO:
            run_apart("--language", language, state)
            make_doc(f"{state}-{language}", f"{state}-{language}")
    else:
        for theme in THEMES:
            run_apart("--theme", theme, "1", *(words or STATES))
            run_apart("--theme", theme, "2", *(words or STATES))
        for language in LANGUAGES:
            run_apart("--language", language, *(words or STATES))
        make_sheets()


if __name__ == "__main__":
    main()
