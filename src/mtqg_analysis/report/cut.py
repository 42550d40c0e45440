"""A cut of cells as a table: what it is about in words, one row a group, and their sum."""

from collections.abc import Mapping

import pandas as pd

from mtqg_analysis.analysis.cut import LEVELS, Cut
from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.ledger.ledger import Ledger
from mtqg_analysis.report.cells import cells_scope, money, money_columns, name_on, total_name
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.data import criteria
from mtqg_analysis.report.numbers import day
from mtqg_analysis.report.table import Table

NARROWED = ("unit", "programme", "capital", "origin")  # what a title says that figures are narrowed to
Codes = Mapping[str, tuple[str, ...]]


def cut_title(found: Cut, codes: Codes) -> str:
    """What a cut shows: how it is divided, and of what."""
    about = {"year": found.cells.year, "narrowed": narrowed(found, codes)}
    if not found.keys:
        return tr("Giải ngân năm {year}{narrowed}", **about)
    return tr(
        "Giải ngân năm {year} theo {keys}{narrowed}",
        keys=", ".join(key_word(key).lower() for key in found.keys),
        **about,
    )


def cut_heading(found: Cut, codes: Codes) -> str:
    """The same without the year, for a report whose year is a parameter."""
    about = {"keys": ", ".join(key_word(key).lower() for key in found.keys), "narrowed": narrowed(found, codes)}
    return tr("Giải ngân theo {keys}{narrowed}", **about) if found.keys else tr("Giải ngân{narrowed}", **about)


def narrowed(found: Cut, codes: Codes) -> str:
    """What the figures are narrowed to, behind a colon; empty where they are of everything."""
    words = [word_of(found, name, code) for name in NARROWED for code in codes.get(name, ())]
    return f": {', '.join(words)}" if words else ""


def key_word(key: str) -> str:
    """What a key is called above its column."""
    if key in LEVELS:
        return label("level", key)
    return {
        "programme": tr("Chương trình"),
        "project": tr("Dự án, nội dung"),
        "capital": tr("Loại vốn"),
        "origin": tr("Năm của vốn"),
        "month": tr("Tháng"),
    }[key]


def word_of(found: Cut, column: str, code: str | int, level: str = "") -> str:
    """A code of a column in words; a month after December by the year that it lies in."""
    if column == "month":
        month = int(code)
        return f"{month:02d}" if month <= 12 else tr("{month}/năm sau", month=f"{month - 12:02d}")
    if column == "unit":
        levels = [level] if level else list(dict.fromkeys(found.cells.frame["level"]))
        return name_on(levels[0] if levels else "", str(code), found.cells.cut_off)
    return label("programme" if column == "project" else column, str(code))


def named_rows(found: Cut) -> pd.DataFrame:
    """The frame with `name_<key>` for each key: its code in words."""
    frame = found.frame
    names = {
        f"name_{key}": [
            word_of(found, column_of(key), row[column_of(key)], row.get("level", ""))
            for row in frame.to_dict("records")
        ]
        for key in found.keys
    }
    return frame.assign(**names)


def column_of(key: str) -> str:
    """The column in which a key's codes stand."""
    return "unit" if key in LEVELS else "programme" if key == "project" else key


def cut_table(ledger: Ledger, found: Cut, codes: Codes) -> Table:
    """The cut as a table, with its sum below; rows that go by months are each a sum to its end and are not added."""
    cells, rows = found.cells, named_rows(found)
    own = [name for name in found.columns if name != "month"]
    rows = rows.assign(drawn=[criteria(cells, **row) for row in rows[own].to_dict("records")])
    has_total = bool(found.keys) and not found.by_month and len(rows) > 1
    first = f"name_{found.keys[0]}" if found.keys else "all"
    if not found.keys:
        rows = rows.assign(all=total_name(cells))
    if has_total:
        total = money(cells.total) | {first: total_name(cells), "drawn": None} | before_total(found)
        rows = pd.concat([rows, pd.DataFrame([total])], ignore_index=True)
    groups = found.keys[:-1]  # rows of one unit stand together under its name
    keys = [Column(f"name_{key}", key_word(key), missing="", rows=key in groups) for key in found.keys]
    return Table(
        "kham_pha_" + "_".join(found.keys or ("tong",)),
        cut_title(found, codes),
        rows,
        (*(keys or [Column("all", tr("Phạm vi"))]), *_columns(found)),
        cells_scope(cells, tr("tỷ đồng; %; điểm %") if found.before else tr("tỷ đồng; %")),
        cells.sources,
        notes=notes_of(ledger, found),
        total=has_total,
    )


def _columns(found: Cut) -> tuple[Column, ...]:
    columns = money_columns(found.cells)
    if found.by_month:  # each row has a day of its own: no one day stands above, and no row is drawn from one set
        columns = tuple(Column(one.name, one.label, one.kind, one.decimals, missing=one.missing) for one in columns)
    if found.before is None:
        return columns
    then = tr("Đến {cut_off}", cut_off=day(found.before.cut_off))
    return (
        *columns,
        Column("disbursed_before", tr("Giải ngân"), "bn", 1, group=then),
        Column("rate_before", tr("Tỷ lệ"), "percent", group=then, missing="–"),
        Column("change", tr("Chênh lệch, điểm %"), "points", missing="–"),
    )


def before_total(found: Cut) -> dict[str, float]:
    """The sums of the year that stands beside, and the difference of the rates."""
    if found.before is None:
        return {}
    now, then = found.cells.total, found.before.total
    return {"disbursed_before": then["disbursed"], "rate_before": then["rate"], "change": now["rate"] - then["rate"]}


def notes_of(ledger: Ledger, found: Cut) -> tuple[str, ...]:
    """That the figures are illustrative, and what the months mean."""
    notes = []
    if ledger.is_illustrative:
        notes.append(tr("Số liệu minh họa, không phải số thật."))
    if found.by_month:
        notes.append(tr("Mỗi tháng là số lũy kế từ đầu năm đến hết tháng ấy; các tháng không cộng với nhau."))
    return tuple(notes)
