# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether a program has dealt with the keys that were pressed before.

GTK asks the accessibility bus before it handles a key, and answers that bus meanwhile. A button that
is pressed over the bus just then, and ends its dialog, leaves GTK with a widget that is gone.
"""

import ctypes
import itertools
import subprocess

CLIENT_MESSAGE = 33  # as X counts its events
SUBSTRUCTURE_NOTIFY = 1 << 19


class Message(ctypes.Structure):
    """XClientMessageEvent, as large as any XEvent"""
    _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int),
                ("display", ctypes.c_void_p), ("window", ctypes.c_ulong), ("kind", ctypes.c_ulong),
                ("format", ctypes.c_int), ("data", ctypes.c_long * 5), ("_rest", ctypes.c_long * 12)]


class Display:
    """Asks programs for a sign of life as a window manager does (_NET_WM_PING): they answer in the
    order in which they are told, which is after the keys."""

    def __init__(self):
        self.x = ctypes.CDLL("libX11.so.6")
        self.x.XOpenDisplay.restype = ctypes.c_void_p
        self.x.XInternAtom.restype = self.x.XDefaultRootWindow.restype = ctypes.c_ulong
        # of windows that have gone meanwhile
        self.ignore = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(lambda *_: 0)
        self.x.XSetErrorHandler(self.ignore)
        self.display = ctypes.c_void_p(self.x.XOpenDisplay(None))
        assert self.display, "no display"
        self.root = ctypes.c_ulong(self.x.XDefaultRootWindow(self.display))
        self.x.XSelectInput(self.display, self.root, ctypes.c_long(SUBSTRUCTURE_NOTIFY))
        self.protocols, self.ping = (self.x.XInternAtom(self.display, name, 0)
                                     for name in (b"WM_PROTOCOLS", b"_NET_WM_PING"))
        self.numbers = itertools.count(1)

    def ask(self, pid):
        """Asks every window of the process. Returns: the number that the answer will have"""
        number = next(self.numbers)
        found = subprocess.run(["xdotool", "search", "--pid", str(pid)], check=False, text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.split()
        for window in map(int, found):
            message = Message(type=CLIENT_MESSAGE, window=window, kind=self.protocols, format=32)
            message.data[:3] = self.ping, number, window
            self.x.XSendEvent(self.display, ctypes.c_ulong(window), 0, ctypes.c_long(0),
                              ctypes.byref(message))
        self.x.XSync(self.display, 0)
        return number

    def answered(self, number):
        """Whether an answer of that number has come"""
        message = Message()
        while self.x.XCheckTypedEvent(self.display, CLIENT_MESSAGE, ctypes.byref(message)):
            if message.data[0] == self.ping and message.data[1] == number:
                return True
        return False
