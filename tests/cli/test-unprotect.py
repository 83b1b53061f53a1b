#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""unprotect: a protected boot loader loses its protection and nothing else. Argument: the
program."""

import random
import sys

from cli import Cli, Tap, need

KL25 = ("--probe", "sim:frdm-kl25z")
YES = (*KL25, "--yes")
KE02 = ("--probe", "sim:frdm-ke02z", "--device", "MKE02Z64xxx4", "--yes")
SIZE = 0x6000
OWN = "0xFFFFFFF0"  # the first 16 KiB, with the field itself
OTHERS = "0xFFFFFF0F"  # the 16 KiB after them


def make_image(cli):
    data = bytearray(random.Random(40).randbytes(SIZE))
    data[:8] = bytes.fromhex("0010002011040000")
    data[0x400:0x410] = bytes([0xFF] * 12 + [0xFE, 0xFF, 0xFF, 0xFF])
    data[0x410:0x412] = b"\xfe\xe7"
    return cli.make("image.bin", bytes(data))


def board(cli, image, fprot, *more):
    cli.board("frdm-kl25z", "--image", image, "--base", "0", "--fprot", fprot, *more)


def read_back(cli):
    path = cli.scratch / "read-back.bin"
    need(cli.run(*KL25, "read", "--force", "--range", f"0-{SIZE - 1}", "-o", path), 0)
    return path.read_bytes()


def check_lift(tap, cli, image):
    for name, fprot in ("its own sector", OWN), ("others", OTHERS):
        with tap.case(f"protection of {name} is lifted, and all else stays"):
            board(cli, image, fprot)
            before = bytearray(read_back(cli))
            done = need(cli.run(*YES, "unprotect"), 0)
            assert done["freed"] == 16 and done["protection"]["protected_sectors"] == 0, done
            assert done["protection"]["secured"] is False, done
            before[0x408:0x40C] = bytes([0xFF] * 4)
            assert read_back(cli) == bytes(before)
    with tap.case("the file can be programmed then, which was refused before"):
        board(cli, image, OWN)
        new = cli.make("new.bin", b"\x55" * 64)
        need(cli.run(*YES, "program", new, "--base", "0x800"), 5, "flash-protected")
        need(cli.run(*YES, "unprotect"), 0)
        need(cli.run(*YES, "program", new, "--base", "0x800"), 0)
        assert read_back(cli)[0x800:0x840] == new.read_bytes()
    with tap.case("the backup that it names brings the protection back"):
        board(cli, image, OTHERS)
        before = read_back(cli)
        done = need(cli.run(*YES, "unprotect"), 0)
        assert [b["id"] for b in cli.run("backups").all("backup")][0] == done["backup"], done
        done = need(cli.run(*YES, "restore", done["backup"]), 0)
        assert done["protection"]["protected_sectors"] == 16, done
        assert read_back(cli) == before
    with tap.case("where nothing is protected it touches nothing and ends with 0"):
        board(cli, image, "0xFFFFFFFF")
        done = need(cli.run(*YES, "unprotect"), 0)
        assert done["freed"] == 0 and done["sectors"]["erased"] == 0, done


def check_choice(tap, cli, image):
    with tap.case("of a range, the sectors of its bits are lifted, and no more"):
        board(cli, image, "0xFFFFFF0F")
        done = need(cli.run(*YES, "unprotect", "--range", "0x5000-0x53FF"), 0)
        assert done["freed"] == 4 and done["protection"]["protected_sectors"] == 12, done
    with tap.case("--dry-run tells in words and for each sector, and touches nothing"):
        board(cli, image, OWN)
        before = read_back(cli)
        done = cli.run(*KL25, "unprotect", "--dry-run", "--range", "0-0x3FF")
        lift = done.one("plan")["lift"]
        assert done.status == 0 and lift["by_mass_erase"] is True, done
        assert (lift["freed"], lift["along"], lift["left"]) == (4, 3, 12), lift
        assert len(lift["words"]) == 4, lift
        assert {s["reason"] for s in done.all("step")} == {"kept", "unprotect"}, done
        people = cli.run(*KL25, "unprotect", "-n", as_json=False).out
        assert "Protection ends for 0x00000000–0x00003FFF (16 sectors)." in people, people
        assert "Will erase the whole chip" in people, people
        assert read_back(cli) == before
    with tap.case("windows of FTMRx are told in the same words"):
        cli.board("frdm-ke02z", "--image", image, "--base", "0", "--fprot", "0xD7",
                  "--fsec", "0xFE")
        done = cli.run(*KE02, "unprotect", "--range", "0x7000-0x71FF", "--dry-run")
        assert done.status == 0 and done.one("plan")["lift"]["freed"] > 0, done
        done = need(cli.run(*KE02, "unprotect"), 0)
        assert done["protection"]["protected_sectors"] == 0, done


def check_refusals(tap, cli, image):
    with tap.case("without a yes nothing is touched"):
        board(cli, image, OWN)
        before = read_back(cli)
        need(cli.run(*KL25, "unprotect"), 1, "not-confirmed")
        status, out = cli.run_on_terminal("n", *KL25, "unprotect")
        assert status == 8 and "put back without the protection" in out, (out, status)
        assert read_back(cli) == before
    with tap.case("a locked chip is told to be locked"):
        board(cli, image, OWN, "--fsec", "0xFF")
        need(cli.run("--device", "MKL25Z128", *YES, "unprotect"), 5, "chip-locked")
    with tap.case("where mass erase is off and the setting protected it cannot be done"):
        board(cli, image, OWN, "--fsec", "0xEE")
        done = need(cli.run(*YES, "unprotect"), 5, "cannot-lift")
        assert "mass erase is switched off" in done["problem"]["cause"], done
    with tap.case("where mass erase is off and the setting free it can"):
        board(cli, image, OTHERS, "--fsec", "0xEE")
        assert need(cli.run(*YES, "unprotect"), 0)["freed"] == 16
    with tap.case("a range outside the flash ends with 2"):
        need(cli.run(*YES, "unprotect", "--range", "0x30000-0x30FFF"), 2, "image-does-not-fit")


def check_cut(tap, cli, image):
    with tap.case("power lost after the mass erase: restore finishes the job"):
        board(cli, image, OWN, "--fault", "cut-command=5", "--fault", "cut-percent=50")
        done = cli.run(*YES, "unprotect")
        assert done.status != 0 and "Restore" in done.problem["remedy"], done
        assert cli.run("backups").all("backup")[0]["id"] == done.result["backup"], done
        cli.board("frdm-kl25z")  # power is back, and the flash is empty
        done = need(cli.run(*YES, "restore"), 0)
        assert done["protection"]["protected_sectors"] == 0, done
        assert read_back(cli) == image.read_bytes()


def main():
    tap = Tap()
    with Cli(sys.argv[1]) as cli:
        image = make_image(cli)
        check_lift(tap, cli, image)
        check_choice(tap, cli, image)
        check_refusals(tap, cli, image)
        check_cut(tap, cli, image)
    return tap.finish()


sys.exit(main())
