"""No column is narrower than its longest word or figure: measured with the font's own letters, kerned as set."""

from functools import cache

import pytest
from displays import REPORTS
from PIL import ImageFont

from mtqg_analysis.report.column import TEXTUAL
from mtqg_analysis.report.formats.blocks import read_blocks
from mtqg_analysis.report.formats.paper import oriented
from mtqg_analysis.report.formats.parts import ANALYSIS, REPORT, part_of
from mtqg_analysis.report.theme import fonts_folder
from mtqg_analysis.report.type_width import type_width

EM = 1000
PAPER = {False: 165 / 25.4 * 72, True: 252 / 25.4 * 72}  # points of a line, upright and turned
SIDES = 0.6  # of the type size: what the sides of a cell take in PDF and Word


@cache
def width(text, bold=False):
    """In em."""
    font = ImageFont.truetype(f"{fonts_folder()}/Tinos-{'Bold' if bold else 'Regular'}.ttf", EM)
    return font.getlength(text) / EM


def too_narrow(block, landscape):
    """Columns of a table with words that do not fit in them."""
    share = PAPER[landscape] / sum(block["weights"])
    for place, (column, weight) in enumerate(zip(block["columns"], block["weights"], strict=True)):
        room = share * weight / block["size"] - SIDES
        if column["kind"] in ("anchor", "link"):  # they break after any sign
            continue
        whole = column["kind"] not in TEXTUAL
        cells = [row[place]["text"] for row in block["cells"]]
        figures = [text for text in cells if whole and len(text) <= 20]
        words = [word for text in cells for word in text.split()]
        heads = [width(word, bold=True) for word in f"{column['label']} {column.get('number', '')}".split()]
        longest = max([*heads, *map(width, {*figures, *words})], default=0)
        if longest > room * 1.005:
            yield block["name"], column["label"], round(longest, 2), round(room, 2)


@pytest.mark.full
@pytest.mark.parametrize("report", REPORTS)
def test_no_word_or_figure_of_a_report_is_broken_or_runs_over(books, report):
    for part in (REPORT, ANALYSIS):
        runs = oriented(read_blocks(part_of(books(report), part)))
        tables = [(block, way) for way, blocks in runs for block in blocks if block["type"] == "table"]
        assert tables
        assert [found for block, way in tables for found in too_narrow(block, way)] == []
        assert min(block["size"] for block, _ in tables) >= 7.8


@pytest.mark.parametrize("text", ["2.505.700", "Nghị", "52,6%", "DTTS&MN", "[6,1; 22,3]"])
@pytest.mark.parametrize("bold", [False, True])
def test_widths_are_those_of_the_font(text, bold):
    assert type_width(text, bold) / 2 == pytest.approx(width(text, bold), rel=0.03)  # but for kerning
