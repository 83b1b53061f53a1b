#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The three stories as a script meets them: a ready chip; a protected bootloader; a locked chip.
Argument: the program."""

import sys

from cli import EXAMPLES, ROOT, Cli, Tap, need

KL25 = ("--probe", "sim:frdm-kl25z")
YES = (*KL25, "--yes")
BLINKY = EXAMPLES / "blinky.srec"
CORPUS = ROOT.parent / "shared" / "corpus" / "k82f_led_blinky.hex"
OPEN = {"secured": False, "mass_erase": True, "fsec": "0xFE", "protected_sectors": 0}


def board_file(cli):
    return (cli.state / "unlatch" / "boards" / "frdm-kl25z.board").read_bytes()


def tell_ready(tap, cli):
    files = [BLINKY] + ([CORPUS] if CORPUS.exists() else [])
    for path in files:
        cli.board("frdm-kl25z")
        with tap.case(f"ready chip: {path.name} is programmed and verified"):
            result = need(cli.run(*YES, "program", path), 0)
            counts = result["sectors"]
            assert counts["programmed"] == counts["verified"] > 0, result
            assert result["time_ms"]["total"] > 0, result
        with tap.case(f"ready chip: {path.name} is really there"):
            need(cli.run(*KL25, "verify", path), 0)
    with tap.case("ready chip: people get the timings and the counts"):
        cli.board("frdm-kl25z")
        done = cli.run(*YES, "program", BLINKY, as_json=False)
        assert "Programmed and verified" in done.out, done
        assert all(word in done.out for word in ("Connect", "Program", "Verify", "sectors")), done


def tell_protected(tap, cli):
    cli.board("frdm-kl25z", "--fprot", "0xFFFFFFFE", "--image", EXAMPLES / "app.hex")
    before = board_file(cli)
    with tap.case("protected bootloader: info names the protected range"):
        done = cli.run(*KL25, "info")
        assert done.one("chip")["protection"]["protected_sectors"] == 4, done
        words = cli.run(*KL25, "info", as_json=False).out
        assert "0x00000000–0x00000FFF" in words, words
    with tap.case("protected bootloader: program is told so before anything is touched"):
        done = cli.run(*YES, "program", BLINKY)
        need(done, 5, "flash-protected")
        where = done.problem["where"]
        assert (where["address"], where["size"]) == (0, 4096), done
        assert board_file(cli) == before, "the chip was touched"
        assert "--unlock" in done.err and "--skip-protected" in done.err, done
    with tap.case("protected bootloader: --skip-protected programs the rest"):
        plan = cli.run(*KL25, "plan", "--skip-protected", BLINKY, as_json=False).out
        assert "0x00000000–0x00000FFF     4 sectors  skip: protected, left out" in plan, plan
        done = cli.run(*YES, "program", "--skip-protected", BLINKY)
        result = need(done, 0)
        assert result["sectors"]["programmed"] > 0 and result["left_out"] == 4, result
        assert "4 sectors were left as they are because they are protected" in done.err, done
        done = cli.run(*YES, "program", "--skip-protected", BLINKY, as_json=False)
        assert done.out.startswith("Nothing was written\n"), done
    with tap.case("protected bootloader: --skip-protected erases the rest, and says so"):
        done = cli.run(*YES, "erase", "--range", "0-0x13FF", "--skip-protected")
        result = need(done, 0)
        assert result["sectors"]["erased"] == 1 and result["left_out"] == 1, result
        assert "what it holds is not erased" in done.err, done
        need(cli.run(*KL25, "verify", BLINKY), 6, "verify-mismatch")
    with tap.case("protected bootloader: --unlock erases, programs, verifies and proves"):
        result = need(cli.run(*YES, "program", "--unlock", BLINKY), 0)
        assert result["protection"] == OPEN, result
        assert result["sectors"]["programmed"] == result["sectors"]["verified"] > 0, result
        need(cli.run(*KL25, "verify", BLINKY), 0)
        need(cli.run(*KL25, "info"), 0)


def tell_locked(tap, cli):
    cli.board("frdm-kl25z", "--fsec", "0xFF", "--image", BLINKY)
    before = board_file(cli)
    with tap.case("locked chip: info says locked, and that mass erase is allowed"):
        done = cli.run(*KL25, "info")
        need(done, 5, "chip-locked")
        chip = done.one("chip")
        assert chip["state"] == "locked", chip
        assert chip["device"] == "MKL25Z128xxx4", chip  # as its board says
        assert chip["protection"]["secured"] and chip["protection"]["mass_erase"], chip
    for words in (["program", BLINKY], ["verify", BLINKY], ["erase", "--chip"],
                  ["read", "--range", "0-0x3FF", "-o", "secret.bin"]):
        with tap.case(f"locked chip: {words[0]} ends with 5, nothing touched or shown"):
            need(cli.run(*YES, *words), 5, "chip-locked")
            assert board_file(cli) == before and not (cli.scratch / "secret.bin").exists()
    with tap.case("locked chip: unlock ends proven unsecured, unprotected and blank"):
        result = need(cli.run(*YES, "unlock"), 0)
        assert result["protection"] == OPEN, result
        done = cli.run(*KL25, "info")
        need(done, 0)
        assert done.one("chip")["sectors"]["data"] == 1, done  # FSEC 0xFE and nothing else
    with tap.case("locked chip: --unlock-if-locked programs in one go"):
        cli.board("frdm-kl25z", "--fsec", "0xFF", "--image", BLINKY)
        result = need(cli.run(*YES, "program", "--unlock-if-locked",
                              BLINKY), 0)
        assert result["protection"] == OPEN, result
        need(cli.run(*KL25, "verify", BLINKY), 0)


def tell_people(tap, cli):
    cli.board("frdm-kl25z", "--fsec", "0xFF", "--image", BLINKY)
    before = board_file(cli)
    for words in (["unlock"], ["program", "--unlock", BLINKY]):
        with tap.case(f"locked chip: on a terminal, {words[0]} asks, and a no changes nothing"):
            status, said = cli.run_on_terminal("n", *KL25, *words)
            assert status == 8 and "[y/N]" in said and board_file(cli) == before, said
    with tap.case("locked chip: on a terminal, a yes to program --unlock does it all"):
        status, said = cli.run_on_terminal("y", *KL25, "program", "--unlock", BLINKY)
        assert status == 0 and "Programmed and verified" in said, said
        need(cli.run(*KL25, "verify", BLINKY), 0)


def tell_locked_forever(tap, cli):
    cli.board("frdm-kl25z", "--fsec", "0xEF", "--image", BLINKY)
    before = board_file(cli)
    for words in (["info"], ["unlock"], ["program", "--unlock", BLINKY], ["erase", "--chip"]):
        with tap.case(f"mass erase disabled: {words[0]} says so plainly and tries nothing"):
            done = cli.run(*YES, *words)
            need(done, 5, "chip-locked-forever")
            assert done.all("sector") == [] and board_file(cli) == before, done
            assert not any(line["phase"] in ("unlock", "erase", "program")
                           for line in done.all("progress")), done


def main():
    tap = Tap()
    with Cli(sys.argv[1]) as cli:
        tell_ready(tap, cli)
        tell_protected(tap, cli)
        tell_locked(tap, cli)
        tell_people(tap, cli)
        tell_locked_forever(tap, cli)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
