#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Every state that a lock can be in, as the window shows it: with its status checks, in words."""

import sys

from harness import EXAMPLES, Story, Tap

BLINKY = EXAMPLES / "blinky.srec"
KL25, K64 = "frdm-kl25z", "frdm-k64f"

# name, board, options, what is said; what the strip of status checks stands for
STATES = (
    ("open", KL25, ("--image", BLINKY),
     ("Unsecured", "32 of 32 checks said unsecured"), "32 unsecured"),
    ("secured", K64, ("--image", BLINKY, "--fsec", "0xFF"),
     ("The chip is locked", "32 of 32 checks said secured; mass erase was allowed in 32"),
     "32 secured"),
    ("key", KL25, ("--image", BLINKY, "--fsec", "0xBF"),
     ("The chip is locked", "Backdoor key enabled: firmware that is given it can open the chip"),
     "32 secured"),
    ("for-ever", KL25, ("--image", BLINKY, "--fsec", "0xEF"),
     ("This chip cannot be unlocked by erasing", "mass erase was switched off in 32"),
     "32 secured with mass erase switched off"),
    ("empty", K64, ("--fsec", "0xFF"),
     ("New chips of this family start locked", "an empty chip has nothing to lose"), "32 secured"),
    ("no-reset", K64, ("--fsec", "0xFF", "--fault", "reset-pin-gpio"),
     ("The chip keeps resetting", "RESET has no effect", "Target keeps resetting",
      "Lock state unknown: the chip keeps resetting"), "in a reset, flash not ready"),
    ("resetting", KL25, ("--fault", "reset-period-us=200"),
     ("The chip keeps resetting", "The flash was not ready in any of 32 checks", "Unknown chip"),
     "32 in a reset, flash not ready"),
)


def is_told(window, name, texts, strip):
    for text in texts:
        window.wait_text(text)
    window.wait("Status checks")
    window.wait_text("32 status checks, one after the other", strip)
    window.screenshot(f"state-{name}")


def tells_what_still_works(window):
    window.click("What Can Still Work…")
    window.wait_text("no key opens this chip", "the chip has to be replaced")
    window.screenshot("state-for-ever-ways")
    window.click("Close")
    window.wait_gone("What can still work", ("dialog", "alert"))


def tells_of_the_key(window, story):
    before = story.flash(KL25)
    window.click("Unlock")
    window.wait_text("Erase everything and unlock MKL25Z128?")
    window.click("The backdoor key", ("toggle button", "push button", "expander"))
    window.wait_text("A debug probe cannot hand the key over")
    window.screenshot("state-key-question")
    window.click("Cancel")
    window.wait_gone("Unlock and Erase")
    assert story.flash(KL25) == before


def main():
    tap = Tap()
    with Story(many_quarks=True) as story:
        for name, board, options, texts, strip in STATES:
            story.board(board, *options)
            window = story.start("--probe", f"sim:{board}")
            with tap.case(f"{name}: told in words, with its status checks"):
                is_told(window, name, texts, strip)
            if name == "for-ever":
                with tap.case("a chip that no erase can open: what can still work is told"):
                    tells_what_still_works(window)
            if name == "key":
                with tap.case("the question before an unlock tells what the key is good for"):
                    tells_of_the_key(window, story)
            window.quit()
        with tap.case("none of the windows complained"):
            assert not story.read_log(), story.read_log()
    sys.exit(tap.finish())


if __name__ == "__main__":
    main()
