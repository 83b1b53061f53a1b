#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""unlatch-cli without a probe: usage, inspect, devices. Argument: the program."""

import csv
import hashlib
import os
import pathlib
import re
import subprocess
import sys
import zlib

from cli import EXAMPLES, ROOT, Cli, Tap, need

CORPUS = pathlib.Path(os.environ.get("UNLATCH_CORPUS") or ROOT.parent / "shared" / "corpus")
IMAGE_FIELDS = ["event", "file", "format", "segments", "bytes", "crc32", "start", "warnings",
                "forecast"]
PROBLEM_FIELDS = ["code", "title", "cause", "remedy", "where", "details"]

USAGE = [
    ("no verb", []),
    ("a verb that does not exist", ["flash"]),
    ("an option that does not exist", ["devices", "--frob"]),
    ("an option of another verb", ["devices", "--base", "0"]),
    ("a missing argument", ["inspect"]),
    ("a speed that is no number", ["devices", "--speed", "fast"]),
    ("a speed that no probe has", ["devices", "--speed", "-4"]),
    ("a chip that nobody knows", ["devices", "--device", "MKL99Z999"]),
    ("a base address that is no number", ["inspect", "--base", "0x1G", EXAMPLES / "app.hex"]),
    ("a base address beyond 32 bits", ["inspect", "--base", "0x100000000", EXAMPLES / "app.hex"]),
]


def check_usage(tap, cli):
    for what, words in USAGE:
        with tap.case(f"{what} is a usage error, told before anything is done"):
            done = cli.run(*words)
            need(done, 1, "usage")
            assert len(done.lines) == 1 and list(done.problem) == PROBLEM_FIELDS, done
            assert "unlatch-cli:" in done.err and "--help" in done.err, done
    with tap.case("without --json nothing but the message is printed, on standard error"):
        done = cli.run("flash", as_json=False)
        assert done.status == 1 and done.out == "" and "“flash”" in done.err, done
    with tap.case("options may stand before the verb, with their values"):
        done = cli.run("--base", "0x100", "--speed", "100", "inspect", cli.make("a.bin", b"abc"))
        need(done, 0)
        assert done.one("image")["segments"] == [{"address": 0x100, "size": 3}], done
    with tap.case("what follows -- is never an option"):
        cli.make("--json", (EXAMPLES / "app.hex").read_bytes())
        done = cli.run("inspect", "--", "--json")
        assert need(done, 0) and done.one("image")["file"] == "--json", done


def check_help(tap, cli):
    with tap.case("--help lists every verb, the options of all verbs and the exit statuses"):
        done = cli.run("--help", as_json=False)
        verbs = re.findall(r"^  ([a-z]+)  +\S", done.out, re.M)
        assert done.status == 0 and {"inspect", "devices"} <= set(verbs), done
        assert "--device=NAME" in done.out and "8  cancelled" in done.out, done
    for verb in verbs:
        with tap.case(f"{verb} --help tells what the verb takes"):
            done = cli.run(verb, "--help", as_json=False)
            assert done.status == 0 and f"unlatch-cli [OPTION…] {verb}" in done.out, done
            assert max(map(len, done.out.splitlines())) <= 100, done
    with tap.case("--version prints name and version"):
        done = cli.run("--version", as_json=False)
        assert done.status == 0 and re.fullmatch(r"unlatch-cli \d+\.\d+\.\d+\n", done.out), done


# --- inspect ----------------------------------------------------------------------------------


def segments_by_srec_cat(path, kind):
    """Another program's word. Returns: the bytes by rising address"""
    done = subprocess.run(["srec_cat", path, f"-{kind}", "-offset", "-", "-minimum-address", path,
                           f"-{kind}", "-o", "-", "-binary"], check=True, stdout=subprocess.PIPE)
    return done.stdout


