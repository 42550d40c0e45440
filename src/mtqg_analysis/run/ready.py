"""Which sections of the three reports a dataset is ready for, which rows the others wait for, and how they come in."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date
from types import ModuleType
from typing import Any

from rich.console import Console
from rich.table import Table as Grid

from mtqg_analysis.analysis.comparison.comparison import compare_years
from mtqg_analysis.analysis.forecast.outlook import may_look_ahead
from mtqg_analysis.analysis.forecast.reading import province_triangles
from mtqg_analysis.analysis.forecast.triangle import LAST, Triangle
from mtqg_analysis.analysis.planning.plan import plan_baseline
from mtqg_analysis.analysis.year_end.evaluation import START, YearEnd, evaluate_year
from mtqg_analysis.domain.errors import DataError, MtqgError
from mtqg_analysis.domain.period import Period, month_end
from mtqg_analysis.domain.units import units_on
from mtqg_analysis.ledger.ledger import Ledger, load_ledger
from mtqg_analysis.report.cells import gap_words
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.coverage import held_words, missing_words
from mtqg_analysis.report.pages import comparison, planning, year_end
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import boxed
from mtqg_analysis.report.waits import FORM, Waits

BACK = 4  # years before the one asked about that a comparison looks at
HORIZON = (2026, 2030)
OVER = "thời hạn giải ngân của năm đã hết: không còn gì để dự báo"
STATES = {"yes": "có", "part": "một phần", "no": "chưa", "refused": "không lập được"}


@dataclass(frozen=True)
class Line:
    """One section of one report: whether it will come, and else what it waits for. state: a key of STATES."""

    report: str
    section: str
    state: str
    missing: str = ""
    how: str = ""


def readiness(data: str, context: str, year: int | None = None, as_of: date | None = None) -> list[Line]:
    """Every section of the three reports over a dataset, as its own displays answer.

    year, as_of: None for the newest plan year with disbursement, and its newest day. Raises DataError for a dataset
    that cannot be read or that holds no disbursement at all.
    """
    ledger, nation = load_ledger(data), load_ledger(context)
    chosen = year or _newest_year(ledger)
    day = as_of or _newest_day(ledger, chosen, date(chosen, 12, 31))
    late = as_of or _newest_day(ledger, chosen, date(chosen + 1, 1, 31))  # what a look back at whole years may know
    newest = as_of or max([late, *_paid(ledger)["day"].dropna()])  # a plan knows all there is
    period = Period(chosen, day)
    words = _words(data, ledger, chosen, day)
    asked: tuple[tuple[str, ModuleType, Callable[[], Any]], ...] = (
        ("year-end", year_end, lambda: evaluate_year(replace(ledger, period=period), nation)),
        ("comparison", comparison, lambda: compare_years(ledger, nation, (chosen - BACK, chosen), late)),
        ("baseline", planning, lambda: plan_baseline(ledger, nation, HORIZON, newest)),
    )
    return [line for name, page, made in asked for line in _lines(name, page, made, words)]


def _lines(report: str, page: ModuleType, made: Callable[[], Any], words: dict[str, object]) -> list[Line]:
    try:
        analysis = made()
    except MtqgError as error:
        return [Line(report, "cả báo cáo", "refused", str(error))]
    verbs = [getattr(page, name) for name in page.__all__]
    return [_line(report, verb, analysis, words) for verb in verbs if verb.view.waits]


def _line(report: str, verb: Any, analysis: Any, words: dict[str, object]) -> Line:
    waits: Waits = verb.view.waits
    section, rows, how = waits.said(**words)
    if _comes(QUICK.get(verb.__name__, verb), verb.view.given(analysis)):
        lacking = _partial(analysis) if waits.how == FORM else ""
        return Line(report, section, "part", lacking, how) if lacking else Line(report, section, "yes")
    if verb.__name__ == "outlook_table":
        if _is_over(analysis.period):
            return Line(report, section, "no", OVER)
        rows += _month_gaps(analysis)
    return Line(report, section, "no", rows, how)


def _is_over(period: Period) -> bool:
    """Whether the money of the plan year may no longer be disbursed: no rows would bring an outlook."""
    return month_end(period.year, LAST) <= period.as_of


def _comes(verb: Callable[[Any], Any], given: Any) -> bool:
    """Whether a display is a table or chart; the box of one that failed (`report.view.Failure`) is neither."""
    shown = verb(given)
    return shown is True or isinstance(shown, Table | Chart)


def _months(evaluation: YearEnd) -> list[Triangle]:
    cells = evaluation.detail.programmes
    basis = "" if cells is None or cells.basis == START else cells.basis
    return province_triangles(evaluation.ledger, evaluation.period.as_of, basis)


def _has_months(evaluation: YearEnd) -> bool:
    """The condition of the table of the outlook; its back-tests take most of the time of all three reports."""
    return may_look_ahead(_months(evaluation), evaluation.period)


QUICK: dict[str, Callable[[Any], Any]] = {"outlook_table": boxed(_has_months)}  # held against the displays by a test


def _month_gaps(evaluation: YearEnd) -> str:
    """The months of the year up to the day, and of former years, for which the whole has no figure."""
    months, period = _months(evaluation), evaluation.period
    if not months:
        return f"; chưa có tháng nào của năm {period.year}"
    whole, said = months[0], []
    for year in sorted({*(one for one in whole.years if one < period.year), period.year}):
        last = min(period.stage, LAST) if year == period.year else LAST
        gaps = [f"{month:02d}" for month in range(1, last + 1) if whole.at(year, month) != whole.at(year, month)]
        if gaps:
            said.append(f"năm {year} thiếu tháng {', '.join(gaps)}".replace(" 13", " 01 năm sau"))
    return "".join(f"; {one}" for one in said)


def _partial(analysis: Any) -> str:
    """What the year's figures lack of units, programmes and capital types, where a sum lacks it."""
    detail = getattr(analysis, "detail", None)
    cells = None if detail is None else detail.programmes
    if cells is None or cells.is_complete:
        return ""
    said = (
        []
        if cells.coverage.is_whole
        else [f"có {held_words(cells.coverage)}", f"thiếu {missing_words(cells.coverage)}"]
    )
    gaps = gap_words(cells)
    return "; ".join([*said, *([f"không tính {gaps}"] if gaps else [])])


