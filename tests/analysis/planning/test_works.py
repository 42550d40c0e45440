"""Works of a plan: one id for plan, choice and overlap search, and money only from a budget that is there."""

from datetime import date

import pandas as pd
import pytest
from overlaps.made import made_ledger

from mtqg_analysis.analysis.overlap.search import find_overlaps
from mtqg_analysis.analysis.planning.asked_works import asked_works, groups, judged_same, repeated
from mtqg_analysis.analysis.planning.expected_money import Expected
from mtqg_analysis.analysis.planning.plan_table import plan_table
from mtqg_analysis.analysis.planning.programme_money import ProgrammeMoney
from mtqg_analysis.analysis.planning.project_choice import Listed, choose, choose_works
from mtqg_analysis.domain.errors import DataError

HORIZON, DAY = (2026, 2030), date(2026, 1, 31)
NAMES = ["Đường giao thông thôn Nà Lầu", "Nâng cấp đường thôn Nà Lầu", "Chợ trung tâm"]
NEEDS = [
    {"need": f"N{n}", "name_vi": name, "programme": "TH", "capital": "investment", "level": "commune", "unit": "06037"}
    | {"year": "2026", "fund": "central", "amount": amount, "people": "40", "source": f"S{n}"}
    for n, (name, amount) in enumerate(zip(NAMES, ("900", "100", "30"), strict=True))
]


def same(one, other, verdict="same_object"):
    """A judgement of two works, each an id and a name."""
    about = {"verdict": verdict, "judged_by": "Người xem", "day": "2026-02-01"}
    return about | {"work": one[0], "work_name": one[1], "other": other[0], "other_name": other[1]}


def found_of(needs, *judgements, **tables):
    """The works that are asked for, the pairs judged the same, and what was asked for twice."""
    ledger = made_ledger(needs, judgements=list(judgements), **tables)
    listed, earlier = ledger.table("needs"), ledger.table("projects")
    overlaps = find_overlaps(ledger, DAY)
    works = plan_table(listed, HORIZON, Expected(pd.DataFrame()), projects=earlier).works
    return asked_works(listed, earlier, HORIZON), judged_same(overlaps), repeated(works, HORIZON, overlaps)


def money(million, investment=None):
    return ProgrammeMoney("TH", {2026: million * 10**6}, (), None, investment)


def earlier(code, name, amount="500"):
    row = {"project": code, "name_vi": name, "programme": "NTM", "capital": "investment", "level": "commune"}
    return row | {"unit": "06037", "place": "06037", "year": "2025", "plan": amount, "disbursed": "1", "source": "Q"}


def test_a_work_whose_capital_has_no_budget_is_not_chosen_for_nothing():
    needs = [row | {"amount": amount} for row, amount in zip(NEEDS, ("60", "20", "900000"), strict=True)]
    needs[1]["capital"], needs[2]["capital"] = "recurrent", "total"
    asked = found_of(needs)[0]
    works = choose_works(asked, money(100, investment=0.7), ())
    assert works.frame[works.frame["chosen"]]["work"].tolist() == ["N0", "N1"]
    assert works.unpaid == (NAMES[2],)
    assert works.fits  # what could not be weighed is named, and asks for no budget that there is
    assert choose_works(asked, money(100), ()).unpaid == ()  # one budget pays for all
    assert not choose_works(asked, money(100), ()).fits
    assert choose_works(asked[asked["work"] == "N2"], money(100, investment=0.7), ()) is None


def test_a_work_of_two_kinds_of_money_is_weighed_whole_or_not_at_all():
    lines = [NEEDS[0] | {"need": "b/N!F3"}, NEEDS[0] | {"need": "b/N!G3", "capital": "recurrent", "amount": "5"}]
    asked = found_of([*lines, NEEDS[2]])[0]
    assert choose_works(asked, money(2000), ()).frame["cost"].tolist() == [905_000_000, 30_000_000]
    apart = choose_works(asked, money(2000, investment=0.5), ())
    assert (apart.frame["work"].tolist(), apart.unpaid, apart.repeats) == (["N2"], (NAMES[0],), 0)


def test_a_choice_refuses_a_work_without_a_budget():
    with pytest.raises(DataError, match="«total» không có số vốn"):
        choose(Listed([1, 9], [1, 900], ["investment", "total"], ["a", "a"], [0, 1]), {"investment": 1})


def test_households_that_differ_by_year_make_no_second_work_that_nobody_judged():
    rows = [NEEDS[0] | {"need": f"K{year}", "year": str(year), "people": str(year - 1990)} for year in (2026, 2027)]
    asked = found_of(rows)[0]
    assert asked[["work", "people", "central"]].values.tolist() == [["K2026", 37, 1_800_000_000]]
    assert choose_works(asked, money(100), ()).repeats == 0


def test_an_id_that_both_files_hold_means_the_planned_work_in_the_plan_too():
    clash = earlier("N1", "Trạm y tế")
    asked, pairs, twice = found_of(NEEDS, same(("N0", NAMES[0]), ("N1", NAMES[1])), projects=[clash])
    assert asked["work"].tolist() == ["N0", "needs/N1", "N2"]
    assert pairs == (("N0", "needs/N1"),)
    assert groups(list(asked["work"]), pairs) == [0, 0, 1]
    assert (twice.pairs, twice.amount) == (1, 100_000_000)


def test_an_id_of_two_names_is_two_works_in_the_plan_too():
    lines = [NEEDS[0] | {"need": "b/N!F3"}, NEEDS[2] | {"need": "b/N!G3", "source": "S0"}, NEEDS[1]]
    asked, pairs, twice = found_of(lines, same(("b/N!3", NAMES[0]), ("N1", NAMES[1])))
    assert sorted(asked["work"]) == ["N1", "b/N!3#1", "b/N!3#2"]
    assert len(set(groups(list(asked["work"]), pairs))) == 2
    assert twice.amount == 100_000_000


def test_of_works_that_were_done_in_earlier_years_none_counts_and_of_later_ones_one_does():
    judged = same(("N0", NAMES[0]), ("P1", NAMES[1]))
    twice = found_of(NEEDS[:1], judged, projects=[earlier("P1", NAMES[1])])[2]
    assert (twice.pairs, twice.amount) == (1, 900_000_000)
    later = [NEEDS[0], NEEDS[1] | {"year": "2031"}]
    assert found_of(later, same(("N0", NAMES[0]), ("N1", NAMES[1])))[2].amount == 0
    before = [NEEDS[0], NEEDS[1] | {"year": "2025"}]
    assert found_of(before, same(("N0", NAMES[0]), ("N1", NAMES[1])))[2].amount == 900_000_000


def test_lawful_co_financing_is_asked_for_once():
    assert found_of(NEEDS, same(("N0", NAMES[0]), ("N1", NAMES[1]), "co_financing"))[2].amount == 0
