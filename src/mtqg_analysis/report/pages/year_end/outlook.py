"""How the year may end, in words: both baselines, and a forecast only where one may speak."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from mtqg_analysis.analysis.cells import Cells
from mtqg_analysis.analysis.forecast.choice import Choice
from mtqg_analysis.analysis.forecast.evidence import Tried, behind, tried
from mtqg_analysis.analysis.forecast.outlook import Prospect
from mtqg_analysis.analysis.forecast.triangle import LAST
from mtqg_analysis.analysis.year_end.evaluation import YearEnd
from mtqg_analysis.domain.codes import CAPITALS
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.period import month_end, stage_of
from mtqg_analysis.domain.programmes import programmes_held, programmes_of
from mtqg_analysis.domain.reference import label
from mtqg_analysis.domain.units import unit_name
from mtqg_analysis.ledger.coverage import Coverage
from mtqg_analysis.report.cells import name_on, words_of
from mtqg_analysis.report.coverage import part_words
from mtqg_analysis.report.numbers import day, percent, size
from mtqg_analysis.report.pages.year_end.absent import no_programmes
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.view import view

NAMES = {
    "history_mean": to_translate("Bình quân các năm trước"),
    "official": to_translate("Số ước chính thức"),
    "last_year": to_translate("Như năm trước"),
    "chain_ladder": to_translate("Hệ số phát triển (chain ladder)"),
    "bornhuetter_ferguson": to_translate("Bornhuetter-Ferguson"),
    "cape_cod": to_translate("Cape Cod"),
    "logit": to_translate("Phát triển logit"),
    "pooled_glm": to_translate("Mô hình gộp (GLM)"),
    "smoothing": to_translate("San bằng mũ (ETS)"),
    "combination": to_translate("Bình quân BF và logit"),
}
RULES = ("last_year",)
WHOLE = to_translate("Chung")


def month_word(stage: int) -> str:
    """A month of the plan year in running text."""
    return tr("tháng {stage}", stage=stage) if stage < LAST else tr("tháng 01 năm sau")


def series_name(group: str, name: str, evaluation: YearEnd) -> str:
    """A series as a table names it."""
    first, _, second = name.partition("/")
    if group == "unit":
        if first == "agency":
            return name_on("agency", second)
        return unit_name(second, evaluation.cut_off)
    parts = [label("programme", first)] if first != "ALL" else []
    parts += [label("capital", second)] if second != "total" else []
    return ", ".join(parts) or tr(WHOLE)


@view()
def outlook_sentence(evaluation: YearEnd) -> Sentence:
    """What may be said of the end of the year from the province's own months, and with what right."""
    outlook = evaluation.outlook
    own = outlook.province
    if evaluation.own_money:
        alone = tr(
            "Số giải ngân theo tháng không tách vốn năm và vốn kéo dài, nên khi bỏ vốn kéo dài thì không dự báo được."
        )
        return Sentence.over(evaluation.ledger, alone)
    if own.whole is None or own.origin is None:
        why = _no_months(evaluation)
        text = why or tr(
            "Chưa có số giải ngân và kế hoạch theo chương trình, loại vốn đến ngày {day}, nên không dự báo "
            "được từ số liệu của tỉnh; phần dưới chỉ có số ước đã công bố, nếu có, và chuỗi của cả nước.",
            day=day(evaluation.period.as_of),
        )
        return Sentence.over(evaluation.ledger, text)
    if not own.choices:
        return Sentence.over(evaluation.ledger, tr("Thời hạn giải ngân của kế hoạch năm đã hết nên không dự báo."))
    parts = [
        tr(
            "Đến hết {month}, {place} giải ngân {now} kế hoạch đang có hiệu lực.",
            place=part_words(outlook_coverage(evaluation)) or tr("tỉnh"),
            month=month_word(own.origin),
            now=percent(own.whole.at(outlook.period.year, own.origin)),
        )
    ]
    parts += _behind(evaluation, own.origin)
    parts += [_said(evaluation, choice) for choice in own.choices.values()]
    parts += break_notes(own, outlook.period.year)
    return Sentence.over(evaluation.ledger, " ".join(parts) + _luck(own.choices.values()))


def _no_months(evaluation: YearEnd) -> str:
    """Why the year has no month of the province, where its dataset tells something of it."""
    cells = evaluation.detail.programmes
    said = no_programmes(evaluation) if cells is None else _unsummed(cells)
    consequence = tr(
        "Vì vậy không dự báo được từ số liệu của tỉnh; phần dưới chỉ có số ước đã công bố, nếu có, và chuỗi của cả "
        "nước."
    )
    return f"{said} {consequence}" if said else ""


