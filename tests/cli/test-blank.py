#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The blank check of the command line, on simulated boards. Argument: the program."""

import json
import sys

from cli import EXAMPLES, Cli, Tap, need

KL25Z = ("--probe", "sim:frdm-kl25z")


def main():
    tap = Tap()
    with Cli(sys.argv[1]) as cli:
        with tap.case("an erased chip is blank, its FSEC of 0xFE too, which is told"):
            cli.board("frdm-kl25z")
            need(cli.run(*KL25Z, "--yes", "erase", "--chip"), 0)
            done = cli.run(*KL25Z, "blank")
            result = need(done, 0)
            assert result["sectors"]["verified"] == 128 and result["bytes"] == 131072, done
            assert result["sectors"]["erased"] == result["sectors"]["programmed"] == 0, done
            done = cli.run(*KL25Z, "--verbose", "blank", as_json=False)
            assert done.status == 0 and done.out.startswith("Blank\n"), done
            assert "Sector 1 is erased but for FSEC 0xFE" in done.err, done
        with tap.case("data ends with 6, and the first sector of it is named"):
            need(cli.run(*KL25Z, "--yes", "program", EXAMPLES / "app.hex"), 0)
            before = cli.run(*KL25Z, "info").one("chip")["sectors"]
            problem = need(cli.run(*KL25Z, "blank"), 6, "not-blank")["problem"]
            assert problem["where"] == {"address": 0x4000, "size": 1024}, problem
            assert cli.run(*KL25Z, "info").one("chip")["sectors"] == before
        with tap.case("a range is checked alone"):
            report = cli.scratch / "report.json"
            done = cli.run(*KL25Z, "blank", "--range", "0x10000-0x10FFF", "--report", report)
            assert need(done, 0)["sectors"]["verified"] == 4, done
            asked = json.loads(report.read_text())["asked"]
            assert asked["job"] == "blank-check" and asked["range_start"] == 0x10000, asked
            need(cli.run(*KL25Z, "blank", "--range", "0x4000-0x43FF"), 6, "not-blank")
        with tap.case("a range outside of the flash is a bad one"):
            need(cli.run(*KL25Z, "blank", "--range", "0x80000-0x80FFF"), 2, "image-does-not-fit")
            need(cli.run(*KL25Z, "blank", "--range", "5"), 1, "usage")
        with tap.case("a locked chip cannot be checked"):
            cli.board("frdm-kl25z", "--fsec", "0xFF")
            need(cli.run(*KL25Z, "--device", "MKL25Z128", "blank"), 5, "chip-locked")
        with tap.case("data flash and EEPROM are checked as well"):
            cli.board("k20dx256")
            total = cli.run("--probe", "sim:k20dx256", "blank")
            assert need(total, 0)["bytes"] == (256 + 32) * 1024, total
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
