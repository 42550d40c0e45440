"""Why a dataset's former years carry no capacity of the province."""

from datetime import date

from mtqg_analysis.analysis.absent import why_no_programmes
from mtqg_analysis.analysis.cells import Cells
from mtqg_analysis.analysis.planning.history import FEWEST
from mtqg_analysis.analysis.planning.outlook import PlanOutlook
from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.period import Period
from mtqg_analysis.report.absent import OF_PROGRAMMES, absent_words
from mtqg_analysis.report.cells import gap_words, words_of
from mtqg_analysis.report.coverage import held_words, summed_words
from mtqg_analysis.report.numbers import few


def no_capacity(outlook: PlanOutlook) -> str:
    """Why no capacity of the province is known: no years, too few of them, or years of some units only."""
    history, units = outlook.history, outlook.unit_history
    if history is not None and len(history.years) < FEWEST:
        return tr(
            "Mới có số liệu {count} năm theo chương trình, loại vốn trên cùng một cơ sở kế hoạch ({years}); "
            "cần ít nhất {fewest} năm để tính năng lực giải ngân.",
            count=few(len(history.years)),
            years=", ".join(map(str, history.years)),
            fewest=FEWEST,
        )
    own = [] if history is None else list(history.read.values())
    gaps = [one for one in own if len(one.gaps)]
    if gaps:
        return tr(
            "Năm {year} thiếu số của: {cells}; tổng của năm đó không đủ nên chưa tính được năng lực giải ngân.",
            year=gaps[-1].year,
            cells=words_of(gaps[-1].gaps, gaps[-1].cut_off),
        )
    part = [one for one in own if not one.is_complete]
    if part:
        return tr(
            "Số liệu năm {year} chưa đủ ({held}), nên không phải là số của cả tỉnh và không tính được năng lực giải "
            "ngân.",
            year=part[-1].year,
            held=_held(part[-1]),
        )
    read = [] if units is None else list(units.read.values())
    lacking = [one for one in read if not (one.is_complete and one.coverage.is_province)]
    if lacking:
        return tr(
            "Có số liệu nhiều năm theo đơn vị nhưng chưa đủ (năm {year}: {held}), nên không cộng được thành số "
            "của tỉnh và không tính được năng lực giải ngân.",
            year=lacking[-1].year,
            held=_held(lacking[-1]),
        )
    said = _no_year(outlook)
    if said:
        return said
    return tr(
        "Chưa có số liệu kế hoạch và giải ngân theo chương trình, loại vốn của ít nhất {fewest} năm trên cùng "
        "một cơ sở kế hoạch nên chưa tính được năng lực giải ngân.",
        fewest=FEWEST,
    )


def _no_year(outlook: PlanOutlook) -> str:
    """Why none of the former years can be summed: of the newest one that something is told of."""
    for year in outlook.former:
        absent = why_no_programmes(outlook.ledger, Period(year, date(year, 12, 31)))
        said = absent_words(absent, OF_PROGRAMMES)
        if said:
            return said + " " + tr("Vì vậy không tính được năng lực giải ngân.")
    return ""


def _held(cells: Cells) -> str:
    """What a year of units holds and which cells lack a figure; where nothing is named as missing, what is summed."""
    said = [held_words(cells.coverage), gap_words(cells)]
    return "; ".join(text for text in said if text) or summed_words(cells.coverage)
