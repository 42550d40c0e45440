"""How many files of the corpus plain pandas reads right, and how fast both are on 10,000 rows.

    PYTHONPATH=tests python tests/spreadsheets/against_pandas.py   (with the Python of .venv)

The reader below is what an analyst writes in a notebook: find the heading row by the word for unit, join the rows of
headings, take each row whose name is that of a district, and multiply by the unit of money if a line states it.
"""

import random
import re
import statistics
import tempfile
import time
from pathlib import Path

import openpyxl
import pandas as pd

from mtqg_analysis.intake.gate import inspect
from mtqg_analysis.intake.read_xlsx import read_xlsx
from mtqg_analysis.intake.reading import read_file
from mtqg_analysis.intake.text import repair
from mtqg_analysis.intake.workbook import address
from spreadsheets.corpus import CASES
from spreadsheets.drawing import DISTRICTS

UNITS = {"đồng": 1, "nghìn đồng": 10**3, "1.000 đồng": 10**3, "triệu đồng": 10**6, "tỷ đồng": 10**9}
MEASURES = {"kế hoạch": "plan", "giải ngân": "disbursed", "ước": "estimate"}
CAPITALS = {"đầu tư": "investment", "sự nghiệp": "recurrent"}
ROUNDS = 5
HEAVY = ("xlsx_with_a_cell_in_the_last_corner",)  # pandas makes every row up to it, until the memory ends


def pandas_cells(path):
    """Every number that the notebook's reader takes: sheet, unit, capital, measure and cell, in đồng."""
    is_csv = path.suffix == ".csv"
    sheets = {"": pd.read_csv(path, header=None, sep=None, engine="python")} if is_csv else {}
    sheets = sheets or pd.read_excel(path, sheet_name=None, header=None)
    found = {}
    for name, frame in sheets.items():
        texts = frame.astype(str).apply(lambda column: column.str.strip())
        start = next(row for row in frame.index if texts.loc[row].isin(["Đơn vị", "Địa phương"]).any())
        label = int(texts.loc[start][texts.loc[start].isin(["Đơn vị", "Địa phương"])].index[0])
        headings = frame.loc[start : start + 1].ffill(axis=1).astype(str).agg(" ".join).str.lower()
        line = next((text for text in texts.to_numpy().ravel() if "tính:" in text or text.startswith("ĐVT")), "")
        scale = UNITS.get(re.sub(r"^.*?:\s*", "", line).strip("()").lower(), 1)
        for row in range(start + 1, len(frame)):
            code = DISTRICTS.get(re.sub(r"^(Huyện|huyện|H\.|UBND huyện)\s*", "", texts.at[row, label]))
            for column, heading in headings.items():
                measure = next((code for word, code in MEASURES.items() if word in heading), None)
                capital = next((code for word, code in CAPITALS.items() if word in heading), None)
                value = pd.to_numeric(frame.at[row, column], errors="coerce")
                if code and measure and capital and pd.notna(value):
                    key = (name or path.stem, code, "ALL", capital, measure, address(row + 1, column + 1))
                    found[key] = round(value * scale)
    return found


def intake_cells(path, answers):
    """The same of ours."""
    return {
        (one.sheet, one.meaning.unit, one.meaning.programme or "ALL", one.meaning.capital or "total", one.measure,
         address(*one.at)): one.value
        for one in read_file(path, answers).records
    }  # fmt: skip


def count_right():
    """Files of the corpus that each reader gets right: every value, no other value."""
    right = {"pandas": [], "intake": []}
    for name, make in CASES.items():
        with tempfile.TemporaryDirectory() as folder:
            case = make(Path(folder))
            try:
                read = None if name in HEAVY else pandas_cells(case.path)
            except Exception:  # whatever stops a notebook
                read = {} if not case.truth and case.outcome == "reject" else None
            known = {key: value for key, value in case.truth.items() if value is not None}
            right["pandas"] += [name] if read == known else []
            ours = {key: value for key, value in intake_cells(case.path, case.answers).items() if value is not None}
            right["intake"] += [name] if ours == known else []
    return right


def long_file(path, rows=10_000):
    """A list of works as one sheet of ten columns."""
    chance, book = random.Random(2), openpyxl.Workbook()
    sheet = book.active
    sheet.append(["BIỂU CHI TIẾT CÔNG TRÌNH CÁC CHƯƠNG TRÌNH MTQG TỈNH LẠNG SƠN NĂM 2024"])
    sheet.append([None] * 7 + ["ĐVT: triệu đồng"])
    headings = ["TT", "Đơn vị", "Chương trình", "Loại vốn", "Tên công trình", "Kế hoạch vốn năm 2024"]
    sheet.append([*headings, "Giải ngân đến 31/12/2024", "Ước giải ngân đến 31/01/2025", "Tỷ lệ (%)", "Ghi chú"])
    names = list(DISTRICTS)
    for row in range(rows):
        plan = chance.randint(20, 200)  # together less than the plan of the province
        paid = chance.randint(0, plan)
        programme, capital = ("DTTS", "GNBV", "NTM")[row % 3], ("Vốn đầu tư", "Vốn sự nghiệp")[row % 2]
        amounts = [plan, paid, min(plan, paid + 5), round(100 * paid / plan, 1)]
        sheet.append([row + 1, names[row % 11], programme, capital, f"Công trình {row}", *amounts, "đang thi công"])
    book.save(path)


def steps(path):
    """What each step of reading a file costs, in seconds of processor time."""
    clock, taken = time.process_time, {}
    begin = clock()
    inspect(path)
    taken["limits"], begin = clock() - begin, clock()
    book = read_xlsx(path)
    taken["cells"], begin = clock() - begin, clock()
    repair(book.sheets)
    taken["letters"], begin = clock() - begin, clock()
    read_file(path)
    taken["tables"] = clock() - begin - sum(taken.values())
    return taken


def main():
    """Prints both comparisons; times are of the processor, since other programs may be at work."""
    right = count_right()
    print(f"right of {len(CASES)} files: " + ", ".join(f"{name} {len(names)}" for name, names in right.items()))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.xlsx"
        long_file(path)
        taken = {"pandas.read_excel": [], "intake": []}
        for _ in range(ROUNDS):
            for name, read in (
                ("pandas.read_excel", lambda: pd.read_excel(path, header=2)),
                ("intake", lambda: read_file(path)),
            ):
                start = time.process_time()
                read()
                taken[name].append(time.process_time() - start)
        median = {name: statistics.median(all_) for name, all_ in taken.items()}
        ratio = median["intake"] / median["pandas.read_excel"]
        print(
            "10,000 rows: " + ", ".join(f"{name} {one:.2f} s" for name, one in median.items()) + f", {ratio:.1f} times"
        )
        print("of which " + ", ".join(f"{name} {one:.2f} s" for name, one in steps(path).items()))


if __name__ == "__main__":
    main()
