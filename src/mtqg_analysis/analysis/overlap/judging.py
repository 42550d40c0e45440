"""What persons have judged about pairs of works, and whether it still holds for the works as they are now."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from mtqg_analysis.analysis.overlap.works import work_of
from mtqg_analysis.domain.dates import dates_in
from mtqg_analysis.domain.figure import parse_decimal
from mtqg_analysis.domain.reference import code_of, fold
from mtqg_analysis.ledger.facts import SIDE_COLUMNS
from mtqg_analysis.ledger.ledger import Ledger

VERDICTS = ("same_object", "same_beneficiary", "co_financing", "different")
SAME = VERDICTS[:3]  # the two speak of one thing or one people, whether or not the law allows both
SAID = ("verdict", "judged_by", "day", "note")
DRAWN = ("drawn", "stratum", "stratum_pairs")
GONE = -1


def read_judgements(ledger: Ledger, works: pd.DataFrame) -> pd.DataFrame:
    """The judgements of a dataset, one row a pair, the newest of each pair; empty where nobody judged yet.

    Columns: one, other (row numbers of works, one < other; -1 where gone), verdict (code), judged_by, day, note;
    drawn, stratum, stratum_pairs (whole numbers, drawn is 0 for a pair that somebody picked); work, work_name,
    other_work, other_name as written, line (of the file); state: `holds`; `unnamed` where a name is not written down,
    so that nobody knows which work was meant; `gone` where no work has both id and name; `unread` where the verdict is
    no known one (it stands there as written) and `itself` where both works are one: these speak of no pair, so every
    such row is kept, at the end.
    """
    rows = ledger.table("judgements")
    if rows.empty:
        rows = pd.DataFrame(columns=[column.name for column in SIDE_COLUMNS["judgements"]], dtype=str)
    rows = rows.assign(line=range(2, len(rows) + 2), verdict=[_verdict(cell) for cell in rows["verdict"]])
    rows = rows.assign(**{side: rows[side].str.strip() for side in ("work", "other")})
    written = ledger.table("judgements").get("verdict", pd.Series(dtype=str))
    itself, unread = rows["work"] == rows["other"], rows["verdict"] == ""
    unusable = _unusable(rows.assign(verdict=rows["verdict"].where(~unread, written)), unread)[itself | unread]
    rows = rows[~itself & ~unread]
    find = _Names(works)
    sides = [
        np.array([find.place(*named) for named in zip(rows[side], rows[f"{side}_name"], strict=True)], dtype=int)
        for side in ("work", "other")
    ]
    named = (rows["work_name"].str.strip() != "") & (rows["other_name"].str.strip() != "")
    gone = (np.minimum(*sides) == GONE) | (sides[0] == sides[1])
    out = rows[[*SAID, "work", "work_name", "other", "other_name", "line"]].rename(columns={"other": "other_work"})
    out = out.assign(
        one=np.minimum(*sides),
        other=np.maximum(*sides),
        state=np.select([~named, gone], ["unnamed", "gone"], "holds"),
        **{name: _whole(rows[name]) for name in DRAWN},
        when=[_day(text) for text in rows["day"]],
    )
    out = out.assign(pair=[_pair(row) for row in out.to_dict("records")]).sort_values("when", kind="stable")
    drawn = out[[*DRAWN]].where(out["drawn"] > 0)
    out[[*DRAWN]] = drawn.groupby(out["pair"]).ffill().fillna(0).astype(int)  # judged anew, it is still of the sample
    newest = out.drop_duplicates("pair", keep="last")
    found = newest.sort_index().drop(columns=["pair", "when"])
    return pd.concat([found, unusable[found.columns]] if len(unusable) else [found], ignore_index=True)


def _unusable(rows: pd.DataFrame, unread: pd.Series) -> pd.DataFrame:
    """Judgements as rows of `read_judgements` that hold for no pair, those without a known verdict marked."""
    states = np.where(unread, "unread", "itself")
    nothing = {"one": GONE, "other": GONE, "state": states, **dict.fromkeys(DRAWN, 0)}
    return rows.rename(columns={"other": "other_work"}).assign(**nothing)


def _verdict(cell: str) -> str:
    """The code of a verdict written as code or as label; empty for anything else."""
    return code_of("judgement", cell) or ""


def _day(text: str) -> date:
    """The day of a judgement, in ISO form or day first; an unreadable one is older than all others."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return next(iter(dates_in(text)), date.min)


