# SPDX-License-Identifier: GPL-2.0-or-later
"""Drives the real window as a person would: finds widgets by role and name, waits for what they
say, clicks, drops files, looks.

    with Story() as story:
        story.board("frdm-kl25z", "--fsec", "0xFE")
        window = story.start("--probe", "sim:frdm-kl25z", file)
        window.wait_text("Will ")
        window.click("Program")
        window.wait_text("Programmed and verified")
"""

import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import time

from desktop import Desktop
from settled import Display
from waiting import (DEADLINE_S, SANITIZED, Atspi, GLib, bind_accessibility,  # noqa: F401
                     eventually, has, wait_for)
from window import BUILD, Window, pointer  # noqa: F401

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
# pylint: disable=wrong-import-position
from tap import Tap  # noqa: E402,F401

ROOT = pathlib.Path(os.environ["UNLATCH_SOURCE"])
EXAMPLES = ROOT / "data" / "examples"


# GTK asks for the click when a menu is opened by none, and it says the others of its own dialog for
# files, window of shortcuts and lists when these are read aloud while they come or go.
GTKS_SLIPS = ("no trigger event for menu popup",
              "gtk_widget_get_toplevel: assertion 'GTK_IS_WIDGET (widget)' failed",
              "gtk_widget_get_parent: assertion 'GTK_IS_WIDGET (widget)' failed",
              "assertion 'GTK_IS_TREE_")


class Story:
    """One desktop, the simulated boards in it, the programs started on it.

    many_quarks: the window meets so many names that GLib leaves its first table of them behind,
    which is to be told from a leak; slips: what GTK says of its own in this story alone
    """

    def __init__(self, many_quarks=False, slips=(), **desktop):
        self.many_quarks = many_quarks
        self.slips = (*GTKS_SLIPS, *slips)
        self.desktop = Desktop(**desktop)
        self.display = Display()
        self.windows = []
        self.others = []  # programs that run beside them
        self.log = self.desktop.folder / "unlatch.log"
        bind_accessibility()
        from notifications import Notifications  # pylint: disable=import-outside-toplevel
        self.notifications = Notifications()

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        self.end_all()
        try:
            if kind is None:
                self.must_be_sound()
        finally:
            self.desktop.close()

    def end_all(self):
        """Ends windows that a failed case has left, and what runs beside them."""
        for process in [window.process for window in self.windows] + self.others:
            if process.poll() is None:
                process.kill()
                process.wait()
        self.others = []

    def read_log(self):
        """What the windows complained of"""
        said = self.log.read_text(errors="replace") if self.log.exists() else ""
        return "\n".join(line for line in said.splitlines()
                         if line and not any(slip in line for slip in self.slips))

    def must_be_sound(self):
        """What is critical ends no window, as GTK's slips would, and is not overlooked either."""
        said = self.read_log()
        assert "-CRITICAL **" not in said, said

    def grab(self):
        return subprocess.run(["import", "-window", "root", "-depth", "8", "ppm:-"], check=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout

    def cli(self, *arguments):
        """Runs unlatch-cli, again for as long as the window uses the board just then. Returns: exit
        status, objects printed, what it said"""
        end = time.monotonic() + DEADLINE_S
        while True:
            status, lines, said = self._run_cli(arguments)
            code = lines[-1].get("problem", {}).get("code") if lines else None
            if code != "probe-busy" or time.monotonic() > end:
                return status, lines, said
            time.sleep(0.1)

    @staticmethod
    def _run_cli(arguments):
        done = subprocess.run([BUILD / "app/unlatch-cli", "--json", *map(str, arguments)],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              stdin=subprocess.DEVNULL, check=False, timeout=DEADLINE_S)
        lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        return done.returncode, lines, done.stderr

    def board(self, name, *options):
        """Sets a simulated board back, as unlatch-cli boards reset does."""
        status, _, said = self.cli("boards", "reset", name, *options)
        assert status == 0, said

    def read_chip(self, board):
        """What the chip holds, read by unlatch-cli. Returns: an S-record file"""
        dump = self.desktop.folder / "chip.srec"
        status, _, said = self.cli("--probe", f"sim:{board}", "read", "--force", "-o", dump)
        assert status == 0, said
        return dump

    def chip_holds(self, board, image, kind):
        """Whether the chip holds the bytes of the file, whose format is told in srec_cat's words."""
        def dump(*source):
            return subprocess.run(["srec_cat", *map(str, source), "-o", "-", "-hex-dump"],
                                  check=True, stdout=subprocess.PIPE).stdout
        source = (image, f"-{kind}")
        chip = (self.read_chip(board), "-motorola")
        return dump(*chip, "-crop", "-within", *source) == dump(*source)

    def flash(self, board):
        """What the flash of a simulated board holds, as its files say."""
        files = [path for path in (self.desktop.folder / "state_home").rglob("*")
                 if path.is_file() and board in path.name]
        assert files, f"no file holds the flash of {board}"
        return {path.name: path.read_bytes() for path in files}

    def slow_job(self):
        """A job that nobody is too late to stop: on a blank board that is no faster than a real one,
        at a clock that takes two minutes. Returns: its profile, and what is written"""
        data = bytearray(random.Random(1).randbytes(1 << 20))
        data[0x400:0x410] = bytes([0xFF] * 12 + [0xFE, 0xFF, 0xFF, 0xFF])
        image = self.desktop.folder / "slow.bin"
        image.write_bytes(data)
        subprocess.run(["srec_cat", image, "-binary", "-o", image.with_suffix(".srec"), "-motorola"],
                       check=True)
        profile = self.desktop.folder / "slow.unlatch"
        profile.write_text("[Unlatch]\nFormat=1\n[Probe]\nKind=sim\nSerial=frdm-k64f\n"
                           "SpeedHz=100000\n[File 1]\nPath=slow.srec\n")
        self.board("frdm-k64f", "--fault", "pace=1")
        return profile, image

    def start_slow(self):
        """Returns: a window with such a job before it, and what is written"""
        profile, image = self.slow_job()
        window = self.start(profile)
        window.wait_text("Will ")
        return window, image

    def start(self, *arguments, under=()):
        """@under: a program, with arguments, that starts the window as its only child."""
        stall_log = self.desktop.folder / f"stalls-{len(self.windows)}"
        env = {**os.environ, "UNLATCH_STALL_LOG": str(stall_log), "G_DEBUG": ""}
        if SANITIZED and self.many_quarks:  # as far as suppressions reach, which takes its time
            env["ASAN_OPTIONS"] = "fast_unwind_on_malloc=0:malloc_context_size=8"
        words = [*under, BUILD / "app/unlatch", *arguments]
        with open(self.log, "ab") as log:
            process = subprocess.Popen([str(word) for word in words], env=env,
                                       stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        pid = process.pid
        try:
            if under:
                pid = wait_for("the window's process", lambda: find_child(process.pid))
            window = Window(self, process, stall_log, pid)
        except BaseException:
            end_at_once(pid, process)
            raise
        self.windows.append(window)
        return window


def find_child(pid):
    """Returns: the process id of its only child, or None"""
    told = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(told[0]) if told else None


def end_at_once(pid, process):
    """@process: has started @pid, or is it"""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.kill()
    process.wait()
