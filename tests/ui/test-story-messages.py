# SPDX-License-Identifier: GPL-2.0-or-later
"""The thirty messages of the design, each brought about on a simulated board: what its heading and
its body must say, which buttons it has, and where it is told.

    test-story-messages.py [PART/PARTS | NUMBER...]
"""

import os
import pathlib
import signal
import subprocess
import sys
from dataclasses import dataclass

from accessible import dialog_of, has
from harness import BUILD, EXAMPLES, Story, Tap, eventually, wait_for

BLINKY, LOCKS = EXAMPLES / "blinky.srec", EXAMPLES / "locks-the-chip.hex"
KL25, K64 = "frdm-kl25z", "frdm-k64f"
GOOD_LINE = b"S1130000285F245F2212226A000424290008237C2A\n"
BAD_LINES = GOOD_LINE + GOOD_LINE.replace(b"2A\n", b"2B\n") + GOOD_LINE.replace(b"S1", b"S2") * 200
BROWSER = """[Desktop Entry]
Type=Application
Name=Web browser of the tests
Exec=sh -c 'cp "$1" {shown}.new && mv {shown}.new {shown}' browser %f
MimeType=text/html;application/xhtml+xml;
"""
ALWAYS = ("Learn More", "Dismiss the Message", "Copy Details", "Details")


@dataclass
class Row:
    """@come: from a started story to the window in which it is told"""
    number: str
    come: object
    heading: tuple
    body: tuple = ()
    buttons: tuple = ()
    where: str = "banner"
    details: bool = False


# Buttons that are pressed as well, with what is told then
PRESSED = {
    "M15": ("Program the Rest", "outside of the chip's flash was left out"),
    "M17": ("Erase Again", "Sector 5 is not empty after erasing"),
    "M20b": ("Erase Again and Wait Longer", "63 s have passed"),
    "M25": ("Keep Old", None),
    "M21": ("Show Report", lambda window: report_is_shown()),
    "M21u": ("Program", "No firmware file is open"),
    "M23": ("Show Line", lambda window: bad_line_is_shown(window)),
    "M26": ("Open As Binary", "Raw binary"),
    "M27": ("Untick app.srec", "Will "),
    "M30": ("Choose Scenario…", "A chip that keeps resetting"),
}


# --- how they come ---------------------------------------------------------------------------

def board(*options, name=KL25, files=(), device=None):
    """A window on a board set back with these options."""
    def come(story):
        story.board(name, *options)
        chosen = ("--device", device) if device else ()
        return story.start("--probe", f"sim:{name}", *chosen, *files)
    return come


def then(come, *steps):
    """Steps are names of buttons to press, or texts to wait for when they begin with a tilde."""
    def more(story):
        window = come(story)
        window.enter()
        for step in steps:
            if callable(step):
                step(story, window)
            elif step.startswith("~"):
                window.wait_text(step[1:])
            else:
                window.click(step)
        return window
    return more


def job(*options, files=(BLINKY,), name=KL25):
    return then(board(*options, files=files, name=name), "~Will ", "Program")


def erase_range(*options):
    def fill(_, window):
        window.type("First Address", "0x00000C00")
        window.type("Last Address", "0x000017FF")
        window.wait_text("Will erase")
        window.click("Erase", dialog="Erase")
    def come(story):
        return then(board("--image", full_image(story), "--base", "0", *options), "~Unsecured", "Erase",
                    "The sectors of a range", fill)(story)
    return come


def scenario(nick, board_name, *steps, opens=None):
    def come(story):
        assert story.cli("boards", "scenario", nick)[0] == 0
        files = [next(story.desktop.folder.rglob(opens))] if opens else []
        window = story.start("--probe", f"sim:{board_name}", *files)
        return then(lambda _: window, *steps)(story)
    return come


def file_of(name, data):
    """A window without a chip that was given such a file."""
    def come(story):
        path = story.desktop.folder / name
        path.write_bytes(data)
        story.board(KL25)
        return story.start("--probe", f"sim:{KL25}", path)
    return come


def forever(story):
    path = story.desktop.folder / "forever.srec"
    subprocess.run(["srec_cat", LOCKS, "-intel", "-exclude", "0x40C", "0x40D", "-generate", "0x40C",
                    "0x40D", "-constant", "0xEF", "-o", path, "-motorola"], check=True)
    return then(board(files=(path,)), "~for ever", "Program")(story)


def stale(story):
    path = story.desktop.folder / "build.srec"
    path.write_bytes(BLINKY.read_bytes())
    story.board(KL25)
    window = story.start("--probe", f"sim:{KL25}", path)
    window.wait_text("Will ")
    path.write_bytes((EXAMPLES / "app.hex").read_bytes())
    return window