def _unsummed(cells: Cells) -> str:
    """That the month of the rates is none of the outlook, since what some cells lack is lacking in the whole."""
    if not len(cells.gaps):
        return ""
    words = words_of(cells.gaps, cells.cut_off)
    return tr(
        "Đến {day} còn phần thiếu số liệu ({cells}), nên tháng đó không có tổng.", day=day(cells.cut_off), cells=words
    )


def _behind(evaluation: YearEnd, origin: int) -> list[str]:
    """Why the outlook stands in an earlier month than the rates of the year."""
    cells = evaluation.detail.programmes
    said = _unsummed(cells) if cells is not None and stage_of(cells.year, cells.cut_off) > origin else ""
    return [said] if said else []


def outlook_coverage(evaluation: YearEnd) -> Coverage | None:
    """What the months of the outlook cover; None where the dataset has no cells, or months of the province's own."""
    cells, ledger = evaluation.detail.programmes, evaluation.ledger
    if cells is None or not cells.coverage.of_units:
        return None if cells is None else cells.coverage
    about = {"programme": list(programmes_held(cells.year)), "capital": list(CAPITALS)}
    own = ledger.find(measure="disbursed", level="province", unit=ledger.dataset.province, **about)
    return cells.coverage if own.empty else None


def break_notes(prospect: Prospect, year: int) -> list[str]:
    """That the years learnt from are those of other programmes, where they are; such years are shown, not hidden."""
    former = {one for triangle in prospect.triangles.values() for one in triangle.years if one < year}
    others = sorted(one for one in former if programmes_of(one) != programmes_of(year))
    if not others:
        return []
    text = tr(
        "Các chương trình của năm {year} ({after}) không phải là các chương trình của các năm trước ({years}: "
        "{before}), nên bình quân, kiểm chứng và dự báo theo các năm đó chỉ để tham khảo.",
        year=year,
        after=_programmes(programmes_of(year)),
        years=", ".join(map(str, others)),
        before=_programmes(dict.fromkeys(code for one in others for code in programmes_of(one))),
    )
    return [text]


def _programmes(codes: Iterable[str]) -> str:
    return ", ".join(label("programme", code) for code in codes)


def tried_words(proof: Tried) -> str:
    """What a back-test rests on, in words: series of one year are no independent trials, so the years are named."""
    years = ", ".join(map(str, proof.years))
    if proof.group == "nation":
        series = tr("chuỗi cả nước")
    elif proof.group == "unit":
        series = tr("{n} đơn vị", n=proof.series)
    else:
        series = tr("{n} chuỗi (chương trình, loại vốn)", n=proof.series)
    if len(proof.years) == 1:
        return tr("{series} của một năm {year}", series=series, year=years)
    return tr("{series} của {n} năm ({years})", series=series, n=len(proof.years), years=years)


def _said(evaluation: YearEnd, choice: Choice) -> str:
    """One target: the method that may speak, or that none earned it; and what the baselines say."""
    own, year = evaluation.outlook.province, evaluation.period.year
    row = own.series[(own.series["group"] == "total") & (own.series["target"] == choice.target)].iloc[0]
    if row["method"] is not None:
        return f"{_speaks(own, row, choice, year)} {_baselines(row, choice)}"
    text = tr(
        "Đến {day}: **chưa đủ căn cứ để chọn phương pháp dự báo** ({why}).",
        day=day(month_end(year, choice.target)),
        why=_why(own, choice, year),
    )
    if choice.baseline:
        text += " " + tr(
            "Mốc so sánh có sai số nhỏ hơn khi kiểm chứng là {name} (sai bình quân {mae} điểm phần trăm).",
            name=tr(NAMES[choice.baseline]).lower(),
            mae=size(choice.mae),
        )
    return f"{text} {_baselines(row, choice)}"


def _speaks(prospect: Prospect, row: pd.Series, choice: Choice, year: int) -> str:
    """What the method says, of how many figures its interval is made, and how both did on past years."""
    method = choice.method or ""
    about = {
        "day": day(month_end(year, choice.target)),
        "method": _titled(method),
        "point": percent(row["point"]),
    }
    if np.isnan(row["low"]):
        forecast = tr("Đến {day}: {method} dự báo **{point}**, không tính được khoảng 80%.", **about)
    else:
        forecast = tr(
            "Đến {day}: {method} dự báo **{point}**, khoảng 80% từ {low} đến {high} ({evidence}).",
            **about,
            low=percent(row["low"]),
            high=percent(row["high"]),
            evidence=evidence(method, row["n_errors"] or None),
        )
    trials = tr(
        "Kiểm chứng {n} lần trên {tried}: sai số bình quân là {mae} điểm phần trăm; mốc so sánh tốt hơn "
        "({baseline}) sai {beaten} điểm phần trăm.",
        tried=tried_words(tried(behind(prospect, choice, year))),
        n=choice.n,
        mae=size(choice.mae),
        baseline=tr(NAMES[choice.baseline or ""]).lower(),
        beaten=size(choice.beaten),
    )
    covered = tr(
        "Khi kiểm chứng, khoảng 80% chứa kết quả {hits}/{count} lần.", hits=choice.hits, count=choice.n_intervals
    )
    return " ".join([forecast, trials, *([covered] if choice.n_intervals else [])])


