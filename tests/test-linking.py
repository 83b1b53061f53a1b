#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The order in which the programs name their libraries. Arguments: the programs.

Unicorn exports functions under GLib's own names. Whoever is named first is found first, by the
program and by every library: were that Unicorn, GLib's callers would meet functions of another make.
"""

import subprocess
import sys

from tap import Tap


def libraries(program):
    listing = subprocess.run(["readelf", "--dynamic", "--wide", program],
                             check=True, stdout=subprocess.PIPE, text=True).stdout
    return [line.split("[")[1].rstrip("]") for line in listing.splitlines() if "(NEEDED)" in line]


def check_order(program):
    named = libraries(program)
    assert "libglib-2.0.so.0" in named, "the witness itself is not linked"
    if any("libunicorn" in name for name in named):
        unicorn = next(i for i, name in enumerate(named) if "libunicorn" in name)
        assert named.index("libglib-2.0.so.0") < unicorn, f"Unicorn comes first: {named}"


def main():
    tap = Tap()
    for program in sys.argv[1:]:
        with tap.case(f"{program.rsplit('/', 1)[-1]} finds GLib before its namesakes in Unicorn"):
            check_order(program)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
