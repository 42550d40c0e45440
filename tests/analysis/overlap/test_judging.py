"""Judgements of pairs are kept and respected, and tell how good the search is."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from overlaps.made import made_ledger, made_works

from mtqg_analysis.analysis.overlap.evaluation import (
    STRATA,
    count_bounds,
    draw,
    effective,
    evaluate,
    quality,
    strata,
    wilson,
)
from mtqg_analysis.analysis.overlap.search import find_overlaps
from mtqg_analysis.analysis.overlap.works import read_works

DAY = date(2026, 1, 31)
ROADS = [
    {"need": f"A{n}", "name_vi": name, "programme": "TH", "capital": "investment", "level": "commune", "unit": "06037"}
    | {"year": "2026", "fund": "central", "amount": "2500", "source": f"S{n}"}
    for n, name in enumerate(["Đường giao thông thôn Nà Lầu", "Nâng cấp đường GT thôn Nà Lầu", "Chợ trung tâm"])
]


NAMES = {row["need"]: row["name_vi"] for row in ROADS}


def judged(work="A0", other="A1", verdict="different", day="2026-02-01", **said):
    named = {"work_name": NAMES.get(work, "?"), "other_name": NAMES.get(other, "?")}
    about = {"work": work, "other": other, "verdict": verdict, "judged_by": "Người xem", "day": day}
    return about | named | said


def found_with(*judgements, needs=ROADS):
    return find_overlaps(made_ledger(needs, judgements=list(judgements)), DAY)


def drawn(work="A0", other="A1", verdict="different", of=(5, 0, 20), **said):
    return judged(work, other, verdict, **dict(zip(("drawn", "stratum", "stratum_pairs"), of, strict=True)), **said)


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
    assert found.judgements["state"].tolist() == ["gone", "gone"]
    assert found.judgements["line"].tolist() == [2, 3]
    assert (found.candidates["verdict"] == "").all()
    same = found_with(judged(work_name="đường  giao thông thôn Nà Lầu"))
    assert same.judgements["state"].tolist() == ["holds"]


def test_a_judgement_without_names_is_not_used():
    """An id alone may come to mean another work: nobody could tell."""
    found = found_with(judged(work_name=""), judged("A1", "A2", other_name=" "))
    assert found.judgements["state"].tolist() == ["unnamed", "unnamed"]
    assert (found.pairs["verdict"] == "").all()


def line(number, name, source="a", **said):
    return ROADS[0] | {"need": f"{source}/Nhu cầu!F{number}", "name_vi": name, "source": source} | said


def of_lines(**said):
    return judged("a/Nhu cầu!12", "b/Nhu cầu!7", work_name="Đường Nà Lầu", other_name="Đường Nà Lầu km 2", **said)


def test_a_judgement_follows_its_work_when_a_line_is_inserted_above():
    other = line(7, "Đường Nà Lầu km 2", "b")
    found = found_with(of_lines(), needs=[line(12, "Chợ"), line(13, "Đường Nà Lầu"), other])
    (pair,) = found.pairs[found.pairs["verdict"] != ""].to_dict("records")
    assert {found.works["work"][pair[side]] for side in ("one", "other")} == {"a/Nhu cầu!13", "b/Nhu cầu!7"}
    gone_id = found_with(of_lines(), needs=[line(13, "Đường Nà Lầu"), other])
    assert gone_id.judgements["state"].tolist() == ["holds"]


@pytest.mark.parametrize(
    "lines",
    [
        [line(12, "Chợ"), line(13, "Đường Nà Lầu"), line(14, "Đường Nà Lầu")],  # two that it could be
        [line(12, "Chợ"), line(13, "Đường Nà Lầu", unit="06040")],  # of another commune
        [line(12, "Chợ"), line(13, "Đường Nà Lầu", source="c")],  # of another office's file
        [line(13, "Đường Nà Lầu"), line(14, "Chợ", unit="06040")],  # whose commune's line 12 was, nobody knows
    ],
)
def test_a_judgement_follows_no_work_that_may_be_another(lines):
    found = found_with(of_lines(), needs=[*lines, line(7, "Đường Nà Lầu km 2", "b")])
    assert found.judgements["state"].tolist() == ["gone"]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [("28/01/2026", "05/02/2026"), ("2026-01-28", "5/2/2026"), ("28/1/2026", "2026-02-05")],
)
def test_days_are_days_however_they_are_written(earlier, later):
    found = found_with(judged(verdict="same_object", day=later), judged(day=earlier))
    assert found.candidates["verdict"].tolist() == ["same_object"]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Cùng một công trình hoặc nội dung", "same_object"),
        ("cùng một công trình", "same_object"),
        ("Cùng đối tượng hưởng lợi ", "same_beneficiary"),
        ("LỒNG GHÉP nguồn vốn đúng quy định", "co_financing"),
        ("Khác nhau", "different"),
        ("same_object", "same_object"),
    ],
)
def test_a_verdict_may_be_written_as_its_label(written, code):
    assert found_with(judged(verdict=written)).candidates["verdict"].tolist() == [code]


def test_a_judgement_that_says_nothing_is_kept_with_its_reason_and_judges_no_pair():
    found = found_with(judged(verdict="có lẽ"), judged(), judged(verdict="XYZ"), judged("A1", "A1"))
    assert found.judgements["state"].tolist() == ["holds", "unread", "unread", "itself"]
    assert found.judgements["line"].tolist() == [3, 2, 4, 5]
    assert found.judgements["verdict"].tolist()[1:3] == ["có lẽ", "XYZ"]
    assert found.candidates["verdict"].tolist() == ["different"]
    alone = found_with(judged(verdict="có lẽ"))
    assert alone.judgements["state"].tolist() == ["unread"]
    assert (alone.pairs["verdict"] == "").all()


def test_ids_are_trimmed():
    found = found_with(judged(" A0", "A1 ", work_name=NAMES["A0"], other_name=NAMES["A1"]))
    assert found.judgements["state"].tolist() == ["holds"]


# What a work is ---------------------------------------------------------------------------------------------------


def works_of(*needs, **tables):
    return read_works(made_ledger(list(needs), **tables))


def test_a_works_id_depends_neither_on_the_order_of_lines_nor_on_its_beneficiaries():
    lines = [
        ROADS[0] | {"need": f"K{year}", "year": str(year), "source": "S", "households": households}
        for year, households in ((2026, "42"), (2027, "45"), (2028, ""))
    ]
    for rows in (lines, lines[::-1], [lines[1], lines[0], lines[2]]):
        works = works_of(*rows)
        assert works["work"].tolist() == ["K2026"]
        assert works["ids"].tolist() == [{"K2026", "K2027", "K2028"}]
        assert (works["first"][0], works["last"][0], works["households"][0]) == (2026, 2028, 45)


def test_every_id_of_a_work_names_it_so_a_judgement_outlives_a_year_that_is_dropped():
    lines = [ROADS[0] | {"need": f"K{year}", "year": str(year), "source": "S"} for year in (2026, 2027)]
    judgement = judged("K2027", "A1", work_name=NAMES["A0"], other_name=NAMES["A1"])
    assert found_with(judgement, needs=[*lines, ROADS[1]]).judgements["state"].tolist() == ["holds"]
    assert found_with(judgement, needs=[lines[1], ROADS[1]]).judgements["state"].tolist() == ["holds"]


def test_two_ids_of_one_work_are_no_pair():
    lines = [ROADS[0] | {"need": f"K{year}", "year": str(year), "source": "S"} for year in (2026, 2027)]
    itself = judged("K2026", "K2027", "same_object", work_name=NAMES["A0"], other_name=NAMES["A0"])
    found = found_with(itself, needs=[*lines, ROADS[1]])
    assert found.judgements["state"].tolist() == ["gone"]
    assert (found.pairs["verdict"] == "").all()


def test_one_id_of_two_names_is_two_works_and_judgements_tell_them_apart_by_name():
    rows = [ROADS[0] | {"need": "K1"}, ROADS[2] | {"need": "K1", "amount": "300"}, ROADS[1] | {"need": "K2"}]
    works = works_of(*rows)
    assert sorted(zip(works["work"], works["name"], works["amount"], strict=True)) == [
        ("K1#1", "Chợ trung tâm", 3e8), ("K1#2", NAMES["A0"], 2.5e9), ("K2", NAMES["A1"], 2.5e9),
    ]  # fmt: skip
    found = found_with(judged("K1", "K2", work_name=NAMES["A0"], other_name=NAMES["A1"]), needs=rows)
    (pair,) = found.pairs[found.pairs["verdict"] != ""].to_dict("records")
    assert {found.works["name"][pair[side]] for side in ("one", "other")} == {NAMES["A0"], NAMES["A1"]}


def test_a_code_of_an_earlier_project_that_a_plan_uses_again_is_two_works_that_are_compared():
    earlier = {"project": "A0", "name_vi": NAMES["A1"], "programme": "NTM", "capital": "investment", "place": "06037"}
    earlier |= {"level": "commune", "unit": "06037", "year": "2025", "plan": "900", "disbursed": "1", "source": "q"}
    found = find_overlaps(made_ledger(ROADS[:1], projects=[earlier]), DAY)
    assert found.works["work"].tolist() == ["needs/A0", "projects/A0"]
    assert found.works["planned"].tolist() == [True, False]
    assert len(found.pairs) == 1


@pytest.mark.parametrize("bad", [{"year": "2026-2030"}, {"name_vi": " "}])
def test_needs_of_which_no_line_can_be_used_are_no_plan(bad):
    assert find_overlaps(made_ledger([row | bad for row in ROADS]), DAY) is None


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


# Many pairs of which a few are one, most of those in the likely strata; the rest hide among thousands.
CHANCES, SIZES, TRUE = (0.95, 0.7, 0.3, 0.1, 0.01), (300, 100, 200, 1000, 20_000), (280, 60, 40, 20, 30)


def population(sizes=SIZES, true=TRUE):
    whole = pd.DataFrame({"chance": np.repeat(CHANCES, sizes), "blocked": True, "drawn": 0})
    facts = [np.arange(size) < ones for size, ones in zip(sizes, true, strict=True)]
    return whole.assign(stratum=0, stratum_pairs=0, truth=np.nan), np.concatenate(facts) * 1.0


def judge(pairs, truth, each, seed):
    """The pairs with a drawn sample judged, as the file of judgements would have it."""
    sample = draw(pairs, each, seed)
    columns = ["drawn", "stratum", "stratum_pairs"]
    out = pairs.copy()
    out.loc[sample.index, columns] = sample[columns]
    out.loc[sample.index, "truth"] = truth[sample.index]
    return out


def test_everything_drawn_is_the_truth_without_a_doubt():
    pairs, truth = population((100, 0, 200, 0, 1000), (90, 0, 40, 0, 10))
    seen = evaluate(judge(pairs, truth, 10_000, 1), 0.2)
    assert (seen.precision, seen.recall) == pytest.approx((130 / 300, 130 / 140))
    assert seen.recall_interval == pytest.approx((130 / 140, 130 / 140))


@pytest.mark.full
def test_weights_make_a_sample_by_stratum_stand_for_all_pairs():
    pairs, truth = population()
    seen = [evaluate(judge(pairs, truth, 60, seed), 0.2) for seed in range(100)]
    assert {one.n for one in seen} == {300}
    assert np.mean([one.found for one in seen]) == pytest.approx(380, rel=0.02)
    assert np.mean([one.missed for one in seen]) == pytest.approx(50, rel=0.35)
    half = judge(pairs, truth, 60, 0)
    half.loc[half[half["drawn"] > 0].index[::2], "truth"] = np.nan  # a form that came back half filled in
    assert evaluate(half, 0.2).found + evaluate(half, 0.2).wrong == pytest.approx(600)


@pytest.mark.parametrize("each", [10, *(pytest.param(each, marks=pytest.mark.full) for each in (30, 60))])
@pytest.mark.parametrize("true", [TRUE, (280, 60, 40, 20, 300), (280, 60, 40, 0, 0)])
def test_the_intervals_hold_the_truth_as_often_as_they_say(each, true):
    pairs, truth = population(true=true)
    shown = (pairs["chance"] >= 0.2).to_numpy()
    precision, recall = truth[shown].mean(), truth[shown].sum() / truth.sum()
    seen = [evaluate(judge(pairs, truth, each, seed), 0.2) for seed in range(60)]
    held = [one.recall_interval[0] <= recall <= one.recall_interval[1] for one in seen]
    right = [one.precision_interval[0] <= precision <= one.precision_interval[1] for one in seen]
    assert np.mean(held) >= 0.95
    assert np.mean(right) >= 0.85  # 95 % but for the sixty samples' own luck


def test_nothing_found_among_thousands_does_not_mean_that_nothing_is_there():
    pairs, truth = population(true=(280, 60, 40, 20, 0))
    low, high = evaluate(judge(pairs, truth, 30, 3), 0.2).recall_interval
    assert low < 0.2
    assert high > 0.9
    assert count_bounds(0, 30, 20_000)[1] > 2_000


def test_pairs_that_somebody_picked_speak_for_no_others():
    pairs, truth = population()
    top = pairs.assign(truth=np.where(pairs.index < 40, truth, np.nan))
    seen = evaluate(top, 0.2)
    assert np.isnan([seen.precision, seen.recall, seen.f1]).all()
    assert (seen.n, seen.unseen, seen.known) == (0, 1.0, 40)
    both = judge(pairs, truth, 30, 5)
    more = both.assign(truth=both["truth"].where(both["drawn"] > 0, top["truth"]))
    for name in ("precision", "recall", "recall_interval", "n"):
        assert getattr(evaluate(more, 0.2), name) == getattr(evaluate(both, 0.2), name)


def test_a_stratum_of_which_no_drawn_pair_was_judged_leaves_recall_open():
    pairs, truth = population()
    some = judge(pairs, truth, 30, 1)
    some.loc[(some["drawn"] > 0) & (some["chance"] < 0.02), "truth"] = np.nan
    seen = evaluate(some, 0.2)
    assert np.isnan(seen.recall)
    assert seen.precision > 0
    assert seen.unseen == pytest.approx(20_000 / 21_600)


def test_a_shown_stratum_of_which_no_drawn_pair_was_judged_leaves_precision_open():
    pairs, truth = population()
    some = judge(pairs, truth, 30, 1)
    some.loc[(some["drawn"] > 0) & (some["chance"] > 0.9), "truth"] = np.nan
    seen = evaluate(some, 0.2)
    assert np.isnan([seen.precision, seen.recall]).all()


def test_a_stratum_never_holds_fewer_pairs_than_were_judged_of_it():
    """A file may say otherwise; each judged pair stands for itself at least."""
    about = {"chance": [0.95, 0.95, 0.95], "truth": [1.0, 1.0, 0.0], "blocked": True, "drawn": 3}
    seen = evaluate(pd.DataFrame(about | {"stratum": 4, "stratum_pairs": 1}), 0.2)
    assert (seen.found, seen.wrong) == (2, 1)
    assert seen.recall_interval == (1, 1)


def test_picked_pairs_fill_no_place_of_the_sample_and_a_larger_sample_holds_the_smaller():
    pairs, truth = population()
    picked = pairs.assign(truth=truth)
    assert draw(picked, 10, 1).index.tolist() == draw(pairs, 10, 1).index.tolist()
    assert set(draw(pairs, 10, 1).index) < set(draw(pairs, 20, 1).index)
    assert draw(pairs, 10, 1).index.tolist() != draw(pairs, 10, 2).index.tolist()
    counts = draw(pairs, 250, 1).groupby("stratum")[["drawn", "stratum_pairs"]].agg(["size", "first"])
    assert counts["drawn"].values.tolist() == [[250, 250], [250, 250], [200, 200], [100, 100], [250, 250]]
    assert counts["stratum_pairs"]["first"].tolist() == list(SIZES[::-1])


def test_drawn_pairs_are_read_with_their_stratum_and_teach_the_weights_nothing():
    plain, taught = found_with(judged(verdict="same_object")), found_with(drawn(verdict="same_object"))
    assert (plain.weights.judged, taught.weights.judged) == (1, 0)
    assert taught.weights.m == found_with().weights.m
    (pair,) = taught.candidates.to_dict("records")
    assert (pair["drawn"], pair["stratum"], pair["stratum_pairs"]) == (5, 0, 20)
    again = found_with(drawn(), judged(verdict="same_object", day="2026-03-01"))
    (pair,) = again.candidates.to_dict("records")
    assert (pair["verdict"], pair["drawn"]) == ("same_object", 5)  # judged anew, it is still of the sample


def test_completeness_counts_true_pairs_that_the_keys_missed():
    pairs = pd.DataFrame({"chance": [0.95, 0.9, 0.5], "truth": [1, 1, 0], "blocked": [True, False, True], "drawn": 0})
    seen = evaluate(pairs.assign(stratum=0, stratum_pairs=0), 0.2)
    assert (seen.completeness, seen.known) == (0.5, 2)
    assert replace(seen, completeness=1.0).completeness_interval == pytest.approx((0.342, 1), abs=5e-4)


def test_nothing_judged_is_no_evaluation():
    assert evaluate(pd.DataFrame({"chance": [0.5], "truth": [np.nan], "blocked": [True]}), 0.2) is None


def test_a_sample_of_made_works_is_drawn_from_every_stratum():
    needs, _ = made_works(600)
    pairs = find_overlaps(made_ledger(needs), DAY).pairs
    sample = draw(pairs, 3, seed=1)
    assert set(sample["stratum"]) == {*strata(pairs["chance"])}
    assert (sample.groupby("stratum").size() <= 3).all()


def test_the_strata_cover_every_chance():
    assert strata(pd.Series([0.0, 0.2, 1.0])).tolist() == [0, 2, len(STRATA) - 2]
    assert effective(np.array([])) == 0


def test_a_number_of_absurd_length_is_none():
    works = works_of(ROADS[0] | {"households": "9" * 30, "amount": "9" * 400})
    assert works[["households", "amount"]].isna().all(axis=None)
