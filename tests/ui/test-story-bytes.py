# SPDX-License-Identifier: GPL-2.0-or-later
"""Byte by byte: what the file says, what the chip holds, where they differ."""

import subprocess
import sys

import harness
from harness import EXAMPLES, Story, Tap, eventually, wait_for

BOARD = "frdm-kl25z"
BLINKY = EXAMPLES / "blinky.srec"


def line(data, address):
    """The row of that address as it is told."""
    start = address - address % 16
    return f"0x{start:08X}: " + " ".join(f"{byte:02X}" for byte in data[start:start + 16])


def told(window):
    panel = window.find("Bytes", ("text",))
    if panel is None:
        return ""
    panel.clear_cache()
    return panel.get_description()


def wait_line(window, text):
    try:
        wait_for(f"the row {text}", lambda: told(window).startswith(text))
    except AssertionError as error:
        raise AssertionError(f"{error}; told instead: {told(window)}") from None


def shows_the_file(window, data):
    window.wait_text("Will")
    window.enter()
    window.key("ctrl+3")
    wait_line(window, line(data, 0))
    window.screenshot("bytes-1-file")


def goes_to_an_address(window, data):
    window.key("ctrl+g")
    window.type("Address", "0x1234")
    window.key("Return")
    wait_line(window, line(data, 0x1234))
    window.wait_text("SECTOR 4")
    window.key("Down", "ctrl+Home", "Down")
    wait_line(window, line(data, 0x10))


def line_at(text, offset):
    """The line around the place in the text, as a screen reader asks for it."""
    return harness.Atspi.Text.get_string_at_offset(text, offset,
                                                   harness.Atspi.TextGranularity.LINE).content


def selected(text):
    if harness.Atspi.Text.get_n_selections(text) != 1:
        return None
    chosen = harness.Atspi.Text.get_selection(text, 0)
    return harness.Atspi.Text.get_text(text, chosen.start_offset, chosen.end_offset)


def is_at(text, heard, data, address):
    """The caret is where was heard last, at that byte, in its row."""
    at = heard[-1]
    assert harness.Atspi.Text.get_caret_offset(text) == at, heard
    assert line_at(text, at) == line(data, address) + "\n", line_at(text, at)
    byte = harness.Atspi.Text.get_text(text, at, at + 2)
    assert byte == f"{data[address]:02X}", (byte, address)


def is_read_aloud(window, data):
    """The row of the caret is a line of a text, and each move of the caret is told."""
    text = window.wait("Bytes", ("text",))
    heard = []
    listener = harness.Atspi.EventListener.new(lambda event: heard.append(event.detail1))
    listener.register("object:text-caret-moved")
    for key, address in (("Right", 0x11), ("Down", 0x21), ("End", 0x2F), ("ctrl+Home", 0)):
        heard.clear()
        window.key(key)
        wait_for(f"the caret after {key}", lambda: heard)
        eventually(is_at, text, heard, data, address)
    listener.deregister("object:text-caret-moved")
    window.key("shift+Right", "shift+Right")
    wait_for("three bytes that are selected", lambda: selected(text) ==
             " ".join(f"{byte:02X}" for byte in data[:3]))
    assert harness.Atspi.Text.set_caret_offset(text, harness.Atspi.Text.get_caret_offset(text) + 60)
    wait_line(window, line(data, 0x10))


def finds_bytes(window, data):
    at = 0x2345
    window.type("Find", " ".join(f"{byte:02x}" for byte in data[at:at + 8]))
    window.click("Find Next")
    wait_line(window, line(data, at))
    window.type("Find", "00 11 22 33 44 55 66 77 88")
    window.click("Find Next")
    window.wait_text("Not found.")
    window.type("Find", "3C 0")
    wait_for("the pattern to be refused", lambda: window.shows("Bytes are written as in"))


def copies_bytes(window, data):
    """What is copied can be looked for again."""
    harness.Atspi.Component.grab_focus(window.find("Bytes", ("text",)))
    window.key("ctrl+Home", "shift+Right", "shift+Right", "shift+Right", "shift+Right", "ctrl+c")
    entry = window.type("Find", "")
    harness.Atspi.Component.grab_focus(entry)
    window.key("ctrl+v")
    wanted = " ".join(f"{byte:02X}" for byte in data[:5])
    wait_for(f"{wanted} in the entry", lambda: harness.Atspi.Text.get_text(entry, 0, -1) == wanted)


