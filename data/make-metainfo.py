#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Puts the address of the screenshots into the metainfo, or leaves them out where there is none.

Arguments: input, output, address.
"""

import pathlib
import re
import sys

source, output, address = sys.argv[1:]
text = pathlib.Path(source).read_text(encoding="utf-8")
if address:
    text = text.replace("@MEDIA_URL@", address.rstrip("/"))
else:
    text = re.sub(r" *<screenshots>.*?</screenshots>\n", "", text, flags=re.S)
pathlib.Path(output).write_text(text, encoding="utf-8")
