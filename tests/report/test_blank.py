"""Pages are full: at most a ninth of the height of those that are to be full is blank."""

import numpy as np
import pytest
from blank import blank, measured
from displays import REPORTS

from mtqg_analysis.report.formats.parts import ANALYSIS, REPORT

MOST = 1 / 9


@pytest.mark.full
@pytest.mark.parametrize("report", REPORTS)
def test_no_page_in_the_midst_of_a_document_is_left_empty(books, report):
    for part in (REPORT, ANALYSIS):
        pages, share, _ = measured(books(report), part)
        # of a report whose annexes end after a page or two, one short page is more than any share
        assert share <= (MOST if pages > 15 else 2 * MOST), (part, pages, share)


def test_what_is_left_below_and_wide_bands_are_blank():
    page = np.full((421, 298), 255, np.uint8)  # A4 at 36 dots an inch, margins of 20 mm
    assert blank(page) == 1
    page[28:210, 100] = 0
    assert blank(page) == pytest.approx(0.5, abs=0.01)
    page[300:305, 50:200] = 0
    assert blank(page) == pytest.approx(0.5, abs=0.02)
    page[210:393:10, 50:200] = 0
    assert blank(page) == pytest.approx(0, abs=0.03)
