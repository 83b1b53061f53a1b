# SPDX-License-Identifier: GPL-2.0-or-later
"""The first start without any hardware: what is offered, and stories on simulated boards."""

import os
import pathlib
import sys

from harness import BUILD, EXAMPLES, Story, Tap, pointer, wait_for

KEYFILE = pathlib.Path("glib-2.0") / "settings" / "keyfile"


def install():
    """What the program finds once it is installed: examples, the schema of its settings."""
    folder = pathlib.Path(os.environ["XDG_DATA_HOME"]) / "unlatch"
    folder.mkdir(parents=True)
    os.symlink(EXAMPLES, folder / "examples")
    os.environ["GSETTINGS_SCHEMA_DIR"] = str(BUILD / "data")
    os.environ["GSETTINGS_BACKEND"] = "keyfile"


def begin(window, title, opener="Main Menu"):
    if opener == "Main Menu":
        window.click("Main Menu")
        window.click("Simulated Boards…")
    else:
        window.click(opener)
    window.wait("Simulated Boards", ("dialog",))
    window.select_row(title)


def play(window, title, opener="Main Menu"):
    begin(window, title, opener)
    window.click("Begin")
    window.wait_gone("Simulated Boards", ("dialog",))


def shows_the_first_page(window):
    window.wait_text("Unlatch unlocks, erases and programs microcontrollers")
    window.wait("Connect a Probe…", window.BUTTONS)
    window.screenshot("first-1-page")


def says_why_before_it_is_asked(window):
    """Each button of a job describes why it cannot work, and so does an action without a button."""
    for name in ("Unlock", "Erase", "Verify", "Read", "Program"):
        wait_for(f"the reason of {name}", lambda name=name: "No debug probe is chosen" in
                 window.find(name, window.BUTTONS).get_description())
    pointer("mousemove", *window.centre())
    window.key("ctrl+g")
    window.wait_text("There is no map yet")
    window.click("Dismiss the Message")


def says_what_a_probe_needs(window):
    window.click("Connect a Probe…")
    window.wait("Connect a Probe", ("dialog",))
    window.wait_text("No probe is connected")
    window.wait_text("Still to do")
    window.screenshot("first-2-connect")
    window.wait("Use This Probe", window.BUTTONS, sensitive=False)
    window.click("Cancel", dialog="Connect a Probe")
    window.wait_gone("Connect a Probe", ("dialog",))


def plays_the_first_story(window):
    begin(window, "A protected boot loader", "Try a Simulated Board…")
    window.screenshot("first-3-stories")
    window.click("Begin")
    window.wait_text("8 of 13 sectors are protected")
    window.wait_text("blinky.srec")
    window.screenshot("first-4-protected")


def plays_the_others(window):
    play(window, "A locked chip")
    window.wait_text("The chip is locked")
    play(window, "A chip that is locked for ever")
    window.wait_text("This chip cannot be unlocked by erasing")
    play(window, "A chip that keeps resetting")
    window.wait_text("The chip keeps resetting")
    window.click("Catch the Chip…")
    window.wait_text("The chip has been caught")
    play(window, "A byte that does not keep its value")
    window.wait_text("Will erase")
    window.click("Program")
    window.wait_text("Sector 9 does not hold what was expected")
    play(window, "A chip with EEPROM")
    window.wait_text("with-eeprom.srec")
    window.wait_text("0x10000000–0x1000007F")
    play(window, "A probe that may not be opened")
    window.wait_text("This computer may not open the probe")
    play(window, "A new chip that reads as locked")
    window.wait_text("New chips of this family start locked")


def choose_clock(window, clock):
    window.click("Probe: Simulated FRDM-K64F")
    window.choose("SWD clock", clock)
    window.wait_text(f"SWD {clock}")


def stops_a_slow_job(window):
    play(window, "A job that takes its time")
    window.wait_text("Will erase the whole chip")
    choose_clock(window, "100 kHz")  # so that nobody is late
    window.wait_text("Will erase the whole chip")
    window.click("Program")
    wait_for("some sectors that are written", lambda: "written" in window.sector(5)
             or "verified" in window.sector(5))
    window.picture("first-5-slow")
    window.click("Cancel")
    window.wait_text("Stopped at your request")
    window.screenshot("first-6-stopped")


