"""One cut to look at and to take along: table, chart, map, the code and the command that make it, CSV and Excel."""

import json
import shlex
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import nbformat

from mtqg_analysis.analysis.cut import Cut, only
from mtqg_analysis.domain.errors import ParameterError
from mtqg_analysis.domain.language import current_language, tr
from mtqg_analysis.lab.csv_text import as_csv
from mtqg_analysis.ledger.keeping import written
from mtqg_analysis.ledger.ledger import Ledger
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.cut import column_of, cut_table
from mtqg_analysis.report.cut_chart import draw_cut, draw_cut_map
from mtqg_analysis.report.data import DataSheet, cell_rows
from mtqg_analysis.report.display import Bundle
from mtqg_analysis.report.pages import exploring
from mtqg_analysis.report.table import Table
from mtqg_analysis.run.geojson import read_places
from mtqg_analysis.run.reports import project_root


@dataclass(frozen=True)
class Asked:
    """What a view was asked for: the plan year and its cut-off, codes that narrow it, keys, and the year beside it."""

    year: int
    as_of: date
    codes: tuple[tuple[str, tuple[str, ...]], ...]
    keys: tuple[str, ...]
    beside: int | None = None


@dataclass(frozen=True)
class View:
    """A cut of one plan year. In a notebook it shows its table; what it shows is made when it is first asked for."""

    ledger: Ledger = field(repr=False)
    cut: Cut = field(repr=False)
    asked: Asked
    _drawn: dict[str, Chart] = field(default_factory=dict, repr=False, compare=False)

    @property
    def codes(self) -> dict[str, tuple[str, ...]]:
        """What the figures are narrowed to."""
        return dict(self.asked.codes)

    @cached_property
    def table(self) -> Table:
        """The cut as a table, with its sum."""
        return cut_table(self.ledger, self.cut, self.codes)

    @property
    def chart(self) -> Chart:
        """The rates as bars, or as curves where the cut goes by months."""
        return self.draw("rate")

    def draw(self, measure: str) -> Chart:
        """One measure as bars or curves: plan, disbursed, balance or rate."""
        if measure not in self._drawn:
            self._drawn[measure] = draw_cut(self.ledger, self.cut, self.codes, measure)
        return self._drawn[measure]

    @cached_property
    def map(self) -> Chart | None:
        """The units in the colour of their rates; None where the cut has no units, or they have no place on a map."""
        return draw_cut_map(self.ledger, self.cut, self.codes, read_places("", str(self.ledger.dataset.path.resolve())))

    @property
    def data(self) -> str:
        """The dataset as code and commands name it: from the project where it lies inside."""
        path, root = self.ledger.dataset.path.resolve(), project_root()
        return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()

    @property
    def code(self) -> str:
        """The line of Python that makes this view."""
        return self.line(f'load_ledger("{self.data}")', str(self.asked.year), f'"{self.asked.as_of}"')

    def line(self, ledger: str, year: str, text_of_day: str) -> str:
        """The line over what is called so in a program: a ledger, a year, the text of its cut-off."""
        codes = {name: given[0] if len(given) == 1 else list(given) for name, given in self.asked.codes}
        where = ", ".join(f"{name}={json.dumps(given, ensure_ascii=False)}" for name, given in codes.items())
        beside = [] if self.asked.beside is None else [f"beside={self.asked.beside}"]
        by = ", ".join([*(f'"{key}"' for key in self.asked.keys), *beside])
        start = f'explore({ledger}, {year}, parse_day({text_of_day}, "as_of"))'
        return f"{start}{f'.where({where})' if where else ''}.by({by})"

    @property
    def command(self) -> str:
        """The line that makes the report in which these figures stand."""
        asked, data = self.asked, shlex.quote(self.data)
        if asked.beside is not None:
            return f"mtqg report comparison --data {data} --years {asked.beside}-{asked.year} --as-of {asked.as_of}"
        return f"mtqg report year-end --data {data} --year {asked.year} --as-of {asked.as_of}"

    @property
    def csv(self) -> bytes:
        """The table as Excel opens it: UTF-8 with its mark, columns by semicolon, no text that runs."""
        return as_csv(self.table)

    @property
    def excel(self) -> bytes:
        """A workbook with the table, its chart, and the figures that it is summed from; formulas are live."""
        from mtqg_analysis.report.formats.exporters import MtqgExcelExporter

        displays: list[Table | Chart | DataSheet] = [self.table, self.draw("rate")]
        displays.append(DataSheet(tuple(cell_rows([self.cut.cells], self.ledger))))
        book = nbformat.v4.new_notebook(metadata={"title": self.table.title, "lang": current_language()})
        for place, shown in enumerate(displays, start=1):
            data, about = shown._repr_mimebundle_()
            output = nbformat.v4.new_output("display_data", data=data, metadata=about)
            book.cells.append(nbformat.v4.new_code_cell(self.code, outputs=[output], execution_count=place))
        return MtqgExcelExporter().from_notebook_node(book)[0]

    def save(self, file: str | Path) -> str:
        """Writes the table as `.csv` or `.xlsx`, by the name of the file, and says where; a file there is kept."""
        target = Path(file)
        made = {".csv": lambda: self.csv, ".xlsx": lambda: self.excel}
        if target.suffix.lower() not in made:
            raise ParameterError("Tệp {file} cần đuôi {known}.", file=target.name, known=", ".join(made))
        content = made[target.suffix.lower()]()
        return written(target, lambda place: place.write_bytes(content))

    def facts(self, **codes: str) -> Table:
        """The facts that the figures are summed from, each with its id, source and doubt; ids of facts that came from
        a spreadsheet name file, sheet and cell.

        codes: only those of some rows, such as `unit="180", programme="DTTS"`, as the table's codes say.
        """
        cells = only(self.cut.cells, {column_of(name): (code,) for name, code in codes.items()})
        ids = {fact for row in cell_rows([cells], self.ledger) for fact in str(row["id"]).split(" + ")}
        rows = self.ledger.facts[self.ledger.facts["fact"].isin(ids)]
        if rows.empty:
            raise ParameterError(
                "Không có số liệu nào với {codes}; các mã có: {known}.",
                codes=", ".join(f"{name} = {code}" for name, code in codes.items()) or tr("phần đã chọn"),
                known="; ".join(
                    f"{name}: {', '.join(dict.fromkeys(self.cut.cells.frame[column_of(name)].astype(str)))}"
                    for name in codes
                ),
            )
        return exploring.facts(rows)

    def _repr_mimebundle_(self, **named: object) -> Bundle:
        bundle: Bundle = self.table._repr_mimebundle_(**named)
        return bundle
