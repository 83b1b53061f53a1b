#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Names and outputs that are out of the ordinary. Argument: the program."""

import os
import subprocess
import sys

from cli import DEADLINE_S, EXAMPLES, Cli, Tap, need

KL25 = ("--probe", "sim:frdm-kl25z")
YES = (*KL25, "--yes")
BLINKY = EXAMPLES / "blinky.srec"
ODD = "odd\n\x1b[31m\u202ename.srec"
SHOWN = "odd\\n\\x1B[31m\\u202Ename.srec"


def run_raw(cli, *words, locale=None, **options):
    """Returns: exit status, standard output and error as they are"""
    env = {**cli.env, **({"LC_ALL": locale} if locale else {})}
    done = subprocess.run([cli.program, *words], env=env, cwd=cli.scratch, timeout=DEADLINE_S,
                          stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False,
                          **{"stdout": subprocess.PIPE, **options})
    return done.returncode, done.stdout, done.stderr


def check_names(tap, cli):
    odd = cli.make(ODD, BLINKY.read_bytes())
    with tap.case("control characters of a name are spelt out, and end no line"):
        done = cli.run("inspect", odd, as_json=False)
        assert done.status == 0 and done.out.startswith(f"{cli.scratch}/{SHOWN}: "), done
        done = cli.run("inspect", odd.with_name(f"no {ODD}"), as_json=False)
        assert done.status == 1 and f"no {SHOWN}: there is no such file" in done.err, done
        done = cli.run(ODD, as_json=False)
        assert done.status == 1 and f"“{SHOWN}”" in done.err, done
        need(cli.run("boards", "reset", "frdm-kl25z"), 0)
        done = cli.run(*YES, "--verbose", "program", odd, as_json=False)
        assert done.status == 0 and "\x1b" not in done.out + done.err, done
    with tap.case("with --json the name is the file's own"):
        assert cli.run("inspect", odd).one("image")["file"] == str(odd)
    with tap.case("a log with colours is explained without them"):
        log = cli.make("log.txt", b"\x1b[31mError: \x1b]0;title\x07MDM: Chip is unresponsive\n")
        done = cli.run("explain", log, as_json=False)
        assert "\x1b" not in done.out and "\x07" not in done.out, done
    with tap.case("a name in another encoding is shown as far as it can be"):
        latin = os.fsencode(cli.scratch) + b"/latin\xe4.srec"
        os.link(odd, latin)
        status, out, _ = run_raw(cli, "inspect", latin)
        assert status == 0 and "latin\ufffd.srec: Motorola" in out.decode(), out
    with tap.case("a terminal of few letters gets those that are nearest"):
        status, out, _ = run_raw(cli, "inspect", BLINKY, locale="C")
        assert status == 0 and b" 0x00000000-0x00003367 " in out, out


def check_places(tap, cli):
    (cli.scratch / "folder.hex").mkdir()
    os.mkfifo(cli.scratch / "pipe.hex")
    cli.make("file", b"")
    os.symlink("loop.hex", cli.scratch / "loop.hex")
    os.symlink("no/folder.hex", cli.scratch / "lost.hex")
    cases = [("in a folder that is not there", "none/a.hex", "No such file or directory"),
             ("that is a folder", "folder.hex", "Is a directory"),
             ("in a file", "file/a.hex", "Not a directory"),
             ("that is a pipe", "pipe.hex", "this is no regular file"),
             ("at a link to a folder that is not there", "lost.hex", "No such file or directory"),
             ("at a link to itself", "loop.hex", "Too many levels of symbolic links")]
    for what, name, reason in cases:
        with tap.case(f"an output {what} is refused before the chip is asked"):
            done = cli.run(*KL25, "read", "--force", "-o", name)
            need(done, 2, "file-io")
            assert len(done.lines) == 1, done
            assert done.problem["cause"].endswith(
                f"/{name}: {reason}. The file was not saved."), done
    with tap.case("the same is asked of a report"):
        done = cli.run(*YES, "erase", "--chip", "--report", "none/a.html")
        need(done, 2, "file-io")
        assert len(done.lines) == 1, done


def check_links(tap, cli):
    for link, target, words in (("new.bin", "target.bin", ("read", "-o", "new.bin")),
                                ("new.html", "target.html", ("erase", "--chip", "--report",
                                                             "new.html"))):
        with tap.case(f"what is written to {link}, a link, goes where the link points to"):
            os.symlink(target, cli.scratch / link)
            need(cli.run(*YES, *words), 0)
            assert os.readlink(cli.scratch / link) == target
            first = (cli.scratch / target).stat()
            assert first.st_size > 0
            need(cli.run(*YES, *words), 1, "not-confirmed")
            need(cli.run(*YES, *words, "--force"), 0)
            assert os.readlink(cli.scratch / link) == target
            assert (cli.scratch / target).stat().st_mtime_ns > first.st_mtime_ns


def check_lost_output(tap, cli):
    for words in (["devices"], ["--json", "devices"]):
        with tap.case(f"{' '.join(words)} does not end well when its output is lost"):
            with open("/dev/full", "wb") as full:
                status, _, err = run_raw(cli, *words, stdout=full)
            assert status == 9 and b"No space left on device" in err, (status, err)
    with tap.case("a job that nobody reads on ends well all the same"):
        reader, writer = os.pipe()
        os.close(reader)
        with os.fdopen(writer, "wb") as pipe:
            status, _, err = run_raw(cli, *YES, "program", BLINKY, stdout=pipe)
        assert status == 0, (status, err)


def main():
    tap = Tap()
    with Cli(sys.argv[1]) as cli:
        check_names(tap, cli)
        check_places(tap, cli)
        check_links(tap, cli)
        check_lost_output(tap, cli)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
