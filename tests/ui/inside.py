# SPDX-License-Identifier: GPL-2.0-or-later
"""What GTK knows of the texts in a window, which nobody can tell from outside: look-inside.c tells.

    inside = Inside("ltr")
    with Story(more={**more, **inside.environment()}) as story:
        inside.begin(story)
        ...
        cut = find_cut(inside.look(window))
"""

import json
import os
import pathlib
import signal

from harness import BUILD, wait_for


class Inside:
    """@direction: ltr, or rtl where people write from right to left"""

    def __init__(self, direction="ltr"):
        self.direction = direction
        self.file = None

    def environment(self):
        return {"GTK_MODULES": str(BUILD / "tests/ui/look-inside.so"),
                "UNLATCH_LOOK_DIRECTION": self.direction}

    def begin(self, story):
        self.file = story.desktop.folder / "look.json"
        os.environ["UNLATCH_LOOK_FILE"] = str(self.file)

    def look(self, window):
        """Returns: what is shown, a dictionary for each text"""
        self.file.unlink(missing_ok=True)
        os.kill(window.pid, signal.SIGUSR1)
        return wait_for("what GTK shows", lambda: self.file.exists() and
                        json.loads(self.file.read_text(encoding="utf-8")))

    def activate(self, window, action):
        """Does what an action of the window does, whatever it is called"""
        asked = pathlib.Path(f"{self.file}.do")
        asked.write_text(action, encoding="utf-8")
        os.kill(window.pid, signal.SIGUSR2)
        wait_for(f"{action} to be done", lambda: not asked.exists())


def is_cut(item):
    """Whether a text is not whole: shortened without a tooltip that tells it, or larger than its place"""
    if item["shortened"]:
        return not item["tooltip"]
    return item["squeezed"] or item["overhang"] > 1


def find_cut(items):
    return sorted({f'{item["class"]} {item["name"]} {item["box"]}: {item["text"]}'
                   for item in items if item["text"] and item["box"][2] > 1 and is_cut(item)})
