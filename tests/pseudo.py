# SPDX-License-Identifier: GPL-2.0-or-later
"""Languages that nobody speaks, made of the English messages, to see what a translation meets.

    long    accents, and two fifths more of it
    wide    letters that take two cells of a terminal, as Chinese and Japanese ones do
    hebrew  Hebrew letters, which run from right to left

A text in which two Latin letters follow each other did not come from a message.
"""

import pathlib
import re
import string
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[1]
OPEN, CLOSE = "⟦", "⟧"
KEYWORDS = ("_", "N_", "C_:1c,2", "NC_:1c,2", "g_dcgettext:2", "g_dngettext:2,3", "g_dpgettext2:2c,3")
# What a translation has to leave as it is: conversions, numbers, markup, entities, mnemonics, escapes
KEPT = re.compile(r"%(?:\d+\$)?[-+ #0]*(?:\*|\d+)?(?:\.\d+)?(?:hh|h|ll|l|z|j|t)?[a-zA-Z%]"
                  r"|0x[0-9A-F]*|<[^<>]+>|&[a-z]+;|_[A-Za-z]|\\.")
ACCENTED = str.maketrans("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
                         "áƀćďéƒǧĥíĵķĺɱńóƥɋŕšťúṽŵẋýžÁɃĆĎÉƑǦĤÍĴĶĹṀŃÓƤɊŔŠŤÚṼŴẊÝŽ")
FULL = str.maketrans({c: chr(ord(c) + 0xFEE0) for c in string.ascii_letters})
HEBREW = str.maketrans({c: chr(0x5D0 + (ord(c.lower()) - 97)) for c in string.ascii_letters})
FILLER = "ẋýž ŵáńó ƥéɱ ĺúŕ "


def outside(text, change):
    """Changes what a translation may change"""
    parts, end = [], 0
    for kept in KEPT.finditer(text):
        parts += [change(text[end:kept.start()]), kept.group(0)]
        end = kept.end()
    return "".join(parts + [change(text[end:])])


def make_long(text):
    letters = sum(c in string.ascii_letters for c in KEPT.sub("", text))
    if not letters:
        return text
    more = (FILLER * (letters // 30 + 1))[:letters * 2 // 5].rstrip()
    body = text.rstrip("\\n") if text.endswith("\\n") else text
    tail = text[len(body):]
    return f"{OPEN}{outside(body, lambda t: t.translate(ACCENTED))}{' ' + more if more else ''}{CLOSE}{tail}"


KINDS = {"long": make_long,
         "wide": lambda text: outside(text, lambda part: part.translate(FULL)),
         "hebrew": lambda text: outside(text, lambda part: part.translate(HEBREW))}


def collect(target):
    """Takes the messages out of the sources, as the build does"""
    made = subprocess.run(["xgettext", "--from-code=UTF-8", *(f"--keyword={k}" for k in KEYWORDS),
                           "--files-from=po/POTFILES.in", "--output=-"], cwd=ROOT, check=True,
                          capture_output=True)
    plain = subprocess.run(["msgcat", "--no-wrap", "-"], input=made.stdout, check=True,
                           capture_output=True)
    target.write_bytes(plain.stdout)


def unfold(block):
    """Returns: the fields of a message, each with its text on one line"""
    fields, name = {}, None
    for line in block.splitlines():
        if line.startswith("#") or not line:
            continue
        found = re.match(r'(msg\w+(?:\[\d\])?) (".*")$', line)
        if found:
            name, line = found.groups()
        fields[name] = fields.get(name, "") + line[1:-1]
    return fields


def pretend(kind, template, folder, language):
    """Makes a translation into @language below @folder"""
    change = KINDS[kind]
    out = ['msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n'
           'Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n']
    for block in template.read_text(encoding="utf-8").split("\n\n"):
        fields = unfold(block)
        if not fields.get("msgid"):
            continue
        lines = [f'{name} "{fields[name]}"' for name in ("msgctxt", "msgid", "msgid_plural")
                 if name in fields]
        if "msgid_plural" in fields:
            lines += [f'msgstr[0] "{change(fields["msgid"])}"',
                      f'msgstr[1] "{change(fields["msgid_plural"])}"']
        else:
            lines.append(f'msgstr "{change(fields["msgid"])}"')
        out.append("\n".join(lines) + "\n")
    place = folder / language / "LC_MESSAGES"
    place.mkdir(parents=True)
    subprocess.run(["msgfmt", "-o", str(place / "unlatch.mo"), "-"], check=True, text=True,
                   encoding="utf-8", input="\n".join(out))
