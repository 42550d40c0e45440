"""The map of a dataset: outlines that its owner brings, matched to units, simplified, kept beside its figures."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.domain.reference import fold
from mtqg_analysis.domain.units import LEVELS_WITH_CODES, find_units, province_of, units_of
from mtqg_analysis.ledger.dataset import find_path, read_dataset
from mtqg_analysis.ledger.keeping import whole
from mtqg_analysis.report.map import Place, Rings
from mtqg_analysis.run.geojson import MAP, read_places

GRID = 3  # decimals of a degree that are kept: about a hundred metres, finer than a page shows
LEVELS = tuple(reversed(LEVELS_WITH_CODES[1:]))  # a name is a commune's before it is a district's, which is no more


@dataclass(frozen=True)
class Added:
    """What became of a map. kept: places by code; unknown: what is no unit of the province; twice: codes that two
    places claim; points: of all boundaries, before and after.
    """

    file: Path
    kept: tuple[Place, ...]
    unknown: tuple[str, ...]
    twice: tuple[str, ...]
    points: tuple[int, int]


def add_map(data: str, file: str) -> Added:
    """Keeps the outlines of a GeoJSON file in a dataset, which its reports and `explore` then draw.

    A place is a unit of the dataset's province by its code, else by its name. Borders are laid on a grid, so that
    neighbours still meet. Raises DataError where the file cannot be read or none of its places is a unit.
    """
    folder = find_path(data)
    province = read_dataset(folder).province
    given = read_places(file)
    codes = [_code_of(place, province) for place in given]
    kept = tuple(
        Place(code, place.name, rings)
        for code, place in zip(codes, given, strict=True)
        if code and (rings := simplified(place.rings))
    )
    if not kept:
        named = ", ".join(place.name or place.code or "?" for place in given[:5])
        raise DataError(
            "{file}: không vùng nào là huyện, xã của tỉnh {province}; tên hoặc mã đọc được: {named}. "
            "Cần thuộc tính code hoặc name.",
            file=file,
            province=province,
            named=named,
        )
    target = folder / MAP
    whole(target, lambda place: place.write_text(_written(kept), encoding="utf-8"))
    unknown = tuple(place.name or place.code or "?" for code, place in zip(codes, given, strict=True) if not code)
    twice = tuple(code for code, count in Counter(place.code for place in kept).items() if count > 1)
    points = sum(len(ring) for one in given for ring in one.rings), sum(len(ring) for one in kept for ring in one.rings)
    return Added(target, kept, unknown, twice, points)


def _code_of(place: Place, province: str) -> str:
    """The code of the unit that a place is; empty where it is none, or a name that several units bear."""
    for level in LEVELS:
        units = [unit for unit in units_of(place.code, level) if province_of(unit) == province]
        if units and (not place.name or any(fold(unit.short_name) in fold(place.name) for unit in units)):
            return place.code
    for level in LEVELS:
        newest = {unit.code for unit in find_units(place.name, level, province) if unit.valid_on(date.max)}
        found = newest or {unit.code for unit in find_units(place.name, level, province)}
        if len(found) == 1:
            return found.pop()
    return ""


def simplified(rings: Rings) -> Rings:
    """The boundaries on a grid, without points that fall together; what shrinks to nothing goes.

    >>> simplified([[(106.0, 21.0), (106.00001, 21.0), (106.1, 21.0), (106.1, 21.1), (106.0, 21.0)]])
    [[(106.0, 21.0), (106.1, 21.0), (106.1, 21.1), (106.0, 21.0)]]
    """
    laid = [[(round(x, GRID), round(y, GRID)) for x, y in ring] for ring in rings]
    thin = [[one for place, one in enumerate(ring) if not place or one != ring[place - 1]] for ring in laid]
    return [ring for ring in thin if len(set(ring)) > 2]


def _written(places: tuple[Place, ...]) -> str:
    features = [
        {
            "type": "Feature",
            "properties": {"code": place.code, "name": place.name},
            "geometry": {"type": "MultiPolygon", "coordinates": [[ring] for ring in place.rings]},
        }
        for place in places
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
