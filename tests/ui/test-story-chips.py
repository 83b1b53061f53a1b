# SPDX-License-Identifier: GPL-2.0-or-later
"""A chip that is not built in: a file that describes it is added, its chip programmed, removed."""

import sys

from harness import EXAMPLES, Story, Tap, pointer, wait_for

BOARD = "frdm-kl25z"
BLINKY = EXAMPLES / "blinky.srec"
EXAMPLE = EXAMPLES / "my-board.chips"
# by its dialog for files, before it has the entry
ASKED_FOR_A_PATH = ("gtk_widget_event: assertion 'WIDGET_REALIZED_FOR_EVENT (widget, event)' failed",)


def opens_descriptions(window, chip):
    window.click(chip)
    window.click("Chip Descriptions…")
    window.wait("Chip Descriptions", ("dialog",))


def find_entry(window, chooser):
    """The entry for a path comes by a key, which goes astray until the dialog has the focus."""
    for _ in range(10):
        chooser.clear_cache()
        pointer("mousemove", *map(abs, window.centre(chooser)))
        window.key("ctrl+l")
        try:
            return wait_for("the path's entry",
                            lambda: next(window._walk(chooser, ("text",)), None), 3)
        except AssertionError:
            continue
    raise AssertionError("no entry for a path")


def adds(window, path):
    from harness import Atspi  # pylint: disable=import-outside-toplevel
    window.click("Add a Chip Description…")
    chooser = window.wait("Add a Chip Description", ("file chooser", "dialog"))
    entry = find_entry(window, chooser)
    assert Atspi.EditableText.set_text_contents(entry, str(path))
    window.press(wait_for("the add button",
                          lambda: window.find("Add", window.BUTTONS, True, chooser)))
    window.wait_gone("Add a Chip Description", ("file chooser",))


def is_refused_in_words(story, window):
    bad = story.desktop.folder / "bad.chips"
    bad.write_text("[Unlatch]\nFormat=1\n[Chip]\nName=MKL25Z128\nLike=MKL25Z128\n")
    adds(window, bad)
    window.wait_text("bad.chips, [Chip]: the name MKL25Z128 means the built-in chip MKL25Z128xxx4, "
                     "which is not replaced. No chip was taken from it.")
    window.screenshot("chips-1-refused")


def is_added(window):
    adds(window, EXAMPLE)
    window.wait_text("my-board.chips was added: 2 chips.")
    window.wait_text("BOARD25 · BOARD25-SMALL")
    window.screenshot("chips-2-added")


def is_replaced_after_asking(window):
    adds(window, EXAMPLE)
    window.wait_text("Replace my-board.chips?")
    window.screenshot("chips-3-replace")
    window.click("Replace")
    window.wait_gone("Replace")
    window.wait_text("my-board.chips was added: 2 chips.")


def is_chosen(window):
    window.click("Close", dialog="Chip Descriptions")
    window.wait_gone("Chip Descriptions", ("dialog",))
    window.click("Chip: MKL25Z128, detected")
    window.type("Search Chips", "board25")
    window.wait_text("2 chips")
    window.screenshot("chips-4-list")
    window.type("Search Chips", "BOARD25-S")
    window.wait_text("1 chip")
    window.type("Search Chips", "BOARD25")
    window.wait_text("2 chips")
    window.key("Return")
    window.wait("Chip: BOARD25")
    window.wait_text("described by you in my-board.chips")


def is_programmed(story, window):
    window.wait_text("Will erase")
    window.click("Program")
    window.wait_text("Programmed and verified")
    window.screenshot("chips-5-programmed")
    assert story.chip_holds(BOARD, BLINKY, "motorola")


def is_removed(window):
    window.settle()
    opens_descriptions(window, "Chip: BOARD25")
    window.settle()
    window.click("Remove my-board.chips")
    window.wait_text("Remove my-board.chips?")
    window.wait_text("These chips are not known any more: BOARD25 · BOARD25-SMALL")
    window.click("Remove")
    window.wait_text("my-board.chips was removed.")
    window.wait_text("No file describes chips yet")
    window.click("Close", dialog="Chip Descriptions")
    window.wait_gone("Chip Descriptions", ("dialog",))


def bad_files_are_told(story):
    folder = story.desktop.folder / "data_home" / "unlatch" / "devices"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bad.chips").write_text("[Unlatch]\nFormat=1\n[Chip]\nName=MINE1\n")
    window = story.start()
    window.wait_text("The chip description cannot be used")
    window.wait_text("bad.chips, [Chip] Like: ")
    window.screenshot("chips-6-bad")
    window.quit()


def main():
    tap = Tap()
    with Story(slips=ASKED_FOR_A_PATH) as story:
        story.board(BOARD)
        window = story.start("--probe", f"sim:{BOARD}", BLINKY)
        window.wait("Chip: MKL25Z128, detected")
        with tap.case("a description with a mistake is refused in words"):
            opens_descriptions(window, "Chip: MKL25Z128, detected")
            is_refused_in_words(story, window)
        with tap.case("a good one is added"):
            is_added(window)
        with tap.case("one of the same name is replaced after a question"):
            is_replaced_after_asking(window)
        with tap.case("its chip is in the list, and is told to be described by the user"):
            is_chosen(window)
        with tap.case("it is programmed"):
            is_programmed(story, window)
        with tap.case("the description is removed after a question"):
            is_removed(window)
        window.quit()
        with tap.case("files that cannot be used are told at the start"):
            bad_files_are_told(story)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
