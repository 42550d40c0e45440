"""The illustrative dataset: what is known agrees with the notice, the rest is invented the same way every time."""

import math
import runpy
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from mtqg_analysis.analysis.overlap.search import find_overlaps
from mtqg_analysis.domain.reference import table
from mtqg_analysis.domain.units import units_on
from mtqg_analysis.ledger.dataset import read_rows

CAPITALS = ["investment", "recurrent"]
PROGRAMMES = ["DTTS", "GNBV", "NTM"]
KEY = ["unit", "programme", "capital", "year"]


@pytest.fixture(scope="module")
def invented(illustrative):
    return illustrative


@pytest.fixture(scope="module")
def cells(invented):
    """Facts of units and of the province by programme and capital, all funds."""
    return invented.find(programme=PROGRAMMES, capital=CAPITALS, fund="")


def sums(rows, *keys):
    return rows.groupby([*keys])["exact"].sum()


@pytest.mark.full
def test_the_scripts_make_the_same_files_again(root):
    folder = root / "data/illustrative"
    made = [runpy.run_path(str(folder / script))["tables"]() for script in ("make.py", "make_plans.py")]
    for name, rows in [pair for tables in made for pair in tables.items()]:
        kept = read_rows(folder / f"{name}.csv")
        assert [{column: str(value) for column, value in row.items()} for row in rows] == kept.to_dict("records")


def test_it_is_illustrative_and_free_of_errors(invented):
    assert invented.is_illustrative
    assert invented.check.findings == ()


def test_totals_and_rates_of_2024_print_as_the_notice_does(invented, ledger):
    for measure, capital in (("disbursed", "total"), *(("disbursement_rate", name) for name in ("total", *CAPITALS))):
        about = {"measure": measure, "capital": capital, "programme": "ALL", "unit": "20", "year": "2024"}
        ours = invented.one(**about, as_of="2024-12-31")
        notice = ledger.one(**about, as_of="2024-12-31", source="TB-LS-2025-01")
        assert Decimal(ours["figure"].value) == Decimal(notice["figure"].value)
    whole = {"programme": "ALL", "capital": "total", "unit": "20"}
    estimate = invented.one(measure="disbursement_rate", status="estimate", year="2024", **whole)
    assert estimate["figure"] == ledger.one(measure="disbursement_rate", status="estimate", year="2024")["figure"]


@pytest.mark.parametrize("level", [["district", "agency"], ["commune", "agency"]])
def test_units_add_up_to_the_programmes_to_the_last_dong(cells, level):
    units = cells[cells["level"].isin(level)]
    if "commune" in level:
        units = units[(units["year"] == "2025") & (units["as_of"] > "2025-07-01")]
    else:
        units = units[units["as_of"] < "2025-07-01"]
    keys = ["measure", "programme", "capital", "origin", "year", "as_of", "plan_basis"]
    province = sums(cells[cells["level"] == "province"], *keys)
    parts = sums(units, *keys)
    assert len(parts) > 0
    assert parts.to_dict() == province[parts.index].to_dict()


def test_projects_add_up_to_the_programmes(invented):
    rows = invented.find(
        year="2024", level="province", capital=CAPITALS, origin="both", as_of=["2024-12-10", "2024-12-31"]
    )
    rows = rows[rows["measure"].isin(["plan", "disbursed"]) & (rows["fund"] == "")]
    whole = sums(rows[rows["programme"].isin(PROGRAMMES)], "measure", "programme", "capital")
    below = rows[rows["programme"].str.count(r"\.") == 1]
    below = below.assign(programme=below["programme"].str.split(".").str[0])
    assert sums(below, "measure", "programme", "capital").to_dict() == whole.to_dict()


@pytest.mark.parametrize("year", [2022, 2023, 2024])
def test_what_one_year_leaves_the_next_one_opens_with(cells, year):
    own = cells[cells["level"] == "province"]
    ends = own[(own["year"] == str(year)) & (own["as_of"] == f"{year + 1}-01-31")]
    out = sums(ends[ends["measure"] == "carried_out"], "programme", "capital")
    after = own[(own["year"] == str(year + 1)) & (own["origin"] == "carried_over") & (own["measure"] == "plan")]
    opening = sums(after[after["as_of"] == f"{year + 1}-12-10"], "programme", "capital")
    assert out.to_dict() == opening.to_dict()
    plan = own[(own["year"] == str(year)) & (own["as_of"] == f"{year}-12-10") & (own["measure"] == "plan")]
    paid = ends[(ends["measure"] == "disbursed") & (ends["origin"] == "both")]
    both = plan[plan["origin"] == "both"]
    lost = ends[ends["measure"] == "cancelled"]
    assert both["exact"].sum() - paid["exact"].sum() - lost["exact"].sum() == out.sum()


