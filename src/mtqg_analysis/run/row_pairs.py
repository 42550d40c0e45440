"""Which rows of two printings of one table are the same row: by the words that say what a row is about."""

from collections import Counter, defaultdict
from collections.abc import Callable

from mtqg_analysis.run.printed import PrintedCell, PrintedTable

FIRST_WORDS = 2  # of a table of words alone: what a row is about; the rest are remarks
Row = tuple[PrintedCell, ...]
Key = tuple[str, ...]


def paired(old: PrintedTable, new: PrintedTable) -> list[tuple[Row | None, Row | None]]:
    """The rows of two tables that belong together, in the order of the new table, rows that went at the end.

    First rows alike in every cell, then rows of the same words, the first with the first. Of those left, two rows
    belong together when they alone in their tables are about the same, then when they are so but for years and codes.
    What is still left came or went: one work that replaced another is no work whose cost moved.
    """
    held = {name for name, _ in old.columns} & {name for name, _ in new.columns}
    pairs: dict[int, int] = {}
    _pair(pairs, old, new, lambda table, row: tuple(cell.text for cell in row))
    _pair(pairs, old, new, lambda table, row: _texts(table, row, [name for name in _words(table) if name in held]))
    for key in (subject, _named):
        counts = [Counter(key(table, row) for row in table.rows) for table in (old, new)]
        alone = {one for one in counts[0] if counts[0][one] == counts[1][one] == 1}
        _pair(pairs, old, new, key, alone)
    found: list[tuple[Row | None, Row | None]] = [
        (old.rows[pairs[place]] if place in pairs else None, row) for place, row in enumerate(new.rows)
    ]
    kept = set(pairs.values())
    return found + [(row, None) for place, row in enumerate(old.rows) if place not in kept]


def _pair(
    pairs: dict[int, int],
    old: PrintedTable,
    new: PrintedTable,
    key: Callable[[PrintedTable, Row], Key],
    only: set[Key] | None = None,
) -> None:
    """Adds the places of rows with the same key that are in no pair yet, in their order; `only` these keys."""
    waiting: dict[Key, list[int]] = defaultdict(list)
    taken = set(pairs.values())
    for place, row in enumerate(old.rows):
        if place not in taken:
            waiting[key(old, row)].append(place)
    for place, row in enumerate(new.rows):
        one = key(new, row)
        if place not in pairs and waiting[one] and (only is None or one in only):
            pairs[place] = waiting[one].pop(0)


def subject(table: PrintedTable, row: Row) -> Key:
    """What a row is about: the columns that the table names, else its words before the first figure.

    Words behind a figure are remarks, which may hold figures themselves. A table of words alone: its first two.
    """
    if table.key:
        return _texts(table, row, list(table.key))
    words = _words(table)
    figures = [place for place in range(len(table.columns)) if place not in table.words]
    before = [name for place, name in zip(table.words, words, strict=True) if figures and place < figures[0]]
    return _texts(table, row, before if figures else words[:FIRST_WORDS])


def _named(table: PrintedTable, row: Row) -> Key:
    """The subject without years, spans of years and codes: those may change while the row stays what it is."""
    return tuple(text for text in subject(table, row) if any(letter.isalpha() for letter in text))


def _words(table: PrintedTable) -> list[str]:
    return [table.columns[place][0] for place in table.words]


def _texts(table: PrintedTable, row: Row, names: list[str]) -> Key:
    places = {name: place for place, (name, _) in enumerate(table.columns)}
    return tuple(row[places[name]].text for name in names)
