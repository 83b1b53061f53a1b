#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Every verb that works on a chip, on simulated boards: exit status, --json, and what the chip
holds afterwards, with srec_cat as witness. Argument: the program."""

import random
import shutil
import subprocess
import sys

from cli import EXAMPLES, Cli, Tap, need

KL25 = ("--probe", "sim:frdm-kl25z")
K64 = ("--probe", "sim:frdm-k64f")
YES = (*KL25, "--yes")
FLASH = 128 * 1024
SECTOR = 1024
OPEN_FCF = bytes([0xFF] * 12 + [0xFE, 0xFF, 0xFF, 0xFF])

PHASES = ["connect", "unlock", "compare", "erase", "program", "verify", "restore"]
STATES = ["skipped", "erased", "programmed", "verified", "preserved", "failed"]
SCHEMA = {
    "progress": {"phase": str, "done": int, "total": int},
    "sector": {"address": int, "size": int, "state": str},
    "result": {"ok": bool, "exit": int, "sectors": dict, "bytes": int, "time_ms": dict,
               "virtual_us": int},
    "chip": {"state": str, "device": str, "probe": dict, "ids": dict, "protection": dict,
             "sectors": dict},
    "step": {"address": int, "size": int, "action": str, "reason": str, "preserves": bool,
             "protected": bool, "predicted_us": int},
    "plan": {"device": str, "erase_all": bool, "sectors": dict, "bytes": int, "predicted_us": int,
             "forecast": dict},
}


def check_schema(done):
    """Every line of a job has the stable fields, and the last is the result."""
    for line in done.lines:
        for field, kind in SCHEMA[line["event"]].items():
            assert isinstance(line[field], kind), line
    for line in done.all("progress"):
        assert line["phase"] in PHASES and 0 <= line["done"] <= line["total"], line
    for line in done.all("sector"):
        assert line["state"] in STATES, line
    result = done.result
    assert set(result["sectors"]) == set(STATES) - {"failed"}, result
    assert list(result["time_ms"]) == [*PHASES, "total"], result
    assert (result["ok"] and "problem" not in result) or result["problem"]["code"], result


def make_random(cli, name, seed, size=FLASH):
    """A raw image of random bytes that leaves the chip open. Returns: its path"""
    data = bytearray(random.Random(seed).randbytes(size))
    data[0x400:0x410] = OPEN_FCF[: max(0, size - 0x400)]
    return cli.make(name, bytes(data[:size]))


def read_back(cli, probe=KL25, span=f"0-{FLASH - 1}"):
    path = cli.scratch / "read-back.bin"
    need(cli.run(*probe, "read", "--force", "--range", span, "-o", path), 0)
    return path.read_bytes()


def by_srec_cat(path, kind, base=0):
    """The bytes of a file as another program reads them"""
    done = subprocess.run(["srec_cat", path, f"-{kind}", "-offset", f"-{base}", "-o", "-",
                           "-binary"], check=True, stdout=subprocess.PIPE)
    return done.stdout


def board_file(cli, name="frdm-kl25z"):
    return (cli.state / "unlatch" / "boards" / f"{name}.board").read_bytes()


def states_of(done, state):
    """The sectors told so: by address, though the configuration field's has its own time"""
    return sorted(line["address"] for line in done.all("sector") if line["state"] == state)


# --- looking ----------------------------------------------------------------------------------


