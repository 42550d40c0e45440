"""The money of the next period: published envelopes, and the part of the province under named assumptions."""

import pandas as pd

from mtqg_analysis.analysis.baseline import INTEGRATED, PROGRAMMES, Baseline
from mtqg_analysis.analysis.result import Result
from mtqg_analysis.domain.figure import Figure
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Origin, Scope
from mtqg_analysis.report.numbers import printed
from mtqg_analysis.report.scopes import NO_PLAN, cut_offs, sources_of
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table

SHARE_NAMES = {
    "share_of_localities": "như tỷ trọng 2021-2025 trong vốn đầu tư NSTW giao các địa phương",
    "share_of_term_plan": "như tỷ trọng 2021-2025 trong toàn bộ kế hoạch vốn đầu tư trung hạn",
}
CELL_NAMES = {
    "total": "Tổng",
    "central": "NSTW",
    "central_investment": "Đầu tư",
    "central_recurrent": "Thường xuyên",
    "local": "NSĐP",
    "own": "Đơn vị đối ứng",
    "credit": "Tín dụng",
    "other": "Khác",
}


def envelopes(baseline: Baseline) -> Table:
    """The published envelopes of the programmes by source and phase."""
    rows = [
        {
            "programme": label("programme", row["programme"]),
            "period": row["period"],
            **{name: None if row[name] is None else row[name]["figure"] for name in CELL_NAMES},
        }
        for _, row in baseline.envelopes.iterrows()
    ]
    columns = [Column("programme", "Chương trình"), Column("period", "Kỳ của số liệu")]
    columns += [
        Column(name, text, "figure", group=_money_group(name), missing="–") for name, text in CELL_NAMES.items()
    ]
    facts = _facts(baseline)
    notes = (
        "Kỳ của số liệu khác nhau giữa các chương trình (2025-2030 và 2026-2030): không cộng theo cột.",
        "Dấu –: nguồn không nêu.",
    )
    scope = Scope("tỷ đồng", cut_offs(fact["known_on"] for fact in facts), NO_PLAN, "kế hoạch đã thông qua")
    return Table(
        "nguon_von",
        "Nguồn vốn đã công bố của năm chương trình",
        pd.DataFrame(rows),
        tuple(columns),
        scope,
        sources_of(facts),
        notes,
        tuple(_row_origin(row) for _, row in baseline.envelopes.iterrows()),
    )


def _row_origin(envelope: pd.Series) -> Origin:
    """Where one programme's envelope comes from; its cut-off is the day of publication."""
    facts = [envelope[name] for name in CELL_NAMES if envelope[name] is not None]
    return Origin(sources_of(facts), cut_offs(fact["known_on"] for fact in facts), NO_PLAN)


def _money_group(cell: str) -> str:
    if cell == "total":
        return ""
    return "Ngân sách trung ương" if cell.startswith("central") else "Nguồn khác"


def _facts(baseline: Baseline) -> list[pd.Series]:
    return [row[name] for _, row in baseline.envelopes.iterrows() for name in CELL_NAMES if row[name] is not None]


def envelope_sentence(baseline: Baseline) -> Sentence:
    """The integrated programme's money in one sentence."""
    row = baseline.envelopes.set_index("programme").loc[INTEGRATED]
    said = {name: "không công bố" if row[name] is None else printed(row[name]["figure"]) for name in CELL_NAMES}
    text = (
        f"Chương trình tích hợp giai đoạn {row['period']}: ngân sách nhà nước {said['total']} tỷ đồng, "
        f"trong đó ngân sách trung ương {said['central']} "
        f"(đầu tư {said['central_investment']}, thường xuyên {said['central_recurrent']}), "
        f"ngân sách địa phương {said['local']}, tín dụng chính sách {said['credit']} tỷ đồng. "
        "Ba chương trình của giai đoạn 2021-2025 nhập vào chương trình này; "
        f"{len(PROGRAMMES) - 1} chương trình khác chạy song song, "
        "nên cùng một công trình hoặc đối tượng không được tính hai lần."
    )
    return Sentence(text, tuple(row[name]["fact"] for name in CELL_NAMES if row[name] is not None))


