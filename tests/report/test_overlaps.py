"""The pages on overlaps: questions with reasons, judgements beside them, and one sentence where there are no plans."""

from dataclasses import replace

import pytest
from overlaps.made import made_ledger, made_works

from mtqg_analysis.analysis.overlap.search import find_overlaps
from mtqg_analysis.domain.language import speaking
from mtqg_analysis.report.baseline import overlap_evidence, overlaps
from mtqg_analysis.report.markup import table_html

VIEWS = (
    overlaps.overlap_pairs,
    overlaps.overlap_counts,
    overlaps.overlap_sample,
    overlap_evidence.overlap_weights,
    overlap_evidence.overlap_quality,
)


@pytest.fixture(scope="module")
def searched(plan):
    """The baseline of Lạng Sơn with made plans of 400 works in it, two pairs of them judged."""
    needs, same = made_works(400)
    first, second = sorted(map(sorted, same))[:2]
    about = {"judged_by": "Người xem", "day": "2026-02-01", "note": "<b>hai nguồn</b>"}
    judgements = [
        about | {"work": first[0], "other": first[1], "verdict": "co_financing"},
        about | {"work": second[0], "other": second[1], "verdict": "different"},
        about | {"work": "KS9", "other": first[0], "verdict": "different"},
    ]
    ledger = made_ledger(needs, judgements=judgements)
    return replace(plan, ledger=ledger, overlaps=find_overlaps(ledger))


def test_without_planned_works_one_sentence_says_what_is_missing(plan):
    assert plan.overlaps is None
    assert "needs.csv" in overlaps.overlap_sentence(plan).markdown
    assert [view(plan) for view in VIEWS] == [None] * len(VIEWS)


def test_the_sentence_counts_what_was_compared_asked_and_judged(searched):
    text = overlaps.overlap_sentence(searched).markdown
    shown = searched.overlaps.candidates
    assert f"**{(shown['verdict'] == '').sum()} cặp cần người xem**, 2 cặp đã có nhận định" in text
    assert "1 nhận định nhắc tới công trình không còn" in text
    assert text.startswith("*Theo số liệu minh họa:*")


def test_every_pair_has_two_lines_reasons_and_its_judgement(searched):
    table = overlaps.overlap_pairs(searched)
    assert len(table.frame) == 2 * table.frame["pair"].nunique()
    assert table.frame["why"].str.contains("Giống: ").all()
    assert table.frame["why"].str.endswith(" bit.").all()
    verdicts = table.frame["verdict"].drop_duplicates().tolist()
    assert verdicts[0] == "chưa nhận định"
    assert any(text.startswith("Lồng ghép nguồn vốn đúng quy định; Người xem") for text in verdicts)
    assert any("không bị loại" in note or "Không cặp nào bị loại" in note for note in table.notes)
    assert any("cần kiểm tra" in note for note in table.notes)


def test_text_from_data_is_escaped_and_short(searched):
    table = overlaps.overlap_pairs(searched)
    assert "<b>" not in table_html(table.as_resource())
    assert table.frame["name"].str.len().max() <= overlaps.LONGEST


def test_counts_cover_every_judgement_and_every_pair(searched):
    table = overlaps.overlap_counts(searched)
    assert table.frame["pairs"].sum() == len(searched.overlaps.candidates)
    assert table.frame["pairs"].tolist()[1:] == [0, 0, 1, 1]


def test_the_sample_shows_neither_weight_nor_reasons_and_names_its_seed(searched):
    table = overlaps.overlap_sample(searched, each=2, seed=5)
    assert {"why", "verdict", "bits"}.isdisjoint(table.frame.columns)
    assert any("hạt giống 5" in note for note in table.notes)
    assert table.frame.equals(overlaps.overlap_sample(searched, each=2, seed=5).frame)


def test_quality_stands_with_its_reservations(searched):
    table = overlap_evidence.overlap_quality(searched)
    assert len(table.frame) == 6
    assert "2 cặp đã nhận định" in table.notes[0]


def test_every_page_speaks_english_too(searched):
    with speaking("en"):
        titles = [view(searched).title for view in VIEWS]
        assert overlaps.overlap_pairs(searched).frame["why"].str.contains("Alike: ").all()
    assert all(title.isascii() for title in titles)