def check_looking(tap, cli):
    with tap.case("probes lists the simulated boards by the ids that --probe takes"):
        probes = cli.run("probes").all("probe")
        assert {"sim:frdm-kl25z", "sim:frdm-k64f"} <= {p["id"] for p in probes}, probes
        assert all(p["kind"] == "simulated" for p in probes if p["id"].startswith("sim:")), probes
    with tap.case("boards lists them with their chips"):
        boards = {b["name"]: b["device"] for b in cli.run("boards").all("board")}
        assert boards["frdm-kl25z"] == "MKL25Z128xxx4" and "frdm-k64f" in boards, boards
    with tap.case("a simulated board is never used without being named"):
        done = cli.run("info")
        need(done, 3, "no-probe")
        assert "sim:frdm-kl25z" in done.problem["cause"], done
    with tap.case("a probe that is not there ends with 3"):
        need(cli.run("--probe", "jlink:123", "info"), 3, "no-probe")
    cli.board("frdm-kl25z")
    with tap.case("info tells a chip that is ready"):
        done = cli.run(*KL25, "info")
        need(done, 0)
        check_schema(done)
        chip = done.one("chip")
        assert chip["state"] == "ready" and chip["device"] == "MKL25Z128xxx4", chip
        assert chip["protection"]["fsec"] == "0xFE" and not chip["protection"]["secured"], chip
        assert chip["ids"]["dpidr"] == "0x0BC11477", chip
        assert sum(chip["sectors"].values()) == FLASH // SECTOR, chip
    with tap.case("info tells people the same"):
        done = cli.run(*KL25, "info", as_json=False)
        assert done.status == 0 and "MKL25Z128" in done.out and "FSEC 0xFE" in done.out, done
    with tap.case("a chip that is not the one named ends with 4, untouched"):
        before = board_file(cli)
        done = cli.run("--device", "MK64FN1M0", *YES, "program", EXAMPLES / "blinky.srec")
        need(done, 4, "target-wrong-chip")
        assert board_file(cli) == before
    for fault, status, code in (("no-power", 4, "target-no-power"), ("dead", 4, "target-no-ack"),
                                ("no-permission", 3, "probe-permission"),
                                ("unplug-at=5", 3, "probe-gone"),
                                ("silent-at=5", 3, "probe-silent")):
        with tap.case(f"a board with {fault} ends with {status} and says why"):
            cli.board("frdm-kl25z", "--fault", fault)
            done = cli.run(*KL25, "info")
            need(done, status, code)
            assert done.problem["title"] in done.err and done.problem["remedy"] in done.err, done
    with tap.case("a fault that does not exist is a usage error"):
        need(cli.run("boards", "reset", "frdm-kl25z", "--fault", "sunspots"), 1, "usage")
    with tap.case("a board that does not exist is a usage error"):
        need(cli.run("boards", "reset", "frdm-xyz"), 1, "usage")
    with tap.case("boards --help lists the faults"):
        assert "bad-sector=" in cli.run("boards", "--help", as_json=False).out


# --- programming ------------------------------------------------------------------------------


