"""Words, rows and columns that once were dropped: each is read as it says, or asked about, and never read as more."""

from datetime import date

import pytest
from spreadsheets.drawing import Sheet, write_xlsx
from spreadsheets.misleading import NTM, PAID, PLAN, SOME, drawn

from mtqg_analysis.intake.answers import Answers
from mtqg_analysis.intake.reading import read_file

YEAR = f"KẾT QUẢ GIẢI NGÂN {NTM} NĂM 2024"
TITLE = f"{YEAR} (SỐ LIỆU ĐẾN 31/12/2024)"
ALL = "GIẢI NGÂN CÁC CTMTQG NĂM 2024 (ĐẾN 31/12/2024)"
BOTH = (("Kế hoạch", PLAN), ("Giải ngân", PAID))

# What a third column is read as: measure, fund or programme, last day; or how it is said not to be read.
HEADS = {
    "Kế hoạch vốn năm 2024 sau khi điều chỉnh, bổ sung": "plan_adjusted",
    "Giải ngân từ 01/12/2024 đến 31/12/2024": "disbursed_in_period 2024-12-31",
    "Giải ngân từ ngày 1/1/2024 đến ngày 30/11/2024": "disbursed 2024-11-30",
    "Giải ngân từ tháng 10 đến tháng 11/2024": "disbursed_in_period 2024-11-30",
    "Giải ngân từ 1/1/2022 đến 30/11/2024": "COLUMN_SKIPPED",
    "Giải ngân (cả vốn kéo dài)": "disbursed_with_carried_over 2024-12-31",
    "Số dư tạm ứng chưa thu hồi": "advance 2024-12-31",
    "Thực hiện năm trước": "COLUMN_UNKNOWN",
    "Giải ngân NS tỉnh, huyện": "COLUMN_UNCLEAR",
    "Giải ngân sự nghiệp y tế": "COLUMN_UNCLEAR",
    "Số chuyển nguồn": "COLUMN_UNKNOWN",
    "Giải ngân Dự án 77": "COLUMN_UNCLEAR",
    "Đăng ký giải ngân": "COLUMN_SKIPPED",
    "Đề xuất bổ sung": "COLUMN_SKIPPED",
    "Nhu cầu vốn năm 2025": "COLUMN_SKIPPED",
    "Thực chi": "COLUMN_UNCLEAR",  # says the same as another column
}
MORE_HEADS = {
    "KH vốn giao sau điều chỉnh": "plan_adjusted",
    "Kế hoạch còn phải phân bổ": "COLUMN_UNCLEAR",
    "Số vốn không có khả năng giải ngân": "COLUMN_UNCLEAR",
    "Kế hoạch vốn kéo dài sang năm 2025": "COLUMN_UNCLEAR",
    "Vốn năm 2023 kéo dài sang năm 2024": "plan_carried_over",
    "Giải ngân vốn các năm trước kéo dài sang": "disbursed_carried_over 2024-12-31",
    "Lũy kế giải ngân đến hết tháng 10": "disbursed 2024-10-31",
    "Ước giải ngân 11 tháng": "estimate 2024-11-30",
    "Ước thực hiện tháng 12": "estimate_in_period 2024-12-31",
    "So với thực hiện năm trước": "COLUMN_SKIPPED",
    "Tăng (+), giảm (-) so với KH": "COLUMN_SKIPPED",
    "Mục tiêu giải ngân": "COLUMN_UNCLEAR",
    "Giá trị hợp đồng": "COLUMN_UNKNOWN",
    "Kế hoạch đầu tư công trung hạn": "COLUMN_SKIPPED",
    "Vốn đã bố trí từ khởi công đến nay": "COLUMN_SKIPPED",
    "Vốn TW giao": "plan central",
    "Giải ngân NSĐP đối ứng": "disbursed counterpart 2024-12-31",
    "Giải ngân vốn huyện": "disbursed local_district 2024-12-31",
    "Giải ngân vốn xã hội hóa": "COLUMN_UNCLEAR",
    "Giải ngân vốn vay": "COLUMN_UNCLEAR",
    "Giải ngân nguồn khác": "COLUMN_UNCLEAR",
    "Giải ngân từ nguồn thu sử dụng đất": "COLUMN_UNCLEAR",
    "Giải ngân xã nông thôn mới nâng cao": "COLUMN_UNCLEAR",
    "Giải ngân SN giáo dục": "COLUMN_UNCLEAR",
    "Giải ngân (không bao gồm tạm ứng)": "COLUMN_UNCLEAR",
    "Kế hoạch giao lần 2": "COLUMN_UNCLEAR",
    "Giải ngân 6 tháng cuối năm": "disbursed_in_period 2024-12-31",
    "Phát sinh trong kỳ": "COLUMN_UNKNOWN",
    "Nộp trả NSTW": "COLUMN_SKIPPED",
}
# What the numbers of a table are by its last title line: programme, fund, last day; or that they are asked about.
TITLES = {
    f"GIẢI NGÂN TỪ 01/01/2024 ĐẾN 30/11/2024 {NTM}": "NTM 2024-11-30",
    f"GIẢI NGÂN TỪ 01/11/2024 ĐẾN 30/11/2024 {NTM}": "COLUMN_UNCLEAR",
    f"GIẢI NGÂN TỪ NGÀY 01/01/2022 ĐẾN NGÀY 30/11/2024 {NTM}": "COLUMN_SKIPPED",
    "GIẢI NGÂN TIỂU DỰ ÁN 1 DỰ ÁN 4 CHƯƠNG TRÌNH 1719 (ĐẾN 31/12/2024)": "DTTS.4.1 2024-12-31",
    "GIẢI NGÂN DỰ ÁN 99 CTMTQG DTTS NĂM 2024": "TITLE_UNCLEAR",
    "GIẢI NGÂN DỰ ÁN 3 NĂM 2024": "TITLE_UNCLEAR",
    "GIẢI NGÂN NGUỒN NGÂN SÁCH TỈNH, HUYỆN NĂM 2024": "TITLE_UNCLEAR",
    "GIẢI NGÂN VỐN SỰ NGHIỆP GIÁO DỤC CTMTQG NĂM 2024": "TITLE_UNCLEAR",
    "GIẢI NGÂN CÁC CTMTQG ĐẾN 31/12/2024 (KHÔNG KỂ VỐN KÉO DÀI)": "ALL 2024-12-31",
    f"{TITLE}|Ghi chú: số liệu chưa gồm vốn NSĐP": "TITLE_UNCLEAR",
    f"{TITLE}|Đơn vị nhận báo cáo: Ban Dân tộc tỉnh": "NTM 2024-12-31",
    f"{TITLE}|Mã chương trình: 0490": "NTM 2024-12-31",
    f"{YEAR}|Thời điểm chốt số liệu: 17h00 ngày 31/12/2024": "NTM 2024-12-31",
    f"{TITLE}|Đơn vị: nghìn đồng": "TITLE_UNCLEAR",  # and million đồng below
}
# What the rows under a second section are, after one of the programme GNBV.
SECTIONS = {
    "Vốn đối ứng ngân sách tỉnh": "ALL counterpart",
    "Tổng vốn đối ứng NSĐP": "ALL counterpart",
    "CTMTQG nông thôn mới": "NTM",
    "Các chương trình khác": "NAME_UNKNOWN",
    "Ngân sách cấp trên": "NAME_UNKNOWN",
    "Kế hoạch năm 2023": "NAME_UNKNOWN",
    "Nội dung 03": "NAME_UNKNOWN",
    "Tháng 11": "NAME_UNKNOWN",
    "Đợt 2": "NAME_UNKNOWN",
    "Vốn sự nghiệp giáo dục": "NAME_UNKNOWN",
}


