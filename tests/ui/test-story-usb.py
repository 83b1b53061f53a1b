# SPDX-License-Identifier: GPL-2.0-or-later
"""Plug a probe in, program, pull it out in the middle, plug it in again, program."""

import json
import random
import sys
import time

from emulated import EmulatedProbe
from harness import Story, Tap, wait_for

OPEN_FCF = bytes([0xFF] * 12 + [0xFE, 0xFF, 0xFF, 0xFF])
BACK_S = 1  # after it was plugged in, if the machine has nothing else to do
TRIES = 3
SETUPS = (
    {"name": "J-Link", "id": "801012345", "probe": ("--probe", "jlink"),
     "board": "frdm-k64f", "title": ("MK64FN1M0", "3.30 V", "SWD 4 MHz"), "size": 1 << 20},
    {"name": "Unlatch Test CMSIS-DAP", "id": "02000001801012345", "probe": ("--probe", "cmsis-dap"),
     "board": "frdm-kl25z", "title": ("MKL25Z128", "SWD 4 MHz"), "size": 128 << 10},
)


def make_image(story, name, seed, size):
    data = bytearray(random.Random(seed).randbytes(size))
    data[0x400:0x410] = OPEN_FCF
    path = story.desktop.folder / name
    path.write_bytes(data)
    return path


def appears(window, probe, setup):
    """Plugs it in, and out and in again while the machine is too busy. One that is too busy each
    time is told, and not held against the program."""
    took = []
    while len(took) < TRIES and (not took or took[-1] > BACK_S):
        if took:
            probe.unplug()
            window.wait_text("Probe cannot be used")
        started = time.monotonic()
        probe.plug()
        window.wait_text("Probe: " + setup["name"])
        window.wait_text(*setup["title"])
        took.append(time.monotonic() - started)
    print(f"# {setup['name']}: after {took[-1]:.2f} s; {BACK_S} s is the aim", flush=True)


def is_listed(window, setup):
    window.click("Probe: " + setup["name"])
    window.wait(setup["name"], ("list item",))
    window.wait_text(setup["id"], "1-1")
    window.wait("Simulated FRDM-KL25Z", ("list item",))
    window.screenshot(f"usb-1-chooser-{setup['board']}")
    window.key("Escape")
    window.wait_gone("Simulated FRDM-KL25Z", ("list item",))


def count_writes(probe):
    """Asked of the probe, which answers sooner than a window that works"""
    chip = probe.counters()["chip"]
    return chip["programs"] + chip["sections"]


def is_pulled_out(window, probe, setup):
    window.wait_text("Will erase the whole chip and write")
    before = count_writes(probe)
    window.click("Program")
    wait_for("it to write", lambda: count_writes(probe) > before)
    probe.unplug()
    window.wait_text("The probe was disconnected")
    window.wait_text("The probe was unplugged", "Sectors:", "written", "not written")
    window.wait_text("Probe cannot be used")
    window.screenshot(f"usb-2-unplugged-{setup['board']}")


def programs_again(window, setup):
    window.click("Program")
    window.wait_text("Programmed and verified")
    window.wait_text("sectors written", "already matched")
    window.screenshot(f"usb-3-done-{setup['board']}")
    window.click("Verify")
    window.wait_text("Verified: the chip holds what the file says")


def ends_well(window, story, probe, image):
    assert window.quit() == 0, story.read_log()
    assert not story.read_log(), story.read_log()
    assert probe.flash_file.read_bytes() == image.read_bytes(), "the flash is not what the file says"


def lives_through(tap, story, setup):
    name = setup["name"]
    old = make_image(story, "old.bin", 1, setup["size"])
    image = make_image(story, "new.bin", 2, setup["size"])
    probe = EmulatedProbe(story.desktop.folder, *setup["probe"], "--unplugged",
                          "--board", setup["board"], "--flash", old)
    window = story.start(image, under=probe.under)
    with tap.case(f"{name}: is taken up by itself when it is plugged in"):
        appears(window, probe, setup)
    with tap.case(f"{name}: is in the list of probes, with its serial and its place"):
        is_listed(window, setup)
    with tap.case(f"{name}: pulled out in the middle of a job, the window says what was done"):
        is_pulled_out(window, probe, setup)
    with tap.case(f"{name}: plugged in again, it is back by itself"):
        appears(window, probe, setup)
    with tap.case(f"{name}: the next job completes what was left"):
        programs_again(window, setup)
    with tap.case(f"{name}: the chip holds what the file says, and the window ends"):
        ends_well(window, story, probe, image)


