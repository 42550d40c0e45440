"""Eleven districts send eleven kinds of files: every amount arrives in the dataset, and a second call reads none."""

import csv
from decimal import Decimal

from spreadsheets.eleven_districts import into_dataset, write_returns

from mtqg_analysis import Period, evaluate_year, load_ledger
from mtqg_analysis.domain.period import month_end
from mtqg_analysis.run import intake as command


def test_every_amount_of_eleven_files_in_eleven_formats_arrives(tmp_path, monkeypatch):
    truth = write_returns(tmp_path / "thu")
    assert into_dataset(tmp_path / "thu", tmp_path / "data") == []
    with (tmp_path / "data" / "facts.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["value_unit"] for row in rows} == {"mn_vnd"}
    held = {
        (row["unit"], row["programme"], row["capital"], row["measure"]): int(Decimal(row["value"]) * 10**6)
        for row in rows
    }
    assert held == truth
    assert len(rows) == len(truth) == 11 * 3 * 2 * 2

    monkeypatch.setattr(command, "read_file", None)  # nothing is read again
    assert into_dataset(tmp_path / "thu", tmp_path / "data") == []


def test_a_year_is_evaluated_from_them(tmp_path, root):
    truth = write_returns(tmp_path / "thu")
    into_dataset(tmp_path / "thu", tmp_path / "data")
    period = Period(2024, month_end(2024, 12))
    nation = load_ledger(root / "data/national", period)
    evaluation = evaluate_year(load_ledger(tmp_path / "data", period), nation)
    paid = sum(value for (*_, measure), value in truth.items() if measure == "disbursed")
    plan = sum(value for (*_, measure), value in truth.items() if measure == "plan")
    assert round(evaluation.rates["total"]["exact"], 6) == round(paid / plan, 6)
