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
from tests.obeyed_texts import OBEYED_TEXTS

HELD = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def printed(*shown, **named):
    stream = io.StringIO()
    screen = Screen(file=stream, force_terminal=True, color_system=None, width=200, legacy_windows=False)
    for one in shown:
        screen.print(one, highlight=False, **named)
    return stream.getvalue()


@pytest.mark.parametrize("text", OBEYED_TEXTS, ids=range(len(OBEYED_TEXTS)))
def test_a_terminal_gets_the_words_and_nothing_to_obey(text):
    table = Table("cột")
    table.add_row(escape(text))
    error = DataError("Thiếu {file}, ô {cell}.", file=Path(text.replace("\0", "")), cell=text)
    out = printed(escape(text), table, Text(text), str(error))
    assert HELD.search(out) is None
    assert out.count(OBEYED_TEXTS[text]) >= 3  # rich itself leaves some controls out of a `Text`
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
