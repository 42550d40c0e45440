"""What may be said of units side by side: only what their projects would not do by lot."""

import shutil
from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from simulations.ranking import LAYOUTS, levels, projects

from mtqg_analysis import Period, evaluate_year, load_ledger, year_end
from mtqg_analysis.analysis.year_end.ranking import Ranking, Unranked, rank_projects

DECEMBER = date(2024, 12, 31)


def dataset(folder, root, rows):
    """A dataset whose districts have these projects, and cells that are their exact sums (million đồng)."""
    folder.mkdir()
    for name in ("dataset.yaml", "sources.csv"):
        shutil.copy(root / "data/illustrative" / name, folder / name)
    rows = rows.assign(level="district", year="2024", place="", source="MINH-HOA", name_vi="Công trình")
    rows = rows.assign(project=[f"D{place}" for place in range(len(rows))])
    rows.to_csv(folder / "projects.csv", index=False)
    head = (root / "data/illustrative/facts.csv").read_text("utf-8").splitlines()[0].split(",")
    amounts = rows.assign(**{name: rows[name].map(Decimal) for name in ("plan", "disbursed")})
    sums = amounts.groupby(["unit", "programme", "capital"])[["plan", "disbursed"]].sum().reset_index()
    facts = []
    for row in sums.to_dict("records"):
        for measure, basis, status in (("plan", "province_assigned", "plan"), ("disbursed", "", "actual")):
            facts.append(
                {
                    **{name: row[name] for name in ("unit", "programme", "capital")},
                    "fact": f"F{len(facts)}",
                    "measure": measure,
                    "plan_basis": basis,
                    "origin": "both",
                    "level": "district",
                    "province": "20",
                    "year": "2024",
                    "as_of": "2024-12-31",
                    "status": status,
                    "value": str(row[measure]),
                    "value_unit": "mn_vnd",
                    "half_width": "0.0005",
                    "source": "MINH-HOA",
                    "known_on": "2025-01-21",
                }
            )
    pd.DataFrame(facts, columns=head).to_csv(folder / "facts.csv", index=False)
    return folder


@pytest.fixture
def made(tmp_path, root, nation):
    """Evaluates a made list of projects: the cells of the units are its sums, then `change` is done to the list."""

    def run(rows, change=None):
        folder = dataset(tmp_path / f"made{len(list(tmp_path.iterdir()))}", root, rows)
        if change is not None:
            listed = pd.read_csv(folder / "projects.csv", dtype=str)
            change(listed).to_csv(folder / "projects.csv", index=False)
        return evaluate_year(load_ledger(folder, Period(2024, DECEMBER)), nation)

    return run


def listed(between, seed=1):
    rows, _ = projects(np.random.default_rng(seed), (20,) * 5, between)
    codes = dict(zip(sorted(rows["unit"].unique()), ("180", "181", "182", "183", "184"), strict=True))
    return rows.assign(
        unit=rows["unit"].map(codes), **{name: rows[name].map("{:.3f}".format) for name in ("plan", "disbursed")}
    )


# One rule for order, funnel and sentence ---------------------------------------------------------------------------


def test_pure_noise_is_called_noise_in_the_sentence_the_table_and_the_chart_alike(made):
    found = made(listed(0.0))
    ranking = found.detail.ranking
    assert isinstance(ranking, Ranking)
    assert ranking.p >= 0.05
    assert "Chưa đủ căn cứ" in year_end.ranking_sentence(found).markdown
    assert {row[-1] for row in year_end.ranking_table(found).text_rows} == {"không xếp hạng"}
    assert year_end.draw_ranking(found) is None


def test_differences_beyond_noise_are_said_with_their_chance_and_the_funnel_tells_what_chance_puts_outside(made):
    found = made(listed(0.25))
    assert found.detail.ranking.p < 0.05
    said = year_end.ranking_sentence(found).markdown
    assert "lớn hơn mức ngẫu nhiên" in said
    assert "p = 0,0" in said
    for text in (said, year_end.draw_funnel(found).title):
        assert "nếu chỉ do ngẫu nhiên thì khoảng 0,2" in text
    assert year_end.draw_ranking(found) is not None


def test_seldom_is_pure_noise_called_a_difference_and_intervals_hold_the_truth():
    noise = levels(LAYOUTS["5 units, 8-30 projects"], 0.0, draws=60, lots=99)
    assert noise.said <= 0.10  # 5 % is the level; the rule before said it in more than 40 %
    assert noise.before > 0.30
    assert levels(LAYOUTS["11 units, 5 projects"], 0.08, draws=30, lots=39).covered >= 0.93


def test_every_column_rests_on_one_standard_deviation(made):
    frame = made(listed(0.25)).detail.ranking.frame
    centre = (frame["low95"] + frame["high95"]) / 2
    assert ((frame["high95"] - frame["low95"]) / (2 * 1.96)).to_numpy() == pytest.approx(frame["sd"].to_numpy())
    outside = (frame["adjusted"] - centre).abs() > 1.96 * frame["sd"]
    assert outside.to_list() == (frame["p"] < 0.05).to_list()


def test_the_mix_of_capital_is_no_merit():
    """Two units with the province's rates exactly, one rich in slow money: raw rates differ, fair ones do not."""
    random, rows = np.random.default_rng(3), []
    for unit, slow in (("180", 18), ("181", 6)):
        for place in range(24):
            capital, rate = ("recurrent", 0.3) if place < slow else ("investment", 0.7)
            off = random.choice([-0.1, 0.1]) if place % 2 else 0.0
            rows.append((unit, "DTTS", capital, 100.0, 100 * (rate + off), "M"))
    frame = pd.DataFrame(rows, columns=["unit", "programme", "capital", "plan", "disbursed", "source"])
    found = rank_projects(frame, "district", 99)
    assert np.ptp(found.frame["rate"]) > 0.15
    assert np.ptp(found.frame["adjusted"]) < 0.05
    assert not found.ranked


# What a list must be -----------------------------------------------------------------------------------------------


def test_a_list_that_adds_up_to_the_dong_is_ranked_though_floats_would_not_add_up(made):
    rows = listed(0.25).assign(
        plan="1000.1", disbursed=lambda frame: frame["disbursed"].where(frame.index % 2 > 0, "0.7")
    )
    assert float(np.cumsum(rows["plan"][:12].astype(float)).iloc[-1]) != 12 * 1000.1
    assert isinstance(made(rows).detail.ranking, Ranking)


@pytest.mark.parametrize(("column", "word"), [("plan", "kế hoạch"), ("disbursed", "số giải ngân")])
def test_a_list_that_misses_a_dong_of_plan_or_disbursement_is_not_ranked_and_the_unit_is_named(made, column, word):
    def change(rows):
        rows.loc[0, column] = str(Decimal(rows.loc[0, column]) + Decimal("0.000001"))
        return rows

    found = made(listed(0.25), change)
    assert found.detail.ranking == Unranked(column, ("180",), "district")
    said = year_end.ranking_sentence(found).markdown
    assert f"không cộng lại đúng bằng {word} của" in said
    assert "Tràng Định" in said
    assert year_end.ranking_table(found) is None
    assert year_end.draw_funnel(found) is None


def test_units_with_too_few_projects_are_named(made):
    rows = listed(0.25)
    rows = rows.drop(rows[rows["unit"] == "182"].index[4:])
    found = made(rows)
    assert found.detail.ranking == Unranked("few", ("182",), "district")
    assert "Văn Lãng" in year_end.ranking_sentence(found).markdown
