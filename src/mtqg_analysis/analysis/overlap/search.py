"""Planned works that may overlap in contents or beneficiaries: from the dataset's tables to pairs for a person."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from mtqg_analysis.analysis.overlap.blocking import Blocking, block
from mtqg_analysis.analysis.overlap.evaluation import Quality, evaluate
from mtqg_analysis.analysis.overlap.features import levels, scores
from mtqg_analysis.analysis.overlap.judging import VERDICTS, as_truth, read_judgements, with_judgements
from mtqg_analysis.analysis.overlap.weights import Weights, chance, fit, stated
from mtqg_analysis.analysis.overlap.works import read_works
from mtqg_analysis.domain.reference import rules_on
from mtqg_analysis.ledger.ledger import Ledger


@dataclass(frozen=True)
class Rules:
    """The named conventions, from the reference table of rules.

    doubled: share of planned works assumed to have a double; review: chance from which a pair is put to a person;
    window: years between two works; block: works that may share a key. verified: whether all were held against a text.
    """

    doubled: float
    review: float
    window: int
    block: int
    verified: bool


@dataclass(frozen=True)
class Overlaps:
    """All that is known of overlaps in a dataset's plan.

    works: of `read_works`. pairs: one, other (row numbers of works), a level a feature as `level_title` …, score_title
    …, bits, chance, blocked, verdict, judged_by, day, note, drawn, stratum, stratum_pairs, truth; highest weight first.
    judgements: of `read_judgements`, those too that no longer hold. quality: None where nobody judged a pair.
    """

    works: pd.DataFrame
    pairs: pd.DataFrame
    judgements: pd.DataFrame
    blocking: Blocking
    weights: Weights
    rules: Rules
    quality: Quality | None

    @property
    def candidates(self) -> pd.DataFrame:
        """The pairs that are shown: likely enough to be asked about, or judged; highest weight first."""
        return self.pairs[(self.pairs["chance"] >= self.rules.review) | (self.pairs["verdict"] != "")]

    @property
    def by_verdict(self) -> pd.DataFrame:
        """By verdict ("" of those that wait): how many pairs are shown, and the sum of the smaller amount of each.

        A pair of which one amount cannot be read is in no sum; NaN where that is so of all pairs of a verdict.
        """
        amounts, shown = self.works["amount"].to_numpy(), self.candidates
        smaller = pd.Series(np.minimum(amounts[shown["one"]], amounts[shown["other"]]), shown.index)
        by_verdict = smaller.groupby(shown["verdict"])
        rows = pd.DataFrame({"pairs": by_verdict.size(), "smaller": by_verdict.sum(min_count=1)})
        rows = rows.reindex(["", *VERDICTS])
        return rows.assign(pairs=rows["pairs"].fillna(0).astype(int)).rename_axis("verdict").reset_index()


def find_overlaps(ledger: Ledger, day: date) -> Overlaps | None:
    """The overlaps that a dataset's plan may hold; None where it has no planned work with a name and a year.

    day: of the report; its conventions are those in force then.
    Planned works are compared among themselves and with those of earlier years. Nothing is ever rejected: a pair is a
    question to a person, and what the person judged (judgements.csv) is kept and shown.
    """
    if ledger.table("needs").empty:
        return None
    rules, works = overlap_rules(day), read_works(ledger)
    if not works["planned"].any():
        return None
    blocking = block(works, rules.window, rules.block)
    judgements = read_judgements(ledger, works)
    return compare_pairs(works, blocking, judgements, rules)


def compare_pairs(works: pd.DataFrame, blocking: Blocking, judgements: pd.DataFrame, rules: Rules) -> Overlaps:
    """Weighs the pairs of a blocking, with the judgements that there are.

    Drawn pairs teach the weights nothing: they are what the weights are held against.
    """
    pairs = with_judgements(blocking.pairs, judgements)
    found = scores(works, pairs)
    reached = levels(found)
    truth = as_truth(pairs["verdict"])
    taught = np.where(pairs["drawn"] > 0, np.nan, truth)
    weights = fit(reached, taught, stated(assumed_prior(rules.doubled, int(works["planned"].sum()), len(pairs))))
    bits = weights.weigh(reached)
    pairs = pairs.join(reached.add_prefix("level_")).join(found.add_prefix("score_"))
    pairs = pairs.assign(bits=bits, chance=chance(bits, weights.prior), truth=truth)
    pairs = pairs.sort_values(["bits", "one", "other"], ascending=[False, True, True], ignore_index=True)
    return Overlaps(works, pairs, judgements, blocking, weights, rules, evaluate(pairs, rules.review))


def overlap_rules(day: date) -> Rules:
    """The conventions in force on a day, as the reference table states them."""
    rows = rules_on("overlap", day).set_index("key")
    value = rows["value"].astype(float)
    verified = bool((rows["verified"] == "yes").all())
    return Rules(value["doubled"] / 100, value["review"] / 100, int(value["window"]), int(value["block"]), verified)


def assumed_prior(doubled: float, planned: int, pairs: int) -> float:
    """The share of true pairs among those compared, if a share `doubled` of the planned works has a double.

    Stated and not fitted; at most a half, and a half where nothing is compared.

    >>> assumed_prior(0.05, 10_000, 250_000), assumed_prior(0.05, 40, 2)
    (0.002, 0.5)
    """
    return min(0.5, doubled * planned / pairs) if pairs else 0.5
