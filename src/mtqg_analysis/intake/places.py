"""Which unit each row is about: level and date settle a name, rows beside it are evidence, and doubt is asked about."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from mtqg_analysis.domain.language import to_translate, tr, written_day
from mtqg_analysis.domain.reference import label
from mtqg_analysis.intake.kinds import finding
from mtqg_analysis.intake.lines import Line
from mtqg_analysis.intake.meaning import Meaning
from mtqg_analysis.intake.names import ALWAYS, DISTRICTS_END, Match, Names, Place, Window, name_key, province_names
from mtqg_analysis.intake.titles import Surroundings
from mtqg_analysis.intake.workbook import At, Where
from mtqg_analysis.ledger.finding import Finding

MOST_SUGGESTED = 100  # unknown names of one table; with more of them it lists something else than units
COUNTED = {"district": to_translate("huyện"), "commune": to_translate("xã")}
COMPLETE_FROM = 0.75  # share of a level's units in a table from which the others count as missing


def settle(lines: Sequence[Line], around: Surroundings, names: Names, sheet: str) -> list[Finding]:
    """Gives every row of a unit its one place, or says why it has none; an unknown name gets one by likeness."""
    findings = []
    named = [line for line in lines if line.match is not None and line.match.places]
    level = around.level or _evident_level(named, around.window)
    unknown = [line for line in lines if line.kind == "unknown"]
    for line in unknown if len(unknown) <= MOST_SUGGESTED else ():
        if (likely := names.suggest(line.label, around.window, level)).places:
            line.kind, line.match = "unit", likely
    named = [line for line in lines if line.match is not None and line.match.places]
    window = _evident_window(named, around.window)
    district = _own_district(around)  # whose communes the rows below it are
    asked = _named_as_old_districts(named, around, names)
    own = province_names(names.province)  # often that of its city too
    cities = [line for line in named if any(_is_city(place, own) for place in _of(line).places)]
    for line in named:
        if name_key(line.label) in own and len(cities) > 1:
            line.kind, line.match = "total", None
            continue
        places = _narrowed(_of(line).places, level, window)
        places = tuple(place for place in places if place.parent == district) or places
        if line in asked:
            findings.append(_former_or_new(line, places, sheet))
            line.match, line.kind = Match(places), "doubt"
        elif len({(place.level, place.code) for place in places}) == 1:
            place = places[-1]
            district = place.code if place.level == "district" else district
            line.match = replace(_of(line), places=(place,))
            line.own = replace(line.own, unit=place.code, level=place.level)
            findings += _remarks(line, place, around.window, sheet)
        else:
            findings.append(_doubt(line, places, sheet))
            line.match = Match(places)
            line.kind = "doubt"
    return findings


def _is_city(place: Place, own: frozenset[str]) -> bool:
    return place.level == "district" and place.type == "thành phố" and name_key(place.name).endswith(tuple(own))


def _own_district(around: Surroundings) -> str:
    """The district that a title or a letterhead names, whose communes the rows then are."""
    places = around.owner.places if around.owner else ()
    districts = {place.code for place in places if place.level == "district"}
    return districts.pop() if len(districts) == 1 else ""


def _named_as_old_districts(named: Sequence[Line], around: Surroundings, names: Names) -> list[Line]:
    """After the districts' end, rows with a district's bare name where nothing else says that communes are meant."""
    if around.level or around.window == ALWAYS or around.window[1] <= DISTRICTS_END:
        return []
    ever = {line.row: names.find(line.label, ALWAYS).levels - {"agency"} for line in named}
    if any(levels == {"commune"} for levels in ever.values()):
        return []
    return [line for line in named if {"district", "commune"} <= ever[line.row]]


def _former_or_new(line: Line, places: Iterable[Place], sheet: str) -> Finding:
    now = "; ".join(f"{place.name} (mã {place.code})" for place in places)
    message = tr(
        "«{label}» là tên của huyện cũ và cũng là tên của {now}; bảng không nêu cấp. Hãy nêu --level district hoặc "
        "commune.",
        label=line.label,
        now=now,
    )
    return finding("NAME_AMBIGUOUS_LEVEL", message, Where(sheet, line.at), line.label, "--level")


def find_place(text: str, at: At, names: Names, around: Surroundings, sheet: str) -> tuple[Place | None, list[Finding]]:
    """The one place that the cell of a unit's name means, or why there is none; a name close to one is a warning."""
    match = names.find(text, around.window)
    match = match if match.places else names.suggest(text, around.window, around.level)
    line = Line(at[0], at, text, "", "unit", Meaning(unit=names.province, level="province"), match)
    places = _narrowed(match.places, around.level, around.window)
    if not places:
        return None, [_unknown(line, sheet, names)]
    if len({(place.level, place.code) for place in places}) > 1:
        return None, [_doubt(line, places, sheet)]
    return places[-1], _remarks(line, places[-1], around.window, sheet)


