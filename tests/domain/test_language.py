"""Two languages: every text has its English, nothing bypasses the catalogue, and the language holds where it should."""

import ast
import json
import re
import string
from datetime import date
from functools import cache
from pathlib import Path

import polib
import pytest

from mtqg_analysis.domain import errors
from mtqg_analysis.domain.errors import ParameterError
from mtqg_analysis.domain.language import current_language, speaking, tr, written, written_day, written_month
from mtqg_analysis.domain.reference import label, table

PROJECT = Path(__file__).resolve().parents[2]
SOURCE = PROJECT / "src/mtqg_analysis"
CATALOGUES = sorted((SOURCE / "domain/locale/en").glob("*.po"))
ENTRIES = [(file.name, entry) for file in CATALOGUES for entry in polib.pofile(file.read_text("utf-8"))]
VIETNAMESE = re.compile(r"[ăâđêôơưạảãáàằắặẳẵầấậẩẫẹẻẽéèềếệểễịỉĩíìọỏõóòồốộổỗờớợởỡụủũúùừứựửữỵỷỹýỳ]", re.IGNORECASE)
# Words that English keeps: what has to be typed as it is.
PROPER = ("đồng", "nghìn", "triệu", "tỷ", "Tên công trình", "ỦY BAN NHÂN DÂN TỈNH")
ERRORS = {error.__name__ for error in vars(errors).values() if isinstance(error, type)}
SPEAKING = {"tr", "to_translate", *ERRORS}  # what gives a text to the catalogue
# Where every text is for readers of reports; elsewhere Vietnamese stands in messages of errors only.
TOLD = [SOURCE / "intake" / name for name in ("values.py", "narrative.py", "read_docx.py")]
SPOKEN = [*(SOURCE / "report").rglob("*.py"), *(SOURCE / "ledger").glob("[acrwsy]*.py"), *TOLD]
# Decree 30/2020/NĐ-CP words the head and foot of a signed document in Vietnamese, whatever the report speaks.
FIXED = {"issuer.py", "word_issuer.py", "word_frame.py"}


@cache
def strings(path):
    """Every string of a module with its parents, the nearest first: constants, and f-strings as a whole."""
    return list(_strings(ast.parse(path.read_text("utf-8")), ()))


def _strings(node, above):
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node, above
    for child in ast.iter_child_nodes(node):
        yield from _strings(child, (node, *above))


def called(call):
    """The name of what is called, without what it is an attribute of."""
    return getattr(call.func, "attr", "") or getattr(call.func, "id", "")


@cache
def marked():
    """The texts that the code gives to the catalogue, with the place of each."""
    return list(_marked())


def _marked():
    for path in sorted(SOURCE.rglob("*.py")):
        for node, above in strings(path):
            call = above[0]
            if not isinstance(call, ast.Call) or node not in call.args:
                continue
            of_a_section = called(call) == "Waits" and VIETNAMESE.search(node.value)
            if of_a_section or (called(call) in SPEAKING and call.args[0] is node):
                yield node.value, f"{path.relative_to(SOURCE)}:{node.lineno}"
    for path in SOURCE.rglob("*.j2"):
        for text in re.findall(r"tr\('([^']+)'\)", path.read_text("utf-8")):
            yield text, path.name


def markdown_cells():
    for path in sorted((PROJECT / "notebooks").glob("*.ipynb")):
        if path.stem != "explore":  # nobody exports it in English
            cells = json.loads(path.read_text("utf-8"))["cells"]
            yield from (("".join(cell["source"]), path.name) for cell in cells if cell["cell_type"] == "markdown")


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


# The catalogues --------------------------------------------------------------------------------------------------


def test_every_text_has_its_english():
    held = {entry.msgid for _, entry in ENTRIES}
    assert [(text, place) for text, place in (*marked(), *markdown_cells()) if text not in held] == []


def test_every_entry_is_used():
    used = {text for text, _ in (*marked(), *markdown_cells())}
    assert [(file, entry.msgid) for file, entry in ENTRIES if entry.msgid not in used] == []


def test_no_entry_stands_twice():
    keys = [entry.msgid for _, entry in ENTRIES]
    assert sorted(key for key in set(keys) if keys.count(key) > 1) == []


def named_places_differ(entry):
    own, english = placeholders(entry.msgid), placeholders(entry.msgstr)
    month = "{name}" in entry.msgstr and "{name}" not in entry.msgid  # a month's name stands for its number
    return not english - {"name"} <= own if month else own != english


