"""Judgements of pairs are kept and respected, and tell how good the search is."""

import numpy as np
import pandas as pd
import pytest
from overlaps.made import made_ledger, made_works

from mtqg_analysis.analysis.overlap.evaluation import STRATA, draw, effective, evaluate, quality, strata, wilson
from mtqg_analysis.analysis.overlap.search import find_overlaps

ROADS = [
    {"need": f"A{n}", "name_vi": name, "programme": "TH", "capital": "investment", "level": "commune", "unit": "06037"}
    | {"year": "2026", "fund": "central", "amount": "2500", "source": f"S{n}"}
    for n, name in enumerate(["Đường giao thông thôn Nà Lầu", "Nâng cấp đường GT thôn Nà Lầu", "Chợ trung tâm"])
]


def judged(work="A0", other="A1", verdict="different", day="2026-02-01", **said):
    return {"work": work, "other": other, "verdict": verdict, "judged_by": "Người xem", "day": day} | said


def found_with(*judgements):
    return find_overlaps(made_ledger(ROADS, judgements=list(judgements)))


@pytest.mark.parametrize(("work", "other"), [("A0", "A1"), ("A1", "A0")])
@pytest.mark.parametrize("verdict", ["same_object", "same_beneficiary", "co_financing", "different"])
def test_a_judged_pair_is_shown_with_its_judgement_and_not_asked_again(work, other, verdict):
    found = found_with(judged(work, other, verdict, note="hai đoạn"))
    (pair,) = found.candidates.to_dict("records")
    assert (pair["verdict"], pair["judged_by"], pair["note"]) == (verdict, "Người xem", "hai đoạn")
    assert (found.candidates["verdict"] == "").sum() == 0


def test_the_newest_judgement_of_a_pair_holds():
    found = found_with(judged(verdict="same_object", day="2026-03-01"), judged("A1", "A0"))
    assert found.candidates["verdict"].tolist() == ["same_object"]


def test_a_judged_pair_without_a_common_key_is_not_lost():
    found = found_with(judged("A0", "A2"))
    pair = found.pairs[found.pairs["verdict"] != ""].iloc[0]
    assert not pair["blocked"]
    assert len(found.pairs) == 2


def test_a_judgement_of_a_work_that_is_gone_or_has_another_name_now_does_not_hold():
    found = found_with(judged("A0", "B7"), judged(work_name="Đường thôn Bản Chu"))
    assert found.judgements["state"].tolist() == ["gone", "changed"]
    assert (found.candidates["verdict"] == "").all()
    same = found_with(judged(work_name="đường  giao thông thôn Nà Lầu", other_name=ROADS[1]["name_vi"]))
    assert same.judgements["state"].tolist() == ["holds"]


def test_a_verdict_that_is_no_code_is_left_to_the_check():
    assert found_with(judged(verdict="có lẽ")).judgements.empty


# How good it is --------------------------------------------------------------------------------------------------


def test_the_worked_evaluation():
    true = np.repeat([True, False, True], [42, 8, 14])
    shown = np.repeat([True, True, False], [42, 8, 14])
    seen = quality(true, shown, np.ones(64))
    assert (seen.precision, seen.recall) == (0.84, 0.75)
    assert [round(end, 3) for end in (*seen.precision_interval, *seen.recall_interval)] == [0.715, 0.917, 0.623, 0.845]
    assert round(seen.f1, 6) == 0.792453
    assert seen.f05 == pytest.approx(0.8203125)  # printed as .820312 in the reference


def test_wilson_stays_within_nought_and_one_and_says_all_where_nothing_is_seen():
    assert wilson(0.0, 10)[0] == 0.0
    assert wilson(1.0, 10)[1] == pytest.approx(1.0)
    assert wilson(float("nan"), 0) == (0.0, 1.0)


def test_weights_make_a_sample_by_stratum_stand_for_all_pairs():
    chances, sizes, true = np.array([0.95, 0.3, 0.01]), [100, 200, 1000], [90, 40, 10]
    whole = pd.DataFrame({"chance": np.repeat(chances, sizes), "blocked": True})
    whole["truth"] = np.concatenate([np.arange(size) < ones for size, ones in zip(sizes, true, strict=True)]) * 1.0
    everything = evaluate(whole, review=0.2)
    assert (everything.precision, everything.recall) == pytest.approx((130 / 300, 130 / 140))
    seen = []
    for seed in range(150):
        judged = draw(whole.assign(truth=np.nan), 60, seed).index
        seen.append(evaluate(whole.assign(truth=whole["truth"].where(whole.index.isin(judged))), review=0.2))
    assert {one.n for one in seen} == {180}
    assert all(one.unseen == 0 and one.found + one.wrong == pytest.approx(300) for one in seen)
    assert np.mean([one.found for one in seen]) == pytest.approx(130, rel=0.02)
    assert np.mean([one.missed for one in seen]) == pytest.approx(10, rel=0.2)


def test_strata_that_nobody_judged_are_owned_up_to():
    pairs = pd.DataFrame({"chance": [0.95, 0.01, 0.01], "truth": [1, np.nan, np.nan], "blocked": True})
    assert evaluate(pairs, 0.2).unseen == pytest.approx(2 / 3)


def test_completeness_counts_true_pairs_that_the_keys_missed():
    pairs = pd.DataFrame({"chance": [0.95, 0.9, 0.5], "truth": [1, 1, 0], "blocked": [True, False, True]})
    seen = evaluate(pairs, 0.2)
    assert (seen.completeness, seen.known) == (0.5, 2)


def test_nothing_judged_is_no_evaluation():
    assert evaluate(pd.DataFrame({"chance": [0.5], "truth": [np.nan], "blocked": [True]}), 0.2) is None


def test_a_sample_is_drawn_by_stratum_repeatably_and_judged_pairs_count_towards_it():
    needs, _ = made_works(600)
    pairs = find_overlaps(made_ledger(needs)).pairs
    drawn = draw(pairs, 3, seed=1)
    assert drawn.equals(draw(pairs, 3, seed=1))
    assert not drawn.equals(draw(pairs, 3, seed=2))
    assert np.bincount(strata(drawn["chance"])).max() <= 3
    done = pairs.assign(truth=np.where(pairs.index.isin(drawn.index), 1.0, np.nan))
    assert draw(done, 3, seed=1).empty


def test_the_strata_cover_every_chance():
    assert strata(pd.Series([0.0, 0.2, 1.0])).tolist() == [0, 2, len(STRATA) - 2]
    assert effective(np.array([])) == 0
