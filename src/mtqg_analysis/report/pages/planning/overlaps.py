"""No overlap in contents and beneficiaries: pairs of planned works for a person to judge, with reasons both ways."""

import pandas as pd

from mtqg_analysis.analysis.overlap.judging import SAME
from mtqg_analysis.analysis.overlap.search import Overlaps
from mtqg_analysis.analysis.planning.plan import Baseline
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import day, few, number, percent
from mtqg_analysis.report.pages.planning.overlap_words import reasons, short, verdict_words, work_words
from mtqg_analysis.report.scopes import NO_PLAN, once
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import view
from mtqg_analysis.report.waits import NEEDS_FORM, Waits

MOST_SHOWN = 40  # open pairs in one report: more than a meeting can judge; as many that were judged to be one
MOST_LISTED = 400  # pairs or judgements in a table that is there to look something up
FOR_PAPER = 20  # pairs of such a table that paper still holds
NO_NEEDS = to_translate("Chưa rà soát được trùng lặp nội dung, đối tượng vì chưa có nhu cầu vốn của từng công trình.")
NO_WORKS = to_translate(
    "Chưa rà được trùng lặp nội dung và đối tượng: không dòng nào của needs.csv có cả tên và một năm dạng 2026. Hãy "
    "ghi mỗi năm một dòng rồi chạy `mtqg check`."
)
LAPSED = {
    "gone": to_translate("không còn đúng một công trình mang mã hoặc tên đó"),
    "unnamed": to_translate("không ghi tên công trình nên không biết còn đúng hay không"),
    "unread": to_translate("không phải là một nhận định đã định; xem các mã nhận định"),
    "itself": to_translate("hai công trình của cặp là một"),
}
NEVER = to_translate("Không cặp nào đã so bị loại tự động; mỗi cặp do người có trách nhiệm nhận định.")
UNVERIFIED = to_translate("Ngưỡng và trọng số là quy ước, cần kiểm tra (bảng trọng số; overlap trong rules.csv).")


@view()
def overlap_sentence(baseline: Baseline) -> Sentence:
    """How much was compared and what was not, how many pairs wait for a person; or what is missing for it."""
    found = baseline.overlaps
    if found is None:
        missing = NO_NEEDS if baseline.ledger.table("needs").empty else NO_WORKS
        return Sentence.over(baseline.ledger, tr(missing))
    planned, shown = found.works["planned"], found.candidates
    text = tr(
        "Đã so {planned} công trình dự kiến với nhau và với {earlier} công trình các năm trước, cách nhau "
        "không quá {window} năm; {compared} trong {possible} cặp có thể có chung địa điểm và từ trong tên. "
        "**{open} cặp cần xem xét**, {judged} cặp đã có nhận định. Không cặp nào đã so bị loại tự động.",
        planned=few(int(planned.sum())),
        earlier=few(int((~planned).sum())),
        window=few(found.rules.window),
        compared=few(len(found.blocking.pairs)),
        possible=few(found.blocking.possible),
        open=few(int((shown["verdict"] == "").sum())),
        judged=few(int((shown["verdict"] != "").sum())),
    )
    return Sentence.over(baseline.ledger, " ".join([text, *_not_compared(found), *_lapsed_words(found)]))


def _not_compared(found: Overlaps) -> list[str]:
    if not found.blocking.uncompared:
        return []
    return [
        tr(
            "{works} công trình dự kiến có mọi chữ, nơi và số chung với hơn {block} công trình khác: mỗi công trình "
            "chỉ được so với vài công trình cùng tên trong xã, hoặc chưa được so.",
            works=few(len(found.blocking.uncompared)),
            block=number(found.rules.block),
        )
    ]


def _lapsed_words(found: Overlaps) -> list[str]:
    lapsed = int((found.judgements["state"] != "holds").sum())
    return [tr("{count} nhận định không còn dùng được, xem bảng riêng.", count=few(lapsed))] if lapsed else []


@view()
def overlap_pairs(baseline: Baseline) -> Table | None:
    """The open pairs, likeliest first, then those judged to be one, each with its reasons; None without any."""
    found = baseline.overlaps
    if found is None:
        return None
    pairs = found.candidates
    open_, same = pairs[pairs["verdict"] == ""], pairs[pairs["verdict"].isin(SAME)]
    shown = pd.concat([open_.head(MOST_SHOWN), same.head(MOST_SHOWN)], ignore_index=True)
    if shown.empty:
        return None
    notes = [
        tr(
            "Xếp theo trọng số giống nhau (Fellegi-Sunter, đơn vị bit: thêm 1 là gấp đôi); hỏi từ trọng số {needed}, "
            "tức khả năng {review} khi giả định {doubled} công trình dự kiến có công trình trùng.",
            needed=number(found.weights.needed(found.rules.review), 1),
            review=percent(found.rules.review, 0),
            doubled=percent(found.rules.doubled, 0),
        ),
        tr("Công trình có nhiều đợt, các phần của một dự án và lồng ghép đúng quy định không phải là trùng lặp."),
        tr(NEVER),
    ]
    notes += [] if found.rules.verified else [tr(UNVERIFIED)]
    if len(open_[MOST_SHOWN:]):
        left = few(len(open_[MOST_SHOWN:]))
        notes.append(
            tr("Còn {left} cặp chưa nêu; `mtqg form overlaps` ghi mọi cặp chưa nhận định ra một bảng tính.", left=left)
        )
    notes += _left(same[MOST_SHOWN:])
    (frame, sources), title = _lines(found, shown), tr("Các cặp công trình có thể trùng lặp")
    return Table("trung_lap", title, frame, _columns(), _scope(baseline), sources, tuple(notes))


