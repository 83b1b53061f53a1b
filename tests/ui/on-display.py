# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs a test program on a display of its own."""

import subprocess
import sys

from desktop import Desktop

desktop = Desktop()
try:
    status = subprocess.run(sys.argv[1:], check=False).returncode
finally:
    desktop.close()
sys.exit(status if status >= 0 else 128 - status)
