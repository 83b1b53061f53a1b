#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Sums the test cases in meson's testlog.json files and prints the closing line.

A test program tells of its cases in TAP; one that prints none counts as one case. A program that
ends badly counts at least one failure, whatever it printed, and cases that were announced but
never ran are failures too.
"""

import json
import re
import sys

PLAN = re.compile(r"^1\.\.(\d+)\s*(#\s*skip\b.*)?$", re.IGNORECASE)
RESULT = re.compile(r"^(not )?ok\b(.*)$")
SKIP = re.compile(r"#\s*skip\b", re.IGNORECASE)
GOOD = {"OK", "EXPECTEDFAIL", "UNEXPECTEDPASS"}


def count_tap(text):
    """Returns (announced, passed, failed, skipped) of one program's output."""
    announced = passed = failed = skipped = 0
    for line in text.splitlines():
        plan = PLAN.match(line)
        result = RESULT.match(line)
        if plan:
            announced += int(plan.group(1))
        elif result and SKIP.search(result.group(2)):
            skipped += 1
        elif result and result.group(1):
            failed += 1
        elif result:
            passed += 1
    return announced, passed, failed, skipped


def count_program(entry):
    """Returns (passed, failed, skipped) of one entry of the log."""
    announced, passed, failed, skipped = count_tap(entry.get("stdout") or "")
    good = entry["result"] in GOOD
    if entry["result"] == "SKIP":
        return 0, 0, max(1, skipped)
    if passed + failed + skipped == 0:
        return (1, 0, 0) if good and announced == 0 else (0, max(1, announced), 0)
    failed += max(0, announced - passed - failed - skipped)
    if not good:
        failed = max(1, failed)
    return passed, failed, skipped


def main(paths):
    total = [0, 0, 0]
    complete = True
    for path in paths:
        try:
            with open(path, encoding="utf-8") as log:
                entries = [json.loads(line) for line in log if line.strip()]
        except FileNotFoundError:
            print(f"{path}: no test ran", file=sys.stderr)
            complete = False
            continue
        for entry in entries:
            counts = count_program(entry)
            total = [sum(pair) for pair in zip(total, counts)]
            if counts[1]:
                print(f"failed: {entry['name']} ({path})", file=sys.stderr)
    passed, failed, skipped = total
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 0 if complete and passed and not failed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
