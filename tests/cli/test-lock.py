#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What unlatch-cli says of a chip's lock, of its key, and of what a file would do to it.

Argument: unlatch-cli.
"""

import sys

from cli import EXAMPLES, Cli, Tap

BLINKY = EXAMPLES / "blinky.srec"
LOCKS = EXAMPLES / "locks-the-chip.hex"
KL25, K64 = "frdm-kl25z", "frdm-k64f"

# board, options, the verdict, the exit status
STATES = (
    (KL25, ("--image", BLINKY), "open", 0),
    (KL25, ("--image", BLINKY, "--fsec", "0xFF"), "secured", 5),
    (KL25, ("--image", BLINKY, "--fsec", "0xEF"), "secured-forever", 5),
    (KL25, ("--fsec", "0xFF"), "secured", 5),
    (KL25, ("--fault", "reset-period-us=200"), "resetting", 4),
    (K64, ("--image", BLINKY), "open", 0),
    (K64, ("--image", BLINKY, "--fsec", "0x3F"), "secured", 5),
    (K64, ("--image", BLINKY, "--fsec", "0x2F"), "secured-forever", 5),
    (K64, ("--fsec", "0xFF"), "secured", 5),
    (K64, ("--fsec", "0xFF", "--fault", "reset-pin-gpio"), "resetting", 4),
)


def look(cli, board, *options):
    cli.board(board, *options)
    return cli.run("--probe", f"sim:{board}", "info")


def tell_states(tap, cli):
    for board, options, lock, status in STATES:
        words = " ".join(str(word) for word in options if word is not BLINKY)
        with tap.case(f"{board} {words}: {lock}, with its samples"):
            done = look(cli, board, *options)
            assert done.status == status, done
            told = done.one("chip")["protection"]
            samples = told["samples"]
            assert told["lock"] == lock, done
            assert samples["n"] == len(samples["sequence"]) == 32, done
            if lock == "resetting":
                assert samples["sequence"].count("resetting") > 24, done
            else:
                assert samples["sequence"].count(lock) > 24, done


def tell_reasons(tap, cli):
    with tap.case("an empty chip that says secured is told for what it may be"):
        for board in (KL25, K64):
            done = look(cli, board, "--fsec", "0xFF")
            assert "an empty chip has nothing to lose" in done.problem["cause"], done
    with tap.case("a RESET line without effect is told"):
        done = look(cli, K64, "--fsec", "0xFF", "--fault", "reset-pin-gpio")
        assert done.one("chip")["protection"]["reset_line"] == "no-effect", done
        assert "Pulling RESET low did not stop it" in done.problem["cause"], done
        done = cli.run("--probe", f"sim:{K64}", "--yes", "unlock")
        assert done.status == 5, done
        assert "Pulling RESET low has no effect" in done.problem["cause"], done
    with tap.case("people get verdict and counts in words"):
        cli.board(KL25, "--image", BLINKY, "--fsec", "0xBF")
        done = cli.run("--probe", f"sim:{KL25}", "info", as_json=False)
        assert "32 of 32 checks said secured; mass erase was allowed in 32" in done.out, done
        assert "the backdoor key is enabled (32 of 32 checks)" in done.out, done


def tell_about_keys(tap, cli):
    unlock = ("--probe", f"sim:{KL25}", "unlock", "--key")
    with tap.case("a backdoor key that is enabled: a probe cannot use it, and nothing is tried"):
        for fsec in ("0xBF", "0xAF"):
            cli.board(KL25, "--image", BLINKY, "--fsec", fsec)
            done = cli.run(*unlock, "0102030405060708")
            assert done.status == 5 and done.problem["code"] == "key-out-of-reach", done
            assert "is enabled (32 of 32 checks" in done.problem["cause"], done
    with tap.case("a backdoor key that is not enabled is told"):
        cli.board(KL25, "--image", BLINKY, "--fsec", "0xFF")
        done = cli.run(*unlock, "0x0102030405060708")
        assert done.status == 5 and "is not enabled" in done.problem["cause"], done
    with tap.case("an open chip needs no key"):
        cli.board(KL25, "--image", BLINKY)
        assert cli.run(*unlock, "0102030405060708").status == 0
    with tap.case("what is no key is refused before the chip is looked at"):
        for text in ("", "0102", "01020304050607zz", "0" * 16, "F" * 16, "0x" + "01" * 9):
            done = cli.run(*unlock, text)
            assert done.status == 1 and done.problem["code"] == "usage", done


def setting(rows, name):
    return next(row for row in rows if row["setting"] == name)


def tell_settings(tap, cli):
    plan = ("--probe", f"sim:{KL25}", "plan")
    with tap.case("plan shows the lock settings of file, plan and chip"):
        cli.board(KL25)
        done = cli.run(*plan, BLINKY)
        line = done.one("plan")
        security = setting(line["config"], "security")
        assert [security[who] for who in ("file", "planned", "chip")] == \
            ["unsecured (FSEC 0xFE)"] * 3, security
        assert line["config_bytes"]["chip"] == "F" * 24 + "FEFFFFFF", line
    with tap.case("a byte that is kept from locking the chip is marked as altered"):
        line = cli.run(*plan, "--keep-unlocked", LOCKS).one("plan")
        security = setting(line["config"], "security")
        assert security["altered"] and security["file"] == "secured (FSEC 0xFF)", security
        assert security["planned"] == "unsecured (FSEC 0xFE)", security
        assert sum(row["altered"] for row in line["config"]) == 1, line
    with tap.case("a file that would lock the chip is refused with its settings"):
        done = cli.run(*plan, LOCKS)
        assert done.status == 5 and done.problem["code"] == "would-lock", done
        assert setting(done.one("config")["config"], "security")["changes"], done
        done = cli.run("--probe", f"sim:{KL25}", "plan", LOCKS, as_json=False)
        assert "In the file" in done.out and "secured (FSEC 0xFF)" in done.out, done
    with tap.case("nothing is said of a chip that was not read"):
        done = cli.run("--device", "MK64FN1M0", "plan", BLINKY)
        assert all(row["chip"] is None for row in done.one("plan")["config"]), done


def make_file(cli, fsec):
    """A sector's worth of file with this lock byte, that is otherwise empty"""
    data = bytearray([0xFF] * 1024)
    data[0x0C] = fsec
    data[-4:] = b"\x01\x02\x03\x04"
    return cli.make(f"fsec-{fsec:02x}.bin", bytes(data))


