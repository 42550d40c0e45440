"""The units in words: how many stand well, how much is lacking to the target and with whom."""

from dataclasses import replace

import pandas as pd

from mtqg_analysis.analysis.cells import Cells
from mtqg_analysis.analysis.year_end.evaluation import YearEnd
from mtqg_analysis.analysis.year_end.units import Lack
from mtqg_analysis.domain.language import tr
from mtqg_analysis.report.cells import left_out, names_on, words_of
from mtqg_analysis.report.coverage import missing_words, place_words
from mtqg_analysis.report.numbers import billions, day, few, percent
from mtqg_analysis.report.pages.year_end.absent import no_units
from mtqg_analysis.report.pages.year_end.units import NAMED, NO_UNITS, threshold_words
from mtqg_analysis.report.sentence import Sentence, plain
from mtqg_analysis.report.view import view


@view()
def unit_sentence(evaluation: YearEnd) -> Sentence:
    """How many units stand well, which lack most money, and how that differs from the order of rates."""
    detail = evaluation.detail
    cells, lack = detail.units, detail.lack
    if cells is None:
        return Sentence(no_units(evaluation) or tr(NO_UNITS))
    if lack is None:
        return _running(evaluation, cells)
    rows = detail.measures.assign(name=names_on(detail.measures, cells.cut_off))
    text = tr("Trong {count} đơn vị có số liệu đến ngày {day}, ", count=few(len(rows)), day=day(cells.cut_off))
    text += _standing(*(int((rows["light"] == light).sum()) for light in ("green", "red")))
    whole = None if detail.rest is None else detail.programmes
    place = place_words((cells if whole is None else whole).coverage)
    missing = cells.coverage.units.missing if whole is not None else ()  # else the words for the place say it
    lack = replace(lack, units=lack.units.assign(name=names_on(lack.units, cells.cut_off)))
    text += _lacking_words(lack, place, cells.lacking.empty and not missing)
    text += _lowest_words(rows, set(lack.who["name"].head(NAMED)))
    return Sentence.over(evaluation.ledger, text.strip() + _known_words(cells, missing), cells.facts[:1])


def _standing(good: int, bad: int) -> str:
    """How many units stand well and how many badly; none is said in words."""
    about = {"good": few(good), "bad": few(bad), "green": threshold_words("green"), "amber": threshold_words("amber")}
    well = tr("{good} đơn vị đạt từ {green} kế hoạch trở lên, ", **about)
    well = well if good else tr("chưa có đơn vị nào đạt từ {green} kế hoạch trở lên, ", **about)
    return well + (
        tr("{bad} đơn vị đạt dưới {amber}. ", **about) if bad else tr("không đơn vị nào dưới {amber}. ", **about)
    )


def _running(evaluation: YearEnd, cells: Cells) -> Sentence:
    """The units of a year that is not over: beside the same month of the year before, not beside lines of a year."""
    rows = evaluation.detail.measures.assign(name=names_on(evaluation.detail.measures, cells.cut_off))
    about = {"count": few(len(rows)), "day": day(cells.cut_off)}
    text = tr("Có số liệu đến ngày {day} của {count} đơn vị. ", **about)
    text += former_words(rows, cells.year - 1) + _lowest_words(rows, None)
    return Sentence.over(evaluation.ledger, text.strip() + left_out(cells), cells.facts[:1])


def until_words(evaluation: YearEnd, cells: Cells) -> str:
    """Until when figures of units are, where that is before the report's own day; else nothing."""
    return tr(" đến ngày {day}", day=day(cells.cut_off)) if cells.cut_off < evaluation.cut_off else ""


def former_words(rows: pd.DataFrame, year: int) -> str:
    """How many units stand above their rate of the same month of the year before; empty where none has one."""
    known = rows.dropna(subset=["rate", "former"])
    if known.empty:
        return ""
    return tr(
        "So với cùng kỳ năm {year}, {higher}/{count} đơn vị có số của cả hai năm đạt tỷ lệ cao hơn. ",
        year=year,
        higher=few(int((known["rate"] > known["former"]).sum())),
        count=few(len(known)),
    )


def _known_words(cells: Cells, missing: tuple[str, ...]) -> str:
    """Which units and cells are not known: named one by one, or the programmes that not all of them have."""
    if missing:
        return tr(" Chưa có số của: {units}.", units=missing_words(cells.coverage))
    if not cells.coverage.crossed:
        return left_out(cells)
    return tr(" Không tính: {cells}.", cells=words_of(cells.lacking, cells.cut_off))


def _lacking_words(lack: Lack, place: str, known: bool) -> str:
    """How far the units are from the target together, and which lack most; nobody lacks what others have beyond it.

    known: every cell of the units is; else what one of them lacks may be a part, and no share of the whole is told.
    """
    lacking = lack.who
    about = {"place": place, "target": threshold_words("target")}
    most = lacking.head(NAMED)[["name", "shortfall"]].itertuples(index=False)
    about["most"] = ", ".join(f"{plain(row.name)} ({billions(row.shortfall)})" for row in most)
    if lack.whole <= 0:
        over = tr("So với mức {target}, {place} vượt {over} tỷ đồng", over=billions(-lack.whole), **about)
        return over + (tr("; thiếu nhiều nhất: {most}. ", **about) if len(lacking) else ". ")
    text = tr("So với mức {target}, {place} còn thiếu {lack} tỷ đồng; ", lack=billions(lack.whole), **about)
    if not known:
        text += tr("trong các phần có đủ số liệu, ")
    if len(lacking) == 1:
        return text + tr("chỉ {most} thiếu. ", **about)
    if len(lacking) < NAMED:
        return text + tr("hai đơn vị thiếu là {most}. ", **about)
    share = lack.share_of_first(NAMED)
    if share > 1 or not known:  # what others have beyond the target makes up for it
        return text + tr("ba đơn vị thiếu nhiều nhất là {most}. ", **about)
    about["share"] = percent(share, 0)
    return text + tr("ba đơn vị thiếu nhiều nhất là {most}, chiếm {share} số còn thiếu. ", **about)


def _lowest_words(rows: pd.DataFrame, lacking: set[str] | None) -> str:
    """The units with the lowest rates, where there are more than a sentence names; of a tie all or none.

    lacking: the units named before, which may be the same; None where none were.
    """
    rated = rows[rows["rate"].notna()].sort_values("rate", kind="stable")
    if len(rated) <= NAMED:
        return ""
    bound = rated["rate"].iloc[NAMED - 1]
    low = rated[rated["rate"] <= bound]
    if len(low) > NAMED:
        return tr("{count} đơn vị có tỷ lệ từ {rate} trở xuống.", count=few(len(low)), rate=percent(bound))
    named = ", ".join(
        f"{plain(row.name)} ({percent(row.rate)})" for row in low[["name", "rate"]].itertuples(index=False)
    )
    if lacking is None:
        return tr("Ba đơn vị có tỷ lệ thấp nhất là {lowest}.", lowest=named)
    if set(low["name"]) == lacking:
        return tr("Ba đơn vị có tỷ lệ thấp nhất cũng là ba đơn vị này: {lowest}.", lowest=named)
    return tr(
        "Ba đơn vị có tỷ lệ thấp nhất là {lowest}; hai danh sách khác nhau do quy mô kế hoạch khác nhau.",
        lowest=named,
    )
