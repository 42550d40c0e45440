"""What stands around a table: its title, the unit of money, the year, the cut-off, and whose numbers it holds."""

import re
from dataclasses import dataclass, replace
from datetime import date

from mtqg_analysis.intake.headings import Block, Column, role_of
from mtqg_analysis.intake.kinds import finding
from mtqg_analysis.intake.meaning import Meaning, bare, read_heading
from mtqg_analysis.intake.money import WORDS, is_unit_line, stated_unit
from mtqg_analysis.intake.names import ALWAYS, Match, Names, Window
from mtqg_analysis.intake.text import clean
from mtqg_analysis.intake.workbook import At, Kind, Where
from mtqg_analysis.ledger.finding import Finding

CUT_OFF = re.compile(r"(?:đến|tính tới|den)\s+(?:hết\s+)?(?:ngày\s+|thời điểm\s+)?", re.IGNORECASE)
IN_YEAR = re.compile(r"năm\s+(20\d\d)(?!\s*[-–]\s*20)", re.IGNORECASE)
DISTRICTS = re.compile(r"các huyện|cấp huyện|khối huyện|huyện, thành phố|theo huyện|cac huyen")
COMMUNES = re.compile(r"các xã|cấp xã|khối xã|xã, phường|phường, xã|theo xã|cac xa")
NAMED = re.compile(r"(?:huyện|thành phố|xã|phường|thị trấn)\s+\w+(?:\s+\w+){0,2}", re.IGNORECASE)
WHOLE_PROVINCE = re.compile(r"tỉnh lạng sơn|toàn tỉnh|cấp tỉnh")
PROVINCE = Meaning(unit="20", level="province")


@dataclass(frozen=True)
class Answers:
    """What the person reading says about a file that the file does not say itself; empty where nothing was said."""

    unit: str = ""
    decimal: str = ""
    level: str = ""
    as_of: date | None = None
    year: int | None = None
    author: str = ""


@dataclass(frozen=True)
class Surroundings:
    """What is known of a table as a whole.

    unit: of money. window: the days that it can be about. level: of the units in its rows, where a heading says so.
    meaning: what its numbers mean where neither row nor column says more. owner: whose numbers they are, if one unit's.
    """

    unit: str
    window: Window
    level: str
    meaning: Meaning
    owner: Match | None


def look_around(block: Block, answers: Answers, names: Names) -> tuple[Surroundings, list[Finding]]:
    """What the titles, the headings, the sheet's name and the person say of a table."""
    texts = [text for _, text in block.titles]
    headings = [heading for column in block.columns for heading in column.headings]
    over_labels = [text for column in block.columns if _is_label(column) for text in column.headings]
    as_of = _cut_off(texts) or answers.as_of
    year = _year(texts) or answers.year or (as_of.year if as_of else None)
    days = [day for heading in headings if (day := read_heading(heading).as_of)] or ([as_of] if as_of else [])
    window = _window(days, year if texts or answers.year else None)
    unit, findings = _money_unit(block, answers)
    title = _title_meaning([*texts, block.sheet.name])
    meaning = replace(title, year=year, as_of=as_of)
    level = answers.level or _level(texts, over_labels)
    return Surroundings(unit, window, level, meaning, _owner(texts, block.sheet.name, names, window)), findings


def _cut_off(texts: list[str]) -> date | None:
    """The day up to which the numbers count: a date behind "đến"; the date of a report is not one."""
    for text in texts:
        for match in CUT_OFF.finditer(text):
            day = read_heading(text[match.end() :][:40]).as_of
            if day is not None:
                return day
    return None


def _year(texts: list[str]) -> int | None:
    """The plan year that a title names; the year of a date written out in words is none."""
    for text in texts:
        without_dates = re.sub(r"tháng\s+\S+\s+năm\s+\d+", "", text, flags=re.IGNORECASE)
        match = IN_YEAR.search(without_dates)
        if match:
            return int(match[1])
    return None


def _window(days: list[date], year: int | None) -> Window:
    if days:
        return min(days), max(days)
    return (date(year, 1, 1), date(year, 12, 31)) if year else ALWAYS


