"""How long the search for overlaps takes, and what it finds of the planted ones: `python tests/overlaps/timing.py`.

Each line: works, pairs that all with all would be, pairs compared, share spared, seconds of each step, planted pairs
that were compared and that were pointed out, how many were pointed out, and works whose keys were all too common.
"""

import sys
from datetime import date
from itertools import pairwise
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from mtqg_analysis.analysis.overlap.blocking import block
from mtqg_analysis.analysis.overlap.judging import read_judgements
from mtqg_analysis.analysis.overlap.search import compare_pairs, overlap_rules
from mtqg_analysis.analysis.overlap.works import read_works
from overlaps.made import made_ledger, made_works

DAY = date(2026, 1, 31)
COUNTS = (1_000, 10_000, 100_000)


def measure(count):
    """One run: seconds by step, sizes, and how the planted pairs fared."""
    needs, same = made_works(count)
    ledger, rules = made_ledger(needs), overlap_rules(DAY)
    clock = [perf_counter()]
    works = read_works(ledger)
    clock.append(perf_counter())
    blocking = block(works, rules.window, rules.block)
    clock.append(perf_counter())
    found = compare_pairs(works, blocking, read_judgements(ledger, works), rules)
    clock.append(perf_counter())
    ids = works["work"].to_numpy()
    pairs = found.pairs.assign(ids=[frozenset(pair) for pair in ids[found.pairs[["one", "other"]].to_numpy()]])
    same = {pair for pair in same if pair <= set(ids)}  # lines of one work are one work and no pair
    compared = same & set(pairs["ids"])
    shown = set(pairs.loc[pairs["chance"] >= rules.review, "ids"])
    return {
        "works": count,
        "possible": blocking.possible,
        "compared": len(blocking.pairs),
        "spared": blocking.reduction,
        "seconds": [round(end - start, 1) for start, end in pairwise(clock)],
        "planted": len(same),
        "planted_compared": len(compared),
        "planted_shown": len(same & shown),
        "shown": len(shown),
        "uncompared": len(blocking.uncompared),
        "weights": found.weights,
    }


if __name__ == "__main__":
    for size in [int(word) for word in sys.argv[1:]] or COUNTS:
        run = measure(size)
        weights = run.pop("weights")
        print(run)
        for feature in weights.m:
            print(
                "  ", feature, [round(weights.of_level(feature, level), 2) for level in range(len(weights.m[feature]))]
            )
