# SPDX-License-Identifier: GPL-2.0-or-later
"""The report of a job: a page that stands alone, and data with the fields of the manual.
Argument: the program."""

import hashlib
import json
import re
import sys
import xml.etree.ElementTree as ElementTree
import zlib

from cli import EXAMPLES, ROOT, Cli, Tap, need

KL25 = ("--probe", "sim:frdm-kl25z")
YES = (*KL25, "--yes")
BLINKY = EXAMPLES / "blinky.srec"
NS = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"

FIELDS = {
    "": ["format", "program", "system", "time", "asked", "files", "probe", "chip", "outcome",
         "sectors"],
    "asked": ["job", "scope", "unlock_first", "unlock_if_locked", "skip_protected", "keep_unlocked",
              "verify", "read_back", "backup"],
    "probe": ["name", "id", "serial", "firmware", "simulated", "vtref_mv", "speed_khz"],
    "outcome": ["ok", "cancelled", "title", "problem", "tally", "skipped", "erased", "programmed",
                "verified", "preserved", "left_out", "bytes", "time_us", "backup"],
}
SECTOR = ["sector", "address", "size", "plan", "outcome", "preserves", "protected", "crc32"]
OUTCOMES = {"untouched", "skipped", "erased", "programmed", "verified", "failed", "in-doubt",
            "not-done", "protected"}


def report(cli, name, *words, status=0):
    path = cli.scratch / name
    need(cli.run(*words, "--force", "--report", path), status)
    return path.read_text(encoding="utf-8")


def check_json(text):
    """Returns: the report, whose fields are those of the manual"""
    told = json.loads(text)
    for name, fields in FIELDS.items():
        assert list(told[name] if name else told) == fields, (name, told)
    for sector in told["sectors"]:
        assert list(sector) == SECTOR and sector["outcome"] in OUTCOMES, sector
    manual = (ROOT / "data" / "man" / "unlatch-cli.1").read_text()
    section = manual[manual.index(".SH REPORTS"):]
    for fields in [*FIELDS.values(), SECTOR]:
        for field in fields:
            assert re.search(rf"\b{field}\b", section), f"{field} is not in the manual"
    return told


def check_page(text):
    """Returns: the page, which is well-formed and needs no other file"""
    page = ElementTree.fromstring(text)
    for node in page.iter():
        assert node.tag.split("}")[1] not in ("script", "link", "img", "iframe"), node.tag
        assert "src" not in node.attrib and "href" not in node.attrib, node.attrib
    assert "url(" not in text and "@import" not in text
    assert len(list(page.iter(NS + "h1"))) == 1
    return page


def words_of(page):
    return " ".join(" ".join(page.itertext()).split())


def check_data(tap, cli):
    with tap.case("the data tells what was asked, done and read back, sector by sector"):
        cli.board("frdm-kl25z", "--fprot", "0xFFFFFFFE", "--image", EXAMPLES / "app.hex")
        told = check_json(report(cli, "a.json", *YES, "program", "--skip-protected", BLINKY))
        assert told["asked"]["job"] == "program" and told["asked"]["skip_protected"], told["asked"]
        assert told["files"][0]["sha256"] == hashlib.sha256(BLINKY.read_bytes()).hexdigest()
        assert told["outcome"]["ok"] and told["outcome"]["left_out"] == 4, told["outcome"]
        states = [sector["outcome"] for sector in told["sectors"]]
        assert states[:4] == ["protected"] * 4 and states[4:13] == ["verified"] * 9, states
        assert set(states[13:]) == {"untouched"} and len(states) == 128, states
        assert [s["plan"] for s in told["sectors"]][:5] == ["leave-protected"] * 4 + ["program"]
    with tap.case("the sums of the sectors are those of what the chip holds"):
        dump = cli.scratch / "dump.bin"
        need(cli.run(*KL25, "read", "-o", dump), 0)
        flash = dump.read_bytes()
        for sector in told["sectors"]:
            piece = flash[sector["address"]:sector["address"] + sector["size"]]
            assert sector["crc32"] == f"{zlib.crc32(piece):08X}", sector
    with tap.case("several files are told one by one"):
        cli.board("frdm-kl25z")
        told = check_json(report(cli, "b.json", *YES, "program", BLINKY, EXAMPLES / "app.hex"))
        assert [f["name"] for f in told["files"]] == ["blinky.srec", "app.hex"], told["files"]
        assert all(len(f["sha256"]) == 64 for f in told["files"]), told["files"]


