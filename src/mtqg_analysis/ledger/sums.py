"""Parts against their totals: capital types, origins, programmes, funds, and measures that split into others."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from mtqg_analysis.domain.figure import SCALE, Figure
from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.programmes import closing_in, programmes_of
from mtqg_analysis.ledger.facts import PLACE, Row
from mtqg_analysis.ledger.finding import Finding
from mtqg_analysis.ledger.slips import explaining_transpositions
from mtqg_analysis.ledger.words import describe, printed, vietnamese

AMOUNTS = ("plan", "disbursed", "allocated")
AT = {column: place for place, column in enumerate(PLACE)}


@dataclass(frozen=True)
class Split:
    """A column whose code `whole` splits into `parts`; optional: what the whole may hold besides."""

    column: str
    whole: str
    parts: tuple[str, ...]
    optional: tuple[str, ...] = ()


SPLITS = (
    Split("capital", "total", ("investment", "recurrent")),
    Split("origin", "both", ("current_year", "carried_over")),
    Split("programme", "DTTS+GNBV", ("DTTS", "GNBV")),
    Split("programme", "NTM+GNBV", ("NTM", "GNBV")),
    Split("fund", "", ("domestic", "foreign")),
)
FUND_PARTS = (
    ("central", ""),
    ("local", ""),
    ("counterpart", ""),
    ("counterpart", "provincial_budget"),
    ("counterpart", "district_budget"),
    ("counterpart", "commune_budget"),
    ("credit", ""),
    ("integrated", ""),
    ("enterprise_community", ""),
    ("community", ""),
    ("other", ""),
)
FUND_WHOLES = ("plan", "resources_planned", "plan_medium_term", "plan_adjustment_allocation", "disbursed")
PRINTED_PARTS = "printed_parts"  # a `part_of`: the sum of the parts that a source prints beside its total
MEASURE_SPLITS = (
    ("communes_in_dtts_area", ("communes_region_i", "communes_region_ii", "communes_region_iii")),
    ("commune_level_units", ("communes_xa", "townships_thi_tran", "wards_phuong")),
    ("poverty_and_near_poverty_rate", ("poverty_rate", "near_poor_rate")),
    ("poor_and_near_poor_households", ("poor_households", "near_poor_households")),
    ("villages_and_residential_groups", ("villages_thon", "residential_groups_to_dan_pho")),
)


@dataclass(frozen=True)
class Sum:
    """A printed total and the printed parts that should make it.

    exhaustive: the parts are all there is, so a shortfall is a mismatch too; otherwise only an excess is.
    """

    kind: str
    whole: Row
    parts: tuple[Row, ...]
    exhaustive: bool = True

    @property
    def rows(self) -> list[Row]:
        """The whole, then its parts."""
        return [self.whole, *self.parts]

    @property
    def ids(self) -> tuple[str, ...]:
        """The facts of `rows`."""
        return tuple(row["fact"] for row in self.rows)

    def closes(self, figures: list[Figure]) -> bool:
        """Whether [whole, parts…] can be true values of one sum."""
        whole, *parts = (figure.bounds for figure in figures)
        low, high = sum(part[0] for part in parts), sum(part[1] for part in parts)
        return low <= whole[1] and (high >= whole[0] or not self.exhaustive)


def find_sums(facts: list[Row]) -> list[Sum]:
    """Every total that a source prints together with its parts."""
    index: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in facts:
        index[tuple(row[column] for column in PLACE)].append(row)
    only = {key: rows[0] for key, rows in index.items() if len(rows) == 1}  # two values in one place are not a part
    return [*_splits(only), *_programmes_of_one_capital(only), *_funds(only), *_measures(only), *_added(only)]


def _moved(key: tuple[str, ...], **codes: str) -> tuple[str, ...]:
    moved = list(key)
    for column, code in codes.items():
        moved[AT[column]] = code
    return tuple(moved)


def _splits(only: dict[tuple[str, ...], Row]) -> Iterable[Sum]:
    for key, whole in only.items():
        for split in splits_of(whole) if whole["value_unit"] != "percent" else ():
            keys = [_moved(key, **{split.column: code}) for code in split.parts]
            if all(part in only for part in keys):
                rest = [_moved(key, **{split.column: code}) for code in split.optional]
                found = tuple(only[part] for part in (*keys, *rest) if part in only)
                yield Sum(split.column, whole, found, exhaustive=len(found) == len(keys) + len(rest))


def splits_of(whole: Row) -> list[Split]:
    """The ways in which a total may be printed in parts."""
    found = [split for split in SPLITS if whole[split.column] == split.whole]
    if whole["programme"] == "ALL" and whole["year"]:
        first, last = int(whole["year"]), int(whole["year_to"] or whole["year"])
        closing = closing_in(first) if first == last and whole["origin"] != "current_year" else ()
        if parts := programmes_of(first, last):
            found.append(Split("programme", "ALL", parts, closing))
    return found


def _programmes_of_one_capital(only: dict[tuple[str, ...], Row]) -> Iterable[Sum]:
    """Programme totals where a source prints one programme under a single capital type only.

    A source that never prints another capital type for a programme prints its total under that type.
    """
    types: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in only.values():
        if row["capital"]:
            types[row["source"], row["unit"], row["programme"]].add(row["capital"])
    for key, whole in only.items():
        if whole["capital"] != "total" or whole["measure"] not in AMOUNTS:
            continue
        for split in (split for split in splits_of(whole) if split.column == "programme"):
            keys = [
                _moved(key, programme=code, capital=_total_of(types[whole["source"], whole["unit"], code]))
                for code in split.parts
            ]
            if all(part in only for part in keys) and any(only[part]["capital"] != "total" for part in keys):
                yield Sum("programme", whole, tuple(only[part] for part in keys))


def _total_of(capitals: set[str]) -> str:
    """The capital type under which a programme's total stands, of all types that a source prints for it."""
    return "total" if "total" in capitals else next(iter(capitals)) if len(capitals) == 1 else ""