def edges(text):
    return text[:1] == " ", text[-1:] == " "


FAULTS = {
    "has no English": lambda entry: not entry.msgstr,
    "is unfinished": lambda entry: entry.fuzzy,
    "names other figures": named_places_differ,
    "is bold elsewhere": lambda entry: entry.msgid.count("**") != entry.msgstr.count("**"),
    "begins or ends otherwise": lambda entry: edges(entry.msgid) != edges(entry.msgstr),
    "speaks Vietnamese": lambda entry: VIETNAMESE.search(
        re.sub("|".join([r"\{.*?\}", *PROPER]), "", entry.msgstr),
    ),
}


def test_every_entry_is_finished_and_keeps_its_figures():
    assert len(ENTRIES) > 1000
    assert [(file, said, entry.msgid) for file, entry in ENTRIES for said, at in FAULTS.items() if at(entry)] == []


@pytest.mark.parametrize(
    ("english", "said"),
    [
        ("", "has no English"),
        ("**{month}** paid", "names other figures"),
        ("{day} paid", "is bold elsewhere"),
        ("**{day}** paid ", "begins or ends otherwise"),
        ("**{day}** đã chi", "speaks Vietnamese"),
    ],
)
def test_each_fault_of_an_entry_is_found(english, said):
    entry = polib.POEntry(msgid="Đã chi **{day}**", msgstr=english)
    assert said in [name for name, at in FAULTS.items() if at(entry)]
    sound = polib.POEntry(msgid="Đã chi **{day}**", msgstr="**{day}** in đồng")
    assert [name for name, at in FAULTS.items() if at(sound)] == []


def test_every_label_has_its_english():
    for name, column in (
        ("labels", "label_en"),
        ("indicators", "label_en"),
        ("programmes", "name_en"),
        ("rules", "label_en"),
    ):
        rows = table(name)
        assert rows[rows[column] == ""].to_dict("records") == []


# Nothing bypasses them --------------------------------------------------------------------------------------------


def loose(path):
    """The texts of a module for readers that no catalogue gets to see."""
    for node, above in strings(path):
        if not VIETNAMESE.search(node.value) or isinstance(above[0], ast.Expr):  # a docstring
            continue
        called = {getattr(one.func, "id", "") for one in above if isinstance(one, ast.Call)}
        if not called & {"tr", "to_translate", "Waits"} and not any(isinstance(one, ast.Raise) for one in above):
            yield f"{path.relative_to(SOURCE)}:{node.lineno}", node.value


def test_no_text_for_readers_bypasses_the_catalogue():
    assert len(SPOKEN) > 100
    assert [found for path in SPOKEN if path.name not in FIXED for found in loose(path)] == []


def test_a_text_that_bypasses_the_catalogue_is_found():
    assert [text for path in SPOKEN if path.name == "issuer.py" for _, text in loose(path)]  # which is let pass


def test_no_error_is_put_together_before_it_can_be_translated():
    loose = []
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and called(node) in ERRORS and not isinstance(node.args[0], ast.Constant):
                pieces = [one.value for one in ast.walk(node.args[0]) if isinstance(one, ast.Constant)]
                if VIETNAMESE.search(" ".join(map(str, pieces))):
                    loose.append((path.name, node.lineno))
    assert loose == []


# How they speak ---------------------------------------------------------------------------------------------------


def test_english_writes_numbers_dates_and_labels_its_own_way():
    with speaking("en"):
        assert current_language() == "en"
        assert written("1,318.5") == "1,318.5"
        assert written_day(date(2024, 12, 31)) == "31 December 2024"
        assert written_month(2025, 6) == "June 2025"
        assert label("capital", "recurrent") == "Recurrent capital"
        assert tr("Đến {cut_off}", cut_off="31 December") == "To 31 December"
    assert current_language() == "vi"
    assert written("1,318.5") == "1.318,5"
    assert label("capital", "recurrent") == "Vốn sự nghiệp"


def test_the_former_language_returns_after_an_error():
    with pytest.raises(ZeroDivisionError), speaking("en"):
        raise ZeroDivisionError
    assert current_language() == "vi"


def test_a_text_that_no_catalogue_holds_stays_as_it_is():
    with speaking("en"):
        assert tr("Tràng Định") == "Tràng Định"
        assert tr("") == ""


def test_an_unknown_language_is_refused_with_those_that_are_known():
    with pytest.raises(ParameterError, match="vi, en"), speaking("fr"):
        pass