@view()
def overlap_different(baseline: Baseline) -> Table | None:
    """The pairs judged to be different, for looking up; None without any."""
    found = baseline.overlaps
    pairs = pd.DataFrame() if found is None else found.pairs[found.pairs["verdict"] == "different"]
    if found is None or pairs.empty:
        return None
    shown, notes = pairs.head(MOST_LISTED), tuple(_left(pairs[MOST_LISTED:]))
    (frame, sources), title = _lines(found, shown), tr("Các cặp đã nhận định là khác nhau")
    scope, is_long = _scope(baseline), len(shown) > FOR_PAPER
    return Table("trung_lap_khac", title, frame, _columns(), scope, sources, notes, workbook=is_long)


@view()
def overlap_lapsed(baseline: Baseline) -> Table | None:
    """The judgements that are no longer used, with the line of judgements.csv and why; None without any."""
    found = baseline.overlaps
    lapsed = pd.DataFrame() if found is None else found.judgements[found.judgements["state"] != "holds"]
    if lapsed.empty:
        return None
    shown = lapsed.head(MOST_LISTED).reset_index(drop=True)
    frame = shown.assign(
        one=[_named(row.work, row.work_name) for row in shown.itertuples()],
        other=[_named(row.other_work, row.other_name) for row in shown.itertuples()],
        verdict=[verdict_words(row) for row in shown.to_dict("records")],
        why=[tr(LAPSED[state]) for state in shown["state"]],
    )
    columns = (
        Column("line", tr("Dòng"), "count"),
        Column("one", tr("Công trình thứ nhất")),
        Column("other", tr("Công trình thứ hai")),
        Column("verdict", tr("Nhận định")),
        Column("why", tr("Lý do không dùng"), rows=True),
    )
    note = tr("Các dòng này của judgements.csv không được dùng; cặp nào còn thì được hỏi lại.")
    notes = (note, *_left(lapsed[MOST_LISTED:]))
    title, scope, is_long = tr("Nhận định không còn dùng được"), _scope(baseline), len(frame) > FOR_PAPER
    return Table("trung_lap_het_hieu_luc", title, frame, columns, scope, notes=notes, workbook=is_long)


def _named(work: str, name: str) -> str:
    return f"{short(work)}: {short(name) or tr('không ghi tên')}"


def _left(rest: pd.DataFrame) -> list[str]:
    return [tr("Còn {left} mục chưa nêu.", left=few(len(rest)))] if len(rest) else []


@view(Waits("14. Trùng lặp", "needs.csv: công trình, nội dung, nơi, năm, nguồn", NEEDS_FORM))
def overlap_counts(baseline: Baseline) -> Table | None:
    """How many pairs each judgement has, and the smaller amounts of these pairs; None where nothing was compared."""
    found = baseline.overlaps
    if found is None or found.candidates.empty:
        return None
    rows = found.by_verdict
    words = [label("judgement", code) if code else tr("Chưa nhận định") for code in rows["verdict"]]
    columns = (
        Column("verdict", tr("Nhận định")),
        Column("pairs", tr("Số cặp"), "count"),
        Column("smaller", tr("Số tiền của công trình nhỏ hơn"), "bn", 3, missing="–"),
    )
    notes = (
        tr("Một công trình có thể nằm trong nhiều cặp, nên các số tiền không cộng lại được với nhau."),
        tr("Nhận định được lưu trong tệp judgements.csv."),
    )
    title = tr("Các cặp theo nhận định")
    return Table("trung_lap_nhan_dinh", title, rows.assign(verdict=words), columns, _scope(baseline), notes=notes)


def _lines(found: Overlaps, pairs: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Two lines a pair, one a work; reasons and judgement stand once for both. And whoever asks for the works."""
    works = found.works.to_dict("records")
    rows, sources = [], []
    for place, pair in enumerate(pairs.to_dict("records"), start=1):
        both = {"pair": tr("số {place}", place=place), "why": reasons(found, pair), "verdict": verdict_words(pair)}
        for work in (works[pair["one"]], works[pair["other"]]):
            about = {"work": work["work"], "name": short(work["name"]), "amount": work["amount"]}
            rows.append(both | about | work_words(work))
            sources.append(work["source"])
    return pd.DataFrame(rows), once(sources)


def _columns() -> tuple[Column, ...]:
    return (
        Column("pair", tr("Cặp"), rows=True),
        Column("work", tr("Mã")),
        Column("name", tr("Công trình, nội dung")),
        Column("where", tr("Nơi; đơn vị")),
        Column("money", tr("Chương trình; nguồn vốn")),
        Column("years", tr("Năm")),
        Column("amount", tr("Tỷ đồng"), "bn", 3, missing=tr("không đọc được")),
        Column("why", tr("Lý do xem xét"), rows=True),
        Column("verdict", tr("Nhận định"), rows=True),
    )


def _scope(baseline: Baseline) -> Scope:
    return Scope(tr("tỷ đồng"), day(baseline.as_of), tr(NO_PLAN), tr("nhu cầu do đơn vị đề xuất, chưa duyệt"))
