"""The plan through the year: its versions, and how far the outcome lies from the first of them."""

import pandas as pd

from mtqg_analysis.analysis.year_end.evaluation import YearEnd
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report.cells import cells_scope, left_out, plan_words, status_words
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.coverage import held_words, only_words, titled
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import billions, day, few, percent
from mtqg_analysis.report.rows import summed
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
    adjusted, cells = evaluation.detail.adjustment, evaluation.detail.programmes
    if cells is None or adjusted is None:
        return Sentence(_no_versions(evaluation))
    totals = adjusted.totals
    text = tr(
        FROM_FULL if evaluation.detail.versions_apart else FROM_FIRST,
        first_day=day(totals.index[0]),
        first=billions(totals.iloc[0], 1),
        before=few(evaluation.detail.versions_apart),
    )
    text += " " + tr(
        "Qua {count} lần điều chỉnh, đến {last_day} là {last} tỷ đồng. So với kế hoạch giao lần đầu, số giải "
        "ngân đến ngày {cut_off} bằng {outturn}, và cơ cấu giữa các chương trình, loại vốn lệch {variance}.",
        count=few(adjusted.times),
        last_day=day(totals.index[-1]),
        last=billions(totals.iloc[-1], 1),
        cut_off=day(cells.cut_off),
        outturn=percent(adjusted.outturn),
        variance=percent(adjusted.variance),
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
    adjusted, cells = evaluation.detail.adjustment, evaluation.detail.programmes
    if cells is None or adjusted is None:
        return None
    days = {f"v{place}": when for place, when in enumerate(adjusted.plans.columns)}
    plans = adjusted.plans.set_axis(list(days), axis=1).assign(change=adjusted.change)
    rows = plans.reset_index()
    frame = summed(rows.assign(name=_names(rows)), name=tr("Tổng số"))
    columns = (
        Column("name", tr("Chương trình, loại vốn")),
        *(Column(name, tr("Giao đến {day}", day=day(when)), "bn", 1) for name, when in days.items()),
        Column("change", tr("Điều chỉnh so với lần đầu"), "bn", 1, formula=f"{list(days)[-1]} - v0"),
    )
    basis, status = plan_words(basis_word(cells.basis), cells.own_money), status_words("plan", cells)
    return Table(
        "lan_giao_ke_hoach",
        titled(tr("Kế hoạch qua các lần giao và điều chỉnh trong năm"), cells.coverage),
        frame,
        columns,
        Scope(tr("tỷ đồng"), tr("ngày của từng lần giao"), basis, status, held_words(cells.coverage)),
        once(evaluation.detail.versions["source"]),
        _early_notes(evaluation),
        total=True,
    )


def _names(heads: pd.DataFrame) -> list[str]:
    """Programme and capital type of each row."""
    pairs = zip(heads["programme"], heads["capital"], strict=True)
    return [f"{label('programme', one)}, {label('capital', two).lower()}" for one, two in pairs]


@view()
def deviation(evaluation: YearEnd) -> Table | None:
    """Outcome against the first plan by head, with the deviation net of the change in the total."""
    adjusted, cells = evaluation.detail.adjustment, evaluation.detail.programmes
    if cells is None or adjusted is None:
        return None
    columns = (
        Column("name", tr("Chương trình, loại vốn")),
        Column("first", tr("Kế hoạch giao lần đầu"), "bn", 1),
        Column("disbursed", tr("Giải ngân"), "bn", 1),
        Column("adjusted", tr("Kế hoạch lần đầu nhân tỷ lệ chung"), "bn", 1),
        Column("deviation", tr("Lệch"), "bn", 1, formula="disbursed - adjusted"),
    )
    notes = (
        tr(
            "Cách tính phỏng theo chỉ số PI-1 và PI-2 của khung PEFA 2016: tổng chi so với dự toán đầu năm "
            "{outturn}; độ lệch cơ cấu {variance} (tổng trị tuyệt đối của cột cuối chia cho tổng giải ngân). Đây "
            "không phải là điểm PEFA.",
            outturn=percent(adjusted.outturn),
            variance=percent(adjusted.variance),
        ),
        *_early_notes(evaluation),
    )
    title = titled(tr("Giải ngân so với kế hoạch giao lần đầu"), cells.coverage)
    frame, scope = adjusted.heads.assign(name=_names(adjusted.heads)), cells_scope(cells, tr("tỷ đồng"))
    return Table("lech_ke_hoach", title, frame, columns, scope, cells.sources, notes)
