#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Backups on the command line: whose they are, and that none goes to another board unasked.

Arguments: unlatch-cli.
"""

import json
import struct
import sys
import zlib

from cli import EXAMPLES, Cli, Tap, need

BOARD = "frdm-kl25z"
PROBE = ["--probe", f"sim:{BOARD}"]
YES = [*PROBE, "--yes"]
BLINKY = EXAMPLES / "blinky.srec"


def find_id(cli):
    return cli.run(*PROBE, "info").one("chip")["ids"]["chip_id"]


def take_away(cli):
    """Returns: the chip id of a board whose program is in a backup now"""
    done = need(cli.run(*YES, "erase", "--chip"), 0)
    assert done["backup"] and done["chip_id"] == find_id(cli), done
    return done["chip_id"]


def change_board(cli):
    cli.board(BOARD, "--image", BLINKY, "--new-chip")


def pile(cli):
    return cli.data / "unlatch" / "backups"


def tells_whose(tap, cli, first, second):
    with tap.case("info and the report of a job tell the chip id"):
        told = cli.run(*PROBE, "info", as_json=False).out
        assert f"Chip id:    {second}" in told, told
        assert second in cli.run(*PROBE, "info", "--diagnosis", as_json=False).out
        need(cli.run(*PROBE, "verify", BLINKY, "--report", "r.json"), 6)
        report = json.loads((cli.scratch / "r.json").read_text())
        assert report["chip"]["chip_id"] == second, report["chip"]
        need(cli.run(*PROBE, "verify", BLINKY, "--report", "r.html"), 6)
        assert second in (cli.scratch / "r.html").read_text()
    with tap.case("each backup tells whose it is, through which probe and before what"):
        kept = cli.run("backups").all("backup")
        assert [b["chip_id"] for b in kept] == [second, first], kept
        assert {(b["probe"], b["before"]) for b in kept} == {(PROBE[1], "erase")}, kept
        told = cli.run("backups", as_json=False).out
        assert f"of the chip {first}, through {PROBE[1]}" in told, told
        assert "saved before erasing" in told and "128 KiB" in told, told
    with tap.case("those of one chip can be asked for by the first letters of its id"):
        some = cli.run("backups", "--chip-id", first[:10].lower()).all("backup")
        assert [b["chip_id"] for b in some] == [first], some
        assert not cli.run("backups", "--chip-id", "nothing").all("backup")


def refuses_another(tap, cli, first, second):
    name = cli.run("backups", "--chip-id", first).all("backup")[0]["id"]
    before = cli.state.joinpath("unlatch", "boards", f"{BOARD}.board").read_bytes()
    with tap.case("a backup of another chip is refused before anything is asked or touched"):
        status, said = cli.run_on_terminal("y", *PROBE, "restore", name)
        assert status == 4 and "[y/N]" not in said, said
        assert first in said and second in said and "--other-chip" in said, said
        done = cli.run(*YES, "restore", name)
        need(done, 4, "backup-other-chip")
        after = cli.state.joinpath("unlatch", "boards", f"{BOARD}.board").read_bytes()
        assert after == before, "it was written"
    with tap.case("with --other-chip the question says whose it is"):
        status, said = cli.run_on_terminal("n", *PROBE, "restore", name, "--other-chip")
        assert status == 8 and f"what the chip {first} held, whichever chip this is" in said, said
        need(cli.run(*YES, "restore", name, "--other-chip"), 0)
        need(cli.run(*PROBE, "verify", BLINKY), 0)
    with tap.case("without a name it is the newest of this chip"):
        need(cli.run(*YES, "erase", "--chip", "--no-backup"), 0)
        need(cli.run(*YES, "restore"), 0)
        assert find_id(cli) == second
        need(cli.run(*PROBE, "verify", BLINKY), 0)


def locked_chip_tells_none(tap, cli):
    with tap.case("a locked chip tells no id, and restore says that it is locked"):
        cli.board(BOARD, "--image", BLINKY, "--locked")
        done = cli.run(*PROBE, "info")
        assert done.status == 5 and done.one("chip")["ids"]["chip_id"] is None, done
        need(cli.run(*YES, "restore"), 5, "chip-locked")
    with tap.case("once it is unlocked, its own newest backup comes back"):
        need(cli.run(*YES, "unlock"), 0)
        need(cli.run(*YES, "restore"), 0)
        need(cli.run(*PROBE, "verify", BLINKY), 0)


def takes_earlier_ones(tap, cli):
    """As they were kept by the probe alone"""
    entry = next(path for path in pile(cli).glob("chip-*/*.backup")
                 if "Written=false" in path.read_text())
    lines = [line for line in entry.read_text().splitlines()
             if not line.startswith(("ChipId=", "Reason="))]
    folder = pile(cli) / PROBE[1].replace(":", "_")
    folder.mkdir()
    (folder / "20260101T000000Z-0123abcd.backup").write_text("\n".join([*lines, ""]))
    change_board(cli)
    need(cli.run(*YES, "erase", "--chip", "--no-backup"), 0)
    with tap.case("a backup of an earlier version is listed as of a chip that is not known"):
        told = cli.run("backups", as_json=False).out
        assert f"of a chip that is not known, through {PROBE[1]}" in told, told
    with tap.case("it is restored where this chip has none, and that is said"):
        status, said = cli.run_on_terminal("n", *PROBE, "restore")
        assert status == 8 and "not known which chip" in said, said
        done = cli.run(*YES, "restore")
        assert need(done, 0) and "not known which chip" in done.err, done.err
        need(cli.run(*PROBE, "verify", BLINKY), 0)


def make_newer(path):
    """The file of a board as a version to come will write it"""
    data = bytearray(path.read_bytes())
    assert data[-20:-12] == b"UL-BOARD", data[-20:]
    size = struct.unpack_from("<I", data, len(data) - 8)[0]
    struct.pack_into("<I", data, len(data) - 12, 99)
    struct.pack_into("<I", data, len(data) - 4, zlib.crc32(data[size:-4]))
    path.write_bytes(data)


def leaves_newer_boards_alone(tap, cli):
    with tap.case("the file of a board from a newer version is refused in words, until it is reset"):
        path = cli.state / "unlatch" / "boards" / f"{BOARD}.board"
        make_newer(path)
        before = path.read_bytes()
        done = need(cli.run(*PROBE, "info"), 2, "file-io")
        assert "by a newer Unlatch" in done["problem"]["cause"], done
        assert f"boards reset {BOARD}" in done["problem"]["cause"], done
        assert path.read_bytes() == before, "it was written"
        cli.board(BOARD, "--image", BLINKY)
        need(cli.run(*PROBE, "verify", BLINKY), 0)


def main():
    tap = Tap()
    with Cli(sys.argv[1]) as cli:
        cli.board(BOARD, "--image", BLINKY)
        first = take_away(cli)
        change_board(cli)
        second = take_away(cli)
        assert first != second, first
        tells_whose(tap, cli, first, second)
        refuses_another(tap, cli, first, second)
        locked_chip_tells_none(tap, cli)
        takes_earlier_ones(tap, cli)
        leaves_newer_boards_alone(tap, cli)
    sys.exit(tap.finish())


if __name__ == "__main__":
    main()
