"""What may stand side by side, and what may not: provinces on one definition, comparisons refused."""

import pandas as pd

from mtqg_analysis.analysis.comparison.comparison import Years
from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.domain.units import unit_name
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import partial_day
from mtqg_analysis.report.pages.comparison.months import ESTIMATE_NOTE, basis_note, marked
from mtqg_analysis.report.scopes import basis_word, cut_offs, origin_of, sources_of
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.statements import words_of
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import view


@view()
def provinces(found: Years) -> Table:
    """Provinces at equal cut-offs and on one definition, only where at least three are published."""
    rows = found.provinces
    frame = pd.DataFrame(
        {
            "what": [_definition(row) for _, row in rows.iterrows()],
            "unit": [unit_name(row["unit"], row["day"]) for _, row in rows.iterrows()],
            "rate": rows["figure"],
        }
    )
    columns = (
        Column("what", tr("Định nghĩa và ngày chốt"), rows=True),
        Column("unit", tr("Tỉnh")),
        Column("rate", tr("Tỷ lệ"), "figure"),
    )
    notes = (tr("Báo chí thường chỉ nêu các tỉnh cao nhất hoặc thấp nhất, nên bảng này không phải là xếp hạng."),)
    scope = Scope(tr("% kế hoạch"), cut_offs(rows["as_of"]), tr("như từng nhóm"), tr("như từng nhóm"))
    return Table(
        "cac_tinh",
        tr("Tỷ lệ của các tỉnh có công bố tại cùng ngày chốt, cùng định nghĩa"),
        frame,
        columns,
        scope,
        sources_of(rows),
        notes,
        tuple(origin_of([row]) for _, row in rows.iterrows()),
    )


def _definition(fact: pd.Series) -> str:
    what = [label("programme", fact["programme"]), label("capital", fact["capital"]).lower()]
    if fact["fund"]:
        what.append(label("fund", fact["fund"]))
    basis, status = basis_word(fact["plan_basis"]), label("status", fact["status"])
    return tr(
        "{what}; {basis}; {status}; đến {as_of}",
        what=", ".join(part for part in what if part),
        basis=basis,
        status=status,
        as_of=partial_day(fact["as_of"]),
    )


@view()
def refused(found: Years) -> Table:
    """Comparisons that a reader would expect, and what keeps them from being made."""
    frame = found.refused.assign(**{side: found.refused[side].map(_named) for side in ("one", "other")})
    columns = (
        Column("one", tr("Số thứ nhất")),
        Column("other", tr("Số thứ hai")),
        Column("reason", tr("Lý do")),
    )
    sides = [fact for row in found.refused.itertuples() for fact in (row.one, row.other)]
    sources = sources_of(sides) if sides else ()
    scope = Scope(tr("% kế hoạch"), tr("như từng số"), tr("như từng số"), tr("như từng số"))
    origins = tuple(origin_of([row.one, row.other]) for row in found.refused.itertuples())
    notes = (tr(ESTIMATE_NOTE), *basis_note(sides)) if sides else ()
    return Table(
        "khong_so_sanh", tr("Các trường hợp không đủ điều kiện so sánh"), frame, columns, scope, sources, notes, origins
    )


def _named(fact: pd.Series) -> str:
    return tr(
        "{unit} {year}, đến {as_of}: {fact}",
        unit=unit_name(fact["unit"], fact["day"]),
        year="-".join(filter(None, (fact["year"], fact["year_to"]))),
        as_of=partial_day(fact["as_of"]),
        fact=marked(fact),
    )


@view()
def not_decomposed(found: Years) -> Sentence:
    """What a source says of two years without the figures that would let it be decomposed."""
    statements = found.ledger.table("statements")
    said = statements[statements["kind"] == "comparison"] if len(statements) else statements
    if said.empty:
        return Sentence(tr("Không nguồn nào chỉ so sánh hai năm bằng lời mà không có số liệu."))
    cells = zip(words_of(said), said["quote_vi"], said["source"], strict=True)
    words = "; ".join(text if quote else f"{text} ({source})" for text, quote, source in cells)
    return Sentence(
        tr(
            "Nguồn nêu: {words}. Nhận định này **chưa kiểm chứng được** vì chưa có số liệu thành phần của năm "
            "trước. Cần kế hoạch và giải ngân của năm trước theo chương trình và loại vốn, cùng mẫu số và cùng "
            "ngày chốt 31/12.",
            words=words,
        ),
        tuple(said["statement"]),
    )
