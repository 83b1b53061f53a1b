# SPDX-License-Identifier: GPL-2.0-or-later
"""The rest of the desk: reading, erasing, restoring, choosing a chip, keys alone, the log."""

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import harness
import menus
from harness import EXAMPLES, Story, Tap, has, pointer, wait_for

BLINKY = EXAMPLES / "blinky.srec"
BOARD = "frdm-kl25z"


def reads_a_range(story, window):
    dump = story.desktop.folder / "range.srec"
    window.click("Read")
    window.wait("Read", ("dialog",))
    window.type("First Address", "0x00000400")
    window.type("Last Address", "0x000003FF")
    window.wait_text("The last address comes before the first.")
    window.type("Last Address", "0x00020000")
    window.wait_text("Both addresses have to lie in the chip's flash.")
    window.screenshot("desk-1-wrong")
    window.wait("Save As…", window.BUTTONS, sensitive=False)
    window.type("Last Address", "0x000007FF")
    wait_for("the fault to go", lambda: not window.shows("Both addresses have to lie"))
    window.choose("Format", "Motorola S-record")
    window.screenshot("desk-1-read")
    window.click("Save As…")
    window.save_as(dump)
    window.wait_text("What the chip holds has been saved")
    window.screenshot("desk-2-saved")
    wanted = subprocess.run(["srec_cat", BLINKY, "-motorola", "-crop", "0x400", "0x800", "-o", "-",
                             "-hex-dump"], check=True, stdout=subprocess.PIPE).stdout
    got = subprocess.run(["srec_cat", dump, "-motorola", "-o", "-", "-hex-dump"], check=True,
                         stdout=subprocess.PIPE).stdout
    assert got == wanted


def erases_a_range(story, window):
    window.key("F4")
    window.wait("Erase", ("dialog",))
    window.click("The sectors of a range")
    window.type("First Address", "0x00001000")
    window.type("Last Address", "0x00001FFF")
    window.wait_text("Will erase 4 sectors")
    window.screenshot("desk-3-erase")
    window.click("Erase", dialog="Erase")
    window.wait_text("4 sectors erased")
    window.wait_sectors(lambda names: all(name.endswith("blank") for name in names), 4, 8)
    assert not story.chip_holds(BOARD, BLINKY, "motorola")


def restores(story, window):
    window.click("Restore Previous Contents…")
    window.wait("Backups", ("list box", "list"))
    window.screenshot("desk-4-restore")
    window.click("Restore")
    window.wait_text("Programmed and verified")
    assert story.chip_holds(BOARD, BLINKY, "motorola")
    menus.choose(window, "Report and Log", "Copy as Command")
    line = window.wait_text(f"unlatch-cli --probe sim:{BOARD} ")
    assert " restore 2" in line, line
    assert story.cli(*line.split()[1:], "--yes")[0] == 0


def finds_a_chip(window):
    window.click("Chip: MKL25Z128, detected")
    count = int(window.wait_text(" chips").split()[0])
    assert count > 1500, count
    window.type("Search Chips", "mk64fn1m0")
    window.wait_text("1 chip")
    window.screenshot("desk-5-search")
    window.key("Escape")
    window.wait_gone("Search Chips")


def slows_the_clock(window):
    window.click("Probe: Simulated FRDM-KL25Z")
    window.wait_text("Simulated debug probe · 3.30 V · 4 MHz")
    window.screenshot("desk-6-probe")
    window.choose("SWD clock", "1 MHz")
    window.wait_gone("SWD clock")
    window.wait_text("SWD 1 MHz")


def pasted(window, *parts):
    """Waits for what the clipboard has, in an entry that takes it and is left again."""
    window.click("Chip: MKL25Z128, detected")
    entry = window.type("Search Chips", "")
    window.key("ctrl+v")
    wait_for(f"{parts} in the entry", lambda: all(
        part in harness.Atspi.Text.get_text(entry, 0, -1) for part in parts))
    window.key("Escape")
    window.wait_gone("Search Chips")


def copies_the_details(story, window):
    (story.desktop.folder / "build.srec").write_bytes(b"no firmware at all\n")
    window.wait_text("build.srec changed since it was loaded")
    window.click("Reload")
    window.wait_text("build.srec is not an S-record file")
    window.click("Details", ("toggle button",))
    window.click("Copy Details")
    pasted(window, "build.srec is not an S-record file", "expected a capital")
    window.click("Dismiss the Message")


def shows_the_log(story, window):
    window.key("ctrl+l")
    window.wait("Log", ("text",))
    window.wait_text("The chip is MKL25Z128")
    window.screenshot("desk-6-log")
    saved = story.desktop.folder / "kept.log"
    window.click("Save Log…")
    window.save_as(saved, "Save Log")
    wait_for("the log in a file, with times", lambda: saved.exists() and re.search(
        r"^\d\d:\d\d:\d\d  The chip is MKL25Z128$", saved.read_text(), re.MULTILINE))
    window.click("Copy Log")
    pasted(window, "The chip is MKL25Z128")
    window.click("Close Log")


def saves_no_report_of_another_kind(story, window):
    menus.choose(window, "Report and Log", "Save Report…")
    window.save_as(story.desktop.folder / "report.txt", "Save Report")
    window.wait_text("The name of a report has to end in .html or .json.")
    assert not (story.desktop.folder / "report.txt").exists()


