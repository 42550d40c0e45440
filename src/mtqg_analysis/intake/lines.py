"""The rows of a table: what each label means, and which row stands within which."""

import re
from dataclasses import dataclass, field, replace

from mtqg_analysis.domain.nation import written_provinces
from mtqg_analysis.domain.reference import code_of
from mtqg_analysis.intake.column_roles import role_of
from mtqg_analysis.intake.headings import Block
from mtqg_analysis.intake.meaning import Meaning, doubts, programme_in, read_heading
from mtqg_analysis.intake.names import Match, Names, Window, name_key
from mtqg_analysis.intake.numbers import read_number
from mtqg_analysis.intake.row_numbers import OUTERMOST, number_class
from mtqg_analysis.intake.text import clean
from mtqg_analysis.intake.workbook import At, Cell, Kind

TOTAL = re.compile(
    rf"^(?:tổng số|tổng cộng|tổng|cộng|toàn tỉnh|toàn huyện|toàn xã|tỉnh (?:{written_provinces()})|total|tong cong"
    r"|tong so|cong|toan tinh)\b"
    r"|^[a-z](?:\s*\+\s*[a-z])+$|^[ivx]+(?:\s*\+\s*[ivx]+)+$",
    re.IGNORECASE,
)
TOTAL_OF_WORKS = re.compile(  # "cộng" and "tổng" also begin names: Cộng đồng làm du lịch, Tổng đài xã
    r"^(?:(?:tổng|cộng|tong|cong)(?: số| cộng| so| cong)?"
    r"(?:\s+(?:các|chung|toàn|vốn|kinh phí|chương trình|huyện|xã|phường|dự án|công trình|[ivx]+|\d+)\b.*)?"
    rf"|toàn (?:tỉnh|huyện|xã)|toan tinh|tỉnh (?:{written_provinces()})|total)\W*(?:\(.*\)|:.*)?$"
    r"|^[a-z](?:\s*\+\s*[a-z])+$|^[ivx]+(?:\s*\+\s*[ivx]+)+$",
    re.IGNORECASE,
)
TOTAL_ALONE = re.compile(r"^(?:tổng số|tổng cộng|tổng|cộng)\W*$", re.IGNORECASE)
COUNTED = re.compile(r"^(?:tổng )?số (?:hộ|người|xã|phường|thôn|công trình|dự án|lao động|mô hình|đơn vị)\b")
TOTAL_WORDS = re.compile(r"^(?:tổng số|tổng cộng|tổng|cộng)\s+", re.IGNORECASE)
PAGE = re.compile(r"^(?:cộng trang|cộng chuyển|mang sang|trang trước|chuyển sang trang|chuyển trang|cộng mang sang)")
BLOCK = re.compile(
    r"^(?:khối|cấp|các|nhóm|cụm|vùng)\s+(?:tỉnh|huyện|xã|phường|sở|ban|cơ quan|đơn vị|địa phương|chủ đầu tư"
    r"|chương trình|thị trấn|thành phố|phòng|trung ương)|^đơn vị cấp|^ngân sách cấp (?:tỉnh|huyện|xã)"
    r"|^sở, (?:ban|ngành)|^(?:ubnd|ủy ban nhân dân) các"
)
FOOTER = re.compile(
    r"^(?:ghi chú|lưu ý|chú thích|nguồn số liệu|cùng kỳ|so với|người|kế toán|thủ trưởng|giám đốc|"
    rf"(?:{written_provinces()}), ngày|"
    r"ngày \d|"
    r"nơi nhận|tm\.|kt\.|\(\*+\)|\*+ )"
)
ORIGIN = re.compile(
    r"^(?:kế hoạch |kh )?(?:vốn|kinh phí|kế hoạch)\b.*(?:năm|kéo dài|chuyển)|^(?:vốn )?(?:kéo dài|chuyển nguồn)"
)
OFFICE = re.compile(
    r"^(?:văn phòng|vp|sở|ban|hội|chi cục|trung tâm|phòng|ủy ban|ubnd|công an|trường|bệnh viện|đoàn|liên|bộ|công ty"
    r"|huyện|xã|phường|thị trấn|thành phố|tp|tt|h\.|x\.|kho bạc|bql|ban qlda|đài|báo|chi nhánh|ngân hàng)\b"
)
ORDINAL = re.compile(r"^\(?(?:[ivxlc]+|\d+(?:\.\d+)*|[a-hk-z])\)?\.?$", re.IGNORECASE)
PART = re.compile(r"^(?:trong đó|t/đ|gồm|bao gồm|tr\.đ|trong do)\s*:?\s*", re.IGNORECASE)
PROJECT = re.compile(r"^(?:tiểu )?dự án \d|^nội dung (?:thành phần )?(?:số )?\d|^hợp phần|^tda ?\d|^da ?\d")
REPEATABLE = ("programme", "capital", "origin", "fund")
PROGRAMME = re.compile(r"^(?:chương trình|ctmtqg|ct\b|mtqg|(?:tiểu )?dự án \d|vốn chương trình|chuong trinh)")
SHORT_NAME = 5  # words of a label that names a programme in its own way
OF_MONEY = re.compile(r"(?:tên )?(?:các )?(?:nguồn|loại|chương trình|ct|mtqg|(?:tiểu )?dự án)\b")  # a heading of labels
LONGEST_PHRASE = 8  # words of a label that names only a kind of capital or a fund


