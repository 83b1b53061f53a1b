#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Boards in series: serial numbers, their counter, the record, and board after board by itself."""

import json
import re
import signal
import sys

from cli import DEADLINE_S, EXAMPLES, Cli, Tap, need

BOARD = "frdm-kl25z"
BLINKY = EXAMPLES / "blinky.srec"
PROFILE = """[Unlatch]
Format=1
[Probe]
Kind=sim
Serial=frdm-kl25z
[File 1]
Path=app.hex
[Serial]
Address=0x1F000
Format=decimal
Width=6
Prefix=SN-
First=100
[Record]
File=boards.jsonl
"""


def make_profile(cli, text=PROFILE):
    cli.board(BOARD)
    (cli.scratch / "app.hex").write_bytes((EXAMPLES / "app.hex").read_bytes())
    (cli.scratch / "boards.jsonl").unlink(missing_ok=True)
    return cli.make("left.unlatch", text.encode())


def program(cli, profile, *options):
    return cli.run("--profile", profile, "--yes", "program", *options)


def records(cli):
    return [json.loads(line) for line in (cli.scratch / "boards.jsonl").read_text().splitlines()]


def read_number(cli, size=9):
    done = cli.run("--probe", f"sim:{BOARD}", "read", "--range", f"0x1F000-0x{0x1F000 + size - 1:X}",
                   "--force", "-o", "number.bin")
    need(done, 0)
    return (cli.scratch / "number.bin").read_bytes()


def check_numbers(cli):
    profile = make_profile(cli)
    for number in ("SN-000100", "SN-000101"):
        plan = cli.run("--profile", profile, "plan").one("plan")
        assert plan["serial_number"] == number, plan
        result = need(program(cli, profile), 0)
        assert result["serial_number"] == number, result
        assert read_number(cli) == number.encode()
    assert result["series"] == {"done": 2, "failed": 0}, result
    lines = records(cli)
    assert [line["serial_number"] for line in lines] == ["SN-000100", "SN-000101"], lines
    assert lines[0]["result"] == "ok" and lines[0]["probe"] == f"sim:{BOARD}", lines
    assert lines[0]["files"][0]["name"] == "app.hex" and len(lines[0]["files"][0]["sha256"]) == 64
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", lines[0]["time"]), lines
    assert profile.read_text() == PROFILE, "a profile does not change with each board"
    counters = list((cli.state / "unlatch" / "series").glob("left-*.counter"))
    assert len(counters) == 1 and "Next=102\n" in counters[0].read_text(), counters


def check_report(cli):
    profile = make_profile(cli, PROFILE.replace("First=100", "First=300"))
    data, page = cli.scratch / "numbered.json", cli.scratch / "numbered.html"
    need(program(cli, profile, "--report", data), 0)
    assert json.loads(data.read_text())["chip"]["serial_number"] == "SN-000300", data.read_text()
    need(program(cli, profile, "--report", page), 0)
    assert "Serial number SN-000301." in page.read_text(), page.read_text()


def check_failure(cli):
    profile = make_profile(cli, PROFILE.replace("First=100", "First=500"))
    cli.board(BOARD, "--fault", "refused-sector=0x1F000")
    need(program(cli, profile), 7, "flash-command")
    line = records(cli)[-1]
    assert line["result"] == "failed" and line["problem"] == "flash-command", line
    assert line["serial_number"] == "SN-000500" and len(line["chip_id"]) > 8, line
    cli.board(BOARD)
    assert need(program(cli, profile), 0)["serial_number"] == "SN-000500"


def check_refusals(cli):
    cli.board(BOARD)
    numbered = ("--probe", f"sim:{BOARD}", "--yes", "program", BLINKY, "--serial")
    counter = ("--counter", cli.scratch / "own.counter")
    need(cli.run(*numbered, "0x1F000"), 1, "usage")
    need(cli.run(*numbered, "0x1000", *counter), 2, "image-overlap")
    need(cli.run(*numbered, "0x1F000", *counter, "--serial-width", "17"), 1, "usage")
    need(cli.run(*numbered, "0x1F000", *counter, "--serial-format", "roman"), 1, "usage")
    need(cli.run(*numbered, "0x1F000", *counter, "--serial-width", "1", "--serial-first", "256"),
         9, "serial-number")
    need(cli.run(*numbered, "0x1F000", *counter, "--record", cli.scratch), 9, "record-failed")
    assert not (cli.scratch / "own.counter").exists()
    need(cli.run(*numbered, "0x20000", *counter), 2, "image-does-not-fit")
    result = need(cli.run(*numbered, "0x1000", *counter, "--serial-replace"), 0)
    assert result["serial_number"] == "1", result


def check_verb(cli):
    profile = make_profile(cli)
    need(cli.run("--profile", profile, "series", "next", "777"), 0)
    assert cli.run("--profile", profile, "series").one("series")["next"] == "SN-000777"
    assert need(program(cli, profile), 0)["serial_number"] == "SN-000777"
    shown = cli.run("--profile", profile, "series", "reset").one("series")
    assert (shown["next"], shown["done"], shown["failed"]) == ("SN-000778", 0, 0), shown
    need(cli.run("--profile", profile, "series", "next", "5"), 1, "usage")
    need(cli.run("series"), 1, "usage")


