"""The plan through the year: its versions, and how far the outcome lies from the first of them."""

import pandas as pd

from mtqg_analysis.analysis.year_end.evaluation import YearEnd
from mtqg_analysis.analysis.year_end.plan_versions import HEADS
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.methods.indicators import outturn_deviation
from mtqg_analysis.report.cells import cells_scope, left_out, plan_words, status_words
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.coverage import held_words, only_words, titled
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import billions, day, few, percent
from mtqg_analysis.report.scopes import basis_word, once
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import view
from mtqg_analysis.report.waits import FACTS, Waits

FROM_FIRST = to_translate("Kế hoạch giao lần đầu ({first_day}) là {first} tỷ đồng.")
FROM_FULL = to_translate(
    "Lần giao kế hoạch đầu tiên nêu đủ mọi đơn vị, chương trình, loại vốn, vốn năm và vốn kéo dài ({first_day}) là "
    "{first} tỷ đồng; không kể {before} lần trước đó."
)


@view()
def plan_sentence(evaluation: YearEnd) -> Sentence:
    """How the plan was re-cut, and what the outcome deviates from its first version."""
    versions, cells = evaluation.detail.versions, evaluation.detail.programmes
    if cells is None or versions["day"].nunique() < 2:
        return Sentence(_no_versions(evaluation))
    by_day = versions.groupby("day")["plan"].sum()
    deviation = _deviation(evaluation)
    text = tr(
        FROM_FULL if evaluation.detail.versions_apart else FROM_FIRST,
        first_day=day(by_day.index[0]),
        first=billions(by_day.iloc[0], 1),
        before=few(evaluation.detail.versions_apart),
    )
    text += " " + tr(
        "Qua {count} lần điều chỉnh, đến {last_day} là "
        "{last} tỷ đồng. So với lần ấy, số giải ngân đến ngày {cut_off} bằng {outturn}, và cơ cấu giữa các chương "
        "trình, loại vốn lệch {variance}.",
        count=few(len(by_day) - 1),
        last_day=day(by_day.index[-1]),
        last=billions(by_day.iloc[-1], 1),
        cut_off=day(cells.cut_off),
        outturn=percent(deviation["outturn"]),
        variance=percent(deviation["variance"]),
    )
    return Sentence.over(evaluation.ledger, only_words(cells.coverage) + text + left_out(cells), cells.facts[:1])


def _no_versions(evaluation: YearEnd) -> str:
    """Why no adjustment can be told: one version alone, or earlier ones that do not name everything; or no plans."""
    days, before = evaluation.detail.versions["day"], evaluation.detail.versions_apart
    if before and len(days):
        return tr(
            "Số liệu có {count} lần giao, điều chỉnh kế hoạch không nêu đủ mọi đơn vị, chương trình, loại vốn, vốn "
            "năm và vốn kéo dài; chỉ lần ngày {day} nêu đủ, nên không nêu được mức điều chỉnh.",
            count=few(before),
            day=day(days.iloc[0]),
        )
    if len(days):
        return tr(
            "Số liệu chỉ có một lần giao kế hoạch ({day}), nên không nêu được mức điều chỉnh.", day=day(days.iloc[0])
        )
    return tr("Chưa có số liệu về các lần giao và điều chỉnh kế hoạch trong năm, nên không nêu được mức điều chỉnh.")


def _early_notes(evaluation: YearEnd) -> tuple[str, ...]:
    """Which version is called the first, where earlier ones do not name everything."""
    before = evaluation.detail.versions_apart
    if not before:
        return ()
    text = tr(
        "Lần đầu là lần đầu tiên nêu đủ mọi đơn vị, chương trình, loại vốn, vốn năm và vốn kéo dài; không kể {count} "
        "lần trước đó.",
        count=few(before),
    )
    return (text,)


def _deviation(evaluation: YearEnd) -> pd.Series:
    both = _against_first(evaluation)
    return outturn_deviation(both["first"].to_numpy(), both["disbursed"].to_numpy())