def check_inspect(tap, cli):
    with tap.case("inspect prints one line of the stable fields, then the result"):
        done = cli.run("inspect", EXAMPLES / "blinky.srec")
        need(done, 0)
        assert [line["event"] for line in done.lines] == ["image", "result"], done
        assert list(done.one("image")) == IMAGE_FIELDS, done
    for name, kind in (("blinky.srec", "motorola"), ("app.hex", "intel")):
        with tap.case(f"{name}: srec_cat finds the same bytes"):
            image = cli.run("inspect", EXAMPLES / name).one("image")
            data = segments_by_srec_cat(EXAMPLES / name, kind)
            assert len(image["segments"]) == 1 and image["bytes"] == len(data), image
            assert image["crc32"] == f"{zlib.crc32(data):08X}", image
    with tap.case("two files are two lines"):
        done = cli.run("inspect", EXAMPLES / "app.hex", EXAMPLES / "blinky.srec")
        assert [line["format"] for line in done.all("image")] == ["ihex", "srec"], done
    with tap.case("for a chip, the state after the next reset is told"):
        done = cli.run("--device", "KL25Z128", "inspect", EXAMPLES / "locks-the-chip.hex")
        forecast = done.one("image")["forecast"]
        assert forecast["kind"] == "locks" and forecast["fsec"] == "0xFF", done
        assert forecast["secured"] and forecast["mass_erase"] and forecast["words"], done
    with tap.case("a file without configuration field changes nothing of it"):
        done = cli.run("--device", "KL25Z128", "inspect", EXAMPLES / "app.hex")
        assert done.one("image")["forecast"]["kind"] == "no-change", done
    with tap.case("people get the same in words"):
        done = cli.run("-d", "kl25z128", "inspect", EXAMPLES / "locks-the-chip.hex", as_json=False)
        assert "0x00000000–0x00003367" in done.out and "Secured" in done.out, done
    with tap.case("a file that is not there ends with 1"):
        need(cli.run("inspect", "nothing.hex"), 1, "file-not-found")
    with tap.case("a damaged file ends with 2 and names the line"):
        path = cli.make("bad.hex", b":020000040800F2\n:02000000CAFE37\n:00000001FF\n")
        done = cli.run("inspect", path)
        need(done, 2, "image-syntax")
        assert done.problem["details"]["line"] == "2" and "line 2" in done.err, done
    with tap.case("text is not a firmware file"):
        need(cli.run("inspect", ROOT / "README.md"), 2, "image-format")


def expected_start(text):
    if not text:
        return None
    pair = re.match(r"03 ([0-9A-Fa-fx]+):([0-9A-Fa-fx]+)$", text)
    if pair:
        return int(pair[1], 16) * 16 + int(pair[2], 16)
    return int(text.split()[1], 16)


def check_corpus_row(cli, row):
    def figure(title):
        return row["alt_" + title] or row[title]
    image = cli.run("inspect", CORPUS / row["file"]).one("image")
    assert image["format"] == row["format"], image
    assert len(image["segments"]) == int(figure("segments")), image
    assert image["bytes"] == int(figure("data_bytes")), image
    assert sum(part["size"] for part in image["segments"]) == image["bytes"], image
    assert image["crc32"] == figure("crc32"), image
    assert image["start"] == expected_start(row["start"]), image
    if image["segments"]:
        last = image["segments"][-1]
        assert image["segments"][0]["address"] == int(figure("lowest"), 0), image
        assert last["address"] + last["size"] - 1 == int(row["highest"], 0), image


def check_corpus_bad_row(cli, row):
    done = cli.run("inspect", CORPUS / "bad" / row["file"])
    assert done.status == 2 and done.all("image") == [], done
    line = re.search(r"line (\d+)", row["where"])
    if line:
        assert done.problem["details"]["line"] == line[1], done
        assert f"line {line[1]}" in done.problem["cause"], done


def check_corpus(tap, cli, manifest, fact, check):
    with open(manifest, newline="", encoding="utf-8") as table:
        for row in csv.DictReader(table):
            if not row["file"].startswith("("):
                with tap.case(f"{row['file']} {fact}"):
                    check(cli, row)


# --- profiles ---------------------------------------------------------------------------------


