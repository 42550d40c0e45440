"""No overlap in contents and beneficiaries: pairs of planned works for a person to judge, with reasons both ways."""

from collections.abc import Hashable
from typing import Any

import pandas as pd

from mtqg_analysis.analysis.baseline import Baseline
from mtqg_analysis.analysis.overlap.evaluation import draw
from mtqg_analysis.analysis.overlap.features import UNKNOWN
from mtqg_analysis.analysis.overlap.judging import VERDICTS
from mtqg_analysis.analysis.overlap.search import Overlaps
from mtqg_analysis.domain.language import current_language, to_translate, tr
from mtqg_analysis.domain.reference import label, table
from mtqg_analysis.domain.units import unit_name
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import day, number, percent
from mtqg_analysis.report.scopes import NO_PLAN, once
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table

MOST_SHOWN = 40  # open pairs in one report: more than a meeting can judge
LONGEST = 160  # letters of a name that a table shows
WITH_SCORE = ("title", "amount", "beneficiaries")  # features whose likeness is a figure of its own
ALIKE = 0.6  # a level that begins here or above speaks of likeness, one below of difference
SEED = 2026
NO_NEEDS = to_translate(
    "Chưa rà được trùng lặp nội dung và đối tượng: bộ dữ liệu không có needs.csv (nhu cầu vốn của từng công trình). "
    "Gửi biểu của lệnh `mtqg form planning` cho các đơn vị rồi nhập bằng `mtqg intake`."
)
STALE = {
    "gone": to_translate("{count} nhận định nhắc tới công trình không còn trong bộ dữ liệu"),
    "changed": to_translate("{count} nhận định không còn dùng vì tên công trình đã đổi, các cặp đó được hỏi lại"),
}
NEVER = to_translate("Không cặp nào bị loại tự động: mỗi cặp là một câu hỏi, người có trách nhiệm nhận định.")
UNVERIFIED = to_translate(
    "Ngưỡng và trọng số là quy ước của dự án, cần kiểm tra: xem bảng trọng số và overlap trong rules.csv."
)


def overlap_sentence(baseline: Baseline) -> Sentence:
    """How much was compared and how many pairs wait for a person; without planned works, what is missing."""
    found = baseline.overlaps
    if found is None:
        return Sentence.over(baseline.ledger, tr(NO_NEEDS))
    planned = int(found.works["planned"].sum())
    shown = found.candidates
    text = tr(
        "Đã so {planned} công trình dự kiến với nhau và với {earlier} công trình các năm trước, cách nhau không quá "
        "{window} năm: {compared} cặp có nơi và chữ chung trong {possible} cặp có thể có. **{open} cặp cần người "
        "xem**, {judged} cặp đã có nhận định. Không cặp nào bị loại tự động.",
        planned=number(planned),
        earlier=number(len(found.works) - planned),
        window=found.rules.window,
        compared=number(len(found.blocking.pairs)),
        possible=number(found.blocking.possible),
        open=number((shown["verdict"] == "").sum()),
        judged=number((shown["verdict"] != "").sum()),
    )
    counts = found.judgements["state"].value_counts()
    stale = [tr(words, count=int(counts[state])) for state, words in STALE.items() if state in counts]
    return Sentence.over(baseline.ledger, " ".join([text, *(f"{words}." for words in stale)]))


