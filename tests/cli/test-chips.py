#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Chips that files describe, as unlatch-cli meets them on simulated boards. Argument: the program."""

import json
import re
import sys

from cli import EXAMPLES, Cli, Tap, need

EXAMPLE = EXAMPLES / "my-board.chips"
KL25Z = ("--probe", "sim:frdm-kl25z")
HEAD = "[Unlatch]\nFormat=1\n"


def describe(cli, name, *lines, file=None):
    """Puts a file with that chip where it is read at every start"""
    folder = cli.data / "unlatch" / "devices"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / (file or f"{name.lower()}.chips")
    path.write_text(HEAD + f"[Chip]\nName={name}\n" + "".join(line + "\n" for line in lines))
    return path


def check_file(tap, cli):
    with tap.case("devices --check tells what a file describes, and takes nothing from it"):
        done = cli.run("devices", "--check", EXAMPLE)
        need(done, 0)
        found = done.all("device")
        assert [chip["name"] for chip in found] == ["BOARD25", "BOARD25-SMALL"], done
        assert found[1]["flash"] == 64 * 1024 and found[1]["ram"] == 8 * 1024, done
        assert found[0]["like"] == "MKL25Z128xxx4", done
        assert found[0]["described_in"] == str(EXAMPLE), done
        assert set(found[0]["support"].values()) == {"by-analogy"}, done
        assert not cli.run("devices", "BOARD25").all("device")
    with tap.case("devices --check tells people in words"):
        done = cli.run("devices", "--check", EXAMPLE, as_json=False)
        assert done.status == 0 and f"described in {EXAMPLE}" in done.out, done
        assert re.search(r"Works like: +MKL25Z128xxx4", done.out), done
        assert f"my-board.chips is in order: 2 chips. In {cli.data}" in done.out, done
    with tap.case("devices --check names file, group, key and reason of what is wrong, exit 2"):
        bad = cli.make("bad.chips", (HEAD + "[Chip 7]\nName=BAD7\nLike=MKL25Z128\n"
                                     "SectorSize=3K\n").encode())
        problem = need(cli.run("devices", "--check", bad), 2, "chips-syntax")["problem"]
        assert problem["cause"].startswith("bad.chips, [Chip 7]: no chip with"), problem
    with tap.case("devices --check of a file that is not there is exit 1"):
        need(cli.run("devices", "--check", "missing.chips"), 1, "file-not-found")


def check_list(tap, cli):
    with tap.case("devices lists a described chip with its file"):
        path = describe(cli, "MINE25", "Like=MKL25Z128", "Vendor=Example")
        chip = cli.run("devices", "mine25").one("device")
        assert chip["described_in"] == str(path) and chip["vendor"] == "Example", chip
        assert f"described by you in {path}" in cli.run("devices", "mine25", as_json=False).out
        assert cli.run("devices", "MKL25Z128").one("device")["described_in"] is None
    with tap.case("a file with a mistake is told on standard error, the others are read"):
        describe(cli, "WRONG25", "Like=MKL25Z128", "RamSize=x")
        done = cli.run("devices", "mine25")
        assert done.one("device")["name"] == "MINE25", done
        assert "wrong25.chips, [Chip] RamSize: “x” is not a number" in done.err, done
        (cli.data / "unlatch" / "devices" / "wrong25.chips").unlink()
    with tap.case("a file that wants the name of a built-in chip is refused"):
        path = describe(cli, "MKL25Z128VLK4", "Like=MKL25Z128", "FlashSize=16K", file="thief.chips")
        done = cli.run("devices", "MKL25Z128VLK4")
        assert done.one("device")["flash"] == 128 * 1024, done
        assert "means the built-in chip MKL25Z128xxx4, which is not replaced" in done.err, done
        path.unlink()


def check_jobs(tap, cli):
    with tap.case("a described chip is programmed and verified when it is chosen by its name"):
        cli.board("frdm-kl25z")
        path = describe(cli, "MINE25", "Like=MKL25Z128")
        report = cli.scratch / "report.json"
        done = cli.run(*KL25Z, "--device", "mine25", "--yes", "program", "--report", report,
                       EXAMPLES / "app.hex")
        assert need(done, 0)["device"] == "MINE25", done
        assert need(cli.run(*KL25Z, "verify", EXAMPLES / "app.hex"), 0)["device"] != "MINE25"
        told = json.loads(report.read_text())["chip"]
        assert told["device"] == "MINE25" and told["described_in"] == str(path), told
    with tap.case("a locked one is unlocked as the chip that it is like"):
        cli.board("frdm-kl25z", "--fsec", "0xFF")
        need(cli.run(*KL25Z, "--device", "mine25", "info"), 5)
        done = cli.run(*KL25Z, "--device", "mine25", "--yes", "unlock")
        assert need(done, 0)["protection"]["secured"] is False, done
    with tap.case("without a choice, the built-in chip is what is found"):
        describe(cli, "MINE25", "Like=MKL25Z128", "SdidMask=0xFF000000", "SdidValue=0x25000000")
        assert cli.run(*KL25Z, "info").one("chip")["device"] == "MKL25Z128xxx4"
        assert cli.run(*KL25Z, "--device", "mine25", "info").one("chip")["device"] == "MINE25"
    for what, more in (("SDID", ("SdidMask=0xFFF00000", "SdidValue=0x25900000")),
                       ("size", ("FlashSize=64K",))):
        with tap.case(f"a chip of another {what} than described is named and left alone"):
            describe(cli, "MINE25", "Like=MKL25Z128", *more)
            done = cli.run(*KL25Z, "--device", "mine25", "--yes", "program", EXAMPLES / "app.hex")
            problem = need(done, 4, "target-wrong-chip")["problem"]
            assert "is MKL25Z128, but MINE25 was chosen" in problem["cause"], problem


def main():
    tap = Tap()
    with Cli(sys.argv[1]) as cli:
        check_file(tap, cli)
        check_list(tap, cli)
        check_jobs(tap, cli)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