def read(folder, name, *sheets, answers=None):
    path = folder / f"{name}.xlsx"
    write_xlsx(path, *sheets)
    return read_file(path, answers)


def kinds(reading, at=""):
    return {one.kind for one in reading.findings if one.cell.startswith(at) and one.kind != "UNITS_OF_MANY"}


def wrong_heads(folder, heads):
    wrong = {}
    for place, (text, wanted) in enumerate(heads.items()):
        sheet = drawn((*BOTH, (text, None)), titles=("UBND TỈNH LẠNG SƠN", TITLE))
        for row in range(5, 9):
            sheet.put(f"E{row}", 71 + row)  # of no sum with the others
        reading = read(folder, place, sheet)
        found = next((one for one in reading.records if one.where.cell == "E5"), None)
        if found is None:
            if wanted not in kinds(reading, "E4"):
                wrong[text] = kinds(reading, "E4")
            continue
        said = (found.measure, found.meaning.fund, "plan" not in found.measure and str(found.meaning.as_of or ""))
        if " ".join(filter(None, said)) != wanted:
            wrong[text] = said
    return wrong


def test_a_heading_is_read_as_it_says_or_asked_about(tmp_path):
    assert wrong_heads(tmp_path, HEADS) == {}


@pytest.mark.full
def test_more_headings_are_read_as_they_say_or_asked_about(tmp_path):
    assert wrong_heads(tmp_path, MORE_HEADS) == {}


def test_a_title_is_read_as_it_says_or_asked_about(tmp_path):
    wrong = {}
    for place, (text, wanted) in enumerate(TITLES.items()):
        reading = read(tmp_path, place, drawn(BOTH, titles=("UBND TỈNH LẠNG SƠN", *text.split("|"))))
        paid = {
            (one.meaning.programme or "ALL", one.meaning.as_of) for one in reading.records if "plan" not in one.measure
        }
        got = {f"{programme} {day}" for programme, day in paid} or kinds(reading)
        if wanted not in got or len(got) > 1:
            wrong[text] = got
    assert wrong == {}


