"""The sums that a sentence makes itself: parts against their total, a rate against the two amounts that it is of.

They speak only where the data are silent: of figures that are all borne out nothing is left to prove, and what the data
contradict is told already.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from mtqg_analysis.claims.claim import Claim
from mtqg_analysis.claims.draft import Paragraph
from mtqg_analysis.claims.grammar import sentences
from mtqg_analysis.claims.slips import SLIPS
from mtqg_analysis.claims.verdict import Verdict
from mtqg_analysis.domain.codes import CAPITALS
from mtqg_analysis.domain.figure import SCALE
from mtqg_analysis.domain.language import tr

SPLITS = (
    ("capital", CAPITALS),
    ("fund", ("central", "local")),
    ("fund", ("local_province", "local_district")),
    ("programme", ("DTTS", "GNBV", "NTM")),
)
BORNE_OUT = ("supported", "rounded")


def with_sums(paragraphs: Sequence[Paragraph], verdicts: Sequence[Verdict]) -> tuple[Verdict, ...]:
    """The verdicts, with those contradicted that the sentence's own arithmetic refutes and the data do not know."""
    changed: dict[Claim, Verdict] = {}
    for number, own in groupby(verdicts, key=lambda one: one.claim.paragraph):
        rows = list(own)
        for start, text in sentences(paragraphs[number].text):
            inside = [one for one in rows if start <= one.claim.start < start + len(text)]
            for wrong, slip, found in (*_rates(inside), *_parts(inside)):
                changed[wrong.claim] = _refuted(wrong, slip, found)
    return tuple(changed.get(one.claim, one) for one in verdicts)


def _refuted(one: Verdict, slip: str, expected: str) -> Verdict:
    message = tr("Trong câu này {slip}: tính ra {expected}.", slip=tr(SLIPS[slip]), expected=expected)
    return replace(one, said="contradicted", slip=slip, expected=expected, message=message)


Wrong = tuple[Verdict, str, str]


def _rates(rows: Sequence[Verdict]) -> Iterator[Wrong]:
    """Rates of a sentence that are not what was disbursed over the plan, where it gives both of one thing."""
    for rate in rows:
        if rate.claim.kind != "percent" or rate.claim.about.measures[:1] != ("disbursement_rate",):
            continue
        paid, plan = (_amount(rows, measure, rate.claim) for measure in ("disbursed", "plan"))
        if paid is None or plan is None or _is_settled((rate, paid, plan)):
            continue
        (low, high), (least, most) = _ends(paid), _ends(plan)
        own = _ends(rate)
        if least > 0 and not (low / most <= own[1] and own[0] <= high / least):
            yield rate, "plan_rate", _percent(_value(paid) / _value(plan))


def _parts(rows: Sequence[Verdict]) -> Iterator[Wrong]:
    """Totals of a sentence that are not the sum of the parts that it gives."""
    money = [one for one in rows if one.claim.kind == "money" and one.claim.quantity is not None]
    for whole in money:
        about = whole.claim.about
        for entry, codes in SPLITS:
            if getattr(about, entry) not in ("", "ALL", "total"):
                continue
            parts = [_part(money, whole, entry, code) for code in codes]
            known = [one for one in parts if one is not None]
            if len(known) < len(codes) or _is_settled((whole, *known)):
                continue
            low, high = (sum(_ends(one)[end] for one in known) for end in (0, 1))
            own = _ends(whole)
            if not (low <= own[1] and own[0] <= high):
                yield whole, "parts_total", _billions(sum((_value(one) for one in known), Decimal(0)))


def _amount(rows: Sequence[Verdict], measure: str, rate: Claim) -> Verdict | None:
    same = [one for one in rows if one.claim.about.measures[:1] == (measure,) and _of_one(one.claim, rate, "")]
    return same[0] if len(same) == 1 and same[0].claim.kind == "money" else None


def _part(rows: Sequence[Verdict], whole: Verdict, entry: str, code: str) -> Verdict | None:
    measure = whole.claim.about.measures[:1]
    same = [one for one in rows if one.claim.about.measures[:1] == measure and getattr(one.claim.about, entry) == code]
    same = [one for one in same if one.claim.start > whole.claim.start and _of_one(one.claim, whole.claim, entry)]
    return same[0] if len(same) == 1 else None


def _of_one(first: Claim, second: Claim, but: str) -> bool:
    """Whether two claims are of one thing, whatever a certain entry says."""
    names = ("programme", "capital", "fund", "origin", "part", "scope", "unit", "year", "year_to")
    return all(getattr(first.about, name) == getattr(second.about, name) for name in names if name != but)


def _is_settled(rows: Sequence[Verdict]) -> bool:
    """Whether the data have spoken: all is borne out, or something is contradicted already."""
    is_told = any(one.said == "contradicted" for one in rows)
    return is_told or all(one.said in BORNE_OUT for one in rows) or any(_is_open(one) for one in rows)


def _is_open(one: Verdict) -> bool:
    quantity = one.claim.quantity
    return quantity is None or quantity.is_range or quantity.qualifier in ("most", "least")


def _value(one: Verdict) -> Decimal:
    assert one.claim.quantity is not None
    return one.claim.quantity.figure.exact


def _ends(one: Verdict) -> tuple[Decimal, Decimal]:
    assert one.claim.quantity is not None
    quantity = one.claim.quantity
    if quantity.qualifier:
        return quantity.bounds
    half = quantity.figure.half_width * SCALE.get(quantity.figure.unit, Decimal(1))
    return quantity.figure.exact - half, quantity.figure.exact + half


def _percent(value: Decimal) -> str:
    return f"{value * 100:.1f}%".replace(".", ",")


def _billions(value: Decimal) -> str:
    shown = f"{value / SCALE['bn_vnd']:,.1f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return tr("{amount} tỷ đồng", amount=shown.removesuffix(",0"))
