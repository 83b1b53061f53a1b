#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""./dev: a failure must never be counted away, and nothing starts on a machine it cannot prepare."""

import contextlib
import importlib.util
import io
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from tap import Tap

ROOT = pathlib.Path(__file__).resolve().parents[1]
TOOL = ROOT / "tests" / "tools" / "count-cases.py"
spec = importlib.util.spec_from_file_location("count_cases", TOOL)
count_cases = importlib.util.module_from_spec(spec)
spec.loader.exec_module(count_cases)

CASES = [
    ("a program's cases are summed", "OK", "1..3\nok 1 - a\nok 2 - b\nok 3 - c\n", (3, 0, 0)),
    ("two groups in one program are summed", "OK", "1..1\nok 1 - a\n1..2\nok 1 - b\nok 2 - c\n",
     (3, 0, 0)),
    ("a failed case is counted", "FAIL", "1..2\nok 1 - a\nnot ok 2 - b\n# why\n", (1, 1, 0)),
    ("a crash half way fails what never ran", "FAIL", "1..4\nok 1 - a\n", (1, 3, 0)),
    ("a bad end after good cases is a failure", "FAIL", "1..1\nok 1 - a\n", (1, 1, 0)),
    ("cases that never ran fail even when the exit status is good", "OK", "1..3\nok 1 - a\n",
     (1, 2, 0)),
    ("a program without TAP is one case", "OK", "hello\n", (1, 0, 0)),
    ("a failing program without TAP is one failure", "TIMEOUT", "", (0, 1, 0)),
    ("a skipped case is counted as skipped", "OK", "1..2\nok 1 - a\nok 2 - b # SKIP no\n",
     (1, 0, 1)),
    ("a plan at the end counts too", "OK", "ok 1 - a\nok 2 - b\n1..2\n", (2, 0, 0)),
    ("a word that starts with ok is no case", "OK", "1..1\nokay\nok 1 - a\n", (1, 0, 0)),
]


def closing_line(entries):
    with tempfile.NamedTemporaryFile("w", suffix=".json") as log:
        for entry in entries:
            log.write(json.dumps(entry) + "\n")
        log.flush()
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
            status = count_cases.main([log.name])
    return status, out.getvalue()


def run_dev(*arguments, tools=None, scripts=(), tmpdir=None):
    """Runs ./dev, with only these tools in its path if told so, with made-up ones beside them (pairs
    of name and script), and with another TMPDIR. Returns: the finished process"""
    with tempfile.TemporaryDirectory() as folder:
        env = dict(os.environ)
        if tools is not None:
            for tool in tools:
                os.symlink(shutil.which(tool), pathlib.Path(folder) / tool)
            for name, script in scripts:
                path = pathlib.Path(folder) / name
                path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
                path.chmod(0o755)
            env["PATH"] = folder
        if tmpdir is not None:
            env["TMPDIR"] = tmpdir
        return subprocess.run(["/bin/sh", ROOT / "dev", *arguments], env=env, text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False)


def main():
    tap = Tap()
    for fact, result, stdout, expected in CASES:
        with tap.case(fact):
            got = count_cases.count_program({"name": "x", "result": result, "stdout": stdout})
            assert got == expected, f"{got} instead of {expected}"
    good = {"name": "good", "result": "OK", "stdout": "1..1\nok 1 - a\n"}
    bad = {"name": "bad", "result": "FAIL", "stdout": "1..1\nnot ok 1 - a\n"}
    with tap.case("the closing line is one line, and good when all passed"):
        assert closing_line([good, good]) == (0, "2 passed, 0 failed, 0 skipped\n")
    with tap.case("one failure makes the exit status bad"):
        assert closing_line([good, bad]) == (1, "1 passed, 1 failed, 0 skipped\n")
    with tap.case("no test at all is bad"):
        assert closing_line([]) == (1, "0 passed, 0 failed, 0 skipped\n")
    with tap.case("where there is no apt, the packages are named and nothing is started"):
        done = run_dev("run", tools=["dirname"])
        assert done.returncode == 1 and "libgtk-3-dev" in done.stdout, done.stdout
        assert "meson: not found" not in done.stdout, done.stdout
    for place in ("/tmp/with a blank", "/tmp/" + 40 * "x", "/nowhere"):
        with tap.case(f"the tests tell that they use /tmp, and not {place}"):
            said = run_dev("test", tools=["dirname"], tmpdir=place).stdout
            assert "The tests use /tmp" in said, said
    with tap.case("the tests use a TMPDIR that they can"):
        said = run_dev("test", tools=["dirname"], tmpdir="/tmp").stdout
        assert "The tests use" not in said, said
    with tap.case("a user who may not install packages gets the line for root"):
        done = run_dev("run", tools=["dirname", "sed"], scripts=[
            ("id", "echo 1000"), ("dpkg-query", "exit 1"), ("apt-get", "exit 1")])
        line = done.stdout.splitlines()[-1]
        assert done.returncode == 1 and "Do it as root" in done.stdout, done.stdout
        assert line.startswith("  apt-get update && apt-get install "), done.stdout
        assert "libgtk-3-dev" in line and "meson: not found" not in done.stdout, done.stdout
    with tap.case("an unknown verb is refused with the verbs there are"):
        done = run_dev("flash")
        assert done.returncode == 1 and "./dev bench" in done.stdout, done.stdout
    with tap.case("each package is named once"):
        names = run_dev("packages").stdout.split()
        assert len(names) > 20 and names == sorted(set(names)), names
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
