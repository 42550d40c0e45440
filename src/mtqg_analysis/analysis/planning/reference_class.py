"""How far the programmes of other years and places came: the outside view of what can be disbursed."""

import numpy as np
import pandas as pd

from mtqg_analysis.analysis.compare import month_ends
from mtqg_analysis.analysis.planning.history import SAID, History
from mtqg_analysis.domain.codes import WITH_TOTAL
from mtqg_analysis.domain.period import DECEMBER, SETTLEMENT, stage_of
from mtqg_analysis.domain.programmes import every_programme
from mtqg_analysis.ledger.ledger import Ledger

WHOLE = "ALL"
MIN_CLASS = 8  # a reference class with fewer ratios says nothing
QUANTILES = {"prudent": 0.2, "median": 0.5, "upper": 0.8}


def reference_class(ledger: Ledger, context: Ledger, history: History | None) -> pd.DataFrame:
    """Year-end rates of the programmes known by a day, one a place, programme, capital, origin and plan year.

    Each to the end of the settlement month (stage 13) where a source gives it or the province's history holds the
    amounts (a ratio of sums, marked `computed`), else to 31 December (stage 12). `counted`: all but the programmes of
    a place and year whose total stands here too, since their money is in it. Bases differ or are unknown, so the class
    describes how far programmes came and is not a sample. `invented`: the rate stands in an illustrative dataset only.
    """
    wanted: dict[str, str | list[str]] = {
        "measure": "disbursement_rate",
        "programme": ["ALL", *every_programme()],
        "capital": list(WITH_TOTAL),
        "level": ["national", "province", "region"],
        "status": "actual",
    }
    rows = month_ends(pd.concat([context.find(**wanted), ledger.find(**wanted)]))
    rows = rows[rows["stage"].isin([DECEMBER, SETTLEMENT])]
    rows = rows.sort_values("stage", ascending=False, kind="stable")
    distinct = rows.drop_duplicates(["unit", "programme", "capital", "origin", "year"])
    rows = _settled(distinct.assign(computed=False), ledger, history).sort_values("exact", kind="stable")
    made_up = ledger.sources.index.difference(context.sources.index) if ledger.is_illustrative else []
    return rows.assign(counted=_once(rows), invented=rows["source"].isin(made_up))


def _once(rows: pd.DataFrame) -> list[bool]:
    """Whether a rate is of money that no other rate of its capital type, place and year holds too."""
    same = [tuple(row) for row in rows[["unit", "capital", "year"]].itertuples(index=False)]
    is_whole = (rows["programme"] == WHOLE).tolist()
    held = {one for one, whole in zip(same, is_whole, strict=True) if whole}
    return [whole or one not in held for one, whole in zip(same, is_whole, strict=True)]


def _settled(rows: pd.DataFrame, ledger: Ledger, history: History | None) -> pd.DataFrame:
    """The rows, those of the province to 31 December replaced by what its own amounts of the same plan say later."""
    if history is None or not history.settled or history.has_gaps:
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
    """Quantiles (linear) of the counted ratios of each capital type, where these are enough.

    Columns: capital, n (counted ratios), prudent, median, upper (fractions; NaN with fewer than `MIN_CLASS`). Types are
    not pooled: recurrent capital lags behind investment everywhere, and a pool of both describes neither.

    >>> rates = [.50, .53, .58, .61, .66, .70, .74, .81]
    >>> frame = pd.DataFrame({"capital": "total", "exact": rates, "counted": True})
    >>> print(class_quantiles(frame).round(3)[["n", "prudent", "median", "upper"]].to_string(index=False))
     n  prudent  median  upper
     8     0.55   0.635  0.724
    """
    rows = []
    for capital in [name for name in WITH_TOTAL if name in set(reference["capital"])]:
        own = reference.loc[(reference["capital"] == capital) & reference["counted"], "exact"]
        spread = {end: float(np.quantile(own, q)) if len(own) >= MIN_CLASS else np.nan for end, q in QUANTILES.items()}
        rows.append({"capital": capital, "n": len(own), **spread})
    return pd.DataFrame(rows, columns=["capital", "n", *QUANTILES])
