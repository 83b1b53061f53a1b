# SPDX-License-Identifier: GPL-2.0-or-later
"""The logs of other programs, as a person or a script asks what they mean."""

import pathlib
import subprocess
import sys

from cli import DEADLINE_S, Cli, Tap, need

LOGS = pathlib.Path(__file__).parents[1] / "explain" / "data"
FINDING_FIELDS = ["event", "problem", "evidence", "here", "follows"]


def check_json(tap, cli):
    with tap.case("the root cause comes first, with the line that tells it"):
        done = cli.run("explain", LOGS / "jlink-unlock-then-erase.log")
        need(done, 0)
        first, second = done.all("finding")
        assert list(first) == FINDING_FIELDS, first
        assert first["problem"]["code"] == "flash-protected" and not first["follows"], first
        assert first["problem"]["where"] == {"address": 0x4000, "size": 0x800}, first
        assert first["evidence"][0]["line"] == 7, first
        assert "Flash protection violation" in first["evidence"][0]["text"], first
        assert second["follows"], second
        assert done.one("log") == {"event": "log", "device": "MKV31F512xxx12", "lines": 11,
                                   "cut": False}, done
    with tap.case("a log in which nothing is known ends with 9, and says what to look for"):
        done = cli.run("explain", LOGS / "openocd-good.log")
        need(done, 9, "log-unknown")
        assert "error, failed or timeout" in done.problem["remedy"], done
    with tap.case("a log that is not there ends with 1"):
        need(cli.run("explain", "nowhere.log"), 1, "file-not-found")
    with tap.case("two logs at once are refused"):
        need(cli.run("explain", "a", "b"), 1, "usage")


def check_text(tap, cli):
    with tap.case("on standard input, for people: the line, the cause, the remedy"):
        log = (LOGS / "jlink-never-starts.log").read_bytes()
        for words in (["explain"], ["explain", "-"]):
            done = subprocess.run([cli.program, *words], input=log, env=cli.env, check=True,
                                  stdout=subprocess.PIPE, timeout=DEADLINE_S)
            out = done.stdout.decode()
            assert "1. The mass erase did not finish in time\n" in out, out
            assert "line 13: - Timeout while unsecuring device. Erase never starts." in out, out
            assert "(follows from the first)" in out and "MK20DX256" in out, out


def main():
    tap = Tap()
    with Cli(sys.argv[1]) as cli:
        check_json(tap, cli)
        check_text(tap, cli)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
