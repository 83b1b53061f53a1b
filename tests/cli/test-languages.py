# SPDX-License-Identifier: GPL-2.0-or-later
"""The command line in other languages. test-languages.py PATH-OF-unlatch-cli"""

import pathlib
import re
import sys
import unicodedata

from cli import EXAMPLES, Cli, Tap

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
# pylint: disable=wrong-import-position
from locales import Languages  # noqa: E402

tap = Tap()
program = pathlib.Path(sys.argv[1])
WIDE = ("ja", "zh_CN", "xwide")


def cells(text):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
               for c in text)


def start_of_value(line):
    """Returns: the cell in which what stands behind a title and its blanks begins, or None"""
    found = re.match(r"\S.*?[:：] +(?=\S)", line)
    return cells(found.group(0)) if found else None


class Speaker(Cli):
    def __init__(self, languages, language):
        super().__init__(program)
        self.env.update(languages.pretend(language[1:]) if language[0] == "x"
                        else languages.speak(language))

    def tell(self, *arguments):
        return self.run(*arguments, as_json=False).out.splitlines()


def lines_of_info(cli):
    cli.board("frdm-kl25z", "--image", EXAMPLES / "app.hex", "--fprot", "0xFFFFFFFC")
    lines = cli.tell("--probe", "sim:frdm-kl25z", "info")
    assert len(lines) > 7, lines
    return lines


with Languages(program.resolve().parents[1] / "po") as languages:
    for language in WIDE:
        with tap.case(f"{language}: the values of info stand in one column"), \
                Speaker(languages, language) as cli:
            lines = lines_of_info(cli)
            starts = {start_of_value(line) for line in lines if re.match(r"\S{1,12}:? ", line)}
            assert len(starts - {None}) == 1, "\n".join(lines)

        with tap.case(f"{language}: the columns of a plan stand one below the other"), \
                Speaker(languages, language) as cli:
            cli.board("frdm-kl25z", "--image", EXAMPLES / "app.hex")
            lines = [line for line in cli.tell("--probe", "sim:frdm-kl25z", "plan",
                                               EXAMPLES / "blinky.srec") if line[:2] == "0x"]
            assert len(lines) > 1, lines
            starts = set()
            for line in lines:
                count = re.match(r"0x\S+ +\d+ \S+ +", line)
                assert count, line
                starts.add(cells(count.group(0)))
            assert len(starts) == 1, "\n".join(lines)

        with tap.case(f"{language}: the lock settings of a plan stand in columns"), \
                Speaker(languages, language) as cli:
            cli.board("frdm-kl25z", "--image", EXAMPLES / "app.hex")
            lines = cli.tell("--probe", "sim:frdm-kl25z", "plan", EXAMPLES / "blinky.srec")
            rows = [line for line in lines if re.search(r"\S {2,}\S.* {2,}\S", line)
                    and line[:2] != "0x"]
            assert len(rows) > 3, lines
            firsts = {cells(re.match(r"\S.*? {2,}", row).group(0)) for row in rows}
            assert len(firsts) == 1, "\n".join(rows)

    for language, tag in (("de", "de"), ("ja", "ja"), ("zh_CN", "zh-CN"), ("C", "en")):
        with tap.case(f"{tag}: the page of a report says its language"), \
                Speaker(languages, language) as cli:
            cli.board("frdm-kl25z")
            path = cli.scratch / "report.html"
            cli.tell("--probe", "sim:frdm-kl25z", "blank", "--report", path)
            page = path.read_text(encoding="utf-8")
            assert f' lang="{tag}">' in page, page[:200]

    def answer(language, word):
        with Speaker(languages, language) as cli:
            cli.board("frdm-kl25z")
            return cli.run_on_terminal(word, "--probe", "sim:frdm-kl25z", "program",
                                       EXAMPLES / "blinky.srec")

    for language, word in (("de", "j"), ("fr", "o"), ("de", "y"), ("ja", "y")):
        with tap.case(f"{language}: “{word}” means yes"):
            status, shown = answer(language, word)
            assert status == 0, shown

    for language, word in (("de", "n"), ("de", "nein"), ("fr", "n"), ("de", "yikes"), ("ja", "")):
        with tap.case(f"{language}: “{word}” does not mean yes"):
            status, shown = answer(language, word)
            assert status != 0, shown

sys.exit(tap.finish())
