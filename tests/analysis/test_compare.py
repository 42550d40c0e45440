"""Like with like: what is refused, and what a permitted comparison gives."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from mtqg_analysis import compare, compare_years, differences
from mtqg_analysis.domain.errors import IncomparableError


@pytest.fixture(scope="module")
def facts(nation):
    return nation.facts.set_index("fact", drop=False)


@pytest.fixture
def pair(facts):
    """The nation's rate at the end of April 2023 and of April 2024, on one definition."""
    return facts.loc["PF0588"].copy(), facts.loc["PF0675"].copy()


def test_equal_definitions_give_the_change_and_its_rounding_interval(pair):
    change = compare(*pair)
    assert [fact["figure"].value for fact in pair] == [Decimal("15.63"), Decimal("16.64")]
    assert change.estimate == pytest.approx(0.0101)
    assert change.interval == pytest.approx((0.0100, 0.0102))
    assert (change.unit, change.interval_kind, change.n) == ("fraction", "rounding", 2)
    assert change.facts == ("PF0588", "PF0675")


def test_the_reverse_comparison_has_the_opposite_sign(pair):
    one, other = pair
    there, back = compare(one, other), compare(other, one)
    assert back.estimate == pytest.approx(-there.estimate)
    assert back.interval == pytest.approx((-there.high, -there.low))


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("status", "estimate", ["tình trạng số liệu", "thực hiện", "ước"]),
        (
            "plan_basis",
            "province_assigned",
            ["cơ sở kế hoạch", "kế hoạch Thủ tướng Chính phủ giao", "kế hoạch tỉnh giao"],
        ),
        ("plan_basis", "unknown", ["cơ sở kế hoạch", "kế hoạch Thủ tướng Chính phủ giao", "nguồn không nêu"]),
        ("capital", "recurrent", ["loại vốn", "Vốn đầu tư", "Vốn sự nghiệp"]),
        ("origin", "carried_over", ["phạm vi vốn"]),
        ("programme", "DTTS", ["chương trình", "DTTS&MN"]),
        ("measure", "allocation_rate", ["đại lượng"]),
        ("fund", "local", ["nguồn vốn"]),
        ("scope", "localities", ["phạm vi"]),
        ("day", date(2024, 12, 31), ["thời điểm trong năm kế hoạch", "tháng 4", "tháng 12"]),
        ("day", None, ["ngày chốt số liệu"]),
    ],
    ids=[
        "status",
        "basis",
        "unknown basis",
        "capital",
        "origin",
        "programme",
        "measure",
        "fund",
        "scope",
        "stage",
        "day",
    ],
)
def test_a_comparison_that_means_nothing_is_refused_in_words(pair, column, value, words):
    one, other = pair
    other[column] = value
    with pytest.raises(IncomparableError) as refused:
        compare(one, other)
    assert str(refused.value).startswith("Không so sánh được")
    for word in words:
        assert word in str(refused.value)
    assert len(differences(one, other)) == 1


def test_two_unknown_plan_bases_are_not_equal(pair):
    for fact in pair:
        fact["plan_basis"] = "unknown"
    assert differences(*pair) == ["plan_basis"]
    with pytest.raises(IncomparableError) as refused:
        compare(*pair)
    assert "cơ sở kế hoạch" in str(refused.value)
    assert "nguồn không nêu" in str(refused.value)


def test_every_difference_is_named_at_once(facts):
    one, other = facts.loc["PF0588"], facts.loc["PF0566"]
    assert differences(one, other) == ["status", "stage"]


def test_the_currency_unit_changes_no_comparison(facts):
    one, other = facts.loc["PF0568"].copy(), facts.loc["PF0572"].copy()
    in_billions = compare(one, other)
    printed = other["figure"]
    figure = replace(printed, value=1000 * printed.value, unit="mn_vnd", half_width=1000 * printed.half_width)
    other["value_unit"], other["figure"] = "mn_vnd", figure
    other["exact"], (other["low"], other["high"]) = float(figure.exact), map(float, figure.bounds)
    assert compare(one, other) == in_billions
    assert in_billions.unit == "VND"
    assert in_billions.estimate == (541_000 - 529_280) * 1e9


def test_the_notice_cannot_be_compared_with_its_own_estimate(evaluation):
    assert differences(evaluation.rates["total"], evaluation.estimate) == ["status", "plan_basis", "stage"]


# The yearly comparison ------------------------------------------------------------------------------------------


def test_every_frame_of_the_years_holds_only_what_was_asked_for(years):
    for frame in (years.investment, years.undefined, years.programmes, years.by_programme):
        assert set(frame["year"]) <= {"2021", "2022", "2023", "2024", "2025"}
        assert max(frame["day"]) <= date(2026, 1, 31)
    assert set(years.investment["plan_basis"]) == {"pm_assigned"}
    assert not set(years.investment["fact"]) & set(years.undefined["fact"])


def test_a_cell_of_the_years_is_filled_once_and_an_actual_goes_first(years, nation):
    frame = years.investment
    assert not frame.duplicated(["year", "stage"]).any()
    definition = [
        "measure",
        "programme",
        "capital",
        "origin",
        "fund",
        "plan_basis",
        "scope",
        "part_of",
        "year",
        "as_of",
    ]
    for row in frame[frame["status"] == "estimate"].to_dict("records"):
        rivals = nation.find(level="national", **{column: row[column] for column in definition})
        assert "actual" not in set(rivals["status"]), row["fact"]


def test_estimates_meet_the_actuals_of_their_own_definition(years):
    for row in years.revisions.itertuples():
        assert row.error == pytest.approx(float(row.estimate.exact - row.actual.exact))
        one, other = (years.context.facts.set_index("fact").loc[fact] for fact in row.facts)
        assert (one["status"], other["status"]) == ("estimate", "actual")
        assert one["known_on"] < other["known_on"]
        assert differences(one, other) == ["status"] or set(differences(one, other)) == {"status", "plan_basis"}


def test_provinces_stand_together_only_on_one_definition(years):
    columns = ["as_of", "measure", "programme", "capital", "fund", "origin", "plan_basis", "scope", "status"]
    assert (years.provinces.groupby(columns)["unit"].nunique() >= 3).all()


def test_every_refused_pair_is_refused_by_compare_too(years):
    assert len(years.refused) > 0
    for row in years.refused.itertuples():
        with pytest.raises(IncomparableError) as refused:
            compare(row.one, row.other)
        assert str(refused.value) == row.reason


def test_an_earlier_cut_off_knows_no_later_figure(ledger, nation):
    earlier = compare_years(ledger, nation, (2021, 2025), date(2024, 6, 30))
    for frame in (earlier.investment, earlier.programmes, earlier.by_programme, earlier.provinces):
        assert all(day <= date(2024, 6, 30) for day in frame["day"])


def test_the_order_of_facts_changes_nothing(ledger, nation, years):
    shuffled = replace(nation, facts=nation.facts.sample(frac=1, random_state=7).reset_index(drop=True))
    again = compare_years(ledger, shuffled, (2021, 2025), date(2026, 1, 31))
    for name in ("investment", "programmes", "by_programme", "undefined"):
        assert getattr(again, name)["value"].tolist() == getattr(years, name)["value"].tolist(), name
