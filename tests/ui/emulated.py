# SPDX-License-Identifier: GPL-2.0-or-later
"""A USB probe that a story plugs in and pulls out: unlatch-usb-emulator around the window."""

import json
import os
import pathlib
import socket

EMULATOR = pathlib.Path(os.environ["UNLATCH_BUILD"]) / "tests/usb-emulator/unlatch-usb-emulator"
ANSWER_S = 120
NODES = '"$UMOCKDEV_DIR"/dev/bus/usb/*/*'
# permissions are nothing to a process with these
POWERLESS = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []


class EmulatedProbe:
    """options: the emulator's. The chip works no slower than the machine's clock."""

    def __init__(self, folder, *options):
        self.socket = folder / "emulator.socket"
        self.flash_file = folder / "emulated-flash.bin"
        self.under = [EMULATOR, "--keep-up", "--control", self.socket,
                      "--flash-out", self.flash_file, *options, "--"]

    @property
    def under_without_permission(self):
        """The same, for a window that may not open the probe."""
        return [*self.under, "sh", "-c", f'chmod 0 {NODES} && exec "$@"', "sh", *POWERLESS]

    @staticmethod
    def permit(window):
        """As the udev rule does it: the node of the device gets other permissions."""
        environ = pathlib.Path(f"/proc/{window.pid}/environ").read_bytes().decode().split("\0")
        root = next(entry for entry in environ if entry.startswith("UMOCKDEV_DIR="))
        for node in pathlib.Path(root.partition("=")[2]).glob("dev/bus/usb/*/*"):
            node.chmod(0o600)

    def ask(self, command):
        with socket.socket(socket.AF_UNIX) as control:
            control.settimeout(ANSWER_S)
            control.connect(str(self.socket))
            control.sendall(command.encode() + b"\n")
            with control.makefile() as answers:
                return answers.readline().strip()

    def tell(self, command):
        answer = self.ask(command)
        assert answer == "ok", f"{command}: {answer}"

    def plug(self):
        self.tell("plug")

    def unplug(self):
        self.tell("unplug")

    def counters(self):
        return json.loads(self.ask("counters"))
