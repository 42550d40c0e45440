"""One report made from Python, as `mtqg report` makes it from the command line."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from mtqg_analysis.domain.period import checked_day
from mtqg_analysis.run import execute
from mtqg_analysis.run.reports import FORMATS, parse_formats, report_named

Parameter = str | int | float | bool | Path | tuple[int, int]


def run_report(
    name: str,
    *,
    as_of: date | None = None,
    known_on: date | None = None,
    formats: Sequence[str] = FORMATS,
    out: str | Path | None = None,
    **parameters: Parameter,
) -> execute.Made:
    """Makes one report and tells in which folder it lies, with which files.

    name: year-end, comparison or baseline. as_of: the cut-off, None for the notebook's own; known_on: only what had
    been published by that day, None for the newest. formats: of html, pdf, docx, xlsx, pptx. out: the folder of all
    reports, None for `reports/` of the project. parameters: the others that the report's notebook declares, such as
    `data`, `year` or `language`; a span of years is a pair, `years=(2021, 2025)`. A report that lay there before is
    replaced, or kept under a dated name where somebody has edited it.

    Raises ParameterError for a name or value that the notebook does not take, DataError for what a dataset lacks,
    NotebookError where a cell fails, OutputError where nothing can be written, FormatError where no format was made.

        made = run_report("year-end", data="data/langson", year=2024, as_of=date(2024, 12, 31), formats=["pdf"])
        made.files["report.pdf"]
    """
    days = {"as_of": as_of, "known_on": known_on}
    given = parameters | {parameter: checked_day(day, parameter) for parameter, day in days.items() if day is not None}
    written = {parameter: _written(value) for parameter, value in given.items()}
    folder = None if out is None else Path(out)
    return execute.run_report(execute.prepare(report_named(name), written, parse_formats(",".join(formats)), folder))


def _written(value: Parameter | date) -> str | int | float | bool:
    """A value as the parameter cell of a notebook writes it.

    >>> _written((2021, 2025)), _written(date(2024, 12, 31)), _written(2024)
    ('2021-2025', '2024-12-31', 2024)
    """
    if isinstance(value, tuple):
        return "-".join(map(str, value))
    return str(value) if isinstance(value, date | Path) else value
