#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What can be said of files and of the way to connect: addresses behind names, files that are not
replaced unasked, and --under-reset. Argument: the program."""

import sys

from cli import EXAMPLES, Cli, Tap, need

APP = EXAMPLES / "app.hex"
BLINKY = EXAMPLES / "blinky.srec"
KL25 = ["--probe", "sim:frdm-kl25z"]
YES = [*KL25, "--yes"]


def segments(done):
    return [(s["address"], s["size"]) for line in done.all("image") for s in line["segments"]]


def check_places(tap, cli):
    first, second = cli.make("a.bin", b"first"), cli.make("b.bin", b"second")
    with tap.case("each raw binary file has an address of its own"):
        done = cli.run("inspect", f"{first}@0x8000", f"{second}@4096")
        need(done, 0)
        assert segments(done) == [(0x8000, 5), (4096, 6)], done
    with tap.case("two of them become one job"):
        cli.board("frdm-kl25z")
        need(cli.run(*YES, "program", f"{first}@0x8000", f"{second}@0xC000"), 0)
        for path, address in ((first, 0x8000), (second, 0xC000)):
            need(cli.run(*KL25, "verify", "--base", address, path), 0)
    with tap.case("--base is for those that say nothing of their own"):
        done = cli.run("inspect", "--base", "0x400", first, f"{second}@0x800")
        assert segments(done) == [(0x400, 5), (0x800, 6)], done
    with tap.case("any file can be moved, by an address or two"):
        done = cli.run("inspect", APP)
        moved = cli.run("inspect", f"{APP}@+0x1000", f"{first}@+16", f"{APP}@-0x10")
        start, size = segments(done)[0]
        assert segments(moved)[0] == (start + 0x1000, size), moved
        assert (16, 5) in segments(moved), moved
        assert (start - 0x10, size) in segments(moved), moved
    with tap.case("a file that has an @ in its name is taken by its name"):
        odd = cli.make("fw@0x10", b"odd")
        done = cli.run("inspect", "--base", "0", odd, f"{odd}@0x20")
        assert segments(done) == [(0, 3), (0x20, 3)], done
    with tap.case("an address of its own is no use to a file that has addresses"):
        done = cli.run("inspect", f"{APP}@0x8000")
        need(done, 1, "usage")
        assert "@+0x8000" in done.problem["cause"], done
    with tap.case("an offset that moves a file below 0 is no fault of the file"):
        done = cli.run("inspect", f"{APP}@-0x80000000")
        need(done, 1, "usage")
        assert "-0x" in done.problem["cause"], done
        told = cli.run("inspect", f"{APP}@-0x80000000", as_json=False)
        assert "The offset moves the file below address 0" in told.err, told
    with tap.case("an @ that names a user, or is in a folder's name, moves nothing"):
        for word in ("nowhere://me@10.0.0.1/app.hex", "none@2/app.hex"):
            done = cli.run("inspect", word)
            assert done.status != 0 and "@: " not in done.problem["cause"], done
            assert done.problem["code"] != "usage", done
    with tap.case("an address that is no number is a usage error"):
        need(cli.run("inspect", f"{first}@0x1G"), 1, "usage")
        need(cli.run("inspect", f"{first}@0x100000000"), 1, "usage")
    with tap.case("a file that is not there is named without its address"):
        done = cli.run("inspect", "none.bin@0x100")
        need(done, 1, "file-not-found")
        assert "none.bin" in done.problem["cause"] and "@" not in done.problem["cause"], done


# What writes a file, without the name that it goes to.
WRITERS = [
    ("read", [*KL25, "read", "--range", "0-0xFF", "-o"], "dump.bin"),
    ("a report", [*KL25, "verify", APP, "--report"], "report.html"),
    ("import", ["import", "program.jlink", "-o"], "board.unlatch"),
]


def check_outputs(tap, cli):
    cli.make("program.jlink", b"device MKL25Z128VLK4\n")
    cli.board("frdm-kl25z", "--image", APP)
    for what, words, name in WRITERS:
        path = cli.scratch / name
        with tap.case(f"{what} makes a file that was not there"):
            need(cli.run(*words, path), 0)
            assert path.stat().st_size > 0
        with tap.case(f"{what} does not replace one that is there, whatever else was agreed to"):
            path.write_text("mine")
            for agreed in ([], ["--yes"]):
                done = cli.run(*agreed, *words, path)
                need(done, 1, "not-confirmed")
                assert name in done.problem["cause"] and "--force" in done.problem["remedy"], done
                assert path.read_text() == "mine" and not done.all("progress"), done
        with tap.case(f"{what} does with --force"):
            need(cli.run(*words, path, "--force"), 0)
            assert path.read_bytes() != b"mine"
    with tap.case("a report that is there stops a job before anything is touched"):
        cli.board("frdm-kl25z")
        need(cli.run(*YES, "program", APP, "--report", cli.scratch / "report.html"), 1,
             "not-confirmed")
        need(cli.run(*KL25, "blank"), 0)


def reset_line(cli, *options):
    return cli.run(*KL25, *options, "info").one("chip")["protection"]["reset_line"]


def check_under_reset(tap, cli):
    with tap.case("--under-reset holds the reset line while it connects"):
        cli.board("frdm-kl25z", "--image", BLINKY)
        assert reset_line(cli) is None
        assert reset_line(cli, "--under-reset") == "works"
    with tap.case("--under-reset goes before what the profile says"):
        profile = cli.make("p.unlatch", b"[Unlatch]\nFormat=1\n[Probe]\nConnect=normal\n")
        assert reset_line(cli, "--profile", profile) is None
        assert reset_line(cli, "--profile", profile, "--under-reset") == "works"
    with tap.case("a chip is programmed under reset"):
        need(cli.run(*YES, "--under-reset", "program", APP), 0)
    with tap.case("--under-reset and --catch are two ways"):
        need(cli.run(*KL25, "--under-reset", "--catch", "info"), 1, "usage")
    with tap.case("where it would help, it is told"):
        cli.board("frdm-kl25z", "--fault", "wait-every=1", "--fault", "wait-times=for-ever")
        assert "--under-reset" in cli.run(*KL25, "info").err
        assert "--under-reset" not in cli.run(*KL25, "--under-reset", "info").err


def main():
    tap = Tap()
    with Cli(sys.argv[1]) as cli:
        check_places(tap, cli)
        check_outputs(tap, cli)
        check_under_reset(tap, cli)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