def finds_text(window, data, text):
    window.choose("Find as", "Text")
    window.type("Find", text.decode())
    window.click("Find Next")
    wait_line(window, line(data, data.index(text, 0x2346)))  # after those found before


def shows_the_chip(window, data):
    window.click("Program")
    window.wait_text("Programmed and verified")
    window.choose("Bytes of", "Chip")
    window.key("ctrl+g")
    window.type("Address", "0x2400")
    window.key("Return")
    wait_line(window, line(data, 0x2400))
    window.key("ctrl+g")
    window.type("Address", "0x1F000")
    window.key("Return")
    wait_line(window, "0x0001F000: " + " ".join(["FF"] * 16))


def finds_no_difference(window):
    window.key("ctrl+shift+d")
    window.wait_text("No byte differs.")


def finds_the_first_difference(window, data):
    window.key("ctrl+1")
    window.select(9)
    window.menu("Erase Sectors…")
    window.click("Erase", dialog="Erase 1 sector?")
    window.wait_text("1 sector erased")
    window.key("ctrl+shift+d")
    at = next(i for i in range(0x2400, 0x2800) if data[i] != 0xFF)
    wait_line(window, line(data, at))
    wait_for("both bytes", lambda: told(window).endswith(
        f"byte 0x{at:08X}: file {data[at]:02X}, chip FF"))
    window.screenshot("bytes-2-difference")
    window.key("ctrl+1")
    window.click("Verify")
    window.wait_text("Sector 9 does not hold what was expected")
    window.click("Compare Bytes")
    wait_for("the byte the message names", lambda: f"byte 0x{at:08X}" in told(window))
    after = next(i for i in range(at + 1, 0x2800) if data[i] != 0xFF)
    window.click("Next Difference")
    wait_for("the next one", lambda: f"byte 0x{after:08X}" in told(window))


def saves_the_files_in_another_format(story, window, data):
    target = story.desktop.folder / "copy.hex"
    window.click("Main Menu")
    window.click("Save Files As…")
    window.save_as(target, "Save Files As (.hex, .srec or .bin)")
    window.wait_text("The files have been saved as one")
    wait_for("an Intel HEX file", lambda: target.exists() and target.read_text().startswith(":"))
    back = story.desktop.folder / "back.bin"
    subprocess.run(["srec_cat", target, "-intel", "-o", back, "-binary"], check=True)
    assert back.read_bytes() == data


def says_that_nothing_was_a_job(window):
    """To look at bytes is no job: nothing of it is in the log."""
    window.key("ctrl+l")
    log = window.wait_text("1 sector erased")
    assert log.count("Read") == 0, log


def main():
    tap = Tap()
    with Story(many_quarks=True) as story:
        story.board(BOARD)
        binary = story.desktop.folder / "blinky.bin"
        subprocess.run(["srec_cat", BLINKY, "-motorola", "-o", binary, "-binary"], check=True)
        data = binary.read_bytes()
        start = next(i for i in range(len(data)) if data[i:i + 8].isalnum())
        text = data[start:start + 8]
        window = story.start("--probe", f"sim:{BOARD}", BLINKY)
        with tap.case("the bytes of the file are shown and told"):
            shows_the_file(window, data)
        with tap.case("an address is gone to"):
            goes_to_an_address(window, data)
        with tap.case("a screen reader reads the row, and hears where the caret goes"):
            is_read_aloud(window, data)
        with tap.case("bytes are found"):
            finds_bytes(window, data)
        with tap.case("text is found"):
            finds_text(window, data, text)
        with tap.case("bytes are copied"):
            copies_bytes(window, data)
        with tap.case("the bytes of the chip are read where they are looked at"):
            shows_the_chip(window, data)
        with tap.case("equal contents have no difference"):
            finds_no_difference(window)
        with tap.case("the first difference is gone to, and the next"):
            finds_the_first_difference(window, data)
        with tap.case("looking is no job"):
            says_that_nothing_was_a_job(window)
        with tap.case("the window ends without a complaint"):
            assert window.quit() == 0
            assert not story.read_log(), story.read_log()
        with tap.case("the files are saved in another format"):
            window = story.start("--probe", f"sim:{BOARD}", BLINKY)
            window.wait_text("already match")
            saves_the_files_in_another_format(story, window, data)
            assert window.quit() == 0
    sys.exit(tap.finish())


if __name__ == "__main__":
    main()
