"""What the search for overlaps rests on: its weights and conventions, and how it fared against judged pairs."""

from math import isnan

import pandas as pd

from mtqg_analysis.analysis.overlap.evaluation import Quality
from mtqg_analysis.analysis.planning.plan import Baseline
from mtqg_analysis.domain.language import current_language, tr
from mtqg_analysis.domain.reference import table
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import day, few, percent
from mtqg_analysis.report.pages.planning.overlap_words import FEATURES
from mtqg_analysis.report.rows import labelled
from mtqg_analysis.report.scopes import NO_PLAN
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import view


@view()
def overlap_weights(baseline: Baseline) -> Table | None:
    """Every level of every feature with its shares and its weight; None where nothing was compared."""
    found = baseline.overlaps
    if found is None or found.pairs.empty:
        return None
    rows = table("overlap_features").assign(level=lambda frame: frame["level"].astype(int))
    weights = found.weights
    frame = labelled(rows, "verified").assign(
        feature=[tr(FEATURES[feature]) for feature in rows["feature"]],
        level=rows[f"label_{current_language()}"],
        m=[weights.m[row.feature][row.level] for row in rows.itertuples()],
        u=[weights.u[row.feature][row.level] for row in rows.itertuples()],
        bits=[weights.of_level(row.feature, row.level) for row in rows.itertuples()],
    )
    columns = (
        Column("feature", tr("Đặc điểm"), rows=True),
        Column("level", tr("Mức")),
        Column("m", tr("Trong các cặp trùng (m)"), "percent"),
        Column("u", tr("Trong các cặp khác (u)"), "percent"),
        Column("bits", tr("Trọng số (bit)"), "decimal", 1),
        Column("verified", tr("Tình trạng")),
    )
    notes = (
        tr(
            "u ước lượng từ {pairs} cặp đã so, trừ mức cùng tên; m là giả định, được điều chỉnh theo {judged} "
            "cặp đã nhận định của địa phương.",
            pairs=few(weights.pairs),
            judged=few(weights.judged),
        ),
        tr(
            "Trọng số là lô-ga-rít cơ số 2 của m/u, không giảm khi giống hơn; các đặc điểm được coi là độc lập, nên "
            "chỉ dùng để xếp thứ tự."
        ),
        tr("Đặc điểm mà một bên không nêu thì không tính."),
    )
    scope = Scope(tr("% số cặp"), day(baseline.as_of), tr(NO_PLAN), tr("giả định và ước lượng"))
    return Table("trung_lap_trong_so", tr("Trọng số của từng đặc điểm"), frame, columns, scope, notes=notes)


@view()
def overlap_quality(baseline: Baseline) -> Table | None:
    """Precision, recall and the rest against judged pairs; None as long as nobody judged any."""
    found = baseline.overlaps
    if found is None or found.quality is None:
        return None
    seen = found.quality
    rows = [
        (tr("Độ chính xác: cặp được hỏi là trùng thật"), seen.precision, seen.precision_interval),
        (tr("Độ bao phủ: cặp trùng thật được hỏi"), seen.recall, seen.recall_interval),
        (tr("Chung cho chính xác và bao phủ (F1)"), seen.f1, None),
        (tr("Chung, coi trọng chính xác hơn (F0,5)"), seen.f05, None),
        (
            tr("Cặp trùng đã biết mà bước chọn cặp để so tìm được (khóa ghép)"),
            seen.completeness,
            seen.completeness_interval,
        ),
        (tr("Phần các cặp không phải so nhờ bước đó"), found.blocking.reduction, None),
    ]
    frame = pd.DataFrame(
        {
            "name": [name for name, _, _ in rows],
            "value": [None if isnan(value) else value for _, value, _ in rows],
            "interval": [None if ends is None or isnan(value) else ends for _, value, ends in rows],
        }
    )
    columns = (
        Column("name", tr("Chỉ số")),
        Column("value", tr("Giá trị"), "percent", missing=tr("chưa tính được")),
        Column("interval", tr("Khoảng 95%"), "percent", missing="–"),
    )
    notes = (
        *_basis(seen),
        tr(
            "Trùng thật gồm cả lồng ghép đúng quy định; {known} cặp như vậy đã biết, phần lớn do chính bước "
            "chọn cặp tìm ra; khoảng Wilson coi chúng như rút ngẫu nhiên. Các số ở đây không tính những cặp mà "
            "bước đó bỏ sót.",
            known=few(seen.known),
        ),
    )
    scope = Scope("%", day(baseline.as_of), tr(NO_PLAN), tr("ước lượng từ nhận định"))
    title = tr("Độ chính xác của rà soát trùng lặp so với nhận định")
    return Table("trung_lap_chat_luong", title, frame, columns, scope, notes=notes)


def _basis(seen: Quality) -> list[str]:
    """What precision and recall rest on, or why they cannot be had."""
    if not seen.n:
        return [
            tr(
                "Độ chính xác, độ bao phủ chưa tính được: chưa cặp nào của mẫu rút ngẫu nhiên được nhận định; cặp do "
                "người chọn không đại diện cho cặp khác. Ghi mẫu bằng `mtqg form overlaps --sample 30`."
            )
        ]
    notes = [
        tr(
            "Từ {n} cặp rút ngẫu nhiên đã nhận định, mỗi cặp đại diện cho các cặp cùng mức khả năng (tầng) khi "
            "rút; trọng số không ước lượng từ các cặp này. Khoảng của độ chính xác: Wilson; của độ bao phủ: "
            "Clopper-Pearson từng mức.",
            n=few(seen.n),
        )
    ]
    if seen.unseen:
        notes.append(
            tr(
                "Độ bao phủ chưa tính được: {unseen} số cặp đã so thuộc mức mà chưa cặp rút nào được nhận định.",
                unseen=percent(seen.unseen),
            )
        )
    else:
        notes.append(
            tr(
                "Mức ít khả năng có rất nhiều cặp: mẫu không gặp cặp trùng nào ở đó thì độ bao phủ nêu ở đây "
                "có thể quá cao; cận dưới của khoảng đã tính khả năng đó."
            )
        )
    return notes
