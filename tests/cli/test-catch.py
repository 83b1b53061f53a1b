#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""--catch, and what is said of chips that do not answer as they should. Argument: the program."""

import json
import signal
import struct
import sys

from cli import EXAMPLES, DEADLINE_S, Cli, Done, Tap, need

BOARDS = {"frdm-kl25z": "MKL25Z128", "frdm-k64f": "MK64FN1M0"}
KL25 = ("--probe", "sim:frdm-kl25z")
OPEN_FCF = bytes([0xFF] * 12 + [0xFE, 0xFF, 0xFF, 0xFF])

# A program for KL parts: the watchdog off; 1 ms later the pins of SWD are ports.
TAKES_PINS = struct.pack(
    "<16H5I", 0x4807, 0x2100, 0x6001, 0x4A07, 0x3A01, 0xD1FD, 0x4806, 0x4907, 0x6001, 0x4807,
    0x2101, 0x0209, 0x6001, 0x60C1, 0xE7FE, 0x46C0,
    0x40048100, 7000, 0x40048038, 0x380, 0x40049000)
LOOP = struct.pack("<H", 0xE7FE)


def make_program(cli, code):
    vectors = struct.pack("<2I", 0x20001000, 0x411)
    return cli.make("program.bin", vectors.ljust(0x400, b"\xff") + OPEN_FCF + code)


def hide(cli, *faults):
    """A board whose chip answers nobody: neither debug pins nor reset pin"""
    words = [word for fault in faults for word in ("--fault", fault)]
    cli.board("frdm-kl25z", "--image", make_program(cli, TAKES_PINS), "--base", "0",
              "--fopt", "0xF7", *words)


def check_catch(tap, cli):
    with tap.case("a chip that gave its debug pins away does not answer, and --catch is proposed"):
        hide(cli)
        done = cli.run(*KL25, "info")
        need(done, 4, "target-no-ack")
        assert "--catch" in done.err, done
    with tap.case("--catch meets it when the board is powered anew"):
        hide(cli, "brown-out-us=100000")
        done = cli.run(*KL25, "--catch", "info")
        need(done, 0)
        last = done.all("catch")[-1]
        assert last["attempts"] > 10 and last["heard"] >= 1 and last["halted"] >= 1, last
        assert "switch the board's power off and on" in done.err, done
        assert f"attempt {last['attempts']} · heard {last['heard']}" in done.err, done
        assert done.one("chip")["state"] == "ready", done
    with tap.case("a chip that was caught is programmed in the same breath"):
        hide(cli, "brown-out-us=100000")
        need(cli.run(*KL25, "--catch", "--yes", "program", EXAMPLES / "blinky.srec"), 0)
        need(cli.run(*KL25, "verify", EXAMPLES / "blinky.srec"), 0)
    with tap.case("a chip that goes on resetting is caught, and the job tells it"):
        for period in 5000, 10000, 20000, 50000:
            cli.board("frdm-kl25z", "--image", make_program(cli, LOOP), "--base", "0",
                      "--fault", f"reset-period-us={period}")
            done = cli.run(*KL25, "--catch", "--yes", "program", EXAMPLES / "blinky.srec")
            need(done, 4, "target-resetting")
            assert done.all("catch")[-1]["halted"] >= 1, done
            assert "Nothing was changed." in done.err, done
    for board, device in BOARDS.items():
        with tap.case(f"--catch meets a chip that resets every 10 ms ({board})"):
            cli.board(board, "--image", make_program(cli, LOOP), "--base", "0",
                      "--fault", "reset-period-us=10000")
            done = cli.run("--probe", f"sim:{board}", "--catch", "info")
            need(done, 0)
            assert done.one("chip")["device"].startswith(device), done
        with tap.case(f"a chip that is caught and locked ends with 5, and is unlocked ({board})"):
            cli.board(board, "--fsec", "0xFF")
            need(cli.run("--probe", f"sim:{board}", "--catch", "info"), 5, "chip-locked")
            need(cli.run("--probe", f"sim:{board}", "--catch", "--yes", "unlock"), 0)


def check_stop(tap, cli):
    with tap.case("Ctrl+C ends it with 8"):
        cli.board("frdm-kl25z", "--fault", "dead")
        process = cli.start("--json", *KL25, "--catch", "info")
        seen = []
        for line in iter(process.stdout.readline, ""):
            seen.append(line)
            if json.loads(line).get("attempts", 0) >= 20:
                process.send_signal(signal.SIGINT)
                break
        seen.append(process.stdout.read())
        done = Done(process.wait(DEADLINE_S), "".join(seen), process.stderr.read(), True)
        need(done, 8, "cancelled")
        assert done.all("catch")[-1]["heard"] == 0, done


DIAGNOSES = (
    # faults, exit status, code, what the cause says
    (("no-power",), 4, "target-no-power", ("0.00 V",)),
    (("vtref-mv=900",), 4, "target-no-power", ("0.90 V",)),
    (("dead",), 4, "target-no-ack",
     ("Power is 3.30 V", "no reply at 4 MHz, 1 MHz or 100 kHz", "with and without reset")),
    (("garble-every=2",), 4, "target-parity",
     ("0 of 20 attempts worked", "at 100 kHz", "Power is 3.30 V")),
    (("garble-every=7",), 4, "target-parity", ("10 of 20 attempts worked", "at 100 kHz")),
    (("wait-every=1", "wait-times=for-ever"), 4, "target-wait", ("keeps the debugger waiting",)),
    (("reset-period-us=10",), 4, "target-resetting", ("of 32 checks",)),
    (("reset-period-us=1000",), 4, "target-resetting", ("of 32 checks",)),
    (("reset-period-us=10000",), 4, "target-resetting", ("of 32 checks",)),
)


def check_diagnosis(tap, cli):
    for board in BOARDS:
        for faults, status, code, words in DIAGNOSES:
            with tap.case(f"{' '.join(faults)} is {code}, with what was measured ({board})"):
                cli.board(board, "--image", make_program(cli, LOOP), "--base", "0",
                          *(word for fault in faults for word in ("--fault", fault)))
                done = cli.run("--probe", f"sim:{board}", "info")
                need(done, status, code)
                assert all(word in done.problem["cause"] for word in words), done
        for fsec, code in (("0xFF", "chip-locked"), ("0xEF", "chip-locked-forever")):
            with tap.case(f"FSEC {fsec} is {code} ({board})"):
                cli.board(board, "--image", make_program(cli, LOOP), "--base", "0",
                          "--fsec", fsec)
                need(cli.run("--probe", f"sim:{board}", "info"), 5, code)
        with tap.case(f"another chip is named, and so is the one chosen ({board})"):
            cli.board(board, "--image", make_program(cli, LOOP), "--base", "0")
            other = next(name for name in BOARDS.values() if name != BOARDS[board])
            done = cli.run("--probe", f"sim:{board}", "--device", other, "info")
            need(done, 4, "target-wrong-chip")
            assert all(name in done.problem["cause"] for name in BOARDS.values()), done


def main():
    tap = Tap()
    with Cli(sys.argv[1]) as cli:
        check_catch(tap, cli)
        check_stop(tap, cli)
        check_diagnosis(tap, cli)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