def overlap(story):
    paths = [story.desktop.folder / name for name in ("boot.srec", "app.srec")]
    for path, value in zip(paths, ("0x11", "0x22")):
        subprocess.run(["srec_cat", "-generate", "0x3000", "0x3800", "-constant", value, "-o", path,
                        "-motorola"], check=True)
    story.board(KL25)
    return story.start("--probe", f"sim:{KL25}", *paths)


def outside(story):
    path = story.desktop.folder / "eeprom.srec"
    subprocess.run(["srec_cat", BLINKY, "-motorola", "-generate", "0x10000000", "0x100000E0",
                    "-constant", "0x11", "-o", path, "-motorola"], check=True)
    story.board(KL25)
    return story.start("--probe", f"sim:{KL25}", path)


def full_image(story):
    full = story.desktop.folder / "full.bin"
    full.write_bytes(b"\x11" * 0x400 + b"\xff" * 12 + b"\xfe\xff\xff\xff" + b"\x55" * 0x1FBF0)
    return full


def full_job(*options):
    def come(story):
        return job(*options, files=(full_image(story),))(story)
    return come


def held_by_another(story):
    """Another program works with the board while the window looks at it."""
    story.board(KL25, "--fault", "pace=1")
    command = [BUILD / "app/unlatch-cli", "--json", "--probe", f"sim:{KL25}", "--yes", "program",
               full_image(story), "--base", "0"]
    other = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    story.others.append(other)
    with other.stdout:
        other.stdout.readline()
        other.send_signal(signal.SIGSTOP)  # so it has the board for as long as anybody looks
    return story.start("--probe", f"sim:{KL25}")


def told_by_cli(*words):
    def come(story):
        story.board(KL25)
        return story.cli(*words)[1][-1]["problem"]
    return come


def slow(*steps):
    return then(lambda story: story.start_slow()[0], "Program", "~KiB/s", *steps)


UNLOCK_Q = "Erase everything and unlock MKL25Z128?"

