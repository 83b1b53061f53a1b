#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Ctrl+C, damaged board files, boards in use, probes that vanish: what is left is usable.
Argument: the program."""

import json
import random
import signal
import sys

from cli import EXAMPLES, DEADLINE_S, Cli, Done, Tap, need

KL25 = ("--probe", "sim:frdm-kl25z")
YES = (*KL25, "--yes")
SLOW = ("--fault", "pace=1")  # as slow as a real board ...
SLOW_KHZ = 50  # ... whose chip takes most of a minute to be filled at such a clock
SLOWER_KHZ = 5  # and some seconds until it is told apart
OPEN_FCF = bytes([0xFF] * 12 + [0xFE, 0xFF, 0xFF, 0xFF])


def make_image(cli):
    data = bytearray(random.Random(9).randbytes(128 * 1024))
    data[0x400:0x410] = OPEN_FCF
    return cli.make("big.bin", bytes(data))


def start_slow(cli, image, khz=SLOW_KHZ):
    """Returns: a program job that cannot be over before somebody stops it"""
    return cli.start("--json", "--speed", khz, *YES, "program", image, "--base", "0")


def interrupt(cli, event, state, image, number=signal.SIGINT, khz=SLOW_KHZ):
    """Starts a program job and stops it once a line of that kind was read"""
    return disturb(cli, event, state, image, lambda process: process.send_signal(number), khz)


def disturb(cli, event, state, image, act, khz=SLOW_KHZ):
    """The same, whatever it is that stops it"""
    process = start_slow(cli, image, khz)
    seen = []
    for line in iter(process.stdout.readline, ""):
        seen.append(line)
        told = json.loads(line)
        if told["event"] == event and state in told.values():
            act(process)
            break
    seen.append(process.stdout.read())
    return Done(process.wait(DEADLINE_S), "".join(seen), process.stderr.read(), True)


def check_cancel(tap, cli):
    image = make_image(cli)
    old = cli.make("old.bin", bytes(random.Random(8).randbytes(0x400)) + OPEN_FCF
                   + bytes(random.Random(8).randbytes(0x1FBF0)))
    with tap.case("Ctrl+C stops a job at a safe point, and the result tells how far it came"):
        cli.board("frdm-kl25z", "--image", old, "--base", "0", *SLOW)
        done = interrupt(cli, "sector", "programmed", image)
        counts = need(done, 8, "cancelled")["sectors"]
        assert 0 < counts["programmed"] < 128, done
        assert "Stopping at the next safe point" in done.err, done
        assert "Sectors: " in done.result["tally"] and done.result["tally"] in done.err, done
        assert "the same command again goes on where it stopped" in done.err, done
    with tap.case("after it the chip is open, and the job can be finished"):
        cli_info = cli.run(*KL25, "info")
        need(cli_info, 0)
        assert cli_info.one("chip")["protection"]["fsec"] == "0xFE", cli_info
        resumed = need(cli.run(*YES, "program", image, "--base", "0"), 0)
        assert resumed["sectors"]["skipped"] >= counts["programmed"] - 1, (resumed, counts)
        assert resumed["sectors"]["programmed"] <= 128 - counts["programmed"] + 1, resumed
        need(cli.run(*KL25, "verify", image, "--base", "0"), 0)
    for number in (signal.SIGTERM, signal.SIGHUP):
        with tap.case(f"{number.name} is honoured in the same way"):
            cli.board("frdm-kl25z", "--image", old, "--base", "0", *SLOW)
            need(interrupt(cli, "sector", "programmed", image, number), 8, "cancelled")
    with tap.case("a job goes on when nobody reads what it tells"):
        cli.board("frdm-kl25z", "--image", old, "--base", "0", *SLOW)
        process = cli.start("--json", *YES, "program", image, "--base", "0")
        process.stdout.readline()
        process.stdout.close()
        process.stderr.close()
        assert process.wait(DEADLINE_S) == 0
        need(cli.run(*KL25, "verify", image, "--base", "0"), 0)
    with tap.case("Ctrl+C before the first sector touches nothing"):
        cli.board("frdm-kl25z", "--image", old, "--base", "0", *SLOW)
        need(interrupt(cli, "progress", "connect", image, khz=SLOWER_KHZ), 8, "cancelled")
        need(cli.run(*KL25, "verify", old, "--base", "0"), 0)


def check_second_interrupt(tap, cli):
    with tap.case("a second Ctrl+C tells what is still going on"):
        # the largest chip: its mass erase is given up last
        cli.board("frdm-k64f", "--fsec", "0xFF", "--fault", "erase-hangs", *SLOW)
        process = cli.start("--json", "--device", "MK64FN1M0", "--probe", "sim:frdm-k64f", "--yes",
                            "unlock")
        try:
            for line in iter(process.stdout.readline, ""):
                if json.loads(line).get("phase") == "unlock":
                    break  # from here a mass erase is carried through
            told = []
            for words in ("Stopping at the next safe point", "Still stopping: Unlock"):
                process.send_signal(signal.SIGINT)
                for line in iter(process.stderr.readline, ""):
                    told.append(line)
                    if line.startswith(words):
                        break
                assert told and told[-1].startswith(words), told
        finally:
            process.kill()
            process.communicate()


def check_boards(tap, cli):
    path = cli.state / "unlatch" / "boards" / "frdm-kl25z.board"
    for what, content in (("empty", b""), ("garbage", random.Random(4).randbytes(3000)),
                          ("cut short", None)):
        with tap.case(f"a board file that is {what} is told, and reset repairs it"):
            cli.board("frdm-kl25z")
            path.write_bytes(path.read_bytes()[:1000] if content is None else content)
            done = cli.run(*KL25, "info")
            assert done.status in (0, 2, 3), done
            cli.board("frdm-kl25z")
            need(cli.run(*KL25, "info"), 0)
    with tap.case("a board that another program uses ends with 3, and is free afterwards"):
        cli.board("frdm-kl25z", *SLOW)
        process = start_slow(cli, make_image(cli))
        process.stdout.readline()
        done = cli.run(*KL25, "info")
        need(done, 3, "probe-busy")
        assert f"in use by unlatch-cli (process {process.pid})" in done.problem["cause"], done
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=DEADLINE_S)
        need(cli.run(*KL25, "info"), 0)


def check_gone(tap, cli):
    with tap.case("a probe unplugged in the middle ends with 3, and the next job works"):
        cli.board("frdm-kl25z", "--fault", "unplug-at=60")
        need(cli.run(*YES, "program", EXAMPLES / "blinky.srec"), 3, "probe-gone")
        cli.board("frdm-kl25z")
        need(cli.run(*YES, "program", EXAMPLES / "blinky.srec"), 0)
    with tap.case("a byte that does not take ends with 6 or 7 and is named"):
        cli.board("frdm-kl25z", "--fault", "weak-address=0x1000")
        done = cli.run(*YES, "program", EXAMPLES / "blinky.srec")
        assert done.status in (6, 7), done
        assert done.problem["where"]["address"] // 1024 == 4, done
    with tap.case("a mass erase that never ends is given up"):
        cli.board("frdm-kl25z", "--fsec", "0xFF", "--fault", "erase-hangs")
        need(cli.run("--device", "MKL25Z128", *YES, "unlock"), 5, "unlock-timeout")


def check_unicorn(tap, cli):
    with tap.case("without the emulator's library a sentence says what to install"):
        folder = cli.scratch / "lib"
        folder.mkdir()
        (folder / "libunicorn.so.2").touch()  # found first, and of no use
        cli.board("frdm-kl25z")
        path = cli.env.get("LD_LIBRARY_PATH")
        cli.env["LD_LIBRARY_PATH"] = str(folder)
        done = cli.run(*KL25, "info")
        need(done, 9, "failed")
        assert "libunicorn.so.2 cannot be loaded: install libunicorn2" in done.problem["cause"], done
        assert "CRITICAL" not in done.err, done
        del cli.env["LD_LIBRARY_PATH"]
        if path is not None:
            cli.env["LD_LIBRARY_PATH"] = path
        need(cli.run(*KL25, "info"), 0)


def check_pulled(tap, cli):
    image = make_image(cli)
    with tap.case("a board that is pulled off its probe ends the job, which says how far it came"):
        cli.board("frdm-kl25z", *SLOW)
        done = disturb(cli, "sector", "programmed", image, lambda _: need(
            cli.run("boards", "remove", "frdm-kl25z"), 0))
        problem = need(done, 4, "target-lost-power")["problem"]
        assert "0.00 V" in problem["cause"] and "Restore the supply" in problem["remedy"], problem
        assert 0 < done.result["sectors"]["programmed"] < 128, done
        assert "Sectors: " in done.result["tally"], done
    with tap.case("until it is back there is no supply, and nothing is done"):
        need(cli.run(*YES, "program", image, "--base", "0"), 4, "target-no-power")
    with tap.case("back on its probe it holds what was written, and the job is finished"):
        need(cli.run("boards", "insert", "frdm-kl25z"), 0)
        result = need(cli.run(*YES, "program", "--unlock", image, "--base", "0"), 0)
        assert result["sectors"]["verified"] == 128, result


def main():
    tap = Tap()
    with Cli(sys.argv[1]) as cli:
        check_cancel(tap, cli)
        check_second_interrupt(tap, cli)
        check_boards(tap, cli)
        check_gone(tap, cli)
        check_pulled(tap, cli)
        check_unicorn(tap, cli)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
