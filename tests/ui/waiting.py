# SPDX-License-Identifier: GPL-2.0-or-later
"""Waits for what other programs show. Every wait is for a state, with a deadline that only a broken
program reaches, however busy the machine is."""

import os
import time

import gi

gi.require_version("Atspi", "2.0")
# pylint: disable=wrong-import-position
from gi.repository import Atspi, GLib  # noqa: E402

SANITIZED = bool(os.environ.get("UNLATCH_SANITIZED"))
DEADLINE_S = 300 if SANITIZED else 120


def bind_accessibility():
    """Once the desktop's bus exists"""
    Atspi.init()
    Atspi.set_timeout(60000, 60000)


def wait_for(what, probe, deadline_s=DEADLINE_S):
    """Waits until probe() gives something true. Returns: that"""
    end = time.monotonic() + deadline_s
    context = GLib.MainContext.default()
    while True:
        while context.iteration(False):
            pass
        try:
            found = probe()
        except GLib.Error:  # the widget went away while it was read
            found = None
        except AttributeError as error:  # or before: there is none where one was counted
            if error.obj is not None:
                raise
            found = None
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"waited {deadline_s} s in vain for {what}")
        time.sleep(0.02)


def eventually(check, *arguments, deadline_s=DEADLINE_S):
    """Repeats a check, which asserts, until it holds: what is looked at may come a moment after what
    was waited for. Returns: what the check does"""
    complaint = None

    def holds():
        nonlocal complaint
        try:
            return (check(*arguments),)
        except AssertionError as error:
            complaint = error
            return None
    try:
        return wait_for(check.__name__, holds, deadline_s)[0]
    except AssertionError as error:
        raise complaint or error


def has(node, state):
    """Whether a widget is in the state of that name"""
    return node.get_state_set().contains(getattr(Atspi.StateType, state))