ROWS = (
    Row("M1", lambda story: story.start(), ("Unlatch unlocks",), ("Connect a debug probe",),
        ("Connect a Probe…", "Try a Simulated Board…"), "page"),
    Row("M2", board("--fault", "no-permission"), ("may not open the probe",), ("udev rule",),
        ("Copy Fix", "Try Again")),
    Row("M3", held_by_another, ("used by another program",),
        ("in use by unlatch-cli (process ",), ("Try Again",)),
    Row("M4", board("--fault", "no-power"), ("The board has no power",), ("0.00 V",),
        ("Try Again",)),
    Row("M5", board("--fault", "dead"), ("No answer from the chip",), ("SWDIO, SWCLK", "GND"),
        ("Try Again", "Catch the Chip…")),
    Row("M6", board("--fault", "reset-period-us=200"), ("The chip keeps resetting",),
        ("Each of 32 checks saw a reset", "Hold RESET"), ("Catch the Chip…", "Check Under Reset"), details=True),
    Row("M7", board("--fault", "garble-every=2"), ("The connection is unreliable",),
        (" of 20 attempts worked", "Lower the speed", "pull-up on RESET", "at most 100 nF"),
        ("Lower Speed and Retry", "Try Again"), details=True),
    Row("M8", erase_range("--fault", "refused-sector=0x1000"),
        ("The chip refused", "sector 4"), ("0x00001000",), ("Choose Another Chip…", "Try Again"),
        details=True),
    Row("M9", board(device="MK64FN1M0VLL12"), ("This is a different chip",), ("MKL25Z128",),
        ("Use the Chip Found", "Choose Another Chip…")),
    Row("M10", board("--fsec", "0x7F", "--image", BLINKY), ("The chip is locked",),
        ("cannot be read or changed", "erases everything", "mass erase is allowed"), ("Unlock…",)),
    Row("M10d", then(board("--fsec", "0x7F", "--image", BLINKY, files=(BLINKY,)),
                     "~The chip is locked", "Unlock"), (UNLOCK_Q,),
        ("All 128 KiB of flash", "bootloader", "cannot be saved first"),
        ("Then program blinky.srec", "Cancel", "Unlock and Erase"), "dialog"),
    Row("M11", board("--fsec", "0xEF", "--image", BLINKY), ("cannot be unlocked by erasing",),
        ("mass erase is switched off (read 32 of 32 times)", "backdoor key", "be replaced"),
        ("What Can Still Work…",), details=True),
    Row("M12", board("--fsec", "0xFF", "--fault", "reset-period-us=5"),
        ("The lock state is not clear",), ("checks said locked", "Erasing is not offered"),
        ("Check Under Reset", "Catch the Chip…"), details=True),
    Row("M13", board("--fprot", "0xFFFFFFFE", "--image", EXAMPLES / "app.hex", files=(BLINKY,)),
        ("4 of 13 sectors are protected",), ("blinky.srec", "0x00000000–0x00000FFF", "FPROT"),
        ("Lift Protection…", "Unlock and Erase All…", "More Ways")),
    Row("M14", then(board(files=(LOCKS,)), "~would lock", "Program"), ("would lock the chip",),
        ("0xFF", "unlocked"), ("Remember the answer in the profile", "Cancel",
                               "Write as in the File", "Keep the Chip Unlocked (Change 1 Byte)"),
        "dialog"),
    Row("M14x", forever, ("lock the chip for ever",), ("0xEF", "No tool can undo"),
        ("Remember the answer in the profile", "Cancel", "Lock For Ever",
         "Keep the Chip Unlocked (Change 1 Byte)"), "dialog"),
    Row("M15", outside, ("1 of 2 parts of the file does not fit",), ("0x10000000–0x100000DF",),
        ("Program the Rest", "Choose Another Chip…", "Open Another File…")),
    Row("M16", job("--fault", "weak-address=0x2404"), ("Sector 9 does not hold",),
        ("0x00002404", "expected", "read", "differ"), ("Program Again", "Compare Bytes"),
        details=True),
    Row("M17", erase_range("--fault", "stubborn-sector=0x1400"),
        ("Sector 5 is not empty after erasing",), ("0x00001400",), ("Erase Again", "Show Sectors"),
        details=True),
    Row("M18", erase_range("--fault", "spoiled-address=0x5400"),
        ("Sectors outside the job changed",), ("0x00005400", "not part of this job", "backup"),
        ("Restore Previous Contents…", "Show Sectors"), details=True),
    Row("M19", job("--fault", "unplug-at=120"), ("The probe was disconnected",),
        ("Plug the probe in",), ("Resume",)),
    Row("M20", full_job("--fault", "brown-out-us=400000"), ("The board lost power",),
        ("supply",), ("Resume",)),
    Row("M20b", then(board("--fsec", "0x7F", "--image", BLINKY, "--fault", "erase-hangs"), "~The chip is locked",
                     "Unlock", "Unlock and Erase"), ("did not finish in time",), ("RESET",),
        ("Erase Again and Wait Longer", "Check Under Reset"), details=True),
    Row("M21", job(), ("Programmed and verified",),
        ("13 sectors written", "0 already matched", "After reset the chip is unsecured"),
        ("Show Report",)),
    Row("M21u", then(board("--fsec", "0x7F", "--image", BLINKY), "~The chip is locked", "Unlock", "Unlock and Erase"),
        ("Unlocked",), ("All flash is empty", "checked again after a reset"), ("Program",)),
    Row("M22", slow("Cancel"), ("Stopped at your request",), ("Sectors:", "written"),
        ("Resume", "Erase…")),
    Row("M23", file_of("bad.srec", BAD_LINES),
        ("Line 2 of bad.srec is damaged",),
        ("bad.srec, line 2", "the checksum is 2B; expected 2A", "not loaded"),
        ("Show Line", "Open Another File…"), details=True),
    Row("M24", slow(lambda story, window: window.key("ctrl+w")), ("Stop programming and close?",),
        ("still to be written", "The board will not run"), ("Keep Programming", "Stop and Close"),
        "dialog"),
    Row("M25", stale, ("build.srec changed since it was loaded",),
        ("Built ", ", loaded ", "as it was before"),
        ("Reload", "Keep Old")),
    Row("M26", file_of("notes.hex", b"Things to do: this and that.\n"),
        ("notes.hex is not an Intel HEX file",), ("notes.hex, line 1", "starts with “T”; expected “:”",
                                           "Intel HEX"), ("Open Another File…", "Open As Binary")),
    Row("M27", overlap, ("boot.srec and app.srec both fill 0x00003000–0x000037FF",),
        ("2048 bytes", "the first 11 and 22"), ("Show Sectors", "Untick app.srec")),
    Row("M28", told_by_cli("--probe", f"sim:{KL25}", "--device", "STM32U575CI", "--yes", "unlock"),
        ("not supported yet",), ("cannot unlock STM32U575CI", "Nothing was changed"), (), "cli"),
    Row("M29", board("--fsec", "0xFF"), ("New chips of this family start locked",),
        ("Erased flash means", "nothing to lose"), ("Unlock…",)),
    Row("M30", then(board(), "Simulated"), ("This board is simulated",),
        ("Nothing is connected; every action is safe",), ("Choose Scenario…",), "badge"),
)


# --- what is told -----------------------------------------------------------------------------

def plain(text):
    return (text or "").replace("\u00a0", " ").replace("\u202f", " ")


def nodes_of(window, top, roles=None):
    return list(window._walk(top=top, roles=roles))  # pylint: disable=protected-access


