"""What the person reading says about a file, and where the file itself says otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.intake.headings import Block
from mtqg_analysis.intake.kinds import finding
from mtqg_analysis.intake.workbook import Where
from mtqg_analysis.ledger.finding import Finding


@dataclass(frozen=True)
class Answers:
    """What the person reading says about a file that the file does not say itself; empty where nothing was said.

    columns: what columns mean, by their letters, in the words of `roles`.
    """

    unit: str = ""
    decimal: str = ""
    level: str = ""
    as_of: date | None = None
    year: int | None = None
    author: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)


def contradictions(block: Block, answers: Answers, level: str, day: date | None, years: list[int]) -> list[Finding]:
    """Where the person says another level of the rows' units, cut-off or year than the table itself does."""
    told = []
    if level and answers.level not in ("", level):
        told.append(("--level", label("level", level).lower(), label("level", answers.level).lower()))
    if day and answers.as_of not in (None, day):
        told.append(("--as-of", tr("đến {day}", day=f"{day:%d/%m/%Y}"), f"{answers.as_of:%d/%m/%Y}"))
    if years and answers.year not in (None, *years):
        told.append(("--year", tr("năm {year}", year=", ".join(map(str, years))), str(answers.year)))
    where = Where(block.sheet.name, (block.first, 1))
    return [finding("ANSWER_CONTRADICTED", _contradicted(*one), where, one[1], one[2]) for one in told]


def _contradicted(option: str, stated: str, given: str) -> str:
    return tr(
        "Bảng ghi «{stated}» nhưng người nhập nêu {option} {given}; tùy chọn không thay cho điều tệp ghi. Hãy bỏ "
        "{option}, hoặc hỏi lại nơi gửi.",
        stated=stated,
        option=option,
        given=given,
    )
