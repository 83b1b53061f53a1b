#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What meson install puts on a machine, tried as the machine will use it.

Arguments: source root, build root.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from tap import Tap

ROOT = pathlib.Path(sys.argv[1])
BUILD = pathlib.Path(sys.argv[2])
APP_ID = "org.unlatch.Unlatch"
EXPECTED = [
    "bin/unlatch",
    "bin/unlatch-cli",
    "lib/udev/rules.d/60-unlatch.rules",
    f"share/applications/{APP_ID}.desktop",
    "share/bash-completion/completions/unlatch-cli",
    f"share/dbus-1/services/{APP_ID}.service",
    f"share/glib-2.0/schemas/{APP_ID}.gschema.xml",
    "share/help/C/unlatch/index.page",
    "share/help/C/unlatch/chip-locked.page",
    "share/help/de/unlatch/index.page",
    f"share/icons/hicolor/128x128/apps/{APP_ID}.png",
    f"share/icons/hicolor/48x48/apps/{APP_ID}.png",
    f"share/icons/hicolor/scalable/apps/{APP_ID}.svg",
    f"share/icons/hicolor/symbolic/apps/{APP_ID}-symbolic.svg",
    "share/man/man1/unlatch-cli.1",
    "share/man/man1/unlatch.1",
    "share/man/man5/unlatch-chips.5",
    "share/man/man5/unlatch-profile.5",
    f"share/metainfo/{APP_ID}.metainfo.xml",
    f"share/mime/packages/{APP_ID}.xml",
    "share/unlatch/examples/blinky.srec",
    "share/unlatch/examples/my-board.chips",
]


def run(*command, **options):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          check=False, **options)
    assert done.returncode == 0, f"{command[0]} says:\n{done.stdout}"
    return done.stdout


def install(folder):
    """Installs into the folder. Returns: what stands for the prefix there"""
    run("meson", "install", "-C", BUILD, "--no-rebuild", "--destdir", folder,
        env={**os.environ, "DESTDIR": str(folder)})
    found = list(pathlib.Path(folder).rglob(f"{APP_ID}.desktop"))
    assert len(found) == 1, found
    return found[0].parents[2]


# --- udev -------------------------------------------------------------------------------------

TERM = re.compile(r'([A-Z]+(?:\{[^}]+\})?)(==|!=|\+=|=)"([^"]*)"$')


def parse_rules(text):
    rules = []
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            terms = [TERM.match(term.strip()) for term in re.split(r',\s*(?=[A-Z])', line)]
            assert all(terms), f"not a udev rule: {line}"
            rules.append([term.groups() for term in terms])
    return rules


def matches(pattern, value):
    shell = "|".join(re.escape(part).replace(r"\*", ".*") for part in pattern.split("|"))
    return value is not None and re.fullmatch(shell, value) is not None


def apply_rules(rules, device):
    """A small udev: follows matches and GOTO. Returns: the assignments of the device"""
    got, label = {}, None
    for rule in rules:
        if label is not None:
            if ("LABEL", "=", label) not in rule:
                continue
            label = None
        tests = [term for term in rule if term[1] in ("==", "!=")]
        if not all(matches(value, device.get(key.replace("ATTRS", "ATTR"))) == (how == "==")
                   for key, how, value in tests):
            continue
        for key, how, value in rule:
            if key == "GOTO":
                label = value
            elif how in ("=", "+=") and key != "LABEL":
                got[key] = value
    assert label is None, f"GOTO {label} leads nowhere"
    return got


def usb(vendor, product, name, action="add"):
    return {"ACTION": action, "SUBSYSTEM": "usb", "ENV{DEVTYPE}": "usb_device",
            "ATTR{idVendor}": vendor, "ATTR{idProduct}": product, "ATTR{product}": name}


