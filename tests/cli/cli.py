# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs unlatch-cli as a script would, with boards and backups of its own.

    with Cli() as cli:
        cli.board("frdm-kl25z", "--fprot", "0xFFFFFFF0")
        done = cli.run("--probe", "sim:frdm-kl25z", "--yes", "program", file)
        assert done.status == 5 and done.result["problem"]["code"] == "flash-protected"
"""

import json
import os
import pathlib
import pty
import select
import signal
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
# pylint: disable=wrong-import-position
from tap import Tap  # noqa: E402,F401

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "data" / "examples"
SANITIZED = bool(os.environ.get("UNLATCH_SANITIZED"))
DEADLINE_S = 300 if SANITIZED else 120  # a busy machine is not a broken program


class Done:
    """How a run ended: exit status, standard output and error, the objects of --json"""

    def __init__(self, status, out, err, as_json):
        self.status = status
        self.out = out
        self.err = err
        self.lines = [json.loads(line) for line in out.splitlines()] if as_json else []

    @property
    def result(self):
        """The last line, which tells how it ended"""
        assert self.lines and self.lines[-1]["event"] == "result", self
        assert self.lines[-1]["exit"] == self.status, self
        assert self.lines[-1]["ok"] == (self.status == 0), self
        return self.lines[-1]

    @property
    def problem(self):
        return self.result["problem"]

    def all(self, event):
        return [line for line in self.lines if line["event"] == event]

    def one(self, event):
        found = self.all(event)
        assert len(found) == 1, self
        return found[0]

    def __str__(self):
        return f"exit {self.status}\n{self.out[-3000:]}\n{self.err[-3000:]}"


class Cli:
    """A person's machine: state and data folders, and a scratch folder for files"""

    def __init__(self, program):
        self.program = str(pathlib.Path(program).resolve())
        self._folder = tempfile.TemporaryDirectory(prefix="unlatch-cli-")
        self.scratch = pathlib.Path(self._folder.name)
        self.state = self.scratch / "state"
        self.data = self.scratch / "data"
        self.env = {**os.environ, "XDG_STATE_HOME": str(self.state),
                    "XDG_DATA_HOME": str(self.data), "XDG_CACHE_HOME": str(self.scratch / "cache")}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._folder.cleanup()

    def start(self, *arguments, **options):
        return subprocess.Popen([self.program, *map(str, arguments)], env=self.env,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True, cwd=self.scratch, **options)

    def run(self, *arguments, as_json=True):
        """Without a terminal. Returns: how it ended"""
        words = (["--json"] if as_json else []) + list(arguments)
        process = self.start(*words)
        out, err = process.communicate(timeout=DEADLINE_S)
        return Done(process.returncode, out, err, as_json)

    def run_on_terminal(self, answer, *arguments):
        """With a person at it, who answers once. Returns: exit status, what was shown"""
        pid, terminal = pty.fork()
        if pid == 0:
            os.execve(self.program, [self.program, *map(str, arguments)], self.env)
        shown, answered = b"", False
        while True:
            if not select.select([terminal], [], [], DEADLINE_S)[0]:
                os.kill(pid, signal.SIGKILL)
                break
            try:
                piece = os.read(terminal, 4096)
            except OSError:  # the other end is gone
                break
            if not piece:
                break
            shown += piece
            if not answered and (shown.endswith(b"] ") or b"to go on:" in shown):
                os.write(terminal, answer.encode() + b"\n")
                answered = True
        _, status = os.waitpid(pid, 0)
        os.close(terminal)
        return os.waitstatus_to_exitcode(status), shown.decode(errors="replace")

    def board(self, name, *options):
        """Sets a simulated board back"""
        done = self.run("boards", "reset", name, *options)
        assert done.status == 0, done

    def make(self, name, content):
        path = self.scratch / name
        path.write_bytes(content)
        return path


def need(done, status, code=None):
    """The run ended with this exit status and, if given, this problem. Returns: the result"""
    assert done.status == status, done
    if code is not None:
        assert done.problem["code"] == code, done
    return done.result