def _whole(cells: pd.Series) -> list[int]:
    """Counts from a file; an empty or unreadable one is 0."""
    found = [parse_decimal(cell) for cell in cells]
    return [int(count) if count is not None and 0 <= count < 10**12 else 0 for count in found]


def _pair(row: dict[Hashable, Any]) -> frozenset[Any]:
    """What makes two judgements speak of one pair: the works that they hold for, else what is written of them."""
    if row["state"] == "holds":
        return frozenset((row["one"], row["other"]))
    return frozenset({(row["work"], fold(row["work_name"])), (row["other_work"], fold(row["other_name"]))})


class _Names:
    """Finds works by what a judgement says of them."""

    def __init__(self, works: pd.DataFrame) -> None:
        self.names = [fold(name) for name in works["name"]]
        self.offices = list(zip(works["source"], works["unit"], strict=True))
        self.by_id, self.by_name, self.of_source = defaultdict(set), defaultdict(set), defaultdict(set)
        for place, (work, ids) in enumerate(zip(works["work"], works["ids"], strict=True)):
            for one in {work, *ids}:
                self.by_id[one].add(place)
            self.by_name[self.names[place]].add(place)
            self.of_source[works["source"].iloc[place]].add(self.offices[place])

    def place(self, work: str, name: str) -> int:
        """The row number of the work that has this id and name, or that name alone in its office's list.

        Lines of a spreadsheet move when one is inserted above, so the name decides; -1 where no work has it, or
        several.
        """
        wanted = self.by_name.get(fold(name), set())
        here = self.by_id.get(work, self.by_id.get(work_of(work), set()))
        return _only(wanted & here) if wanted & here else _only(self._within(wanted, self._offices(work, here)))

    def _offices(self, work: str, here: set[int]) -> set[tuple[str, str]]:
        """The source and unit whose work an id named; none where that is not certain."""
        if here:
            return {self.offices[place] for place in here}
        own = self.of_source.get(work.rpartition("/")[0], set())
        return own if len(own) == 1 else set()

    def _within(self, places: Iterable[int], offices: set[tuple[str, str]]) -> set[int]:
        return {place for place in places if self.offices[place] in offices}


def _only(places: set[int]) -> int:
    return next(iter(places)) if len(places) == 1 else GONE


def with_judgements(pairs: pd.DataFrame, judgements: pd.DataFrame) -> pd.DataFrame:
    """Compared pairs with what was judged of them, and judged pairs that share no key, so that none is lost.

    pairs: one, other. judgements: of `read_judgements`. returns: one, other, blocked (whether the keys found the
    pair), verdict, judged_by, day, note (empty where not judged), drawn, stratum, stratum_pairs (0 where not drawn).
    """
    held = judgements.loc[judgements["state"] == "holds", ["one", "other", *SAID, *DRAWN]]
    both = pairs.assign(blocked=True).merge(held, on=["one", "other"], how="outer")
    both["blocked"] = both["blocked"].eq(True)
    words = {name: both[name].astype(object).fillna("").astype(str) for name in SAID}
    return both.assign(**words, **{name: both[name].fillna(0).astype(int) for name in DRAWN})


def as_truth(verdicts: pd.Series) -> np.ndarray:
    """Verdicts as 1 (one thing), 0 (different) and NaN (not judged), for learning and evaluating."""
    return np.where(verdicts == "", np.nan, verdicts.isin(SAME).astype(float))
