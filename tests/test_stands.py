"""No dataset that the check passes ends a report: the three notebooks over small datasets of every shape."""

from functools import cache

import pytest
from hostile_cells import crowd, crowded_facts, spoil
from hypothesis import settings
from in_process import displays_of
from small_datasets import CASES, Shape, drawn, parameters, write

from mtqg_analysis import Period, check_dataset, evaluate_year, read_dataset
from mtqg_analysis.domain.period import last_day_of, month_end
from mtqg_analysis.ledger import ledger as ledgers
from mtqg_analysis.report.chart import Chart

FULL = settings().max_examples >= 100  # asked for with --all
FIRST = ("a unit with plan 0", "agencies only")  # before each commit
SEEDS = range(1000, 1008) if FULL else (1000, 1002)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """The nation is read once, and a figure is built and laid out for a phone, but not painted."""
    load, kept = ledgers.load_ledger, cache(ledgers.load_ledger)

    def read(data, *seen, **named):
        return (kept if "national" in str(data) else load)(data, *seen, **named)

    monkeypatch.setattr(ledgers, "load_ledger", read)
    monkeypatch.setattr(Chart, "_painted", lambda *_, **__: b"<svg></svg>")


@pytest.mark.parametrize("case", [pytest.param(one, marks=() if one in FIRST else pytest.mark.full) for one in CASES])
def test_a_dataset_that_passes_the_check_ends_no_report(case, tmp_path):
    folder = write(tmp_path / "drawn", CASES[case])
    assert [one.message for one in check_dataset(read_dataset(folder)).findings if one.severity == "error"] == []
    shown = displays_of("year_end_evaluation", data=str(folder), **parameters(CASES[case])["year_end_evaluation"])
    assert [one.failure for one in shown if one.failure] == []


@pytest.mark.full
@pytest.mark.parametrize("notebook", ["yearly_comparison", "planning_baseline"])
@pytest.mark.parametrize("case", ["a unit with plan 0", "a rate above 1", "investment only", "agencies only", "1 unit"])
def test_nor_the_comparison_nor_the_plan(case, notebook, tmp_path):
    folder = write(tmp_path / "drawn", CASES[case])
    shown = displays_of(notebook, data=str(folder), **parameters(CASES[case])[notebook])
    assert [one.failure for one in shown if one.failure] == []


@pytest.mark.full
def test_pilot_districts_of_one_capital_type_end_no_comparison(tmp_path):
    shape = Shape(units=10, programmes=1, capitals=("investment",), years=2, carried=False)
    folder = write(tmp_path / "drawn", shape)
    shown = displays_of("yearly_comparison", data=str(folder), **parameters(shape)["yearly_comparison"])
    assert [one.failure for one in shown if one.failure] == []


def failures(folder, shape):
    """What fails when the cells of all three notebooks are run over a dataset."""
    named = parameters(shape).items()
    return [one.failure for name, own in named for one in displays_of(name, data=str(folder), **own) if one.failure]


def errors(folder):
    return [one.message for one in check_dataset(read_dataset(folder)).findings if one.severity == "error"]


@pytest.mark.full
@pytest.mark.parametrize("seed", SEEDS)
def test_no_dataset_drawn_at_random_ends_a_report(seed, tmp_path):
    folder = write(tmp_path / "drawn", drawn(seed))
    assert errors(folder) == []
    assert failures(folder, drawn(seed)) == []


@pytest.mark.full
@pytest.mark.parametrize("seed", range(8))
def test_no_cell_that_the_check_passes_ends_a_report(seed, tmp_path):
    shape = Shape(units=2, first_month=6, side=True)
    folder = write(tmp_path / "drawn", shape)
    spoilt = spoil(folder, seed, 30, "[fs][ao]*s.csv")
    crowded = crowd(folder, seed)
    assert len(crowded) > 2000
    assert errors(folder) == []
    assert failures(folder, shape) == [], spoilt


def test_no_cell_of_a_fact_ends_the_check(tmp_path):
    dataset = crowded_facts(read_dataset(write(tmp_path / "drawn", Shape(units=2, first_month=6))))
    assert len(dataset.facts) > 3000
    named = {one.ids for one in check_dataset(dataset).findings if one.kind == "invalid_cell"}
    assert len(named) > 1000


def test_a_day_in_full_width_digits_is_refused_by_the_check(tmp_path):
    folder = write(tmp_path / "drawn", Shape(units=1, first_month=12, side=True))
    file = folder / "directives.csv"
    file.write_text(file.read_text("utf-8").replace("2024", "2024-１２"), "utf-8")
    (told,) = errors(folder)
    assert told.startswith("directives.csv:2: cột «due»")


def test_a_negative_correction_is_part_of_the_sum(tmp_path):
    folder, shape = write(tmp_path / "drawn", CASES["negative corrections"]), CASES["negative corrections"]
    period = Period(2024, month_end(2024, 12))
    ledger = ledgers.load_ledger(folder, period)
    rows = ledger.facts[(ledger.facts["measure"] == "disbursed") & (ledger.facts["as_of"] == "2024-12-31")]
    assert (rows["exact"] < 0).sum() == shape.units * shape.programmes * 2
    assert evaluate_year(ledger, ledger).detail.programmes.total["disbursed"] == rows["exact"].sum()


def test_a_day_has_digits_that_every_reader_reads():
    with pytest.raises(ValueError, match="is not a date"):
        last_day_of("２０２４-１２")
