"""What the words above a table leave open: they are asked about, and nothing of the table is read."""

import re

from mtqg_analysis.domain.language import tr
from mtqg_analysis.intake.headings import Block
from mtqg_analysis.intake.kinds import finding
from mtqg_analysis.intake.letterhead import said_of_table
from mtqg_analysis.intake.lexicon import folded
from mtqg_analysis.intake.meaning import doubts, numbered_part, programme_in, project_in
from mtqg_analysis.intake.money import is_unit_line
from mtqg_analysis.intake.names import Names, Window
from mtqg_analysis.intake.titles import title_programme, unit_named
from mtqg_analysis.intake.workbook import Where
from mtqg_analysis.ledger.finding import Finding

_OF_MONEY = re.compile(r"\b(?:vốn|nguồn|quỹ|kinh phí|ngân sách|chương trình)\b")  # a sheet called after its money


def unclear_titles(block: Block, names: Names, window: Window) -> list[Finding]:
    """The words of the titles that nothing explains: what they say of the numbers is asked, and nothing is read.

    A sheet called after another programme than its title names leaves open which of them it is.
    """
    findings = [*_other_programme(block), *_other_unit(block, names, window)]
    lines = [(at, text, said_of_table(text)) for at, text in block.titles if not is_unit_line(text)]
    above = [said_of_table(text) for _, text in block.inherited]
    programme = title_programme([*(said for _, _, said in lines), *above])
    if words := _left(block.sheet.name, programme, names, window) if _OF_MONEY.search(folded(block.sheet.name)) else "":
        message = tr(
            "Không hiểu chữ «{words}» trong tên trang «{sheet}», nên chưa biết số liệu là gì; bảng chưa được đọc. Hãy "
            "sửa tên trang, hoặc nêu nghĩa của từng cột bằng --column.",
            words=words,
            sheet=block.sheet.name,
        )
        findings.append(finding("TITLE_UNCLEAR", message, Where(block.sheet.name, (block.first, 1)), words))
    for at, text, said in lines:
        if words := _left(said, programme, names, window):
            message = tr(
                "Không hiểu chữ «{words}» trong dòng «{line}» phía trên bảng, nên chưa biết số liệu là gì; bảng "
                "chưa được "
                "đọc. Hãy sửa dòng đó, hoặc nêu nghĩa của từng cột bằng --column.",
                words=words,
                line=text.strip(),
            )
            findings.append(finding("TITLE_UNCLEAR", message, Where(block.sheet.name, at), words, text.strip()))
    return findings


def _left(said: str, programme: str, names: Names, window: Window) -> str:
    """The words of a line that are open: explained by nothing, or a project that its programme does not have."""
    left = names.without_units(doubts(said, labels=True), window) if said else ()
    part = numbered_part(said)
    return " ".join((*left, part) if part and not project_in(said, programme) else left)


def _other_programme(block: Block) -> list[Finding]:
    own = {code for _, text in block.titles if (code := programme_in(said_of_table(text))) not in ("", "ALL")}
    sheet = programme_in(block.sheet.name)
    if len(own) == 1 and sheet not in ("", "ALL", *own):
        message = tr(
            "Trang tên «{sheet}» nhưng tiêu đề của bảng nói về chương trình khác; bảng chưa được đọc. Hãy sửa tên "
            "trang hoặc "
            "tiêu đề.",
            sheet=block.sheet.name,
        )
        return [finding("TITLE_UNCLEAR", message, Where(block.sheet.name, (block.first, 1)), block.sheet.name)]
    return []


def _other_unit(block: Block, names: Names, window: Window) -> list[Finding]:
    """A sheet called after another unit than the one line above its table names, as where a sheet was copied."""
    sheet = unit_named(block.sheet.name, names, window)
    titles = [found for _, text in block.titles if (found := unit_named(text, names, window))]
    own = {code for place in sheet.places for code in (place.code, place.parent)} if sheet else set()
    theirs = {code for one in titles for place in one.places for code in (place.code, place.parent)}
    if sheet is None or not titles or own & theirs - {names.province, ""}:
        return []
    message = tr(
        "Trang tên «{sheet}» nhưng tiêu đề của bảng nói về đơn vị khác; bảng chưa được đọc. Hãy sửa tên trang hoặc "
        "tiêu đề.",
        sheet=block.sheet.name,
    )
    return [finding("TITLE_UNCLEAR", message, Where(block.sheet.name, (block.first, 1)), block.sheet.name)]
