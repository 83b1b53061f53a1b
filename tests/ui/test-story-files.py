# SPDX-License-Identifier: GPL-2.0-or-later
"""Files that are not as they should be: damaged, missing, together with others that are fine."""

import subprocess
import sys

import harness
from harness import EXAMPLES, Story, Tap, pointer, wait_for

BOARD = "frdm-kl25z"
GOOD = ":10740000000102030405060708090A0B0C0D0E0F04\n:00000001FF\n"
DAMAGED = ":10740000000102030405060708090A0B0C0D0E0F05\n:00000001FF\n"
LOCKED_OUT = "could not be loaded, so that the job would not be complete"


def write(story, name, text):
    path = story.desktop.folder / name
    path.write_text(text)
    return path


def tells_all_that_failed(story, window):
    files = [write(story, "one.hex", DAMAGED), write(story, "two.hex", GOOD[:30]),
             write(story, "three.hex", GOOD)]
    assert window.drag(files)
    window.wait("Use three.hex", ("check box",))
    window.wait_text("2 files cannot be used")
    window.wait_text("one.hex, line 1, column 42: the checksum is 05", "two.hex, line 1")
    window.screenshot("files-1-two-damaged")
    assert not window.find("Use one.hex") and not window.find("Use two.hex")
    window.click("Remove three.hex")


def tells_of_a_new_build_first(story, window):
    """A message of another file, or of the last job, does not hide that an old build would be written."""
    path = write(story, "build.hex", GOOD)
    assert window.drag([write(story, "one.hex", DAMAGED), path])
    window.wait_text("one.hex, line 1, column 42: the checksum is 05")
    window.wait("Use build.hex", ("check box",))
    write(story, "build.hex", GOOD.replace(":10740000", ":10740100").replace("0E0F04", "0E0F03"))
    window.wait_text("build.hex changed since it was loaded")
    window.click("Reload")
    window.wait_text("0x00007401")
    window.click("Remove build.hex")


def takes_binary_beside_others(story, window):
    """What is no known format can still be opened as it is, whatever was opened with it."""
    for name in ("noise", "good.hex", "more.hex"):
        write(story, name, "\x01\x02\x03" if name == "noise" else GOOD)
    window = story.start("--probe", f"sim:{BOARD}",
                         *(story.desktop.folder / n for n in ("noise", "good.hex", "more.hex")))
    window.wait("Use good.hex", ("check box",))
    window.wait("Use more.hex", ("check box",))
    window.wait_text("noise: its format is not known")
    window.click("Open As Binary")
    window.wait("Use noise", ("check box",))
    assert window.quit() == 0


def filled(story, name, start, end, value):
    path = story.desktop.folder / name
    subprocess.run(["srec_cat", "-generate", hex(start), hex(end), "-constant", hex(value), "-o", path,
                    "-motorola"], check=True)
    return path


def rows(window):
    """What stands in each row of the list"""
    table = window.wait("Sector list", ("table", "tree table"))
    table.clear_cache()
    n_columns = harness.Atspi.Table.get_n_columns(table)
    cells = [[harness.Atspi.Table.get_accessible_at(table, row, column) for column in range(n_columns)]
             for row in range(harness.Atspi.Table.get_n_rows(table))]
    return [[cell.get_name() for cell in row if cell is not None] for row in cells]


def shows_where_files_disagree(story):
    """Sectors 12 and 13, wanted in two ways, between others of one file each"""
    story.board(BOARD)
    window = story.start("--probe", f"sim:{BOARD}", filled(story, "boot.srec", 0x2C00, 0x3800, 0x11),
                         filled(story, "app.srec", 0x3000, 0x4000, 0x22))
    window.wait_text("boot.srec and app.srec both fill")
    window.wait_sectors(lambda names: [name.split(", ", 2)[2] for name in names] == [
        "blank, in the file", *(
            f"blank, files disagree: boot.srec and app.srec differ in 1024 bytes from {at} on"
            for at in ("0x00003000", "0x00003400")), "blank, in the file"], 11, 15)
    window.wait("files disagree: 2", ("toggle button",))
    window.click("Show Sectors")
    window.key("ctrl+Home", "ctrl+Down")
    window.wait_text("SECTOR 12")
    window.wait_text("boot.srec\napp.srec\nboot.srec and app.srec differ in 1024 bytes from 0x00003000 on")
    window.picture("files-4-disagree")
    window.key("ctrl+Down")
    window.wait_text("SECTOR 13")
    window.key("ctrl+2")
    window.wait("Sector list", ("table", "tree table"))
    window.click("Problems only", ("check box",))
    wait_for("two rows", lambda: len(rows(window)) == 2)
    for row, at in zip(rows(window), ("0x00003000", "0x00003400")):
        assert "files disagree" in row, row
        assert f"boot.srec and app.srec differ in 1024 bytes from {at} on" in row, row
    window.picture("files-5-disagree-list")
    window.click("Untick app.srec")
    wait_for("no row", lambda: not rows(window))
    window.wait_checked("Use app.srec", False)
    window.wait_checked("Use boot.srec")
    window.key("ctrl+1")
    window.wait_sectors(lambda names: all(name.endswith("will be written") for name in names), 11, 14)
    assert window.quit() == 0


