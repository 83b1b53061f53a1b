# SPDX-License-Identifier: GPL-2.0-or-later
"""Files that are not as they should be: damaged, missing, together with others that are fine."""

import sys

from harness import EXAMPLES, Story, Tap

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


def main():
    tap = Tap()
    with Story() as story:
        story.board(BOARD)
        window = story.start("--probe", f"sim:{BOARD}")
        window.wait_text("Unsecured")
        with tap.case("of files that are dropped together, each that is damaged is told"):
            tells_all_that_failed(story, window)
        assert window.quit() == 0
        with tap.case("a file of no known format is opened as binary beside others"):
            takes_binary_beside_others(story, window)
        with tap.case("a project that lacks one of its files is not programmed in part"):
            window = holds_an_incomplete_project(story)
        with tap.case("the file is loaded once it is there, and all is programmed"):
            completes_it(story, window)
        window.quit()
        with tap.case("a missing file can be left out, which the profile then says"):
            leaves_it_out(story)
        with tap.case("none of the windows complained"):
            assert not story.read_log(), story.read_log()
    sys.exit(tap.finish())


if __name__ == "__main__":
    main()
