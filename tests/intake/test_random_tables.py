"""Random tables in random layouts come back exactly; damaged and hostile files never crash, hang or grow."""

import random
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from spreadsheets.corpus import CASES
from spreadsheets.drawing import DISTRICTS, Sheet, by_unit, vietnamese, write_csv, write_ods, write_xls, write_xlsx

from mtqg_analysis.intake.reading import read_file
from mtqg_analysis.intake.workbook import address

PROGRAMMES = {
    "DTTS": ["DTTS&MN", "CTMTQG DTTS"],
    "GNBV": ["GNBV", "Giảm nghèo bền vững"],
    "NTM": ["NTM", "nông thôn mới"],
}
CAPITALS = {"investment": ["Vốn đầu tư", "ĐTPT", "Vốn ĐT"], "recurrent": ["Vốn sự nghiệp", "SN", "KPSN"]}
MEASURES = {
    "plan": ["Kế hoạch vốn", "KH vốn giao", "Dự toán giao"],
    "disbursed": ["Giải ngân đến 31/12/2024", "Đã giải ngân"],
}
UNIT_LINES = {1: "Đơn vị: đồng", 10**3: "ĐVT: 1.000 đồng", 10**6: "Đvt: Triệu đồng", 10**9: "(Đơn vị tính: tỷ đồng)"}
LARGEST = {1: 9 * 10**11, 10**3: 9 * 10**8, 10**6: 900_000, 10**9: 900}


@st.composite
def tables(draw):
    """A sheet of units by some of programme, capital and measure, with its truth; totals where they are drawn."""
    money = draw(st.sampled_from(sorted(UNIT_LINES)))
    sheet = Sheet("Bảng", unit=money)
    units = draw(st.lists(st.sampled_from(sorted(DISTRICTS)), min_size=2, max_size=8, unique=True))
    programmes = draw(st.lists(st.sampled_from(sorted(PROGRAMMES)), min_size=1, max_size=3, unique=True))
    capitals = draw(st.sampled_from([("investment", "recurrent"), ("investment",), ("recurrent",)]))
    top = draw(st.integers(3, 7))
    left = draw(st.integers(0, 2))
    numbered, totalled, below = draw(st.booleans()), draw(st.booleans()), draw(st.booleans())
    sheet.put("A1", draw(st.sampled_from(["TÌNH HÌNH GIẢI NGÂN NĂM 2024", "Biểu số 1: kết quả năm 2024"])))
    columns = [
        (programme, capital, measure) for programme in programmes for measure in MEASURES for capital in capitals
    ]
    first = left + 1 + numbered  # of the name column, counted from zero
    sheet.put(address(2, first + len(columns)), UNIT_LINES[money])
    if numbered:
        sheet.put(address(top, first), draw(st.sampled_from(["TT", "STT"])))
        sheet.merge(f"{address(top, first)}:{address(top + 2, first)}")
    sheet.put(address(top, first + 1), draw(st.sampled_from(["Đơn vị", "Huyện, thành phố", "Địa phương"])))
    sheet.merge(f"{address(top, first + 1)}:{address(top + 2, first + 1)}")
    _headings(draw, sheet, top, first + 2, programmes, capitals)
    start = top + 3
    total_row = start + (len(units) if below else 0)
    rows = [start + place + (totalled and not below) for place in range(len(units))]
    sums = [0] * len(columns)
    for place, (row, unit) in enumerate(zip(rows, units, strict=True)):
        if numbered:
            sheet.put(address(row, first), place + 1)
        sheet.put(address(row, first + 1), unit)
        plans = {}
        for step, (programme, capital, measure) in enumerate(columns):
            low, high = max(1, LARGEST[money] // 50), LARGEST[money]
            if measure == "disbursed":
                low, high = 0, plans[programme, capital]
            amount = draw(st.integers(low, high))
            if measure == "plan":
                plans[programme, capital] = amount
            sheet.number(address(row, first + 2 + step), amount, DISTRICTS[unit], programme, capital, measure)
            sums[step] += amount
    if totalled:
        sheet.put(address(total_row, first + 1), draw(st.sampled_from(["Tổng cộng", "TỔNG SỐ", "Cộng"])))
        for step, amount in enumerate(sums):
            sheet.put(address(total_row, first + 2 + step), amount)
    return sheet


def _headings(draw, sheet, top, left, programmes, capitals):
    spelt = {code: draw(st.sampled_from(words)) for code, words in (PROGRAMMES | CAPITALS | MEASURES).items()}
    width = len(capitals)
    for place, programme in enumerate(programmes):
        start = left + 2 * width * place
        sheet.put(address(top, start), spelt[programme])
        _merge(sheet, top, start, start + 2 * width - 1)
        for step, measure in enumerate(MEASURES):
            sheet.put(address(top + 1, start + step * width), spelt[measure])
            _merge(sheet, top + 1, start + step * width, start + step * width + width - 1)
            for one, capital in enumerate(capitals):
                sheet.put(address(top + 2, start + step * width + one), spelt[capital])


def _merge(sheet, row, first, last):
    if last > first:
        sheet.merge(f"{address(row, first)}:{address(row, last)}")


def read_back(path):
    reading = read_file(path)
    read = {
        (one.meaning.unit, one.meaning.programme, one.meaning.capital, one.measure, address(*one.at)): one.value
        for one in reading.records
    }
    return reading, read


@pytest.mark.full
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(sheet=tables(), form=st.sampled_from(["xlsx", "xls", "ods", "csv"]))
def test_a_random_table_comes_back_exactly(tmp_path_factory, sheet, form):
    path = tmp_path_factory.mktemp("random") / f"bang.{form}"
    write = {"xlsx": write_xlsx, "xls": write_xls, "ods": write_ods, "csv": write_csv}[form]
    write(path, sheet)
    reading, read = read_back(path)
    told = "\n".join(f"{one.kind} {one.place}: {one.message}" for one in reading.findings)
    errors = {one.kind for one in reading.findings if one.severity == "error"}
    if reading.outcome == "needs_input":  # a CSV whose every number has three digits after its only point
        assert errors == {"NUM_AMBIGUOUS"}, told
        assert form == "csv"
        return
    assert read == sheet.truth, told
    assert errors <= {"UNIT_IMPLAUSIBLE"}, told  # plans drawn at random may add up to more than the province has


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.decimals(0, 10**9, places=2))
@example(1318)
def test_what_a_vietnamese_writes_is_read_as_it_was_meant(amount):
    from mtqg_analysis.intake.numbers import read_number

    typed = read_number(vietnamese(float(amount)))
    assert float(typed.values[","]) == float(amount)


