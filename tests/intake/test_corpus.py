"""Every file of the corpus: no wrong value, no invented value, no lost one, and each trouble reported at its cell."""

from collections import Counter

import pytest
from spreadsheets.corpus import CASES

from mtqg_analysis.intake.reading import read_file
from mtqg_analysis.intake.workbook import address


@pytest.mark.parametrize("name", CASES)
def test_a_file_is_read_as_it_is(name, tmp_path):
    case = CASES[name](tmp_path)
    reading = read_file(case.path, case.answers)
    read = {
        (one.sheet, one.meaning.unit, one.meaning.programme or "ALL", one.meaning.capital or "total", one.measure,
         address(*one.at)): one.value
        for one in reading.records
    }  # fmt: skip
    issues = Counter((one.kind, one.sheet, one.cell) for one in reading.findings)
    told = "\n".join(f"{one.severity} {one.kind} {one.sheet}!{one.cell}: {one.message}" for one in reading.findings)
    assert {key: value for key, value in read.items() if case.truth.get(key, "none") != value} == {}, f"wrong\n{told}"
    assert {key: value for key, value in case.truth.items() if read.get(key, "lost") != value} == {}, f"lost\n{told}"
    assert case.issues - set(issues) == set(), told
    assert {issue for issue in issues if issue not in case.issues} == set(), told
    assert reading.outcome == case.outcome, told
