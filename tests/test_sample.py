"""The samples that the repository shows are what the first command makes, in each of the four formats."""

import html
import re
from pathlib import Path

import docx
import openpyxl
import pytest
from pypdf import PdfReader

from mtqg_analysis.claims.checking import check_draft
from mtqg_analysis.claims.claim import About
from mtqg_analysis.claims.read_draft import read_draft
from mtqg_analysis.run.claims import evidence_of

pytestmark = pytest.mark.full  # whole reports
SAMPLES = Path(__file__).parent.parent / "reports" / "sample"


def page_text(file):
    return html.unescape(
        re.sub(r"<style>.*?</style>|<script>.*?</script>|<[^>]+>", " ", file.read_text("utf-8"), flags=re.DOTALL)
    )


def pdf_text(file):
    return "\n".join(page.extract_text() for page in PdfReader(file).pages)


def word_text(file):
    return "\n".join(docx.Document(file).element.body.itertext())


def excel_text(file):
    return "\n".join(cell_text(cell.value) for sheet in openpyxl.load_workbook(file) for row in sheet for cell in row)


def cell_text(value):
    """Nine digits: the last ones of a fitted figure differ from one processor to another."""
    return f"{value:.9g}" if isinstance(value, float) else str(value)


READ = {"html": page_text, "pdf": pdf_text, "docx": word_text, "xlsx": excel_text}


@pytest.mark.parametrize("name", READ)
def test_the_sample_report_is_the_one_that_the_command_makes(reports, name):
    sample, made = SAMPLES / f"year_end_evaluation.{name}", reports["year-end"] / f"report.{name}"
    assert READ[name](sample).split() == READ[name](made).split(), (
        "The sample report is behind.\n"
        "  look:   python run.py report year-end\n"
        f"  accept: cp reports/year_end_evaluation/langson_2024_2024-12-31/report.{name} {sample}"
    )


@pytest.mark.full
def test_no_number_of_the_sample_is_said_to_contradict_the_data_that_it_is_made_from(root):
    evidence = evidence_of("data/langson", "data/national")
    for kind in ("docx", "html", "pdf"):
        draft = read_draft(root / f"reports/sample/year_end_evaluation.{kind}")
        found = check_draft(draft, evidence, About()).verdicts
        assert len(found) > 20
        assert [one.message for one in found if one.said == "contradicted"] == []
