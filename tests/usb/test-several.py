#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Several probes at once, some with a serial port and a disk beside them, as unlatch-cli meets them.

Arguments: unlatch-usb-emulator, unlatch-cli.
"""

import json
import pathlib
import shlex
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "interop"))
# pylint: disable=wrong-import-position
from tap import Tap  # noqa: E402
from witness import K64, KL25, Emulator, make_image  # noqa: E402

SIZE = 8 * 1024
COMPOSITE_JLINK = str(0x1015)
# by port: the id under which it is found, its board, what else is said to the emulator
PROBES = [
    ("jlink:801012345@1-1", KL25, ["--probe", "jlink"]),
    ("jlink:801012345@1-2", K64, ["--probe", "jlink"]),
    ("jlink:801019999", K64, ["--probe", "jlink", "--serial", "000801019999", "--composite",
                              "--product-id", COMPOSITE_JLINK]),
    ("cmsis-dap:02000001801012345", KL25, ["--probe", "cmsis-dap", "--composite"]),
    ("cmsis-dap:V1", K64, ["--probe", "cmsis-dap-v1", "--serial", "V1", "--composite"]),
]


class Desk:
    """A machine with all the probes, and the boards behind them"""

    def __init__(self, emulator, cli):
        self.emulator = emulator
        self.cli = cli

    def path(self, kind, port):
        return self.emulator.path / f"{kind}-{port}"

    def options(self):
        first, *more = [
            [*words, "--board", board["board"], "--flash-out", str(self.path("flash", port)),
             "--counters", str(self.path("counters", port))]
            for port, (_, board, words) in enumerate(PROBES, 1)]
        return ["--keep-up", *first,
                *[word for words in more for word in ("--also", shlex.join(words))]]

    def run(self, *words):
        """Returns: the emulator's result, with the lines that unlatch-cli told as .told"""
        done = self.emulator.run(self.options(), [self.cli, "--json", *words])
        done.told = [json.loads(line) for line in done.output.splitlines() if line[:1] == "{"]
        return done

    def flash(self, port):
        return self.path("flash", port).read_bytes()

    def counters(self, port):
        return json.loads(self.path("counters", port).read_text())


def lists_all(desk):
    done = desk.run("probes")
    assert done.status == 0, done
    found = {line["id"]: line for line in done.told
             if line["event"] == "probe" and line["kind"] != "simulated"}
    assert list(found) == [name for name, _, _ in PROBES], done
    for port, (name, _, _) in enumerate(PROBES, 1):
        assert found[name]["location"] == f"1-{port}", done
        assert found[name]["trouble"] is None, done


def meets(desk, name, board):
    done = desk.run("--probe", name, "info")
    assert done.status == 0, done
    chip = next(line for line in done.told if line["event"] == "chip")
    assert chip["device"] == board["device"], done
    assert chip["probe"]["id"] == name, done


def leaves_the_others_alone(desk, port):
    for other in range(1, len(PROBES) + 1):
        counters = desk.counters(other)
        assert counters["refused"] == 0, (other, counters)
        assert other == port or counters["swd_bits"] == 0, (other, counters)


def refuses(desk, name):
    done = desk.run("--probe", name, "info")
    assert done.status == 1, done
    for told_apart in (f"meant by {name}:", "jlink:801012345@1-1", "jlink:801012345@1-2"):
        assert told_apart in done.output, done


def programs_the_one_that_is_meant(desk):
    image = make_image(SIZE, "new")
    path = desk.emulator.file("new.bin", image)
    before = {port: None for port in (1, 3, 4, 5)}
    desk.run("probes")
    for port in before:
        before[port] = desk.flash(port)
    done = desk.run("--probe", "jlink:801012345@1-2", "--yes", "program", path)
    assert done.status == 0, done
    assert desk.flash(2)[:SIZE] == image, "the flash is not what the file says"
    for port, flash in before.items():
        assert desk.flash(port) == flash, f"port {port} was written"


def main():
    tap = Tap()
    desk = Desk(Emulator(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve())
    with tap.case("all are listed, two of equal serial by their ports"):
        lists_all(desk)
    for port, (name, board, words) in enumerate(PROBES, 1):
        with tap.case(f"{name} is opened, and only it{', and only its interface' * ('--composite' in words)}"):
            meets(desk, name, board)
            leaves_the_others_alone(desk, port)
    for name in ("jlink:801012345", "jlink"):
        with tap.case(f"{name} is refused: it could be several"):
            refuses(desk, name)
    with tap.case("of two with equal serials the one at the port that was told is programmed"):
        programs_the_one_that_is_meant(desk)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