def _luck(choices: Iterable[Choice]) -> str:
    """The best of many looks better than it is; said once, however many targets were forecast."""
    counts = [choice.tried for choice in choices if choice.method]
    if not counts:
        return ""
    return " " + tr(
        "Có {count} phương pháp và quy tắc cùng được kiểm chứng, nên sai số của phương pháp được chọn có phần "
        "do ngẫu nhiên.",
        count=max(counts),
    )


def _titled(method: str) -> str:
    """A method as the subject of a sentence: repeating last year is a rule, and no model."""
    name = tr(NAMES[method])
    return tr("quy tắc đơn giản «{name}»", name=name) if method in RULES else tr("phương pháp «{name}»", name=name)


def evidence(method: str, n: int | str | None) -> str:
    """Of what an interval is made."""
    if n is None:
        return tr("mô phỏng từ sai số của mô hình")
    if method in RULES:
        return tr("từ {n} mức thay đổi giữa hai năm liền nhau", n=n)
    return tr("từ số liệu {n} năm trước", n=n)


@view()
def national_outlook(evaluation: YearEnd) -> Sentence | None:
    """The same for the nation's public investment, on actual figures; its range is what was seen, not a probability."""
    outlook, year = evaluation.outlook, evaluation.period.year
    nation = outlook.nation
    if nation.whole is None or nation.origin is None or LAST not in nation.choices:
        return None
    row = nation.series[nation.series["target"] == LAST].iloc[0]
    ended = [one for one in nation.whole.years if one < year and np.isfinite(nation.whole.at(one, LAST))]
    text = tr(
        "Đầu tư công cả nước năm {year}, số thực hiện mới nhất: {now} kế hoạch đến hết {month}.",
        year=year,
        now=percent(nation.whole.at(year, nation.origin)),
        month=month_word(nation.origin),
    )
    if row["method"] is not None:
        speech = _speaks(nation, row, nation.choices[LAST], year) + _luck([nation.choices[LAST]])
        return Sentence.over(evaluation.context, f"{text} {speech}")
    if ended:
        rates = [nation.whole.at(one, LAST) for one in ended]
        text += " " + tr(
            "Chưa đủ căn cứ để chọn phương pháp dự báo ({why}). Bình quân số thực hiện đến 31/01 của {n} năm "
            "trước ({years}) là {mean}, từ {low} đến {high}.",
            why=_why(nation, nation.choices[LAST], year),
            n=len(ended),
            years=", ".join(map(str, ended)),
            mean=percent(row["history_mean"]),
            low=percent(min(rates)),
            high=percent(max(rates)),
        )
    return Sentence.over(evaluation.context, text)


def _why(prospect: Prospect, choice: Choice, year: int) -> str:
    if not choice.n:
        return tr("chưa năm nào có đủ ba năm trước để kiểm chứng")
    return tr(
        "{count} phương pháp và quy tắc, kiểm chứng {n} lần trên {tried}",
        count=choice.tried,
        tried=tried_words(tried(behind(prospect, choice, year))),
        n=choice.n,
    )


def _baselines(row: pd.Series, choice: Choice) -> str:
    """What both baselines say, one whole sentence a case."""
    about = {"years": row["years"], "mean": percent(row["history_mean"]) if row["years"] else ""}
    told = None if np.isnan(row["official"]) else percent(row["official"], 0)
    unscored = choice.n and not choice.official_scored
    if not row["years"]:
        if told is None:
            return tr("Không có năm trước để lấy bình quân, cũng không có số ước chính thức.")
        return tr("Không có năm trước để lấy bình quân; số ước chính thức là {told}.", told=told)
    if told is None:
        if unscored:
            return tr(
                "Bình quân {years} năm trước là {mean}; năm nay và các năm kiểm chứng đều không có số ước.", **about
            )
        return tr("Bình quân {years} năm trước là {mean}; năm nay chưa có số ước chính thức.", **about)
    if unscored:
        return tr(
            "Bình quân {years} năm trước là {mean}; số ước chính thức là {told}, khi kiểm chứng không có số nào để so.",
            **about,
            told=told,
        )
    return tr("Bình quân {years} năm trước là {mean}; số ước chính thức là {told}.", **about, told=told)
