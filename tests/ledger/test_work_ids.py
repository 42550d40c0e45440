"""Side tables as people save them, and ids of works that come twice."""

import csv

import pytest

from mtqg_analysis import check_dataset, read_dataset
from mtqg_analysis.ledger.dataset import read_side_table

JUDGED = "work,other,verdict,judged_by,day,note,work_name,other_name"
LINE = "A1,A2,Khác nhau,Sở Tài chính,10/02/2026,,Đường Nà Lầu,Đường Bản Chu"


@pytest.fixture
def folder(few):
    return few


def findings(folder, kind):
    return [one for one in check_dataset(read_dataset(folder)).findings if one.kind == kind]


def change(folder, table, edit):
    """Rewrites a table with what `edit` makes of its rows."""
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    made = edit(rows)
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(made)
    return rows


def test_a_table_that_excel_saved_under_vietnamese_settings_is_read(folder):
    text = f"{JUDGED}\n{LINE}\n".replace(",", ";").replace("Đường Bản Chu", '"Đường Bản Chu; Nà Pàn, đợt 1"')
    (folder / "judgements.csv").write_text(text, "utf-8-sig")
    (row,) = read_side_table(folder, "judgements").to_dict("records")
    assert (row["work"], row["other_name"], row["stratum"]) == ("A1", "Đường Bản Chu; Nà Pàn, đợt 1", "")
    found = check_dataset(read_dataset(folder)).findings  # the label, the day, the columns left out are no findings
    (told,) = [one for one in found if one.kind != "unknown_work"]  # of works that the dataset does not hold
    assert (told.severity, told.message) == (
        "info",
        "judgements.csv: đọc theo bảng mã UTF-8, cột phân cách bằng dấu chấm phẩy.",
    )


def test_a_table_that_is_no_csv_says_how_to_save_it(folder):
    (folder / "judgements.csv").write_bytes(f"{JUDGED}\n{LINE}\n".encode("cp1258", errors="replace") + b"\xd2")
    with pytest.raises(Exception, match="CSV UTF-8"):
        read_dataset(folder)


@pytest.mark.full
@pytest.mark.parametrize(
    ("bad", "column"),
    [
        (LINE.replace("Khác nhau", "có lẽ"), "verdict"),
        (LINE.replace("10/02/2026", "tháng 2"), "day"),
        (LINE.replace("Đường Nà Lầu", ""), "work_name"),
        (LINE.replace("Đường Bản Chu", ""), "other_name"),
    ],
)
def test_a_judgement_that_cannot_be_used_is_found(folder, bad, column):
    (folder / "judgements.csv").write_text(f"{JUDGED}\n{LINE}\n{bad}\n", "utf-8")
    (one,) = findings(folder, "invalid_cell")
    assert one.place == "judgements.csv:3"
    assert f"«{column}»" in one.message


def test_a_verdict_is_asked_for_by_its_labels(folder):
    (folder / "judgements.csv").write_text(f"{JUDGED}\n{LINE.replace('Khác nhau', 'có lẽ')}\n", "utf-8")
    assert "«Khác nhau» (different)" in findings(folder, "invalid_cell")[0].message


def test_a_need_that_comes_twice_is_found_and_two_names_of_one_id_are_named(folder):
    rows = change(folder, "needs", lambda rows: [*rows, rows[0] | {"name_vi": "Chợ hoàn toàn khác"}])
    (twice,) = findings(folder, "duplicate_id")
    assert (twice.severity, twice.ids) == ("error", (rows[0]["need"],))
    assert f"needs.csv:2, needs.csv:{len(rows) + 2}" in twice.message
    (named,) = findings(folder, "id_of_two_names")
    assert "Chợ hoàn toàn khác" in named.message


def test_a_project_code_that_a_need_uses_under_another_name_is_named(folder):
    change(folder, "projects", lambda rows: [*rows, rows[0] | {"project": "NC0001-2029-central ", "name_vi": "Chợ"}])
    (one,) = findings(folder, "id_of_two_names")
    assert one.severity == "warning"
    assert "projects.csv" in one.message


def test_a_project_of_several_years_is_no_slip(folder):
    change(folder, "projects", lambda rows: [*rows, rows[0] | {"year": "2019"}])
    assert check_dataset(read_dataset(folder)).findings == ()
