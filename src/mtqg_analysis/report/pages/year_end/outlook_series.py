"""How the year may end, series by series: both baselines, and a forecast only where one may speak."""

from dataclasses import replace

import numpy as np
import pandas as pd

from mtqg_analysis.analysis.forecast.choice import Choice, beat_both
from mtqg_analysis.analysis.forecast.evidence import behind, of_series, tried
from mtqg_analysis.analysis.forecast.outlook import Prospect
from mtqg_analysis.analysis.year_end.evaluation import YearEnd
from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.period import month_end
from mtqg_analysis.report.column import Column, Quantity
from mtqg_analysis.report.coverage import part_words, titled
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import day, number
from mtqg_analysis.report.pages.year_end.outlook import (
    NAMES,
    break_notes,
    evidence,
    outlook_coverage,
    series_name,
    tried_words,
)
from mtqg_analysis.report.scopes import basis_word
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import view
from mtqg_analysis.report.waits import FORM, Waits

AHEAD = ["history_mean", "official", "point"]  # columns of a series that look past what it reached
LOST, UNTRIED = "*", "†"  # behind a forecast of a series on which the method itself did not do better, or never ran


@view(
    Waits(
        "5. Ước thực hiện",
        "disbursed cuối mỗi tháng của năm {year} và của ít nhất ba năm trước, cùng plan, theo chương trình, loại vốn",
        FORM,
    )
)
def outlook_table(evaluation: YearEnd) -> Table | None:
    """Both baselines and what may speak, for every series of the province."""
    title, coverage = tr("Triển vọng giải ngân của năm"), outlook_coverage(evaluation)
    title = titled(title, coverage) if coverage else title
    prospect = evaluation.outlook.province
    made = _series_table(evaluation, prospect, _reached(prospect), "trien_vong", title)
    return made and replace(made, scope=replace(made.scope, held=part_words(coverage)))


@view()
def unit_outlook(evaluation: YearEnd) -> Table | None:
    """The same for the districts, communes and agencies of which more is known than what they reached."""
    prospect, title = evaluation.outlook.units, tr("Triển vọng của từng đơn vị")
    every = _reached(prospect)
    told = every[every["name"].isin(every.loc[every[AHEAD].notna().any(axis=1), "name"])]
    silent = every.loc[~every["name"].isin(told["name"]), "name"].nunique()
    left = tr("{count} đơn vị khác chưa có năm trước để so và chưa có số ước.", count=number(silent)) if silent else ""
    made = _series_table(evaluation, prospect, told, "trien_vong_don_vi", title)
    return made and replace(made, notes=(*([left] if left else []), *made.notes))


def _reached(prospect: Prospect) -> pd.DataFrame:
    """The series with a figure of the year."""
    return prospect.series[prospect.series["now"].notna()] if len(prospect.series) else prospect.series


def _series_table(evaluation: YearEnd, prospect: Prospect, rows: pd.DataFrame, name: str, title: str) -> Table | None:
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
            frame[f"point_{target}"] = _points(prospect, part, prospect.choices[target], evaluation.period.year)
            frame[f"interval_{target}"] = [
                None if np.isnan(low) else (low, high) for low, high in zip(part["low"], part["high"], strict=True)
            ]
            method = tr(NAMES[prospect.choices[target].method or ""])
            columns.append(Column(f"point_{target}", method, "percent", group=group, missing="–"))
            columns.append(Column(f"interval_{target}", tr("Khoảng 80%"), "percent", group=group, missing="–"))
    year = evaluation.period.year
    notes = [_years_note(rows["years"]), *break_notes(prospect, year), *_method_notes(prospect, rows, frame, year)]
    scope = Scope(
        tr("% kế hoạch"),
        day(month_end(evaluation.period.year, prospect.origin)),
        basis_word("in_force"),
        tr("thực hiện; ước và dự báo ở cột riêng"),
    )
    return Table(name, title, frame, tuple(columns), scope, prospect.sources, tuple(notes))


def _points(prospect: Prospect, rows: pd.DataFrame, choice: Choice, year: int) -> list[Quantity]:
    """The forecasts of the method that speaks, marked where it lost to a baseline on that very series."""
    trials, cells = behind(prospect, choice, year), []
    for row in rows.itertuples():
        mark = ""
        if row.method:
            won = beat_both(of_series(trials, row.name), row.method)
            mark = UNTRIED if won is None else "" if won else LOST
        cells.append(Quantity(row.point, "percent", mark=mark))
    return cells


def _years_note(years: pd.Series) -> str:
    if years.nunique() == 1:
        return tr("Bình quân lấy từ {n} năm trước có đủ số.", n=years.max())
    if years.min() > 0:
        return tr("Bình quân lấy từ {low} đến {high} năm trước có đủ số, tùy chuỗi.", low=years.min(), high=years.max())
    return tr(
        "Bình quân lấy từ nhiều nhất {high} năm trước có đủ số, tùy chuỗi; – là không có năm nào.", high=years.max()
    )


def _method_notes(prospect: Prospect, rows: pd.DataFrame, frame: pd.DataFrame, year: int) -> list[str]:
    """By what right a method is printed, where it lost, and of how many figures its interval is made."""
    speaking = [choice for choice in prospect.choices.values() if choice.method]
    if not speaking:
        return [tr("Chỉ nêu phương pháp sai ít hơn cả hai mốc so sánh, tính chung trên các chuỗi đã kiểm chứng.")]
    notes = [
        tr(
            "Phương pháp được chọn chung: sai ít hơn cả hai mốc so sánh trên {tried}; ở từng chuỗi có thể sai "
            "nhiều hơn mốc.",
            tried=tried_words(tried(behind(prospect, speaking[-1], year))),
        )
    ]
    marks = {cell.mark for name in frame if name.startswith("point_") for cell in frame[name]}
    if LOST in marks:
        notes.append(
            tr(
                "{mark} Khi kiểm chứng chuỗi này (dòng gộp: các chuỗi hợp thành), phương pháp sai bằng hoặc "
                "nhiều hơn ít nhất một mốc so sánh.",
                mark=LOST,
            )
        )
    if UNTRIED in marks:
        notes.append(tr("{mark} Phương pháp chưa kiểm chứng được ở chuỗi này.", mark=UNTRIED))
    days: dict[tuple[str, tuple[int, ...]], list[str]] = {}
    for choice in speaking:
        own = rows[(rows["target"] == choice.target) & rows["low"].notna()]
        counts = [n for n in own["n_errors"] if n]
        behind_it = "-".join(map(str, sorted({min(counts), max(counts)}))) if counts else None
        if len(own) and choice.n_intervals:
            key = evidence(choice.method or "", behind_it), (choice.hits, choice.n_intervals)
            days.setdefault(key, []).append(day(month_end(year, choice.target)))
    notes += [
        tr(
            "Khoảng 80% đến {day}: {evidence}; khi kiểm chứng chứa kết quả {hits}/{count} lần.",
            day=", ".join(when),
            evidence=words,
            hits=hits,
            count=count,
        )
        for (words, (hits, count)), when in days.items()
    ]
    return [
        *notes,
        tr(
            "Các khoảng lấy phân vị t với n − 1 bậc tự do, trừ khi mô phỏng; khoảng hẹp từ ít năm không có nghĩa là "
            "chắc chắn."
        ),
    ]


def _once(rows: pd.DataFrame) -> list[tuple[str, str]]:
    return list(dict.fromkeys(zip(rows["group"], rows["name"], strict=True)))
