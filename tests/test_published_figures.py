"""The notice of January 2025 figure by figure: in the dataset, in the evaluation and in the printed report."""

import csv
from pathlib import Path

import pytest

from mtqg_analysis import year_end

with (Path(__file__).parent / "published_figures.csv").open(encoding="utf-8", newline="") as stream:
    FIGURES = list(csv.DictReader(stream))


@pytest.mark.parametrize("figure", FIGURES, ids=lambda row: f"{row['figure']} {row['what']}")
def test_the_dataset_holds_the_figure_as_the_document_prints_it(ledger, figure):
    fact = ledger.facts.set_index("fact").loc[figure["figure"]]
    for column, expected in (
        ("year", "year"), ("as_of", "as_of"), ("value", "value"), ("value_unit", "unit"), ("status", "status"),
        ("source", "document"),
    ):  # fmt: skip
        assert fact[column] == figure[expected], column
    assert fact["usable"]
    assert fact["unit"] == "20"


def test_only_the_estimate_is_said_to_be_about(ledger):
    notice = ledger.facts[ledger.facts["source"] == "TB-LS-2025-01"].set_index("fact")["qualifier"]
    assert notice[notice != ""].to_dict() == {"PF0008": "about"}


def test_the_dataset_holds_no_other_figure_of_the_notice(ledger):
    assert set(ledger.facts.loc[ledger.facts["source"] == "TB-LS-2025-01", "fact"]) == {
        row["figure"] for row in FIGURES
    }


@pytest.mark.parametrize(
    ("show", "words"),
    [
        (year_end.headline, "Tính đến ngày 31/12/2024"),
        (year_end.headline, "1.318 tỷ đồng"),
        (year_end.headline, "52,6% kế hoạch"),
        (year_end.headline, "vốn đầu tư đạt 69,4%"),
        (year_end.headline, "vốn sự nghiệp đạt 30,9%"),
        (year_end.headline, "Ước đến hết ngày 31/01/2025 đạt khoảng 73% kế hoạch"),
        (year_end.headline, "nguồn không nêu"),
        (year_end.implied_sentence, "vốn sự nghiệp chiếm khoảng 44% kế hoạch"),
        (year_end.implied_sentence, "khoảng 64% số vốn chưa giải ngân"),
        (year_end.january, "511 tỷ đồng"),
        (year_end.january, "bằng 39% số đã giải ngân"),
        (year_end.targets, "04/06 nhóm mục tiêu lớn"),
    ],
)
def test_a_sentence_prints_the_figure(evaluation, show, words):
    assert words in show(evaluation).markdown


def test_the_headline_quotes_the_facts_that_it_prints(evaluation):
    assert set(year_end.headline(evaluation).quotes) == {"PF0004", "PF0005", "PF0006", "PF0007", "PF0008"}


def cells(table):
    return [" | ".join(row) for row in table.text_rows]


