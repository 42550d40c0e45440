"""A dataset against itself: what is found in the published figures, and that every planted slip is found."""

import csv
import json
import random
from dataclasses import replace
from decimal import Decimal

import pandas as pd
import pytest

from mtqg_analysis import check_dataset, read_dataset
from mtqg_analysis.ledger.facts import with_figures
from mtqg_analysis.ledger.ratios import find_triples

COLUMNS = [
    "id",
    "indicator",
    "level",
    "unit_name",
    "province",
    "programme",
    "capital_type",
    "capital_origin",
    "year",
    "as_of",
    "basis",
    "value",
    "value_unit",
    "source_title",
    "source_url",
    "source_date",
    "note",
]
INCONSISTENT_TRIPLES = {
    ("PF0880", "PF0881", "PF0882"): "digit_transposition",
    ("PF0891", "PF0892", "PF0893"): "rate_mismatch",
    ("PF0897", "PF0901", "PF0902"): "rate_mismatch",
    ("PF1026", "PF1027", "PF1028"): "rate_mismatch",
    ("PF1233", "PF1234", "PF1235"): "rate_cut_off",
    ("PF1277", "PF1276", "PF1278"): "rate_mismatch",
    ("PF1318", "PF1319", "PF1320"): "rate_cut_off",
    ("PF1321", "PF1322", "PF1323"): "rate_mismatch",
    ("PF1358", "PF1359", "PF1360"): "rate_mismatch",
}
# Total, parts: as printed. half: half of the last printed digit of each, added up, is what rounding can explain.
OPEN_SUMS = [
    (("PF0226", "PF0228", "PF0230"), "14468.011", ["12933.106", "1534.35"], "0.555"),
    (("PF0853", "PF0863", "PF0880", "PF0884"), "614294", ["226385", "67172", "320197"], "540"),
    (("PF0897", "PF0898", "PF0899"), "3279", ["2285", "1077"], "83"),
    (("PF1030", "PF1031", "PF1032", "PF1033"), "11182244", ["6258874", "1938325", "3201712"], "216667"),
    (("PF1361", "PF1362", "PF1363"), "43.02", ["20.75", "13.26"], "9.01"),
    (("PF1384", "PF1365", "PF1378"), "736.3", ["466.4", "270.2"], "0.3"),
    (("EX0044", "EX0045"), "12368", ["12299"], "69"),
    (("PF1384", "PF1386", "PF1388"), "736.3", ["348.4", "388.1"], "0.2"),
]


def kinds(check):
    return [finding.kind for finding in check.findings]


def vietnamese(number):
    return f"{Decimal(number):,}".translate(str.maketrans(",.", ".,"))


@pytest.fixture(scope="module")
def national(nation):
    return nation.check


# The published figures ------------------------------------------------------------------------------------------


def test_lang_sons_figures_agree_with_each_other(ledger):
    assert ledger.check.findings == ()
    assert ledger.check.checked == {"facts": 206, "sources": 38, "triples": 5, "sums": 22}


def test_exactly_nine_published_triples_disagree(national):
    kinds_of_triples = ("digit_transposition", "rate_mismatch", "rate_cut_off", "rate_of_other_denominator")
    found = {finding.ids: finding.kind for finding in national.findings if finding.kind in kinds_of_triples}
    assert found == INCONSISTENT_TRIPLES


def test_every_other_finding_is_a_sum_or_a_mixture(national):
    others = {finding.ids: finding.kind for finding in national.findings if finding.ids not in INCONSISTENT_TRIPLES}
    assert others == {ids: "sum_mismatch" for ids, *_ in OPEN_SUMS} | {
        ("PF0850", "PF0851", "PF0852"): "rate_outside_parts",
        ("PF0227", "PF0229", "PF0231", "PF0226", "PF0228", "PF0230"): "implied_plans_disagree",
    }


def test_the_transposed_plan_is_named_with_the_figure_it_should_be(national):
    (finding,) = (finding for finding in national.findings if finding.kind == "digit_transposition")
    assert "67.172 triệu đồng (PF0880) có lẽ là 67.712 triệu đồng" in finding.message
    assert round(4369 / 67712 * 100, 2) == 6.45
    assert 226385 + 67712 + 320197 == 614294


