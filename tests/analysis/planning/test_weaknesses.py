"""What was weak, beside the plan: rates are paired only of the same money, day and basis; works are counted right."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from mtqg_analysis.analysis.planning.weaknesses import plan_weaknesses, threatened

AS_OF = date(2026, 1, 31)
WHERE = {"measure": "disbursement_rate", "programme": "ALL", "level": "province"}


@pytest.fixture(scope="module")
def held(illustrative):
    """The illustrative ledger, and its two rates of December 2025."""
    ledger, facts = illustrative, illustrative.facts
    mine = (facts["as_of"] == "2025-12-31") & facts["capital"].isin(["investment", "recurrent"])
    for name, code in WHERE.items():
        mine &= facts[name] == code
    assert mine.sum() == 2
    return ledger, mine


def rates(ledger, facts, plan, as_of=AS_OF):
    return plan_weaknesses(replace(ledger, facts=facts), plan, as_of, None)


def test_rates_on_two_bases_are_no_pair_and_the_year_before_speaks(held, invented_plan):
    ledger, mine = held
    facts, plan = ledger.facts, invented_plan.plan
    assert set(rates(ledger, facts, plan).rates["as_of"]) == {"2025-12-31"}
    recurrent = mine & (facts["capital"] == "recurrent")
    for name, other in (("plan_basis", "pm_assigned"), ("origin", "current_year"), ("fund", "central")):
        changed = facts.assign(**{name: facts[name].mask(recurrent, other)})
        assert set(rates(ledger, changed, plan).rates["as_of"]) == {"2024-12-31"}, name


def test_of_several_pairs_of_a_day_that_of_all_money_speaks_and_none_is_mixed(held, invented_plan):
    ledger, mine = held
    facts, part = ledger.facts, ledger.facts[mine].assign(origin="current_year", fact=["X1", "X2"])
    for rows in ([part, facts], [facts, part]):
        found = rates(ledger, pd.concat(rows, ignore_index=True), invented_plan.plan).rates
        assert found["origin"].tolist() == ["both", "both"]
        assert found["capital"].tolist() == ["investment", "recurrent"]
    alone = pd.concat([facts[~mine], part], ignore_index=True)
    assert rates(ledger, alone, invented_plan.plan).rates["fact"].tolist() == ["X1", "X2"]


def test_what_is_known_only_after_the_reports_day_never_enters(held, invented_plan):
    ledger, _ = held
    found = rates(ledger, ledger.facts, invented_plan.plan, date(2025, 6, 30))
    assert set(found.rates["as_of"]) == {"2024-12-31"}
    assert found.counterpart is None or found.counterpart.day <= date(2025, 6, 30)


def test_central_money_is_tied_only_where_the_work_asks_for_counterpart_capital():
    works = pd.DataFrame(
        {
            "programme": ["TH.1", "TH.2", "TH.1"],
            "capital": "investment",
            "central": [100, 40, 7],
            "counterpart": [10, 0, 3],
            "amount": [110, 40, 10],
            "households": [5.0, float("nan"), float("nan")],
            "people": [float("nan"), float("nan"), 9.0],
        }
    )
    (line,) = threatened(works).to_dict("records")
    assert line == {
        "programme": "TH", "capital": "investment", "amount": 160, "counterpart": 13,
        "tied": 107, "unnamed_works": 1, "unnamed": 40,
    }  # fmt: skip


def test_what_hangs_on_a_weakness_is_summed_over_the_lines(invented_plan):
    found, works = invented_plan.weaknesses, invented_plan.plan.works
    assert found.sums["amount"] == invented_plan.plan.total
    assert found.recurrent == works.loc[works["capital"] == "recurrent", "amount"].sum()
    assert found.unnamed_share == found.sums["unnamed"] / invented_plan.plan.total
