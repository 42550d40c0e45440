"""How far the programmes of other years and places came: the outside view of what can be disbursed."""

from datetime import date

import numpy as np
import pandas as pd

from mtqg_analysis.analysis.cells import PROGRAMMES, SETTLEMENT
from mtqg_analysis.analysis.compare import month_ends
from mtqg_analysis.analysis.planning.history import SAID, History
from mtqg_analysis.domain.period import stage_of
from mtqg_analysis.ledger.ledger import Ledger

CAPITALS = ("total", "investment", "recurrent")
PARTS = CAPITALS[1:]
POOLED = "pooled"
DECEMBER = SETTLEMENT - 1
MIN_CLASS = 8  # a reference class with fewer ratios says nothing; pool up one level
QUANTILES = {"prudent": 0.2, "median": 0.5, "upper": 0.8}


def reference_class(ledger: Ledger, context: Ledger, as_of: date, history: History | None) -> pd.DataFrame:
    """Year-end rates of the programmes known by a day, one a place, programme, capital, origin and plan year.

    Each to the end of the settlement month (stage 13) where a source gives it or the province's history holds the
    amounts (a ratio of sums, marked `computed`), else to 31 December (stage 12). Bases differ or are unknown, so the
    class describes how far programmes came and is not a sample.
    """
    wanted: dict[str, str | list[str]] = {
        "measure": "disbursement_rate",
        "programme": ["ALL", *PROGRAMMES],
        "capital": list(CAPITALS),
        "level": ["national", "province", "region"],
        "status": "actual",
    }
    rows = month_ends(pd.concat([context.find(**wanted), ledger.find(**wanted)]))
    rows = rows[rows["stage"].isin([DECEMBER, SETTLEMENT]) & (rows["day"] <= as_of)]
    rows = rows.sort_values("stage", ascending=False, kind="stable")
    distinct = rows.drop_duplicates(["unit", "programme", "capital", "origin", "year"])
    return _settled(distinct.assign(computed=False), ledger, history).sort_values("exact", kind="stable")


def _settled(rows: pd.DataFrame, ledger: Ledger, history: History | None) -> pd.DataFrame:
    """The rows, those of the province to 31 December replaced by what its own amounts of the same plan say later."""
    if history is None or not history.settled:
        return rows
    known = {(str(row["year"]), row["capital"]): row for _, row in history.rates().iterrows()}
    out = rows.copy()
    own = (rows["unit"] == ledger.dataset.province) & (rows["programme"] == "ALL") & (rows["origin"] == "both")
    for place in rows.index[own & (rows["plan_basis"] == history.basis) & (rows["stage"] == DECEMBER)]:
        found = known.get((rows.at[place, "year"], rows.at[place, "capital"]))
        if found is None:
            continue
        for name in ("exact", *SAID):
            out.at[place, name] = found[name]
        out.at[place, "stage"] = stage_of(int(rows.at[place, "year"]), found["day"])
        out.at[place, "computed"] = True
    return out


def class_quantiles(reference: pd.DataFrame) -> pd.DataFrame:
    """Quantiles (linear) by capital type, of its own ratios or of the pool of both types, if these are enough.

    Columns: capital, n, used (the class whose ratios speak: the capital's own, `pooled`, or "" where even the pool has
    fewer than `MIN_CLASS`), n_used, prudent, median, upper (fractions; NaN where nothing speaks). Only investment and
    recurrent capital are pooled: the total of a place holds its two parts already.

    >>> rates = [.50, .53, .58, .61, .66, .70, .74, .81]
    >>> frame = pd.DataFrame({"capital": "total", "exact": rates})
    >>> print(class_quantiles(frame).round(3)[["n", "prudent", "median", "upper"]].to_string(index=False))
     n  prudent  median  upper
     8     0.55   0.635  0.724
    """
    rows = []
    for capital in [name for name in CAPITALS if name in set(reference["capital"])]:
        own = reference.loc[reference["capital"] == capital, "exact"]
        used, name = own, capital
        if len(own) < MIN_CLASS and capital in PARTS:
            used, name = reference.loc[reference["capital"].isin(PARTS), "exact"], POOLED
        if len(used) < MIN_CLASS:
            used, name = used.iloc[:0], ""
        spread = {end: float(np.quantile(used, q)) if len(used) else float("nan") for end, q in QUANTILES.items()}
        rows.append({"capital": capital, "n": len(own), "used": name, "n_used": len(used), **spread})
    return pd.DataFrame(rows, columns=["capital", "n", "used", "n_used", *QUANTILES])
