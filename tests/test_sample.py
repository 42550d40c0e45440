"""The sample that the repository shows is what the first command makes."""

from pathlib import Path

from pypdf import PdfReader

SAMPLE = Path(__file__).parent.parent / "reports" / "sample" / "year_end_evaluation.pdf"


def text_of(file):
    return "\n".join(page.extract_text() for page in PdfReader(file).pages)


def test_the_sample_report_is_the_one_that_the_command_makes(reports):
    made = reports["year-end"] / "report.pdf"
    assert text_of(SAMPLE) == text_of(made), (
        "The sample report is behind.\n"
        "  look:   python run.py report year-end\n"
        f"  accept: cp reports/year_end_evaluation/langson_2024_2024-12-31/report.pdf {SAMPLE}, and report.html beside"
    )
