"""Units that no list gives a code are told apart by a key of their names, not by their letters."""

import csv
import unicodedata
from datetime import date

import pytest

from mtqg_analysis import Period, evaluate_year, load_ledger
from mtqg_analysis.domain.names import unit_key
from mtqg_analysis.ledger.facts import FACT_COLUMNS

ONE = ["Hòa An", "Hoà An", "HÒA AN", " Hoà  An", "Huyện Hòa An", "H. Hoà An", unicodedata.normalize("NFD", "Hoà An")]


def test_spellings_of_one_name_have_one_key_and_other_names_have_another():
    assert {unit_key(name) for name in ONE} == {"hòa an"}
    others = ["Hoa An", "Thị trấn Hòa An", "TP Hòa An", "Phường Hòa An", "Hòa Ân"]
    assert len({unit_key(name) for name in ["Hòa An", *others]}) == 6


@pytest.fixture(scope="module")
def of_another_province(tmp_path_factory):
    """A province without a list of units, where one district's plan and disbursement are spelled in two ways."""
    folder = tmp_path_factory.mktemp("data") / "khong-co-danh-muc"
    folder.mkdir()
    (folder / "dataset.yaml").write_text(
        "title_vi: Thử\nkind: official\nprovince: '99'\ncurrency_unit: mn_vnd\n", "utf-8"
    )
    source = "source,title,publisher,date,date_precision,url\nTHU,Thử,Kiểm thử,2025-01-05,day,\n"
    (folder / "sources.csv").write_text(source, "utf-8")
    rows = []
    for capital, spellings in (("investment", ("Hòa An", "Hoà An")), ("recurrent", ("Huyện Hòa An", "HÒA AN"))):
        for measure, unit, value in (("plan", spellings[0], 1000), ("disbursed", spellings[1], 600)):
            for code in ("DTTS", "GNBV", "NTM"):
                row = {"programme": code, "capital": capital, "level": "district", "unit": unit, "province": "99"}
                row |= {"measure": measure, "origin": "current_year", "year": 2024, "value": value, "half_width": 0.5}
                row |= {"value_unit": "mn_vnd", "source": "THU", "as_of": "2024-12-31", "status": "actual"}
                row |= {"known_on": "2025-01-05"}
                if measure == "plan":
                    row |= {"plan_basis": "province_assigned", "as_of": "2024-01-20", "status": "plan"}
                rows.append(row | {"fact": f"F{len(rows)}"})
    with (folder / "facts.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, [column.name for column in FACT_COLUMNS], restval="")
        writer.writeheader()
        writer.writerows(rows)
    return folder


def test_a_district_spelled_in_two_ways_is_one_district_and_the_check_says_so(of_another_province, nation):
    ledger = load_ledger(of_another_province, Period(2024, date(2024, 12, 31)))
    assert set(ledger.facts["unit"]) == {"Hòa An"}
    units = evaluate_year(ledger, nation).detail.units.by("unit")
    assert units[["unit", "rate"]].to_numpy().tolist() == [["Hòa An", 0.6]]
    said = [finding for finding in ledger.check.findings if finding.kind == "unit_respelled"]
    assert {finding.found for finding in said} == {"Hoà An", "Huyện Hòa An", "HÒA AN"}