def saves_a_report(story, window):
    for name in ("report.html", "report.json"):
        menus.choose(window, "Report and Log", "Save Report…")
        window.save_as(story.desktop.folder / name, "Save Report")
        window.wait_gone("Save Report", ("file chooser", "dialog"))
        window.wait_text(f"/{name}")  # in the message: the dialog is gone
    page = ElementTree.parse(story.desktop.folder / "report.html")
    words = " ".join(page.getroot().itertext())
    assert "Programmed and verified" in words and "Simulated" in words, words
    told = json.loads((story.desktop.folder / "report.json").read_text())
    assert told["outcome"]["ok"] and told["asked"]["job"] == "program", told
    assert len(told["sectors"]) == 128, told


def copies_a_diagnosis(window):
    menus.choose(window, "Report and Log", "Copy Diagnosis")
    window.wait_gone("Copy Diagnosis")
    pasted(window, "Unlatch 0", "System: ", "DPIDR 0x0BC11477", "FSEC 0xFE")


def has_focus(window, name):
    widget = window.find(name)
    return widget is not None and has(widget, "FOCUSED")


def goes_from_pane_to_pane(window):
    window.key("F6")  # from the map to the buttons below it
    wait_for("the focus on the first button", lambda: has_focus(window, "Unlock"))
    window.key("shift+F6", "shift+F6")  # over the map to the side
    wait_for("the focus at the chip", lambda: has_focus(window, "Status checks"))
    window.key("F6")
    wait_for("the focus above the map", lambda: has_focus(window, "Map"))


def works_by_keys_alone(story):
    story.board(BOARD)
    window = story.start("--probe", f"sim:{BOARD}", BLINKY)
    pointer("mousemove", *window.centre())
    window.wait_text("Will erase 1 sector")
    window.key("F7")
    window.wait_text("Programmed and verified")
    window.key("ctrl+g")
    window.wait("Go to Address", window.POPOVERS)
    subprocess.run(["xdotool", "type", "0x1000"], check=True)
    window.key("Return")
    window.wait_text("Sector 4 of 128, 0x00001000")
    window.key("Right", "Right")
    window.wait_text("Sector 6 of 128")
    goes_from_pane_to_pane(window)
    window.key("ctrl+e")
    window.wait_text("Verified: the chip holds what the file says")
    window.key("F9")
    window.wait_gone("SECTOR 6")
    window.key("F10")
    window.wait("About Unlatch", menus.ITEMS)
    window.key("Escape")
    window.key("ctrl+q")
    assert window.ended() == 0


def notices_a_new_build(story, window):
    path = story.desktop.folder / "build.srec"
    path.write_bytes(BLINKY.read_bytes())
    assert window.drag([path])
    window.wait_text("build.srec")
    path.write_bytes((EXAMPLES / "app.hex").read_bytes())
    window.wait_text("build.srec changed since it was loaded")
    window.screenshot("desk-7-stale")
    window.click("Reload")
    window.wait_text("0x00004000–0x00007017")


def tells_that_a_file_is_gone(story, window):
    path, aside = (story.desktop.folder / name for name in ("build.srec", "aside.srec"))
    path.rename(aside)
    window.wait_text("build.srec is no longer there")
    window.screenshot("desk-8-gone")
    aside.rename(path)
    wait_for("the file to be back", lambda: not window.shows("build.srec is no longer there"))
    path.unlink()
    window.wait_text("build.srec is no longer there")
    window.click("Reload")
    window.wait_text("build.srec: there is no such file")
    window.wait_text("0x00004000–0x00007017")
    path.write_bytes(BLINKY.read_bytes())
    window.key("ctrl+r")
    window.wait_text("0x00000000–0x00003367")


def main():
    tap = Tap()
    with Story(many_quarks=True) as story:
        story.board(BOARD, "--image", BLINKY)
        window = story.start("--probe", f"sim:{BOARD}")
        window.wait_text("Unsecured")
        pointer("mousemove", *window.centre())
        with tap.case("a range is read into a file that another program reads alike"):
            reads_a_range(story, window)
        with tap.case("a range is erased and nothing else"):
            erases_a_range(story, window)
        with tap.case("what was erased is restored"):
            restores(story, window)
        with tap.case("a chip is found among all that are known"):
            finds_a_chip(window)
        with tap.case("the probe tells of itself, and is given another clock"):
            slows_the_clock(window)
        with tap.case("the log tells what was done"):
            shows_the_log(story, window)
        with tap.case("the report of a job is saved as a page and as data"):
            saves_no_report_of_another_kind(story, window)
            saves_a_report(story, window)
        with tap.case("a diagnosis can be pasted somewhere"):
            copies_a_diagnosis(window)
        with tap.case("a file that is built again is noticed and loaded again"):
            notices_a_new_build(story, window)
        with tap.case("a file that is taken away is told to be gone, until it is back"):
            tells_that_a_file_is_gone(story, window)
        with tap.case("the details of a message can be pasted somewhere"):
            copies_the_details(story, window)
        with tap.case("the window ends without a complaint"):
            assert window.quit() == 0
            assert not story.read_log(), story.read_log()
        with tap.case("everything works by keys alone"):
            works_by_keys_alone(story)
    sys.exit(tap.finish())


if __name__ == "__main__":
    main()