@pytest.mark.parametrize(("ids", "total", "parts", "gap"), OPEN_SUMS, ids=[ids[0] + ids[1] for ids, *_ in OPEN_SUMS])
def test_an_open_sum_is_open_by_hand_arithmetic_too(ids, total, parts, gap, nation, national):
    values = nation.facts.set_index("fact")["value"]
    assert [values[fact] for fact in ids] == [total, *parts]
    difference = abs(Decimal(total) - sum(map(Decimal, parts)))
    assert difference == Decimal(gap)
    explained_by_rounding = sum(Decimal(1).scaleb(Decimal(text).as_tuple().exponent) / 2 for text in [total, *parts])
    assert difference > explained_by_rounding
    (finding,) = (finding for finding in national.findings if finding.ids == ids)
    assert f"Chênh lệch {vietnamese(gap)}." in finding.message


@pytest.mark.parametrize(
    ("ids", "plan", "amount", "rate"),
    [
        (("PF0891", "PF0892", "PF0893"), 556, 160, 23.7),
        (("PF0897", "PF0901", "PF0902"), 3279, 1350, 58.81),
        (("PF1026", "PF1027", "PF1028"), 526.855, 20.879, 6.18),
        (("PF1277", "PF1276", "PF1278"), 280.3, 81, 29.9),
        (("PF1321", "PF1322", "PF1323"), 969.313, 22.337, 3.36),
        (("PF1358", "PF1359", "PF1360"), 119.365, 19.216, 10.1),
    ],
)
def test_a_mismatched_rate_is_mismatched_by_hand_arithmetic_too(ids, plan, amount, rate, nation):
    values = nation.facts.set_index("fact")["value"].astype(float)
    assert [values[fact] for fact in ids] == [plan, amount, rate]
    assert abs(100 * amount / plan - rate) > 0.5


def test_the_implied_plans_disagree_by_hand_arithmetic_too():
    assert 12933.106 / 0.54 + 1534.35 / 0.0782 > 1.2 * 14468.011 / 0.4249


# Planted slips: every agreeing triple, every value --------------------------------------------------------------


def leading_digits_swapped(value):
    digits = [place for place, character in enumerate(value) if character.isdigit()]
    if len(digits) < 2:
        return None
    first, second = digits[:2]
    if value[first] == value[second] or value[second] == "0":
        return None
    swapped = list(value)
    swapped[first], swapped[second] = value[second], value[first]
    return "".join(swapped)


@pytest.mark.parametrize(("name", "agreeing"), [("langson", 5), pytest.param("national", 74, marks=pytest.mark.full)])
def test_a_transposition_in_any_value_of_any_agreeing_triple_is_found(name, agreeing, root):
    dataset = read_dataset(root / "data" / name)
    found = find_triples(with_figures(dataset.facts).to_dict("records"))
    # A rate that names another basis than the plan beside it proves nothing: it may be of a plan not printed.
    triples = [triple for triple in found if triple.agrees and triple.decides]
    assert len(triples) == agreeing
    missed = []
    for triple in triples:
        rows = dataset.facts
        subject = rows["unit"].eq(triple.rate["unit"]) & rows["programme"].eq(triple.rate["programme"])
        near = rows[rows["source"].eq(triple.rate["source"]) | (subject & rows["year"].eq(triple.rate["year"]))]
        for row in triple.rows:
            slip = leading_digits_swapped(row["value"])
            if slip is None:
                continue
            facts = near.assign(value=near["value"].mask(near["fact"] == row["fact"], slip)).reset_index(drop=True)
            check = check_dataset(replace(dataset, facts=facts, tables={}))
            if not any(set(triple.ids) <= set(finding.ids) for finding in check.findings):
                missed.append((triple.ids, row["fact"], row["value"], slip))
    assert missed == []


