# SPDX-License-Identifier: GPL-2.0-or-later
"""A desktop of its own for the window tests: X server, session bus, accessibility, home folder.

Nothing of the user's own session is seen or touched. One desktop a process.
"""

import os
import pathlib
import shutil
import subprocess
import tempfile

WIDTH, HEIGHT = 1280, 800


class Desktop:
    """@size: pixels of the screen; @theme: of GTK; @scale: pixels of the screen for one of a widget;
    @more: for the environment, such as a language"""

    def __init__(self, size=(WIDTH, HEIGHT), theme="Adwaita", scale=1, more=None):
        self.size = size
        self.theme = theme
        self.scale = scale
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="unlatch-ui-"))
        self.processes = []
        self._set_folders()
        os.environ.update(more or {})
        self._start_display()
        self._start_bus()

    def _set_folders(self):
        env = os.environ
        for name in ("WAYLAND_DISPLAY", "XAUTHORITY", "NO_AT_BRIDGE", "AT_SPI_BUS_ADDRESS"):
            env.pop(name, None)
        for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME",
                     "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"):
            place = self.folder / name.lower().replace("xdg_", "")
            place.mkdir(mode=0o700)
            env[name] = str(place)
        env.update(GDK_BACKEND="x11", GTK_THEME=self.theme, GTK_MODULES="", GSETTINGS_BACKEND="memory",
                   GIO_USE_VFS="local", GTK_USE_PORTAL="0", LC_ALL="C.UTF-8", LANGUAGE="", GDK_SCALE=str(self.scale))

    def _start_display(self):
        receive, send = os.pipe()
        self._start("Xvfb", "-displayfd", str(send), "-screen", "0", "{}x{}x24".format(*self.size),
                    "-nolisten", "tcp", "-noreset", pass_fds=[send])
        os.close(send)
        with os.fdopen(receive) as told:
            number = told.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start")
        os.environ["DISPLAY"] = ":" + number

    def _start_bus(self):
        receive, send = os.pipe()
        self._start("dbus-daemon", "--session", "--nofork", f"--print-address={send}",
                    pass_fds=[send])
        os.close(send)
        with os.fdopen(receive) as told:
            address = told.readline().strip()
        if not address:
            raise RuntimeError("dbus-daemon did not start")
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = address

    def _start(self, *command, **options):
        # quiet: Xvfb and the bus talk of things that a headless machine does not have
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, **options)
        self.processes.append(process)
        return process

    def corner(self):
        """Returns: the corner of the screen, where no window is"""
        return self.size[0] - 1, self.size[1] - 1

    def screenshot(self, path, box=None):
        """@box: x, y, width, height of the part that is wanted"""
        path.parent.mkdir(parents=True, exist_ok=True)
        crop = ["-crop", "{2}x{3}+{0}+{1}".format(*box), "+repage"] if box else []
        subprocess.run(["import", "-window", "root", *crop, str(path)], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def close(self):
        for process in reversed(self.processes):
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
