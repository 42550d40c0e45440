"""What the rows of commune_weights.csv may say: weights of former units, each leading where a part of the unit went."""

import re
from collections.abc import Iterator
from fractions import Fraction

import pandas as pd

from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.succession import heirs_of_any_day
from mtqg_analysis.ledger.column import NUMBER_FORM
from mtqg_analysis.ledger.finding import Finding

KEY = ["level", "old"]


def weight_faults(rows: pd.DataFrame, province: str) -> Iterator[tuple[int, str]]:
    """Every former unit whose weights cannot be used, or would be read by nobody: a line of the file, and why."""
    known = heirs_of_any_day(province)
    for (level, old), own in rows.groupby(KEY, sort=False):
        found = _fault(str(level), str(old), own, known.get((str(level), str(old)), frozenset()))
        if found:
            yield own.index[0] - rows.index[0] + 2, found


def _fault(level: str, old: str, own: pd.DataFrame, heirs: frozenset[str]) -> str | None:
    said = {"level": level, "old": old}
    strangers = sorted(set(own["new"]) - heirs)
    if not heirs:
        return tr(
            "{level} {old} không có trong bảng chuyển đổi của tỉnh, nên không ai đọc tỷ trọng này; hãy sửa level, old.",
            **said,
        )
    if strangers:
        return tr(
            "{level} {old} có dòng tới {strangers}, nhưng theo bảng chuyển đổi chỉ có phần chuyển về {heirs}; hãy sửa "
            "cột new.",
            strangers=", ".join(strangers),
            heirs=", ".join(sorted(heirs)),
            **said,
        )
    wrong = [text for text in own["weight"] if not re.fullmatch(NUMBER_FORM, text)]
    if wrong:
        return tr("{level} {old} có tỷ trọng «{text}»; cần một số không âm, ví dụ 12 hoặc 0.4.", text=wrong[0], **said)
    if sum(Fraction(text) for text in own["weight"]) == 0 or own["new"].duplicated().any():
        return tr(
            "{level} {old} có tổng tỷ trọng bằng 0 hoặc một xã mới hai dòng; mỗi xã mới cần một dòng và ít nhất một tỷ "
            "trọng lớn hơn 0.",
            **said,
        )
    certainties = sorted(set(own["certainty"]))
    if len(certainties) > 1 or not _is_positive(certainties[0]):
        return tr(
            "{level} {old} có certainty «{text}»; cần một số lớn hơn 0, giống nhau ở mọi dòng của đơn vị.",
            text=", ".join(certainties),
            **said,
        )
    return None


def _is_positive(text: str) -> bool:
    return bool(re.fullmatch(NUMBER_FORM, text)) and float(text) > 0


def check_weights(rows: pd.DataFrame, province: str, file: str) -> list[Finding]:
    """The same as findings; none where columns are missing, which the schema names."""
    if not {*KEY, "new", "weight", "certainty"} <= set(rows.columns):
        return []
    return [
        Finding(
            "error", "impossible_weight", (rows["old"].iat[line - 2],), rows["old"].iat[line - 2],
            tr("tỷ trọng dùng được"), f"{file}:{line}: {message}", f"{file}:{line}",
        )
        for line, message in weight_faults(rows.reset_index(drop=True), province)
    ]  # fmt: skip
