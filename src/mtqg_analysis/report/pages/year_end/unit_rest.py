"""What the province has beyond the units that have figures: a row, a note, never nothing."""

import pandas as pd

from mtqg_analysis.analysis.cells import Cells, with_rates
from mtqg_analysis.analysis.year_end.evaluation import YearEnd
from mtqg_analysis.domain.language import tr
from mtqg_analysis.report.cells import money, total_name
from mtqg_analysis.report.numbers import billions


def unit_rest(evaluation: YearEnd) -> pd.Series | None:
    """What the province's own cells have beyond those of its units; None where the two do not compare."""
    units = evaluation.detail.units
    return None if units is None else units.rest_of(evaluation.detail.programmes)


def rest_notes(evaluation: YearEnd) -> tuple[str, ...]:
    """That the units with figures are not the whole province, where its own figures say so."""
    rest = unit_rest(evaluation)
    if rest is None or not rest[["plan", "disbursed"]].abs().sum():
        return ()
    plan, paid = (billions(rest[name], 1) for name in ("plan", "disbursed"))
    if rest[["plan", "disbursed"]].min() < 0:
        text = tr(
            "Số của tỉnh trừ tổng các đơn vị: kế hoạch {plan}, giải ngân {paid} tỷ đồng; cần đối chiếu.",
            plan=plan,
            paid=paid,
        )
        return (text,)
    text = tr("Chưa có số theo đơn vị: kế hoạch {plan}, giải ngân {paid} tỷ đồng của tỉnh.", plan=plan, paid=paid)
    return (text,)


def last_rows(evaluation: YearEnd, cells: Cells) -> list[dict[str, object]]:
    """The total of the units; where the province has more than they, that rest by name and the province's total."""
    whole, rest = evaluation.detail.programmes, unit_rest(evaluation)
    if whole is None or rest is None or not rest[["plan", "disbursed"]].sum() or rest[["plan", "disbursed"]].min() < 0:
        return [{"level": total_name(cells), "name": "", **money(cells.total)}]
    named = with_rates(rest.to_frame().T).iloc[0]
    return [
        {"level": tr("Chưa có số theo đơn vị"), "name": "", **money(named)},
        {"level": total_name(whole), "name": "", **money(whole.total)},
    ]