def _against_first(evaluation: YearEnd) -> pd.DataFrame:
    """First plan and disbursement of each programme and capital."""
    versions, cells = evaluation.detail.versions, evaluation.detail.programmes
    assert cells is not None
    first = versions[versions["day"] == versions["day"].min()].set_index(HEADS)["plan"]
    return cells.by(*HEADS).set_index(HEADS).assign(first=first).reset_index()


@view(
    Waits(
        "2. Các lần giao kế hoạch",
        "plan theo chương trình, loại vốn của ít nhất hai ngày: plan_basis start_of_year và cơ sở đang dùng; của "
        "tỉnh, hoặc của mọi đơn vị cùng ngày",
        FACTS,
    )
)
def versions(evaluation: YearEnd) -> Table | None:
    """The plan by version: the total of each day on which it was decided, by programme and capital."""
    versions, cells = evaluation.detail.versions, evaluation.detail.programmes
    if cells is None or versions["day"].nunique() < 2:
        return None
    wide = versions.pivot(index=HEADS, columns="day", values="plan")
    days = [f"v{place}" for place in range(len(wide.columns))]
    rows = [
        {
            "name": f"{label('programme', programme)}, {label('capital', capital).lower()}",
            **dict(zip(days, plans, strict=True)),
        }
        for (programme, capital), plans in zip(wide.index, wide.to_numpy(), strict=True)
    ]
    rows.append({"name": tr("Tổng số"), **dict(zip(days, wide.sum().to_numpy(), strict=True))})
    columns = [Column("name", tr("Chương trình, loại vốn"))]
    columns += [
        Column(name, tr("Giao đến {day}", day=day(when)), "bn", 1)
        for name, when in zip(days, wide.columns, strict=True)
    ]
    columns.append(Column("change", tr("Điều chỉnh so với lần đầu"), "bn", 1, formula=f"{days[-1]} - v0"))
    frame, basis = pd.DataFrame(rows), plan_words(basis_word(cells.basis), cells.own_money)
    status, held = status_words("plan", cells), held_words(cells.coverage)
    return Table(
        "lan_giao_ke_hoach",
        titled(tr("Kế hoạch qua các lần giao và điều chỉnh trong năm"), cells.coverage),
        frame.assign(change=frame[days[-1]] - frame["v0"]),
        tuple(columns),
        Scope(tr("tỷ đồng"), tr("ngày của từng lần giao"), basis, status, held),
        once(versions["source"]),
        _early_notes(evaluation),
        total=True,
    )


@view()
def deviation(evaluation: YearEnd) -> Table | None:
    """Outcome against the first plan by head, with the deviation net of the change in the total."""
    versions, cells = evaluation.detail.versions, evaluation.detail.programmes
    if cells is None or versions["day"].nunique() < 2:
        return None
    both = _against_first(evaluation)
    adjusted = both["first"] * both["disbursed"].sum() / both["first"].sum()
    names = [
        f"{label('programme', row.programme)}, {label('capital', row.capital).lower()}" for row in both.itertuples()
    ]
    frame = both.assign(name=names, adjusted=adjusted, deviation=both["disbursed"] - adjusted)
    columns = (
        Column("name", tr("Chương trình, loại vốn")),
        Column("first", tr("Kế hoạch giao lần đầu"), "bn", 1),
        Column("disbursed", tr("Giải ngân"), "bn", 1),
        Column("adjusted", tr("Lần đầu nhân với tỷ lệ chung"), "bn", 1),
        Column("deviation", tr("Lệch"), "bn", 1, formula="disbursed - adjusted"),
    )
    result = _deviation(evaluation)
    notes = (
        tr(
            "Cách tính phỏng theo chỉ số PI-1 và PI-2 của khung PEFA 2016: tổng chi so với dự toán đầu năm "
            "{outturn}; độ lệch cơ cấu {variance} (tổng trị tuyệt đối của cột cuối chia cho tổng giải ngân). Đây "
            "không phải là điểm PEFA.",
            outturn=percent(result["outturn"]),
            variance=percent(result["variance"]),
        ),
        *_early_notes(evaluation),
    )
    return Table(
        "lech_ke_hoach",
        titled(tr("Giải ngân so với kế hoạch giao lần đầu"), cells.coverage),
        frame,
        columns,
        cells_scope(cells, tr("tỷ đồng")),
        cells.sources,
        notes,
    )
