# SPDX-License-Identifier: GPL-2.0-or-later
"""The window as the desktop starts it: over D-Bus, for files and for what its menu offers."""

import os
import pathlib
import signal
import sys

from gi.repository import Gio, GLib

from harness import BUILD, DEADLINE_S, EXAMPLES, Story, Tap, Window, wait_for

APP_ID = "org.unlatch.Unlatch"


class Bus:
    """What a desktop says on the session bus."""

    def __init__(self, story):
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION, None)
        folder = pathlib.Path(os.environ["XDG_DATA_HOME"]) / "dbus-1/services"
        folder.mkdir(parents=True)
        program = folder / "start"
        program.write_text(f"#!/bin/sh\nexec '{BUILD}/app/unlatch' \"$@\" 2>>'{story.log}'\n")
        program.chmod(0o700)
        (folder / f"{APP_ID}.service").write_text(
            f"[D-BUS Service]\nName={APP_ID}\nExec={program} --gapplication-service\n")
        self.ask("ReloadConfig")

    def call(self, name, path, interface, method, arguments):
        return self.bus.call_sync(name, path, interface, method, arguments, None,
                                  Gio.DBusCallFlags.NONE, int(DEADLINE_S * 1000), None)

    def ask(self, method, arguments=None):
        return self.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                         method, arguments)

    def wait_for_end(self):
        """Waits until the bus knows that the program has ended: to one that is no longer there it
        would deliver what is to start another, and answer that nobody replied."""
        name = GLib.Variant("(s)", (APP_ID,))
        wait_for("the end of the name on the bus",
                 lambda: not self.ask("NameHasOwner", name).unpack()[0])

    def desktop(self, method, form, *arguments):
        self.call(APP_ID, "/org/unlatch/Unlatch", "org.freedesktop.Application", method,
                  GLib.Variant(form, arguments))


class Started:
    """A process that another one has started, as far as a Window asks for it."""

    returncode = "a status that only its parent knows"

    def __init__(self, pid):
        self.pid = pid

    def poll(self):
        try:
            stat = pathlib.Path(f"/proc/{self.pid}/stat").read_text()
        except (FileNotFoundError, ProcessLookupError):  # the latter when it ends while it is read
            return 0
        return 0 if stat.rpartition(")")[2].split()[0] == "Z" else None

    def wait(self, deadline_s=DEADLINE_S):
        wait_for("the end of the program", lambda: self.poll() is not None, deadline_s)
        return 0

    def send_signal(self, number):
        try:
            os.kill(self.pid, number)
        except ProcessLookupError:  # it has ended
            pass

    def terminate(self):
        self.send_signal(signal.SIGTERM)

    def kill(self):
        self.send_signal(signal.SIGKILL)


def find(story, bus):
    """Returns: the window that the bus has started"""
    stall_log = story.desktop.folder / "stalls-activated"
    pid = bus.ask("GetConnectionUnixProcessID", GLib.Variant("(s)", (APP_ID,))).unpack()[0]
    window = Window(story, Started(pid), stall_log)
    story.windows.append(window)
    return window


def start(story, bus):
    bus.ask("UpdateActivationEnvironment", GLib.Variant("(a{ss})", ({
        "G_DEBUG": "", "UNLATCH_STALL_LOG": str(story.desktop.folder / "stalls-activated")},)))
    bus.desktop("Activate", "(a{sv})", {})
    window = find(story, bus)
    window.wait_text("Unlatch unlocks, erases and programs microcontrollers")
    return window


def open_file(bus, window):
    bus.desktop("Open", "(asa{sv})", [(EXAMPLES / "blinky.srec").as_uri()], {})
    window.wait_text("blinky.srec")


def choose_the_action(bus, window):
    bus.desktop("ActivateAction", "(sava{sv})", "simulated", [], {})
    window.wait("Simulated Boards", ("dialog",))
    window.click("Cancel", dialog="Simulated Boards")
    window.wait_gone("Simulated Boards", ("dialog",))


def quit_and_come_again(story, bus, window):
    bus.desktop("ActivateAction", "(sava{sv})", "quit", [], {})
    window.ended()
    bus.wait_for_end()
    bus.desktop("Open", "(asa{sv})", [(EXAMPLES / "app.hex").as_uri()], {})
    again = find(story, bus)
    again.wait_text("app.hex")
    again.quit()


def main():
    tap = Tap()
    with Story() as story:
        bus = Bus(story)
        with tap.case("the desktop starts the window over D-Bus"):
            window = start(story, bus)
        with tap.case("a file that is opened in the file manager comes into that window"):
            open_file(bus, window)
        with tap.case("the simulated boards are found in the desktop's menu"):
            choose_the_action(bus, window)
        with tap.case("it ends when asked to, and starts anew for the next file"):
            quit_and_come_again(story, bus, window)
        with tap.case("nothing was complained about"):
            assert not story.read_log(), story.read_log()
    sys.exit(tap.finish())


if __name__ == "__main__":
    main()