def test_rows_of_a_second_section_are_never_read_as_of_the_first(tmp_path):
    wrong = {}
    for place, (label, wanted) in enumerate(SECTIONS.items()):
        sheet = Sheet("Biểu 1")
        for row, text in enumerate(("UBND TỈNH LẠNG SƠN", ALL, "ĐVT: triệu đồng"), 1):
            sheet.put(f"A{row}", text)
        sheet.row(4, "TT", "Nội dung", "Kế hoạch", "Giải ngân")
        sheet.row(5, "I", "CTMTQG giảm nghèo bền vững", 1813, 813)
        sheet.row(8, "II", label, 1819, 819)
        for row, unit in zip((6, 7, 9, 10), SOME, strict=True):
            sheet.row(row, row % 3, unit, 900 + row, 400 + row)
        reading = read(tmp_path, place, sheet)
        below = [one for one in reading.records if one.at[0] > 7]
        assert {one.meaning.programme for one in reading.records if one.at[0] < 8} == {"GNBV"}, label
        assert not [one for one in below if one.at[0] == 8], label
        said = {" ".join(filter(None, (one.meaning.programme or "ALL", one.meaning.fund))) for one in below}
        got = said or kinds(reading)
        if wanted not in got or len(got) > 1 or (below and len(below) != 4):
            wrong[label] = got
    assert wrong == {}


def beside(heading, cells, title=TITLE):
    """A table with a column of words or times between names and amounts."""
    sheet = Sheet("Biểu 1")
    for row, text in enumerate(("UBND TỈNH LẠNG SƠN", title, "ĐVT: triệu đồng"), 1):
        sheet.put(f"A{row}", text)
    sheet.row(4, "TT", "Đơn vị", heading, "Kế hoạch", "Giải ngân")
    for row, (unit, cell) in enumerate(zip(SOME, cells * 2, strict=True), 5):
        sheet.row(row, row - 4, unit, cell, 900 + row, 300 + row)
    return sheet


def test_a_column_of_years_gives_each_row_its_own(tmp_path):
    reading = read(tmp_path, "nam", beside("Năm", (2023, 2024)))
    assert reading.outcome == "ok"
    years = {one.at[0]: (one.meaning.year, one.meaning.as_of) for one in reading.records if one.measure == "disbursed"}
    assert years == {5: (2023, None), 6: (2024, date(2024, 12, 31)), 7: (2023, None), 8: (2024, date(2024, 12, 31))}


@pytest.mark.parametrize(
    ("heading", "cells"),
    [("Tháng", (10, 11)), ("Kỳ", ("Trong tháng", "Lũy kế")), ("Tình trạng", ("Ước", "Thực"))],
)
def test_a_column_of_periods_or_words_is_asked_about_once(tmp_path, heading, cells):
    sheet = beside(heading, cells)
    reading = read(tmp_path, "ky", sheet)
    assert [(one.kind, one.cell) for one in reading.findings if one.severity == "error"] == [("TABLE_UNREAD", "C4")]
    assert reading.records == []
    answered = read(tmp_path, "ky", sheet, answers=Answers(columns={"C": "bỏ"}))
    assert len(answered.records) == 8


def test_an_unknown_fund_in_its_column_is_asked_about(tmp_path):
    reading = read(tmp_path, "nguon", beside("Nguồn vốn", ("NSTW", "Xổ số kiến thiết")))
    assert {(one.at[0], one.meaning.fund) for one in reading.records} == {(5, "central"), (7, "central")}
    assert {(one.kind, one.cell) for one in reading.findings if one.severity == "error"} == {
        ("NAME_UNKNOWN", "C6"),
        ("NAME_UNKNOWN", "C8"),
    }


def test_a_row_of_households_is_no_money(tmp_path):
    sheet = beside("ĐVT", ("triệu đồng", "hộ"))
    del sheet.cells["A3"]
    reading = read(tmp_path, "ho", sheet)
    assert {one.at[0] for one in reading.records} == {5, 7}
    assert kinds(reading) == {"COLUMN_SKIPPED"}


def test_projects_across_the_columns_are_their_own(tmp_path):
    heads = (("Dự án 1|KH", PLAN), ("Dự án 1|TH", PAID), ("Dự án 3|KH", PLAN), ("Dự án 3|TH", PAID))
    sheet = drawn(heads, titles=("UBND TỈNH LẠNG SƠN", "GIẢI NGÂN CHƯƠNG TRÌNH 1719 NĂM 2024 (ĐẾN 31/12/2024)"))
    reading = read(tmp_path, "du an", sheet)
    assert reading.outcome == "ok"
    assert {(one.where.cell[0], one.meaning.programme) for one in reading.records} == {
        ("C", "DTTS.1"),
        ("D", "DTTS.1"),
        ("E", "DTTS.3"),
        ("F", "DTTS.3"),
    }


def test_a_sheet_called_otherwise_than_its_title_is_asked_about(tmp_path):
    for name, titles in (("Cao Lộc", (ALL, "Đơn vị: Huyện Bình Gia")), ("Vốn trái phiếu", (ALL,))):
        sheet = drawn(BOTH, titles=("UBND TỈNH LẠNG SƠN", *titles), name=name)
        reading = read(tmp_path, name, sheet)
        assert (kinds(reading), reading.records) == ({"TITLE_UNCLEAR"}, []), name
