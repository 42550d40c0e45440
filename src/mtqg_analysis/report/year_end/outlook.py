"""How the year may end: both baselines, and a forecast only where one may speak."""

import numpy as np
import pandas as pd

from mtqg_analysis.analysis.forecast.choice import Choice
from mtqg_analysis.analysis.forecast.outlook import Prospect
from mtqg_analysis.analysis.forecast.triangle import LAST
from mtqg_analysis.analysis.year_end import YearEnd
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.period import month_end
from mtqg_analysis.domain.reference import label, table
from mtqg_analysis.domain.units import unit_name
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import day, number, percent
from mtqg_analysis.report.scopes import basis_word
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table

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
WHOLE = to_translate("Chung")


def month_word(stage: int) -> str:
    """A month of the plan year in running text."""
    return tr("tháng {stage}", stage=stage) if stage < LAST else tr("tháng 01 năm sau")


def series_name(group: str, name: str, evaluation: YearEnd) -> str:
    """A series as a table names it."""
    first, _, second = name.partition("/")
    if group == "unit":
        if first == "agency":
            agencies: dict[str, str] = dict(table("agencies")[["code", "short_vi"]].itertuples(index=False))
            return agencies.get(second, second)
        return unit_name(second, evaluation.cut_off)
    parts = [label("programme", first)] if first != "ALL" else []
    parts += [label("capital", second)] if second != "total" else []
    return ", ".join(parts) or tr(WHOLE)


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
        text = tr(
            "Bộ dữ liệu không có số giải ngân và kế hoạch theo chương trình, loại vốn đến ngày {day}, nên không dự báo "
            "được từ số liệu của tỉnh; phần dưới chỉ có số ước đã công bố, nếu có, và chuỗi của cả nước.",
            day=day(evaluation.period.as_of),
        )
        return Sentence.over(evaluation.ledger, text)
    if not own.choices:
        return Sentence.over(
            evaluation.ledger, tr("Thời hạn giải ngân của kế hoạch năm đã hết: không còn gì để dự báo.")
        )
    parts = [
        tr(
            "Đến hết {month}, tỉnh giải ngân {now} kế hoạch đang có hiệu lực.",
            month=month_word(own.origin),
            now=percent(own.whole.at(outlook.period.year, own.origin)),
        )
    ]
    parts += [_said(evaluation, choice) for choice in own.choices.values()]
    return Sentence.over(evaluation.ledger, " ".join(parts))


def _said(evaluation: YearEnd, choice: Choice) -> str:
    """One target: the method that may speak, or that none earned it and what the baselines say."""
    series = evaluation.outlook.province.series
    row = series[(series["group"] == "total") & (series["target"] == choice.target)].iloc[0]
    when = day(month_end(evaluation.period.year, choice.target))
    baselines = _baselines(row)
    if row["method"] is None:
        text = tr(
            "Đến {day}: **không phương pháp dự báo nào đã chứng tỏ hơn được các mốc so sánh** ({why}); {baselines}.",
            day=when,
            why=_why(choice),
            baselines=baselines,
        )
        if choice.baseline:
            text += " " + tr(
                "Mốc sai ít hơn khi kiểm lại: {name} ({mae} điểm).",
                name=tr(NAMES[choice.baseline]).lower(),
                mae=number(100 * choice.mae, 1),
            )
        return text
    return tr("{forecast}; {baselines}.", forecast=_speaks(row, choice, evaluation.period.year), baselines=baselines)


def _speaks(row: pd.Series, choice: Choice, year: int) -> str:
    return tr(
        "Đến {day}: phương pháp «{method}» dự báo **{point}**, khoảng 80% {interval}; khi kiểm lại {n} lần, nó sai "
        "{mae} điểm, mốc tốt hơn sai {beaten} điểm ({count} phương pháp cùng thử, nên sai số của phương pháp được chọn "
        "có phần may mắn){official}",
        day=day(month_end(year, choice.target)),
        method=tr(NAMES[choice.method or ""]),
        point=percent(row["point"]),
        interval=_interval(row),
        n=choice.n,
        mae=number(100 * choice.mae, 1),
        beaten=number(100 * choice.beaten, 1),
        count=choice.tried,
        official="" if choice.official_scored else tr(", không có số ước chính thức nào để so"),
    )


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
        return Sentence.over(evaluation.context, f"{text} {_speaks(row, nation.choices[LAST], year)}")
    if ended:
        rates = [nation.whole.at(one, LAST) for one in ended]
        text += " " + tr(
            "Không phương pháp dự báo nào đã chứng tỏ hơn được các mốc ({why}); mốc để so sánh là bình quân số thực "
            "hiện đến 31/01 của {n} năm trước ({years}): {mean}, từ {low} đến {high}.",
            why=_why(nation.choices[LAST]),
            n=len(ended),
            years=", ".join(map(str, ended)),
            mean=percent(row["history_mean"]),
            low=percent(min(rates)),
            high=percent(max(rates)),
        )
    return Sentence.over(evaluation.context, text)


