"""What stands around a table: its title, the unit of money, the year, the cut-off, and whose numbers it holds."""

import re
from dataclasses import dataclass, replace
from datetime import date

from mtqg_analysis.domain.language import tr
from mtqg_analysis.intake.answers import Answers, contradictions
from mtqg_analysis.intake.column_roles import role_of
from mtqg_analysis.intake.headings import Block
from mtqg_analysis.intake.kinds import finding
from mtqg_analysis.intake.letterhead import is_office, said_of_table, undated
from mtqg_analysis.intake.lexicon import bare, folded, tokens
from mtqg_analysis.intake.meaning import Meaning, leading_measure, programme_in, project_in, read_heading
from mtqg_analysis.intake.money import WORDS, is_unit_line, stated_unit
from mtqg_analysis.intake.names import ALWAYS, Match, Names, Window, province_names
from mtqg_analysis.intake.text import clean
from mtqg_analysis.intake.times import last_day
from mtqg_analysis.intake.workbook import At, Kind, Where
from mtqg_analysis.ledger.finding import Finding

CUT_OFF = re.compile(
    r"(?:đến|tính tới|den|chốt|tại thời điểm|thời điểm|ngày chốt|số liệu (?:tại )?(?=ngày)|kỳ báo cáo)(?: báo cáo| "
    r"chốt| lấy)?"
    r"(?: số liệu)?\s*[:,]?\s+(?:hết\s+|cuối\s+|ngay\s+|het\s+)?(?:ngày\s+|thời điểm\s+)?",
)
SINCE = re.compile(r"từ (?:năm )?20\d\d\s*$")
TITLE_MEASURES = ("need", "estimate", "expected", "rate", "remaining", "change", "comparison")
DISTRICTS = re.compile(r"các huyện|cấp huyện|khối huyện|huyện, thành phố|theo huyện|cac huyen")
COMMUNES = re.compile(r"các xã|cấp xã|khối xã|xã, phường|phường, xã|theo xã|cac xa")
NAMED = re.compile(r"(?:huyện|quận|thị xã|thành phố|xã|phường|thị trấn|đặc khu)\s+\w+(?:\s+\w+){0,2}", re.IGNORECASE)
WHOLE_PROVINCE = re.compile(r"toàn tỉnh|cấp tỉnh")


@dataclass(frozen=True)
class Surroundings:
    """What is known of a table as a whole.

    unit: of money. window: the days that it can be about. level: of the units in its rows, where a heading says so.
    meaning: what its numbers mean where neither row nor column says more. owner: whose numbers they are, if one unit's.
    stated, stated_level: whether the file itself says the unit of money, and which level, whatever a person says.
    """

    unit: str
    window: Window
    level: str
    meaning: Meaning
    owner: Match | None
    stated: bool = False
    stated_level: str = ""


def look_around(block: Block, answers: Answers, names: Names) -> tuple[Surroundings, list[Finding]]:
    """What the titles, the headings, the sheet's name and the person say of a table."""
    texts = [text for _, text in block.titles]
    said = [words for text in texts if (words := said_of_table(text)) and not is_unit_line(text)]
    headings = [heading for column in block.columns for heading in column.headings]
    labels = [one for one in block.columns if one.headings and role_of(one.headings[-1]) == "label"]
    over_labels = [text for column in labels for text in column.headings]
    common = [words for _, text in block.inherited if (words := said_of_table(text)) and not is_unit_line(text)]
    dating, dating_all = [undated(text) for text in said], [undated(text) for text in common]
    as_of = _cut_off(dating) or _cut_off(dating_all)
    asked = None if _years([*dating, *dating_all]) else answers.year
    year = _year(dating, as_of) or _year(dating_all, as_of) or asked
    dated, stated_day = as_of is not None, as_of or _month_of(block.sheet.name, dating, year)
    as_of = stated_day or answers.as_of
    year = year or (as_of.year if as_of and as_of.month > 1 else None)
    days = [day for heading in headings if (day := read_heading(heading).as_of)] or ([as_of] if as_of else [])
    window = _window(days, year if texts or common or answers.year else None)
    unit, findings = _money_unit(block, answers)
    title = _title_meaning([*said, *(() if _is_whole_title(said) else common)])
    title = title.within(replace(_title_meaning([block.sheet.name]), span=""))
    span = "" if title.span == "month" and dated else title.span
    meaning = replace(title, year=year, as_of=as_of, span=span)
    stated = _level(said, over_labels)
    findings += contradictions(block, answers, stated, stated_day, _years([*dating, *dating_all]))
    owner = _owner(texts or [text for _, text in block.inherited], block.sheet.name, names, window)
    level = stated or answers.level
    around = Surroundings(unit, window, level, meaning, owner, bool(_stated_units(block)), stated)
    return around, findings


def _is_whole_title(said: list[str]) -> bool:
    """Whether titles say all of their table: a measure or a year; the line of a section only says what differs."""
    return any(one.kind in ("flow", "measure") or one.code == "year" for text in said for one in tokens(text)[0])


def _cut_off(said: list[str]) -> date | None:
    """The day up to which the numbers count: a date behind "đến" or "thời điểm"; the date of a report is not one."""
    for text in said:
        for match in CUT_OFF.finditer(text):
            if SINCE.search(text[: match.start()]):
                continue  # "từ năm 2021 đến năm 2025" is the span of a programme
            rest = text[match.end() :][:40]
            day = read_heading(rest).as_of or last_day(f"đến {rest}", None)
            if day is not None:
                return day
    return None


