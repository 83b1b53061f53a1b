# SPDX-License-Identifier: GPL-2.0-or-later
"""The few lines of TAP that the Python tests need: one case, one fact.

    tap = Tap()
    with tap.case("a locked chip is shown as locked"):
        assert ...
    sys.exit(tap.finish())
"""

import contextlib
import sys
import traceback


class Tap:
    def __init__(self):
        self.count = 0
        self.failed = 0

    @contextlib.contextmanager
    def case(self, fact):
        """Runs its body as one case. An exception fails the case, not the program."""
        self.count += 1
        try:
            yield
        except Exception:  # pylint: disable=broad-except
            self.failed += 1
            print(f"not ok {self.count} - {fact}", flush=True)
            for line in traceback.format_exc().splitlines():
                print(f"# {line}", flush=True)
        else:
            print(f"ok {self.count} - {fact}", flush=True)

    def finish(self):
        """Prints the plan. Returns: the exit status"""
        print(f"1..{self.count}", flush=True)
        sys.stdout.flush()
        return 1 if self.failed or not self.count else 0