def _of(line: Line) -> Match:
    assert line.match is not None
    return line.match


def _evident_level(named: Iterable[Line], window: Window) -> str:
    """The level of names that could be of two: that of the other rows, or of the time when districts reported."""
    certain = {level for line in named if len(levels := _of(line).levels - {"agency"}) == 1 for level in levels}
    if len(certain) == 1:
        return certain.pop()
    return "district" if window != ALWAYS and window[1] <= DISTRICTS_END else ""


def _evident_window(named: Iterable[Line], window: Window) -> Window:
    """The days on which all names that have one meaning only existed together."""
    certain = [_of(line).places[0] for line in named if len(_of(line).places) == 1]
    certain = [place for place in certain if place.level != "agency"]
    first = max([window[0], *(place.first for place in certain)])
    last = min([window[1], *(place.last for place in certain)])
    return (first, last) if first <= last else window


def _narrowed(places: tuple[Place, ...], level: str, window: Window) -> tuple[Place, ...]:
    at_level = tuple(place for place in places if place.level in (level, "agency")) if level else ()
    kept = at_level or places
    current = tuple(place for place in kept if place.within(window))
    return current or kept


def _doubt(line: Line, places: tuple[Place, ...], sheet: str) -> Finding:
    names = "; ".join(f"{place.name} ({label('level', place.level).lower()}, mã {place.code})" for place in places)
    levels = {place.level for place in places}
    if len(levels) == 1 and all(place.within((other.first, other.last)) for place in places for other in places):
        message = tr(
            "«{label}» là tên của {count} đơn vị: {names}. Hãy ghi thêm tên huyện sau tên xã.",
            label=line.label,
            count=len(places),
            names=names,
        )
        return finding("NAME_UNKNOWN", message, Where(sheet, line.at), line.label, names)
    if len(levels) == 1:  # of one level at different times, which only a day tells apart
        message = tr(
            "«{label}» có thể là {names}; tệp không nêu ngày. Hãy nêu --as-of hoặc --year.",
            label=line.label,
            names=names,
        )
        return finding("NAME_AMBIGUOUS_LEVEL", message, Where(sheet, line.at), line.label, "--as-of")
    message = tr(
        "«{label}» có thể là {names}; tệp không nêu cấp hoặc ngày. Hãy nêu --level huyện, xã hoặc sở, hoặc --as-of.",
        label=line.label,
        names=names,
    )
    return finding("NAME_AMBIGUOUS_LEVEL", message, Where(sheet, line.at), line.label, "--level")


def _remarks(line: Line, place: Place, window: Window, sheet: str) -> list[Finding]:
    is_bare_city = place.level == "district" and name_key(line.label) in province_names(place.parent)
    if not _of(line).exact or is_bare_city:
        message = tr(
            "«{label}» được hiểu là «{name}»; hãy xác nhận và sửa tên trong tệp gốc.", label=line.label, name=place.name
        )
        return [finding("NAME_TYPO", message, Where(sheet, line.at), line.label, place.name)]
    if place.level == "agency" and window != ALWAYS and not place.within((window[1], window[1])):
        return [_superseded(line, place, window[1], sheet)]
    return []


def _superseded(line: Line, place: Place, day: date, sheet: str) -> Finding:
    until = tr("đến {day}", day=written_day(place.last)) if place.last < day else ""
    span = until or tr("từ {day}", day=written_day(place.first))
    message = tr(
        "«{label}» chỉ tồn tại {span}; số liệu giữ mã {code} và không gộp với cơ quan kế thừa. Hãy xác nhận cơ "
        "quan báo cáo.",
        label=line.label,
        span=span,
        code=place.code,
    )
    return finding("AGENCY_SUPERSEDED", message, Where(sheet, line.at), line.label, span)


