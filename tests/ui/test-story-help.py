# SPDX-License-Identifier: GPL-2.0-or-later
"""Asking for help: F1, and the page that each message points to."""

import os
import pathlib
import sys

from harness import EXAMPLES, Story, Tap, wait_for

BOARD = "frdm-kl25z"
VIEWER = """[Desktop Entry]
Type=Application
Name=Help viewer of the tests
Exec=sh -c 'echo "$1" >>{log}' viewer %u
MimeType=x-scheme-handler/help;
"""


def install_viewer(story, log):
    """Makes one the desktop's help viewer that only notes what it is asked for."""
    folder = pathlib.Path(os.environ["XDG_DATA_HOME"]) / "applications"
    folder.mkdir(parents=True)
    (folder / "test-help.desktop").write_text(VIEWER.format(log=log))
    choose(story, "[Default Applications]", "test-help.desktop")


def choose(_, group, viewer):
    path = pathlib.Path(os.environ["XDG_CONFIG_HOME"]) / "mimeapps.list"
    path.write_text(f"{group}\nx-scheme-handler/help={viewer}\n")


def asked_for(log):
    return log.read_text().split() if log.exists() else []


def opens_the_manual(window, log):
    window.enter()
    window.key("F1")
    wait_for("the message's page", lambda: asked_for(log) == ["help:unlatch/chip-locked"])
    window.click("Dismiss the Message")
    window.wait_gone("Dismiss the Message")
    window.key("F1")
    wait_for("the first page", lambda: "help:unlatch/index" in asked_for(log))
    window.key("F5")  # looks again, and tells again


def explains_a_message(window, log):
    window.wait_text("The chip is locked")
    window.screenshot("help-1-banner")
    window.click("Learn More")
    wait_for("the page", lambda: asked_for(log)[-1] == "help:unlatch/chip-locked")


def explains_a_button(window, log):
    window.click("Program")
    window.wait("Learn More", window.BUTTONS)
    window.screenshot("help-2-why")
    popover = window.wait("The chip is locked", ("popover", "panel", "window", "dialog", "unknown"))
    link = wait_for("its link", lambda: window.find("Learn More", window.BUTTONS, True, popover))
    before = len(asked_for(log))
    window.press(link)
    wait_for("the page again", lambda: len(asked_for(log)) == before + 1)
    assert asked_for(log)[-1] == "help:unlatch/chip-locked", asked_for(log)


def main():
    tap = Tap()
    with Story(many_quarks=True) as story:
        log = story.desktop.folder / "asked"
        story.board(BOARD, "--image", EXAMPLES / "blinky.srec", "--fsec", "0xFF")
        install_viewer(story, log)
        window = story.start("--probe", f"sim:{BOARD}")
        window.wait_text("The chip is locked")
        with tap.case("F1 opens the page of the message that is shown, and else the first"):
            opens_the_manual(window, log)
        with tap.case("a message opens its page"):
            explains_a_message(window, log)
        with tap.case("the answer of a button that cannot work opens its page"):
            explains_a_button(window, log)
        with tap.case("the window ends without a complaint"):
            status = window.quit()
            assert status == 0, f"{status}: {story.read_log()}"
            assert not story.read_log(), story.read_log()
    sys.exit(tap.finish())


if __name__ == "__main__":
    main()
