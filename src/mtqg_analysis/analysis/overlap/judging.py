"""What persons have judged about pairs of works, and whether it still holds for the works as they are now."""

import numpy as np
import pandas as pd

from mtqg_analysis.domain.reference import fold
from mtqg_analysis.ledger.facts import SIDE_COLUMNS
from mtqg_analysis.ledger.ledger import Ledger

VERDICTS = ("same_object", "same_beneficiary", "co_financing", "different")
SAME = VERDICTS[:3]  # the two speak of one thing or one people, whether or not the law allows both


def read_judgements(ledger: Ledger, works: pd.DataFrame) -> pd.DataFrame:
    """The judgements of a dataset, one row a pair, the newest of each pair; empty where nobody judged yet.

    Columns: one, other (row numbers of works, one < other; -1 where gone), verdict, judged_by, day, note, state:
    `holds`; `changed` where a work no longer has the name that was judged (a name not written down is not compared);
    `gone` where an id names no work. Rows whose verdict is no known one are left out: the dataset's check names them.
    """
    rows = ledger.table("judgements")
    if rows.empty:
        rows = pd.DataFrame(columns=[column.name for column in SIDE_COLUMNS["judgements"]], dtype=str)
    rows = rows[rows["verdict"].isin(VERDICTS) & (rows["work"] != rows["other"])]
    at = {work: place for place, work in enumerate(works["work"])}
    sides = [rows[side].map(at).fillna(-1).astype(int).to_numpy() for side in ("work", "other")]
    names = [fold(name) for name in works["name"]]
    states = [
        _state(places, written, names)
        for places, written in zip(
            zip(*sides, strict=True), zip(rows["work_name"], rows["other_name"], strict=True), strict=True
        )
    ]
    out = rows[["verdict", "judged_by", "day", "note"]].assign(
        one=np.minimum(*sides), other=np.maximum(*sides), state=states, ids=_pair_ids(rows)
    )
    newest = out.sort_values("day", kind="stable").drop_duplicates("ids", keep="last")
    return newest.sort_index().drop(columns="ids").reset_index(drop=True)


def _pair_ids(rows: pd.DataFrame) -> list[frozenset[str]]:
    return [frozenset(pair) for pair in zip(rows["work"], rows["other"], strict=True)]


def _state(places: tuple[int, int], written: tuple[str, str], names: list[str]) -> str:
    """Whether a judgement holds: lines of a spreadsheet move, so an id alone may come to mean another work."""
    if min(places) < 0:
        return "gone"
    same = all(not name or fold(name) == names[place] for place, name in zip(places, written, strict=True))
    return "holds" if same else "changed"


def with_judgements(pairs: pd.DataFrame, judgements: pd.DataFrame) -> pd.DataFrame:
    """Compared pairs with what was judged of them, and judged pairs that share no key, so that none is lost.

    pairs: one, other. judgements: of `read_judgements`. returns: one, other, blocked (whether the keys found the
    pair), verdict, judged_by, day, note (empty where not judged).
    """
    held = judgements[judgements["state"] == "holds"].drop(columns="state")
    both = pairs.assign(blocked=True).merge(held, on=["one", "other"], how="outer")
    both["blocked"] = both["blocked"].eq(True)
    words = ["verdict", "judged_by", "day", "note"]
    return both.assign(**{name: both[name].fillna("").astype(str) for name in words})


def as_truth(verdicts: pd.Series) -> np.ndarray:
    """Verdicts as 1 (one thing), 0 (different) and NaN (not judged), for learning and evaluating."""
    return np.where(verdicts == "", np.nan, verdicts.isin(SAME).astype(float))
