"""Drafts held against the published data, through the command that an office runs."""

import json

import pytest

DRAFT = """Báo cáo kết quả thực hiện các chương trình mục tiêu quốc gia năm 2024

Đến ngày 31/12/2024, toàn tỉnh đã giải ngân {amount}, đạt 52,6% kế hoạch; vốn đầu tư đạt {rate}, vốn sự nghiệp 30,9%.

Căn cứ Nghị quyết số 111/2024/QH15 ngày 18/01/2024, Sở Tài chính chủ trì theo dõi.
"""


@pytest.fixture
def checked(mtqg, tmp_path):
    """Runs `mtqg claims` on a text; gives how it ended and the claims it wrote."""

    def run(text, *options):
        draft, found = tmp_path / "du-thao.md", tmp_path / "found.json"
        draft.write_text(text, encoding="utf-8")
        done = mtqg(
            "claims", draft, *(() if "--data" in options else ("--data", "data/langson")), "--json", found, *options
        )
        return done, json.loads(found.read_text(encoding="utf-8"))["claims"]

    return run


def test_a_true_draft_is_supported_and_ends_well(checked):
    done, claims = checked(DRAFT.format(amount="1.318 tỷ đồng", rate="69,4%"))
    assert done.status == 0
    assert [(one["text"], one["verdict"], one["facts"]) for one in claims] == [
        ("1.318 tỷ đồng", "supported", ["PF0004"]),
        ("52,6%", "supported", ["PF0005"]),
        ("69,4%", "supported", ["PF0006"]),
        ("30,9%", "supported", ["PF0007"]),
    ]
    assert "4 đúng" in done.out


@pytest.mark.parametrize(
    ("amount", "slip"),
    [("1.138 tỷ đồng", "digits"), ("1.318 triệu đồng", "unit_1000"), ("1.600 tỷ đồng", "")],
)
def test_a_wrong_amount_is_contradicted_with_its_likely_slip(checked, amount, slip):
    done, claims = checked(DRAFT.format(amount=amount, rate="52,6%"))
    assert done.status == 1
    wrong = [(one["text"], one["expected"], one["slip"]) for one in claims if one["verdict"] == "contradicted"]
    assert wrong == [(amount, "1.318 tỷ đồng", slip), ("52,6%", "69,4%", "other_capital")]
    assert set(claims[0]) == {"text", "place", "verdict", "facts", "found", "expected", "slip", "message"}


def test_a_draft_of_another_kind_is_refused_with_what_can_be_read(mtqg, tmp_path):
    picture = tmp_path / "bieu.png"
    picture.write_bytes(b"\x89PNG")
    done = mtqg("claims", picture, "--data", "data/langson")
    assert done.status == 2
    assert "đuôi «.png»" in done.err
    assert ".txt" in done.err


def test_a_sentence_is_held_against_its_own_sums_where_the_data_are_silent(checked):
    text = (
        "Huyện Hữu Lũng được giao {plan} tỷ đồng vốn năm 2024, gồm vốn đầu tư 80 tỷ đồng và vốn sự nghiệp 40 tỷ đồng."
    )
    assert [one["verdict"] for one in checked(text.format(plan=120))[1]] == ["not_in_data"] * 3
    claims = checked(text.format(plan=130))[1]
    assert [(one["verdict"], one["slip"], one["expected"]) for one in claims[:1]] == [
        ("contradicted", "parts_total", "120 tỷ đồng")
    ]
    text = "Năm 2024, huyện Hữu Lũng được giao 120 tỷ đồng, giải ngân 90 tỷ đồng, đạt {rate}% kế hoạch."
    assert [one["verdict"] for one in checked(text.format(rate="75,0"))[1]] == ["not_in_data"] * 3
    wrong = checked(text.format(rate="57,0"))[1][2]
    assert (wrong["verdict"], wrong["slip"], wrong["expected"]) == ("contradicted", "plan_rate", "75,0%")
