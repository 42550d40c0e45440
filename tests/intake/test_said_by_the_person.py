"""What a person says of columns: taken where the file leaves it open, and never put over what the file says."""

from datetime import date

import pytest
from spreadsheets.drawing import DISTRICTS, write_xlsx
from spreadsheets.misleading import BOTH, PAID, PLAN, SOME, TITLE, drawn

from mtqg_analysis.domain.errors import ParameterError
from mtqg_analysis.intake.answers import Answers
from mtqg_analysis.intake.layouts import form_file, layout, remembered
from mtqg_analysis.intake.reading import read_file
from mtqg_analysis.intake.roles import parse_roles

STRANGE = "Giải ngân vốn đặc thù"


def read(folder, sheet, **said):
    path = folder / "bieu.xlsx"
    write_xlsx(path, sheet)
    return read_file(path, Answers(columns=parse_roles([f"{letter}={text}" for letter, text in said.items()])))


@pytest.mark.parametrize("said", ["disbursed,fund=local", "giải ngân vốn địa phương", "giải ngân,nguồn=vốn ĐP"])
def test_a_column_means_what_the_person_says_where_nobody_knew(tmp_path, said):
    sheet = drawn((("Kế hoạch", PLAN), ("Giải ngân", PAID), (STRANGE, PAID)))
    assert {one.kind for one in read(tmp_path, sheet).findings if one.severity == "error"} == {"COLUMN_UNCLEAR"}
    reading = read(tmp_path, sheet, E=said)
    assert reading.outcome == "ok"
    assert {one.meaning.fund for one in reading.records if one.at[1] == 5} == {"local"}
    assert len(reading.records) == 3 * len(SOME)


def test_a_payment_form_without_its_total_is_asked_about_once(tmp_path):
    heads = (("Kế hoạch", PLAN), ("Khối lượng hoàn thành", None), ("Tạm ứng", None))
    told = [one for one in read(tmp_path, drawn(heads)).findings if one.severity == "error"]
    assert [(one.kind, one.cell[0]) for one in told] == [("COLUMN_UNCLEAR", "D")]
    whole = read(tmp_path, drawn((*heads[:1], ("Giải ngân đến 31/12/2024", PAID), *heads[2:])))
    assert whole.outcome == "ok"


def test_a_column_of_one_capital_over_rows_of_another_is_told_once(tmp_path):
    kinds = {"Vốn đầu tư": "", "Vốn sự nghiệp": ""}
    heads = (("Tràng Định|Kế hoạch", None), ("Tràng Định|Giải ngân vốn đầu tư", None))
    sheet = drawn(heads, kinds, label="Nguồn vốn")
    told = [one for one in read(tmp_path, sheet).findings if one.severity == "error"]
    assert [(one.kind, one.cell[0]) for one in told] == [("COLUMN_UNCLEAR", "D")]


def test_a_column_can_be_left_out(tmp_path):
    reading = read(tmp_path, drawn((*BOTH, (STRANGE, None))), E="bỏ")
    assert reading.outcome == "ok"
    assert {one.at[1] for one in reading.records} == {3, 4}


@pytest.mark.parametrize("said", ["plan", "fund=local,disbursed", "giải ngân,năm=2023"])
def test_a_column_that_says_something_else_stops_the_file(tmp_path, said):
    heads = (("Kế hoạch", PLAN), ("Giải ngân vốn TW năm 2024", PAID))
    reading = read(tmp_path, drawn(heads), D=said)
    assert reading.outcome == "needs_input"
    assert reading.records == []
    assert {one.kind for one in reading.findings if one.severity == "error"} == {"ANSWER_CONTRADICTED"}


@pytest.mark.parametrize("given", [{"year": 2023}, {"as_of": date(2024, 11, 30)}, {"level": "commune"}])
def test_what_the_title_says_otherwise_than_the_person_stops_the_file(tmp_path, given):
    titles = ("UBND TỈNH LẠNG SƠN", "GIẢI NGÂN CÁC HUYỆN NĂM 2024 ĐẾN NGÀY 31/12/2024")
    write_xlsx(tmp_path / "bieu.xlsx", drawn(BOTH, titles=titles))
    assert read_file(tmp_path / "bieu.xlsx", Answers()).outcome == "ok"
    same = Answers(year=2024, as_of=date(2024, 12, 31), level="district")
    assert read_file(tmp_path / "bieu.xlsx", same).outcome == "ok"
    reading = read_file(tmp_path / "bieu.xlsx", Answers(**given))
    assert reading.outcome == "needs_input"
    assert "ANSWER_CONTRADICTED" in {one.kind for one in reading.findings}


@pytest.mark.parametrize("text", ["D", "D=", "D=gì đó lạ", "4=plan", "D=màu=đỏ", "D=năm=24"])
def test_words_without_a_meaning_are_refused(text):
    with pytest.raises(ParameterError):
        parse_roles([text])


def test_columns_are_remembered_with_the_form(tmp_path):
    sheet = drawn((*BOTH, (STRANGE, PAID)))
    reading = read(tmp_path, sheet, E="disbursed,fund=local")
    answers = Answers(columns={"E": "disbursed,fund=local"})
    file = form_file(tmp_path, reading)
    file.parent.mkdir()
    file.write_text(layout(tmp_path, reading, answers), "utf-8")
    assert remembered(tmp_path, reading, Answers()).columns == {"E": "disbursed,fund=local"}
    assert layout(tmp_path, reading, answers) == ""  # nothing new


def test_a_remembered_unit_never_stands_against_a_file_that_states_one(tmp_path):
    silent = read(tmp_path, drawn(BOTH, unit_line=None))
    file = form_file(tmp_path, silent)
    file.parent.mkdir()
    file.write_text(layout(tmp_path, silent, Answers(unit="mn_vnd")), "utf-8")
    assert remembered(tmp_path, silent, Answers()).unit == "mn_vnd"
    stating = read(tmp_path, drawn(BOTH, unit_line="ĐVT: nghìn đồng", money=1000))
    assert remembered(tmp_path, stating, Answers()).unit == ""
    assert remembered(tmp_path, stating, Answers(unit="mn_vnd")).unit == "mn_vnd"  # said now, and stopped by the reader


def test_plans_that_add_up_to_more_than_the_province_has_are_no_plans(tmp_path):
    sheet = drawn(BOTH, units=dict(zip(DISTRICTS, DISTRICTS.values(), strict=True)), titles=("UBND TỈNH", TITLE))
    for row in range(5, 16):
        sheet.put(f"C{row}", 400_000 + row)
    findings = read(tmp_path, sheet).findings
    assert [one.kind for one in findings if one.severity == "error"] == ["UNIT_IMPLAUSIBLE"]