@pytest.mark.parametrize("name", ["langson", "national"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_rows_changes_no_finding(name, seed, root):
    dataset = read_dataset(root / "data" / name)
    shuffled = dataset.facts.sample(frac=1, random_state=seed).reset_index(drop=True)
    ids = {(finding.kind, frozenset(finding.ids)) for finding in check_dataset(dataset).findings}
    after = check_dataset(replace(dataset, facts=shuffled))
    assert {(finding.kind, frozenset(finding.ids)) for finding in after.findings} == ids


# Hand-made files ------------------------------------------------------------------------------------------------


def row(fact, indicator, value, unit="bn_vnd", **changes):
    """One published row: Lạng Sơn, one programme, all capital, end of 2024."""
    usual = {
        "id": fact, "indicator": indicator, "level": "province", "unit_name": "Lạng Sơn", "province": "Lạng Sơn",
        "programme": "dtts", "capital_type": "total", "capital_origin": "current_year", "year": "2024",
        "as_of": "2024-12-31", "basis": "plan" if indicator.startswith("plan") else "actual", "value": str(value),
        "value_unit": unit, "source_title": "Báo cáo", "source_url": "https://example.org/a",
        "source_date": "2025-01-15", "note": "",
    }  # fmt: skip
    return usual | changes


def triple(plan, amount, rate, prefix="A", **changes):
    return [
        row(f"{prefix}1", "plan", plan, **changes),
        row(f"{prefix}2", "disbursed", amount, **changes),
        row(f"{prefix}3", "disbursement_rate", rate, "percent", **changes),
    ]


@pytest.fixture
def write(tmp_path):
    def to_file(rows, name="so_lieu.csv", columns=COLUMNS):
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)
        return tmp_path / name

    return to_file


@pytest.fixture
def checked(write):
    return lambda rows: check_dataset(read_dataset(write(rows)))


def test_rows_that_agree_raise_no_finding(checked):
    check = checked(triple(1000.5, 526.3, 52.6))
    assert check.findings == ()
    assert check.checked["triples"] == 1


@pytest.mark.parametrize(
    ("rows", "kind", "ids", "words"),
    [
        ([row("A1", "plan", 5), row("A1", "disbursed", 4)], "duplicate_id", {"A1"}, "lặp lại ở các dòng 2, 3"),
        ([row("A1", "plan", "12,5 tỷ")], "invalid_cell", {"A1"}, "cột «value»"),
        ([row("A1", "plan", "")], "invalid_cell", {"A1"}, "ô trống"),
        ([row("A1", "plan", 5, as_of="31/02/2024")], "invalid_cell", {"A1"}, "«31/02/2024»"),
        ([row("A1", "plan", 5, level="quarter")], "invalid_cell", {"A1"}, "«quarter», cần một trong: national"),
        ([row("A1", "plan", 5, basis="guess")], "invalid_cell", {"A1"}, "cột «status»"),
        ([row("A1", "plan", 5, "dollar")], "invalid_cell", {"A1"}, "«dollar»"),
        ([row("A1", "plan", 5, source_title="")], "invalid_cell", {"A1"}, "tên văn bản hoặc bài viết) là ô trống"),
        ([row("A1", "disbursment", 5)], "invalid_cell", {"A1"}, "có phải «disbursed»?"),
        ([row("A1", "plan", 5, programme="dttss")], "invalid_cell", {"A1"}, "«dttss»"),
        (
            [row("A1", "plan", 5, level="district", unit_name="Trảng Định", as_of="2024-12-31")],
            "unknown_unit",
            {"A1"},
            "«Trảng Định» ở cấp huyện trong danh mục của tỉnh; có phải «Tràng Định»?",
        ),
        (
            [row("A1", "plan", 5, level="district", unit_name="Hữu Lũng", year="2025", as_of="2025-09-30")],
            "unit_not_valid",
            {"A1"},
            "không tồn tại ngày 30/09/2025",
        ),
        (
            [
                row("A1", "plan", 100),
                row("A2", "plan", 60, capital_type="dau_tu"),
                row("A3", "plan", 30, capital_type="su_nghiep"),
            ],
            "sum_mismatch",
            {"A1", "A2", "A3"},
            "Chênh lệch 10.",
        ),
        (
            [row("A1", "disbursed", 100, as_of="2024-06-30"), row("A2", "disbursed", 90, as_of="2024-09-30")],
            "cumulative_fall",
            {"A1", "A2"},
            "thấp hơn 100 tỷ đồng đến 30/06/2024 (A1)",
        ),
        ([row("A1", "disbursement_rate", 104.5, "percent")], "rate_above_100", {"A1"}, "104,5% vượt 100%"),
        (
            [
                row("A1", "disbursement_rate", 60, "percent"),
                row("A2", "disbursement_rate", 50, "percent", capital_type="dau_tu"),
                row("A3", "disbursement_rate", 40, "percent", capital_type="su_nghiep"),
            ],
            "rate_outside_parts",
            {"A1", "A2", "A3"},
            "không nằm giữa các tỷ lệ thành phần (50%, 40%)",
        ),
        (triple("6736.599", "4158.212", "61.72"), "rate_cut_off", {"A1", "A2", "A3"}, "cắt bớt chữ số"),
        (triple("814.2", "300.1", "45.7"), "rate_mismatch", {"A1", "A2", "A3"}, "đối chiếu lại với nguồn"),
        (triple("841.2", "300.1", "36.9"), "digit_transposition", {"A1", "A2", "A3"}, "có lẽ là 814,2 tỷ đồng"),
        (
            [*triple(1010, 303, "25.0"), row("A4", "plan", 1212, capital_origin="both")],
            "rate_of_other_denominator",
            {"A1", "A2", "A3"},
            "1.212 tỷ đồng (A4)",
        ),
    ],
)
def test_a_planted_fault_is_found_and_named(checked, rows, kind, ids, words):
    check = checked(rows)
    assert kinds(check) == [kind]
    (finding,) = check.findings
    assert set(finding.ids) == ids
    assert words in finding.message


@pytest.mark.parametrize(
    "rows",
    [
        [
            row("A1", "disbursed", 100, basis="estimate", as_of="2024-06-30"),
            row("A2", "disbursed", 90, as_of="2024-07-31"),
        ],
        [row("A1", "disbursed", 100, basis="estimate"), row("A2", "disbursed", 90)],
        [row("A1", "disbursed", 100, as_of="2024-06-30"), row("A2", "disbursed", 100, as_of="2024-09-30")],
        [row("A1", "disbursement_rate", 100, "percent")],
        triple("6736.599", "4158.212", "61.73"),
        [row("A1", "plan", 5, level="district", unit_name="Hữu Lũng", as_of="2025-06-30", year="2025")],
        [
            row("A1", "plan", 100),
            row("A2", "plan", "60.4", capital_type="dau_tu"),
            row("A3", "plan", "40.0", capital_type="su_nghiep"),
        ],
    ],
    ids=[
        "an estimate revised by a later actual",
        "an estimate and the actual of one day",
        "no progress",
        "a full rate",
        "a rate rounded up",
        "a district on its last day",
        "parts that add up within rounding",
    ],
)
def test_what_is_right_is_not_a_finding(checked, rows):
    assert checked(rows).findings == ()


@pytest.mark.parametrize(
    ("amount", "note", "rate", "agrees"),
    [
        (250, "", "50", True),
        (250, "", "51", False),
        (250, "qualifier=more than", "51", True),
        (250, "qualifier=more than", "49", False),
        (250, "qualifier=nearly", "49", True),
        (250, "qualifier=nearly", "51", False),
        (250, "qualifier=khoảng (about)", "51", True),
        (250, "qualifier=khoảng (about)", "54", False),
    ],
)
def test_a_qualifier_widens_on_its_own_side_only(checked, amount, note, rate, agrees):
    rows = triple(500, amount, rate)
    rows[1]["note"] = note
    assert (checked(rows).findings == ()) is agrees


def test_a_slip_is_found_however_far_apart_and_shuffled_its_rows_are(checked):
    units = ["Hà Giang", "Cao Bằng", "Bắc Kạn", "Tuyên Quang", "Lào Cai", "Điện Biên", "Lai Châu", "Sơn La"]
    rows = [
        line
        for place, unit in enumerate(units)
        for line in triple(500 + place, 250, f"{25000 / (500 + place):.1f}", f"B{place}", unit_name=unit, province=unit)
    ]
    slip = triple("841.2", "300.1", "36.9")
    rows = [slip[0], *rows[:12], slip[1], *rows[12:], slip[2]]
    for seed in range(3):
        random.Random(seed).shuffle(rows)
        assert [set(finding.ids) for finding in checked(rows).findings] == [{"A1", "A2", "A3"}]


def test_rows_that_only_stand_side_by_side_are_not_a_triple(checked):
    plan, amount, rate = triple(1000, 300, 99)
    other_year, other_unit = amount | {"year": "2023"}, rate | {"unit_name": "Cao Bằng", "province": "Cao Bằng"}
    assert checked([plan, other_year, rate]).checked["triples"] == 0
    assert checked([plan, amount, other_unit]).checked["triples"] == 0


@pytest.mark.parametrize("verdict", ["triple=T001:ok", "triple=T001:inconsistent", "rate checked, consistent"])
@pytest.mark.parametrize(("rate", "expected"), [("36.9", ["digit_transposition"]), ("35.7", [])])
def test_verdicts_in_a_note_change_nothing(checked, verdict, rate, expected):
    rows = [line | {"note": verdict} for line in triple("841.2", "300.1", rate)]
    assert kinds(checked(rows)) == expected


# The command ----------------------------------------------------------------------------------------------------


def test_the_json_file_holds_every_finding_with_its_ids(mtqg, tmp_path):
    told = mtqg("check", "data/national", "--json", tmp_path / "kiem_tra.json")
    found = json.loads((tmp_path / "kiem_tra.json").read_text("utf-8"))
    assert told.status == 1
    assert list(found) == ["dataset", "findings", "checked"]
    assert found["dataset"] == "national"
    assert found["checked"] == {"facts": 1096, "sources": 224, "triples": 83, "sums": 66}
    for finding in found["findings"]:
        assert {"severity", "kind", "ids", "found", "expected", "message"} <= set(finding)
        assert finding["severity"] in ("error", "warning", "info")
        assert f"{finding['message']} [{', '.join(finding['ids'])}]" in told.out
    assert {tuple(finding["ids"]) for finding in found["findings"]} >= set(INCONSISTENT_TRIPLES)


def test_a_clean_dataset_ends_with_status_0(mtqg, tmp_path):
    told = mtqg("check", "data/langson", "--json", tmp_path / "kiem_tra.json")
    assert told.status == 0
    assert json.loads((tmp_path / "kiem_tra.json").read_text("utf-8"))["findings"] == []
    assert "206 số liệu" in told.out


def test_warnings_alone_end_with_status_0(mtqg, write):
    assert mtqg("check", write(triple("6736.599", "4158.212", "61.72"))).status == 0


def test_a_published_csv_keeps_its_ids_and_its_name(mtqg, write, tmp_path):
    file = write(triple("841.2", "300.1", "36.9", prefix="X-"), "bang.csv")
    told = mtqg("check", file, "--json", tmp_path / "kiem_tra.json")
    found = json.loads((tmp_path / "kiem_tra.json").read_text("utf-8"))
    assert told.status == 1
    assert found["dataset"] == "bang"
    assert [finding["ids"] for finding in found["findings"]] == [["X-1", "X-2", "X-3"]]


def test_a_hostile_note_is_printed_as_it_is(mtqg, write):
    told = mtqg("check", write([row("[red]A1[/red]", "plan", "=1+1")]))
    assert "[red]A1[/red]" in told.out
    assert "«=1+1»" in told.out


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda folder: folder / "khong_co", ["khong_co", "Không tìm thấy bộ dữ liệu", "Hãy kiểm tra đường dẫn"]),
        (lambda folder: folder, ["không phải là bộ dữ liệu", "dataset.yaml", "data/README.md"]),
        (lambda folder: folder / "khac.csv", ["khac.csv", "không có các cột", "ten, so"]),
        (lambda folder: folder / "trong.csv", ["trong.csv"]),
        (lambda folder: folder / "nhi_phan.csv", ["nhi_phan.csv"]),
    ],
    ids=["missing", "a folder without dataset.yaml", "other columns", "an empty file", "a binary file"],
)
def test_what_cannot_be_checked_ends_with_status_2_and_one_message(mtqg, tmp_path, make, words):
    (tmp_path / "khac.csv").write_text("ten,so\nA,1\n", "utf-8")
    (tmp_path / "trong.csv").write_text("", "utf-8")
    (tmp_path / "nhi_phan.csv").write_bytes(bytes(range(256)) * 20)
    before = sorted(tmp_path.iterdir())
    told = mtqg("check", make(tmp_path), "--json", tmp_path / "kiem_tra.json")
    assert told.status == 2
    assert told.out == ""
    assert told.err.count("Lỗi:") == 1
    assert "Traceback" not in told.err
    for word in words:
        assert word in told.err
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("place", ["khong_co/a.json", "tep/a.json", "thu_muc"])
def test_a_json_file_that_cannot_be_written_ends_with_status_2_and_leaves_nothing(mtqg, tmp_path, place):
    (tmp_path / "tep").write_text("", "utf-8")
    (tmp_path / "thu_muc").mkdir()
    before = sorted(tmp_path.rglob("*"))
    told = mtqg("check", "data/langson", "--json", tmp_path / place)
    assert told.status == 2
    assert f"Không ghi được {tmp_path / place}" in told.err
    assert "chọn tệp khác" in told.err
    assert sorted(tmp_path.rglob("*")) == before


def test_a_check_does_not_change_the_dataset(root):
    dataset = read_dataset(root / "data/langson")
    before = dataset.facts.copy()
    check_dataset(dataset)
    pd.testing.assert_frame_equal(dataset.facts, before)


def test_a_fault_that_every_row_has_is_listed_twenty_times_and_counted(mtqg, write, tmp_path):
    rows = [row(f"A{number}", "plan", 5, level="quarter") for number in range(100)]
    told = mtqg("check", write(rows), "--json", tmp_path / "kiem_tra.json")
    assert told.out.count("«quarter»") == 20
    assert "so_lieu.csv: và 80 chỗ nữa như vậy (invalid_cell)." in told.out
    assert "100 lỗi" in told.out
    assert len(json.loads((tmp_path / "kiem_tra.json").read_text("utf-8"))["findings"]) == 100
