"""How findings name facts and numbers: Vietnamese number form, as printed."""

from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from mtqg_analysis.domain.figure import Figure
from mtqg_analysis.domain.language import current_language, to_translate, tr, written, written_partial
from mtqg_analysis.domain.reference import label, table
from mtqg_analysis.domain.units import unit_name
from mtqg_analysis.ledger.facts import Row

UNIT_WORDS = {
    "bn_vnd": to_translate(" tỷ đồng"),
    "mn_vnd": to_translate(" triệu đồng"),
    "thousand_vnd": to_translate(" nghìn đồng"),
    "vnd": to_translate(" đồng"),
    "percent": "%",
}


def vietnamese(number: Decimal) -> str:
    """A number with point for thousands and comma for decimals.

    >>> vietnamese(Decimal("1318.5"))
    '1.318,5'
    """
    return written(f"{number:,}")


def printed(figure: Figure) -> str:
    """A figure as its source printed it.

    >>> printed(Figure(Decimal("52.6"), "percent", Decimal("0.05")))
    '52,6%'
    """
    word = label("qualifier", figure.qualifier) + " " if figure.qualifier else ""
    return f"{word}{vietnamese(figure.value)}{tr(UNIT_WORDS.get(figure.unit, ''))}"


def in_percent(low: Decimal, high: Decimal, like: Figure) -> str:
    """An interval of fractions as a percentage, one digit finer than `like` was printed."""
    step = like.half_width * 2 / 10
    ends = [vietnamese((bound * 100).quantize(step, ROUND_HALF_UP)) for bound in (low, high)]
    return f"{ends[0]}%" if ends[0] == ends[1] else f"{ends[0]}–{ends[1]}%"


def describe(row: Row) -> str:
    """A fact in words: measure, unit, programme, capital, cut-off."""
    parts = [
        measure_name(row["measure"], row["fund"], row["plan_basis"]),
        unit_name(row["unit"], row["day"]),
        label("programme", row["programme"]),
        label("capital", row["capital"]) if row["capital"] not in ("", "total", "unknown") else "",
        "-".join(part for part in (row["year"], row["year_to"]) if part),
        tr("đến {as_of}", as_of=written_partial(row["as_of"])) if row["as_of"] else "",
    ]
    return ", ".join(part for part in parts if part)


def measure_name(measure: str, fund: str, plan_basis: str) -> str:
    """The label of a measure of one fund against one plan basis, as the field calls it in the language in use."""
    return _measure_name(measure, fund, plan_basis, current_language())


@cache
def _measure_name(measure: str, fund: str, plan_basis: str, language: str) -> str:
    rows = table("indicators").query("measure == @measure and part_of == ''")
    for wanted in ((fund, plan_basis), (fund, "unknown"), (fund, ""), ("", plan_basis), ("", "unknown"), ("", "")):
        named = rows[(rows["fund"] == wanted[0]) & (rows["plan_basis"] == wanted[1])]
        if len(named):
            return str(named[f"label_{language}"].iat[0])
    return measure
