"""Where a series breaks: definitions, units and agencies that changed within the years compared."""

import pandas as pd

from mtqg_analysis.domain.reference import table

BREAK = ["day", "kind", "code", "label_vi", "label_en", "reference", "verified"]


def breaks(years: tuple[int, int], province: str) -> pd.DataFrame:
    """The days within the years (to the settlement month) on which something that is compared changed its meaning.

    kind: `definition` (dated rows of the rules), `units` (a level of the province ended or began) or `agencies`.
    """
    first, last = f"{years[0]}-01-02", f"{years[1] + 1}-01-31"
    rules = table("rules")
    rows = rules[rules["rule"].isin(["series_break", "unit_count"])]
    rows = rows[rows["rule"].eq("series_break") | rows["applies_to"].eq(province)]
    dated = rows.assign(day=rows["value"].where(rows["rule"] == "series_break", rows["valid_from"]))
    dated = dated.assign(kind=["definition" if rule == "series_break" else "units" for rule in dated["rule"]])
    dated = dated.assign(code=dated["key"])
    agencies = table("agencies")
    merged = agencies[(agencies["valid_to"] != "") & (agencies["successors"] != "") & (agencies["level"] == "province")]
    short = dict(zip(agencies["code"], agencies["short_vi"], strict=True))
    heirs = [", ".join(short.get(code, code) for code in text.split("|")) for text in merged["successors"]]
    merged = merged.assign(
        day=[str((pd.Timestamp(text) + pd.Timedelta(days=1)).date()) for text in merged["valid_to"]],
        kind="agencies",
        label_vi=merged["short_vi"] + " → " + pd.Series(heirs, merged.index),
        label_en=merged["short_vi"] + " → " + pd.Series(heirs, merged.index),
        reference=merged["source"],
    )
    found = pd.concat([dated[BREAK], merged[BREAK]])
    return found[found["day"].between(first, last)].sort_values(["day", "kind"], kind="stable", ignore_index=True)