def _funds(only: dict[tuple[str, ...], Row]) -> Iterable[Sum]:
    """Funds of one amount: complete when "other sources" are printed, else the parts may only not exceed the whole."""
    printed = {(row["fund"], row["part_of"]) for row in only.values()}
    splits = [part for part in FUND_PARTS if part in printed]
    for key, whole in only.items():
        if whole["fund"] or whole["measure"] not in FUND_WHOLES or whole["part_of"] not in ("", "state_budget"):
            continue
        found = [_fund_part(key, fund, part_of, only) for fund, part_of in splits]
        parts = [part for part in found if part is not None]
        if len(parts) > 1:
            yield Sum("fund", whole, tuple(parts), exhaustive=any(part["fund"] == "other" for part in parts))


def _fund_part(key: tuple[str, ...], fund: str, part_of: str, only: dict[tuple[str, ...], Row]) -> Row | None:
    """The part of one fund: parts of any kind of plan are printed as plans, and do not repeat its basis."""
    measure = key[AT["measure"]]
    plain = "plan" if measure in ("resources_planned", "plan_medium_term") else measure
    for basis in (key[AT["plan_basis"]], "unknown", ""):
        part = only.get(_moved(key, fund=fund, part_of=part_of, measure=plain, plan_basis=basis))
        if part is not None:
            return part
    return None


def _measures(only: dict[tuple[str, ...], Row]) -> Iterable[Sum]:
    for whole_measure, part_measures in MEASURE_SPLITS:
        for key, whole in only.items():
            if whole["measure"] == whole_measure:
                parts = [only[part] for name in part_measures if (part := _moved(key, measure=name)) in only]
                if len(parts) > 1:
                    yield Sum("measure", whole, tuple(parts))


def _added(only: dict[tuple[str, ...], Row]) -> Iterable[Sum]:
    """Totals beside what their printed parts add up to, where only that sum was taken down."""
    for key, whole in only.items():
        parts = only.get(_moved(key, part_of=PRINTED_PARTS))
        if parts is not None and not whole["part_of"]:
            yield Sum("parts", whole, (parts,))


def restored_by(sums: list[Sum], fact: str, mended: Figure) -> bool:
    """Whether a sum that the print leaves open closes when `fact` is replaced by `mended`."""
    for total in sums:
        if fact in total.ids:
            as_printed = [row["figure"] for row in total.rows]
            as_mended = [mended if row["fact"] == fact else row["figure"] for row in total.rows]
            if not total.closes(as_printed) and total.closes(as_mended):
                return True
    return False


def check_sums(sums: list[Sum]) -> list[Finding]:
    """A finding for every printed total that its printed parts do not make."""
    return [_explain(total) for total in sums if not total.closes([row["figure"] for row in total.rows])]


def _explain(total: Sum) -> Finding:
    whole, parts = total.whole["figure"], [row["figure"] for row in total.parts]
    scale = SCALE.get(whole.unit, Decimal(1))
    reached = sum((part.exact for part in parts), Decimal(0)) / scale
    terms = " + ".join(printed(part) for part in parts)
    found = f"{terms} = {_plain(reached)}" if len(parts) > 1 else terms
    message = tr(
        "{whole}: văn bản ghi tổng là {figure}, cộng các thành phần là {found}.",
        whole=describe(total.whole),
        figure=printed(whole),
        found=found,
    )
    mends = explaining_transpositions([row["figure"] for row in total.rows], total.closes)
    if len(mends) == 1:
        place, mended = mends[0]
        was = printed(total.rows[place]["figure"])
        message += tr(
            " Đảo hai chữ số: {was} ({ids}) có lẽ là {mended}.", was=was, ids=total.ids[place], mended=printed(mended)
        )
    message += tr(" Chênh lệch {reached}.", reached=_plain(abs(whole.exact / scale - reached)))
    return Finding("error", "sum_mismatch", total.ids, found, printed(whole), message)


def _plain(number: Decimal) -> str:
    """A computed number without the zeros that arithmetic leaves behind its comma."""
    return vietnamese(number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize())
