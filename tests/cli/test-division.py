#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A backup of a chip with FlexNVM brings its division back, which is said and asked about.

Arguments: unlatch-cli.
"""

import sys

from cli import EXAMPLES, Cli, Tap, need
import division

PROBE = ["--probe", f"sim:{division.BOARD}"]
YES = [*PROBE, "--yes"]


def find_file(cli):
    return cli.state / "unlatch" / "boards" / f"{division.BOARD}.board"


def lose_all(cli):
    """Returns: the backup of a board that a mass erase has emptied"""
    cli.board(division.BOARD, "--image", EXAMPLES / "app.hex")
    division.divide(find_file(cli))
    done = need(cli.run(*YES, "unlock"), 0)
    assert not division.holds(find_file(cli))
    return done["backup"]


def main():
    tap = Tap()
    with Cli(sys.argv[1]) as cli:
        with tap.case("restore says that it divides the FlexNVM before it asks"):
            name = lose_all(cli)
            before = find_file(cli).read_bytes()
            status, said = cli.run_on_terminal("n", *PROBE, "restore", name)
            words = " ".join(said.split())
            assert status == 8, said
            assert "16 KiB of data flash, 16 KiB behind 1024 bytes of emulated EEPROM" in words, said
            assert words.index("only a mass erase") < words.index("Go on?"), said
            assert find_file(cli).read_bytes() == before, "it was written"
        with tap.case("then everything is as it was, the EEPROM too"):
            need(cli.run(*YES, "restore", name), 0)
            assert division.holds(find_file(cli))
            need(cli.run(*PROBE, "verify", EXAMPLES / "app.hex"), 0)
        with tap.case("a chip that is divided already is not asked about that"):
            _, said = cli.run_on_terminal("n", *PROBE, "restore", name)
            assert "FlexNVM" not in said, said
        with tap.case("where it is divided in another way, restore is refused with the reason"):
            name = lose_all(cli)
            division.divide(find_file(cli), division.ALL)
            before = find_file(cli).read_bytes()
            status, said = cli.run_on_terminal("y", *PROBE, "restore", name)
            assert status == 4 and "[y/N]" not in said, said
            done = cli.run(*YES, "restore", name)
            need(done, 4, "backup-division")
            assert "0 KiB of data flash, 32 KiB behind 1024 bytes" in done.problem["cause"], done
            assert find_file(cli).read_bytes() == before, "it was written"
        with tap.case("an unlock, which is a mass erase, makes room for it"):
            need(cli.run(*YES, "unlock"), 0)
            need(cli.run(*YES, "restore", name), 0)
            assert division.holds(find_file(cli))
    sys.exit(tap.finish())


if __name__ == "__main__":
    main()