def tell_risks(tap, cli):
    at = ("--base", "0x400")
    probe = ("--probe", f"sim:{KL25}")
    off, twin, safe = (make_file(cli, fsec) for fsec in (0xEE, 0x8E, 0xFE))
    with tap.case("a byte that a power failure can spoil is asked about, and nothing is touched"):
        cli.board(KL25, "--image", BLINKY)
        done = cli.run(*probe, "--yes", "program", *at, off)
        assert done.status == 5 and done.problem["code"] == "might-lock-forever", done
        assert done.problem["where"]["address"] == 0x40C, done
        assert cli.run(*probe, "verify", BLINKY).status == 0
    with tap.case("kept unlocked, it becomes the one that says the same and is safe"):
        done = cli.run(*probe, "--yes", "program", "--keep-unlocked", *at, twin)
        assert done.status == 0 and done.result["protection"]["fsec"] == "0xBE", done
    with tap.case("agreed to, it is written, and the log tells"):
        plan = cli.run(*probe, "plan", "--lock-as-file", *at, off).one("plan")
        assert plan["power_loss_may_lock"] and plan["forecast"]["kind"] == "open", plan
        done = cli.run(*probe, "--yes", "program", "--lock-as-file", *at, off)
        assert done.status == 0 and done.result["protection"]["fsec"] == "0xEE", done
        assert "The lock byte is to become 0xEE. If power fails" in done.err, done
    with tap.case("who is asked before an erase is told of the byte on the chip, and can say no"):
        for words in (("erase", "--chip"), ("unlock",), ("program", *at, safe)):
            status, shown = cli.run_on_terminal("n", *probe, *words)
            assert status == 8, shown
            told = shown.index("The lock byte that is on the chip now, 0xEE, has to be erased")
            assert told < shown.index("[y/N]"), shown
        assert cli.run(*probe, "verify", *at, off).status == 0
    with tap.case("a chip that is made safe is asked about no more"):
        done = cli.run(*probe, "--yes", "program", *at, safe)
        assert done.status == 0 and "0xEE, has to be erased" in done.err, done
        assert not cli.run(*probe, "plan", *at, safe).one("plan")["power_loss_may_lock"]
        status, shown = cli.run_on_terminal("n", *probe, "erase", "--chip")
        assert status == 8 and "power" not in shown, shown


def main():
    tap = Tap()
    with Cli(sys.argv[1]) as cli:
        tell_states(tap, cli)
        tell_reasons(tap, cli)
        tell_about_keys(tap, cli)
        tell_settings(tap, cli)
        tell_risks(tap, cli)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