def proposals(baseline: Baseline) -> Table:
    """What was proposed beside what was adopted: both vintages stay."""
    rows = [
        {
            "fund": label("fund", row["fund"]),
            "proposed": row["proposed"]["figure"],
            "adopted": None if row["adopted"] is None else row["adopted"]["figure"],
        }
        for _, row in baseline.vintages.iterrows()
    ]
    pairs = zip(baseline.vintages["proposed"], baseline.vintages["adopted"], strict=True)
    facts = [fact for pair in pairs for fact in pair if fact is not None]
    columns = (
        Column("fund", "Nguồn"),
        Column("proposed", "Đề xuất", "figure"),
        Column("adopted", "Thông qua", "figure"),
    )
    scope = Scope("tỷ đồng", cut_offs(fact["known_on"] for fact in facts), NO_PLAN, "kế hoạch, hai lần công bố")
    return Table(
        "de_xuat_thong_qua",
        "Chương trình tích hợp: đề xuất và thông qua",
        pd.DataFrame(rows),
        columns,
        scope,
        sources_of(facts),
    )


def _figure(fact: pd.Series | None) -> Figure | None:
    return None if fact is None else fact["figure"]


def _part(envelope: pd.Series | None, share: Result) -> float | None:
    return None if envelope is None else envelope["exact"] * share.estimate


def shares(baseline: Baseline) -> Table:
    """What the province's part would be under each named assumption; none of it is published."""
    central = baseline.envelopes.set_index("programme").loc[INTEGRATED]
    rows = [
        {
            "name": SHARE_NAMES[share.name],
            "share": share.estimate,
            "bounds": share.interval,
            "nation_investment": _figure(central["central_investment"]),
            "nation_all": _figure(central["central"]),
            "investment": _part(central["central_investment"], share),
            "all": _part(central["central"], share),
        }
        for share in baseline.shares
    ]
    columns = (
        Column("name", "Giả định về tỷ trọng của tỉnh"),
        Column("share", "Tỷ trọng", "percent", 2),
        Column("bounds", "Khoảng do làm tròn", "percent", 2),
        Column("nation_investment", "Vốn đầu tư", "figure", group="NSTW cả nước"),
        Column("nation_all", "Tổng", "figure", group="NSTW cả nước"),
        Column("investment", "Vốn đầu tư", "bn", group="Phần của tỉnh", formula="share * nation_investment"),
        Column("all", "Tổng", "bn", group="Phần của tỉnh", formula="share * nation_all"),
    )
    notes = (
        "Không nguồn nào công bố phần của tỉnh: đây là kịch bản theo giả định có tên, không phải dự báo.",
        "Tử số là kế hoạch sau điều chỉnh tháng 9/2025, mẫu số là lần giao ban đầu; "
        "vốn thường xuyên giả định cùng tỷ trọng với vốn đầu tư.",
    )
    facts = facts_by_id(baseline, [fact for share in baseline.shares for fact in share.facts])
    scope = Scope("tỷ đồng cả giai đoạn", cut_offs(facts["as_of"]), "không công bố", "kịch bản tính từ số liệu công bố")
    return Table(
        "phan_cua_tinh",
        "Phần vốn trung ương của tỉnh theo từng giả định",
        pd.DataFrame(rows),
        columns,
        scope,
        sources_of(facts),
        notes,
    )


def facts_by_id(baseline: Baseline, ids: list[str]) -> pd.DataFrame:
    """The facts with these ids, wherever they stand: in the province's dataset or in the nation's."""
    facts = pd.concat([baseline.ledger.facts, baseline.context.facts])
    return facts[facts["fact"].isin(ids)].drop_duplicates("fact")