def _is_label(column: Column) -> bool:
    return bool(column.headings) and role_of(column.headings[-1]) == "label"


def _level(texts: list[str], headings: list[str]) -> str:
    """The level of the units in the rows, where the heading over them or a title names one level only."""
    own = " ".join(clean(heading).lower() for heading in headings)
    by_heading = {
        level
        for level, word in (("district", r"huyện|huyen"), ("commune", r"\bxã\b|phường|\bxa\b"), ("agency", r"\bsở\b"))
        if re.search(word, own)
    }
    if len(by_heading) == 1:
        return by_heading.pop()
    title = " ".join(clean(text).lower() for text in texts)
    found = {level for level, form in (("district", DISTRICTS), ("commune", COMMUNES)) if form.search(title)}
    return found.pop() if len(found) == 1 else ""


def _title_meaning(texts: list[str]) -> Meaning:
    """Programme, capital, origin and measure as the titles say them, for a table whose columns leave them open."""
    meaning = Meaning()
    for text in texts:
        read = read_heading(text)
        if is_unit_line(text):
            continue
        origin = read.origin if read.origin in ("carried_over", "both") else ""
        measure = read.measure if read.measure in ("plan", "disbursed", "need") else ""
        programme = read.programme if read.programme != "ALL" else ""
        said = Meaning(measure=measure, origin=origin, programme=programme, capital=read.capital, fund=read.fund)
        meaning = meaning.within(said)
    return meaning


def _owner(texts: list[str], sheet: str, names: Names, window: Window) -> Match | None:
    """The one unit that a letterhead, a title or the sheet's name says the numbers are of."""
    for text in [*texts, sheet]:
        whole = names.find(text, window)
        if whole.places and whole.exact:
            return whole
        for match in NAMED.finditer(clean(text)):
            words = match.group().split()
            for count in range(len(words), 1, -1):
                found = names.find(" ".join(words[:count]), window)
                if found.places and found.exact:
                    return found
    province = any(WHOLE_PROVINCE.search(clean(text).lower()) or "lang son" in bare(text) for text in [*texts, sheet])
    return Match(()) if province else None


def _money_unit(block: Block, answers: Answers) -> tuple[str, list[Finding]]:
    """The unit of money over a table: the nearest line above it that states one, or what the person says."""
    stated = _stated_units(block)
    sheet = block.sheet.name
    if not stated:
        return answers.unit, []
    at, unit, text = stated[-1]
    others = {other for _, other, _ in stated} - {unit}
    if answers.unit and answers.unit != unit:
        message = (
            f"Tệp ghi «{text.strip()}» nhưng người nhập nêu {WORDS[answers.unit]}; số liệu được đọc theo người nhập. "
            "Hãy xác nhận với nơi gửi."
        )
        return answers.unit, [finding("UNIT_CONFLICT", message, Where(sheet, at), text, WORDS[answers.unit])]
    if others:
        message = (
            f"Có nhiều đơn vị tính phía trên bảng; số liệu được đọc theo dòng gần bảng nhất, {WORDS[unit]}. "
            "Hãy xác nhận với nơi gửi."
        )
        return unit, [
            finding("UNIT_CONFLICT", message, Where(sheet, at), text, ", ".join(WORDS[one] for one in others))
        ]
    return unit, []


def _stated_units(block: Block) -> list[tuple[At, str, str]]:
    """The units stated over a table, the nearest last: in its titles, in the headings' corner, else further above."""
    corner = [
        ((row, column), cell.text)
        for (row, column), cell in block.sheet.cells.items()
        if block.first <= row <= block.last and cell.kind is Kind.TEXT and is_unit_line(cell.text)
    ]
    near = [(at, unit, text) for at, text in [*block.titles, *corner] if (unit := _unit_in(text))]
    if near:
        return near
    above = sorted(
        (at, unit, cell.text)
        for at, cell in block.sheet.cells.items()
        if at[0] < block.first and cell.kind is Kind.TEXT and is_unit_line(cell.text) and (unit := _unit_in(cell.text))
    )
    return above[-1:]


def _unit_in(text: str) -> str:
    return stated_unit(text) or (stated_unit(f"({text})") if is_unit_line(text) else "")
