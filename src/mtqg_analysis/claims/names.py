"""Names that the reference tables hold, as the grammar hears them: of programmes, money, units and agencies."""

from collections.abc import Iterator

from mtqg_analysis.claims.heard import heard
from mtqg_analysis.domain.reference import table
from mtqg_analysis.domain.units import find_units

LEAST = {"programme": 8, "capital": 7, "origin": 8, "fund": 8}  # letters from which a spelling is no common word
LEAD = ("chương trình", "ctmtqg", "các ", "3 ", "03 ")
NOT_HEARD = ("unknown", "ADM", "all", "current_year", "total")
LEADERS = ("UBND", "CTUBND")  # who speaks, not whose money it is


def names(province: str) -> Iterator[tuple[str, str, str]]:
    """Kind, code and name of all that the tables call by name; a commune only with its kind before it."""
    yield from _spelled()
    for row in table("programmes").query("level == 'programme'").to_dict("records"):
        yield "programme", row["code"], heard(row["name_vi"])
    for row in table("agencies").query("level == 'province'").to_dict("records"):
        for name in (row["name_vi"], row["short_vi"], *row["spellings"].split("|")):
            if len(name) > 4 and not name.isascii() and row["code"] not in LEADERS:
                yield "unit", f"agency:{row['code']}", heard(name)
    for row in table("units").to_dict("records"):
        for name in _names_of(row, province):
            yield "unit", f"{row['level']}:{row['code']}", name


def _spelled() -> Iterator[tuple[str, str, str]]:
    for row in table("spellings").to_dict("records"):
        kind, name = row["kind"], heard(row["spelling"])
        if len(name) < LEAST.get(kind, 1000) or "_" in name or row["code"] in NOT_HEARD or name == "vốn đầu tư công":
            continue
        if kind == "fund" and not name.startswith(("vốn", "ngân sách", "nguồn", "kinh phí")):
            continue
        if kind != "programme" or name.startswith(LEAD):
            yield kind, row["code"], name


def _names_of(row: dict[str, str], province: str) -> set[str]:
    spellings = (row["name_vi"], row["short_vi"], *row["spellings"].split("|"))
    if row["level"] == "province":
        found = {heard(one) for one in spellings if len(one) > 5 and not one.isascii()}
        return found | {f"tỉnh {one}" for one in found if not one.startswith("tỉnh")}
    if row["level"] == "district" and row["parent"] == province:
        return {heard(one) for one in spellings if len(one) > 5 and not one.isascii()} - {"thành phố"}
    if row["level"] == "commune" and row["code_list"] != "2019" and find_units(row["name_vi"], "commune", province):
        return {heard(row["name_vi"])}
    return set()
