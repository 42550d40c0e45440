"""What an office says of a year, in the order of the report that prints it."""

from datetime import date

import pytest
from changes import with_table

from mtqg_analysis import Period, evaluate_year
from mtqg_analysis.analysis.narrative import read_narrative
from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.domain.reference import table
from mtqg_analysis.ledger.facts import SIDE_COLUMNS

OTHERS = {"causes", "plan_assessment", "plan_solutions", "plan_proposals"}  # causes not told apart, and the plan's
PLACES = [code for code in table("labels").query("kind == 'narrative_place'")["code"] if code not in OTHERS]


def test_the_illustrative_words_fill_every_place_in_the_order_of_the_report(illustrative):
    places = read_narrative(illustrative, 2024)["place"]
    assert list(places.drop_duplicates()) == PLACES
    assert list(places) == sorted(places, key=PLACES.index)


def test_rows_of_one_place_keep_the_order_of_the_file(illustrative):
    rows = illustrative.table("narrative")[::-1]
    read = read_narrative(with_table(illustrative, "narrative", rows.reset_index(drop=True)), 2024)
    assert list(read["place"].drop_duplicates()) == PLACES
    assert list(read.loc[read["place"] == "limits", "narrative"]) == ["MH-L06", "MH-L05", "MH-L04"]


def test_words_of_another_year_are_not_read(illustrative):
    read = read_narrative(illustrative, 2025)
    assert read.empty
    assert list(read.columns) == [column.name for column in SIDE_COLUMNS["narrative"]]


def test_a_dataset_without_words_has_the_columns(ledger):
    read = read_narrative(ledger, 2024)
    assert read.empty
    assert list(read.columns) == [column.name for column in SIDE_COLUMNS["narrative"]]


def test_words_that_the_check_refuses_are_refused(illustrative):
    rows = illustrative.table("narrative").assign(place="else")
    with pytest.raises(DataError, match=r"narrative\.csv:2: cột «place»"):
        read_narrative(with_table(illustrative, "narrative", rows), 2024)


def test_the_evaluation_reads_words_written_after_its_cut_off(evaluated):
    words = evaluated("illustrative", 2024, "2024-12-31").narrative
    assert len(words) == 12
    assert (words["day"] > "2024-12-31").all()


def test_a_fault_of_the_words_is_their_own(illustrative, nation):
    rows = illustrative.table("narrative").assign(place="else")
    spoilt = with_table(illustrative, "narrative", rows)
    period = Period(2024, date(2024, 12, 31))
    evaluation = evaluate_year(type(spoilt)(spoilt.dataset, period, None, spoilt.facts, spoilt.check), nation)
    assert evaluation.rates["total"]["fact"] == "MH07790"
    with pytest.raises(DataError):
        _ = evaluation.narrative