def guards_a_job(story, sessions, window):
    """Resumes the job: how far it is, that nothing sleeps meanwhile, and closing that asks. Then it is
    made faster, so that it ends."""
    told = len(story.notifications.told)
    wait_for("a computer that may sleep", lambda: not sessions.held)
    window.click("Resume")
    wait_for("progress in the title", lambda: "% – Unlatch" in window.frame.get_name().replace(
        "\u00a0", " ").replace(" %", "%"))
    wait_for("a computer that stays awake",
             lambda: sessions.holds(sessions.SUSPEND | sessions.LOGOUT))
    window.click("Close", ("push button",))
    window.click("Keep Programming")
    window.click("Cancel")
    window.wait_text("Stopped at your request")
    wait_for("a computer that may sleep", lambda: not sessions.held)
    choose_clock(window, "4 MHz")
    window.click("Resume")
    window.wait_text("Programmed and verified")
    wait_for("the usual title", lambda: window.frame.get_name() == "Unlatch")
    wait_for("a computer that may sleep", lambda: not sessions.held)
    assert len(story.notifications.told) == told, "told though the window is in use"


def notifies_who_is_elsewhere(story, window):
    told = len(story.notifications.told)
    pointer("mousemove", *story.desktop.corner())  # and the focus with it
    window.click("Verify")
    wait_for("a notification", lambda: len(story.notifications.told) > told)
    assert story.notifications.told[-1][0].startswith("Verified"), story.notifications.told
    pointer("mousemove", *window.centre())


def keeps_preferences(window):
    window.click("Main Menu")
    window.click("Preferences")
    window.wait("Preferences", ("dialog",))
    window.choose("Appearance", "Dark")
    window.click("Beep when a job ends", ("toggle button", "switch", "check box"))
    window.screenshot("first-7-preferences")
    window.key("Escape")
    window.wait_gone("Preferences", ("dialog",))
    window.screenshot("first-8-dark")
    path = pathlib.Path(os.environ["XDG_CONFIG_HOME"]) / KEYFILE
    wait_for("the settings", lambda: path.exists() and "theme='dark'" in path.read_text()
             and "sound=true" in path.read_text())


def keeps_its_size(story, window):
    window.resize(900, 650)
    status = window.quit()
    assert status == 0, status
    again = story.start()
    again.wait_text("Unlatch unlocks")
    wait_for("a window of that size", lambda: again.size() == (900, 650))
    assert again.quit() == 0


def knows_what_a_flatpak_cannot(story):
    os.environ["FLATPAK_ID"] = "org.unlatch.Unlatch"
    window = story.start()
    del os.environ["FLATPAK_ID"]
    window.wait_text("Unlatch unlocks")
    window.click("Connect a Probe…")
    window.wait_text("A Flatpak can neither see nor install the rule")
    window.wait("Copy Fix", window.BUTTONS)
    window.screenshot("first-9-flatpak")
    window.click("Cancel", dialog="Connect a Probe")
    window.wait_gone("Connect a Probe", ("dialog",))
    assert window.quit() == 0


def main():
    tap = Tap()
    with Story(many_quarks=True) as story:
        install()
        del os.environ["GTK_THEME"]  # it would win over what is preferred
        from sessions import Sessions  # pylint: disable=import-outside-toplevel
        sessions = Sessions()  # not before there is a bus
        window = story.start()
        with tap.case("without hardware there is something to begin with"):
            shows_the_first_page(window)
        with tap.case("what cannot work says why, before it is pressed"):
            says_why_before_it_is_asked(window)
        with tap.case("what a probe needs is said step by step"):
            says_what_a_probe_needs(window)
        pointer("mousemove", *window.centre())
        with tap.case("a story sets a board, opens its file and begins"):
            plays_the_first_story(window)
        with tap.case("every other story begins as it is told"):
            plays_the_others(window)
        with tap.case("a slow job is stopped half way"):
            stops_a_slow_job(window)
        with tap.case("a job is shown in the title, keeps the computer awake and the window open"):
            guards_a_job(story, sessions, window)
        with tap.case("whoever is elsewhere is notified of its end"):
            notifies_who_is_elsewhere(story, window)
        with tap.case("preferences take effect at once and are kept"):
            keeps_preferences(window)
        with tap.case("the next window is as large as the last one"):
            keeps_its_size(story, window)
        with tap.case("in a Flatpak the rule for probes is to be installed by hand"):
            knows_what_a_flatpak_cannot(story)
        with tap.case("nothing was complained about"):
            assert not story.read_log(), story.read_log()
    sys.exit(tap.finish())


if __name__ == "__main__":
    main()
