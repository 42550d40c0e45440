"""The key tables of the three reports as they are printed. A change must be looked at and accepted."""

import csv
from pathlib import Path

import pytest

from mtqg_analysis import baseline, comparison, year_end

GOLDENS = Path(__file__).parent / "goldens"
TABLES = {
    "ty_le_giai_ngan": ("evaluation", year_end, "rates"),
    "suy_ra": ("evaluation", year_end, "implied"),
    "con_phai_giai_ngan": ("evaluation", year_end, "january_needs"),
    "buoc_thang_mot": ("evaluation", year_end, "national_steps"),
    "ho_ngheo": ("evaluation", year_end, "poverty"),
    "nong_thon_moi": ("evaluation", year_end, "new_rural"),
    "dau_tu_cong": ("years", comparison, "investment"),
    "dau_tu_cong_khong_ro": ("years", comparison, "undefined"),
    "chuong_trinh_theo_thang": ("years", comparison, "programmes"),
    "chuong_trinh_loai_von": ("years", comparison, "by_programme"),
    "uoc_va_thuc_hien": ("years", comparison, "revisions"),
    "cac_tinh": ("years", comparison, "provinces"),
    "khong_so_sanh": ("years", comparison, "refused"),
    "nguon_von": ("plan", baseline, "envelopes"),
    "de_xuat_thong_qua": ("plan", baseline, "proposals"),
    "phan_cua_tinh": ("plan", baseline, "shares"),
    "nhom_tham_chieu": ("plan", baseline, "reference"),
    "gia_dinh": ("plan", baseline, "assumptions"),
    "ton_va_dong": ("plan", baseline, "paths"),
    "huyen_xa": ("plan", baseline, "districts"),
    "ngoai_le": ("plan", baseline, "exceptions"),
    "he_so": ("plan", baseline, "coefficients"),
    "chia_von_xa": ("plan", baseline, "commune_amounts"),
    "chuyen_noi_dung": ("plan", baseline, "programme_mapping"),
    "do_nhay": ("plan.outlook", baseline, "sensitivity"),
    "lop_von": ("plan.outlook", baseline, "waves"),
    "doi_ung_yeu_cau": ("plan.outlook", baseline, "need"),
    "doi_ung_cham": ("plan", baseline, "delay_costs"),
    # What Lạng Sơn's published figures cannot fill is held over the invented ones.
    "nang_luc": ("invented_plan.outlook", baseline, "capacities"),
    "quat": ("invented_plan.outlook", baseline, "fan_table"),
    "ke_hoach_tong_hop": ("invented_plan", baseline, "plan_summary"),
    "ke_hoach_theo_nguon": ("invented_plan", baseline, "plan_by_source"),
    "dong_bi_de_doa": ("invented_plan", baseline, "threatened_lines"),
    "trung_lap_nhan_dinh": ("invented_plan", baseline, "overlap_counts"),
}


def write_printed(table, file):
    """The table's printed text as CSV, under the labels of its columns."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([" / ".join(filter(None, (column.group, column.label))) for column in table.columns])
        writer.writerows(table.text_rows)


@pytest.mark.parametrize("name", TABLES)
def test_a_printed_table_is_as_it_was_accepted(name, tmp_path, request):
    shown, pages, view = TABLES[name]
    analysis, _, part = shown.partition(".")
    held = request.getfixturevalue(analysis)
    table = getattr(pages, view)(getattr(held, part) if part else held)
    assert table.name == name
    expected, actual = GOLDENS / f"{name}.csv", tmp_path / f"{name}.csv"
    write_printed(table, actual)
    held = expected.read_text("utf-8") if expected.exists() else ""
    assert actual.read_text("utf-8") == held, (
        f"{name} changed.\n  look:   diff {expected} {actual}\n  accept: cp {actual} {expected}\n"
        "and say which figure moves, and why, under 'Figures' in CHANGELOG.md"
    )


def test_every_golden_has_its_table():
    assert {file.stem for file in GOLDENS.glob("*.csv")} == set(TABLES)
