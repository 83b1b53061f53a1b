# SPDX-License-Identifier: GPL-2.0-or-later
"""A log of another program is pasted, dropped and understood, with and without a chip at hand."""

import pathlib
import subprocess
import sys

from harness import Story, Tap, pointer

LOGS = pathlib.Path(__file__).parents[1] / "explain" / "data"
BOARD = "frdm-kl25z"


def open_dialog(window):
    window.click("Main Menu")
    window.click("Explain a Log…")
    window.wait("Log to explain", ("text",))
    window.wait("What the log says", ("list box", "list"))


def understands_what_is_pasted(window):
    open_dialog(window)
    window.screenshot("explain-1-empty")
    window.type("Log to explain", (LOGS / "jlink-unlock-then-erase.log").read_text())
    window.wait_text("Sector 8 is protected")
    window.wait_text("SEGGER J-Link, line 7")
    window.wait_text("(Algo135: Flash protection violation.")
    window.wait_text("stays in force until the chip is reset")
    window.wait_text("The log is about MKV31F512")
    window.screenshot("explain-2-protected")
    window.click("Copy Explanation")
    window.type("Log to explain", "all is well")
    window.wait_text("Nothing in this log is recognised")
    window.wait_gone("Sector 8 is protected")


def understands_what_is_dropped(window):
    assert window.drag([LOGS / "jlink-never-starts.log"])
    window.wait_text("The mass erase did not finish in time")
    window.wait_text("line 13")
    window.wait_text("never acknowledged it")
    window.screenshot("explain-3-dropped")


def leads_to_the_remedy(window):
    window.click("Unlock…")
    window.wait_gone("Log to explain")
    window.wait_text("This chip is not locked")
    window.screenshot("explain-4-remedy")
    window.key("Escape")


def works_by_keys_alone(window):
    pointer("mousemove", *window.centre())
    window.key("ctrl+shift+e")
    window.wait("Log to explain", ("text",))
    subprocess.run(["xdotool", "type", "Wire Ack Fault"], check=True)
    window.wait_text("No answer from the chip")
    window.key("Escape")
    window.wait_gone("Log to explain")


def main():
    tap = Tap()
    with Story(many_quarks=True) as story:
        story.board(BOARD)
        window = story.start("--probe", f"sim:{BOARD}")
        window.wait_text("Unsecured")
        with tap.case("a pasted log is understood, and nothing known is said as well"):
            understands_what_is_pasted(window)
        with tap.case("a dropped log is read and understood"):
            understands_what_is_dropped(window)
        with tap.case("the button of a finding is the window's own action"):
            leads_to_the_remedy(window)
        with tap.case("all of it works by keys alone"):
            works_by_keys_alone(window)
        with tap.case("the window ends without a complaint"):
            assert window.quit() == 0
            assert not story.read_log(), story.read_log()
    sys.exit(tap.finish())


if __name__ == "__main__":
    main()