def test_the_order_is_the_one_that_the_notice_names(cells):
    rows = cells[(cells["year"] == "2024") & cells["level"].isin(["district", "agency"])]
    rows = rows[rows["as_of"].isin(["2024-12-10", "2024-12-31"])]
    wide = rows.pivot_table(index=["level", "unit"], columns="measure", values="exact", aggfunc="sum")
    rates = (wide["disbursed"] / wide["plan"]).sort_values(ascending=False)
    assert set(rates["district"].index[:3]) == {"186", "188", "189"}  # Hữu Lũng, Lộc Bình, Đình Lập
    assert set(rates["agency"].index[:4]) == {"HND", "HCCB", "VPNTM", "STNMT"}
    programmes = rows.pivot_table(index="programme", columns="measure", values="exact", aggfunc="sum")
    assert (programmes["disbursed"] / programmes["plan"]).idxmin() == "DTTS"


def test_no_unit_disburses_more_than_its_plan(cells):
    rows = cells[cells["level"] != "province"]
    rows = rows[rows["as_of"] >= rows["year"] + "-12-01"]
    wide = rows.pivot_table(index=[*KEY, "origin"], columns=["measure", "as_of"], values="exact")
    for year in ("2022", "2023", "2024", "2025"):
        part = wide.xs(year, level="year")
        plan = part["plan", f"{year}-12-10"]
        paid = part["disbursed"][[f"{year}-12-31", f"{int(year) + 1}-01-31"]]
        assert (paid.iloc[:, 0] <= paid.iloc[:, 1]).all()
        assert (paid.iloc[:, 1] <= plan).all()


def test_target_groups_met_are_the_number_that_is_printed(invented, root):
    rows = pd.read_csv(root / "data/illustrative/targets.csv")
    values = invented.facts.set_index("fact")["figure"].map(lambda figure: float(figure.value))
    actual = rows["actual_fact"].map(values)
    met = (actual >= rows["value"]).where(rows["direction"] == "at_least", actual <= rows["value"])
    by_group = met.groupby([rows["period"], rows["group_vi"]]).all()
    for year in ("2022", "2023", "2024", "2025"):
        printed = invented.one(measure="target_groups_completed", year=year)
        assert by_group[year].sum() == printed["exact"]
        assert len(by_group[year]) == 6


def test_a_year_lies_on_the_common_curve_at_a_tempo_of_its_own(invented, root):
    """The truth that back-tests are judged against: share of December = curve to the power of one number a cell."""
    curve = runpy.run_path(str(root / "data/illustrative/make.py"))["MONTHS"]
    rows = invented.find(measure="disbursed", level="province", origin="both", programme=PROGRAMMES, capital=CAPITALS)
    rows = rows[(rows["fund"] == "") & (rows["as_of"].str[:4] == rows["year"])]
    tempos = {}
    for key, own in rows.groupby(["year", "programme", "capital"]):
        shares = own.set_index(own["as_of"].str[5:7].astype(int))["exact"]
        shares = shares[~shares.index.duplicated()] / shares.max()
        tempo = [math.log(shares[month]) / math.log(curve[month - 1]) for month in range(3, 12)]
        assert max(tempo) - min(tempo) < 0.02, key
        tempos[key] = sum(tempo) / len(tempo)
    assert len(tempos) == 5 * 6
    assert max(tempos.values()) - min(tempos.values()) > 0.1


def test_estimates_are_the_outturn_with_an_error_that_shrinks(invented):
    rates = invented.find(measure="disbursement_rate", status="estimate", level=["district", "agency"])
    assert set(rates["known_on"].str[5:7]) == {"07", "10", "01"}
    assert (rates["qualifier"] == "about").all()


def test_counterpart_capital_is_late_at_most_units(root):
    rows = pd.read_csv(root / "data/illustrative/counterpart.csv", dtype={"unit": str})
    june = rows[rows["day"] == "2024-06-30"].groupby("unit")[["due", "placed"]].sum()
    assert (june["placed"] < june["due"]).mean() > 0.5
    assert (rows["placed"] <= 1.09 * rows["due"] + 1).all()