def _years(said: list[str]) -> list[int]:
    """The years that the titles name for their numbers, in their order: none of a span, a day or carried-over money."""
    found = []
    for text in said:
        for one in tokens(text)[0]:
            year = re.search(r"20\d\d", text[one.start : one.end])
            if year and one.kind == "time" and one.code in ("year", "month", "quarter", "months"):
                found.append(int(year.group()))
    return list(dict.fromkeys(found))


def _year(said: list[str], as_of: date | None) -> int | None:
    """The plan year that the titles name; of several the one of the cut-off day, and none where that is of none."""
    years = _years(said)
    if len(years) > 1 and as_of:
        ends = [as_of.year, as_of.year - 1] if as_of.month == 1 else [as_of.year]
        return next((year for year in ends if year in years), None)
    return years[0] if len(years) == 1 else None


def _month_of(sheet: str, said: list[str], year: int | None) -> date | None:
    """The end of the month or quarter that a sheet or a title is called after, where no title states a cut-off."""
    days = [day for text in [*said, folded(sheet)] if (day := last_day(text, year)) is not None]
    return days[0] if len(set(days)) == 1 else None


def _window(days: list[date], year: int | None) -> Window:
    if days:
        return min(days), max(days)
    return (date(year, 1, 1), date(year, 12, 31)) if year else ALWAYS


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
        origin = read.origin if read.origin in ("carried_over", "both") else ""
        programme = read.programme if read.programme != "ALL" else ""
        measure = leading_measure(text) if leading_measure(text) in TITLE_MEASURES else read.measure
        measure = measure if measure in ("plan", "disbursed", *TITLE_MEASURES) else ""
        span = read.span if read.span in ("period", "since_start", "month", "in_period") else ""
        said = Meaning(
            measure=measure, origin=origin, programme=programme, capital=read.capital, fund=read.fund, span=span
        )
        meaning = meaning.within(said)
    return replace(meaning, programme=title_programme(texts))


def title_programme(texts: list[str]) -> str:
    """The programme or the project of it that the lines of a title name; of several the first."""
    named = [code for text in texts if (code := programme_in(text)) not in ("", "ALL")]
    projects = [code for text in texts if (code := project_in(text, named[0] if named else ""))]
    return next(iter([*projects, *named]), "")


def _owner(texts: list[str], sheet: str, names: Names, window: Window) -> Match | None:
    """The one unit that a title, a letterhead or the sheet's name says the numbers are of.

    A title speaks before the letterhead, whose office may have put together what others spent.
    """
    heads = [text for text in texts if is_office(text)]
    titles = [text for text in texts if not is_office(text) and said_of_table(text)]
    for text in titles:
        if found := unit_named(text, names, window):
            return found
    if any(_is_province(text, names) for text in titles):
        return Match(())
    for text in [*heads, sheet]:
        if found := unit_named(text, names, window):
            return found
    return Match(()) if any(_is_province(text, names) for text in [*heads, sheet]) else None


def _is_province(text: str, names: Names) -> bool:
    named = any(name in bare(text) for name in province_names(names.province) if name.isascii())
    return named or bool(WHOLE_PROVINCE.search(clean(text).lower()))


def unit_named(text: str, names: Names, window: Window) -> Match | None:
    """The unit that a text is, or that it names in the midst of other words."""
    whole = names.find(text, window)
    if whole.places and whole.exact:
        return whole
    for match in NAMED.finditer(clean(text)):
        words = match.group().split()
        for count in range(len(words), 1, -1):
            found = names.find(" ".join(words[:count]), window)
            if found.places and found.exact:
                return found
    return None


def _money_unit(block: Block, answers: Answers) -> tuple[str, list[Finding]]:
    """The unit of money over a table: the nearest line above it that states one, or what the person says."""
    stated = _stated_units(block)
    sheet = block.sheet.name
    if not stated:
        return answers.unit, []
    above = {unit: text for at, unit, text in stated if at[0] < block.first}
    if len(above) > 1 and answers.unit not in above:
        message = tr(
            "Phía trên bảng có nhiều đơn vị tính ({lines}), chưa biết đơn vị nào đúng nên bảng chưa được đọc. Hãy xóa "
            "dòng sai, hoặc nêu --unit.",
            lines="; ".join(text.strip() for text in above.values()),
        )
        return "", [finding("TITLE_UNCLEAR", message, Where(sheet, stated[0][0]), stated[0][2], "--unit")]
    if len(above) > 1:
        return answers.unit, []
    at, unit, text = stated[-1]
    others = {other for _, other, _ in stated} - {unit}
    if answers.unit and answers.unit != unit:
        message = tr(
            "Tệp ghi «{line}» nhưng người nhập nêu {given}; tùy chọn không thay cho điều tệp ghi, nên bảng chưa "
            "được đọc. "
            "Hãy bỏ --unit, hoặc hỏi lại nơi gửi rồi sửa tệp.",
            line=text.strip(),
            given=WORDS[answers.unit],
        )
        return unit, [finding("ANSWER_CONTRADICTED", message, Where(sheet, at), text, WORDS[answers.unit])]
    if others:
        message = tr(
            "Có nhiều đơn vị tính phía trên bảng; số liệu được đọc theo dòng gần bảng nhất, {unit}. Hãy xác nhận "
            "với nơi gửi.",
            unit=WORDS[unit],
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
