"""A draft held against a dataset: what is read, what is known, and what comes of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from operator import methodcaller
from pathlib import Path

from mtqg_analysis.analysis.year_end.detail import read_detail
from mtqg_analysis.analysis.year_end.evaluation import evaluate_year
from mtqg_analysis.claims.as_page import as_page
from mtqg_analysis.claims.checking import Checked, check_draft
from mtqg_analysis.claims.claim import About
from mtqg_analysis.claims.evidence import (
    Evidence,
    Known,
    derived_rests,
    derived_shares,
    derived_sums,
    implied_figures,
    known_facts,
    stated_in,
)
from mtqg_analysis.claims.mark_word import marked_word
from mtqg_analysis.claims.read_draft import WORD, read_draft
from mtqg_analysis.claims.summed import plan_shares, summed_figures
from mtqg_analysis.domain.codes import WITH_TOTAL
from mtqg_analysis.domain.period import Period
from mtqg_analysis.ledger.keeping import written
from mtqg_analysis.ledger.ledger import Ledger, load_ledger


def check(file: Path, data: str | Path, context: str | Path, year: int | None, as_of: date | None) -> Checked:
    """The verdicts on the claims of a draft; raises `Rejected` or DataError for one that cannot be read."""
    return check_draft(read_draft(file), evidence_of(data, context), asked_of(year, as_of))


def write_checked(file: Path, checked: Checked, folder: Path) -> list[str]:
    """Writes the marked page, and of a Word file a copy with comments; returns what to say of each."""
    folder.mkdir(parents=True, exist_ok=True)
    made = {f"{file.stem}.html": as_page(checked, file.name).encode("utf-8")}
    if file.suffix.lower() in WORD:
        made[f"{file.stem}-doi-chieu{file.suffix.lower()}"] = marked_word(file, checked)
    return [written(folder / name, methodcaller("write_bytes", content)) for name, content in made.items()]


def evidence_of(data: str | Path, context: str | Path | None) -> Evidence:
    """What a dataset and its context know: their facts, sums of cells, and what the published set of a year implies.

    Without a context nothing is known of the nation, and nothing implied.
    """
    ledger, nation = load_ledger(data), load_ledger(context) if context is not None else None
    province = ledger.dataset.province
    known = [*known_facts(ledger), *(known_facts(nation) if nation is not None else ())]
    known += [*derived_shares(known), *derived_sums(known), *derived_rests(known)]
    for year in _years(ledger):
        known += _computed(ledger, nation, year)
    return Evidence(known, province, stated_in(ledger))


def asked_of(year: int | None, as_of: date | None) -> About:
    """The year and the cut-off that the reader gives."""
    return About(year=year if year is not None or as_of is None else as_of.year - (as_of.month == 1), day=as_of)


def _years(ledger: Ledger) -> list[int]:
    rows = ledger.find(measure="disbursed", status="actual", level="province", unit=ledger.dataset.province)
    return sorted({int(year) for year in rows["year"] if year})


def _computed(ledger: Ledger, nation: Ledger | None, year: int) -> Iterator[Known]:
    """What a plan year gives by its end: sums of its cells, else what its published totals imply."""
    period, province = Period(year, date(year, 12, 31)), ledger.dataset.province
    seen = replace(ledger, period=period).seen(period.as_of)
    detail = read_detail(seen, period)
    whole = detail.programmes
    for cells in (whole, whole.settled() if whole is not None and whole.later is not None else None):
        own = [replace(one, unit=f"province:{province}") for one in summed_figures(cells)]
        yield from (*own, *(plan_shares(own) if cells is whole else ()))
    yield from summed_figures(detail.units, "level", "unit")
    if nation is not None and detail.programmes is None and _is_published(seen, year):
        yield from implied_figures(evaluate_year(seen, nation).implied, province)


def _is_published(ledger: Ledger, year: int) -> bool:
    """Whether a year has what its plan can be worked out from: the amount and the three rates, on one day."""
    own = {
        "level": "province",
        "unit": ledger.dataset.province,
        "programme": "ALL",
        "year": str(year),
        "status": "actual",
    }
    amounts = ledger.find(measure="disbursed", capital="total", **own)
    rates = ledger.find(measure="disbursement_rate", capital=list(WITH_TOTAL), **own)
    days = [set(rates[rates["capital"] == capital]["as_of"]) for capital in WITH_TOTAL]
    return bool(set(amounts["as_of"]).intersection(*days) - {""})
