"""A report speaks with one voice: its places agree with each other, from the first page to the last annex.

The claims of all displays (`claims.py`) are held against each other by what they are of. Each law falls over the faults
for which it was written, which are put back at the end.
"""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from itertools import combinations

import pandas as pd
import pytest
from claims import Claim, claims_of

from mtqg_analysis import comparison, planning, year_end
from mtqg_analysis.domain.period import stage_of
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import Failure

YEAR_END, AUGUST, JANUARY = date(2024, 12, 31), date(2025, 8, 31), date(2026, 1, 31)
REPORTS = {  # page and cut-off
    "year_end_langson": (year_end, YEAR_END),
    "year_end_illustrative": (year_end, YEAR_END),
    "year_end_running": (year_end, AUGUST),
    "comparison_langson": (comparison, JANUARY),
    "comparison_illustrative": (comparison, JANUARY),
    "planning_langson": (planning, JANUARY),
    "planning_illustrative": (planning, JANUARY),
}
SLOW = ("year_end_running", "comparison_langson", "planning_illustrative")
EVERY = [pytest.param(name, marks=pytest.mark.full) if name in SLOW else name for name in REPORTS]
SHARED = {"year_end_illustrative": 120, "year_end_running": 90, "comparison_illustrative": 40}  # at least so many


@pytest.fixture(scope="module")
def analyses(evaluation, evaluated, years, illustrated, plan, invented_plan):
    return {
        "year_end_langson": lambda: evaluation,
        "year_end_illustrative": lambda: evaluated("illustrative", 2024, "2024-12-31", term=(2021, 2025)),
        "year_end_running": lambda: evaluated("illustrative", 2025, "2025-08-31"),
        "comparison_langson": lambda: years,
        "comparison_illustrative": lambda: illustrated,
        "planning_langson": lambda: plan,
        "planning_illustrative": lambda: invented_plan,
    }


@pytest.fixture(scope="module")
def displays(analyses):
    """The displays of a report by their verbs, made once."""
    made = {}

    def of(report):
        if report not in made:
            page, analysis = REPORTS[report][0], analyses[report]()
            made[report] = {verb: display(page, verb, analysis) for verb in page.__all__ if verb != "head"}
        return made[report]

    return of


def display(page, verb, analysis):
    shown = getattr(page, verb)(analysis)
    if isinstance(shown, Failure) and "has no part" in shown.text:  # a verb of the outlook
        shown = getattr(page, verb)(analysis.outlook)
    assert not isinstance(shown, Failure), shown.trace
    return shown


def by_key(claims):
    kept = defaultdict(list)
    for claim in claims:
        kept[claim.key].append(claim)
    return kept


def at(claims):
    return {f"{claim.place}: {claim.value} ({claim.status})" for claim in claims}


def missing_and_printed(shown, day):
    """The figures that one place says are missing and another prints."""
    for key, claims in by_key(claims_of(shown, day)).items():
        if len({claim.value is None for claim in claims}) > 1:
            yield key, at(claims)


def of_two_values(shown, day):
    """The figures that two places print otherwise than rounding allows; an estimate beside its outturn is no such."""
    for key, claims in by_key(claim for claim in claims_of(shown, day) if claim.value is not None).items():
        for one, other in combinations(claims, 2):
            if one.status == other.status and not one.agrees(other):
                yield key, at([one, other])


def of_two_statuses(shown, day):
    """The figures that are an estimate in one place and an outturn in another, but for the box of what came after."""
    for key, claims in by_key(claim for claim in claims_of(shown, day) if not claim.boxed).items():
        if len({claim.status for claim in claims if claim.value is not None}) > 1:
            yield key, at(claims)


def later(shown, day):
    """The outturns of a day after the cut-off that stand outside the box."""
    for claim in claims_of(shown, day):
        is_later = isinstance(claim.until, date) and claim.until > day
        if is_later and claim.status == "actual" and claim.value is not None and not claim.boxed:
            yield claim.key, at([claim])


def of_unequal_stages(shown, _):
    """The sums of years of which one is further on than another: tables of years with their cut-offs."""
    for made in shown.values():
        if isinstance(made, Table) and {"year", "cut_off", "disbursed"} <= set(made.frame.columns):
            *rows, total = made.frame.to_dict("records")
            stages = [stage_of(int(row["year"]), row["cut_off"]) for row in rows]
            sums = {
                sum(row["disbursed"] for row, other in zip(rows, stages, strict=True) if other == stage)
                for stage in stages
            }
            if total["disbursed"] not in sums:
                yield made.name, total["disbursed"], sums


def of_other_captions(shown, _):
    """The tables whose caption says another status than their rows do."""
    for verb, made in shown.items():
        if isinstance(made, Table) and made.columns[-1].name == "status":
            rows = {word for cell in made.frame["status"] for word in str(cell).split(" và ") if cell}
            said = made.scope.status
            if said != "như từng dòng" and set(said.split(" và ")) != rows:
                yield verb, said, rows


