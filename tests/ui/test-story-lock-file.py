# SPDX-License-Identifier: GPL-2.0-or-later
"""A file that would lock the chip asks first; one that would lock it for ever wants more."""

import subprocess
import sys

import menus
from harness import EXAMPLES, Story, Tap, eventually, wait_for

BOARD = "frdm-kl25z"
LOCKS = EXAMPLES / "locks-the-chip.hex"


def wait_row(window, index, *cells):
    def is_so():
        shown = rows(window)
        assert len(shown) > index and shown[index] == list(cells), shown
    eventually(is_so)


def rows(window):
    """The lock settings that are shown, as lists of cells."""
    table = window.wait("Lock settings", ("table", "tree table"))
    cells = [table.get_child_at_index(i).get_name().replace("\u00a0", " ")
             for i in range(table.get_child_count())]
    heads = 5
    return [cells[i:i + heads] for i in range(heads, len(cells), heads)]


def reviews(window):
    menus.choose(window, "Lock and Protection", "Lock Settings…")

    def are_told():
        shown = rows(window)
        assert ["RESET pin"] + ["RESET pin enabled"] * 3 + [""] in shown, shown
        assert shown[0][4] == "changes", shown
    eventually(are_told)
    window.screenshot("lock-0-settings")
    window.key("Escape")
    window.wait_gone("Lock settings", ("table", "tree table"))


def asks(story, window):
    before = story.flash(BOARD)
    window.wait_text("This file would lock the chip")
    window.wait_text("After reset: the file secures the chip")
    window.click("Program")
    window.wait("Write as in the File", window.BUTTONS)
    wait_row(window, 0, "Security", "secured (FSEC 0xFF)", "unsecured (FSEC 0xFE)",
             "unsecured (FSEC 0xFE)", "not as in the file")
    window.screenshot("lock-1-asks")
    window.click("Cancel")
    window.wait_gone("Write as in the File")
    assert story.flash(BOARD) == before


def keeps_it_unlocked(story, window):
    window.click("Program")
    window.click("Keep the Chip Unlocked (Change 1 Byte)")
    window.wait_text("Programmed and verified")
    window.wait_text("will be written as 0xFE instead")
    status, lines, _ = story.cli("--probe", f"sim:{BOARD}", "info")
    assert status == 0 and lines[-1]["protection"]["fsec"] == "0xFE", lines[-1]


def remembers_the_answer(story):
    profile = story.desktop.folder / "project.unlatch"
    profile.write_text(f"[Unlatch]\nFormat=1\n[File 1]\nPath={LOCKS}\n")
    window = story.start("--probe", f"sim:{BOARD}", profile)
    window.wait_text("This file would lock the chip")
    window.click("Program")
    window.click("Remember the answer in the profile")
    window.click("Keep the Chip Unlocked (Change 1 Byte)")
    window.wait_text("Programmed and verified")
    window.key("ctrl+s")
    wait_for("the answer in the profile", lambda: "LockBytes=keep-unlocked" in profile.read_text())
    window.quit()


def locks_as_asked(story):
    window = story.start("--probe", f"sim:{BOARD}", LOCKS)
    window.wait_text("This file would lock the chip")
    window.click("Program")
    window.click("Write as in the File")
    window.wait_text("After reset the chip is secured.")
    window.screenshot("lock-2-locked")
    status, _, _ = story.cli("--probe", f"sim:{BOARD}", "info")
    assert status == 5, status
    window.quit()


def make_file(story, name, fsec):
    made = story.desktop.folder / name
    subprocess.run(["srec_cat", LOCKS, "-intel", "-exclude", "0x40C", "0x40D", "-generate", "0x40C",
                    "0x40D", "-constant", fsec, "-o", made, "-motorola"], check=True)
    return made


def tells_of_power(story):
    story.board(BOARD)
    window = story.start("--probe", f"sim:{BOARD}", make_file(story, "power.srec", "0xEE"))
    window.wait_text("A power failure could lock the chip for ever")
    window.click("Program")
    window.wait("Write as in the File", window.BUTTONS)
    wait_row(window, 1, "Mass erase", "switched off", "allowed", "allowed", "not as in the file")
    window.screenshot("lock-5-power")
    window.click("Write as in the File")
    window.wait_text("Programmed and verified")
    window.quit()


def asks_before_the_erase(story):
    before = story.flash(BOARD)
    window = story.start("--probe", f"sim:{BOARD}", make_file(story, "safe.srec", "0xFE"))
    window.wait("Program", window.BUTTONS, sensitive=True)
    window.wait_text("After reset: the file leaves the chip unsecured")
    window.click("Program")
    window.wait("Go On", window.BUTTONS)
    window.wait_text("The lock byte that is on the chip now, 0xEE, has to be erased.")
    window.screenshot("lock-6-power-erase")
    window.click("Cancel")
    window.wait_gone("Go On")
    assert story.flash(BOARD) == before
    window.click("Program")
    window.click("Go On")
    window.wait_text("Programmed and verified")
    assert window.quit() == 0


def wants_the_name(story):
    forever = make_file(story, "forever.srec", "0xEF")
    story.board(BOARD)
    before = story.flash(BOARD)
    window = story.start("--probe", f"sim:{BOARD}", forever)
    window.wait_text("This file would lock the chip for ever")
    window.click("Program")
    window.wait("Lock For Ever", window.BUTTONS, sensitive=False)
    window.type("Type MKL25Z128 to continue", "MKL25Z12")
    window.wait("Lock For Ever", window.BUTTONS, sensitive=False)
    window.screenshot("lock-3-for-ever")
    window.type("Type MKL25Z128 to continue", "mkl25z128")
    window.wait("Lock For Ever", window.BUTTONS, sensitive=True)
    assert story.flash(BOARD) == before, "something was written before the name was typed"
    window.click("Lock For Ever")
    window.wait_text("Secured permanently")
    window.screenshot("lock-4-locked-for-ever")
    assert window.quit() == 0


def main():
    tap = Tap()
    with Story() as story:
        story.board(BOARD)
        window = story.start("--probe", f"sim:{BOARD}", LOCKS)
        with tap.case("the lock settings of file and chip stand side by side"):
            window.wait_text("This file would lock the chip")
            reviews(window)
        with tap.case("a file that would lock the chip asks, and can be left"):
            asks(story, window)
        with tap.case("the chip can be kept unlocked, and that is said"):
            keeps_it_unlocked(story, window)
        window.quit()
        story.board(BOARD)
        with tap.case("the answer can be remembered in the profile"):
            remembers_the_answer(story)
        story.board(BOARD)
        with tap.case("a chip is locked when that is what is wanted"):
            locks_as_asked(story)
        with tap.case("a lock for ever wants the chip's name typed"):
            wants_the_name(story)
        with tap.case("a byte that a power failure can spoil asks, as a lock does"):
            tells_of_power(story)
        with tap.case("and asks again before it is erased"):
            asks_before_the_erase(story)
        with tap.case("none of the windows complained"):
            assert not story.read_log(), story.read_log()
    sys.exit(tap.finish())


if __name__ == "__main__":
    main()