def overlap_pairs(baseline: Baseline) -> Table | None:
    """The pairs to be judged, likeliest first, then those judged, each with its reasons; None without any."""
    found = baseline.overlaps
    if found is None or found.candidates.empty:
        return None
    pairs = found.candidates
    open_, judged = pairs[pairs["verdict"] == ""], pairs[pairs["verdict"] != ""]
    shown = pd.concat([open_.head(MOST_SHOWN), judged], ignore_index=True)
    why = {"why": [_reasons(found, pair) for pair in shown.to_dict("records")], "verdict": _verdicts(shown)}
    columns = (*_columns(), Column("why", tr("Giống, khác"), rows=True), Column("verdict", tr("Nhận định"), rows=True))
    needed = number(found.weights.needed(found.rules.review), 1)
    notes = [
        tr(
            "Xếp theo trọng số Fellegi-Sunter; hỏi từ {needed} bit, tức khả năng {review} khi giả định {doubled} công "
            "trình dự kiến có công trình trùng.",
            needed=needed,
            review=percent(found.rules.review, 0),
            doubled=percent(found.rules.doubled, 0),
        ),
        tr("Công trình có nhiều đợt, các phần của một dự án và lồng ghép đúng quy định không phải là trùng lặp."),
        tr(NEVER),
    ]
    notes += [] if found.rules.verified else [tr(UNVERIFIED)]
    if len(open_) > MOST_SHOWN:
        left = number(len(open_) - MOST_SHOWN)
        notes.append(tr("Còn {left} cặp chưa in; nhận định các cặp trên rồi lập lại báo cáo để thấy tiếp.", left=left))
    return _table(baseline, "trung_lap", tr("Các cặp công trình có thể trùng lặp"), shown, why, columns, notes)


def overlap_counts(baseline: Baseline) -> Table | None:
    """How many pairs each judgement has, and the smaller amounts of these pairs; None where nothing was compared."""
    found = baseline.overlaps
    if found is None or found.candidates.empty:
        return None
    pairs = found.candidates
    amounts = found.works["amount"].to_numpy()
    smaller = pd.DataFrame({side: amounts[pairs[side]] for side in ("one", "other")}, pairs.index).min(
        axis=1, skipna=False
    )
    rows = [
        {
            "verdict": label("judgement", verdict) if verdict else tr("Chưa nhận định"),
            "pairs": int((pairs["verdict"] == verdict).sum()),
            "smaller": smaller[pairs["verdict"] == verdict].sum(min_count=1),
        }
        for verdict in ("", *VERDICTS)
    ]
    columns = (
        Column("verdict", tr("Nhận định")),
        Column("pairs", tr("Số cặp"), "count"),
        Column("smaller", tr("Tiền của bên nhỏ hơn"), "bn", 3, missing="–"),
    )
    notes = (
        tr("Một công trình có thể nằm trong nhiều cặp, nên các số tiền không cộng lại được với nhau."),
        tr("Nhận định được ghi trong judgements.csv của bộ dữ liệu."),
    )
    title = tr("Các cặp theo nhận định")
    return Table("trung_lap_nhan_dinh", title, pd.DataFrame(rows), columns, _scope(baseline), notes=notes)


def overlap_sample(baseline: Baseline, each: int = 10, seed: int = SEED) -> Table | None:
    """Pairs drawn for judging, to learn how good the search is: `each` of every stratum of chance, in mixed order.

    Neither weight nor reasons are shown, so that they do not sway the judge. None where there is nothing to compare.
    """
    found = baseline.overlaps
    drawn = pd.DataFrame() if found is None else draw(found.pairs, each, seed)
    if drawn.empty:
        return None
    mixed = drawn.sample(frac=1, random_state=seed)
    notes = [
        tr("Rút ngẫu nhiên theo tầng khả năng, hạt giống {seed}; mỗi tầng đủ {each} cặp.", seed=seed, each=each),
        tr("Ghi nhận định của mọi cặp, kể cả cặp khác nhau, vào judgements.csv của bộ dữ liệu."),
    ]
    title = tr("Mẫu các cặp để nhận định")
    return _table(baseline, "trung_lap_mau", title, mixed, {}, _columns(), notes)


def _table(
    baseline: Baseline,
    name: str,
    title: str,
    pairs: pd.DataFrame,
    beside: dict[str, list[str]],
    columns: tuple[Column, ...],
    notes: list[str],
) -> Table:
    """Two lines a pair, one a work; `beside` stands once for both."""
    works = baseline.overlaps.works.to_dict("records") if baseline.overlaps else []
    rows, sources = [], []
    for place, pair in enumerate(pairs[["one", "other"]].itertuples(index=False)):
        for work in (works[pair.one], works[pair.other]):
            rows.append(
                {
                    "pair": tr("số {place}", place=place + 1),
                    **_work(work),
                    **{key: texts[place] for key, texts in beside.items()},
                }
            )
            sources.append(work["source"])
    return Table(name, title, pd.DataFrame(rows), columns, _scope(baseline), once(sources), tuple(notes))


