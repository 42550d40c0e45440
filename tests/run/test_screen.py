"""Text from outside is shown in the terminal and never obeyed by it."""

import io
import json
import re
from pathlib import Path

import pytest
from rich.markup import escape
from rich.table import Table
from rich.text import Text

import mtqg_analysis
from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.domain.visible import json_text
from mtqg_analysis.ledger.cells import short
from mtqg_analysis.run.screen import Screen

HOSTILE = {  # what a terminal would make of it, and a part of it that is to be read
    "\x1b]0;tên\x07": "␛]0;tên␇",  # renames the window
    "\x1b]2;tên\x1b\\": "␛]2;tên␛\\",
    "\x1b]52;c;cm0gLXJm\x07": "␛]52;c;",  # fills the clipboard
    "\x1b]8;;https://evil.example\x07bấm\x1b]8;;\x07": "␛]8;;https",  # links
    "\x1b[2J": "␛[2J",  # clears the screen
    "\x1b[1A\x1b[2K": "␛[1A␛[2K",  # goes back over the line above
    "\x1b[?1049h": "␛[?1049h",  # another screen
    "\x1b[31m": "␛[31m",
    "\x1b[8m": "␛[8m",  # hides what follows
    "\x1bP1$r0m\x1b\\": "␛P1$r",  # a control string
    "\x1b_Gf=100\x1b\\": "␛_Gf",  # a picture
    "\x1bc": "␛c",  # resets the terminal
    "\x9b2J": "‹U+009B›2J",  # the same with the controls of eight bits
    "\x9d0;tên\x9c": "‹U+009D›0;tên",
    "tốt\rxấu": "tốt␍xấu",  # overwrites the line
    "tốt\b\b\bxấu": "tốt␈␈␈xấu",
    "\x00\x07\x0b\x0c\x0e\x7f": "␀␇␋␌␎‹U+007F›",
    "bao-cao\u202excod.exe": "‹U+202E›xcod.exe",  # reads from right to left
    "\u2066a\u2069\u2067b\u2069": "‹U+2066›a‹U+2069›‹U+2067›b",
    "\u200ea\u200fb\u061c": "‹U+200E›a‹U+200F›b‹U+061C›",
    "Hữu\u200bLũng\ufeff\u2060": "Hữu‹U+200B›Lũng‹U+FEFF›‹U+2060›",
    "a\u2028b\u2029c": "a‹U+2028›b‹U+2029›c",
    "\U000e0041\U000e0042": "‹U+E0041›‹U+E0042›",  # letters that nobody sees
    "\udcc3\udca1": "‹U+DCC3›‹U+DCA1›",  # bytes of a name that is no UTF-8
}
HELD = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def printed(*shown, **named):
    stream = io.StringIO()
    screen = Screen(file=stream, force_terminal=True, color_system=None, width=200, legacy_windows=False)
    for one in shown:
        screen.print(one, highlight=False, **named)
    return stream.getvalue()


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_terminal_gets_the_words_and_nothing_to_obey(text):
    table = Table("cột")
    table.add_row(escape(text))
    error = DataError("Thiếu {file}, ô {cell}.", file=Path(text.replace("\0", "")), cell=text)
    out = printed(escape(text), table, Text(text), str(error))
    assert HELD.search(out) is None
    assert out.count(HOSTILE[text]) >= 3  # rich itself leaves some controls out of a `Text`
    assert HELD.search(str(error)) is None
    content = json_text({text: text})
    assert HELD.search(content) is None
    assert json.loads(content) == {text: text}


def test_no_name_and_no_cell_begins_a_line_of_its_own():
    forged = "a.csv\nlỗi: mọi số liệu"
    assert printed(short(forged)).count("\n") == 1
    assert "\n" not in str(DataError("Thiếu {file}.", file=Path(forged)))


def test_the_colours_of_the_screen_itself_are_left():
    stream = io.StringIO()
    Screen(file=stream, force_terminal=True, color_system="standard").print("[red]a[/red]\x1b[32mb", highlight=False)
    assert stream.getvalue() == "\x1b[31ma\x1b[0m␛[32mb\n"


def test_nothing_is_printed_but_through_the_screen():
    """But for the one line before libraries are loaded, which is made visible there."""
    package = Path(mtqg_analysis.__file__).parent
    pattern = re.compile(r"^(?!.*>>>)(?!\s*\.\.\.).*(?<![\w.])(Console\(|print\(|echo\(|sys\.std(out|err)\.write)")
    found = [
        f"{file.relative_to(package).as_posix()}: {line.strip()}"
        for file in sorted(package.rglob("*.py"))
        for line in file.read_text("utf-8").splitlines()
        if pattern.search(line)
    ]
    assert found == [
        "__main__.py: print(visible(standing.whole_line))",
        "ledger/dictionary.py: sys.stdout.write(data_dictionary())",
    ]
