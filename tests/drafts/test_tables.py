"""Bare numbers of a table are read by their row and column; what is said of several units must hold of each."""

import pytest

from mtqg_analysis.claims.checking import check_draft
from mtqg_analysis.claims.claim import About
from mtqg_analysis.claims.draft import Draft, paragraph_of
from mtqg_analysis.claims.read_text import read_html
from mtqg_analysis.run.claims import evidence_of

from .evidence import DATA

TABLE = (
    ("Nội dung", "Năm 2023", "Năm 2024"),
    ("Tỷ lệ hộ nghèo (%)", "6,03", "3,63"),
    ("Tỷ lệ hộ cận nghèo (%)", "8,96", "8,0"),
    ("Tỷ lệ hộ nghèo vùng cao trước đây (%)", "20,5", "17,4"),
)


@pytest.fixture(scope="module")
def judged():
    """Holds paragraphs against the published data; gives text and verdict of each claim."""
    evidence = evidence_of(DATA / "langson", None)

    def run(paragraphs):
        checked = check_draft(Draft(tuple(paragraphs)), evidence, About())
        return [(one.text, one.said) for one in checked.verdicts]

    return run


def test_bare_numbers_of_a_table_are_of_their_row_and_column(judged):
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in TABLE)
    found = judged(read_html(f"<table>{rows}</table>".encode()))
    assert found[:4] == [
        ("6,03", "supported"),
        ("3,63", "contradicted"),
        ("8,96", "supported"),
        ("8,0", "supported"),
    ]
    assert {said for _, said in found[4:]} == {"not_in_data"}


@pytest.mark.parametrize(
    ("units", "said"),
    [("thành phố Lạng Sơn và huyện Bình Gia", "supported"), ("huyện Tràng Định và huyện Bình Gia", "contradicted")],
)
def test_a_number_of_several_units_holds_of_each_or_not_at_all(judged, units, said):
    text = f"Đến 04/6/2025, tỷ lệ giải ngân vốn đầu tư công của {units} cùng đạt 18%."
    assert judged([paragraph_of(text, "")]) == [("18%", said)]


def test_the_highest_of_all_is_not_known_from_a_few(judged):
    text = "Đến 04/6/2025, huyện Bình Gia có tỷ lệ giải ngân vốn đầu tư công cao nhất toàn tỉnh."
    assert judged([paragraph_of(text, "")]) == [("cao nhất", "not_in_data")]