def says_why(window):
    window.wait_text("This computer may not open the probe")
    window.wait_text("Install the udev rule")
    window.click("Probe: J-Link")
    window.wait_text("801012345", "no permission")
    window.screenshot("usb-4-no-permission")
    window.key("Escape")
    window.wait_gone("Simulated FRDM-KL25Z", ("list item",))
    window.click("Copy Fix")
    window.wait_text("The rule has been copied")
    window.wait_text("/etc/udev/rules.d/60-unlatch.rules")


def needs_permission(tap, story):
    probe = EmulatedProbe(story.desktop.folder, "--board", "frdm-kl25z",
                          "--flash", make_image(story, "old.bin", 1, 128 << 10))
    window = story.start(under=probe.under_without_permission)
    with tap.case("a probe that may not be opened is listed with the reason and the cure"):
        says_why(window)
    with tap.case("it is taken up as soon as it may be opened"):
        probe.permit(window)
        window.wait_text("MKL25Z128", "3.30 V", "SWD 4 MHz")
        window.wait_gone("Copy Fix")
        assert window.quit() == 0


POWER = "Power the board from the probe"


def opens_list(window):
    window.click("Probe: J-Link")
    window.wait("Simulated FRDM-KL25Z", ("list item",))


def is_offered_power(window):
    window.wait_text("The board has no power")
    opens_list(window)
    window.wait_checked(POWER, False)
    window.wait_text("Never for a board with a supply of its own")
    window.screenshot("usb-5-power")
    window.click(POWER)
    window.wait_text("MKL25Z128", "3.30 V", "SWD 4 MHz")


def is_switched_off(window, probe):
    opens_list(window)
    window.wait_checked(POWER)
    window.click(POWER)
    window.wait_text("No target", "0.00 V")
    wait_for("the end of the power", lambda: probe.counters()["vtref_mv"] == 0)


def is_asked_anew(window, probe):
    opens_list(window)
    window.click(POWER)
    window.wait_text("MKL25Z128", "3.30 V")
    probe.unplug()
    window.wait_text("Probe cannot be used")
    probe.plug()
    window.wait_text("No target", "0.00 V")
    opens_list(window)
    window.wait_checked(POWER, False)
    window.key("Escape")
    window.wait_gone("Simulated FRDM-KL25Z", ("list item",))


def ends_without_power(window, probe, counters):
    opens_list(window)
    window.click(POWER)
    window.wait_text("MKL25Z128", "3.30 V")
    wait_for("power", lambda: probe.counters()["vtref_mv"] == 3300)
    assert window.quit() == 0
    assert json.loads(counters.read_text())["vtref_mv"] == 0


def is_not_offered_power(window):
    window.wait_text("MKL25Z128", "SWD 4 MHz")
    window.click("Probe: Unlatch Test CMSIS-DAP")
    window.wait("Simulated FRDM-KL25Z", ("list item",))
    assert window.find(POWER) is None
    assert window.quit() == 0


def gives_power(tap, story):
    counters = story.desktop.folder / "counters.json"
    probe = EmulatedProbe(story.desktop.folder, "--board", "frdm-kl25z", "--fault", "no-power",
                          "--counters", counters)
    window = story.start(under=probe.under)
    with tap.case("a board without a supply can have the probe's, for the asking"):
        is_offered_power(window)
    with tap.case("it is switched off again where it was switched on"):
        is_switched_off(window, probe)
    with tap.case("a probe that was unplugged gives power when it is asked anew"):
        is_asked_anew(window, probe)
    with tap.case("with the window the power ends, too"):
        ends_without_power(window, probe, counters)
    probe = EmulatedProbe(story.desktop.folder, "--probe", "cmsis-dap", "--board", "frdm-kl25z")
    window = story.start(under=probe.under)
    with tap.case("a probe that gives no power does not offer it"):
        is_not_offered_power(window)


def main():
    tap = Tap()
    with Story() as story:
        for setup in SETUPS:
            lives_through(tap, story, setup)
        needs_permission(tap, story)
        gives_power(tap, story)
    sys.exit(tap.finish())


if __name__ == "__main__":
    main()
