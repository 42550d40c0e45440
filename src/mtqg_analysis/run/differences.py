"""Two runs of one report side by side: which printed numbers moved, by how much, and why.

The reasons come first (`reasons`). A table is compared row by row (`row_pairs`), so that a row that only stands
elsewhere is no difference; then what stands around it and around charts, then the sentences.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from mtqg_analysis.domain.errors import ParameterError
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.run.difference import KINDS, REASONS, Difference, came_or_went, distance, said
from mtqg_analysis.run.printed import FIGURES, PrintedCell, PrintedReport, PrintedTable, Shown, read_printed
from mtqg_analysis.run.reasons import made_of
from mtqg_analysis.run.row_pairs import Row, paired, subject

TITLE, SCOPE = to_translate("tiêu đề"), to_translate("phạm vi")
ALT, NOTE = to_translate("mô tả hình"), to_translate("ghi chú")
ASSUMED = ("danh_muc_gia_dinh", "gia_dinh")  # the tables in which reports print what they assume


@dataclass(frozen=True)
class Comparison:
    """Two runs of one report. differences: reasons first; figures: how many printed numbers were held side by side.

    A number that only one of the runs prints counts too: its row, table or column came or went. is_published: what
    stands before is no run but what was published.
    """

    before: PrintedReport
    after: PrintedReport
    differences: tuple[Difference, ...]
    figures: int
    is_published: bool = False

    @property
    def reasons(self) -> tuple[Difference, ...]:
        """What the runs were made of, where it differs."""
        return tuple(one for one in self.differences if one.kind in REASONS)

    @property
    def moved(self) -> tuple[Difference, ...]:
        """What was printed, where it differs."""
        return tuple(one for one in self.differences if one.kind not in REASONS)

    @property
    def figures_moved(self) -> int:
        """How many printed numbers say something else."""
        return sum(one.kind == "number" for one in self.differences)


def compare_folders(before: Path, after: Path) -> Comparison:
    """Two finished reports side by side.

    Raises DataError for a folder that holds none, ParameterError for reports of two kinds or two languages.
    """
    return compare_reports(read_printed(before), read_printed(after))


def compare_reports(before: PrintedReport, after: PrintedReport) -> Comparison:
    """Two reports that were read; see `compare_folders`."""
    if before.report != after.report:
        raise ParameterError(
            "Hai thư mục là hai báo cáo khác nhau, {report} và {other}; chỉ so hai lần lập của một báo cáo.",
            report=before.report,
            other=after.report,
        )
    if before.language != after.language:
        raise ParameterError(
            "Hai báo cáo viết bằng hai ngôn ngữ, nên dòng không khớp được; hãy lập lại một trong hai với cùng language."
        )
    found = [
        *made_of(before, after),
        *_printed(before, after),
        *said(before.sentences, after.sentences, Difference("sentence", "", "", "", "", "")),
    ]
    ordered = sorted(found, key=lambda one: list(KINDS).index(one.kind))
    return Comparison(before, after, tuple(ordered), _figures(before, after))


def _figures(before: PrintedReport, after: PrintedReport) -> int:
    """The printed numbers of two reports, those that stand in both once."""
    old, new = (_numbered(report.shown) for report in (before, after))
    return sum(_count(old.get(key), new.get(key)) for key in {*old, *new})


def _count(old: Shown | None, new: Shown | None) -> int:
    one, other = (shown.table if shown is not None else None for shown in (old, new))
    if one is not None and other is not None:
        return sum(len(_numbers(one, left) | _numbers(other, right)) for left, right in paired(one, other))
    return sum(len(_numbers(table, row)) for table in (one, other) if table is not None for row in table.rows)


def _numbers(table: PrintedTable, row: Row | None) -> set[str]:
    """The columns in which a row has numbers."""
    return {name for (name, _), cell in zip(table.columns, row or (), strict=False) if cell.numbers}


def _printed(before: PrintedReport, after: PrintedReport) -> Iterator[Difference]:
    """Tables and charts by name, the second of a name with the second; then the rows of the tables."""
    old_ones, new_ones = (_numbered(report.shown) for report in (before, after))
    for key in dict.fromkeys([*old_ones, *new_ones]):
        old, new = old_ones.get(key), new_ones.get(key)
        if old is None or new is None:
            one = old or new
            if one is not None:
                kind = "table" if one.table else "chart"
                yield came_or_went(Difference(kind, one.title, "", "", "", ""), is_there=new is not None)
            continue
        yield from _around(old, new)
        if old.table is not None and new.table is not None:
            yield from _moved(old.table, new.table)


def _numbered(shown: tuple[Shown, ...]) -> dict[tuple[str, bool, int], Shown]:
    """By name, kind and place among those of the same name and kind."""
    seen: Counter[tuple[str, bool]] = Counter()
    found = {}
    for one in shown:
        key = (one.name, one.table is None)
        found[*key, seen[key]] = one
        seen[key] += 1
    return found


def _around(old: Shown, new: Shown) -> Iterator[Difference]:
    """What differs in title, scope, description and notes."""
    about = Difference("caption", new.title, "", "", "", "")
    for part, one, other in (
        (TITLE, old.title, new.title),
        (SCOPE, old.scope, new.scope),
        (ALT, old.alt, new.alt),
    ):
        if one != other:
            yield replace(about, column=tr(part), before=one, after=other)
    yield from said(old.notes, new.notes, replace(about, column=tr(NOTE)))
    yield from map(_headed, said(old.values, new.values, replace(about, kind="drawn")))


def _headed(value: Difference) -> Difference:
    """A value of a drawing that moved, with what it is of as its row: "2021: 12,2%" and "2021: 12,4%" are of 2021."""
    (row, colon, before), (other, _, after) = (text.rpartition(": ") for text in (value.before, value.after))
    return replace(value, row=row, before=before, after=after) if colon and row == other else value


def _moved(old: PrintedTable, new: PrintedTable) -> Iterator[Difference]:
    """What moved in one table. Columns are matched by name; one that only one side has is named once."""
    places = {name: place for place, (name, _) in enumerate(new.columns)}
    shared = [(one, places[name], label) for one, (name, label) in enumerate(old.columns) if name in places]
    for table, other in ((old, new), (new, old)):
        held = {name for name, _ in other.columns}
        for name, label in table.columns:
            if name not in held:
                yield came_or_went(Difference("table", new.title, "", label, "", ""), is_there=table is new)
    for one, two in paired(old, new):
        row = _head(old, one) if one is not None else _head(new, two or ())
        if one is None or two is None:
            kind = "assumption" if new.name in ASSUMED else "row"
            yield came_or_went(Difference(kind, new.title, row, "", "", ""), is_there=two is not None)
            continue
        for left, right, label in shared:
            if one[left].text != two[right].text:
                yield _cell_moved(new, row, label, one[left], two[right])


def _cell_moved(table: PrintedTable, row: str, column: str, old: PrintedCell, new: PrintedCell) -> Difference:
    kind = "number" if old.numbers or new.numbers else "words"
    kind = "assumption" if table.name in ASSUMED else "headline" if table.name == FIGURES else kind
    return Difference(kind, table.title, row, column, old.text, new.text, distance(old, new))


def _head(table: PrintedTable, row: Row) -> str:
    return ", ".join(text for text in subject(table, row) if text)
