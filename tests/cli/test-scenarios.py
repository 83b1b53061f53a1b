# SPDX-License-Identifier: GPL-2.0-or-later
"""Each story of the simulated boards begins as it is told, and can be brought to its end."""

import os
import pathlib
import sys

from cli import EXAMPLES, Cli, Tap, need

# name: how info ends, how programming ends
STORIES = {
    "ready": ((0, None), (0, None)),
    "protected": ((0, None), (5, "flash-protected")),
    "locked": ((5, "chip-locked"), (5, "chip-locked")),
    "locked-forever": ((5, "chip-locked-forever"), (5, "chip-locked-forever")),
    "resetting": ((4, "target-resetting"), None),
    "mismatch": ((0, None), (6, "verify-mismatch")),
    "eeprom": ((0, None), (0, None)),
    "large": ((0, None), (0, None)),
    "slow": ((0, None), None),  # story-first stops it half way
    "no-permission": ((3, "probe-permission"), None),
    "new-chip": ((5, "chip-locked"), (5, "chip-locked")),
}


def prepare(cli, name):
    """Returns: the probe and the files that the story is about"""
    done = cli.run("boards", "scenario", name, as_json=False)
    assert done.status == 0, done
    words = done.out.splitlines()[-1].split()
    assert words[:2] == ["unlatch", "--probe"], done
    return words[2], words[3:]


def begins_as_told(cli, name, info, program):
    probe, files = prepare(cli, name)
    need(cli.run("--probe", probe, "info"), *info)
    if program:
        need(cli.run("--probe", probe, "--yes", "program", *files), *program)


def install_examples(cli):
    folder = pathlib.Path(cli.env["XDG_DATA_HOME"]) / "unlatch"
    folder.mkdir(parents=True, exist_ok=True)
    os.symlink(EXAMPLES, folder / "examples")


def main():
    tap = Tap()
    with Cli(sys.argv[1]) as cli:
        install_examples(cli)
        with tap.case("every story is listed, with its probe"):
            done = cli.run("boards", "scenario")
            assert [line["name"] for line in done.all("scenario")] == list(STORIES), done
        for name, (info, program) in STORIES.items():
            with tap.case(f"the story “{name}” begins as it is told"):
                begins_as_told(cli, name, info, program)
        with tap.case("a locked chip is unlocked and programmed"):
            probe, files = prepare(cli, "locked")
            need(cli.run("--probe", probe, "--yes", "program", "--unlock", *files), 0)
        with tap.case("a new chip is opened and programmed"):
            probe, files = prepare(cli, "new-chip")
            need(cli.run("--probe", probe, "--yes", "program", "--unlock", *files), 0)
        with tap.case("a chip that keeps resetting is caught"):
            probe, _ = prepare(cli, "resetting")
            need(cli.run("--probe", probe, "--catch", "info"), 0)
        with tap.case("a story that nobody knows is refused"):
            need(cli.run("boards", "scenario", "once-upon-a-time"), 1, "usage")
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
