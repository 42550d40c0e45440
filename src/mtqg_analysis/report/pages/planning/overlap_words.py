"""A pair of works in words: each of the two, what speaks for their being one and against it, and what was judged."""

from collections.abc import Hashable, Mapping
from typing import Any

from mtqg_analysis.analysis.overlap.features import UNKNOWN
from mtqg_analysis.analysis.overlap.search import Overlaps
from mtqg_analysis.analysis.overlap.text import MOST_LETTERS
from mtqg_analysis.domain.language import current_language, to_translate, tr
from mtqg_analysis.domain.reference import label, table
from mtqg_analysis.domain.units import unit_name
from mtqg_analysis.report.cells import name_on
from mtqg_analysis.report.numbers import number, percent
from mtqg_analysis.report.scopes import once, years_words

LONGEST = 160  # letters of a name that a table shows
FEATURES = {
    "title": to_translate("Tên"),
    "numbers": to_translate("Số trong tên"),
    "content": to_translate("Nội dung"),
    "place": to_translate("Nơi"),
    "amount": to_translate("Số tiền"),
    "beneficiaries": to_translate("Đối tượng hưởng lợi"),
    "years": to_translate("Năm"),
}
WITH_SCORE = ("title", "amount", "beneficiaries")  # features whose likeness is a figure of its own
NOTHING = 0.05  # bits: what prints as 0,0 speaks for neither
Row = Mapping[Hashable, Any]


def work_words(work: Row) -> dict[str, str]:
    """Where a work lies and who asks for it, its programme and money, its years."""
    funds = [label("fund", code) for code in work["fund"].split("|") if code]
    return {
        "where": "; ".join(
            once(text for text in (short(_place(work)), name_on(str(work["level"]), str(work["unit"]))) if text)
        ),
        "money": "; ".join(once([label("programme", work["programme"]), label("capital", work["capital"]), *funds])),
        "years": years_words(work["first"], work["last"]),
    }


def _place(work: Row) -> str:
    """Where a work lies: as its form says it, or the commune's name where the dataset has its code."""
    known = ", ".join(unit_name(code) for code in sorted(work["communes"]))
    return str(work["place"]) if work["planned"] and work["place"] else known


def short(text: str) -> str:
    """A text from data, on one line and not longer than a table bears."""
    line = " ".join(text[: 4 * LONGEST].split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def verdict_words(pair: Row) -> str:
    """What was judged, by whom and when; an open pair asks."""
    if not pair["verdict"]:
        return tr("chưa nhận định")
    said = (label("judgement", pair["verdict"]), short(pair["judged_by"]), pair["day"], short(pair["note"]))
    return "; ".join(filter(None, said))


def reasons(found: Overlaps, pair: Row) -> str:
    """What speaks for one work and what against it, with the bits that it weighs, and what is left out of account.

    The bits add up to the weight that the pair is ranked by. A feature is listed by what it weighs and not by its
    words: titles that are alike in part are commoner among different works.
    """
    listed: dict[str, list[str]] = {"for": [], "against": [], "neither": [], "unknown": []}
    weighed = {name: found.weights.of_level(name, pair[f"level_{name}"]) for name in found.weights.m}
    for feature, bits in sorted(weighed.items(), key=lambda one: -abs(one[1])):
        level = pair[f"level_{feature}"]
        if level == UNKNOWN:
            listed["unknown"].append(tr(FEATURES[feature]).lower())
            continue
        words = _level(feature, level)
        words += f" {percent(pair[f'score_{feature}'], 0)}" if feature in WITH_SCORE else ""
        side = "neither" if abs(bits) < NOTHING else "for" if bits > 0 else "against"
        sign = "+" if bits > 0 else "−"
        listed[side].append(words if side == "neither" else f"{words} ({sign}{number(abs(bits), 1)})")
    one, other = (found.works.iloc[pair[side]] for side in ("one", "other"))
    unweighed = [tr("khác chương trình")] if one["programme"] != other["programme"] else []
    unweighed += [tr("khác nguồn vốn")] if one["fund"] and other["fund"] and one["fund"] != other["fund"] else []
    said = [
        (tr("Dấu hiệu trùng: {reasons}."), listed["for"]),
        (tr("Dấu hiệu khác nhau: {reasons}."), listed["against"]),
        (tr("Không rõ dấu hiệu: {reasons}."), listed["neither"]),
        (tr("Có bên không nêu: {reasons}."), listed["unknown"]),
        (tr("Không tính vào trọng số: {reasons}."), unweighed),
    ]
    sentences = [text.format(reasons="; ".join(parts)) for text, parts in said if parts]
    return " ".join(
        [*sentences, *_reservations(one, other, pair), tr("Trọng số: {bits}.", bits=number(pair["bits"], 1))]
    )


def _reservations(one: Row, other: Row, pair: Row) -> list[str]:
    out = [] if pair["blocked"] else [tr("Cặp do người nhập nêu, không do rà soát tự động.")]
    if max(len(one["name"]), len(other["name"])) > MOST_LETTERS:
        out.append(tr("Tên dài: chỉ so {letters} chữ cái đầu, phần sau cần tự đọc.", letters=MOST_LETTERS))
    return out


def _level(feature: str, level: int) -> str:
    """The words of a level of agreement."""
    rows = table("overlap_features")
    row = rows[(rows["feature"] == feature) & (rows["level"] == str(level))].iloc[0]
    return str(row[f"label_{current_language()}"])
