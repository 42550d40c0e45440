"""Words that nobody knows, anywhere in a file: what they touch is asked about, never read by its widest meaning."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spreadsheets.drawing import Sheet, write_xlsx
from spreadsheets.misleading import NTM, PAID, PLAN, SOME, drawn

from mtqg_analysis.intake.reading import read_file

STRANGE = (
    "trái phiếu",
    "đặc thù",
    "khuyến công",
    "thủy lợi phí",
    "vượt thu",
    "tiết kiệm",
    "bảo trì",
    "xổ số",
    "viện trợ",
    "dự phòng",
)
KNOWN = ("ctmtqg",)  # hypothesis also tries words that stand in the source
DRAWN = st.text("bcdghklmnpqrtvxâôơưê", min_size=4, max_size=9).filter(lambda word: word not in KNOWN)
WORDS = st.one_of(st.sampled_from(STRANGE), DRAWN)
QUIET = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
HEADS = ("Kế hoạch vốn năm 2024", "Giải ngân đến 31/12/2024")
TITLE = f"KẾT QUẢ GIẢI NGÂN {NTM} NĂM 2024"


def put_in(text, word, place):
    """A text with a word more at one of its gaps."""
    words = text.split()
    place %= len(words) + 1
    return " ".join([*words[:place], word, *words[place:]])


def read(folder, sheet):
    path = folder.mktemp("la") / "bieu.xlsx"
    write_xlsx(path, sheet)
    reading = read_file(path)
    return reading, {one.where.cell: one.value for one in reading.records}


def errors(reading):
    return {(one.kind, one.cell) for one in reading.findings if one.severity == "error"}


@QUIET
@given(word=WORDS, column=st.integers(0, 1), place=st.integers(0, 9))
def test_a_strange_word_in_a_heading_is_asked_about(tmp_path_factory, word, column, place):
    heads = [put_in(text, word, place) if at == column else text for at, text in enumerate(HEADS)]
    sheet = drawn(tuple(zip(heads, (PLAN, PAID), strict=True)), titles=("UBND TỈNH LẠNG SƠN", TITLE))
    reading, values = read(tmp_path_factory, sheet)
    touched = "CD"[column]
    assert {cell for cell in values if cell[0] == touched} == set(), word
    assert [one for one in reading.findings if one.cell.startswith(touched)], word
    truth = {cell: value for (*_, cell), value in sheet.truth.items() if cell[0] != touched}
    assert {cell: value for cell, value in values.items() if cell[0] != touched} == truth


@QUIET
@given(word=WORDS, place=st.integers(0, 12))
def test_a_strange_word_in_a_title_is_asked_about(tmp_path_factory, word, place):
    columns = tuple(zip(HEADS, (PLAN, PAID), strict=True))
    sheet = drawn(columns, titles=("UBND TỈNH LẠNG SƠN", put_in(TITLE, word, place)))
    reading, values = read(tmp_path_factory, sheet)
    assert values == {}, word
    assert ("TITLE_UNCLEAR", "A2") in errors(reading)


@QUIET
@given(word=WORDS, noun=st.sampled_from(["Vốn", "Chương trình", "Nguồn", "Nguồn vốn", ""]), numbered=st.booleans())
def test_rows_under_a_strange_section_are_never_read_as_of_another(tmp_path_factory, word, noun, numbered):
    sheet = Sheet("Biểu 1")
    for row, text in enumerate(
        ("UBND TỈNH LẠNG SƠN", "GIẢI NGÂN CÁC CTMTQG NĂM 2024 (ĐẾN 31/12/2024)", "ĐVT: triệu đồng"), 1
    ):
        sheet.put(f"A{row}", text)
    sheet.row(4, "TT", "Nội dung", "Kế hoạch", "Giải ngân")
    sheet.row(5, "I", "Chương trình MTQG giảm nghèo bền vững")
    sheet.row(8, "II", f"{noun} {word}".strip(), *((5000, 3000) if numbered else ()))
    for row, (name, code) in zip((6, 7, 9, 10), SOME.items(), strict=True):
        sheet.row(row, row % 3, name)
        for column, measure, amount in (("C", "plan", 900 + row), ("D", "disbursed", 400 + row)):
            sheet.number(f"{column}{row}", amount, code, "GNBV", "total", measure)
    reading, values = read(tmp_path_factory, sheet)
    known = {cell: value for (*_, cell), value in sheet.truth.items() if int(cell[1:]) < 8}
    assert values == known, word
    assert ("NAME_UNKNOWN", "B8") in errors(reading)
