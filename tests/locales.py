# SPDX-License-Identifier: GPL-2.0-or-later
"""Languages for a program that is run from its build folder.

    with Languages() as languages:
        env.update(languages.speak("ja"))
"""

import os
import pathlib
import subprocess
import tempfile

import pseudo

BUILD = pathlib.Path(os.environ.get("UNLATCH_BUILD", ""))
SYSTEMS = {"ja": "ja_JP", "zh_CN": "zh_CN", "de": "de_DE", "fr": "fr_FR", "es": "es_ES"}


class Languages:
    """A folder of locales: the machine need not have any installed, only their sources"""

    def __init__(self, translations=None):
        self._folder = tempfile.TemporaryDirectory(prefix="unlatch-locales-")
        self.place = pathlib.Path(self._folder.name)
        self.translations = pathlib.Path(translations or BUILD / "po")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._folder.cleanup()

    def make(self, system):
        """Compiles a locale of the C library, such as ja_JP"""
        target = self.place / f"{system}.UTF-8"
        if not target.exists():
            made = subprocess.run(["localedef", "--no-archive", "-i", system, "-f", "UTF-8",
                                   str(target)], capture_output=True, text=True, check=False)
            assert target.exists(), made.stderr
        return target.name

    def pretend(self, kind):
        """Makes a language out of the English messages; see pseudo.py. Returns: its environment"""
        language = "x" + kind
        template = self.place / "unlatch.pot"
        if not template.exists():
            pseudo.collect(template)
        if not (self.place / "pseudo" / language).exists():
            pseudo.pretend(kind, template, self.place / "pseudo", language)
        return {**self.speak(language), "UNLATCH_LOCALE_DIR": str(self.place / "pseudo")}

    def speak(self, language):
        """Returns: what makes a program speak it, for its environment"""
        return {"LOCPATH": str(self.place), "LC_ALL": self.make(SYSTEMS.get(language, "en_US")),
                "LANGUAGE": language, "UNLATCH_LOCALE_DIR": str(self.translations)}
