# SPDX-License-Identifier: GPL-2.0-or-later
"""The window where much is missing: no display, no session bus, no folder for what is to be kept."""

import os
import subprocess
import sys

from desktop import Desktop
from waiting import DEADLINE_S, wait_for
from window import BUILD

sys.path.insert(0, os.path.join(os.environ["UNLATCH_SOURCE"], "tests"))
# pylint: disable=wrong-import-position
from tap import Tap  # noqa: E402

PLACES = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME",
          "XDG_RUNTIME_DIR")
NOWHERE = "/proc/nowhere"  # where not even root can make a folder


def without(*names, **more):
    env = {name: value for name, value in os.environ.items() if name not in names}
    return {**env, "NO_AT_BRIDGE": "1", "GSETTINGS_SCHEMA_DIR": str(BUILD / "data"), **more}


def open_and_close(profile, env):
    """The probe that is not there is told when the window is. Returns: what the program said by then
    and at its end"""
    log = profile.with_suffix(".log")
    with open(log, "wb") as stderr:
        process = subprocess.Popen([BUILD / "app/unlatch", "--probe", "jlink", profile], env=env,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=stderr)
    try:
        wait_for("the open window", lambda: "There is no probe jlink" in log.read_text())
        process.terminate()
        process.wait(DEADLINE_S)
    finally:
        process.kill()
        process.wait()
    return log.read_text()


def ends_without_a_display():
    env = without("DISPLAY")
    done = subprocess.run([BUILD / "app/unlatch"], env=env, text=True, check=False,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=DEADLINE_S)
    assert done.returncode == 1, done.returncode
    assert "unlatch: There is no display to open a window on." in done.stderr, done.stderr
    assert "WARNING" not in done.stderr, done.stderr


def helps_without_a_display():
    done = subprocess.run([BUILD / "app/unlatch", "--help"], env=without("DISPLAY"), text=True,
                          check=False, stdout=subprocess.PIPE, timeout=DEADLINE_S)
    assert done.returncode == 0 and "--probe" in done.stdout, done


def keeps_settings_without_a_bus(profile, folder):
    env = without("DBUS_SESSION_BUS_ADDRESS", "GSETTINGS_BACKEND", PATH=str(folder))
    said = open_and_close(profile, env)
    keyfile = folder / "config_home" / "glib-2.0" / "settings" / "keyfile"
    assert "window-maximized" in keyfile.read_text(), said
    assert "CRITICAL" not in said and "dconf" not in said, said


def says_that_nothing_is_kept(profile):
    env = without("GSETTINGS_BACKEND", **dict.fromkeys(PLACES, NOWHERE),
                  DBUS_SESSION_BUS_ADDRESS=f"unix:path={NOWHERE}")
    said = open_and_close(profile, env)
    line = f"unlatch: Settings are not kept, as no file can be written in {NOWHERE}."
    assert said.splitlines().count(line) == 1, said
    assert "CRITICAL" not in said and "dconf" not in said, said


def main():
    tap = Tap()
    desktop = Desktop()
    profile = desktop.folder / "left-board.unlatch"
    profile.write_text("[Unlatch]\nFormat=1\n", encoding="utf-8")
    try:
        with tap.case("without a display it says so in one sentence, and what can be done"):
            ends_without_a_display()
        with tap.case("the help needs no display"):
            helps_without_a_display()
        with tap.case("without a session bus the settings are kept all the same"):
            keeps_settings_without_a_bus(profile, desktop.folder)
        with tap.case("where nothing can be written the window opens, and says what is not kept"):
            says_that_nothing_is_kept(profile)
    finally:
        desktop.close()
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