@dataclass
class Line:
    """One row of a table that carries a label or numbers.

    kind: unit, programme, capital, origin, fund, block, total, page, work, subtotal (numbers without a label) or
    unknown. match: what a unit's name can mean. part: the row says that it is only a part of the one above.
    meaning: its own and that of the rows it stands within. inner: the rows that stand within it. numbered: it has
    amounts. of_money: its label stands in a column of programmes, funds or kinds of capital. withheld: it stands under
    a heading that nobody understands, so that nothing of it is read.
    """

    row: int
    at: At
    label: str
    ordinal: str
    kind: str
    own: Meaning
    match: Match | None = None
    part: bool = False
    of_money: bool = False
    hidden: bool = False
    numbered: bool = True
    withheld: bool = False
    meaning: Meaning = field(default_factory=Meaning)
    outer: "Line | None" = None
    inner: list["Line"] = field(default_factory=list)


def read_lines(block: Block, names: Names, window: Window, valued: set[int]) -> list[Line]:
    """The rows of a block that mean something, each with its own meaning; not yet placed within each other.

    valued: the columns that hold numbers. A row with neither a known label nor a number is a remark and left out.
    """
    roles = {column.index: role_of(column.headings[-1]) for column in block.columns if column.headings}
    over = {column.index: clean(column.headings[-1]).lower() for column in block.columns if column.headings}
    labels = [column for column, role in roles.items() if role in ("label", "work")] or _nameless_labels(block)
    ordinals = [column for column, role in roles.items() if role == "ordinal"]
    works = sum(role == "work" for role in roles.values())
    anchors = anchors_of(block, labels)
    lines: list[Line] = []
    leading: Line | None = None  # what the first label column said last
    for row in block.rows:
        found: list[Line] = []
        for column in sorted(labels, key=lambda column: roles.get(column) == "work"):
            at = anchors.get((row, column), (row, column))
            if roles.get(column) == "work" and works == 1 and any(roles.get(one.at[1]) == "label" for one in found):
                line = _work(block, row, at)
            else:
                line = _line(block, at, (roles.get(column, ""), over.get(column, "")), names, window)
            found += [line] if line else []
        found.sort(key=lambda one: one.at[1])
        if not found:  # a label that is merged over the column of numbers
            merged = (_line(block, (row, column), ("", ""), names, window) for column in ordinals)
            found = [line for line in merged if line is not None]
        found = _in_its_district(found, leading)
        numbered = any(_may_be_number(block.sheet.cells.get((row, column))) for column in valued)
        ordinal = next((clean(text) for column in ordinals if (text := block.sheet.text(row, column))), "")
        if found:
            if (
                len(labels) > 1
                and found[0].at[1] not in (labels[0], *ordinals)
                and leading
                and found[0].kind in REPEATABLE
            ):
                found = [leading, *found]  # written once, for this row too
            elif labels and found[0].at[1] == labels[0]:
                leading = found[0]
            made = replace(_joined(found), row=row)
        elif numbered:
            at = (row, labels[0] if labels else block.columns[0].index)
            made = Line(row, at, "", ordinal, "subtotal", Meaning())
        else:
            continue
        if not numbered and made.kind in ("footer", "total", "page", "work"):
            continue
        made.kind = "section" if not numbered and made.kind == "unknown" else made.kind
        made.ordinal = ordinal if ORDINAL.match(ordinal) else ""
        made = _section_of_total(made, names, window)
        made.numbered, made.hidden = numbered, row in block.sheet.hidden_rows
        lines.append(made)
    return lines


