"""Checking a dataset against itself: schema, ids, sources, units on their dates, and arithmetic."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import pandas as pd

from mtqg_analysis.domain.language import tr, written_day
from mtqg_analysis.domain.reference import label
from mtqg_analysis.domain.units import LEVELS_WITH_CODES, Unit, covers, find_units, suggest, unit_name, units_of
from mtqg_analysis.ledger.assumption_rules import check_assumptions
from mtqg_analysis.ledger.cells import check_columns, short
from mtqg_analysis.ledger.coverage_rules import check_coverage
from mtqg_analysis.ledger.dataset import Dataset
from mtqg_analysis.ledger.facts import FACT_COLUMNS, SIDE_COLUMNS, SOURCE_COLUMNS, Row, with_figures
from mtqg_analysis.ledger.finding import Finding, by_severity
from mtqg_analysis.ledger.gap_rules import check_gaps
from mtqg_analysis.ledger.needs import check_needs
from mtqg_analysis.ledger.ratios import check_ratios
from mtqg_analysis.ledger.rivals import check_rival_sources, check_rivals
from mtqg_analysis.ledger.series import check_falls, check_mixtures, check_negatives, check_rate_range
from mtqg_analysis.ledger.sums import check_sums, find_sums, restored_by
from mtqg_analysis.ledger.table_rules import table_faults
from mtqg_analysis.ledger.weight_rules import check_weights
from mtqg_analysis.ledger.work_ids import check_work_ids


@dataclass(frozen=True)
class Check:
    """What a check found, and how much it looked at."""

    dataset: str
    findings: tuple[Finding, ...]
    checked: dict[str, int]

    @property
    def implicated(self) -> frozenset[str]:
        """The facts that an error names: they are shown with a mark and enter no computation."""
        return frozenset(fact for finding in self.findings if finding.severity == "error" for fact in finding.ids)

    def as_dict(self) -> dict[str, object]:
        """JSON-ready: dataset, findings, counts."""
        return {
            "dataset": self.dataset,
            "findings": [finding.as_dict() for finding in self.findings],
            "checked": self.checked,
        }


def check_dataset(dataset: Dataset, readable: pd.DataFrame | None = None) -> Check:
    """Everything that the dataset's own rows say against each other; nothing outside it is consulted.

    readable: the dataset's `with_figures`, where the caller has it already.
    """
    figures: list[Row] = (with_figures(dataset.facts) if readable is None else readable).to_dict("records")
    findings = check_form(dataset, figures)
    sums = find_sums(figures)
    ratio_findings, triples = check_ratios(figures, partial(restored_by, sums))
    findings += ratio_findings
    findings += check_sums(sums)
    findings += check_coverage(figures, dataset.province) + check_gaps(figures, dataset.province)
    findings += (
        check_rivals(figures)
        + check_rival_sources(figures, _files(dataset))
        + check_falls(figures)
        + check_rate_range(figures)
    )
    findings += check_mixtures(figures)
    checked = {"facts": len(dataset.facts), "sources": len(dataset.sources), "triples": triples, "sums": len(sums)}
    return Check(dataset.name, tuple(by_severity(findings)), checked)


def check_form(dataset: Dataset, figures: list[Row]) -> list[Finding]:
    """What the rows of a dataset break one by one: cells, ids, sources, units; no figure is held against another.

    figures: the facts that can be read, as `with_figures` gives them.
    """
    facts = dataset.facts
    return [
        *dataset.notes,
        *check_columns(facts, FACT_COLUMNS, dataset.facts_file, "fact"),
        *_check_ids(facts, dataset.facts_file),
        *_check_sources(dataset),
        *_check_side_tables(dataset),
        *check_work_ids(dataset.tables),
        *_check_units(figures),
        *check_negatives(figures),
    ]


def _check_ids(facts: pd.DataFrame, file: str) -> Iterator[Finding]:
    repeated = facts.loc[facts["fact"].duplicated() & (facts["fact"] != ""), "fact"]
    for fact in repeated.unique():
        lines = ", ".join(str(index + 2) for index in facts.index[facts["fact"] == fact])
        message = tr(
            "Mã số liệu {fact} lặp lại ở các dòng {lines} của {file}; mỗi số liệu cần một mã riêng.",
            fact=fact,
            lines=lines,
            file=file,
        )
        yield Finding("error", "duplicate_id", (fact,), tr("dòng {lines}", lines=lines), tr("một dòng"), message, file)


def _check_sources(dataset: Dataset) -> Iterator[Finding]:
    """Sources that lack what a reader needs to find them, or that facts name and nobody lists."""
    facts, known = dataset.facts, set(dataset.sources["source"])
    for finding in check_columns(dataset.sources, SOURCE_COLUMNS, dataset.sources_file, "source"):
        citing = facts[facts["source"].isin(finding.ids)]
        in_one_file = len(citing) > 0 and dataset.sources_file == dataset.facts_file
        place = f"{dataset.facts_file}:{citing.index[0] + 2}" if in_one_file else finding.place
        message = finding.message.replace(finding.place, place, 1)
        yield replace(finding, ids=tuple(citing["fact"]), place=place, message=message)
    names = dataset.sources["source"]
    for source in names[names.duplicated() & (names != "")].unique():
        lines = ", ".join(str(line) for line, name in enumerate(names, start=2) if name == source)
        message = tr(
            "Nguồn «{source}» lặp lại ở các dòng {lines} của {file}; mỗi nguồn cần một dòng.",
            source=short(source),
            lines=lines,
            file=dataset.sources_file,
        )
        ids = tuple(facts.loc[facts["source"] == source, "fact"])
        yield Finding("error", "duplicate_id", ids, lines, tr("một dòng"), message, dataset.sources_file)
    for source in dict.fromkeys(facts["source"]):
        if source and source not in known:
            ids = tuple(facts.loc[facts["source"] == source, "fact"])
            message = tr(
                "Nguồn «{source}» không có trong sources.csv; hãy thêm tên, cơ quan công bố và ngày.", source=source
            )
            yield Finding("error", "unknown_source", ids, source, tr("một dòng của sources.csv"), message)


def _check_side_tables(dataset: Dataset) -> Iterator[Finding]:
    """Side tables by themselves, and the sources, facts, statements and directives that they name: these exist."""
    sources, facts = set(dataset.sources["source"]), set(dataset.facts["fact"])
    evidence = facts.union(*(_ids(dataset, name) for name in ("statements", "directives")))
    for name, rows in dataset.tables.items():
        yield from table_errors(name, dataset.tables, dataset.province)
        if name == "assumptions":
            yield from check_assumptions(rows, "assumptions.csv")
        if name == "commune_weights":
            yield from check_weights(rows, dataset.province, "commune_weights.csv")
        if name == "needs":
            yield from check_needs(rows, "needs.csv")
        for column, known in (("source", sources), ("fact", facts), ("actual_fact", facts), ("evidence", evidence)):
            for line, cell in enumerate(rows.get(column, []), start=2):
                for one in cell.split("|") if column == "evidence" else (cell,):
                    if cell and one not in known:
                        yield _unknown_id(f"{name}.csv:{line}", column, one)


def _files(dataset: Dataset) -> set[str]:
    """The sources that were read from a file."""
    sources = dataset.sources
    return set(sources.loc[sources["file"] != "", "source"]) if "file" in sources else set()


def _ids(dataset: Dataset, name: str) -> set[str]:
    """The ids of a side table, which stand in its first column; none where the table or the column is not there."""
    return set(dataset.tables.get(name, pd.DataFrame()).get(SIDE_COLUMNS[name][0].name, []))


def _unknown_id(place: str, column: str, cell: str) -> Finding:
    message = tr("{place}: {column} «{cell}» không có trong bộ dữ liệu.", place=place, column=column, cell=cell)
    return Finding("error", f"unknown_{column}", (cell,), cell, tr("mã đã có"), message, place)


def table_errors(name: str, tables: dict[str, pd.DataFrame], province: str) -> list[Finding]:
    """The errors of one side table by itself: cells that break the schema, and rows that make no sense together."""
    columns = SIDE_COLUMNS[name]
    broken = check_columns(tables[name], columns, f"{name}.csv", columns[0].name)
    return broken + table_faults(name, tables, province)


def _check_units(facts: list[Row]) -> Iterator[Finding]:
    """Units that the tables do not know, or that did not exist on the day of the figure."""
    for row in facts:
        if row["level"] in LEVELS_WITH_CODES and row["unit"]:
            units = units_of(row["unit"], row["level"])
            day = row["day"] if len(row["as_of"]) == len("2024-12-31") else None
            if not units:
                yield from _unknown_unit(row)
            elif isinstance(day, date) and not any(unit.valid_on(day) for unit in units):
                spans = "; ".join(
                    tr("{first} đến {last}", first=unit.valid_from or "…", last=unit.valid_to or tr("nay"))
                    for unit in units
                )
                name = units[-1].name
                message = tr(
                    "{name} không tồn tại ngày {day} (có từ {spans}); hãy xem lại đơn vị hoặc ngày.",
                    name=name,
                    day=written_day(day),
                    spans=spans,
                )
                yield Finding("error", "unit_not_valid", (row["fact"],), f"{name}, {row['as_of']}", spans, message)


def _several(row: Row, listed: tuple[Unit, ...]) -> Iterator[Finding]:
    """A name of several units on the day of its figure, as communes of two districts had: which is not known."""
    day = row["day"]
    meant = {unit.code: unit for unit in listed if isinstance(day, date) and unit.valid_on(day)}
    if len(meant) > 1:
        known = "; ".join(f"{unit.code} ({unit.name}, {unit_name(unit.parent)})" for unit in meant.values())
        message = tr(
            "«{unit}» là tên của nhiều đơn vị: {known}. Hãy ghi mã vào cột unit.", unit=row["unit"], known=known
        )
        yield Finding("error", "unknown_unit", (row["fact"],), row["unit"], known, message)


def _unknown_unit(row: Row) -> Iterator[Finding]:
    """A name that no table lists, or several units of one: an error for a district, else where it looks misspelt.

    Published rows also name groups ("các xã", "19 tỉnh phía Bắc"), which are no units and no slips.
    """
    if row["level"] == "province" or not covers(row["level"], row["province"]):
        return
    listed = find_units(row["unit"], row["level"], row["province"])
    if listed:
        yield from _several(row, listed)
        return
    close = suggest(row["unit"], row["level"], row["province"])
    if close or row["level"] == "district":
        hint = tr("; có phải «{close}»?", close=close) if close else "."
        message = tr(
            "Không có đơn vị «{unit}» ở {lower} trong danh mục của tỉnh{hint}",
            unit=row["unit"],
            lower=label("level", row["level"]).lower(),
            hint=hint,
        )
        yield Finding(
            "error", "unknown_unit", (row["fact"],), row["unit"], close or tr("một tên trong danh mục"), message
        )
