"""A printed figure followed back: to the facts that it adds, their document, and the cell that they came from."""

import hashlib
import json

import nbformat
import pandas as pd
import pytest

from mtqg_analysis import Table
from mtqg_analysis.ledger.facts import FACT_COLUMNS, SOURCE_COLUMNS
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.data import DataSheet
from mtqg_analysis.report.display import Scope
from mtqg_analysis.run.kept_inputs import KEPT, keep_inputs

SCOPE = Scope("tỷ đồng", "31/12/2024", "kế hoạch tỉnh giao", "thực hiện")
CELLS = {"Cao Lộc": ("GUI-1/Tổng hợp!C5", 30), "Văn Quan": ("GUI-1/Tổng hợp!C6", 12)}


@pytest.fixture
def report(tmp_path):
    """The folder of a report over two facts of a spreadsheet that somebody sent."""
    data, folder = tmp_path / "data", tmp_path / "report"
    data.mkdir()
    folder.mkdir()
    names = [column.name for column in FACT_COLUMNS]
    rows = [{"fact": one, "value": f"{value}000", "value_unit": "mn_vnd", "as_of": "2024-12-31", "source": "GUI-1"}
            for one, value in CELLS.values()]  # fmt: skip
    pd.DataFrame(rows, columns=names).to_csv(data / "facts.csv", index=False)
    source = {"source": "GUI-1", "title": "giai-ngan.xlsx", "publisher": "Phòng Tài chính"}
    pd.DataFrame([source], columns=[one.name for one in SOURCE_COLUMNS]).to_csv(data / "sources.csv", index=False)
    keep_inputs({"data": data}, folder / KEPT)
    frame = pd.DataFrame({
        "unit": [*CELLS, "Cộng"],
        "paid": [30e9, 12e9, 42e9],
        "plan": [60e9, 20e9, 80e9],
        "rate": [0.5, 0.6, 0.525],
        "drawn": [{"unit": unit} for unit in CELLS] + [None],
    })  # fmt: skip
    columns = (Column("unit", "Đơn vị"), Column("paid", "Giải ngân", "bn", drawn=({"measure": "Giải ngân"},)),
               Column("plan", "Kế hoạch", "bn"), Column("rate", "Tỷ lệ", "percent", formula="paid / plan"))  # fmt: skip
    table = Table("don_vi", "Giải ngân của đơn vị", frame, columns, SCOPE, total=True)
    sheet = DataSheet(tuple(
        {"id": one, "measure": "Giải ngân", "unit": unit, "value": value * 1000.0, "uom": "triệu đồng"}
        for unit, (one, value) in CELLS.items()
    ))  # fmt: skip
    bundles = [shown._repr_mimebundle_() for shown in (table, sheet)]
    outputs = [nbformat.v4.new_output("display_data", data=shown, metadata=about) for shown, about in bundles]
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("hiện", outputs=outputs)])
    nbformat.write(book, folder / "executed.ipynb")
    inputs = {f"data/{file.name}": hashlib.sha256(file.read_bytes()).hexdigest() for file in data.iterdir()}
    about = {"report": "year-end", "parameters": {"language": "vi"}, "inputs": inputs, "versions": {}}
    (folder / "manifest.json").write_text(json.dumps(about), "utf-8")
    return folder


def test_a_rate_of_a_sum_leads_to_the_cells_of_the_file(report, mtqg):
    told = mtqg("trace", report, "52,5%")
    assert told.status == 0
    lines = [line.strip() for line in told.out.splitlines()]
    assert lines[0] == "Giải ngân của đơn vị: Cộng – Tỷ lệ: 52,5%"
    assert "Cộng – Giải ngân: 42" in lines
    for unit, (_, value) in CELLS.items():
        assert f"{unit} – Giải ngân: {value}" in lines
    facts = [line for line in lines if line.startswith("GUI-1/")]
    assert [line.rpartition("; ")[2] for line in facts[:2]] == ["trang «Tổng hợp», ô C5", "trang «Tổng hợp», ô C6"]
    assert "30.000 triệu đồng, 31/12/2024; GUI-1: giai-ngan.xlsx, Phòng Tài chính" in facts[0]


def test_what_no_table_prints_and_what_is_no_report_are_refused(report, mtqg, tmp_path):
    told = mtqg("trace", report, "99,9%")
    assert (told.status, "«99,9%»" in told.err) == (2, True)
    assert mtqg("trace", tmp_path, "52,5%").status == 2


def test_a_fact_that_is_no_longer_what_the_report_read_is_said_to_be_missing(report, mtqg):
    (report / KEPT).write_bytes(b"")
    assert "không có trong bản sao" in mtqg("trace", report, "42").out


@pytest.mark.full
def test_a_published_figure_leads_to_its_fact_and_its_document(reports, mtqg):
    told = mtqg("trace", reports["year-end"], "52,6%").out
    assert "PF0005: 52,6 %, 31/12/2024; TB-LS-2025-01:" in told
    assert "Năm của vốn nguồn không nêu: 52,6 %" in told
