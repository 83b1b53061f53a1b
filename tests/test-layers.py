#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The arrows between the folders: app -> ui, probe, core; ui -> core; probe -> core; no others.

Arguments: source root, then the three static libraries. The build gives every folder only the
include paths and libraries it may use; here both are tried against what must not get in.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

from tap import Tap

ROOT = pathlib.Path(sys.argv[1])
LIBRARIES = dict(zip(("core", "probe", "ui"), map(pathlib.Path, sys.argv[2:])))
BUILD = pathlib.Path.cwd()

FORBIDDEN_HEADERS = {
    "core": ["gtk/gtk.h", "gdk/gdk.h", "libusb.h", "json-glib/json-glib.h"],
    "probe": ["gtk/gtk.h", "gdk/gdk.h"],
    "ui": ["libusb.h"],
}
# Unicorn's headers are on every include path, so here the text of the sources has to tell
FORBIDDEN_INCLUDES = {
    "core": r"gtk/|gdk/|libusb|json-glib/|unicorn/",
    "probe": r"gtk/|gdk/|json-glib/",
    "ui": r"libusb|unicorn/",
}
FORBIDDEN_SYMBOLS = {
    "core": r"(gtk|gdk|libusb|json|uc)_",
    "probe": r"(gtk|gdk)_",
    "ui": r"(libusb|uc)_",
}
FORBIDDEN_FOLDERS = {"core": ["probe", "ui", "app"], "probe": ["ui", "app"], "ui": ["probe", "app"]}


def compile_options(folder):
    """The -I and -D options with which the build compiles a file of the folder, or None."""
    commands = json.loads((BUILD / "compile_commands.json").read_text())
    for command in commands:
        source = (BUILD / command["file"]).resolve()
        if (ROOT / folder).resolve() in source.parents:
            words = command["command"].split()
            return [word for word in words if re.match(r"-I|-isystem", word)]
    return None


def compiles(options, header):
    with tempfile.NamedTemporaryFile("w", suffix=".c") as source:
        source.write(f"#include <{header}>\n")
        source.flush()
        done = subprocess.run(["cc", "-fsyntax-only", *options, source.name],
                              cwd=BUILD, capture_output=True, check=False)
    return done.returncode == 0


def included(folder):
    """Every (file, header) that the files of the folder include."""
    for path in sorted((ROOT / folder).rglob("*.[ch]")):
        for header in re.findall(r'^\s*#\s*include\s*[<"]([^>"]+)', path.read_text(), re.M):
            yield path, header


def undefined_symbols(library):
    listing = subprocess.run(["nm", "--undefined-only", "--format=posix", library],
                             check=True, stdout=subprocess.PIPE, text=True).stdout
    return {line.split()[0] for line in listing.splitlines() if " U" in line}


def check_headers(folder):
    options = compile_options(folder)
    if options is None:
        assert not list((ROOT / folder).rglob("*.c")), "the build does not know this folder"
        return
    assert compiles(options, "glib.h"), "the witness itself does not compile"
    for header in FORBIDDEN_HEADERS[folder]:
        assert not compiles(options, header), f"#include <{header}> compiles in {folder}"


def check_includes(folder):
    own = {p.name: f for f in ("core", "probe", "ui", "app") for p in (ROOT / f).rglob("*.h")}
    for path, header in included(folder):
        owner = own.get(pathlib.PurePath(header).name)
        assert owner not in FORBIDDEN_FOLDERS[folder], f"{path} includes {header} of {owner}"
        assert not re.match(FORBIDDEN_INCLUDES[folder], header), f"{path} includes {header}"


def check_symbols(folder):
    wrong = re.compile(FORBIDDEN_SYMBOLS[folder])
    found = sorted(s for s in undefined_symbols(LIBRARIES[folder]) if wrong.match(s))
    assert not found, f"{folder} calls {', '.join(found)}"


def main():
    tap = Tap()
    for folder in ("core", "probe", "ui"):
        with tap.case(f"{folder} cannot include what its layer may not know"):
            check_headers(folder)
        with tap.case(f"{folder} includes no header of the folders above or beside it"):
            check_includes(folder)
        with tap.case(f"{folder} calls no library that its layer may not know"):
            check_symbols(folder)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
