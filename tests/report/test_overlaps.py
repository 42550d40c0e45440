"""The pages on overlaps: questions with reasons, judgements beside them, and one sentence where there are no plans."""

import re
from dataclasses import replace

import pytest
from overlaps.made import made_ledger, made_works

from mtqg_analysis.analysis.overlap.search import find_overlaps
from mtqg_analysis.domain.language import speaking
from mtqg_analysis.report.markup import table_html
from mtqg_analysis.report.pages.planning import overlap_evidence, overlap_words, overlaps

VIEWS = (
    overlaps.overlap_pairs,
    overlaps.overlap_different,
    overlaps.overlap_lapsed,
    overlaps.overlap_counts,
    overlap_evidence.overlap_weights,
    overlap_evidence.overlap_quality,
)


@pytest.fixture(scope="module")
def searched(plan):
    """The baseline of Lạng Sơn with made plans of 400 works in it, two pairs of them judged."""
    needs, same = made_works(400)
    first, second = sorted(map(sorted, same))[:2]
    about = {"judged_by": "Người xem", "day": "2026-02-01", "note": "<b>hai nguồn</b>"}
    names = dict(zip(needs["need"], needs["name_vi"], strict=True))
    judgements = [
        about
        | {"work": work, "other": other, "verdict": verdict, "work_name": names.get(work, work)}
        | {"other_name": names.get(other, "") if named else ""}
        for work, other, verdict, named in (
            (*first, "co_financing", True),
            (*second, "different", True),
            ("KS9", first[0], "different", True),
            (*second[::-1], "same_object", False),
        )
    ]
    ledger = made_ledger(needs, judgements=judgements)
    return replace(plan, ledger=ledger, overlaps=find_overlaps(ledger, plan.as_of))


def test_without_planned_works_one_sentence_says_what_is_missing(plan):
    assert plan.overlaps is None
    assert "nhu cầu vốn của từng công trình" in overlaps.overlap_sentence(plan).markdown
    assert [view(plan) for view in VIEWS] == [None] * len(VIEWS)


def test_the_sentence_counts_what_was_compared_asked_and_judged(searched):
    text = overlaps.overlap_sentence(searched).markdown
    shown = searched.overlaps.candidates
    assert f"**{(shown['verdict'] == '').sum()} cặp cần xem xét**, 02 cặp đã có nhận định" in text
    assert "2 nhận định không còn dùng được" in text
    assert text.startswith("*Theo số liệu minh họa:*")


def test_the_sentence_owns_up_to_works_that_could_hardly_be_compared(plan, searched):
    """Seventy works of one name share every key: each meets a few of the others, and the report must not claim more."""
    row = made_works(1)[0].iloc[0].to_dict()
    ledger = made_ledger([row | {"need": f"A{n}", "source": f"S{n}"} for n in range(70)])
    text = overlaps.overlap_sentence(replace(plan, ledger=ledger, overlaps=find_overlaps(ledger, plan.as_of))).markdown
    assert "70 công trình dự kiến có mọi chữ, nơi và số chung với hơn 60 công trình khác" in text
    assert "hoặc chưa được so" not in overlaps.overlap_sentence(searched).markdown


def test_needs_without_a_usable_line_are_told_from_no_needs(plan):
    ledger = made_ledger([made_works(1)[0].iloc[0].to_dict() | {"year": "2026-2030"}])
    text = overlaps.overlap_sentence(replace(plan, ledger=ledger, overlaps=find_overlaps(ledger, plan.as_of))).markdown
    assert "không dòng nào của needs.csv" in text


def test_open_pairs_come_first_and_then_those_judged_to_be_one(searched):
    table = overlaps.overlap_pairs(searched)
    assert len(table.frame) == 2 * table.frame["pair"].nunique()
    assert table.frame["why"].str.contains(r" Trọng số: [−\d,]+\.$").all()
    verdicts = table.frame["verdict"].drop_duplicates().tolist()
    assert verdicts[0] == "chưa nhận định"
    assert len(verdicts) == 2
    assert verdicts[1].startswith("Lồng ghép nguồn vốn đúng quy định; Người xem")
    assert any("Không cặp nào đã so bị loại" in note for note in table.notes)
    assert any("cần kiểm tra" in note for note in table.notes)


def test_pairs_judged_to_be_different_stand_apart(searched):
    table = overlaps.overlap_different(searched)
    assert len(table.frame) == 2
    assert table.frame["verdict"].str.startswith("Khác nhau; Người xem").all()
    assert not table.workbook


