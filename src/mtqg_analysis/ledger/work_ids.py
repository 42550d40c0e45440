"""Ids of planned and earlier works: one amount a line of needs.csv, one name a work, and judgements of what is held."""

from collections.abc import Iterator

import pandas as pd

from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.reference import fold
from mtqg_analysis.ledger.cells import short
from mtqg_analysis.ledger.finding import Finding


def check_work_ids(tables: dict[str, pd.DataFrame]) -> Iterator[Finding]:
    """Ids of needs that come twice (errors); ids of two names and judgements of works that are gone (warnings).

    tables: side tables of a dataset, by name; those that lack a column are passed over, which is a finding elsewhere.
    """
    needs, projects = _lines(tables, "needs", "need"), _lines(tables, "projects", "project")
    repeated = needs["id"].duplicated(keep=False)
    for work, rows in needs[repeated].groupby("id", sort=False):
        lines = ", ".join(rows["line"])
        message = tr(
            "Mã nhu cầu {work} lặp lại ở {lines}; mỗi dòng của needs.csv cần một mã riêng, hãy sửa một mã.",
            work=work,
            lines=lines,
        )
        yield Finding("error", "duplicate_id", (str(work),), lines, tr("một dòng"), message, "needs.csv")
    names = pd.concat([needs, projects]).drop_duplicates(["id", "folded"])
    for work, rows in names[names["id"].duplicated(keep=False)].groupby("id", sort=False):
        listed = "; ".join(f"{row.line} «{row.name_vi}»" for row in rows.head(5).itertuples())
        message = tr(
            "Mã {work} mang nhiều tên: {listed}. Mỗi tên được coi là một công trình; hãy sửa mã hoặc tên.",
            work=work,
            listed=listed,
        )
        yield Finding("warning", "id_of_two_names", (str(work),), listed, tr("một tên"), message)
    yield from _judged_and_gone(tables.get("judgements", pd.DataFrame()), {*needs["id"], *projects["id"]})


def _judged_and_gone(judgements: pd.DataFrame, known: set[str]) -> Iterator[Finding]:
    """Judgements outlive the works that they are of, as when a need is withdrawn; the report lists them as lapsed."""
    for column in ("work", "other"):
        for line, cell in enumerate(judgements.get(column, []), start=2):
            if cell.strip() and cell.strip() not in known:
                place, work = f"judgements.csv:{line}", short(cell)
                message = tr(
                    "{place}: {column} «{work}» không có trong needs.csv, projects.csv; nhận định này không còn được "
                    "dùng, hãy sửa mã hoặc bỏ dòng.",
                    place=place,
                    column=column,
                    work=work,
                )
                yield Finding("warning", "unknown_work", (work,), work, tr("mã đã có"), message, place)


def _lines(tables: dict[str, pd.DataFrame], file: str, column: str) -> pd.DataFrame:
    rows = tables.get(file, pd.DataFrame())
    if not {column, "name_vi"} <= {*rows.columns}:
        rows = pd.DataFrame(columns=[column, "name_vi"], dtype=str)
    ids = rows[column].str.strip()
    lines = [f"{file}.csv:{place}" for place in range(2, len(rows) + 2)]
    listed = pd.DataFrame({"id": ids, "name_vi": rows["name_vi"], "folded": rows["name_vi"].map(fold), "line": lines})
    return listed[listed["id"] != ""]