def test_the_classes_are_made_again_and_agree_with_what_is_published(root, ledger, invented):
    folder = root / "data/illustrative"
    for name, rows in runpy.run_path(str(folder / "make_classes.py"))["tables"]().items():
        kept = read_rows(folder / f"{name}.csv")
        assert [{column: str(value) for column, value in row.items()} for row in rows] == kept.to_dict("records")
    ours, published = invented.table("commune_classes"), ledger.table("commune_classes")
    assert ours["unit"].tolist() == published["unit"].tolist()
    assert ours["no_extremely_difficult_villages"].tolist() == published["no_extremely_difficult_villages"].tolist()
    villages = ledger.one(measure="villages_extremely_difficult", unit="20")
    assert ours["villages_extremely_difficult"].astype(int).sum() == villages["exact"]


WORK = ["level", "unit", "programme", "capital", "name_vi", "place"]


def test_every_commune_and_the_agencies_of_2026_ask_for_works(invented):
    rows = invented.table("needs")
    assert 300 <= len(rows.drop_duplicates(WORK)) <= 600
    assert set(rows.loc[rows["level"] == "commune", "unit"]) == set(units_on(date(2026, 1, 1), "commune", "20")["code"])
    agencies = table("agencies").set_index("code").loc[rows.loc[rows["level"] == "agency", "unit"].unique()]
    assert (agencies["valid_to"] == "").all()
    assert set(rows["programme"]) == {"TH", "VH", "MT"}
    assert set(rows["year"]) == {str(year) for year in range(2026, 2031)}


def test_the_planted_overlaps_are_there_and_of_every_kind(invented, root):
    pairs = runpy.run_path(str(root / "data/illustrative/make_plans.py"))["planted"]()
    held = {tuple(row) for row in invented.table("needs")[WORK].drop_duplicates().itertuples(index=False)}
    assert len(pairs) == 12
    assert {kind for kind, *_ in pairs} == {"same_object", "same_beneficiary", "co_financing", "different"}
    for _, one, other in pairs:
        for work in (one, other):
            assert (work.level, work.unit, work.programme, work.capital, work.name, work.place) in held


def test_judged_pairs_are_respected_and_the_others_are_asked_about(invented):
    rows, found = invented.table("judgements"), find_overlaps(invented, date(2026, 1, 31))
    assert set(rows["judged_by"]) == {"minh họa"}
    assert set(found.judgements["state"]) == {"holds"}
    works = found.works["work"].to_numpy()
    judged = found.pairs[found.pairs["verdict"] != ""]
    held = {frozenset((works[pair.one], works[pair.other])): pair.verdict for pair in judged.itertuples()}
    assert held == {frozenset((row.work, row.other)): row.verdict for row in rows.itertuples()}
    assert len(rows) == len(held) >= 12
    asked = found.candidates[found.candidates["verdict"] == ""]
    assert len(asked) > 0


def test_precision_and_recall_follow_from_the_drawn_pairs(invented):
    """Each drawn pair stands for the pairs of its stratum, as the file has it."""
    found, rows = find_overlaps(invented, date(2026, 1, 31)), invented.table("judgements")
    drawn = rows[rows["drawn"] != ""].astype({"drawn": int, "stratum": int, "stratum_pairs": int})
    assert (drawn.groupby("stratum").size() == drawn.groupby("stratum")["drawn"].first()).all()
    assert drawn.drop_duplicates("stratum")["stratum_pairs"].sum() == len(found.pairs)
    pairs = found.pairs[found.pairs["drawn"] > 0]
    weight, same = pairs["stratum_pairs"] / pairs["drawn"], pairs["verdict"] != "different"
    shown = pairs["chance"] >= found.rules.review
    seen = found.quality
    assert seen.n == len(drawn)
    assert seen.precision == pytest.approx(weight[same & shown].sum() / weight[shown].sum())
    assert seen.recall == pytest.approx(weight[same & shown].sum() / weight[same].sum())
    assert seen.recall_interval[0] < 0.1  # three of more than three thousand unlikely pairs say next to nothing
    assert seen.known == (rows["verdict"] != "different").sum()
    assert found.weights.judged == len(rows) - len(drawn)