def keeps_that_it_is_binary(story):
    """Also where the name says nothing of it, as soon as it has been saved in a profile."""
    profile = write(story, "noise.unlatch", f"[Unlatch]\nFormat=1\n[Probe]\nKind=sim\nSerial={BOARD}\n")
    window = story.start(profile, story.desktop.folder / "noise")
    window.wait_text("noise: its format is not known")
    window.click("Open As Binary")
    window.wait("Use noise", ("check box",))
    window.wait("Profile: noise, not saved")
    window.key("ctrl+s")
    window.wait("Profile: noise")
    wait_for("the saved file", lambda: "Path=noise\nBase=0x0\n" in profile.read_text())
    assert window.quit() == 0
    window = story.start(profile)
    window.wait("Use noise", ("check box",))
    assert window.quit() == 0
    status, _, said = story.cli("--profile", profile, "inspect")
    assert status == 0, said


def holds_an_incomplete_project(story):
    write(story, "app.hex", (EXAMPLES / "app.hex").read_text())
    profile = write(story, "whole.unlatch", "[Unlatch]\nFormat=1\nName=Whole\n"
                    f"[Probe]\nKind=sim\nSerial={BOARD}\n[File 1]\nPath=app.hex\n"
                    "[File 2]\nPath=boot.hex\n")
    story.board(BOARD)
    before = story.flash(BOARD)
    window = story.start(profile)
    window.wait("Use app.hex", ("check box",))
    window.wait_text("boot.hex: there is no such file")
    window.wait_text("Unsecured")
    window.screenshot("files-2-incomplete")
    window.click("Program")
    window.wait_text("A file of the profile was not loaded", LOCKED_OUT)
    assert story.flash(BOARD) == before, "a part of the project was programmed"
    window.screenshot("files-3-refused")
    return window


def completes_it(story, window):
    window.key("Escape")
    write(story, "boot.hex", GOOD)
    window.click("Reload")
    window.wait("Use boot.hex", ("check box",))
    window.wait_text("Will write")
    assert window.find("Profile: Whole"), "the profile was changed"
    window.click("Program")
    window.click("Go On")
    window.wait_text("Programmed and verified")
    assert story.chip_holds(BOARD, story.desktop.folder / "boot.hex", "intel")
    assert story.chip_holds(BOARD, story.desktop.folder / "app.hex", "intel")


def leaves_it_out(story):
    (story.desktop.folder / "boot.hex").unlink()
    story.board(BOARD)
    window = story.start(story.desktop.folder / "whole.unlatch")
    window.wait("Use app.hex", ("check box",))
    window.wait_text("boot.hex: there is no such file")
    window.click("Leave It Out")
    window.wait("Profile: Whole, not saved")
    window.wait_gone("Leave It Out")
    window.click("Program")
    window.wait_text("Programmed and verified")
    assert story.chip_holds(BOARD, story.desktop.folder / "app.hex", "intel")
    assert window.quit() == 0


def moves_a_binary(story, window):
    """By Enter, by going elsewhere and by the key of Program; what is shown is what counts."""
    raw = story.desktop.folder / "raw.bin"
    raw.write_bytes(b"0123456789abcdef")
    assert window.drag([raw])
    name = "Base address of raw.bin"
    window.wait_text("0x00000000–0x0000000F")
    type_there(window, name, "0x1000", "Return")
    window.wait_text("0x00001000–0x0000100F")
    type_there(window, name, "8192", "Tab")
    window.wait_text("0x00002000–0x0000200F")
    type_there(window, name, "0xFFFFFFFF", "Return")
    window.wait_text("still the file as it was before")
    window.wait_text("0x00002000–0x0000200F")
    wait_for("the true address", lambda: "0x00002000" in window.texts())
    before = story.flash(BOARD)
    type_there(window, name, "nowhere", "F7")
    window.key("ctrl+z", "Tab")  # and what is no address does not stay
    wait_for("the true address", lambda: "0x00002000" in window.texts())
    assert story.flash(BOARD) == before, "it was programmed elsewhere than was typed"
    type_there(window, name, "0x3000", "F7")
    window.wait_text("0x00003000–0x0000300F")
    window.wait_text("Will write")
    window.screenshot("files-4-moved")
    window.key("F7")
    window.wait_text("Programmed and verified")
    chip = story.flash(BOARD)
    board = next(data for file, data in chip.items() if file.endswith(".board"))
    assert board[0x3000:0x3010] == b"0123456789abcdef" and board[:16] == b"\xff" * 16
    window.click("Remove raw.bin")
    window.wait_gone("Remove raw.bin")