def texts_of(window, top):
    return plain("\n".join(f"{node.get_name()}\n{node.get_description()}"
                           for node in nodes_of(window, top)))


def buttons_of(window, top):
    return [node.get_name() for node in nodes_of(window, top, window.BUTTONS)]


def banner_of(window):
    return next((node for node in nodes_of(window, window.frame, ("info bar",))
                 if has(node, "SHOWING")), None)


def place_of(window, where):
    if where == "banner":
        return banner_of(window)
    return dialog_of(window) if where == "dialog" else window.frame


def is_told_by_cli(problem, row):
    said = problem["title"] + problem["cause"]
    assert all(word in said for word in row.heading + row.body), problem


def offered(window, place):
    return [name for name in buttons_of(window, place) if name not in ALWAYS]


def offers(window, place, row):
    """What it offers besides what every message does; elsewhere there are other buttons, too."""
    if row.where in ("banner", "dialog"):
        shown = offered(window, place)
        assert shown == list(row.buttons), shown
        assert not row.details or "Details" in buttons_of(window, place), "no details"
    else:
        assert set(row.buttons) <= set(buttons_of(window, place)), row.number


def report_is_shown():
    shown = pathlib.Path(os.environ["XDG_DATA_HOME"]) / "shown.html"
    wait_for("the report in the browser", lambda: shown.exists() and
             "Programmed and verified" in shown.read_text() and "blinky.srec" in shown.read_text())


def bad_line_is_shown(window):
    """The two lines above and below it as well, and no more than a few of the 200."""
    view = window.wait("Line 2 of bad.srec is damaged", ("text",))
    lines = wait_for("the lines", lambda: window.text_of(view)).split("\n")
    assert [line.split()[-2:] for line in lines[:2]] == [
        ["1", GOOD_LINE.decode().strip()], ["2", GOOD_LINE.decode().strip()[:-1] + "B"]], lines
    assert [line[0] for line in lines] == [" ", "▸"] + [" "] * 6, lines
    window.screenshot("messages-M23-line")
    window.key("Escape")
    window.wait_gone("Line 2 of bad.srec is damaged", ("text",))


def tells(window, row):
    place = place_of(window, row.where)
    assert place, f"{row.number} is not told"
    said = texts_of(window, place)
    heading = plain(place.get_name()) if row.where == "banner" else said
    for word in row.heading:
        assert word in heading, f"{row.number} is not headed {word}: {heading!r}"
    if row.where == "banner":
        assert len(heading) <= 60 and "!" not in heading and "rror" not in heading, heading
    for word in row.body:
        assert word in said, f"{row.number} does not say {word}: {said!r}"
    offers(window, place, row)


def is_told(window, row):
    eventually(tells, window, row)


def works(window, row):
    button, told = PRESSED[row.number]
    place = place_of(window, row.where)
    window.press(wait_for(f"the button {button}",
                          lambda: window.find(button, window.BUTTONS, True, place)))
    if callable(told):
        told(window)
    elif told is None:
        wait_for("the message to go", lambda: banner_of(window) is None)
    else:
        window.wait_text(told)


def install():
    folder = pathlib.Path(os.environ["XDG_DATA_HOME"]) / "unlatch"
    folder.mkdir(parents=True)
    os.symlink(EXAMPLES, folder / "examples")
    home = pathlib.Path(os.environ["XDG_DATA_HOME"])
    (home / "applications").mkdir()
    (home / "applications" / "test-browser.desktop").write_text(
        BROWSER.format(shown=home / "shown.html"))
    (pathlib.Path(os.environ["XDG_CONFIG_HOME"]) / "mimeapps.list").write_text(
        "[Default Applications]\ntext/html=test-browser.desktop\n"
        "application/xhtml+xml=test-browser.desktop\n")


def chosen(words):
    """words: a part, such as 2/3, or numbers of rows"""
    if words and "/" in words[0]:
        part, n_parts = map(int, words[0].split("/"))
        return ROWS[part - 1::n_parts]
    return [row for row in ROWS if not words or row.number in words]


def main():
    tap = Tap()
    with Story(many_quarks=True) as story:
        install()
        for row in chosen(sys.argv[1:]):
            with tap.case(f"{row.number}: {' … '.join(row.heading)}"):
                place = row.come(story)
                (is_told_by_cli if row.where == "cli" else is_told)(place, row)
                if row.number in PRESSED:
                    works(place, row)
            story.end_all()
        with tap.case("none of the thirty is left out"):
            numbers = {int("".join(filter(str.isdigit, row.number))) for row in ROWS}
            assert numbers == set(range(1, 31)), set(range(1, 31)) - numbers
        with tap.case("none of the windows complained"):
            assert not story.read_log(), story.read_log()
    sys.exit(tap.finish())


if __name__ == "__main__":
    main()
