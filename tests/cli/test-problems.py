# SPDX-License-Identifier: GPL-2.0-or-later
"""Every row of the problem table is reached: here by a simulated fault, or by the test that is named.
Argument: the program."""

import random
import re
import sys

from cli import EXAMPLES, ROOT, Cli, Tap, need

BOARD = "frdm-kl25z"
PROBE = ("--probe", f"sim:{BOARD}")
CHIP = ("--device", "MKL25Z128")
OPEN_FCF = bytes([0xFF] * 12 + [0xFE, 0xFF, 0xFF, 0xFF])
BLINKY = EXAMPLES / "blinky.srec"

INFO = ("info",)
PROGRAM = ("--yes", "program", BLINKY)
FULL = ("--yes", "program", "--base", "0", "full.bin")
UNLOCK = ("--yes", *CHIP, "unlock")

# code, how the board is set, what is asked for, exit status, the raw values that must be in Details
REACHED = (
    ("probe-permission", ["--fault", "no-permission"], INFO, 3, ()),
    ("probe-gone", ["--fault", "unplug-at=60"], PROGRAM, 3, ("DPIDR",)),
    ("probe-silent", ["--fault", "silent-at=60"], PROGRAM, 3, ("DPIDR",)),
    ("probe-failed", ["--fault", "stall-at=60"], PROGRAM, 3, ("DPIDR",)),
    ("target-no-power", ["--fault", "no-power"], INFO, 4, ("VTref",)),
    ("target-no-ack", ["--fault", "dead"], INFO, 4, ("VTref",)),
    ("target-parity", ["--fault", "garble-every=2"], INFO, 4, ("VTref",)),
    ("target-wait", ["--fault", "wait-every=1", "--fault", "wait-times=for-ever"], INFO, 4,
     ("CTRL/STAT",)),
    ("target-resetting", ["--fault", "reset-period-us=100"], INFO, 4,
     ("DPIDR", "before", "MDM-AP status", "samples")),
    ("target-lost-power", ["--fault", "brown-out-us=400000"], FULL, 4, ("DPIDR", "CTRL/STAT")),
    ("chip-locked", ["--fsec", "0xFF"], INFO, 5, ("DPIDR", "MDM-AP status", "samples")),
    ("chip-locked-forever", ["--fsec", "0xEF"], INFO, 5, ("DPIDR", "MDM-AP status", "samples")),
    ("unlock-timeout", ["--fsec", "0xFF", "--fault", "erase-hangs"], UNLOCK, 5,
     ("DPIDR", "MDM-AP status")),
    ("key-out-of-reach", ["--image", BLINKY, "--fsec", "0xBF"],
     ("unlock", "--key", "0102030405060708"), 5, ("MDM-AP status", "samples")),
    ("would-lock", [], ("--yes", "program", EXAMPLES / "locks-the-chip.hex"), 5, ("FSEC",)),
    ("flash-protected", ["--fprot", "0xFFFFFFFE"], PROGRAM, 5, ("FPROT", "protected", "sectors")),
    ("cannot-lift", ["--fprot", "0xFFFFFFFE", "--fsec", "0xEE"], ("--yes", "unprotect"), 5,
     ("FSEC",)),
    ("flash-command", ["--fault", "refused-sector=0x2400"], FULL, 7, ("FSTAT", "FCCOB")),
    ("flash-collision", ["--fault", "disturbed-sector=0x2400"], FULL, 7, ("FSTAT", "FCCOB")),
    ("flash-failed", ["--image", "full.bin", "--base", "0", "--fault", "bad-sector=0x2400"],
     ("--yes", "erase", "--range", "0x2000-0x2FFF"), 7, ("FSTAT", "FCCOB", "sector")),
    ("flash-not-blank", ["--image", "full.bin", "--base", "0", "--fault", "stubborn-sector=0x2400"],
     ("--yes", "erase", "--range", "0x2000-0x2FFF"), 7, ("sector",)),
    ("flash-collateral", ["--image", "full.bin", "--base", "0", "--fault",
                          "spoiled-address=0x5432"],
     ("--yes", "erase", "--range", "0x2000-0x2FFF"), 7, ("sector", "sectors that changed")),
    ("verify-mismatch", ["--fault", "weak-address=0x2401"], FULL, 6,
     ("expected", "read", "sector")),
)

