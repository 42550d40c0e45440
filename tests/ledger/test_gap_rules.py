"""Cells that no sum can count are named by the check of a dataset, since a blank is not zero."""

from dataclasses import replace

import pytest

from mtqg_analysis import check_dataset


@pytest.fixture(scope="module")
def dataset(illustrative):
    """The figures of 2024 of units and province, without what the check reads beside them."""
    facts = illustrative.dataset.facts
    own = facts[(facts["year"] == "2024") & facts["measure"].isin(["plan", "disbursed"])]
    return replace(illustrative.dataset, facts=own.reset_index(drop=True))


def gaps(dataset, gone):
    facts = dataset.facts
    rest = facts[~gone(facts)].reset_index(drop=True)
    assert len(rest) < len(facts)
    found = check_dataset(replace(dataset, facts=rest)).findings
    return {one.kind: one for one in found if one.kind.startswith("cells_")}


def of_cell(rows, level, unit, measure):
    return (
        (rows["level"] == level)
        & (rows["unit"] == unit)
        & (rows["programme"] == "DTTS")
        & (rows["capital"] == "recurrent")
        & (rows["measure"] == measure)
    )


@pytest.mark.parametrize(
    ("measure", "kind", "words"),
    [
        ("plan", "cells_without_plan", "Hữu Lũng, DTTS&MN, Vốn sự nghiệp"),
        ("disbursed", "cells_without_disbursed", "Hữu Lũng, DTTS&MN, Vốn sự nghiệp"),
    ],
)
def test_a_cell_of_one_unit_without_one_of_its_figures_is_named(dataset, measure, kind, words):
    found = gaps(dataset, lambda rows: of_cell(rows, "district", "186", measure))
    assert set(found) == {kind}
    assert found[kind].severity == "warning"
    assert words in found[kind].message


def test_a_cell_of_the_province_without_any_figure_is_named(dataset):
    def gone(rows):
        return of_cell(rows, "province", "20", "plan") | of_cell(rows, "province", "20", "disbursed")

    assert set(gaps(dataset, gone)) == {"cells_without_figures"}


def test_a_plan_of_one_origin_beside_a_disbursement_of_both_is_a_part(dataset):
    def gone(rows):
        return of_cell(rows, "district", "186", "plan") & (rows["origin"] == "carried_over")

    found = gaps(dataset, gone)
    assert set(found) <= {"cells_of_part", "cells_without_plan"}
    assert found


def test_many_cells_of_one_kind_are_one_finding_with_their_number(dataset):
    found = gaps(
        dataset,
        lambda rows: (rows["level"] == "district") & (rows["measure"] == "plan") & (rows["programme"] == "DTTS"),
    )
    (one,) = found.values()
    assert "ô khác" in one.message


@pytest.mark.parametrize("name", ["langson", "national", "illustrative"])
def test_nothing_is_missing_of_the_cells_of_the_shipped_datasets(name, ledger_of):
    assert not [one for one in ledger_of(name).check.findings if one.kind.startswith("cells_")]
