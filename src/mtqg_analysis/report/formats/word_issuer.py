"""The head and the foot of a signed document in Word, as Decree 30/2020/NĐ-CP, Annex I, sets them; its key figures."""

from collections.abc import Sequence
from typing import Any

from docx.shared import Pt
from docx.text.paragraph import Paragraph

from mtqg_analysis.report.formats.document_format import document_format
from mtqg_analysis.report.formats.word_xml import MM, element, rule
from mtqg_analysis.report.issuer import Issuer
from mtqg_analysis.report.letters import clean

Line = tuple[str, float, bool, bool]  # text, size in points, bold, italic
HEAD, FOOT = (0.4, 0.6), (0.5, 0.5)  # how the two columns share the width
MOTTO = 63  # millimetres that the motto takes at 14 pt: its rule is as long
GAP, INSET = 3, 100  # between key figures, in millimetres; from their edges, in twentieths of a point
TILE_SIDES = ("top", "left", "bottom", "right")
RULE, GROUND = "0072B2", "F6F6F6"
SIGNING = 70  # points left free for signature and seal


def head_element(issuer: Issuer, owner: Any, width_mm: float, about: str = "") -> Any:
    """The two columns above the title: the issuing agency and the number; the nation, the place and the date.

    about: of a letter, what it is about, which stands below its number.
    """
    size = document_format()
    agency: list[Line] = [(issuer.parent_agency.upper(), size["agency_size"], False, False)] * bool(
        issuer.parent_agency
    )
    agency.append((issuer.agency.upper(), size["agency_size"], True, False))
    nation: list[Line] = [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size["national_title_size"], True, False),
        ("Độc lập - Tự do - Hạnh phúc", size["motto_size"], True, False),
    ]
    left, right = (share * width_mm for share in HEAD)
    above = [
        [*_lines(agency, owner, "center"), _rule(owner, left * 0.3)],
        [*_lines(nation, owner, "center"), _rule(owner, max(0, (right - MOTTO) / 2))],
    ]
    number: list[Line] = [(issuer.number_line, size["number_size"], False, False)]
    number += [(about, size["letter_about_size"], False, False)] * bool(about)
    below = [
        _lines(number, owner, "center"),
        _lines([(issuer.place_and_date, size["place_date_size"], False, True)], owner, "center"),
    ]
    return _columns([above, below], (left, right))


def signature_element(issuer: Issuer, owner: Any, width_mm: float) -> Any:
    """The foot: recipients to the left; on whose authority, position, room to sign and name to the right."""
    size = document_format()
    recipients = [("Nơi nhận:", size["recipients_word_size"], True, True)]
    recipients += [(f"- {one}", size["recipients_size"], False, False) for one in issuer.recipients]
    signer = [(one.upper(), size["signer_size"], True, False) for one in (*issuer.authority, issuer.position)]
    right = [
        *_lines(signer, owner, "center"),
        *_lines([(issuer.signer, size["signer_size"], True, False)], owner, "center"),
    ]
    Paragraph(right[-1], owner).paragraph_format.space_before = Pt(SIGNING)
    left_width, right_width = (share * width_mm for share in FOOT)
    return _columns([[_lines(recipients, owner, "left"), right]], (left_width, right_width))


def figures_element(figures: Sequence[dict[str, str]], owner: Any, width_mm: float) -> Any:
    """Figures in a row, each large above what it is, on a ground of its own below a blue rule."""
    tiles = [
        _lines(
            [
                (figure["value"], 15, True, False),
                (figure["label"], 10.5, False, False),
                (figure["beside"], 9.5, False, True),
            ],
            owner,
            "left",
        )
        for figure in figures
    ]
    width = (width_mm - GAP * (len(tiles) - 1)) / len(tiles)
    row = [[part for tile in tiles for part in (tile, [element("p")])][:-1]]
    made = _columns(row, [width, *[GAP, width] * (len(tiles) - 1)])
    for properties in made.xpath(".//w:tcPr")[::2]:
        properties.append(element("tcBorders", element("top", val="single", sz=12, space=0, color=RULE)))
        properties.append(element("shd", val="clear", color="auto", fill=GROUND))
        properties.append(element("tcMar", *(element(side, w=INSET, type="dxa") for side in TILE_SIDES)))
    return made


def _columns(rows: Sequence[Sequence[list[Any]]], widths_mm: Sequence[float]) -> Any:
    """A table without borders, each row kept whole."""
    widths = [round(width * MM) for width in widths_mm]
    properties = element("tblPr", element("tblW", w=sum(widths), type="dxa"), element("tblLayout", type="fixed"))
    properties.append(element("tblCellMar", *(element(side, w=0, type="dxa") for side in ("left", "right"))))
    grid = element("tblGrid", *(element("gridCol", w=width) for width in widths))
    made = element("tbl", properties, grid)
    for row in rows:
        cells = [
            element("tc", element("tcPr", element("tcW", w=width, type="dxa")), *paragraphs)
            for width, paragraphs in zip(widths, row, strict=True)
        ]
        made.append(element("tr", element("trPr", element("cantSplit")), *cells))
    return made


def _lines(lines: Sequence[Line], owner: Any, side: str) -> list[Any]:
    made = []
    for text, size, bold, italic in lines:
        one = element("p")
        paragraph = Paragraph(one, owner)
        paragraph.style = "Normal"
        run = paragraph.add_run(clean(text))
        run.bold, run.italic, run.font.size = bold, italic, Pt(size)
        one.get_or_add_pPr().append(element("jc", val=side))
        made.append(one)
    return made


def _rule(owner: Any, indent_mm: float) -> Any:
    made = element("p")
    paragraph = Paragraph(made, owner)
    paragraph.style = "Normal"
    rule(paragraph, indent_mm)
    return made