UDEV_CASES = [
    ("a J-Link may be opened", usb("1366", "0105", "J-Link"), True),
    ("a J-Link with an id of recent firmware may be opened", usb("1366", "1069", "J-Link"), True),
    ("a CMSIS-DAP probe of an unknown maker may be opened by its name",
     usb("1234", "0001", "Some CMSIS-DAP v2"), True),
    ("a Microchip EDBG may be opened", usb("03eb", "2111", "EDBG"), True),
    ("a keyboard is left alone", usb("046d", "c31c", "USB Keyboard"), False),
    ("another device of a probe's maker is left alone", usb("03eb", "2fe4", "ATxmega DFU"), False),
    ("a device that goes away is left alone", usb("1366", "0105", "J-Link", "remove"), False),
    ("the interface of a USB device is left alone",
     {**usb("1366", "0105", "J-Link"), "ENV{DEVTYPE}": "usb_interface"}, False),
    ("a CMSIS-DAP version 1 probe may be opened as HID",
     {"ACTION": "add", "SUBSYSTEM": "hidraw", "ATTR{product}": "DAPLink CMSIS-DAP"}, True),
    ("another HID is left alone",
     {"ACTION": "add", "SUBSYSTEM": "hidraw", "ATTR{product}": "USB Keyboard"}, False),
]


def check_udev(tap, rules_file):
    rules = parse_rules(rules_file.read_text())
    for fact, device, open_to_user in UDEV_CASES:
        with tap.case(f"udev: {fact}"):
            got = apply_rules(rules, device)
            assert (got.get("TAG") == "uaccess") == open_to_user, got
            if device["SUBSYSTEM"] == "usb":
                assert (got.get("ENV{ID_MM_DEVICE_IGNORE}") == "1") == open_to_user, got
    with tap.case("udev: the rules come before those that act on uaccess, and set no group or mode"):
        assert rules_file.name < "73-seat-late.rules"
        assert not [term for rule in rules for term in rule if term[0] in ("GROUP", "MODE")]


# --- file types -------------------------------------------------------------------------------

TI_TXT = b"@C000\r\n31 40 00 03\r\nq\r\n"
MIME_CASES = [
    ("data/examples/blinky.srec", "blinky.srec", "text/x-srecord"),
    ("data/examples/blinky.srec", "without-a-suffix", "text/x-srecord"),
    ("data/examples/app.hex", "app.hex", "text/x-ihex"),
    ("data/examples/app.hex", "without-a-suffix", "text/x-ihex"),
    ("README.md", "project.unlatch", "application/x-unlatch-profile"),
    ("README.md", "notes.txt", "text/plain"),
    (b":0400000000010203F6\n", "short-records", "text/x-ihex"),
    (b"S113000000010203\n", "no-header", "text/x-srecord"),
    (b"S0 is what the first state is called\n", "words", "text/plain"),
    (b":10 o'clock, and all is well\n", "words", "text/plain"),
    (TI_TXT, "without-a-suffix", "text/x-ti-txt"),
    (TI_TXT, "firmware.txt", "text/plain"),
    (b"@0001\nACGT\n+\n!!!!\n", "a-gene", "text/plain"),
    (b"UF2\nWQ]\x9e" + bytes(504), "without-a-suffix", "application/x-uf2"),
]


def check_mime(prefix, scratch):
    share = scratch / "share"
    (share / "mime").mkdir(parents=True)
    os.symlink(prefix / "share/mime/packages", share / "mime/packages")
    run("update-mime-database", share / "mime")
    env = {**os.environ, "XDG_DATA_HOME": str(share)}
    for source, name, expected in MIME_CASES:
        path = scratch / name
        path.write_bytes(source if isinstance(source, bytes) else (ROOT / source).read_bytes())
        said = run("gio", "info", "-a", "standard::content-type", path, env=env)
        assert f"standard::content-type: {expected}\n" in said, f"{source} as {name}: {said}"


