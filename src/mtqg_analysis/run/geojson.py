"""The outlines of a GeoJSON file that the user brings for maps; like every file that comes in, it may be hostile."""

import json
from math import isfinite
from pathlib import Path
from typing import Any

from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.domain.language import to_translate
from mtqg_analysis.ledger.dataset import find_path
from mtqg_analysis.report.map import Place, Rings

MOST_BYTES = 20 * 1024 * 1024
MAP = "map.geojson"  # in the folder of a dataset
MOST_POINTS = 500_000


def read_places(path: str, data: str = "") -> tuple[Place, ...]:
    """The places of a GeoJSON FeatureCollection of polygons; for an empty path, those that the dataset `data` keeps.

    A feature's properties `code` and `name` say which unit it is. Raises DataError for a file that is missing, too
    large, or not of this form.
    """
    kept = find_path(data) / MAP if data and not path else None
    if not path and (kept is None or not kept.is_file()):
        return ()
    file = kept or find_path(path, to_translate("tệp GeoJSON"), "ban_do.geojson")
    places = []
    for feature in _features(file):
        about = feature.get("properties")
        about = about if isinstance(about, dict) else {}
        rings = _rings(feature.get("geometry"), file)
        places.append(Place(str(about.get("code", "")), str(about.get("name", "")), rings, kept is not None))
    return tuple(places)


def _features(file: Path) -> list[dict[str, Any]]:
    if file.stat().st_size > MOST_BYTES:
        raise DataError(
            "{file} lớn hơn {most} MB; hãy đơn giản hóa đường biên rồi thử lại.", file=file, most=MOST_BYTES // 2**20
        )
    try:
        content = json.loads(file.read_text(encoding="utf-8-sig"))
        return [feature for feature in content["features"] if isinstance(feature, dict)]
    except UnicodeDecodeError as error:
        raise DataError(
            "{file} không theo bảng mã UTF-8; hãy xuất lại từ QGIS, kiểu GeoJSON, mã UTF-8.", file=file
        ) from error
    except json.JSONDecodeError as error:
        raise DataError(
            "{file}: dòng {lineno}, chữ thứ {colno} không đúng cách viết JSON; hãy xuất lại từ QGIS, kiểu GeoJSON.",
            file=file,
            lineno=error.lineno,
            colno=error.colno,
        ) from error
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        raise DataError(
            "{file} không phải là GeoJSON dạng FeatureCollection: thiếu danh sách features; hãy xuất lại từ QGIS, "
            "kiểu GeoJSON.",
            file=file,
        ) from error


def _rings(geometry: Any, file: Path) -> Rings:
    shape = geometry if isinstance(geometry, dict) else {}
    polygons = shape.get("coordinates") or []
    polygons = [polygons] if shape.get("type") == "Polygon" else polygons
    try:
        rings = [[(float(x), float(y)) for x, y, *_ in ring] for polygon in polygons for ring in polygon]
    except (TypeError, ValueError) as error:
        raise DataError(
            "{file}: tọa độ của một vùng không đọc được; cần Polygon hoặc MultiPolygon.", file=file
        ) from error
    if not all(isfinite(end) for ring in rings for point in ring for end in point):
        raise DataError("{file}: một vùng có tọa độ không phải là số hữu hạn.", file=file)
    if sum(map(len, rings)) > MOST_POINTS:
        raise DataError(
            "{file}: một vùng có hơn {most} điểm; hãy đơn giản hóa đường biên.", file=file, most=MOST_POINTS
        )
    return [ring for ring in rings if len(ring) > 2]
