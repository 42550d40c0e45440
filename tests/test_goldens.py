"""The key tables of the three reports as they are printed. A change must be looked at and accepted."""

import csv
from pathlib import Path

import pytest

from mtqg_analysis import comparison, planning, year_end

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
    "nguon_von": ("plan", planning, "envelopes"),
    "de_xuat_thong_qua": ("plan", planning, "proposals"),
    "phan_cua_tinh": ("plan", planning, "shares"),
    "nhom_tham_chieu": ("plan", planning, "reference"),
    "gia_dinh": ("plan", planning, "assumptions"),
    "ton_va_dong": ("plan", planning, "paths"),
    "huyen_xa": ("plan", planning, "districts"),
    "ngoai_le": ("plan", planning, "exceptions"),
    "he_so": ("plan", planning, "coefficients"),
    "chia_von_xa": ("plan", planning, "commune_amounts"),
    "chuyen_noi_dung": ("plan", planning, "programme_mapping"),
    "do_nhay": ("plan.outlook", planning, "sensitivity"),
    "lop_von": ("plan.outlook", planning, "waves"),
    "doi_ung_yeu_cau": ("plan.outlook", planning, "need"),
    "doi_ung_cham": ("plan", planning, "delay_costs"),
    # What Lạng Sơn's published figures cannot fill is held over the invented ones.
    "nang_luc": ("invented_plan.outlook", planning, "capacities"),
    "quat": ("invented_plan.outlook", planning, "fan_table"),
    "ke_hoach_tong_hop": ("invented_plan", planning, "plan_summary"),
    "ke_hoach_theo_nguon": ("invented_plan", planning, "plan_by_source"),
    "dong_bi_de_doa": ("invented_plan", planning, "threatened_lines"),
    "trung_lap_nhan_dinh": ("invented_plan", planning, "overlap_counts"),
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