def check_service(prefix):
    """The desktop starts the program over D-Bus, so the name, the file and the program must agree."""
    service = (prefix / f"share/dbus-1/services/{APP_ID}.service").read_text()
    entry = (prefix / f"share/applications/{APP_ID}.desktop").read_text()
    assert f"Name={APP_ID}\n" in service, service
    program = re.search(r"^Exec=(\S+) --gapplication-service$", service, re.M).group(1)
    assert program.endswith("/bin/unlatch") and "@" not in program, program
    assert "DBusActivatable=true\n" in entry
    actions = re.search(r"^Actions=(.*);$", entry, re.M).group(1).split(";")
    known = (ROOT / "ui/ul-application.c").read_text()
    for action in actions:
        assert f'{{ "{action}", act_{action} }}' in known, action


def check_metainfo_pictures(scratch):
    """Where pictures are hosted, the metainfo names those that are kept here."""
    made = scratch / f"{APP_ID}.metainfo.xml"
    run(sys.executable, ROOT / "data/make-metainfo.py", ROOT / f"data/{APP_ID}.metainfo.xml.in", made,
        "https://example.org/pictures/")
    run("appstreamcli", "validate", "--no-net", made)
    names = re.findall(r"https://example.org/pictures/([a-z-]+\.png)<", made.read_text())
    assert len(names) >= 3, names
    for name in names:
        assert (ROOT / "docs/screenshots" / name).is_file(), name


def check_flatpak():
    manifest = json.loads((ROOT / f"data/packaging/flatpak/{APP_ID}.json").read_text())
    assert manifest["id"] == APP_ID and manifest["command"] == "unlatch", manifest
    own = manifest["modules"][-1]
    place = ROOT / "data/packaging/flatpak" / own["sources"][0]["path"]
    assert own["buildsystem"] == "meson" and (place / "meson.build").is_file(), own
    options = (ROOT / "meson_options.txt").read_text()
    for option in own["config-opts"]:
        assert f"option('{option[2:].split('=')[0]}'" in options, option
    assert sorted(manifest["finish-args"]) == [
        "--device=all", "--share=ipc", "--socket=fallback-x11", "--socket=wayland"], "what it may do"
    for module in manifest["modules"][:-1]:
        for source in module["sources"]:
            assert len(source.get("sha256", source.get("commit", ""))) >= 40, f"not pinned: {source}"


def check_debian():
    """Everything that is installed is in one of the two packages."""
    listed = [line for name in ("unlatch", "unlatch-cli") for line in
              (ROOT / f"data/packaging/debian/{name}.install").read_text().split()]
    for path in EXPECTED:
        assert [line for line in listed if f"usr/{path}".startswith(line)], f"{path} is in none"


def check_icons(prefix, scratch):
    """The pictures of one size are drawn from the scalable icon, by any version of any library."""
    icons = prefix / "share/icons/hicolor"
    for size in ("48", "128"):
        made, kept = scratch / f"{size}.png", icons / f"{size}x{size}/apps/{APP_ID}.png"
        run("gdk-pixbuf-thumbnailer", "-s", size, icons / f"scalable/apps/{APP_ID}.svg", made)
        said = run("identify", "-format", "%wx%h", kept)
        assert said.strip() == f"{size}x{size}", said
        difference = subprocess.run(["compare", "-metric", "RMSE", made, kept, "null:"], text=True,
                                    check=False, capture_output=True).stderr
        assert float(re.search(r"\(([0-9.e-]+)\)", difference).group(1)) < 0.05, difference


def check_examples(scratch):
    run(sys.executable, ROOT / "data/examples/make-examples.py", scratch / "examples")
    made = sorted((scratch / "examples").iterdir())
    assert len(made) == 3, made
    for path in made:
        assert path.read_bytes() == (ROOT / "data/examples" / path.name).read_bytes(), path.name


# --- the command line -------------------------------------------------------------------------


