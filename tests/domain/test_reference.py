"""The reference tables as data: keys, sources, spellings."""

import unicodedata
from datetime import date
from importlib.resources import files
from itertools import combinations
from pathlib import Path

import pytest

from mtqg_analysis.domain.reference import code_of, fold, label, rules_on, table

KEYS = {
    "programmes": ["code"],
    "programme_mapping": ["old", "new"],
    "spellings": ["kind", "spelling"],
    "units": ["level", "code", "code_list"],
    "unit_changes": ["code", "valid_from"],
    "unit_ranges": ["level", "first"],
    "crosswalk": ["old_code", "new_code", "valid_from"],
    "agencies": ["code"],
    "cutoffs": ["event", "day", "applies_to"],
    "rules": ["rule", "key", "applies_to", "valid_from"],
    "indicators": ["indicator"],
    "labels": ["kind", "code"],
    "note_marks": ["phrase"],
    "document_format": ["name"],
    "abbreviations": ["abbreviation", "valid_from"],
    "content_classes": ["content"],
    "overlap_features": ["feature", "level"],
    "assumptions": ["parameter"],
}
SOURCED = (
    "document_format", "programmes", "programme_mapping", "spellings", "units", "unit_changes", "crosswalk",
    "agencies", "cutoffs", "rules", "abbreviations",
    "content_classes", "overlap_features",
)  # fmt: skip


@pytest.mark.parametrize("name", KEYS)
def test_the_key_of_a_table_is_unique(name):
    rows = table(name)
    assert rows[rows.duplicated(KEYS[name], keep=False)][KEYS[name]].to_dict("records") == []


def test_every_assumption_has_a_range_and_every_range_an_assumption():
    labels = table("labels").query("kind == 'assumption'")["code"]
    assert set(labels) == set(table("assumptions")["parameter"])


def test_every_table_of_the_package_has_a_key_here():
    folder = files("mtqg_analysis.domain") / "reference"
    assert {Path(one.name).stem for one in folder.iterdir() if one.name.endswith(".csv")} == set(KEYS)


@pytest.mark.parametrize("name", SOURCED)
def test_every_row_of_law_or_nomenclature_names_its_source_and_whether_it_was_verified(name):
    rows = table(name)
    assert (rows["source"].str.len() > 0).all()
    assert set(rows["verified"]) <= {"yes", "no"}


def test_every_rule_says_when_it_was_last_checked_and_against_what():
    rows = table("rules")
    assert rows["checked_on"].str.fullmatch(r"20\d{2}-\d{2}-\d{2}").all()
    assert (rows["checked_against"].str.len() > 0).all()


def test_no_rule_has_two_values_on_one_day():
    days = table("rules").replace({"valid_to": {"": "9999-12-31"}})
    twice = [
        (*place, one, other)
        for place, rows in days.groupby(["rule", "key", "applies_to"])
        for (one, ends), (other, later) in combinations(zip(rows["valid_from"], rows["valid_to"], strict=True), 2)
        if one <= later and other <= ends
    ]
    assert twice == []


def test_no_rule_cites_a_draft_where_a_decision_is_in_force():
    culture = rules_on("counterpart_ratio", date(2026, 1, 1)).query("applies_to == 'VH'")
    assert set(culture["reference"]) == {"Quyết định 41/2025/QĐ-TTg"}
    assert set(culture["valid_from"]) == {"2025-11-10"}
    assert set(culture["verified"]) == {"no"}


def test_the_advance_of_decree_99_ended_when_decree_254_took_its_place():
    held = table("rules").query("rule == 'advance_max'")
    assert rules_on("advance_max", date(2025, 9, 26)).empty
    assert held["valid_to"].tolist() == ["2025-09-25"]
    assert held["verified"].tolist() == ["no"]


@pytest.mark.parametrize(
    ("name", "column"), [("programmes", "valid_from"), ("rules", "valid_from"), ("units", "valid_to")]
)
def test_dates_of_validity_are_iso_days_or_empty(name, column):
    dates = table(name)[column]
    assert dates[dates != ""].str.fullmatch(r"\d{4}-\d{2}-\d{2}").all()


@pytest.mark.parametrize("name", ["programmes", "rules", "units", "agencies"])
def test_nothing_ends_before_it_begins(name):
    rows = table(name)
    both = rows[(rows["valid_from"] != "") & (rows["valid_to"] != "")]
    assert (both["valid_from"] <= both["valid_to"]).all()


def test_no_two_spellings_of_one_kind_fold_to_the_same_key():
    rows = table("spellings")
    assert not rows.assign(key=rows["spelling"].map(fold)).duplicated(["kind", "key"]).any()


def test_parents_of_programmes_exist():
    rows = table("programmes")
    assert set(rows["parent"]) - {""} <= set(rows["code"])


def test_successors_of_agencies_exist():
    rows = table("agencies")
    assert {code for cell in rows["successors"] for code in cell.split("|") if code} <= set(rows["code"])


@pytest.mark.parametrize("text", ["Trảng Định", "Vốn sự nghiệp", "Đình Lập", "ngân sách trung ương"])
def test_composed_and_decomposed_letters_have_one_key(text):
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert composed != decomposed
    assert fold(composed) == fold(decomposed)


@pytest.mark.parametrize(("one", "other"), [("Tân", "Tấn"), ("Tân", "Tan"), ("Trảng Định", "Tràng Định"), ("đ", "d")])
def test_accents_are_never_dropped(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("kind", "spelling", "code"),
    [
        ("programme", "DTTS&MN", "DTTS"),
        ("programme", "giảm nghèo bền vững", "GNBV"),
        ("programme", "ntm", "NTM"),
        ("capital", "KINH PHÍ THƯỜNG XUYÊN", "recurrent"),
        ("capital", unicodedata.normalize("NFD", "vốn sự nghiệp"), "recurrent"),
        ("capital", "vốn đầu tư", "investment"),
    ],
)
def test_every_spelling_finds_its_code(kind, spelling, code):
    assert code_of(kind, spelling) == code


def test_an_unknown_spelling_has_no_code_and_an_unknown_code_is_its_own_label():
    assert code_of("programme", "chương trình nào đó") is None
    assert label("programme", "nào đó") == "nào đó"


@pytest.mark.parametrize("code", ["DTTS", "GNBV", "NTM", "VH", "MT", "YT", "GD", "TH"])
def test_every_programme_has_a_name_and_says_which_capital_it_has(code):
    row = table("programmes").set_index("code").loc[code]
    assert row["name_vi"].startswith("Chương trình")
    assert row["capital"] in ("both", "investment", "recurrent", "unknown")


def test_the_shares_of_the_levels_of_a_feature_add_up_and_its_thresholds_rise():
    rows = table("overlap_features").astype({"level": int, "at_least": float, "m": float, "u": float})
    for _, levels in rows.groupby("feature"):
        ordered = levels.sort_values("level")
        assert ordered["level"].tolist() == list(range(len(ordered)))
        assert ordered["at_least"].is_monotonic_increasing
        assert ordered[["m", "u"]].sum().tolist() == pytest.approx([1, 1])


def test_a_word_speaks_of_one_class_of_content():
    words = [word for cell in table("content_classes")["words"] for word in cell.split("|")]
    assert len(set(words)) == len(words)