# Damage ---------------------------------------------------------------------------------------------------------

SECONDS, MEGABYTES = 5, 200


def damaged(content, seed):
    """A copy with bytes changed, cut out, doubled or cut off."""
    chance = random.Random(seed)
    made = bytearray(content)
    for _ in range(chance.randint(1, 30)):
        at = chance.randrange(len(made))
        kind = chance.random()
        if kind < 0.6:
            made[at] = chance.randrange(256)
        elif kind < 0.8:
            del made[at : at + chance.randint(1, 200)]
        else:
            made[at:at] = made[at : at + chance.randint(1, 200)]
    return bytes(made[: chance.randint(1, len(made))] if chance.random() < 0.2 else made)


DAMAGED = 60 if settings().max_examples >= 100 else 12  # of each form; all of them with --all


@pytest.mark.full
@pytest.mark.parametrize("form", ["xlsx", "xls", "ods", "csv"])
def test_damaged_files_neither_crash_nor_hang(form, tmp_path):
    write = {"xlsx": write_xlsx, "xls": write_xls, "ods": write_ods, "csv": write_csv}[form]
    whole = tmp_path / f"whole.{form}"
    write(whole, by_unit())
    content = whole.read_bytes()
    slowest = 0.0
    for seed in range(DAMAGED):
        path = tmp_path / f"{seed}.{form}"
        path.write_bytes(damaged(content, seed))
        start = time.perf_counter()
        reading = read_file(path)
        slowest = max(slowest, time.perf_counter() - start)
        assert reading.outcome in ("ok", "ok_with_warnings", "errors_reported", "needs_input", "reject")
        assert all(one.message for one in reading.findings)
    assert slowest < SECONDS


REJECTED = ["html_named_xls", "encrypted", "zip_bomb", "merge_bomb", "repeat_bomb", "xml_entities"]
REJECTED += ["damaged_zip", "no_table"]


@pytest.mark.full
@pytest.mark.parametrize("name", REJECTED)
def test_a_hostile_file_is_refused_quickly_and_with_one_clear_sentence(name, tmp_path):
    case = CASES[name](tmp_path)
    read_file(case.path)  # what is imported and cached once is not the file's cost
    tracemalloc.start()
    start = time.perf_counter()
    reading = read_file(case.path)
    taken, (_, peak) = time.perf_counter() - start, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert reading.outcome == "reject"
    assert reading.records == []
    assert len(reading.findings) == 1
    assert reading.findings[0].message.endswith((".", ")"))
    assert taken < SECONDS
    assert peak < MEGABYTES * 2**20


def test_random_bytes_are_no_spreadsheet(tmp_path):
    chance = random.Random(5)
    for number in range(40):
        path = Path(tmp_path / f"{number}.xlsx")
        path.write_bytes(chance.randbytes(chance.randint(1, 5000)))
        assert read_file(path).outcome == "reject"