def said_to_be_unknown(shown, day):
    """What the list of unpublished figures names though a display has it."""
    listed = shown.get("not_published")
    names = set() if listed is None else set(listed.frame["what"])
    about = {code for claim in claims_of(shown, day) if claim.measure == "plan" and claim.value for code in claim.about}
    held = {
        "Kế hoạch và giải ngân theo từng chương trình": {"DTTS", "GNBV", "NTM"} & about,
        "Vốn đối ứng phải bố trí và đã bố trí": shown.get("counterpart_table") is not None,
        "Kế hoạch và giải ngân theo từng huyện, sở, ngành": {"district", "agency"} & about,
    }
    yield from (name for name in names if held.get(name))


LAWS = (
    missing_and_printed, of_two_values, of_two_statuses, later, of_unequal_stages, of_other_captions,
    said_to_be_unknown,
)  # fmt: skip


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("report", EVERY)
def test_the_places_of_a_report_agree(displays, report, law):
    assert list(law(displays(report), REPORTS[report][1])) == []


@pytest.mark.parametrize("report", [one for one in EVERY if str(getattr(one, "values", [one])[0]) in SHARED])
def test_many_figures_are_read_in_more_than_one_place(displays, report):
    keys = by_key(claims_of(displays(report), REPORTS[report][1]))
    assert sum(len({claim.place for claim in claims}) > 1 for claims in keys.values()) >= SHARED[report]


@pytest.mark.full
@pytest.mark.parametrize("data", ["langson", "illustrative"])
def test_the_reports_of_a_dataset_agree(displays, data):
    """An outturn of a day is the same in all of them, whatever each of them could know of other days."""
    names = [name for name in REPORTS if data in name or (data == "illustrative" and name == "year_end_running")]
    kept = by_key(
        replace(claim, place=f"{name}: {claim.place}")
        for name in names
        for claim in claims_of(displays(name), REPORTS[name][1])
        if claim.value is not None and claim.status == "actual" and isinstance(claim.until, date)
    )
    apart = [at(pair) for claims in kept.values() for pair in combinations(claims, 2) if not pair[0].agrees(pair[1])]
    assert apart == []


def test_a_figure_agrees_with_a_coarser_print_of_itself_and_with_nothing_else():
    exact, coarse = (
        Claim("rate", frozenset(), YEAR_END, 0.5260, 0.0005),
        Claim("rate", frozenset(), YEAR_END, 0.53, 0.005),
    )
    assert exact.agrees(coarse)
    assert not exact.agrees(replace(exact, value=0.5280))


# The faults that were found, put back into the displays as they stood.


def with_cell(table, row, column, value):
    frame = table.frame.astype(object).reset_index(drop=True)
    frame.loc[frame.index[row], column] = value
    return replace(table, frame=frame)


def settled_figures_missing_in_the_term(shown):
    return {"term_table": with_cell(shown["term_table"], 3, "cancelled", None)}


def a_term_of_unequal_stages(shown):
    rows = shown["term_table"].frame
    return {"term_table": with_cell(shown["term_table"], -1, "disbursed", rows["disbursed"].iloc[:-1].sum())}


def january_beside_december(shown):
    table = shown["after_table"]
    return {"by_programme": replace(table, title=table.title.replace("Cập nhật sau ngày chốt: ", ""))}


def a_constant_caption(shown):
    table = shown["poverty"]
    return {"poverty": replace(table, scope=replace(table.scope, status="thực hiện; năm cuối là ước"))}


def an_outturn_in_the_text(shown):
    return {"results": Sentence("Đến ngày 31/01/2025, các chương trình đạt 72,0% kế hoạch.")}


def another_rate_in_the_text(shown):
    return {"headline": Sentence(shown["headline"].markdown.replace("52,6%", "54,8%"))}


def a_known_part_called_missing(shown):
    listed = pd.DataFrame([["Vốn đối ứng phải bố trí và đã bố trí", ""]], columns=["what", "needed"])
    return {"not_published": replace(shown["after_table"], frame=listed, columns=())}


FAULTS = {
    settled_figures_missing_in_the_term: missing_and_printed,
    a_term_of_unequal_stages: of_unequal_stages,
    january_beside_december: later,
    a_constant_caption: of_other_captions,
    an_outturn_in_the_text: of_two_statuses,
    another_rate_in_the_text: of_two_values,
    a_known_part_called_missing: said_to_be_unknown,
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_law_falls_over_the_fault_that_it_is_for(displays, fault):
    shown = displays("year_end_illustrative")
    assert list(FAULTS[fault](shown | fault(shown), YEAR_END)) != []


def test_a_chart_that_takes_a_change_apart_otherwise_than_the_text_is_found(displays):
    shown = displays("comparison_illustrative")
    title = shown["draw_reasons"].title
    assert "tỷ lệ từng phần −1,58 điểm, do cơ cấu +1,70 điểm" in title
    other = title.replace("−1,58", "−1,66").replace("+1,70", "+1,78")
    assert len(list(of_two_values(shown | {"draw_reasons": Sentence(other)}, JANUARY))) > 0


def test_another_count_of_communes_is_found(displays):
    shown = displays("planning_langson")
    rows = shown["standards"]
    place = next(place for place, row in enumerate(rows.text_rows) if row[0] == "Số xã đạt chuẩn nông thôn mới")
    other = with_cell(rows, place, "total", 194)
    assert list(of_two_values(shown, JANUARY)) == []
    assert list(of_two_values(shown | {"other": other}, JANUARY)) != []