@pytest.mark.parametrize(
    ("show", "row"),
    [
        (year_end.rates, "Chung | 1.318 | 52,6% | khoảng 73% | "),
        (year_end.rates, "Vốn đầu tư | nguồn không nêu | 69,4% | chưa có số liệu | PF0006"),
        (year_end.rates, "Vốn sự nghiệp | nguồn không nêu | 30,9% | chưa có số liệu | PF0007"),
        (year_end.january_needs, "khoảng 73%: làm tròn đến đơn vị | [72,5%; 73,5%] | 511 | [496,7; 525,6]"),
        (year_end.january_needs, "khoảng 73%: cộng trừ 1 điểm phần trăm | [72,0%; 74,0%] | 511 | [484,2; 538,2]"),
        (year_end.implied, "Kế hoạch | Tổng số | 2.505,7 | [2.502,4; 2.509,0]"),
        (year_end.named, "Đơn vị giải ngân tốt | Huyện Hữu Lũng thuộc nhóm đơn vị giải ngân tốt"),
        (year_end.named, "Đơn vị giải ngân tốt | Huyện Lộc Bình thuộc nhóm đơn vị giải ngân tốt"),
        (year_end.named, "Đơn vị giải ngân tốt | Huyện Đình Lập thuộc nhóm đơn vị giải ngân tốt"),
        (
            year_end.named,
            "Chương trình chậm nhất | Chương trình DTTS&MN (Ban Dân tộc chủ trì) có tỷ lệ giải ngân thấp nhất",
        ),
        (year_end.named, "Loại vốn chậm | Giải ngân vốn sự nghiệp còn chậm"),
        (year_end.named, "Huyện thí điểm | Huyện Tràng Định thực hiện thí điểm theo Nghị quyết số 111/2024/QH15"),
        (year_end.named, "Huyện thí điểm | Huyện Lộc Bình thực hiện thí điểm theo Nghị quyết số 111/2024/QH15"),
        (year_end.named, "So với năm trước | Tỷ lệ giải ngân tăng nhẹ so với năm 2023"),
        (
            year_end.limits,
            "Hạn chế | Nhiều huyện còn lúng túng, chưa chủ động chuẩn bị đầu tư, dù danh mục và vốn đã được giao sớm",
        ),
        (year_end.limits, "Hạn chế | Vốn đối ứng cấp huyện bố trí muộn, thấp hơn tỷ lệ quy định"),
        (year_end.limits, "Nguyên nhân | Địa bàn nghèo và hộ nghèo đều không có khả năng đối ứng"),
    ],
)
def test_a_table_prints_the_figure(evaluation, show, row):
    assert any(printed.startswith(row) for printed in cells(show(evaluation)))


@pytest.mark.parametrize(
    ("task", "owners", "due"),
    [
        (
            "Rà soát mục tiêu năm 2025",
            "Sở NN&PTNT, Ban Dân tộc, Sở LĐ-TB&XH, UBND các huyện, thành phố",
            "31/01/2025",
        ),
        ("Củng cố ban chỉ đạo", "Ban Chỉ đạo các cấp, HĐND các cấp, MTTQ các cấp", "không nêu"),
        ("Bố trí vốn đối ứng từ đầu năm", "UBND các huyện, thành phố", "năm 2025"),
        ("Thực hiện hiệu quả Nghị quyết 111/2024/QH15", "Tràng Định, Lộc Bình", "năm 2025"),
        ("Đề xuất điều chỉnh kế hoạch vốn năm 2025", "Sở KH&ĐT, Sở Tài chính", "năm 2025"),
        ("Đề xuất bổ sung kinh phí cho xã", "Sở KH&ĐT, Sở Tài chính", "năm 2025"),
        ("Kiện toàn ban chỉ đạo cấp tỉnh", "Sở KH&ĐT", "Sau khi sắp xếp tổ chức bộ máy"),
        ("Đánh giá kết quả các chương trình", "Các sở, ban, ngành, UBND các huyện, thành phố", "không nêu"),
        ("Khảo sát, lấy số liệu cho kế hoạch 2026-2030", "Các sở, ban, ngành, UBND các huyện, thành phố", "không nêu"),
    ],
)
def test_a_directive_names_its_owners_and_its_due_date(evaluation, task, owners, due):
    (row,) = (row for row in year_end.directives(evaluation).text_rows if row[0].startswith(task))
    assert row[1:3] == [owners, due]


def test_there_are_nine_directives_and_none_has_a_reported_result(evaluation):
    rows = year_end.directives(evaluation).text_rows
    assert len(rows) == 9
    assert {row[3] for row in rows} == {"giao sau ngày chốt"}


def test_what_nobody_published_says_so(evaluation):
    missing = " ".join(cells(year_end.not_published(evaluation)))
    for what in ("từng chương trình", "từng huyện", "Cơ sở kế hoạch", "Tỷ lệ giải ngân năm trước"):
        assert what in missing