def moves_a_file(story, window):
    """Up by Enter, down by the button; what is no number is told, and what does not fit stays."""
    low = story.desktop.folder / "low.hex"
    low.write_text(":0400000001020304F2\n:00000001FF\n")
    assert window.drag([low])
    window.wait_text("0x00000000–0x00000003")
    window.click("Move low.hex", ("toggle button",))
    window.type("Offset", "0x3000")
    window.key("Return")
    window.wait_text("0x00003000–0x00003003")
    window.wait_text("Moved up by 0x3000")
    window.wait_gone("Offset", ("text",))
    window.click("Move low.hex", ("toggle button",))
    window.type("Offset", "-16")
    window.click("Move")
    window.wait_text("still the file as it was before")
    window.wait_gone("Offset", ("text",))
    window.click("Move low.hex", ("toggle button",))
    wait_for("the offset that holds", lambda: "0x3000" in window.texts())
    entry = window.find("Offset", ("text",))
    wait_for("it to be replaced by what is typed",
             lambda: harness.Atspi.Text.get_n_selections(entry) == 1)
    window.type("Offset", "far")
    window.key("Return")
    window.wait_text("This is not a number")
    window.screenshot("files-5-offset")
    window.type("Offset", "0x3400")
    window.click("Move")
    window.wait_text("Moved up by 0x3400")
    window.wait_text("Will write")
    window.key("F7")
    window.wait_text("Programmed and verified")
    chip = story.flash(BOARD)
    board = next(data for file, data in chip.items() if file.endswith(".board"))
    assert board[0x3400:0x3405] == b"\1\2\3\4\xff" and board[:4] == b"\xff" * 4
    window.click("Remove low.hex")
    window.wait_gone("Remove low.hex")


def type_there(window, name, text, key):
    entry = window.wait(name, ("text",))
    window.enter()
    assert harness.Atspi.Component.grab_focus(entry)
    window.type(name, text)
    window.key(key)


def opens_a_recent_one(story):
    window = story.start("--probe", f"sim:{BOARD}")
    window.wait_text("Unsecured")
    window.click("Open", ("toggle button",))
    row = window.wait("app.hex", ("list item",))
    window.settle()  # it grows while it opens
    pointer("mousemove", *window.centre(row), "click", 1)
    window.wait("Use app.hex", ("check box",))
    window.wait_text("Will write")
    assert window.quit() == 0


def main():
    tap = Tap()
    with Story(many_quarks=True) as story:
        story.board(BOARD)
        window = story.start("--probe", f"sim:{BOARD}")
        window.wait_text("Unsecured")
        with tap.case("of files that are dropped together, each that is damaged is told"):
            tells_all_that_failed(story, window)
        with tap.case("a file that was built again is told before one that is damaged"):
            tells_of_a_new_build_first(story, window)
        with tap.case("a file with addresses of its own is moved by an offset"):
            moves_a_file(story, window)
        with tap.case("a raw binary goes where was typed, however that is ended"):
            moves_a_binary(story, window)
        assert window.quit() == 0
        with tap.case("a file of no known format is opened as binary beside others"):
            takes_binary_beside_others(story, window)
        with tap.case("a profile keeps that a file was opened as binary"):
            keeps_that_it_is_binary(story)
        with tap.case("a project that lacks one of its files is not programmed in part"):
            window = holds_an_incomplete_project(story)
        with tap.case("the file is loaded once it is there, and all is programmed"):
            completes_it(story, window)
        window.quit()
        with tap.case("a missing file can be left out, which the profile then says"):
            leaves_it_out(story)
        with tap.case("the map shows where files disagree, and says which bytes of which"):
            shows_where_files_disagree(story)
        with tap.case("a file that was open before is among the recent ones"):
            story.board(BOARD)
            opens_a_recent_one(story)
        with tap.case("none of the windows complained"):
            assert not story.read_log(), story.read_log()
    sys.exit(tap.finish())


if __name__ == "__main__":
    main()
