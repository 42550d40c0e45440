"""A province's day: eleven returns of districts, each in another format, into a dataset and a year-end report; timed.

    PYTHONPATH=tests python tests/spreadsheets/eleven_districts.py [FOLDER]   (with the Python of .venv)

FOLDER keeps the returns, the dataset and the report; without it all of it is thrown away.
"""

import itertools
import random
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from rich.console import Console

from mtqg_analysis.intake.answers import Answers
from mtqg_analysis.ledger.check import check_dataset
from mtqg_analysis.ledger.dataset import read_dataset
from mtqg_analysis.run.intake import Wanted, take_in
from mtqg_analysis.run.intake_files import find_files
from spreadsheets.corpus import in_tcvn3, in_vni
from spreadsheets.drawing import DISTRICTS, Sheet, write_csv, write_ods, write_xls, write_xlsx
from spreadsheets.other_programs import MAIN, RELATIONS, STYLES, in_part, records_only, remade

PROGRAMMES = {
    "DTTS": "Phát triển kinh tế - xã hội vùng đồng bào dân tộc thiểu số và miền núi",
    "GNBV": "Giảm nghèo bền vững",
    "NTM": "Xây dựng nông thôn mới",
}
FULL_NAMES = {"TP Lạng Sơn": "Thành phố Lạng Sơn"}


def district_return(name, code):
    """A district's return: a programme a row, plan and disbursement of investment and recurrent capital."""
    chance, sheet = random.Random(code), Sheet("Biểu 1")
    sheet.put("A1", f"ỦY BAN NHÂN DÂN {FULL_NAMES.get(name, f'Huyện {name}').upper()}")
    sheet.put("A2", "BIỂU TỔNG HỢP GIẢI NGÂN VỐN CÁC CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA NĂM 2024")
    sheet.put("F3", "Đơn vị tính: triệu đồng")
    sheet.row(4, "TT", "Chương trình", *["Kế hoạch vốn năm 2024"] * 2, *["Giải ngân đến ngày 31/12/2024"] * 2)
    sheet.row(5, "TT", "Chương trình", *["Vốn đầu tư", "Vốn sự nghiệp"] * 2)
    for place, (programme, words) in enumerate(PROGRAMMES.items()):
        row = 6 + place
        sheet.row(row, place + 1, words)
        for column, paid, capital in (("C", "E", "investment"), ("D", "F", "recurrent")):
            plan = chance.randint(90_000, 600_000) / 10  # the decimal settles how numbers of a .csv are written
            sheet.number(f"{column}{row}", plan, code, programme, capital, "plan")
            sheet.number(
                f"{paid}{row}", round(plan * chance.uniform(0.3, 0.98), 1), code, programme, capital, "disbursed"
            )
    return sheet


def _strict(_, content):
    content = content.replace(MAIN, b"http://purl.oclc.org/ooxml/spreadsheetml/main")
    return content.replace(RELATIONS, b"http://purl.oclc.org/ooxml/officeDocument/relationships")


def _old(sheet, letters):
    cells = {cell: letters(value) if isinstance(value, str) else value for cell, value in sheet.cells.items()}
    return Sheet(sheet.name, cells=cells)


def _in_font(path, sheet, letters, font):
    old = _old(sheet, letters)
    old.fonts = {cell: font for cell, value in old.cells.items() if isinstance(value, str)}
    write_xls(path, old)


WRITERS = {
    ".xlsx": [
        write_xlsx,
        lambda path, sheet: (write_xlsx(path, sheet), remade(path, _strict)),
        lambda path, sheet: (
            write_xlsx(path, sheet),
            remade(path, in_part(STYLES, (rb"<fills.*?</fills>", b'<fills count="1"><fill/></fills>'))),
        ),
    ],
    ".xls": [
        write_xls,
        lambda path, sheet: path.write_bytes(records_only(sheet, "utf-8")),
        lambda path, sheet: _in_font(path, sheet, in_tcvn3, ".VnTime"),
    ],
    ".ods": [write_ods, write_ods],
    ".csv": [
        write_csv,
        lambda path, sheet: write_csv(path, _old(sheet, in_tcvn3), encoding="latin-1"),
        lambda path, sheet: write_csv(path, _old(sheet, in_vni), encoding="cp1252"),
    ],
}


def write_returns(folder):
    """The eleven returns, in a folder for each district, and what they say: amounts in đồng by their meaning."""
    ways = [(ending, write) for ending, writers in WRITERS.items() for write in writers]
    truth = {}
    for (name, code), (ending, write) in zip(DISTRICTS.items(), ways, strict=True):
        sheet = district_return(name, code)
        path = folder / name / f"bao cao{ending}"
        path.parent.mkdir(parents=True)
        write(path, sheet)
        truth |= {
            (code, programme, capital, measure): value
            for (_, programme, capital, measure, _), value in sheet.truth.items()
        }
    return truth


def into_dataset(folder, into):
    """Reads the folder into a dataset; the files that keep something open."""
    taken = take_in(find_files([folder]), Answers(), Wanted(into), Console(quiet=True))
    return [job.name.as_posix() for job in taken.jobs if job.is_open(())]


def main(folder):
    """Prints how long each step takes."""
    truth = write_returns(folder / "thu-2024")
    about = "dataset: mydata\ntitle_vi: Mười một huyện\nprovince: '20'\nkind: official\ncurrency_unit: VND\n"
    (folder / "mydata").mkdir(parents=True)
    (folder / "mydata" / "dataset.yaml").write_text(about, encoding="utf-8")  # as `mtqg new` says whose they are
    steps = [time.perf_counter()]
    waiting = into_dataset(folder / "thu-2024", folder / "mydata")
    steps.append(time.perf_counter())
    check = check_dataset(read_dataset(folder / "mydata"))
    steps.append(time.perf_counter())
    from mtqg_analysis import run_report  # what a report needs takes seconds to load: that belongs to its time

    made = run_report(
        "year-end", data=str(folder / "mydata"), year=2024, as_of=date(2024, 12, 31), out=folder / "reports"
    )
    steps.append(time.perf_counter())
    read, checked, reported = (after - before for before, after in itertools.pairwise(steps))
    print(
        f"{len(DISTRICTS)} files, {len(truth)} amounts, {len(waiting)} files waiting: read and stored in {read:.1f} s"
    )
    print(f"checked in {checked:.1f} s: {sum(one.severity == 'error' for one in check.findings)} errors")
    print(f"year-end report, {len(made.files)} files, in {reported:.1f} s; together {steps[-1] - steps[0]:.1f} s")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as place:
            main(Path(place))