# --- board after board ---


class Bench:
    """A program that waits for boards, and the hands that bring them"""

    def __init__(self, cli, *options):
        self.cli = cli
        self.process = cli.start("--json", "--probe", f"sim:{BOARD}", "--yes", "program", BLINKY,
                                 *options)
        self.lines = []

    def until(self, event, **members):
        """The next line of that event with these members"""
        for text in self.process.stdout:
            line = json.loads(text)
            self.lines.append(line)
            if line["event"] == event and members.items() <= line.items():
                return line
        raise AssertionError(f"no {event} {members}: {self.lines} {self.process.stderr.read()}")

    def take_away(self):
        self.until("await", **{"for": "removal"})
        need(self.cli.run("boards", "remove", BOARD), 0)
        self.until("await", **{"for": "board"})

    def bring(self, *options):
        """Another board, as soon as the program has let go of the one before"""
        self.cli.board(BOARD, "--new-chip", *options)

    def end(self):
        self.process.communicate(timeout=DEADLINE_S)
        return self.process.returncode


def check_boards(cli):
    cli.board(BOARD)
    bench = Bench(cli, "--boards", "3", "--serial", "0x1F000", "--counter", "bench.counter",
                  "--report", "bench.html")
    for number in ("1", "2", "3"):
        result = bench.until("result")
        assert result["ok"] and result["serial_number"] == number, result
        assert result["sectors"]["programmed"] > 0, "each was a blank board"
        if number != "3":
            bench.take_away()
            bench.bring()
    assert bench.end() == 0
    assert "Next=4\n" in (cli.scratch / "bench.counter").read_text()
    pages = sorted(path.name for path in cli.scratch.glob("bench*.html"))
    assert pages == ["bench-1.html", "bench-2.html", "bench-3.html"], pages
    for number, page in enumerate(pages, 1):
        assert f"Serial number {number}." in (cli.scratch / page).read_text(), (number, page)


def check_reports(cli):
    """Of boards without serial numbers; those of yesterday stay."""
    for _ in range(2):
        cli.board(BOARD)
        bench = Bench(cli, "--boards", "1", "--report", "day.json")
        assert bench.until("result")["ok"] and bench.end() == 0
    assert {path.name for path in cli.scratch.glob("day*")} == {"day-1.json", "day-1-2.json"}
    cli.board(BOARD)
    bench = Bench(cli, "--boards", "1", "--report", "none/day.json")
    assert bench.end() == 2, "before any board"


def check_locked(cli):
    cli.board(BOARD)
    bench = Bench(cli, "--each-board")
    assert bench.until("result")["ok"]
    bench.take_away()
    bench.bring("--locked")
    result = bench.until("result")
    assert result["problem"]["code"] == "chip-locked" and bench.end() == 5, result
    need(cli.run("--probe", f"sim:{BOARD}", "--device", "MKL25Z128", "info"), 5)


def check_same_chip(cli):
    cli.board(BOARD)
    bench = Bench(cli, "--boards", "2")
    assert bench.until("result")["ok"]
    bench.take_away()
    need(cli.run("boards", "insert", BOARD), 0)
    bench.take_away()
    bench.bring()
    bench.until("result")
    first, second = (line for line in bench.lines if line["event"] == "result")
    assert first["chip_id"] != second["chip_id"], (first, second)
    assert bench.end() == 0


def check_same_board(cli):
    """A board that is never taken away is never done again."""
    cli.board(BOARD)
    bench = Bench(cli, "--each-board")
    assert bench.until("result")["ok"]
    bench.until("await", **{"for": "removal"})
    bench.process.send_signal(signal.SIGINT)
    assert bench.end() == 8
    assert all(line["event"] != "await" or line["for"] != "board" for line in bench.lines[-1:])


def check_first(cli):
    cli.board(BOARD)
    need(cli.run("boards", "remove", BOARD), 0)
    need(cli.run("--probe", f"sim:{BOARD}", "info"), 4, "target-no-power")
    bench = Bench(cli, "--boards", "1")
    bench.until("await", **{"for": "board"})
    need(cli.run("boards", "insert", BOARD), 0)
    assert bench.until("result")["ok"] and bench.end() == 0


def check_unlock(cli):
    need(cli.run("--probe", f"sim:{BOARD}", "--yes", "program", BLINKY, "--each-board", "--unlock"),
         1, "usage")


def main():
    tap = Tap()
    with Cli(sys.argv[1]) as cli:
        for name, check in (
            ("each board gets the next number, is recorded, and leaves the profile alone",
             check_numbers),
            ("a report names the number of its board, as data and as a page", check_report),
            ("each board has a report of its own, and no report is lost", check_reports),
            ("a board that fails leaves its number to the next one", check_failure),
            ("what makes no serial number is refused before the chip is touched", check_refusals),
            ("the counter can be shown and set", check_verb),
            ("board after board is programmed by itself", check_boards),
            ("a locked board ends it and stays locked", check_locked),
            ("the board that is done is not done again, and Ctrl+C ends the wait",
             check_same_board),
            ("the chip that was done is not done again when it is put back", check_same_chip),
            ("the first board is waited for", check_first),
            ("unlocking is not agreed to for boards that nobody has seen", check_unlock),
        ):
            with tap.case(name):
                check(cli)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