def test_the_reasons_of_a_pair_add_up_to_its_weight(searched):
    """Each reason carries what it weighs, on the side that it speaks for; the bits printed add up to the pair's."""
    table = overlaps.overlap_pairs(searched)
    for why in table.frame["why"].iloc[::2]:
        bits = [float(text.replace("−", "-").replace(",", ".")) for text in re.findall(r"\(([+−][\d,]+)\)", why)]
        total = float(re.search(r"Trọng số: ([-−]?[\d,]+)\.$", why)[1].replace("−", "-").replace(",", "."))
        assert sum(bits) == pytest.approx(total, abs=0.05 * 8)
        towards = re.search(r"Dấu hiệu trùng: (.*?\))\.", why)
        assert "(−" not in towards[1]


def test_a_long_name_of_which_only_the_start_was_compared_says_so(plan):
    row = made_works(1)[0].iloc[0].to_dict()
    long = row["name_vi"] + " thuộc dự án đầu tư" * 30
    rows = [row | {"need": f"A{n}", "name_vi": f"{long} đoạn {n}", "source": f"S{n}"} for n in range(2)]
    ledger = made_ledger(rows)
    table = overlaps.overlap_pairs(replace(plan, ledger=ledger, overlaps=find_overlaps(ledger, plan.as_of)))
    assert "chỉ so 300 chữ cái đầu" in table.frame["why"][0]


def test_a_judgement_no_longer_used_is_named_with_its_line_and_why(searched):
    table = overlaps.overlap_lapsed(searched)
    assert table.frame["line"].tolist() == [4, 5]
    assert table.frame["one"][0] == "KS9: KS9"
    assert table.frame["other"][1].endswith(": không ghi tên")
    assert "không ghi tên công trình" in table.frame["why"][1]


def test_a_judgement_that_says_nothing_is_named_too(plan):
    rows = made_works(2)[0].to_dict("records")
    said = [
        {
            "work": rows[0]["need"],
            "other": rows[other]["need"],
            "verdict": verdict,
            "judged_by": "A",
            "day": "2026-01-31",
        }
        for other, verdict in ((1, "XYZ"), (0, "different"))
    ]
    ledger = made_ledger(rows, judgements=said)
    table = overlaps.overlap_lapsed(replace(plan, ledger=ledger, overlaps=find_overlaps(ledger, plan.as_of)))
    assert table.frame["line"].tolist() == [2, 3]
    assert "XYZ" in table.frame["verdict"][0]
    assert "không phải là một nhận định" in table.frame["why"][0]
    assert "hai công trình của cặp là một" in table.frame["why"][1]


def test_text_from_data_is_escaped_and_short(searched):
    table = overlaps.overlap_pairs(searched)
    assert "<b>" not in table_html(table.as_resource())
    assert table.frame["name"].str.len().max() <= overlap_words.LONGEST


def test_counts_cover_every_judgement_and_every_pair(searched):
    table = overlaps.overlap_counts(searched)
    assert table.frame["pairs"].sum() == len(searched.overlaps.candidates)
    assert table.frame["pairs"].tolist()[1:] == [0, 0, 1, 1]
    pairs, amounts = searched.overlaps.candidates, searched.overlaps.works["amount"]
    (last,) = pairs[pairs["verdict"] == "different"].itertuples()
    assert searched.overlaps.by_verdict["smaller"].iat[-1] == min(amounts[last.one], amounts[last.other])


def test_without_a_drawn_sample_precision_and_recall_are_not_computed_and_why_is_said(searched):
    table = overlap_evidence.overlap_quality(searched)
    assert [row[1] for row in table.text_rows[:4]] == ["chưa tính được"] * 4
    assert [row[2] for row in table.text_rows[:4]] == ["–"] * 4
    assert "chưa cặp nào của mẫu rút ngẫu nhiên" in table.notes[0]


def test_over_a_drawn_sample_they_stand_with_their_reservations(invented_plan):
    table = overlap_evidence.overlap_quality(invented_plan)
    assert all("%" in row[1] for row in table.text_rows)
    assert f"Từ {invented_plan.overlaps.quality.n} cặp rút ngẫu nhiên" in table.notes[0]
    assert "có thể quá cao" in table.notes[1]


def test_every_page_speaks_english_too(searched):
    with speaking("en"):
        titles = [view(searched).title for view in VIEWS]
        assert overlaps.overlap_pairs(searched).frame["why"].str.contains("Towards one work: ").all()
    assert all(title.isascii() for title in titles)
