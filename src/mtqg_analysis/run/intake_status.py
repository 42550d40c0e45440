"""Who has sent files for a dataset, what of them is open, and what was mended: its register as tables."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path, PurePath

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.domain.language import tr, written_day
from mtqg_analysis.domain.reference import label
from mtqg_analysis.intake.names import Names
from mtqg_analysis.intake.own_names import own_names
from mtqg_analysis.intake.received import REGISTER, Received, read_register
from mtqg_analysis.run.intake_files import shortest
from mtqg_analysis.run.intake_words import OUTCOMES

LEVELS = ("district", "commune")  # of which it is known who there is


def show_status(folder: Path, console: Console) -> None:
    """Prints the register of a dataset by sender, and names who has not sent anything."""
    entries = list(read_register(folder).values())
    if not entries:
        raise DataError(
            "{folder} chưa có sổ nhận tệp ({register}); sổ được lập khi đọc với --into, ví dụ mtqg intake THƯ_MỤC "
            "--into {folder}.",
            folder=folder,
            register=REGISTER,
        )
    console.print(_table(entries))
    open_, mended = sum(len(one.open) for one in entries), sum(len(one.mended) for one in entries)
    stored = sum(one.stored for one in entries)
    counts = {"files": len(entries), "stored": stored, "open": open_, "mended": mended}
    text = tr("{files} tệp, {stored} đã lưu; {open} chỗ còn mở, {mended} chỗ đã sửa.", **counts)
    console.print(text, markup=False, highlight=False)
    for level, absent in missing(entries, own_names(folder)).items():
        names = ", ".join(absent)
        text = tr("{level} chưa gửi ({count}): {names}.", level=label("level", level), count=len(absent), names=names)
        console.print(text, markup=False, highlight=False)


def missing(entries: Iterable[Received], names: Names) -> dict[str, list[str]]:
    """Of each level of which somebody has sent: the units of the newest cut-off that nobody's file is of."""
    entries = list(entries)
    absent = {}
    for level in LEVELS:
        of_level = [one for one in entries if one.level == level]
        days = [date.fromisoformat(one.as_of) for one in of_level if one.as_of]
        if days:
            there = {one.sender for one in of_level}
            units = names.all_of(level, (max(days), max(days)))
            absent[level] = [unit.name for unit in units if unit.code not in there]
    return {level: names for level, names in absent.items() if names}


def _table(entries: Sequence[Received]) -> Table:
    table = Table(expand=False)
    for column in (tr("Nơi gửi"), tr("Tệp"), tr("Đọc ngày"), tr("Kết quả")):
        table.add_column(column, overflow="fold")
    for column in (tr("Còn mở"), tr("Đã sửa")):
        table.add_column(column, overflow="fold", ratio=1)
    files = shortest(PurePath(one.file) for one in entries)
    for one in sorted(entries, key=lambda one: (one.level, one.sender, one.file)):
        file, day = files[PurePath(one.file)].as_posix(), written_day(date.fromisoformat(one.read_on))
        cells = (one.name or tr("chưa rõ"), file, day, _outcome(one), _counted(one.open), _counted(one.mended))
        table.add_row(*(escape(cell) for cell in cells))
    return table


def _outcome(one: Received) -> str:
    outcome = tr(OUTCOMES[one.outcome])
    if one.stored:
        return tr("{outcome}; đã lưu", outcome=outcome)
    return tr("{outcome}; bản trước còn trong bộ dữ liệu", outcome=outcome) if one.earlier else outcome


def _counted(points: Iterable[object]) -> str:
    counts = Counter(label("finding", str(getattr(point, "kind", ""))) for point in points)
    return ", ".join(f"{count} {kind}" for kind, count in counts.items())
