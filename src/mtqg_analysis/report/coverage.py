"""What figures cover, in words: the province where they are all there, else what is held of what there should be."""

from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.domain.units import unit_name
from mtqg_analysis.ledger.coverage import Coverage
from mtqg_analysis.report.numbers import number

LEVELS = {"district": to_translate("huyện"), "commune": to_translate("xã, phường")}
MOST_NAMED = 15  # missing units that a sentence names


def held_words(coverage: Coverage) -> str:
    """What is held of what there should be: "5 trong 11 huyện; 1 trong 3 chương trình (NTM)"; empty where all is."""
    units, programmes, capitals = coverage.parts
    said = []
    if units.missing or coverage.crossed:
        said.append(_with_agencies(_held_units(coverage), coverage.agencies))
    if programmes.missing and not programmes.held:
        said.append(tr("các chương trình không phải của năm {year}", year=coverage.year))
    elif programmes.missing:
        counted = _of(len(programmes.held), len(programmes.expected), tr("chương trình"))
        said.append(f"{counted} ({', '.join(label('programme', code) for code in programmes.held)})")
    if capitals.missing:
        said.append(tr("chỉ {capital}", capital=label("capital", capitals.held[0]).lower()))
    return "; ".join([*said, *_crossed_words(coverage)])


def missing_words(coverage: Coverage) -> str:
    """The names of what is missing, units first; of many units the first, and how many more."""
    units, programmes, capitals = (part.missing for part in coverage.parts)
    named = [unit_name(code, coverage.day) for code in units[:MOST_NAMED]]
    if len(units) > MOST_NAMED:
        named.append(tr("và {count} đơn vị khác", count=number(len(units) - MOST_NAMED)))
    named += [label("programme", code) for code in programmes]
    named += [label("capital", code).lower() for code in capitals]
    what = tr(LEVELS[coverage.level]) if coverage.crossed else ""
    for code, full in coverage.crossed:
        lacking = number(len(coverage.units.held) - full)
        named.append(tr("{programme} của {count} {what}", programme=label("programme", code), count=lacking, what=what))
    return ", ".join(named)


def _crossed_words(coverage: Coverage) -> list[str]:
    """Programmes that not all units report whole: "riêng GNBV: 1 trong 11 huyện"."""
    units = len(coverage.units.held)
    return [
        tr(
            "riêng {programme}: {held}",
            programme=label("programme", code),
            held=_of(full, units, tr(LEVELS[coverage.level])),
        )
        for code, full in coverage.crossed
    ]


def summed_words(coverage: Coverage) -> str:
    """Of which units a total is the sum: "cộng từ 11 huyện và 6 cơ quan"; empty where the province printed it."""
    if not coverage.of_units:
        return ""
    text = tr("cộng từ {units}", units=_with_agencies(_held_units(coverage), coverage.agencies))
    if not coverage.agencies:
        text += tr(", chưa có phần của các cơ quan cấp tỉnh")
    return text if coverage.is_listed else text + tr("; chưa có danh mục đơn vị để biết đã đủ hay chưa")


def titled(title: str, coverage: Coverage) -> str:
    """A title, with what is held behind it where that is not all."""
    held = held_words(coverage)
    return tr("{title} – {held}", title=title, held=held) if held else title


def place_words(coverage: Coverage) -> str:
    """Whose a sum over units is: "toàn tỉnh" where all units and some agencies are there, else those that are."""
    return part_words(coverage) or tr("toàn tỉnh")


def part_words(coverage: Coverage | None) -> str:
    """Whose figures are that are not the whole province's; empty where they are, or where nothing is known of them."""
    if coverage is None or coverage.is_province:
        return ""
    return held_words(coverage) or _with_agencies(_held_units(coverage), coverage.agencies)


def only_words(coverage: Coverage) -> str:
    """The sentence before a claim about a part of the province: of which part; empty where all is held."""
    held = held_words(coverage)
    return tr("Chỉ gồm: {held}.", held=held) + " " if held else ""


def _held_units(coverage: Coverage) -> str:
    units, what = coverage.units, tr(LEVELS[coverage.level]) if coverage.level else ""
    if units.missing:
        return _of(len(units.expected) - len(units.missing), len(units.expected), what)
    return tr("{count} {what}", count=number(len(units.held)), what=what) if units.held else ""


def _with_agencies(units: str, agencies: int) -> str:
    if not agencies:
        return units
    counted = tr("{count} cơ quan", count=number(agencies))
    return tr("{units} và {agencies}", units=units, agencies=counted) if units else counted


def _of(held: int, expected: int, what: str) -> str:
    return tr("{held} trong {expected} {what}", held=number(held), expected=number(expected), what=what)
