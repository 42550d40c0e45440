"""Two facts beside each other in words: the change from one to the other, or why they do not compare."""

import pandas as pd

from mtqg_analysis.analysis.compare import compare, why_not
from mtqg_analysis.analysis.result import Result
from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.ledger.words import describe, printed
from mtqg_analysis.report.numbers import billions, interval, number, points
from mtqg_analysis.report.sentence import Sentence, plain


def compared(one: pd.Series, other: pd.Series) -> Sentence:
    """The change from `one` to `other` with its rounding interval; the reason where their definitions differ."""
    said = [f"{describe(fact)}: {printed(fact['figure'])}" for fact in (one, other)]
    reason = why_not(one, other)
    if not reason:
        change = compare(one, other)
        low, high = (_written(end, change) for end in change.interval)
        reason = tr(
            "Chênh lệch {change} {unit}, do làm tròn nằm trong khoảng {interval}.",
            change=_written(change.estimate, change),
            unit=_unit(change),
            interval=interval(low, high),
        )
    return Sentence(plain(f"{said[0]}; {said[1]}. {reason}"), (str(one["fact"]), str(other["fact"])))


def _written(difference: float, change: Result) -> str:
    """A difference with its sign, in the unit in which such figures are printed."""
    if change.unit == "fraction":
        return points(difference)
    text = billions(difference, 1) if change.unit == "VND" else number(difference)
    return f"+{text}" if difference > 0 else text


def _unit(change: Result) -> str:
    if change.unit == "fraction":
        return tr("điểm %")
    return label("unit_of_value", "bn_vnd" if change.unit == "VND" else change.unit)
