"""A programme that joins the whole of a year is understood where spreadsheets speak of it."""

import pytest

from mtqg_analysis.domain.programmes import every_programme, programmes_of
from mtqg_analysis.domain.reference import code_of, table
from mtqg_analysis.intake.meaning import programme_in


@pytest.mark.parametrize("code", every_programme())
def test_every_programme_is_read_by_its_code_its_short_name_and_its_full_name(code):
    names = table("programmes").set_index("code").loc[code]
    assert code_of("programme", code) == code_of("programme", names["short_vi"]) == code
    assert [programme_in(text) for text in (code, names["short_vi"], names["name_vi"])] == [code] * 3


def test_the_number_of_programmes_of_any_year_means_all_of_them():
    last = max(int(year) for year in table("programmes")["plan_to"] if year)
    counts = {len(programmes_of(year)) for year in range(2021, last + 1)}
    assert {count: programme_in(f"{count:02d} CTMTQG") for count in counts} == dict.fromkeys(counts, "ALL")