def _newest_year(ledger: Ledger) -> int:
    years = [int(year) for year in _paid(ledger)["year"] if year]
    if not years:
        raise DataError(
            "Bộ dữ liệu {path} chưa có số giải ngân (disbursed) nào của tỉnh hay của đơn vị. Ghi biểu "
            "bằng mtqg form year-end, nhập bằng mtqg intake; hoặc nêu --year và --as-of.",
            path=ledger.dataset.path,
        )
    return max(years)


def _newest_day(ledger: Ledger, year: int, until: date) -> date:
    rows = _paid(ledger)
    days = [day for day in rows.loc[rows["year"] == str(year), "day"] if isinstance(day, date) and day <= until]
    return max(days, default=until)


def _paid(ledger: Ledger) -> Any:
    levels = ["province", "district", "commune", "agency"]
    return ledger.find(measure="disbursed", status="actual", level=levels)


def _words(data: str, ledger: Ledger, year: int, day: date) -> dict[str, object]:
    has_districts = len(units_on(min(day, date(year, 12, 31)), "district", ledger.dataset.province)) > 0
    units = "districts" if has_districts else "communes"
    return {"data": data, "year": year, "first": year - BACK, "month": f"{day:%m/%Y}", "units": units}


def show_readiness(lines: list[Line], console: Console) -> None:
    """The sections as one table in the terminal."""
    grid = Grid()
    for column in ("Báo cáo", "Mục", "Sẽ có", "Còn thiếu", "Thu bằng"):
        grid.add_column(column, overflow="fold")  # names of columns and paths are to be read, or typed, in full
    for line in lines:
        grid.add_row(line.report, line.section, STATES[line.state], line.missing, line.how)
    console.print(grid, markup=False)


def as_json(lines: list[Line]) -> list[dict[str, str]]:
    """JSON-ready: one object a section."""
    return [asdict(line) for line in lines]