def check_pages(tap, cli):
    with tap.case("the page stands alone, with the map as a drawing"):
        cli.board("frdm-kl25z")
        text = report(cli, "a.html", *YES, "program", BLINKY)
        page = check_page(text)
        words = words_of(page)
        for part in ("Programmed and verified", "Simulated", "DPIDR 0x0BC11477", "SHA-256",
                     hashlib.sha256(BLINKY.read_bytes()).hexdigest(), "0x00000000–0x0000",
                     "unsecured", "Total"):
            assert part in words, (part, words)
        cells = [node for node in page.iter(SVG + "rect")]
        assert len(cells) == 128, len(cells)
    with tap.case("a failure has its cause, remedy, list and raw values on the page"):
        full = bytes(range(256)) * 512
        image = cli.make("full.bin", full[:0x400] + b"\xff" * 12 + b"\xfe\xff\xff\xff" + full[0x410:])
        cli.board("frdm-kl25z", "--image", image, "--base", "0", "--fault", "bad-sector=0x2400")
        words = words_of(check_page(report(cli, "b.html", *YES, "erase", "--range", "0x1000-0x3FFF",
                                           status=7)))
        for part in ("Sector 9 could not be erased or written", "FSTAT", "0x81", "in doubt (9)",
                     "Check the board"):
            assert part in words, (part, words)
    with tap.case("names cannot break the page or the data"):
        odd = cli.make('a<b>&"\\ \x01.srec', BLINKY.read_bytes())
        cli.board("frdm-kl25z")
        check_page(report(cli, "c.html", *YES, "program", odd))
        told = check_json(report(cli, "c.json", *YES, "program", odd))
        assert told["files"][0]["name"].startswith('a<b>&"\\ '), told["files"]
    with tap.case("a page of 256 sectors is whole as well"):
        cli.board("frdm-k64f")
        page = check_page(report(cli, "d.html", "--probe", "sim:frdm-k64f", "--yes", "erase",
                                 "--chip"))
        assert len(list(page.iter(SVG + "rect"))) == 256


def check_diagnosis(tap, cli):
    for fsec, status in (("0xFE", 0), ("0xFF", 5)):
        with tap.case(f"a diagnosis has all that whoever helps would ask for (FSEC {fsec})"):
            cli.board("frdm-kl25z", "--fsec", fsec)
            done = cli.run(*KL25, "info", "--diagnosis", as_json=False)
            assert done.status == status, done
            for part in ("Unlatch 0", "GLib 2", "System: ", "Linux", "sim:frdm-kl25z", "simulated",
                         "VTref: 3300 mV", "DPIDR 0x0BC11477", "of 32 samples: ready", "Last job: ",
                         "Log:\nConnect\n"):
                assert part in done.out, (part, done)
            assert ("chip-locked" in done.out) == (status == 5), done
            assert ("FSEC 0xFE" in done.out) == (status == 0), done
    with tap.case("with --json the diagnosis is a line"):
        assert "DPIDR" in cli.run(*KL25, "info", "--diagnosis").one("diagnosis")["text"]


def check_trouble(tap, cli):
    with tap.case("another kind of file is refused before anything is done"):
        cli.board("frdm-kl25z")
        need(cli.run(*YES, "program", BLINKY, "--report", "a.txt"), 1, "usage")
        need(cli.run(*KL25, "verify", BLINKY), 6)
    with tap.case("a report that cannot be saved makes no success of the job"):
        done = cli.run(*YES, "program", BLINKY, "--report", f"{256 * 'a'}.html")
        need(done, 2, "file-io")
        assert "The job has ended" in done.problem["cause"], done
        need(cli.run(*KL25, "verify", BLINKY), 0)


def main():
    tap = Tap()
    with Cli(sys.argv[1]) as cli:
        check_data(tap, cli)
        check_pages(tap, cli)
        check_diagnosis(tap, cli)
        check_trouble(tap, cli)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
