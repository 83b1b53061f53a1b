# SPDX-License-Identifier: GPL-2.0-or-later
"""Every page, popover and dialog as a screen reader meets it: each thing that can have the focus has
a name and a role, what is not obvious says what it does, no letter is given twice, what cannot be
taken back is never what Enter presses, and Escape leaves."""

import os
import pathlib
import subprocess
import sys

import menus
from accessible import complaints, dialog_of, has
from harness import BUILD, EXAMPLES, Story, Tap, eventually, wait_for

BOARD = "frdm-kl25z"
ENOUGH_S = 30  # for what is there to be described
BLINKY = EXAMPLES / "blinky.srec"
LOCKS = EXAMPLES / "locks-the-chip.hex"
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


def install():
    """What the program finds once it is installed: examples, the schema of its settings."""
    folder = pathlib.Path(os.environ["XDG_DATA_HOME"]) / "unlatch"
    folder.mkdir(parents=True)
    os.symlink(EXAMPLES, folder / "examples")
    os.environ["GSETTINGS_SCHEMA_DIR"] = str(BUILD / "data")


def is_well_told(window, top, menu=None):
    def has_no_complaints():
        found = complaints(window, top, menu)
        assert not found, "; ".join(found)
    eventually(has_no_complaints, deadline_s=ENOUGH_S)


def menu_item(*path):
    return lambda window: menus.choose(window, *path)


def button(name):
    return lambda window: window.click(name)


def keys(*names):
    return lambda window: window.key(*names)


def explain(window):
    menu_item("Explain a Log…")(window)
    window.type("Log to explain", LOG.read_text())
    window.wait_text("Sector 8 is protected")


def chip_descriptions(window):
    window.click("Chip: MKL25Z128, detected")
    window.click("Chip Descriptions…")


def restore(window):
    menu_item("Restore Previous Contents…")(window)
    window.wait_text("This chip (")
    window.wait_text("Another chip: ")


def restore_of_another(window):
    """Over the list, which is left with it"""
    restore(window)
    window.select_row("Another chip: ")
    window.click("Restore")
    window.wait("This backup is of another chip", ("alert", "dialog"))


def wrong_address(window):
    window.key("ctrl+g")
    window.type("Address", "0x1FFFFFFF")
    window.wait_text("Not an address on this chip")


# What is looked at in which state of the board: name, how it comes, whether it is GTK's own.
DIALOGS = {
    "first": (("Connect a Probe", button("Connect a Probe…")),
              ("Simulated Boards", button("Try a Simulated Board…"))),
    "protected": (("Preferences", menu_item("Preferences")),
                  ("Profile Settings", menu_item("Profile", "Profile Settings…")),
                  ("Explain a Log", menu_item("Explain a Log…")),
                  ("Lock Settings of MKL25Z128", menu_item("Lock and Protection", "Lock Settings…")),
                  ("Keyboard Shortcuts", menu_item("Keyboard Shortcuts")),
                  ("About Unlatch", menu_item("About Unlatch")),
                  ("Restore Previous Contents", menu_item("Restore Previous Contents…")),
                  ("Explain a Log", explain),
                  ("Lift the protection of 8 sectors?", menu_item("Lock and Protection", "Lift Protection…")),
                  ("Chip Descriptions", chip_descriptions),
                  ("Read", button("Read")),
                  ("Erase", button("Erase")),
                  ("Erase everything and unlock MKL25Z128?", button("Unlock")),
                  ("Open Firmware Files", keys("ctrl+o")),
                  ("Open Profile", keys("ctrl+shift+o")),
                  ("Save Profile", keys("ctrl+shift+s"))),
    "would-lock": (("This file would lock the chip", button("Program")),),
    "forever": (("This file would lock the chip for ever", button("Program")),),
    "locked-forever": (("What can still work", button("What Can Still Work…")),),
    "kept": (("Restore Previous Contents", restore),
             ("This backup is of another chip", restore_of_another)),
    "series": (("Profile Settings", menu_item("Profile", "Profile Settings…")),),
    "unsaved": (("Save the changes to Left board?", keys("ctrl+w")),),
}
GTKS_OWN = ("Open Firmware Files", "Open Profile", "Save Profile")

# GTK says so of its window of shortcuts when it is read aloud while it comes, and of a list that is
# read aloud while it goes.
GTKS_SLIPS = ("gtk_widget_get_parent: assertion 'GTK_IS_WIDGET (widget)' failed",
              "gtk_tree_view_get_selection: assertion 'GTK_IS_TREE_VIEW (tree_view)' failed")

POPOVERS = (("Open", button("Open")), ("More Ways", button("More Ways")),
            ("Go to Address", wrong_address),
            ("Profile", button("Profile: none")), ("Chips", button("Chip: MKL25Z128, detected")),
            ("Probes", button("Probe: Simulated FRDM-KL25Z")), ("Go to Address", keys("ctrl+g")),
            ("8 of 13 sectors are protected", button("Program")))


def start_first(story):
    window = story.start()
    window.wait_text("Unlatch unlocks")
    return window


def start_protected(story):
    story.board(BOARD, "--image", EXAMPLES / "app.hex", "--fprot", "0xFFFFFFFC")
    window = story.start("--probe", f"sim:{BOARD}", BLINKY)
    window.wait_text("8 of 13 sectors are protected")
    return window


def start_would_lock(story):
    story.board(BOARD)
    window = story.start("--probe", f"sim:{BOARD}", LOCKS)
    window.wait_text("This file would lock the chip")
    return window


