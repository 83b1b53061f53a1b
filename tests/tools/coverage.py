#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Prints how many lines of core and probe the tests of a coverage build ran."""

import json
import subprocess
import sys

BAR = 85.0
FOLDERS = ("core", "probe")


def main(build):
    report = subprocess.run(
        ["gcovr", "--root", ".", "--object-directory", build, "--json-summary", "-"]
        + [option for folder in FOLDERS for option in ("--filter", f"{folder}/.*")]
        + ["--gcov-ignore-parse-errors", build],
        check=True, stdout=subprocess.PIPE, text=True,
    )
    files = json.loads(report.stdout)["files"]
    low = False
    for folder in FOLDERS:
        mine = [f for f in files if f["filename"].startswith(folder + "/")]
        total = sum(f["line_total"] for f in mine)
        covered = sum(f["line_covered"] for f in mine)
        percent = 100.0 * covered / total if total else 0.0
        low = low or percent < BAR
        print(f"coverage of {folder}: {percent:.1f} % of {total} lines (bar: {BAR:.0f} %)")
        for f in sorted(mine, key=lambda f: f["line_covered"] - f["line_total"])[:5]:
            print(f"    {f['filename']}: {f['line_total'] - f['line_covered']} lines not run")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