def _in_its_district(found: list[Line], leading: Line | None) -> list[Line]:
    """Of a row that names a district and a commune in two columns, the commune; the district says which one is meant.

    leading: what the first label column said last, where it is written once for several rows.
    """
    units = [one for one in found if one.kind == "unit"]
    above = units[0] if len(units) > 1 else leading
    if not units or above is None or above.match is None or units[-1].at[1] <= above.at[1]:
        return found
    districts = {place.code for place in above.match.places if place.level == "district"}
    inner = units[-1]
    places = tuple(place for place in (inner.match.places if inner.match else ()) if place.parent in districts)
    if places:
        inner.match = Match(places)
    elif len(units) > 1:
        inner.kind, inner.match = "unknown", None
    return [one for one in found if one not in units[:-1]]


def _may_be_number(cell: Cell | None) -> bool:
    return cell is not None and (cell.kind is not Kind.TEXT or read_number(cell.text).state != "unreadable")


def _nameless_labels(block: Block) -> list[int]:
    """Of the columns without a heading, the first that holds mostly words: the names, where nobody wrote "Đơn vị"."""
    for column in (column.index for column in block.columns if not column.headings):
        cells = [cell for row in block.rows if (cell := block.sheet.cells.get((row, column))) is not None]
        if sum(not _may_be_number(cell) for cell in cells) * 2 > len(cells):
            return [column]
    return []


def _line(block: Block, at: At, column: tuple[str, str], names: Names, window: Window) -> Line | None:
    """What the label at a place says; of a merged range, which is of several rows, the place is its first cell.

    column: the role and the heading of its column.
    """
    role, heading = column
    cell = block.sheet.cells.get(at)
    label = clean(cell.text) if cell is not None and cell.kind is Kind.TEXT else ""
    if not label or ORDINAL.match(label):
        return None  # a number beside the name, under the same heading
    part = PART.match(label)
    words = PART.sub("", label).strip() or label
    known = _read_label(words, names, window, works=role == "work")
    return replace(known, row=at[0], at=at, label=label, part=bool(part), of_money=bool(OF_MONEY.match(heading)))


def _work(block: Block, row: int, at: At) -> Line | None:
    """The name of a work in a row whose unit, programme or the like stands in a column of its own: taken as it is."""
    label = clean(block.sheet.text(*at))
    if not label or TOTAL_ALONE.match(name_key(label)):
        return Line(row, at, label, "", "total", Meaning()) if label else None
    return Line(row, at, label, "", "work", Meaning(work=label))


def anchors_of(block: Block, labels: list[int]) -> dict[At, At]:
    """For label places within a range merged downwards, the first cell of that range, which shows what they say."""
    rows = set(block.rows)
    return {
        (row, left): (top, left)
        for top, left, bottom, _ in block.sheet.merges
        if top > block.last and left in labels
        for row in range(top, bottom + 1)
        if row in rows
    }