def check_profiles(tap, cli):
    cli.make("app.hex", (EXAMPLES / "app.hex").read_bytes())
    digest = hashlib.sha256((EXAMPLES / "app.hex").read_bytes()).hexdigest()
    head = "[Unlatch]\nFormat=1\n[Chip]\nDevice=MKL25Z128VLK4\n"
    profile = cli.make("p.unlatch", (head + f"[File 1]\nPath=app.hex\nSha256={digest}\n"
                                     "[Job]\nErase=all\n").encode())
    with tap.case("a profile brings files, chip and scope"):
        done = cli.run("--profile", profile, "plan")
        assert need(done, 0) and done.one("plan")["device"] == "MKL25Z128xxx4", done
        assert len(done.all("step")) == 128 and "Note:" not in done.err, done
    with tap.case("options go before what the profile says"):
        done = cli.run("--profile", profile, "--device", "MK64FN1M0", "plan", "app.hex")
        assert done.one("plan")["device"] == "MK64FN1M0xxx12", done
    with tap.case("a file that is not the one pinned is refused"):
        pinned = cli.make("q.unlatch", (head + "[File 1]\nPath=app.hex\n"
                                        f"Sha256={'0' * 64}\n").encode())
        need(cli.run("--profile", pinned, "plan"), 2, "file-changed")
    with tap.case("what the profile keeps is not written, nor unlocked away"):
        keeps = cli.make("k.unlatch", (head + "[File 1]\nPath=app.hex\n[Job]\n"
                                       "Keep=0x7000-0x7001;\n").encode())
        need(cli.run("--profile", keeps, "plan"), 1, "profile-forbids")
        need(cli.run("--profile", keeps, "plan", "--unlock", cli.make("a.bin", b"abc"), "-b", "0"),
             1, "profile-forbids")
        need(cli.run("--profile", keeps, "plan", cli.make("a.bin", b"abc"), "--base", "0"), 0)
        for words in (["unlock"], ["erase", "--chip"], ["erase", "--range", "0x7000-0x73FF"]):
            need(cli.run("--profile", keeps, "--yes", *words), 1, "profile-forbids")
    for what, text, status in (("is not there", None, 1), ("is no profile", "hello", 2)):
        with tap.case(f"a profile that {what} ends with {status}"):
            path = cli.make("r.unlatch", text.encode()) if text else "no.unlatch"
            assert cli.run("--profile", path, "plan").status == status
    with tap.case("a profile without files does not stand for files"):
        need(cli.run("--profile", cli.make("s.unlatch", head.encode()), "plan"), 1, "usage")


# --- devices ----------------------------------------------------------------------------------


def check_devices(tap, cli):
    with tap.case("devices lists every row of the tables"):
        n_rows = sum(len(path.read_text().splitlines()) - 1
                     for path in (ROOT / "data" / "devices").glob("*.csv"))
        found = cli.run("devices").all("device")
        assert 500 < len(found) <= n_rows, (len(found), n_rows)
        assert len({device["name"] for device in found}) == len(found)
    with tap.case("devices WORD finds a chip by a part of its name"):
        found = cli.run("devices", "kl25z128").all("device")
        assert [device["name"] for device in found] == ["MKL25Z128xxx4"], found
        assert found[0]["flash"] == 131072 and found[0]["support"]["program"] == "emulated", found
    with tap.case("a chip that cannot be programmed yet ends a plan with 9"):
        need(cli.run("--device", "LM3S811", "plan", EXAMPLES / "app.hex"), 9, "not-supported")
    for name in ("MKL25Z128VLK4", "mkl25z128xxx4", "MKL25Z128", "KL25Z128"):
        with tap.case(f"a chip may be called {name}"):
            need(cli.run("--device", name, "inspect", EXAMPLES / "app.hex"), 0)
    with tap.case("a name that leaves the speed out is enough where it makes no difference"):
        done = cli.run("--probe", "sim:frdm-ke02z", "--device", "MKE02Z64", "info")
        need(done, 0)
        assert done.one("chip")["device"] == "MKE02Z64xxx4", done
    with tap.case("a name that fits several chips lists them"):
        done = cli.run("--device", "MK10DX256", "inspect", EXAMPLES / "app.hex")
        need(done, 1, "usage")
        assert "MK10DX256xxx10, MK10DX256xxx7" in done.err, done


def main():
    tap = Tap()
    with Cli(sys.argv[1]) as cli:
        check_usage(tap, cli)
        check_help(tap, cli)
        check_inspect(tap, cli)
        check_devices(tap, cli)
        check_profiles(tap, cli)
        if CORPUS.is_dir():
            check_corpus(tap, cli, CORPUS / "MANIFEST.csv", "is told as others measured it",
                         check_corpus_row)
            check_corpus(tap, cli, CORPUS / "bad" / "MANIFEST.csv", "is refused, with its line",
                         check_corpus_bad_row)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
