# SPDX-License-Identifier: GPL-2.0-or-later
"""Every page, popover, menu and dialog of the window, and how one gets there in any language.

Whoever adds a dialog adds it here: what must be true of all of them is then asked of it, by the
tests that take a Tour.
"""

import os
import pathlib
import shutil
import subprocess

from harness import BUILD, EXAMPLES, has, wait_for
from speech import Visitor

BOARD = "frdm-kl25z"
KL25 = ("--probe", f"sim:{BOARD}")
BLINKY = EXAMPLES / "blinky.srec"
LOCKS = EXAMPLES / "locks-the-chip.hex"
CHIPS = EXAMPLES / "my-board.chips"
LOG = pathlib.Path(__file__).parents[1] / "explain" / "data" / "jlink-unlock-then-erase.log"
PROFILE = f"""[Unlatch]
Format=1
Name=Left board
[Probe]
Kind=sim
Serial={BOARD}
[File 1]
Path=app.hex
[Serial]
Address=0x1F000
Format=decimal
Width=6
"""
ARE_PROTECTED = ("%u of %u sectors is protected", "%u of %u sectors are protected")
ERASE_SECTORS = ("Erase %u sector?", "Erase %u sectors?")
LIFT = ("Lift the protection of %u sector?", "Lift the protection of %u sectors?")
UNLOCK = "Erase everything and unlock %s?"
DETECTED = "Chip: %s, detected"


def install():
    """What the program finds once it is installed: examples, the schema of its settings."""
    folder = data_folder()
    folder.mkdir(parents=True)
    os.symlink(EXAMPLES, folder / "examples")
    os.environ["GSETTINGS_SCHEMA_DIR"] = str(BUILD / "data")


def data_folder():
    return pathlib.Path(os.environ["XDG_DATA_HOME"]) / "unlatch"


# --- how one gets there ----------------------------------------------------------------------

def menu(*path):
    return lambda visitor: visitor.choose(*path)


def button(*messages):
    return lambda visitor: visitor.press(*messages)


def keys(*names):
    return lambda visitor: visitor.key(*names)


def explain(visitor):
    visitor.choose("Explain a Log…")
    visitor.type("Log to explain", LOG.read_text())
    visitor.wait_text("Sector %s is protected")


def open_log(visitor):
    visitor.choose("Explain a Log…")
    visitor.press("Open File…", inside="Explain a Log")


def save_log(visitor):
    visitor.press("Save Log…")


def save_bytes(visitor):
    visitor.press("Read")
    visitor.wait("Read", roles=("dialog",))
    visitor.press("Save As…", inside="Read")


def chip_descriptions(visitor):
    opener = visitor.wait(DETECTED, roles=("toggle button",))
    wait_for("the list before to be gone", lambda: not has(opener, "CHECKED"))
    visitor.press(DETECTED)
    visitor.press("Chip Descriptions…")


def add_chips(visitor):
    chip_descriptions(visitor)
    visitor.press("Add a Chip Description…")


def remove_chips(visitor):
    chip_descriptions(visitor)
    visitor.press("Remove %s")


def restore(visitor):
    visitor.choose("Restore Previous Contents…")
    visitor.wait_text("This chip (%s)")
    visitor.wait_text("Another chip: %s")


def restore_of_another(visitor):
    """Over the list, which is left with it"""
    restore(visitor)
    visitor.select_row("Another chip: %s")
    visitor.press("Restore", inside="Restore Previous Contents")


def wrong_address(visitor):
    visitor.key("ctrl+g")
    visitor.type("Address", "0x1FFFFFFF")
    visitor.wait_text("Not an address on this chip")


def move_a_file(visitor):
    visitor.reveal("Move %s")
    visitor.press("Move %s")


def erase_sectors(visitor):
    visitor.select(20)
    visitor.choose("Sectors", "Erase Sectors…")


# What there is in which state of the board: its title, and how it comes. One title is told in a
# row of its own where it has a plural.
DIALOGS = {
    "first": (("Connect a Probe", button("Connect a Probe…")),
              ("Simulated Boards", button("Try a Simulated Board…"))),
    "protected": (("Preferences", menu("Preferences")),
                  ("Profile Settings", menu("Profile", "Profile Settings…")),
                  ("Explain a Log", menu("Explain a Log…")),
                  ("Lock Settings of %s", menu("Lock and Protection", "Lock Settings…")),
                  ("Keyboard Shortcuts", menu("Keyboard Shortcuts")),
                  (("%s", "About Unlatch"), menu("About Unlatch")),  # whose title is GTK's to translate
                  ("Restore Previous Contents", menu("Restore Previous Contents…")),
                  ("Simulated Boards", menu("Simulated Boards…")),
                  ("Explain a Log", explain),
                  (LIFT, menu("Lock and Protection", "Lift Protection…")),
                  ("Chip Descriptions", chip_descriptions),
                  ("Read", button("Read")),
                  ("Erase", button("Erase")),
                  (ERASE_SECTORS, erase_sectors),
                  (UNLOCK, button("Unlock")),
                  ("Open Firmware Files", keys("ctrl+o")),
                  ("Open Profile", keys("ctrl+shift+o")),
                  ("Save Profile", keys("ctrl+shift+s")),
                  ("Save Files As (.hex, .srec or .bin)", menu("Save Files As…")),
                  ("Save What the Chip Holds", save_bytes),
                  ("Open a Log", open_log),
                  ("Add a Chip Description", add_chips)),
    "would-lock": (("This file would lock the chip", button("Program")),),
    "forever": (("This file would lock the chip for ever", button("Program")),),
    "risky": (("A power failure could lock this chip for ever. Go on?", button("Program")),),
    "locked-forever": (("What can still work", button("What Can Still Work…")),),
    "kept": (("Restore Previous Contents", restore),
             ("This backup is of another chip", restore_of_another)),
    "series": (("Profile Settings", menu("Profile", "Profile Settings…")),),
    "unsaved": (("Save the changes to %s?", keys("ctrl+w")),),
    "done": (("Save Report", menu("Report and Log", "Save Report…")),),
    "described": (("Chip Descriptions", chip_descriptions), ("Remove %s?", remove_chips)),
    "different": (),
}
GTKS_OWN = ("Open Firmware Files", "Open Profile", "Save Profile", "Save Report", "Save Log",
            "Open a Log", "Save Files As (.hex, .srec or .bin)", "Save What the Chip Holds",
            "Add a Chip Description")