def start_forever(story):
    forever = story.desktop.folder / "forever.srec"
    subprocess.run(["srec_cat", LOCKS, "-intel", "-exclude", "0x40C", "0x40D", "-generate", "0x40C",
                    "0x40D", "-constant", "0xEF", "-o", forever, "-motorola"], check=True)
    story.board(BOARD)
    window = story.start("--probe", f"sim:{BOARD}", forever)
    window.wait_text("This file would lock the chip for ever")
    return window


def start_locked_forever(story):
    story.board(BOARD, "--fsec", "0xEF")
    window = story.start("--probe", f"sim:{BOARD}")
    window.wait_text("This chip cannot be unlocked by erasing")
    return window


def start_kept(story):
    probe = ("--probe", f"sim:{BOARD}")
    for image in (BLINKY, EXAMPLES / "app.hex"):
        story.board(BOARD, "--image", image, "--new-chip")
        status, _, said = story.cli(*probe, "--yes", "erase", "--chip")
        assert status == 0, said
    window = story.start(*probe)
    window.wait_text("Unsecured")
    return window


def start_series(story):
    story.board(BOARD)
    (story.desktop.folder / "app.hex").write_bytes((EXAMPLES / "app.hex").read_bytes())
    profile = story.desktop.folder / "left.unlatch"
    profile.write_text(PROFILE)
    window = story.start(profile)
    window.wait_text("Boards: 0 done, 0 failed")
    return window


def start_unsaved(story):
    window = start_series(story)
    window.click("Use app.hex", ("check box",))
    window.wait("Profile: Left board, not saved")
    return window


STARTS = {"first": start_first, "protected": start_protected, "would-lock": start_would_lock,
          "forever": start_forever, "locked-forever": start_locked_forever, "kept": start_kept,
          "series": start_series, "unsaved": start_unsaved}


def meets_dialog(window, title, come):
    come(window)
    dialog = wait_for(title, lambda: dialog_of(window, title))
    if title not in GTKS_OWN:
        is_well_told(window, dialog)
    window.key("Escape")
    wait_for(f"the end of {title}", lambda: dialog_of(window, title) is None)
    if dialog_of(window) is not None:  # below it
        window.key("Escape")
    wait_for("the end of all", lambda: dialog_of(window) is None)


def popover_of(window, name):
    """The one of that name while it is open, or None"""
    window.app.clear_cache()
    for i in range(window.frame.get_child_count()):
        node = window.frame.get_child_at_index(i)
        if node is not None and node.get_name() == name and has(node, "SHOWING"):
            return node
    return None


def meets_popover(window, name, come):
    come(window)
    popover = wait_for(name, lambda: popover_of(window, name))
    is_well_told(window, window.frame, popover)
    window.key("Escape")
    wait_for(f"the end of {name}", lambda: popover_of(window, name) is None)


def meets_menu(window, key, item):
    window.key(key)
    found = window.wait(item, ("menu item",))
    is_well_told(window, window.frame, found.get_parent())
    window.key("Escape")
    window.wait_gone(item, ("menu item",))


def meets_pages(tap, window):
    with tap.case("the map"):
        is_well_told(window, window.frame)
    with tap.case("the log"):
        window.key("ctrl+l")
        window.wait("Log", ("text",))
        is_well_told(window, window.frame)
        window.key("ctrl+l")
        window.wait_gone("Log", ("text",))
    for key, name, role in (("ctrl+2", "Sector list", "table"), ("ctrl+3", "Bytes", "text")):
        with tap.case(f"the page {name}"):
            window.key(key)
            window.wait(name, (role,))
            is_well_told(window, window.frame)
    window.key("ctrl+1")
    window.wait("Sector map", ("table",))
    for name, come in POPOVERS:
        with tap.case(f"the popover {name}"):
            meets_popover(window, name, come)
    with tap.case("the main menu"):
        meets_menu(window, "F10", "Open File…")
    with tap.case("the menu of the selected sectors"):
        window.select(3)
        meets_menu(window, "shift+F10", "Program Sectors")


def meets_busy_window(story):
    window, _ = story.start_slow()
    window.enter()
    window.click("Program")
    window.wait_text("KiB/s")
    is_well_told(window, window.frame)
    window.key("ctrl+w")
    dialog = wait_for("the question", lambda: dialog_of(window, "Stop programming and close?"))
    is_well_told(window, dialog)
    window.key("Escape")
    wait_for("the end of the question", lambda: dialog_of(window) is None)
    assert window.process.poll() is None
    window.click("Cancel")
    window.wait_text("Stopped at your request")
    is_well_told(window, window.frame)
    window.quit()


def meets_state(tap, story, state):
    window = STARTS[state](story)
    window.enter()
    if state == "protected":
        meets_pages(tap, window)
    else:
        with tap.case(f"the window when it is {state}"):
            is_well_told(window, window.frame)
    for title, come in DIALOGS[state]:
        with tap.case(f"the dialog {title}"):
            meets_dialog(window, title, come)
    window.quit()
    story.end_all()


def main():
    tap = Tap()
    with Story(many_quarks=True) as story:
        install()
        for state in STARTS:
            meets_state(tap, story, state)
        with tap.case("the window while it works, and its question before it closes"):
            meets_busy_window(story)
        story.end_all()
        with tap.case("none of the windows complained"):
            said = [line for line in story.read_log().splitlines()
                    if line and not any(slip in line for slip in GTKS_SLIPS)]
            assert not said, said
    sys.exit(tap.finish())


if __name__ == "__main__":
    main()
