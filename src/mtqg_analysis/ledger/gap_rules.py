"""Cells of a year with a plan and no disbursement, the reverse, or a part only: what no sum of theirs can count."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from mtqg_analysis.domain.codes import CAPITALS, ORIGINS, UNIT_LEVELS
from mtqg_analysis.domain.language import to_translate, tr, written_day
from mtqg_analysis.domain.reference import label
from mtqg_analysis.domain.units import LEVELS_WITH_CODES, exists, unit_name
from mtqg_analysis.ledger.coverage import BASES, all_origins
from mtqg_analysis.ledger.coverage_rules import of_year
from mtqg_analysis.ledger.facts import Row
from mtqg_analysis.ledger.finding import Finding

MOST_NAMED = 6
Place = tuple[str, str, str, str]  # level, unit, programme, capital
Cell = tuple[str, str, str, str, str]  # and origin
Origins = dict[Place, set[str]]
LACKS = {
    "cells_without_plan": to_translate("có giải ngân, thiếu kế hoạch"),
    "cells_without_disbursed": to_translate("có kế hoạch, thiếu giải ngân"),
    "cells_of_part": to_translate("kế hoạch thiếu vốn kéo dài hoặc vốn trong năm"),
    "cells_without_figures": to_translate("thiếu cả kế hoạch và giải ngân"),
}


def check_gaps(figures: list[Row], province: str) -> list[Finding]:
    """A warning for every plan year and kind of gap in cells at the newest disbursement, as the reports leave them out.

    figures: as `with_figures` gives them. Only where at least one cell of the year has both figures is one missing.
    """
    paid, planned = of_year(figures, "disbursed", province), of_year(figures, "plan", province)
    findings: list[Finding] = []
    for year, own in sorted(paid.items()):
        for own_levels in (UNIT_LEVELS, ("province",)):
            rows = [row for row in own if _is_ours(row, own_levels, province)]
            plans = [row for row in planned.get(year, ()) if _is_ours(row, own_levels, province)]
            if rows and plans:
                day = max(row["day"] for row in rows)
                newest = _origins([row for row in rows if row["day"] == day], day)
                findings += _said(_gaps(newest, _in_force(plans, day)), year, day)
    return findings


def _is_ours(row: Row, levels: Sequence[str], province: str) -> bool:
    """Whether a row is of these levels; of provinces only the dataset's own makes returns."""
    return row["level"] in levels and (row["level"] != "province" or row["unit"] == province)


def _in_force(plans: list[Row], day: date) -> Origins:
    """The plans of a day on the basis that a report takes."""
    by_then = [row for row in plans if row["day"] <= day]
    held = {row["plan_basis"] for row in by_then}
    basis = next((code for code in BASES if code in held), "")
    return _origins([row for row in by_then if row["plan_basis"] == basis], day)


def _origins(rows: list[Row], day: date) -> Origins:
    """The origins by place, of units that are there on the day."""
    found: Origins = defaultdict(set)
    for row in rows:
        level, unit = str(row["level"]), str(row["unit"])
        if level not in LEVELS_WITH_CODES or exists(level, unit, day):
            found[level, unit, row["programme"], row["capital"]].add(row["origin"])
    return dict(found)


def _gaps(paid: Origins, planned: Origins) -> dict[str, list[Cell]]:
    """The cells by what they lack; nothing where no place has both figures."""
    if not paid.keys() & planned.keys():
        return {}
    found: dict[str, list[Cell]] = defaultdict(list)
    for place in dict.fromkeys([*planned, *paid]):
        for origin, kind in _lacking(paid.get(place, set()), planned.get(place, set())):
            found[kind].append((*place, origin))
    found["cells_without_figures"] += _absent(dict.fromkeys([*planned, *paid]))
    return found


def _lacking(paid: set[str], planned: set[str]) -> Iterator[tuple[str, str]]:
    """What one place lacks, with the origin; without one where the origins stand together.

    >>> list(_lacking({"both"}, {"current_year"})), list(_lacking({"both"}, {"current_year", "carried_over"}))
    ([('both', 'cells_of_part')], [])
    >>> list(_lacking({"current_year"}, {"current_year", "carried_over"})), list(_lacking({"both"}, set()))
    ([('carried_over', 'cells_without_disbursed')], [('both', 'cells_without_plan')])
    """
    parts = set(ORIGINS)
    if not planned or not paid:
        yield "both", "cells_without_disbursed" if planned else "cells_without_plan"
    elif paid & parts:
        by_origin = paid & parts
        for origin in ORIGINS:
            if origin in (planned ^ by_origin):
                yield origin, "cells_without_disbursed" if origin in planned else "cells_without_plan"
    elif "both" not in planned and not all_origins(planned, paid) <= planned:
        yield "both", "cells_of_part"


def _absent(places: dict[Place, None]) -> list[Cell]:
    """The cells of the province that nothing is published of, beside others of the same programme."""
    own = [place for place in places if place[0] == "province"]
    programmes = dict.fromkeys(place[:3] for place in own)
    return [(*one, capital, "both") for one in programmes for capital in CAPITALS if (*one, capital) not in places]


def _said(gaps: dict[str, list[Cell]], year: int, day: date) -> Iterator[Finding]:
    for kind, lacks in LACKS.items():
        cells = gaps.get(kind, [])
        if not cells:
            continue
        more = len(cells) - MOST_NAMED
        listed = "; ".join(_name(cell, day) for cell in cells[:MOST_NAMED])
        message = tr(
            "Năm {year}, giải ngân đến {day}: {count} ô {lacks}: {listed}. Báo cáo không tính các ô này vào tổng nào; "
            "hãy bổ sung dòng thiếu vào facts.csv, hoặc ghi 0 nếu không có vốn.",
            year=year,
            day=written_day(day),
            count=len(cells),
            lacks=tr(lacks),
            listed=listed + (tr(" và {count} ô khác", count=more) if more > 0 else ""),
        )
        yield Finding("warning", kind, (), tr("{count} ô", count=len(cells)), tr("đủ kế hoạch và giải ngân"), message)


def _name(cell: Cell, day: date) -> str:
    level, unit, programme, capital, origin = cell
    place = [] if level == "province" else [unit_name(unit, day) if level in LEVELS_WITH_CODES else unit]
    about = [] if origin == "both" else [label("origin", origin)]
    return ", ".join([*place, label("programme", programme), label("capital", capital), *about])
