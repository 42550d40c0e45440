"""Where a series breaks: definitions, units and agencies that changed within the years compared."""

import pandas as pd

from mtqg_analysis.domain.reference import table

BREAK = ["day", "kind", "label_vi", "label_en", "reference", "verified"]


def breaks(years: tuple[int, int], province: str) -> pd.DataFrame:
    """The days within the years (to the settlement month) on which something that is compared changed its meaning.

    Columns day, kind, label_vi, label_en, reference, verified. kind: `definition` (a criterion or standard), `units`
    (their number from that day), `units_ended` (a level that no longer exists) or `agencies` (merged on that day).
    """
    first, last = f"{years[0]}-01-02", f"{years[1] + 1}-01-31"
    found = pd.concat([_definitions(), _units(province), _ended(province), _agencies()])[BREAK]
    return found[found["day"].between(first, last)].sort_values(["day", "kind"], kind="stable", ignore_index=True)


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


def _agencies() -> pd.DataFrame:
    """One row a day: all provincial agencies that were merged on it, with those that took over."""
    agencies = table("agencies")
    short = dict(zip(agencies["code"], agencies["short_vi"], strict=True))
    merged = agencies[(agencies["valid_to"] != "") & (agencies["successors"] != "") & (agencies["level"] == "province")]
    heirs = [", ".join(short.get(code, code) for code in text.split("|")) for text in merged["successors"]]
    moves = merged.assign(
        day=[_day_after(text) for text in merged["valid_to"]],
        label_vi=[f"{name} → {heir}" for name, heir in zip(merged["short_vi"], heirs, strict=True)],
        reference=[text.split(";")[-2].strip() if ";" in text else text for text in merged["source"]],
    )
    by_day = moves.groupby("day", sort=True)
    rows = by_day.agg(
        label_vi=("label_vi", "; ".join),
        reference=("reference", "first"),
        verified=("verified", lambda flags: min(flags)),
    )
    return rows.assign(kind="agencies", label_en=rows["label_vi"]).reset_index()


def _day_after(text: str) -> str:
    return str((pd.Timestamp(text) + pd.Timedelta(days=1)).date())