def unknown_names(lines: Iterable[Line], sheet: str, names: Names) -> list[Finding]:
    """The rows that hold numbers under a name that no list knows; details of a known unit are part of its number."""
    findings = []
    for line in lines:
        detail = line.outer is not None and line.outer.kind == "unit" and line.outer.numbered
        lone = line.kind == "block" and line.numbered and not line.inner and not line.withheld
        if lone or (line.kind in ("unknown", "subtotal", "unplaced") and not detail):
            findings.append(_unknown(line, sheet, names))
    return findings


def _unknown(line: Line, sheet: str, names: Names) -> Finding:
    label_ = line.label or line.ordinal
    other = names.find(line.label, ALWAYS).places if line.label else ()
    if other:
        spans = "; ".join(f"{place.name}: {_span(place)}" for place in other)
        message = tr(
            "«{label}» không tồn tại trong thời gian của bảng ({spans}); hãy kiểm tra tên hoặc ngày chốt.",
            label=label_,
            spans=spans,
        )
    elif label_:
        message = tr(
            "«{label}» không có trong danh mục đơn vị, chương trình; dòng không được đọc. Hãy sửa tên; nếu đó là cách "
            'viết khác của một đơn vị: mtqg name add "{label}" "TÊN ĐÚNG" --data BỘ_DỮ_LIỆU.',
            label=label_,
        )
    else:
        message = tr("Dòng có số nhưng không có tên và không phải là tổng của các dòng khác; dòng không được đọc.")
    return finding("NAME_UNKNOWN", message, Where(sheet, line.at), label_, tr("tên trong danh mục"))


def _span(place: Place) -> str:
    first = f"từ {place.first:%d/%m/%Y} " if place.first != date.min else ""
    return first + (f"đến {place.last:%d/%m/%Y}" if place.last != date.max else "đến nay")


def find_owner(around: Surroundings, names: Names, sheet: str, at: At) -> tuple[str, str, list[Finding]]:
    """The unit that a table without unit rows is about, with its level; asks where nothing names one unit."""
    owner, level = around.owner, around.level or _evident_level([], around.window)
    places = _narrowed(owner.places, level, around.window) if owner else ()
    if len({(place.level, place.code) for place in places}) == 1:
        return places[0].code, places[0].level, []
    if owner is not None and not places:
        return names.province, "province", []
    message = tr(
        "Bảng không nêu là số liệu của đơn vị nào; hãy ghi tên huyện, xã hoặc cơ quan ở đầu bảng hoặc ở tên trang tính."
    )
    return "", "", [finding("NAME_AMBIGUOUS_LEVEL", message, Where(sheet, at), "", tr("tên đơn vị"))]


def missing_units(lines: Iterable[Line], names: Names, around: Surroundings, sheet: str) -> list[Finding]:
    """The units of a level that a table lacks: named at the last row where it holds most of them, else only counted.

    A table of fewer may be one of many files; a table of one unit, in its rows or by its title, is no list of units.
    """
    present = [line for line in lines if line.match and len(line.match.places) == 1]
    findings = []
    for level in COUNTED:
        rows = [line for line in present if _of(line).places[0].level == level]
        codes = {_of(line).places[0].code for line in rows}
        every = names.all_of(level, _evident_window(rows, around.window))
        missing = [place.name for place in every if place.code not in codes]
        if not rows or not missing:
            continue
        if len(codes) >= COMPLETE_FROM * len(every):
            listed = ", ".join(missing)
            message = tr(
                "Bảng có {count} trong {every} đơn vị; thiếu {listed}. Thiếu không được tính là 0.",
                count=len(codes),
                every=len(every),
                listed=listed,
            )
            findings.append(finding("UNIT_ROW_MISSING", message, Where(sheet, rows[-1].at), str(len(codes)), listed))
        elif len(codes) > 1 and not (around.owner and around.owner.levels & set(COUNTED)):
            message = tr(
                "Bảng có {count} trong {every} {level}; nếu đây là một trong nhiều tệp thì không sao. Thiếu không được "
                "tính là 0.",
                count=len(codes),
                every=len(every),
                level=tr(COUNTED[level]),
            )
            findings.append(finding("UNITS_OF_MANY", message, Where(sheet), str(len(codes)), str(len(every))))
    return findings