POPOVERS = (("Open", button("Open")), ("More Ways", button("More Ways")),
            ("Go to Address", wrong_address), ("Profile", button("Profile: none")),
            ("Chips", button(DETECTED)), ("Probes", button("Probe: %s")),
            ("Go to Address", keys("ctrl+g")), ("Offset", move_a_file),
            (ARE_PROTECTED, button("Program")))

MENUS = ((), ("Profile",), ("Lock and Protection",), ("Sectors",), ("Board Series",),
         ("Report and Log",))


# --- the states -------------------------------------------------------------------------------

def start(story, speech, awaited, *arguments):
    visitor = Visitor(story.start(*arguments), speech)
    visitor.wait_text(*awaited)
    return visitor


def start_first(story, speech):
    return start(story, speech, ("Unlatch unlocks, erases and programs microcontrollers",))


def put_far_away(story, file):
    """Wherever the project lies, a path too long to be shown"""
    folder = story.desktop.folder / "Everything for the motor controllers" / "Releases of last year"
    folder.mkdir(parents=True, exist_ok=True)
    return pathlib.Path(shutil.copy(file, folder / f"left-motor-controller-release-candidate{file.suffix}"))


def start_protected(story, speech):
    story.board(BOARD, "--image", EXAMPLES / "app.hex", "--fprot", "0xFFFFFFFC")
    return start(story, speech, ARE_PROTECTED, *KL25, put_far_away(story, BLINKY))


def start_would_lock(story, speech):
    story.board(BOARD)
    return start(story, speech, ("This file would lock the chip",), *KL25, LOCKS)


def make_file(story, name, fsec):
    made = story.desktop.folder / name
    subprocess.run(["srec_cat", LOCKS, "-intel", "-exclude", "0x40C", "0x40D", "-generate", "0x40C",
                    "0x40D", "-constant", fsec, "-o", made, "-motorola"], check=True)
    return made


def start_forever(story, speech):
    story.board(BOARD)
    return start(story, speech, ("This file would lock the chip for ever",), *KL25,
                 make_file(story, "forever.srec", "0xEF"))


def start_risky(story, speech):
    story.board(BOARD, "--fsec", "0xEE")
    return start(story, speech, ("After reset: the file leaves the chip unsecured",), *KL25,
                 make_file(story, "safe.srec", "0xFE"))


def start_locked_forever(story, speech):
    story.board(BOARD, "--fsec", "0xEF")
    return start(story, speech, ("This chip cannot be unlocked by erasing",), *KL25)


def start_kept(story, speech):
    for image in (BLINKY, EXAMPLES / "app.hex"):
        story.board(BOARD, "--image", image, "--new-chip")
        status, _, said = story.cli(*KL25, "--yes", "erase", "--chip")
        assert status == 0, said
    return start(story, speech, ("Unsecured",), *KL25)


def start_different(story, speech):
    """Another chip than the one chosen, and a file"""
    story.board(BOARD)
    return start(story, speech, ("FOUND ON THE BOARD",), *KL25, "--device", "MK64FN1M0VLL12", BLINKY)


def start_series(story, speech):
    story.board(BOARD)
    (story.desktop.folder / "app.hex").write_bytes((EXAMPLES / "app.hex").read_bytes())
    profile = story.desktop.folder / "left.unlatch"
    profile.write_text(PROFILE)
    return start(story, speech, ("Boards: %s",), profile)


def start_unsaved(story, speech):
    visitor = start_series(story, speech)
    visitor.press("Use %s", roles=("check box",))
    visitor.wait("Profile: %s, not saved")
    return visitor


def start_done(story, speech):
    story.board(BOARD)
    visitor = start(story, speech, ("Will write %s to %u blank sectors",
                                    "Will erase %u sector and write %s",
                                    "Will erase %u sectors and write %s"), *KL25, BLINKY)
    visitor.press("Program")
    visitor.wait_text("Programmed and verified")
    return visitor


def start_described(story, speech):
    """With a description of chips of one's own"""
    story.board(BOARD)
    own = data_folder() / "devices"
    own.mkdir(exist_ok=True)
    (own / CHIPS.name).write_bytes(CHIPS.read_bytes())
    return start(story, speech, ("Unsecured",), *KL25)


STARTS = {"first": start_first, "protected": start_protected, "would-lock": start_would_lock,
          "forever": start_forever, "risky": start_risky, "locked-forever": start_locked_forever,
          "kept": start_kept, "series": start_series, "unsaved": start_unsaved, "done": start_done,
          "described": start_described, "different": start_different}
