"""Former units and former programmes restated: the worked numbers of methods.md 6.8, and mass that is never lost."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mtqg_analysis import load_ledger
from mtqg_analysis.analysis.planning import crosswalk, mapping
from mtqg_analysis.analysis.planning.restated import _by_programme, restated_history
from mtqg_analysis.domain import succession
from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.domain.reference import table

JUNE_2024, DECEMBER_2024, DECEMBER_2025 = date(2024, 6, 30), date(2024, 12, 31), date(2025, 12, 31)
JANUARY_2026 = date(2026, 1, 1)
NO_WEIGHTS = crosswalk.read_weights(pd.DataFrame(), "20")
AMOUNTS = ["plan", "disbursed"]
LINKS = {day: succession.destinations(day, "20") for day in (JUNE_2024, DECEMBER_2024, DECEMBER_2025, JANUARY_2026)}


def weights(level, old, shares, certainty="50"):
    """Rows as commune_weights.csv holds them."""
    about = {"level": level, "old": old, "certainty": certainty, "reason_vi": "đếm", "source": "S"}
    return pd.DataFrame([{"new": new, "weight": str(weight), **about} for new, weight in shares.items()])


def money(rows):
    return pd.DataFrame(
        [{"level": level, "unit": unit, "plan": plan, "disbursed": paid} for level, unit, plan, paid in rows]
    )


# Units ------------------------------------------------------------------------------------------------------------


def test_the_worked_example_keeps_the_sum_and_divides_last():
    """W = (.6, .4, 0; 0, .25, .75), y = (120, 200): 72, 98, 150; rates .5 and .7 become .5, .602041, .7."""
    pairs = [("A", "x"), ("A", "y"), ("B", "y"), ("B", "z")]
    links = pd.DataFrame([{"level": "district", "old": old, "new": new} for old, new in pairs])
    shares = pd.concat(
        [weights("district", "A", {"x": 0.6, "y": 0.4}), weights("district", "B", {"y": 0.25, "z": 0.75})]
    )
    amounts = money([("district", "A", 120, 60), ("district", "B", 200, 140)])
    rows = crosswalk.restate(amounts, links, AMOUNTS, shares).frame.set_index("unit")
    assert rows["plan"].to_dict() == {"x": 72, "y": 98, "z": 150}
    assert (rows["disbursed"] / rows["plan"]).round(6).tolist() == [0.5, 0.602041, 0.7]


@pytest.mark.parametrize(
    ("day", "communes"), [(JUNE_2024, 200), (DECEMBER_2024, 194), (DECEMBER_2025, 194), (JANUARY_2026, 65)]
)
def test_every_commune_of_a_day_leads_to_one_of_the_65_and_all_are_reached(day, communes):
    rows = LINKS[day][LINKS[day]["level"] == "commune"]
    assert rows["old"].nunique() == communes
    today = set(table("crosswalk").query("valid_from == '2025-07-01'")["new_code"])
    assert set(rows["new"]) == today
    assert not rows.duplicated().any()


def test_only_the_split_communes_have_several_destinations():
    def split(day):
        rows = LINKS[day][LINKS[day]["level"] == "commune"]
        return {old: set(own["new"]) for old, own in rows.groupby("old") if len(own) > 1}

    after = {"06622": {"06613", "06625"}, "06625": {"06625", "06637"}}  # Bính Xá, Kiên Mộc
    assert split(DECEMBER_2024) == after
    assert split(JUNE_2024) == after | {"06040": {"06040", "06004"}}  # Đại Đồng, of which Thất Khê took the code
    assert split(DECEMBER_2025) == {"06622": {"06613", "06625"}}  # 06625 is the commune of today by then
    assert split(JANUARY_2026) == {}


def test_a_commune_of_today_is_itself():
    rows = LINKS[JANUARY_2026]
    assert (rows["old"] == rows["new"]).all()
    assert set(rows["level"]) == {"commune"}
    found = crosswalk.restate(money([("commune", "06004", 7, 3)]), rows, AMOUNTS, NO_WEIGHTS)
    assert found.frame[["unit", "plan", "disbursed"]].to_numpy().tolist() == [["06004", 7, 3]]
    assert found.left.empty


def test_the_year_of_the_reorganisation_knows_the_units_of_both_its_halves():
    rows = [("district", "189", 20, 9), ("commune", "06601", 4, 2), ("commune", "06622", 10, 5)]
    rows += [("commune", "06625", 7, 3), ("commune", "99999", 1, 1)]
    found = crosswalk.restate(money(rows), LINKS[DECEMBER_2025], AMOUNTS, NO_WEIGHTS)
    reasons = found.left.set_index("unit")["reason"].to_dict()
    assert reasons == {"189": "district", "06622": "split", "99999": "unknown"}
    whole = LINKS[DECEMBER_2024].query("old == '06601'")["new"].iat[0]
    assert found.frame.set_index("unit")["plan"].to_dict() == {whole: 4, "06625": 7}
    given = weights("district", "189", {"06616": 1, "06613": 3})
    divided = crosswalk.restate(money(rows[:1]), LINKS[DECEMBER_2025], AMOUNTS, given)
    assert divided.frame.set_index("unit")["plan"].to_dict() == {"06613": 15, "06616": 5}


def test_weights_of_a_unit_that_a_later_year_does_not_know_leave_it_unknown():
    given = weights("district", "189", {"06616": 1, "06613": 3})
    found = crosswalk.restate(money([("district", "189", 20, 9)]), LINKS[JANUARY_2026], AMOUNTS, given)
    assert found.left["reason"].tolist() == ["unknown"]


def test_an_heir_of_nothing_is_not_marked_as_modelled():
    shares = weights("commune", "06622", {"06613": 3, "06625": 0})
    found = crosswalk.restate(money([("commune", "06622", 10, 5)]), LINKS[DECEMBER_2024], AMOUNTS, shares)
    assert found.frame[["unit", "plan"]].to_numpy().tolist() == [["06613", 10]]


def test_what_nobody_divides_stays_with_its_reason():
    rows = money(
        [
            ("commune", "06622", 10, 5),
            ("district", "189", 20, 9),
            ("agency", "SNN", 30, 1),
            ("commune", "99999", 1, 1),
            ("commune", "06601", 4, 2),
        ]
    )
    found = crosswalk.restate(rows, LINKS[DECEMBER_2024], AMOUNTS, NO_WEIGHTS)
    assert found.left[["unit", "reason", "plan"]].to_numpy().tolist() == [
        ["06622", "split", 10],
        ["189", "district", 20],
        ["SNN", "agency", 30],
        ["99999", "unknown", 1],
    ]
    assert found.frame["plan"].tolist() == [4]
    assert not found.frame["modelled"].any()
    assert (found.frame["plan_low"] == found.frame["plan_high"]).all()


UNITS = sorted(set(LINKS[JUNE_2024][["level", "old"]].itertuples(index=False, name=None)) | {("agency", "SNN")})
GIVEN = pd.concat(
    [
        weights("commune", "06622", {"06613": 3, "06625": 1}),
        weights("district", "189", {"06616": 1, "06613": 2, "06625": 0, "06637": 0.5}),
    ]
)


@given(
    st.lists(st.tuples(st.sampled_from(UNITS), st.integers(0, 10**13), st.integers(0, 10**13)), min_size=1, max_size=30)
)
def test_no_dong_is_lost_or_made(rows):
    amounts = money([(*unit, plan, paid) for unit, plan, paid in rows])
    found = crosswalk.restate(amounts, LINKS[JUNE_2024], AMOUNTS, GIVEN)
    for name in AMOUNTS:
        assert int(found.frame[name].sum()) + int(found.left[name].sum()) == int(amounts[name].sum())
        assert (found.frame[name] >= 0).all()


def test_weights_divide_in_their_proportions_and_say_how_sure_they_are():
    amounts = money([("commune", "06622", 1000, 400), ("commune", "06601", 50, 20)])
    spread = {}
    for certainty in ("20", "2000"):
        shares = weights("commune", "06622", {"06613": 3, "06625": 1}, certainty)
        found = crosswalk.restate(amounts, LINKS[DECEMBER_2024], AMOUNTS, shares)
        rows = found.frame.set_index("unit")
        assert rows["plan"].to_dict() == {"06601": 50, "06613": 750, "06625": 250}
        assert rows["modelled"].to_dict() == {"06601": False, "06613": True, "06625": True}
        low, high = rows.loc["06613", ["plan_low", "plan_high"]]
        assert low < 750 < high
        spread[certainty] = high - low
        assert found.seed == crosswalk.SEED
    assert spread["2000"] < spread["20"] / 5


def test_the_interval_is_that_of_the_beta_distribution():
    from scipy.stats import beta

    shares = weights("commune", "06622", {"06613": 3, "06625": 1}, "40")
    found = crosswalk.restate(money([("commune", "06622", 10_000, 0)]), LINKS[DECEMBER_2024], AMOUNTS, shares)
    low, high = found.frame.set_index("unit").loc["06613", ["plan_low", "plan_high"]]
    assert [low, high] == pytest.approx(10_000 * beta(30, 10).ppf([0.05, 0.95]), abs=60)


def test_the_same_seed_gives_the_same_interval():
    amounts, shares = money([("commune", "06622", 10_000, 0)]), weights("commune", "06622", {"06613": 3, "06625": 1})
    first, again, other = (
        crosswalk.restate(amounts, LINKS[DECEMBER_2024], AMOUNTS, shares, seed).frame for seed in (1, 1, 2)
    )
    assert first.equals(again)
    assert not first.equals(other)


def test_weights_that_mean_nothing_are_refused():
    for rows, words in (
        (weights("commune", "06622", {"06613": 0, "06625": 0}), "tổng tỷ trọng bằng 0"),
        (weights("commune", "06622", {"06613": 1}, "0"), "certainty «0»"),
        (weights("commune", "06622", {"06613": 1}, ""), "certainty «»"),
        (weights("commune", "06622", {"06613": "x"}), "tỷ trọng «x»"),
        (pd.concat([weights("commune", "06622", {"06613": 1})] * 2, ignore_index=True), "một xã mới hai dòng"),
        (weights("commune", "99999", {"06613": 1}), "commune 99999 không có trong bảng chuyển đổi"),
        (weights("district", "06622", {"06613": 1}), "district 06622 không có trong bảng chuyển đổi"),
        (weights("commune", "06601", {"06613": 1}), "chỉ có phần chuyển về 06601"),
        (weights("district", "180", {"06004": 1, "06613": 1}), "có dòng tới 06613"),
    ):
        with pytest.raises(DataError, match=words):
            crosswalk.read_weights(rows, "20")
    astray = weights("commune", "06622", {"06637": 1})
    with pytest.raises(DataError, match="06613, 06625"):
        crosswalk.restate(money([("commune", "06622", 1, 1)]), LINKS[DECEMBER_2024], AMOUNTS, astray)


def test_weights_that_nobody_would_read_are_a_finding_of_the_check(few):
    file = few / "commune_weights.csv"
    assert not [one for one in load_ledger(few).check.findings if one.kind == "impossible_weight"]
    with file.open("a", encoding="utf-8") as stream:
        stream.write("commune,99999,06004,1,10,thử,MINH-HOA\ncommune,06601,06613,1,10,thử,MINH-HOA\n")
    lines = len(file.read_text("utf-8").splitlines())
    found = [one for one in load_ledger(few).check.findings if one.kind == "impossible_weight"]
    assert {one.place for one in found} == {f"commune_weights.csv:{line}" for line in (lines - 1, lines)}
    assert {one.severity for one in found} == {"error"}


# Programmes -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def invented(illustrative):
    return illustrative


@pytest.fixture(scope="module")
def shipped(ledger):
    return mapping.read_mapping(ledger)


def test_each_of_the_28_projects_and_contents_goes_whole_to_one_component(shipped):
    moving = shipped[(shipped["share"] > 0) & shipped["old"].str.contains(".", regex=False)]
    assert len(moving) == moving["old"].nunique() == 10 + 7 + 11
    assert set(moving["share"]) == {Fraction(1)}
    assert moving.groupby(moving["old"].str.split(".").str[0])["new"].agg(set).to_dict() == {
        "DTTS": {"TH.2"},
        "GNBV": {"TH.1"},
        "NTM": {"TH.1"},
    }


def test_every_row_of_the_mapping_names_known_codes_and_a_reference(shipped):
    known = set(table("programmes")["code"])
    assert set(shipped["old"]) | set(shipped["new"]) <= known
    assert (shipped["reference"] != "").all()
    assert {"VH", "MT"} <= set(shipped.loc[shipped["share"] == 0, "new"])
    placed = shipped[(shipped["share"] > 0) & shipped["new"].str.startswith("TH.")]
    assert set(placed["verified"]) == {"no"}  # no text compares contents one by one


def test_the_new_programme_has_two_components_of_ten_and_five_contents():
    rows = table("programmes")
    below = rows[rows["parent"].str.startswith("TH.")].groupby("parent").size()
    assert below.to_dict() == {"TH.1": 10, "TH.2": 5}
    assert set(rows.loc[rows["parent"].str.startswith("TH"), "verified"]) == {"no"}


TREE = mapping.parents()
OLD = [code for code in TREE if code.split(".")[0] in ("DTTS", "GNBV", "NTM")]


@given(st.dictionaries(st.sampled_from(OLD), st.integers(0, 10**13), min_size=1))
def test_every_amount_stands_once(amounts):
    own = mapping.own_amounts(amounts, TREE)
    tops = [code for code in amounts if mapping._published_above(code, amounts, TREE) == ""]
    assert sum(own.values()) == sum(amounts[code] for code in tops)
    assert all(one >= 0 for one in own.values())


@given(
    st.dictionaries(st.sampled_from(OLD), st.integers(0, 10**13), min_size=1),
    st.lists(
        st.tuples(st.sampled_from(OLD), st.sampled_from(["TH.1", "TH.2", "VH", ""]), st.integers(0, 6)), max_size=12
    ),
)
def test_no_mapping_loses_or_makes_a_dong(amounts, rules):
    rows = pd.DataFrame(
        [(old, new, Fraction(share, 7)) for old, new, share in rules], columns=["old", "new", "share"], dtype=object
    ).drop_duplicates(["old", "new"])
    assume(rows.empty or rows.groupby("old")["share"].sum().max() <= 1)
    found = mapping.moved(amounts, rows, TREE)
    for old, amount in amounts.items():
        assert sum(part for (code, _), part in found.items() if code == old) == amount
    assert all(part >= 0 for part in found.values())


def with_mapping(ledger, rows):
    about = {"basis_vi": "thử", "reference": "thử", "source": "MINH-HOA", "verified": "no"}
    frame = pd.DataFrame([{"old": old, "new": new, "share": share} | about for old, new, share in rows])
    dataset = replace(ledger.dataset, tables=ledger.dataset.tables | {"programme_mapping": frame})
    return replace(ledger, dataset=dataset)


def test_a_row_of_the_dataset_replaces_those_of_its_code_only(invented, shipped):
    changed = mapping.read_mapping(with_mapping(invented, [("DTTS.6", "VH", "0.25"), ("DTTS.6", "TH.2", "0.5")]))
    assert changed.loc[changed["own"], "old"].tolist() == ["DTTS.6", "DTTS.6"]
    others = changed[changed["old"] != "DTTS.6"].drop(columns="own").reset_index(drop=True)
    assert others.equals(shipped[shipped["old"] != "DTTS.6"].drop(columns="own").reset_index(drop=True))
    found = mapping.moved({"DTTS.6": 8}, changed, TREE)
    assert found == {("DTTS.6", "VH"): 2, ("DTTS.6", "TH.2"): 4, ("DTTS.6", ""): 2}


def test_a_sub_project_follows_its_project_unless_it_has_rows_of_its_own(invented):
    changed = mapping.read_mapping(with_mapping(invented, [("DTTS.5.3", "TH.1", "1"), ("DTTS.4.2", "", "1")]))
    found = mapping.moved({"DTTS.5.1": 3, "DTTS.5.3": 4, "DTTS.4.2": 5}, changed, TREE)
    assert found == {("DTTS.5.1", "TH.2"): 3, ("DTTS.5.3", "TH.1"): 4, ("DTTS.4.2", ""): 5}


@pytest.mark.parametrize(
    "rows", [[("DTTS.6", "VH", "0.7"), ("DTTS.6", "TH.2", "0.5")], [("NTM.01", "TH.1", "0.2")] * 2]
)
def test_shares_that_make_money_are_refused(invented, rows):
    with pytest.raises(DataError, match="nhiều nhất là 1"):
        mapping.read_mapping(with_mapping(invented, rows))


# The years --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def restated(invented):
    return restated_history(invented, (2026, 2030), date(2026, 1, 31))


def test_a_restated_year_has_the_money_of_the_published_one(restated):
    assert [one.year for one in restated.years] == [2021, 2022, 2023, 2024, 2025]
    for one in restated.years[1:]:
        for name in AMOUNTS:
            assert one.programmes[name].sum() == one.cells.total[name]
            assert one.communes.frame[name].sum() + one.communes.left[name].sum() == one.units.total[name]
            by_capital = one.programmes.groupby("capital")[name].sum().to_dict()
            assert by_capital == one.cells.by("capital").set_index("capital")[name].to_dict()


def test_a_year_without_cells_stays_empty(restated, ledger):
    assert restated.years[0].communes is None  # of 2021 there are programmes and no units
    assert not restated.years[0].programmes.empty
    published = restated_history(ledger, (2026, 2030), date(2026, 1, 31))
    assert all(one.communes is None and one.programmes.empty for one in published.years)


def test_of_2025_every_commune_is_known_and_of_earlier_years_only_what_has_weights(restated):
    known = {one.year: one.communes.frame for one in restated.years[1:]}
    assert len(known[2025]) == 65
    assert not known[2025]["modelled"].any()
    assert known[2024]["modelled"].all()
    districts = restated.years[3].communes.left.query("reason == 'district'")["unit"]
    assert set(districts) == {"178", "181", "182", "183", "185", "187", "189"}


def test_a_year_after_the_cut_off_is_not_there(invented):
    seen = restated_history(invented, (2026, 2030), DECEMBER_2024)
    assert [one.year for one in seen.years] == [2021, 2022, 2023, 2024]


def test_parts_that_contradict_their_whole_in_one_measure_leave_both_at_the_whole(shipped, restated):
    """DTTS.1 plans 40 of 100 but disburses 70 of 60: by parts the two measures would stand at different codes."""
    held = next(one.cells for one in restated.years if one.cells)

    def of(*rows):
        frame = pd.DataFrame(rows, columns=["programme", "plan", "disbursed"]).assign(capital="investment")
        return replace(held, frame=frame)

    whole = of(("DTTS", 100, 60))
    agreed = _by_programme(whole, of(("DTTS.1", 40, 30)), shipped)
    assert set(agreed["old"]) == {"DTTS", "DTTS.1"}
    contradicted = _by_programme(whole, of(("DTTS.1", 40, 70)), shipped)
    assert contradicted[["old", "plan", "disbursed"]].to_numpy().tolist() == [["DTTS", 100, 60]]


def test_a_years_plan_stands_in_four_places_that_add_up_to_it(restated):
    known = [one for one in restated.years if one.communes is not None]
    assert known
    for year in known:
        assert sum(year.places.values()) == year.units.frame["plan"].sum()
        left = year.communes.left
        assert year.places["agency"] == left.loc[left["reason"] == "agency", "plan"].sum()
        assert year.undivided_share == year.places["undivided"] / sum(year.places.values())


def test_money_by_new_code_adds_up_to_that_of_all(restated):
    found = restated.by_successor
    codes = list(dict.fromkeys(found.index.get_level_values("new")))
    assert codes[-1] == "ALL"
    for year in [one for one in restated.years if one.cells is not None]:
        parts = found.xs(year.year, level="year")
        assert parts["plan"].drop("ALL").sum() == parts.at["ALL", "plan"] == year.cells.frame["plan"].sum()
        assert parts.at["ALL", "rate"] == parts.at["ALL", "disbursed"] / parts.at["ALL", "plan"]


def test_only_communes_without_weights_have_a_rate_of_their_own():
    about = {"plan_low": 0, "plan_high": 0}
    frame = pd.DataFrame(
        [
            {"unit": "a", "plan": 4, "disbursed": 1, "modelled": False, **about},
            {"unit": "b", "plan": 4, "disbursed": 1, "modelled": True, **about},
            {"unit": "c", "plan": 0, "disbursed": 0, "modelled": False, **about},
        ]
    )
    assert crosswalk.Restated(frame, pd.DataFrame(), ("plan", "disbursed")).ratio("disbursed", "plan") == {"a": 0.25}


def test_a_series_is_cut_where_its_standard_changes_and_where_a_year_is_missing(restated):
    rows = restated.series
    own = rows[rows["measure"] == "communes_ntm"]
    assert own["run"].tolist()[0] == 1
    assert own["run"].is_monotonic_increasing
    assert own["communes"].notna().all()
    assert rows.loc[rows["measure"] == "poverty_rate", "communes"].isna().all()
    fewer = replace(restated, series=rows[rows["year"] != "2023"])
    assert (2022, 2024) in fewer.holes("communes_ntm")
    assert (2022, 2024) not in restated.holes("communes_ntm")