def check_cli_page(prefix):
    page = (prefix / "share/man/man1/unlatch-cli.1").read_text().replace("\\-", "-")
    program = prefix / "bin/unlatch-cli"
    verbs = re.findall(r"^  ([a-z]+)  +\S", run(program, "--help"), re.M)
    assert len(verbs) > 10, verbs
    for verb in verbs:
        assert re.search(rf"^\.BR? (\"?){verb}\b", page, re.M), f"the page does not know {verb}"
        for option in re.findall(r"--[a-z][a-z-]+", run(program, verb, "--help")):
            assert option in page or option in ("--help", "--version"), f"{verb} {option}"


def complete(prefix, *words, helpers=""):
    script = f"""
        {helpers}
        source {prefix}/share/bash-completion/completions/unlatch-cli
        COMP_WORDS=(unlatch-cli {" ".join(words)}) COMP_CWORD={len(words)}
        COMP_LINE="unlatch-cli {" ".join(words).replace(" : ", ":")}" COMP_POINT=${{#COMP_LINE}}
        _unlatch_cli
        printf '%s\\n' "${{COMPREPLY[@]}}" """
    env = {**os.environ, "PATH": f"{prefix}/bin:{os.environ['PATH']}"}
    return run("bash", "-c", script, env=env).split()


def check_completion(prefix):
    assert complete(prefix, "ins") == ["inspect"]
    assert complete(prefix, "erase", "--ch") == ["--chip"]
    assert complete(prefix, "read", "--fo") == ["--force"]
    assert complete(prefix, "--device", "MKL25Z1") == ["MKL25Z128xxx4"]
    helpers = "source /usr/share/bash-completion/bash_completion"
    assert complete(prefix, "ins", helpers=helpers) == ["inspect"]
    assert complete(prefix, "--probe", "sim", ":", "frdm-kl", helpers=helpers) == ["frdm-kl25z"]


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        prefix = install(scratch / "dest")
        for path in EXPECTED:
            with tap.case(f"{path} is installed"):
                assert (prefix / path).is_file()
        check_udev(tap, prefix / "lib/udev/rules.d/60-unlatch.rules")
        with tap.case("the desktop entry is valid"):
            run("desktop-file-validate", prefix / f"share/applications/{APP_ID}.desktop")
        with tap.case("the metainfo is valid"):
            run("appstreamcli", "validate", "--no-net",
                prefix / f"share/metainfo/{APP_ID}.metainfo.xml")
        with tap.case("the metainfo names no pictures where none are hosted"):
            said = (prefix / f"share/metainfo/{APP_ID}.metainfo.xml").read_text()
            assert "screenshot" not in said and "MEDIA_URL" not in said
        with tap.case("the metainfo names the pictures that are kept here"):
            check_metainfo_pictures(scratch)
        with tap.case("the schema of the settings is valid"):
            run("glib-compile-schemas", "--strict", "--dry-run", prefix / "share/glib-2.0/schemas")
        with tap.case("the desktop can start the program over D-Bus"):
            check_service(prefix)
        with tap.case("the icons of one size show what the scalable one shows"):
            check_icons(prefix, scratch)
        with tap.case("the Flatpak manifest fits the build"):
            check_flatpak()
        with tap.case("each installed file is in a Debian package"):
            check_debian()
        with tap.case("firmware files are known by suffix and by what they hold"):
            check_mime(prefix, scratch)
        with tap.case("the manual pages are well-formed"):
            for page in (prefix / "share/man").glob("man*/*"):
                said = run("man", "--warnings", "-l", page,
                           env={**os.environ, "MANROFFSEQ": "", "MANPAGER": "cat"})
                assert "warning" not in said.lower().replace("warnings", ""), said
        with tap.case("unlatch-cli runs where it is installed"):
            said = run(prefix / "bin/unlatch-cli", "inspect",
                       prefix / "share/unlatch/examples/blinky.srec")
            assert "CRC-32" in said, said
        with tap.case("the manual page knows every verb and option of unlatch-cli"):
            check_cli_page(prefix)
        with tap.case("bash completes verbs, options and chips"):
            check_completion(prefix)
        with tap.case("the example images are what their source makes"):
            check_examples(scratch)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
