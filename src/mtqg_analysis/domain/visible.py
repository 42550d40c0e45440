"""Text from outside as it may be shown: what a terminal would obey, or a reader not see, is written out.

Names of files, cells of tables and messages that quote them may hold escape sequences, which rename a window or move
its cursor, and marks that turn the order of letters round. What goes to a terminal, a log or a manifest passes here.
"""

import json
import re

UNSEEN = (
    r"\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    r"\U000e0000-\U000e007f"
)  # formats, directions, separators, halves of letters, tags
TURNING = r"\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
DIRECTIONS = re.compile(f"[{TURNING}]")
OBEYED = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f-\x9f{TURNING}]")
_HIDDEN = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f-\x9f{UNSEEN}]")
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet runs what begins so
PICTURES = 0x2400  # of the controls below the space, in their order


def visible(text: str) -> str:
    r"""A text with its controls and directions written out; ends of lines and tabs stay.

    >>> visible("a\x1b]0;b\x07"), visible("x\u202egpj.exe"), visible("\udcff\x9b\x7f"), visible("Hữu Lũng\n")
    ('a␛]0;b␇', 'x‹U+202E›gpj.exe', '‹U+DCFF›‹U+009B›‹U+007F›', 'Hữu Lũng\n')
    """
    return text if text.isprintable() else _HIDDEN.sub(_written_out, text)


def one_line(text: str) -> str:
    r"""The same for what stands within a sentence, where an end of line would begin another.

    >>> one_line("a.xlsx\nlỗi: tệp b")
    'a.xlsx␊lỗi: tệp b'
    """
    return visible(text).replace("\n", "␊")


def inert(text: str) -> str:
    """A text that no spreadsheet takes for a formula: where it begins like one, it is marked as text.

    >>> inert("=1+1"), inert("@SUM(A1)"), inert("Hữu Lũng")
    ("'=1+1", "'@SUM(A1)", 'Hữu Lũng')
    """
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def _written_out(letter: re.Match[str]) -> str:
    code = ord(letter[0])
    return chr(PICTURES + code) if code < 32 else f"‹U+{code:04X}›"


def json_text(content: object, sort_keys: bool = False) -> str:
    r"""JSON that a person may print: what `visible` writes out is escaped as JSON does, so that its values stay.

    >>> json_text("x\u202ey"), json.loads(json_text("\u202e\udcff")) == "\u202e\udcff"
    ('"x\\u202ey"', True)
    """
    return _HIDDEN.sub(_escaped, json.dumps(content, ensure_ascii=False, indent=1, sort_keys=sort_keys))


def _escaped(letter: re.Match[str]) -> str:
    return json.dumps(letter[0])[1:-1]