# the file whose cases reach it, by the code's name in the program or its own
ELSEWHERE = {
    "failed": "cli/test-jobs.py",
    "usage": "cli/test-files.py",
    "not-supported": "cli/test-files.py",
    "not-confirmed": "cli/test-jobs.py",
    "file-not-found": "cli/test-files.py",
    "file-io": "image/test-image-save.c",
    "file-changed": "cli/test-files.py",
    "profile-syntax": "profile/test-profile.c",
    "chips-syntax": "chips/test-chip-file.c",
    "profile-forbids": "cli/test-profile.py",
    "profile-newer": "profile/test-profile.c",
    "image-format": "cli/test-files.py",
    "image-syntax": "cli/test-files.py",
    "image-overlap": "cli/test-jobs.py",
    "image-too-big": "image/test-image-source.c",
    "image-does-not-fit": "cli/test-jobs.py",
    "no-probe": "cli/test-jobs.py",
    "probe-busy": "cli/test-trouble.py",
    "target-fault": "sim/test-sim-probe.c",
    "target-unstable": "target/test-debug-port.c",
    "target-wrong-chip": "cli/test-catch.py",
    "target-unknown-chip": "target/test-target.c",
    "target-timeout": "sim/test-sim-probe.c",
    "chip-lock-unclear": "session/test-session-connect.c",
    "chip-mute": "sim/test-sim-stellaris-jobs.c",
    "unlock-failed": "target/test-target.c",
    "would-lock-forever": "session/test-session-program.c",
    "might-lock-forever": "cli/test-lock.py",
    "not-blank": "session/test-session-verify.c",
    "flash-clock": "sim/test-sim-clock.c",
    "flash-timeout": "target/test-flash.c",
    "flash-power-mode": "target/test-flash.c",
    "loader-failed": "sim/test-sim-trouble.c",
    "backup-failed": "session/test-session-backup.c",
    "serial-number": "session/test-session-series.c",
    "record-failed": "session/test-session-series.c",
    "backup-other-chip": "session/test-session-chips.c",
    "backup-division": "session/test-session-division.c",
    "log-unknown": "cli/test-explain.py",
}

def read_nicks():
    """Returns: code to nick, as the problem table has them"""
    table = (ROOT / "core" / "job" / "ul-problem-table.c").read_text()
    return dict(re.findall(r'\[(UL_ERROR_\w+)\] = \{\s*"([a-z-]+)"', table))


def check_complete():
    codes = {nick: code for code, nick in read_nicks().items()}
    reached = {row[0] for row in REACHED}
    assert len(codes) > 45, codes
    assert not reached & set(ELSEWHERE), "told twice"
    for nick, code in codes.items():
        if nick not in reached:
            assert nick in ELSEWHERE, f"no test reaches {nick}"
            text = (ROOT / "tests" / ELSEWHERE[nick]).read_text()
            assert f'"{nick}"' in text or re.search(code + r"\b", text), (nick, ELSEWHERE[nick])


def check_row(cli, nick, setup, words, status, details):
    cli.board(BOARD, *setup)
    done = cli.run(*PROBE, *words)
    need(done, status, nick)
    problem = done.problem
    assert problem["title"] and problem["cause"].endswith(".") and problem["remedy"], problem
    missing = [name for name in details if name not in problem["details"]]
    assert not missing, (missing, problem["details"])
    lines = done.err.splitlines()
    title = lines.index(f"unlatch-cli: {problem['title']}")
    assert lines[title + 1] == f"  {problem['cause']}", lines


def main():
    tap = Tap()
    with tap.case("every row of the problem table is reached by a test"):
        check_complete()
    with Cli(sys.argv[1]) as cli:
        full = bytearray(random.Random(9).randbytes(128 * 1024))
        full[0x400:0x410] = OPEN_FCF
        cli.make("full.bin", bytes(full))
        for row in REACHED:
            with tap.case(f"{row[0]} is told with cause, remedy and raw values"):
                check_row(cli, *row)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
