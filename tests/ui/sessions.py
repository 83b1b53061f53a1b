# SPDX-License-Identifier: GPL-2.0-or-later
"""The desktop's session manager, of which the test keeps what must not happen meanwhile."""

import os
import threading

from gi.repository import Gio, GLib

INTERFACE = """
<node>
  <interface name="org.gnome.SessionManager">
    <method name="RegisterClient">
      <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="o" direction="out"/>
    </method>
    <method name="UnregisterClient"><arg type="o" direction="in"/></method>
    <method name="Inhibit">
      <arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
      <arg type="u" direction="in"/><arg type="u" direction="out"/>
    </method>
    <method name="Uninhibit"><arg type="u" direction="in"/></method>
    <property name="SessionIsActive" type="b" access="read"/>
  </interface>
</node>
"""


class Sessions:
    """Answers on the session bus from a thread of its own: a program that starts waits for it, while
    the test may be waiting for that program."""

    LOGOUT, SUSPEND = 1, 4  # as GTK counts them

    def __init__(self):
        self.held = {}  # cookie: (flags, reason)
        self.count = 0
        ready = threading.Event()
        threading.Thread(target=self._answer, args=(ready,), daemon=True).start()
        ready.wait()

    def _answer(self, ready):
        context = GLib.MainContext.new()
        context.push_thread_default()
        flags = Gio.DBusConnectionFlags
        bus = Gio.DBusConnection.new_for_address_sync(
            os.environ["DBUS_SESSION_BUS_ADDRESS"],
            flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION, None, None)
        bus.register_object("/org/gnome/SessionManager",
                            Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0], self._call,
                            lambda *_: GLib.Variant("b", True))
        bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                      "RequestName", GLib.Variant("(su)", ("org.gnome.SessionManager", 0)), None,
                      Gio.DBusCallFlags.NONE, -1, None)
        ready.set()
        GLib.MainLoop.new(context, False).run()

    def holds(self, flags):
        """Whether somebody holds all of these"""
        return any(held & flags == flags for held, _ in self.held.values())

    def _call(self, _bus, _sender, _path, _interface, method, arguments, call):
        answer = None
        if method == "RegisterClient":
            answer = GLib.Variant("(o)", ("/org/gnome/SessionManager/Client1",))
        elif method == "Inhibit":
            self.count += 1
            self.held[self.count] = (arguments[3], arguments[2])
            answer = GLib.Variant("(u)", (self.count,))
        elif method == "Uninhibit":
            del self.held[arguments[0]]
        call.return_value(answer)
