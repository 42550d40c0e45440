"""The verdicts on a draft, for the screen and for other programs."""

from collections import Counter

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from mtqg_analysis.claims.checking import Checked
from mtqg_analysis.claims.verdict import Verdict
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.visible import json_text

WORDS = {
    "contradicted": to_translate("trái dữ liệu"),
    "unlike": to_translate("không cùng loại"),
    "not_understood": to_translate("chưa hiểu"),
    "not_in_data": to_translate("không có trong dữ liệu"),
    "rounded": to_translate("làm tròn"),
    "supported": to_translate("đúng"),
}
COLOURS = {
    "contradicted": "bold red",
    "unlike": "magenta",
    "not_understood": "yellow",
    "not_in_data": "yellow",
    "rounded": "cyan",
    "supported": "green",
}


def heading(one: Verdict) -> str:
    """The words of a draft and what is said of them, in one line."""
    return f"{one.text}: {tr(WORDS[one.said])}"


def as_json(checked: Checked) -> str:
    """The verdicts in the order of the text, as the format of `mtqg claims --json` has them."""
    found = {"claims": [_entry(one) for one in checked.verdicts]}
    return json_text(found) + "\n"


def _entry(one: Verdict) -> dict[str, object]:
    return {
        "text": one.text,
        "place": one.place,
        "verdict": one.said,
        "facts": list(one.facts),
        "found": one.found,
        "expected": one.expected,
        "slip": one.slip,
        "message": one.message,
    }


def show(checked: Checked, console: Console) -> None:
    """The verdicts as a table, then how many of each there are and what was not read."""
    table = Table(
        Column(tr("Chỗ"), overflow="fold"),
        Column(tr("Dự thảo viết"), overflow="fold"),
        tr("Kết quả"),
        Column(tr("Vì sao"), overflow="fold"),
    )
    for one in checked.verdicts:
        table.add_row(Text(one.place), Text(one.text), Text(tr(WORDS[one.said]), COLOURS[one.said]), Text(one.message))
    if checked.verdicts:
        console.print(table)
    for line in checked.draft.unread:
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    console.print(summary(checked), markup=False, highlight=False, soft_wrap=True)


def summary(checked: Checked) -> str:
    """How many claims there are, and how many of each verdict."""
    counted = Counter[str](one.said for one in checked.verdicts)
    told = ", ".join(f"{counted[name]} {tr(words)}" for name, words in WORDS.items() if counted[name])
    return (
        tr("{count} chỗ đã đối chiếu: {told}.", count=len(checked.verdicts), told=told)
        if told
        else tr("Không thấy số nào cần đối chiếu.")
    )