def _read_label(words: str, names: Names, window: Window, works: bool) -> Line:  # noqa: C901, PLR0912  in their order
    """What a label means. works: the column lists works, so what is not plainly something else is one of them."""

    def line(kind: str, own: Meaning | None = None, match: Match | None = None) -> Line:
        return Line(0, (0, 0), words, "", kind, own or Meaning(), match)

    key = name_key(words)
    lower = clean(words).lower().lstrip("-+*• ").strip()
    if COUNTED.match(key) or FOOTER.match(lower):
        return line("footer")
    if PAGE.match(key):
        return line("page")
    match = names.find(words, window)
    form = TOTAL_OF_WORKS if works else TOTAL
    if match.places and match.exact and not form.match(key):
        return line("unit", match=match)
    if BLOCK.match(key) and not ("chương trình" in key and doubts(words, labels=True)):
        return line("block")
    is_total = form.match(key) or form.match(lower)
    if works and not is_total and not PROGRAMME.match(key) and not code_of("programme", key):
        return line("work", Meaning(work=words))
    read = read_heading(re.sub(r"^\W*(?:[ivxlc]+|\d+(?:\.\d+)*|[a-z])[.)]\s*", "", lower))
    if is_total:
        return line("total", Meaning(programme=read.programme if read.programme != "ALL" else "", capital=read.capital))
    short = len(lower.split()) <= LONGEST_PHRASE and not OFFICE.match(key)
    if PROJECT.match(key):
        return line("programme", Meaning(programme=programme_in(lower)))
    if names.without_units(doubts(words, labels=True), window):
        return line("unit" if match.places else "unknown", match=match if match.places else None)
    named = code_of("programme", key) or (len(key.split()) <= SHORT_NAME and not OFFICE.match(key))
    if read.programme and (PROGRAMME.match(key) or named):
        return line("programme", Meaning(programme=read.programme, capital=read.capital))
    if read.origin == "current_year" and read.year and not window[0].year <= read.year <= window[1].year:
        return line("unknown")  # the plan of another year than the table's
    if read.origin and (ORIGIN.match(key) or short):
        return line("origin", Meaning(origin=read.origin, capital=read.capital))
    if read.capital and short:
        return line("capital", Meaning(capital=read.capital, fund=read.fund))
    if read.fund and short:
        return line("fund", Meaning(fund=read.fund))
    return line("unit" if match.places else "unknown", match=match if match.places else None)


def _section_of_total(line: Line, names: Names, window: Window) -> Line:
    """A numbered total of a programme, fund or kind of capital heads the rows below it: "II. Tổng vốn đối ứng"."""
    if line.kind != "total" or not line.ordinal or number_class(line.ordinal, "") not in OUTERMOST:
        return line
    read = _read_label(TOTAL_WORDS.sub("", line.label), names, window, works=False)
    return replace(line, kind=read.kind, own=read.own) if read.kind in REPEATABLE else line


def _joined(found: list[Line]) -> Line:
    """One line of a row that is labelled in several columns, as a long table is."""
    if len(found) == 1:
        return found[0]
    order = ["footer", "total", "page", "unit", "unknown", "block", "programme", "origin", "capital", "fund", "work"]
    first = min(found, key=lambda one: order.index(one.kind))
    own = Meaning()
    for one in found:
        if one.kind == "programme" and not one.own.programme:
            continue
        own = one.own.within(own)
    match = next((one.match for one in found if one.match), None)
    kind = "row" if len(found) > 1 and first.kind not in ("footer", "total", "page", "block") else first.kind
    unknown = first.kind == "unknown" or (first.kind == "unit" and match is None)
    strange = next((one for one in found if one.kind == "unknown" and one.of_money), None)
    if strange is not None:
        return strange
    return replace(first, kind="unknown" if unknown else kind, own=own, match=match, label=first.label)