def _interval(row: pd.Series) -> str:
    if np.isnan(row["low"]):
        return tr("không tính được")
    return tr("từ {low} đến {high}", low=percent(row["low"]), high=percent(row["high"]))


def _why(choice: Choice) -> str:
    if not choice.n:
        return tr("n = 0: chưa có năm nào đủ ba năm trước để kiểm lại")
    return tr("{count} phương pháp, kiểm lại {n} lần", count=choice.tried, n=choice.n)


def _baselines(row: pd.Series) -> str:
    mean = (
        tr("bình quân {years} năm trước là {mean}", years=row["years"], mean=percent(row["history_mean"]))
        if row["years"]
        else tr("không có năm trước để lấy bình quân")
    )
    if np.isnan(row["official"]):
        return tr("{mean}, không có số ước chính thức", mean=mean)
    return tr("{mean}, số ước chính thức là {told}", mean=mean, told=percent(row["official"], 0))


def outlook_table(evaluation: YearEnd) -> Table | None:
    """Both baselines and what may speak, for every series of the province."""
    return _series_table(evaluation, evaluation.outlook.province, "trien_vong", tr("Triển vọng giải ngân của năm"))


def unit_outlook(evaluation: YearEnd) -> Table | None:
    """The same for districts, communes and agencies."""
    return _series_table(evaluation, evaluation.outlook.units, "trien_vong_don_vi", tr("Triển vọng của từng đơn vị"))


def _series_table(evaluation: YearEnd, prospect: Prospect, name: str, title: str) -> Table | None:
    rows = prospect.series[prospect.series["now"].notna()] if len(prospect.series) else prospect.series
    if rows.empty or prospect.origin is None:
        return None
    targets = sorted(prospect.choices)
    frame = pd.DataFrame({"series": [series_name(g, n, evaluation) for g, n in _once(rows)]})
    first = rows.drop_duplicates("name")
    frame["now"] = first["now"].to_numpy()
    columns = [Column("series", tr("Phạm vi")), Column("now", tr("Đã đạt"), "percent")]
    for target in targets:
        part = rows[rows["target"] == target].set_index("name").loc[first["name"]].reset_index()
        group = tr("Đến {day}", day=day(month_end(evaluation.period.year, target)))
        frame[f"mean_{target}"] = part["history_mean"]
        columns.append(Column(f"mean_{target}", tr("Bình quân các năm trước"), "percent", group=group, missing="–"))
        if part["official"].notna().any():
            frame[f"official_{target}"] = part["official"]
            columns.append(Column(f"official_{target}", tr("Số ước chính thức"), "percent", 0, group=group))
        if part["point"].notna().any():
            frame[f"point_{target}"] = part["point"]
            frame[f"interval_{target}"] = [
                None if np.isnan(low) else (low, high) for low, high in zip(part["low"], part["high"], strict=True)
            ]
            method = tr(NAMES[prospect.choices[target].method or ""])
            columns.append(Column(f"point_{target}", method, "percent", group=group, missing="–"))
            columns.append(Column(f"interval_{target}", tr("Khoảng 80%"), "percent", group=group, missing="–"))
    years = sorted(set(rows["years"]))
    notes = [
        tr(
            "Bình quân lấy từ {years} năm trước có đủ số. Chỉ phương pháp đã hơn cả hai mốc khi kiểm lại mới được in.",
            years=" - ".join(str(one) for one in dict.fromkeys((years[0], years[-1]))),
        )
    ]
    if any(choice.method for choice in prospect.choices.values()):
        notes.append(
            tr("Khoảng 80%: theo phân vị t, n là số năm trước; khoảng hẹp từ ít năm không có nghĩa là chắc chắn.")
        )
    scope = Scope(
        tr("% kế hoạch"),
        day(month_end(evaluation.period.year, prospect.origin)),
        basis_word("in_force"),
        tr("thực hiện; ước và dự báo ở cột riêng"),
    )
    return Table(name, title, frame, tuple(columns), scope, prospect.sources, tuple(notes))


def _once(rows: pd.DataFrame) -> list[tuple[str, str]]:
    return list(dict.fromkeys(zip(rows["group"], rows["name"], strict=True)))