def check_program(tap, cli):
    cli.board("frdm-kl25z")
    blinky = EXAMPLES / "blinky.srec"
    data = by_srec_cat(blinky, "motorola")
    n_sectors = -(-len(data) // SECTOR)
    with tap.case("program writes and verifies, sector by sector"):
        done = cli.run(*YES, "program", blinky)
        result = need(done, 0)
        check_schema(done)
        assert result["sectors"]["programmed"] == result["sectors"]["verified"] == n_sectors, done
        assert states_of(done, "programmed") == [i * SECTOR for i in range(n_sectors)], done
        assert states_of(done, "verified") == states_of(done, "programmed"), done
        phases = {line["phase"] for line in done.all("progress")}
        assert {"connect", "program"} <= phases, phases
        assert result["protection"] == {"secured": False, "mass_erase": True, "fsec": "0xFE",
                                        "protected_sectors": 0}, done
        assert result["bytes"] >= 0.9 * len(data) and result["virtual_us"] > 0, done
    with tap.case("what the chip then holds is what srec_cat reads from the file"):
        assert read_back(cli)[:len(data)] == data
    with tap.case("verify agrees"):
        done = cli.run(*KL25, "verify", blinky)
        assert need(done, 0)["sectors"]["verified"] == n_sectors, done
        check_schema(done)
    with tap.case("the same file again touches nothing"):
        before = board_file(cli)
        done = cli.run(*YES, "program", blinky)
        counts = need(done, 0)["sectors"]
        assert counts == {"skipped": n_sectors, "erased": 0, "programmed": 0, "verified": 0,
                          "preserved": 0} or counts["skipped"] == n_sectors, done
        assert counts["erased"] == counts["programmed"] == 0, done
        assert states_of(done, "skipped") == [i * SECTOR for i in range(n_sectors)], done
        assert board_file(cli) == before
        said = cli.run(*YES, "program", blinky, as_json=False)
        assert "Contents already match" in said.out, said
    with tap.case("bytes that the file does not define are kept"):
        part = cli.make("part.bin", b"Unlatch")
        done = cli.run(*YES, "program", part, "--base", "0x2010")
        assert need(done, 0)["sectors"]["preserved"] == 1, done
        assert states_of(done, "preserved") == [0x2000], done
        expected = data[:0x2010] + b"Unlatch" + data[0x2017:]
        assert read_back(cli)[:len(data)] == expected
    with tap.case("a difference ends verify with 6 and names the address"):
        done = cli.run(*KL25, "verify", blinky)
        need(done, 6, "verify-mismatch")
        assert done.problem["where"]["address"] // SECTOR == 0x2010 // SECTOR, done
    with tap.case("one changed sector is erased and programmed alone"):
        done = cli.run(*YES, "program", blinky)
        counts = need(done, 0)["sectors"]
        assert (counts["erased"], counts["programmed"]) == (1, 1), done
        assert states_of(done, "erased") == states_of(done, "programmed") == [0x2000], done


def check_scopes(tap, cli):
    old = make_random(cli, "old.bin", 1)
    app = EXAMPLES / "app.hex"
    with tap.case("without a scope, other sectors stay as they are"):
        cli.board("frdm-kl25z", "--image", old, "--base", "0")
        need(cli.run(*YES, "program", app), 0)
        data, before = by_srec_cat(app, "intel", 0x4000), old.read_bytes()
        assert read_back(cli) == before[:0x4000] + data + before[0x4000 + len(data):]
    with tap.case("--range erases its sectors as well"):
        cli.board("frdm-kl25z", "--image", old, "--base", "0")
        need(cli.run(*YES, "program", app, "--range", "0x10000-0x10BFF"), 0)
        now = read_back(cli)
        assert now[0x10000:0x10C00] == b"\xff" * 0xC00 and now[0x10C00:] == before[0x10C00:]
    with tap.case("--erase-all erases all others, and leaves the chip open"):
        cli.board("frdm-kl25z", "--image", old, "--base", "0")
        done = cli.run(*YES, "program", app, "--erase-all")
        assert need(done, 0)["protection"]["fsec"] == "0xFE", done
        expected = bytearray(b"\xff" * FLASH)
        expected[0x40C] = 0xFE
        expected[0x4000:0x4000 + len(data)] = data
        assert read_back(cli) == bytes(expected)
    with tap.case("--range and --erase-all exclude each other"):
        need(cli.run(*YES, "program", app, "--range", "0-0x3ff", "--erase-all"), 1, "usage")
    with tap.case("two files become one job"):
        cli.board("frdm-kl25z")
        need(cli.run(*YES, "program", EXAMPLES / "blinky.srec", make_random(cli, "b.bin", 3, 64),
                     "--base", "0x8000"), 0)
        assert read_back(cli)[0x8000:0x8040] == (cli.scratch / "b.bin").read_bytes()
    with tap.case("two files that contradict each other end with 2, nothing touched"):
        before = board_file(cli)
        done = cli.run(*YES, "program", EXAMPLES / "blinky.srec", EXAMPLES / "locks-the-chip.hex")
        need(done, 2, "image-overlap")
        assert board_file(cli) == before
    with tap.case("a file that does not fit ends with 2, nothing touched"):
        done = cli.run(*YES, "program", cli.scratch / "b.bin", "--base", "0x1FFE0")
        need(done, 2, "image-does-not-fit")
        assert done.problem["where"]["address"] == FLASH and board_file(cli) == before, done
    with tap.case("a file without data ends with 2, and that is said"):
        done = cli.run(*YES, "program", cli.make("empty.hex", b":00000001FF\n"))
        need(done, 2, "image-format")
        assert done.problem["cause"].startswith("empty.hex: it holds no data"), done
    with tap.case("what is odd about a file is said before it is programmed"):
        twice = cli.make("twice.hex", b":10740000000102030405060708090A0B0C0D0E0F04\n" * 2 +
                         b":00000001FF\n")
        done = cli.run(*YES, "program", twice)
        need(done, 0)
        assert "Note: twice.hex: 16 bytes are given twice" in done.err, done
    with tap.case("--base for a file with addresses of its own is a usage error"):
        need(cli.run(*YES, "program", EXAMPLES / "app.hex", "--base", "0"), 1, "usage")
    with tap.case("--no-verify is said in the result"):
        cli.board("frdm-kl25z")
        done = cli.run(*YES, "program", "--no-verify", EXAMPLES / "app.hex")
        assert need(done, 0)["sectors"]["verified"] == 0, done
        need(cli.run(*KL25, "verify", EXAMPLES / "app.hex"), 0)
    with tap.case("--read-back takes the time to read every byte, also where nothing is to be done"):
        words = ("program", EXAMPLES / "app.hex")
        by_checksum = need(cli.run(*YES, *words), 0)["time_ms"]
        read = need(cli.run(*YES, *words, "--read-back"), 0)["time_ms"]
        assert by_checksum["verify"] == 0 and read["verify"] > 20, (by_checksum, read)
        need(cli.run(*KL25, "verify", "--read-back", EXAMPLES / "app.hex"), 0)
    with tap.case("to read back and not to verify is a contradiction"):
        need(cli.run(*YES, *words, "--read-back", "--no-verify"), 1, "usage")
    with tap.case("--halt leaves the chip programmed too"):
        need(cli.run(*YES, "program", "--halt", EXAMPLES / "blinky.srec"), 0)
        need(cli.run(*KL25, "verify", EXAMPLES / "blinky.srec"), 0)


def check_confirmation(tap, cli):
    cli.board("frdm-kl25z")
    before = board_file(cli)
    for words in (["program", EXAMPLES / "blinky.srec"], ["erase", "--chip"],
                  ["erase", "--range", "0-0x3FF"], ["unlock"], ["restore"]):
        with tap.case(f"{words[0]} without --yes and terminal ends with 1, nothing touched"):
            need(cli.run(*KL25, *words), 1, "not-confirmed")
            assert board_file(cli) == before
    for answer, status in (("n", 8), ("y", 0)):
        with tap.case(f"on a terminal, program asks: {answer} ends with {status}"):
            told, said = cli.run_on_terminal(answer, *KL25, "program",
                                             EXAMPLES / "blinky.srec")
            assert told == status, said
            assert "[y/N]" in said and "Will erase" in said, said
            assert (board_file(cli) == before) == (status == 8), said


def check_locking(tap, cli):
    locks = EXAMPLES / "locks-the-chip.hex"
    forever = bytearray(b"\xff" * 0x410)
    forever[0x40C] = 0xEF
    forever = cli.make("forever.bin", bytes(forever))
    cli.board("frdm-kl25z")
    before = board_file(cli)
    with tap.case("a file that would lock the chip ends with 5, nothing touched"):
        done = cli.run(*YES, "program", locks)
        need(done, 5, "would-lock")
        assert done.problem["where"]["address"] == 0x40C and board_file(cli) == before, done
        assert "--keep-unlocked" in done.err, done
    with tap.case("--keep-unlocked writes 0xFE instead"):
        done = cli.run(*YES, "program", "--keep-unlocked", locks)
        assert need(done, 0)["protection"]["fsec"] == "0xFE", done
        assert read_back(cli)[0x40C] == 0xFE
    with tap.case("--lock-as-file locks it, and the result says so"):
        done = cli.run(*YES, "program", "--lock-as-file", locks)
        assert need(done, 0)["protection"]["secured"] is True, done
        need(cli.run(*KL25, "info"), 5, "chip-locked")
    for words in ([], ["--lock-as-file"], ["--keep-unlocked", "--lock-forever", "MKL25Z128"],
                  ["--lock-forever", "MK64FN1M0"], ["--lock-forever", "nonsense"]):
        with tap.case(f"a lock for ever is not had with {' '.join(words) or 'nothing'}"):
            cli.board("frdm-kl25z")
            done = cli.run(*YES, "program", *words, forever, "--base", "0")
            assert done.status in (1, 4, 5), done
            assert board_file(cli) == before, done
            if "would-lock-forever" in done.out:  # the advice is one that does it
                assert "--lock-forever" in done.err and "--lock-as-file" not in done.err, done
    with tap.case("typed wrong, the chip's name does not lock it for ever"):
        status, said = cli.run_on_terminal("MKL25Z12", *KL25, "program", "--lock-as-file",
                                           forever, "--base", "0")
        assert status == 8 and "MKL25Z128" in said and board_file(cli) == before, said
    with tap.case("--yes alone does not stand for the typed name"):
        status, said = cli.run_on_terminal("MKL25Z128", *KL25, "program", "--lock-as-file",
                                           forever, "--base", "0", "--yes")
        assert status == 5 and board_file(cli) == before, said  # --yes types nothing
    with tap.case("the chip's name is the confirmation"):
        done = cli.run(*YES, "program", "--lock-forever", "MKL25Z128", forever, "--base", "0")
        assert need(done, 0)["protection"] == {
            "secured": True, "mass_erase": False, "fsec": None, "protected_sectors": 0}, done
        need(cli.run(*KL25, "info"), 5, "chip-locked-forever")


# --- erasing, reading, undoing ----------------------------------------------------------------


def check_erase(tap, cli):
    old = make_random(cli, "old.bin", 1)
    before = old.read_bytes()
    for words in ([], ["--chip", "--range", "0-0x3FF"], ["--range", "0x400"],
                  ["--range", "0x800-0x400"], ["--range", "0-0xFFFFFFFF"]):
        with tap.case(f"erase {' '.join(words)} is a usage error"):
            need(cli.run(*YES, "erase", *words), 1, "usage")
    with tap.case("erase --dry-run tells what would become of each sector, and touches nothing"):
        cli.board("frdm-kl25z", "--image", old, "--base", "0")
        for words, n_erased in ((["--range", "0x2010-0x2400"], 2), (["--chip"], 128)):
            done = cli.run(*KL25, "erase", "--dry-run", *words)  # nobody has to say yes
            assert need(done, 0) and done.one("plan")["sectors"]["erase"] == n_erased, done
            people = cli.run(*KL25, "erase", "-n", *words, as_json=False).out
            assert "Will erase" in people, people
        assert read_back(cli) == before
    with tap.case("erase --range erases the sectors of the range, whole"):
        done = cli.run(*YES, "erase", "--range", "0x2010-0x2400")
        assert need(done, 0)["sectors"]["erased"] == 2, done
        check_schema(done)
        assert states_of(done, "erased") == [0x2000, 0x2400], done
        assert read_back(cli) == before[:0x2000] + b"\xff" * 0x800 + before[0x2800:]
    with tap.case("erase --chip leaves nothing but FSEC 0xFE"):
        done = cli.run(*YES, "erase", "--chip")
        assert need(done, 0)["protection"]["fsec"] == "0xFE", done
        expected = bytearray(b"\xff" * FLASH)
        expected[0x40C] = 0xFE
        assert read_back(cli) == bytes(expected)
    with tap.case("a range outside the chip ends with 2"):
        done = cli.run(*YES, "erase", "--range", "0x20000-0x203FF")
        need(done, 2, "image-does-not-fit")
        assert done.problem["title"] == "The range goes beyond the chip's memories", done
        assert "file" not in done.problem["remedy"], done
    with tap.case("a sector that fails ends with 7 and is named"):
        cli.board("frdm-kl25z", "--image", old, "--base", "0", "--fault", "bad-sector=0x2400")
        done = cli.run(*YES, "erase", "--range", "0x2000-0x2FFF")
        need(done, 7)
        assert done.problem["where"]["address"] // SECTOR == 0x2400 // SECTOR, done
        assert states_of(done, "failed") == [0x2400], done


def check_read(tap, cli):
    old = make_random(cli, "old.bin", 1)
    cli.board("frdm-kl25z", "--image", old, "--base", "0")
    for suffix, kind in ((".hex", "intel"), (".srec", "motorola"), (".bin", "binary")):
        with tap.case(f"read saves {suffix}, which srec_cat reads"):
            path = cli.scratch / f"out{suffix}"
            done = cli.run(*KL25, "read", "--range", "0x800-0x1003", "-o", path)
            assert need(done, 0)["bytes"] == 0x804, done
            check_schema(done)
            base = 0 if kind == "binary" else 0x800
            assert by_srec_cat(path, kind, base) == old.read_bytes()[0x800:0x1004]
    with tap.case("read without a range reads all of the program flash"):
        path = cli.scratch / "all.bin"
        need(cli.run(*KL25, "read", "-o", path), 0)
        assert path.read_bytes() == old.read_bytes()
    with tap.case("read needs a file whose suffix names a format"):
        need(cli.run(*KL25, "read", "--range", "0-0x3FF"), 1, "usage")
        need(cli.run(*KL25, "read", "--range", "0-0x3FF", "-o", "x.elf"), 1, "usage")
    with tap.case("read into a folder that does not exist fails and leaves nothing"):
        done = cli.run(*KL25, "read", "--range", "0-0x3FF", "-o", cli.scratch / "no" / "x.bin")
        assert done.status in (1, 2) and done.problem["code"].startswith("file-"), done


def check_backups(tap, cli):
    old = make_random(cli, "old.bin", 1)
    with Cli(cli.program) as own:
        with tap.case("at first there are no backups to list or restore"):
            own.board("frdm-kl25z", "--image", old, "--base", "0")
            assert own.run("backups").all("backup") == []
            need(own.run(*YES, "restore"), 1, "file-not-found")
        with tap.case("what a job takes away is kept"):
            done = own.run(*YES, "program", EXAMPLES / "app.hex")
            kept = own.run("backups").all("backup")
            assert [b["id"] for b in kept] == [need(done, 0)["backup"]], (done, kept)
            assert kept[0]["device"] == "MKL25Z128xxx4", kept
            assert read_back(own) != old.read_bytes()
        with tap.case("restore brings it back"):
            need(own.run(*YES, "restore"), 0)
            assert read_back(own) == old.read_bytes()
        with tap.case("a backup may be named"):
            need(own.run(*YES, "erase", "--range", "0x4000-0x43FF"), 0)
            need(own.run(*YES, "restore", own.run("backups").all("backup")[0]["id"]), 0)
            assert read_back(own) == old.read_bytes()
        with tap.case("a backup that does not exist ends with 1"):
            need(own.run(*YES, "restore", "no-such-backup"), 1, "file-not-found")
        with tap.case("a backup is not written over what the profile keeps"):
            keeps = own.make("k.unlatch", b"[Unlatch]\nFormat=1\n[Job]\nKeep=0x4000-0x4001;\n")
            before = board_file(own)
            need(own.run("--profile", keeps, *YES, "restore", "--no-backup"), 1, "profile-forbids")
            assert board_file(own) == before
        with tap.case("a backup is not written to another kind of chip"):
            own.board("frdm-k64f")
            need(own.run(*K64, "--yes", "restore", own.run("backups").all("backup")[0]["id"]), 4,
                 "target-wrong-chip")


def check_failing_backup(tap, build):
    with Cli(build) as own, tap.case("what cannot be saved first is erased only when told so"):
        own.board("frdm-kl25z")
        need(own.run(*YES, "program", EXAMPLES / "blinky.srec"), 0)
        shutil.rmtree(own.data)
        own.data.write_text("in the way")
        before = board_file(own)
        for words in (["program", EXAMPLES / "app.hex", "--erase-all"], ["erase", "--chip"], ["unlock"]):
            done = need(own.run(*YES, *words), 9, "backup-failed")
            assert "Nothing was changed" in done["problem"]["cause"], done
        assert board_file(own) == before
        done = need(own.run(*YES, "erase", "--chip", "--no-backup"), 0)
        assert done["backup"] is None, done
        assert board_file(own) != before


def check_plan(tap, cli):
    with tap.case("plan tells each sector's fate without a probe"):
        done = cli.run("--device", "MKL25Z128", "plan", EXAMPLES / "app.hex")
        assert done.status == 0 and done.one("plan")["device"] == "MKL25Z128xxx4", done
        steps = done.all("step")
        assert [step["address"] for step in steps] == \
            [0x4000 + i * SECTOR for i in range(len(steps))], done
        assert all(step["action"] == "rewrite" for step in steps), done
    with tap.case("for a chip, plan knows what is there, and changes nothing"):
        whole = make_random(cli, "whole.bin", 6, 0x2000)
        cli.board("frdm-kl25z", "--image", whole, "--base", "0")
        before = board_file(cli)
        done = cli.run(*KL25, "plan", whole, "--base", "0")
        assert {step["reason"] for step in done.all("step")} == {"matches"}, done
        assert done.one("plan")["sectors"]["skip"] == len(done.all("step")), done
        assert board_file(cli) == before
    with tap.case("people get a summary"):
        done = cli.run("-d", "kl25z128", "plan", EXAMPLES / "app.hex", as_json=False)
        assert "Will erase" in done.out and "0x00004000–" in done.out, done
    with tap.case("plan tells that sectors are protected"):
        cli.board("frdm-kl25z", "--fprot", "0xFFFFFFF0")
        need(cli.run(*KL25, "plan", EXAMPLES / "blinky.srec"), 5, "flash-protected")


def check_k64(tap, cli):
    image = make_random(cli, "k64.bin", 5, 1 << 20)
    with tap.case("a K64F is programmed whole, verified, and read back the same"):
        cli.board("frdm-k64f")
        done = cli.run(*K64, "--yes", "program", image, "--base", "0")
        assert need(done, 0)["bytes"] >= (1 << 20) - 16, done
        check_schema(done)
        assert len(done.all("progress")) < 1000, "progress floods"
        assert read_back(cli, K64, f"0-{(1 << 20) - 1}") == image.read_bytes()


def main():
    tap = Tap()
    with Cli(sys.argv[1]) as cli:
        check_looking(tap, cli)
        check_program(tap, cli)
        check_scopes(tap, cli)
        check_confirmation(tap, cli)
        check_locking(tap, cli)
        check_erase(tap, cli)
        check_read(tap, cli)
        check_backups(tap, cli)
        check_failing_backup(tap, sys.argv[1])
        check_plan(tap, cli)
        check_k64(tap, cli)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
