"""How each column of a file was read, in one line a column."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from mtqg_analysis.domain.language import tr
from mtqg_analysis.intake.columns import LEFT_OUT, heading_place
from mtqg_analysis.intake.fields import Field
from mtqg_analysis.intake.roles import MEASURES, in_words
from mtqg_analysis.intake.table import TableReading
from mtqg_analysis.intake.workbook import Where, address


@dataclass(frozen=True)
class SpokenColumn:
    """One column: where its heading is, what stands there, and what its numbers were taken for."""

    where: Where
    letter: str
    heading: str
    words: str


def columns_in_words(tables: Iterable[TableReading]) -> Iterator[SpokenColumn]:
    """Every column of numbers of the tables of a file, in their order."""
    for table in tables:
        for one in table.fields:
            where = Where(table.block.sheet.name, heading_place(table.block, one))
            yield SpokenColumn(where, address(1, one.column)[:-1], one.text, _words(table, one))


def _words(table: TableReading, one: Field) -> str:
    if one.hidden:
        return tr("cột ẩn, không đọc")
    if one.role == "rate":
        return tr("tỷ lệ, chỉ để đối chiếu")
    if one.role != "money" or not one.meaning.measure:
        return tr("không đọc")
    if one.doubt:
        return tr("chưa đọc, cần hỏi: {words}", words=", ".join(one.doubt))
    if one.meaning.measure in LEFT_OUT:
        return tr("{measure}, không lưu", measure=tr(MEASURES[one.meaning.measure]))
    whole = one.meaning.within(replace(table.context, unit="", level=""))
    return in_words(whole, one.unit or table.around.unit, table.by_rows)