def _columns() -> tuple[Column, ...]:
    return (
        Column("pair", tr("Cặp"), rows=True),
        Column("work", tr("Mã")),
        Column("name", tr("Công trình, nội dung")),
        Column("where", tr("Nơi; đơn vị")),
        Column("money", tr("Chương trình; nguồn vốn")),
        Column("years", tr("Năm")),
        Column("amount", tr("Tỷ đồng"), "bn", 3, missing=tr("không đọc được")),
    )


def _scope(baseline: Baseline) -> Scope:
    return Scope(tr("tỷ đồng"), day(baseline.as_of), tr(NO_PLAN), tr("nhu cầu do đơn vị đề xuất, chưa duyệt"))


def _work(work: dict[Hashable, Any]) -> dict[str, Any]:
    """A work as its line of a pair."""
    funds = [label("fund", code) for code in work["fund"].split("|") if code]
    first, last = work["first"], work["last"]
    return {
        "work": work["work"],
        "name": _short(work["name"]),
        "where": "; ".join(once(text for text in (_short(_place(work)), _unit(work)) if text)),
        "money": "; ".join(once([label("programme", work["programme"]), label("capital", work["capital"]), *funds])),
        "years": str(first) if first == last else f"{first}-{last}",
        "amount": work["amount"],
    }


def _place(work: dict[Hashable, Any]) -> str:
    """Where a work lies: as its form says it, or the commune's name where the dataset has its code."""
    known = ", ".join(unit_name(code) for code in sorted(work["communes"]))
    return str(work["place"]) if work["planned"] and work["place"] else known


def _unit(work: dict[Hashable, Any]) -> str:
    if work["level"] == "agency":
        agencies: dict[str, str] = dict(table("agencies")[["code", "short_vi"]].itertuples(index=False))
        return agencies.get(str(work["unit"]), str(work["unit"]))
    return unit_name(str(work["unit"]))


def _short(text: str) -> str:
    """A text from data, on one line and not longer than a table bears."""
    line = " ".join(text[: 4 * LONGEST].split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def _verdicts(pairs: pd.DataFrame) -> list[str]:
    """What was judged, by whom and when; an open pair asks."""
    return [
        "; ".join(filter(None, (label("judgement", row["verdict"]), row["judged_by"], row["day"], _short(row["note"]))))
        if row["verdict"]
        else tr("chưa nhận định")
        for row in pairs.to_dict("records")
    ]


def _reasons(found: Overlaps, pair: dict[Hashable, Any]) -> str:
    """What is alike and what differs, the weightiest first, with what may make both lawful."""
    alike: list[str] = []
    unlike: list[str] = []
    order = sorted(found.weights.m, key=lambda name: -abs(found.weights.of_level(name, pair[f"level_{name}"])))
    for feature in order:
        level, score = pair[f"level_{feature}"], pair[f"score_{feature}"]
        if level != UNKNOWN:
            begins, words = _level(feature, level)
            side = alike if begins >= ALIKE else unlike
            side.append(f"{words} ({percent(score, 0)})" if feature in WITH_SCORE else words)
    one, other = (found.works.iloc[pair[side]] for side in ("one", "other"))
    unlike += [tr("khác chương trình")] if one["programme"] != other["programme"] else []
    unlike += [tr("khác nguồn vốn")] if one["fund"] and other["fund"] and one["fund"] != other["fund"] else []
    said = [tr("Giống: {reasons}.", reasons="; ".join(alike))] if alike else []
    said += [tr("Khác: {reasons}.", reasons="; ".join(unlike))] if unlike else []
    return " ".join([*said, tr("{bits} bit.", bits=number(pair["bits"], 1))])


def _level(feature: str, level: int) -> tuple[float, str]:
    """Where a level of agreement begins, and its words."""
    rows = table("overlap_features")
    row = rows[(rows["feature"] == feature) & (rows["level"] == str(level))].iloc[0]
    return float(row["at_least"]), row[f"label_{current_language()}"]
