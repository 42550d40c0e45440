"""Where a series breaks: definitions, units, agencies and programmes that changed within the years compared."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from mtqg_analysis.domain.programmes import programmes_of
from mtqg_analysis.domain.reference import table
from mtqg_analysis.domain.units import units_on

BREAK = ["day", "kind", "key", "label_vi", "label_en", "reference", "verified", "checked_on"]


def breaks(years: tuple[int, int], province: str) -> pd.DataFrame:
    """The days within the years (to the settlement month) on which something that is compared changed its meaning.

    Columns day, kind, key (of the rule; empty for agencies), label_vi, label_en, reference, verified, checked_on (of
    rules). kind: `definition` (a criterion or standard), `units` (their number from that day), `units_ended` (a level
    that no longer exists), `agencies` (merged on that day) or `programmes` (from that plan year other ones make the
    whole).
    """
    first, last = f"{years[0]}-01-02", f"{years[1] + 1}-01-31"
    rows = [_definitions(), _units(province), _ended(province), _agencies(), _programmes(years)]
    found = pd.concat(rows)[BREAK]
    return found[found["day"].between(first, last)].sort_values(["day", "kind"], kind="stable", ignore_index=True)


def unbroken(days: Sequence[date], breaks: Sequence[date]) -> list[list[int]]:
    """The runs of a series that may be joined: places of its days, cut wherever a break or a missing year lies between.

    days: rising. A figure of the very day of a break belongs to what comes after it.

    >>> unbroken([date(year, 12, 31) for year in (2021, 2023, 2024, 2025, 2026)], [date(2026, 1, 1)])
    [[0], [1, 2, 3], [4]]
    """
    runs: list[list[int]] = []
    for place, day in enumerate(days):
        former = days[place - 1] if place else None
        joined = former and day.year - former.year <= 1 and not any(former < one <= day for one in breaks)
        if joined:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def communes_on(day: date, province: str) -> int | None:
    """How many communes (xã) a province has on a day, which can be new-rural; wards and townships are none.

    None where the units of the province are not listed.

    >>> communes_on(date(2025, 6, 30), "20"), communes_on(date(2025, 7, 1), "20"), communes_on(date(2025, 7, 1), "99")
    (175, 61, None)
    """
    listed = units_on(day, "commune", province)
    return int((listed["type"] == "xã").sum()) if len(listed) else None


def _definitions() -> pd.DataFrame:
    rules = table("rules")
    rows = rules[rules["rule"] == "series_break"]
    return rows.assign(day=rows["value"], kind="definition")


def _counts(province: str) -> pd.DataFrame:
    rules = table("rules")
    return rules[(rules["rule"] == "unit_count") & (rules["applies_to"] == province)]


def _units(province: str) -> pd.DataFrame:
    rows = _counts(province)
    named = {name: rows[name] + ": " + rows["value"] for name in ("label_vi", "label_en")}
    return rows.assign(day=rows["valid_from"], kind="units", **named)


def _ended(province: str) -> pd.DataFrame:
    """Counts that end and are followed by none of the same level."""
    rows = _counts(province)
    rows = rows[rows["valid_to"] != ""]
    rows = rows.assign(day=[_day_after(text) for text in rows["valid_to"]], kind="units_ended")
    begun = set(zip(*(_counts(province)[name] for name in ("key", "valid_from")), strict=True))
    return rows[[place not in begun for place in zip(rows["key"], rows["day"], strict=True)]]


def _successions(merged: pd.DataFrame, name: str) -> list[str]:
    """Which agency became which, by one of the columns of their names."""
    names = dict(table("agencies")[["code", name]].itertuples(index=False))
    heirs = [", ".join(names.get(code, code) for code in text.split("|")) for text in merged["successors"]]
    return [f"{own} → {heir}" for own, heir in zip(merged[name], heirs, strict=True)]


def _agencies() -> pd.DataFrame:
    """One row a day: all provincial agencies that were merged on it, with those that took over."""
    agencies = table("agencies")
    merged = agencies[(agencies["valid_to"] != "") & (agencies["successors"] != "") & (agencies["level"] == "province")]
    moves = merged.assign(
        day=[_day_after(text) for text in merged["valid_to"]],
        label_vi=_successions(merged, "short_vi"),
        label_en=_successions(merged, "name_en"),
        reference=[text.split(";")[-2].strip() if ";" in text else text for text in merged["source"]],
    )
    by_day = moves.groupby("day", sort=True)
    rows = by_day.agg(
        label_vi=("label_vi", "; ".join),
        label_en=("label_en", "; ".join),
        reference=("reference", "first"),
        verified=("verified", lambda flags: min(flags)),
    )
    return rows.assign(kind="agencies", key="", checked_on="").reset_index()


def _programmes(years: tuple[int, int]) -> pd.DataFrame:
    """The plan years from which other programmes make the whole than in the year before."""
    programmes = table("programmes").set_index("code")
    rows = []
    for year in range(years[0] + 1, years[1] + 1):
        former, new = (list(programmes_of(one)) for one in (year - 1, year))
        if former != new:
            sides = {
                language: [", ".join(programmes.loc[codes, f"short_{language}"]) for codes in (former, new)]
                for language in ("vi", "en")
            }
            said = {f"label_{language}": " → ".join(side) for language, side in sides.items()}
            own = programmes.loc[new]
            reference = "; ".join(dict.fromkeys(text.split(";")[0] for text in own["source"]))
            rows.append({"day": f"{year}-01-01", "reference": reference, "verified": own["verified"].min(), **said})
    return pd.DataFrame(rows, columns=["day", "label_vi", "label_en", "reference", "verified"]).assign(
        kind="programmes", key="", checked_on=""
    )


def _day_after(text: str) -> str:
    return str((pd.Timestamp(text) + pd.Timedelta(days=1)).date())
