"""Which works are compared at all: those that share a key, so that the cost grows with the pairs that are found.

Keys of a work: every two words in a row of its title within its commune; every three within a former district, for
neighbouring communes; every four within the province where one of the two has no known commune; its whole title; and in
its commune its content with a village, with its exact amount, or with its exact number of households; content with a
village also within the province where one of the two has no known commune. A key that too many works share tells
nothing and makes no pairs; of equal titles in one commune each still meets the next few.
"""

from dataclasses import dataclass

import duckdb
import pandas as pd

from mtqg_analysis.analysis.overlap.text import bare

WORDS = {"commune": 2, "district": 3, "province": 4}  # how many words in a row make a key, by the area they hold in
MOST_ROWS = 40  # of words a title, from its beginning: more than a name of a work has
NEXT = 3  # so many of its equals a work meets where too many share its title
_GRAMS = f"""
CREATE TEMP MACRO grams(words, n) AS list_distinct(list_transform(
    range(1, least(greatest(len(words) - n + 1, 1), {MOST_ROWS}) + 1),
    lambda i: array_to_string(list_slice(words, i, i + n - 1), ' ')))
"""
_KEYS = f"""
CREATE TEMP TABLE keyed AS
WITH split AS (SELECT *, string_split(title, ' ') AS words FROM works WHERE title <> ''),
local AS (
    SELECT works.*, area, content
    FROM works, unnest(string_split(communes, '|')) a(area), unnest(string_split(contents, '|')) c(content)
    WHERE communes <> '' AND contents <> ''
),
keys AS (
    SELECT work, hash('commune', area, gram) AS key, false AS wide
    FROM split, unnest(string_split(communes, '|')) a(area), unnest(grams(words, {WORDS["commune"]})) g(gram)
    UNION ALL
    SELECT work, hash('district', area, gram), false
    FROM split, unnest(string_split(around, '|')) a(area), unnest(grams(words, {WORDS["district"]})) g(gram)
    WHERE around <> ''
    UNION ALL
    SELECT work, hash('province', gram), true FROM split, unnest(grams(words, {WORDS["province"]})) g(gram)
    UNION ALL
    SELECT work, hash('title', list_sort(words)), false FROM split
    UNION ALL
    SELECT work, hash('village', area, content, village), false
    FROM local, unnest(string_split(villages, '|')) v(village) WHERE villages <> ''
    UNION ALL
    SELECT work, hash('village', content, village), true
    FROM works, unnest(string_split(contents, '|')) c(content), unnest(string_split(villages, '|')) v(village)
    WHERE contents <> '' AND villages <> ''
    UNION ALL
    SELECT work, hash('amount', area, content, amount), false FROM local WHERE amount > 0
    UNION ALL
    SELECT work, hash('households', area, content, households), false FROM local WHERE households > 0
)
SELECT DISTINCT work, key, wide, first, last, planned, communes = '' AS nowhere FROM keys JOIN works USING (work)
"""
_BLOCKS = "CREATE TEMP TABLE blocks AS SELECT key, count(*) AS works FROM keyed GROUP BY key HAVING count(*) > 1"
_PAIRS = """
CREATE TEMP TABLE pairs AS
SELECT DISTINCT a.work AS one, b.work AS other
FROM keyed a JOIN blocks ON a.key = blocks.key AND blocks.works <= $block JOIN keyed b ON a.key = b.key
WHERE a.work < b.work AND (a.planned OR b.planned) AND (NOT a.wide OR a.nowhere OR b.nowhere)
    AND greatest(a.first, b.first) - least(a.last, b.last) <= $window
"""
_UNCOMPARED = """
SELECT DISTINCT work FROM keyed JOIN blocks USING (key)
WHERE works > $block AND planned AND (NOT wide OR nowhere)
    AND work NOT IN (SELECT one FROM pairs UNION ALL SELECT other FROM pairs)
ORDER BY work
"""
_EQUALS = f"""
CREATE TEMP TABLE equals AS
WITH titled AS (
    SELECT works.*, hash(area, list_sort(string_split(title, ' '))) AS named
    FROM works, unnest(string_split(communes, '|')) a(area) WHERE title <> ''
),
crowded AS (SELECT * FROM titled QUALIFY count(*) OVER (PARTITION BY named) > $block),
met AS (
    SELECT work, unnest([{", ".join(f"lead(work, {step}) OVER queue" for step in range(1, NEXT + 1))}]) AS next
    FROM crowded WINDOW queue AS (PARTITION BY named ORDER BY first, amount, work)
)
SELECT DISTINCT least(a.work, b.work) AS one, greatest(a.work, b.work) AS other
FROM met JOIN works a USING (work) JOIN works b ON b.work = met.next
WHERE (a.planned OR b.planned) AND greatest(a.first, b.first) - least(a.last, b.last) <= $window
"""
_ALL = "SELECT one, other FROM pairs UNION SELECT one, other FROM equals ORDER BY one, other"
_POSSIBLE = """
WITH spans AS (SELECT first, last, planned, count(*) AS works FROM works GROUP BY ALL)
SELECT coalesce(sum(a.works * b.works), 0) - (SELECT count(*) FROM works WHERE planned) AS pairs
FROM spans a, spans b
WHERE (a.planned OR b.planned) AND greatest(a.first, b.first) - least(a.last, b.last) <= $window
"""


@dataclass(frozen=True)
class Blocking:
    """The pairs to be compared, and what was passed over to get there.

    pairs: one, other (row numbers of works, one < other), each pair once. possible: how many pairs a comparison of
    all with all would have, within the same years. uncompared: row numbers of the planned works that share keys with
    too many others and with nobody else; such a work met at most the next few of equal title in its commune.
    """

    pairs: pd.DataFrame
    possible: int
    uncompared: tuple[int, ...]

    @property
    def reduction(self) -> float:
        """The share of all possible pairs that need not be looked at; 1 where there is no pair."""
        return 1 - len(self.pairs) / self.possible if self.possible else 1.0


def block(works: pd.DataFrame, window: int, largest: int) -> Blocking:
    """Pairs of works of which at least one is planned, that share a key and lie at most `window` years apart.

    works: of `read_works`, or any frame with title, communes, around, contents (sets of codes), villages (a set of
    names), amount, households, first, last, planned. largest: how many works may share a key.
    """
    listed = pd.DataFrame(
        {
            "work": range(len(works)),
            "title": works["title"].astype(str),
            **{name: ["|".join(sorted(codes)) for codes in works[name]] for name in ("communes", "around", "contents")},
            "villages": ["|".join(sorted({*map(bare, names)})) for names in works["villages"]],
            **{name: works[name].astype(float) for name in ("amount", "households")},
            **{name: works[name].astype(int) for name in ("first", "last")},
            "planned": works["planned"].astype(bool),
        }
    )
    with duckdb.cursor() as database:  # in memory; it reads nothing but the frame
        database.register("works", listed)
        for statement in (_GRAMS, _KEYS, _BLOCKS):
            database.execute(statement)
        limits = {"block": largest, "window": window}
        database.execute(_PAIRS, limits)
        uncompared = tuple(work for (work,) in database.execute(_UNCOMPARED, {"block": largest}).fetchall())
        database.execute(_EQUALS, limits)
        pairs = database.execute(_ALL).df().astype("int64")
        possible = database.execute(_POSSIBLE, {"window": window}).fetchall()[0][0]
    return Blocking(pairs, int(possible) // 2, uncompared)
