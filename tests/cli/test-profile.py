#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What a profile does to chips: above all, when it may unlock one without a question.
Argument: the program."""

import sys

from cli import EXAMPLES, Cli, Tap, need

BLINKY = EXAMPLES / "blinky.srec"
APP = EXAMPLES / "app.hex"
HEAD = ("[Unlatch]\nFormat=1\n[Chip]\nDevice=MKL25Z128VLK4\n[Probe]\nKind=sim\n"
        "Serial=frdm-kl25z\n")
FILE = f"[File 1]\nPath={BLINKY}\n"


def board_file(cli):
    return (cli.state / "unlatch" / "boards" / "frdm-kl25z.board").read_bytes()


def run(cli, text, *words, yes=True):
    profile = cli.make("p.unlatch", text.encode())
    return cli.run("--profile", profile, *(["--yes"] if yes else []), *words)


def unlocked(done):
    return any(line["phase"] == "unlock" for line in done.all("progress"))


def check_unlock(tap, cli):
    locked = ("frdm-kl25z", "--fsec", "0xFF", "--image", BLINKY)
    when_locked = HEAD + FILE + "[Security]\nUnlock=when-locked\n"
    cli.board(*locked)
    before = board_file(cli)
    for name, security in (("nothing", ""), ("ask", "[Security]\nUnlock=ask\n"),
                           ("never", "[Security]\nUnlock=never\n")):
        with tap.case(f"a profile that says {name} of unlocking leaves a locked chip alone"):
            need(run(cli, HEAD + FILE + security, "program"), 5, "chip-locked")
            assert board_file(cli) == before
    with tap.case("never goes before --unlock, and before the verb"):
        for words in (["program", "--unlock"], ["unlock"]):
            need(run(cli, HEAD + FILE + "[Security]\nUnlock=never\n", *words), 1, "profile-forbids")
        assert board_file(cli) == before
    with tap.case("when-locked still needs --yes where nobody can be asked"):
        need(run(cli, when_locked, "program", yes=False), 1, "not-confirmed")
        assert board_file(cli) == before
    with tap.case("when-locked does nothing of itself: looking, verifying and reading touch nothing"):
        for words in (["info"], ["verify"], ["read", "--range", "0-0xFF", "-o", "x.bin"]):
            need(run(cli, when_locked, *words), 5, "chip-locked")
        assert board_file(cli) == before
    with tap.case("when-locked unlocks and programs a chip that is certainly locked"):
        done = run(cli, when_locked, "program")
        need(done, 0)
        assert unlocked(done) and not done.result["protection"]["secured"], done
    with tap.case("when-locked leaves the other contents of an open chip alone"):
        cli.board("frdm-kl25z", "--image", APP)
        done = run(cli, when_locked, "program")
        need(done, 0)
        assert not unlocked(done), done
        need(cli.run("--probe", "sim:frdm-kl25z", "verify", APP), 0)
    with tap.case("when-locked with ranges to keep does not unlock: that would erase them"):
        cli.board(*locked)
        before = board_file(cli)
        need(run(cli, when_locked + "[Job]\nKeep=0x1F000-0x1FFFF\n", "program"), 5, "chip-locked")
        assert board_file(cli) == before
    with tap.case("when-locked does not unlock a chip that is locked for ever"):
        cli.board("frdm-kl25z", "--fsec", "0xEF", "--image", BLINKY)
        done = run(cli, when_locked, "program")
        need(done, 5, "chip-locked-forever")
        assert not unlocked(done), done
    for fsec in ("0xFE", "0xFF"):
        with tap.case(f"when-locked does not unlock while the lock is not clear (FSEC {fsec})"):
            cli.board("frdm-kl25z", "--fsec", fsec, "--fault", "reset-period-us=5")
            done = run(cli, when_locked, "program")
            need(done, 5, "chip-lock-unclear")
            assert not unlocked(done), done
    with tap.case("when-locked does not unlock an open chip that resets in the middle of it all"):
        cli.board("frdm-kl25z", "--image", APP, "--fault", "reset-period-us=1000")
        assert not unlocked(run(cli, when_locked, "program"))


def check_settings(tap, cli):
    with tap.case("another chip than the expected one is not touched"):
        cli.board("frdm-kl25z")
        before = board_file(cli)
        text = HEAD.replace("[Probe]", "ExpectId=0x12345678\n[Probe]") + FILE
        need(run(cli, text, "program"), 4, "target-wrong-chip")
        assert board_file(cli) == before
    with tap.case("a supply below the least one is not enough"):
        cli.board("frdm-kl25z", "--fault", "vtref-mv=1800")
        need(run(cli, HEAD + "MinVolts=2.7\n" + FILE, "program"), 4, "target-no-power")
    with tap.case("a profile can do without verifying"):
        cli.board("frdm-kl25z")
        result = need(run(cli, HEAD + FILE + "[Job]\nVerify=no\n", "program"), 0)
        assert result["sectors"]["verified"] == 0 < result["sectors"]["programmed"], result
    with tap.case("a profile that erases all leaves nothing else"):
        cli.board("frdm-kl25z", "--image", APP)
        need(run(cli, HEAD + FILE + "[Job]\nErase=all\n", "program"), 0)
        need(cli.run("--probe", "sim:frdm-kl25z", "verify", APP), 6, "verify-mismatch")
        need(run(cli, HEAD + FILE, "verify"), 0)
    with tap.case("a file that is not ticked is not programmed"):
        cli.board("frdm-kl25z")
        second = f"[File 2]\nPath={APP}\nTicked=false\n"
        need(run(cli, HEAD + FILE + second, "program"), 0)
        need(cli.run("--probe", "sim:frdm-kl25z", "verify", APP), 6, "verify-mismatch")


def check_import(tap, cli):
    script = cli.make("program.jlink", b"device MKL25Z128VLK4\nsi swd\nspeed 1000\nloadfile app.srec\n"
                      b"w4 0x40048100 0\nqc\n")
    profile = cli.scratch / "made.unlatch"
    with tap.case("a J-Link script becomes a profile, and what was left out is listed"):
        done = cli.run("import", script, "-o", profile)
        need(done, 0)
        text = profile.read_text()
        assert "Device=MKL25Z128VLK4" in text and "SpeedHz=1000000" in text, text
        assert "Path=app.srec" in text, text
        assert any("w4" in line for line in done.one("profile")["warnings"]), done
    with tap.case("a profile that is there is not overwritten unasked"):
        profile.write_text("mine")
        need(cli.run("import", script, "-o", profile), 1, "not-confirmed")
        assert profile.read_text() == "mine"
        need(cli.run("import", "--force", script, "-o", profile), 0)
        assert profile.read_text().startswith("[Unlatch]")
    with tap.case("import says what is missing"):
        need(cli.run("import", script), 1, "usage")
        need(cli.run("import", cli.scratch / "none.jflash", "-o", cli.scratch / "x.unlatch"), 1,
             "file-not-found")


def main():
    tap = Tap()
    with Cli(sys.argv[1]) as cli:
        check_unlock(tap, cli)
        check_settings(tap, cli)
        check_import(tap, cli)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
