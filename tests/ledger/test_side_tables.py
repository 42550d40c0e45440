"""Side tables that make no sense: the check finds it, with file and line, and the report refuses it."""

from dataclasses import replace
from datetime import date

import pytest

from mtqg_analysis import check_dataset, load_ledger, plan_baseline, read_dataset
from mtqg_analysis.domain.errors import DataError


@pytest.fixture(scope="module")
def invented(a_few):
    return read_dataset(a_few)


@pytest.fixture
def errors_of(invented):
    """The errors in one table of the illustrative dataset after a change of its rows."""

    def check(name, rows):
        dataset = replace(invented, tables=invented.tables | {name: rows.reset_index(drop=True)})
        return [found for found in check_dataset(dataset).findings if found.severity == "error"]

    return check


def changed(rows, place=0, /, **cells):
    """Rows with other cells in one of them."""
    rows = rows.copy()
    for name, cell in cells.items():
        rows.loc[place, name] = cell
    return rows


def added(rows, **cells):
    """Rows with a copy of the first at the end, in which some cells differ."""
    return changed(rows.loc[[*rows.index, 0]].reset_index(drop=True), len(rows), **cells)


BOUND = {"unit": "05977", "floor": "10", "cap": "20"}
MAPPED = {"old": "DTTS.1", "new": "TH.2", "share": "1", "basis_vi": "x", "reference": "x", "source": "MINH-HOA"}
MAPPED |= {"verified": "no"}


@pytest.mark.parametrize(
    ("name", "cells", "kind", "words"),
    [
        ("commune_classes", {}, "repeated_row", "commune_classes.csv:67: «05977» đã có ở dòng 2"),
        (
            "commune_classes",
            {"unit": "XYZ"},
            "unknown_unit",
            "csv:67: không có đơn vị «XYZ»; cần mã xã",
        ),
        ("commune_classes", {"unit": "5978"}, "unknown_unit", "cần mã xã, phường hiện nay, ví dụ 05977."),
        ("allocation_bounds", {}, "repeated_row", "allocation_bounds.csv:13: «05986» đã có ở dòng 2"),
        (
            "allocation_bounds",
            BOUND | {"unit": "XYZ"},
            "unknown_unit",
            "csv:13: không có đơn vị «XYZ»; cần một mã của",
        ),
        ("allocation_bounds", BOUND | {"unit": "5977"}, "unknown_unit", "Excel đã bỏ số 0 ở đầu của «05977»"),
        (
            "allocation_bounds",
            BOUND | {"floor": "21"},
            "floor_above_cap",
            "csv:13: mức sàn 21 của «05977» vượt mức trần",
        ),
        ("needs", {"need": "M1", "amount": "9" * 17}, "invalid_cell", "nhiều nhất 1000000000"),
        ("needs", {"need": "M1", "amount": "9" * 400}, "invalid_cell", "là «" + "9" * 60 + "…», cần số triệu đồng"),
        ("needs", {"need": "M1", "amount": "1.0000001"}, "invalid_cell", "chẵn đến đồng"),
        ("needs", {"need": "M1", "households": "9" * 30}, "invalid_cell", "cột «households»"),
        ("needs", {"need": "M1", "amount": "١٢٣"}, "invalid_cell", "ví dụ 1250"),
        ("needs", {"need": "M1", "unit": "XYZ"}, "unknown_unit", "needs.csv:2152: không có đơn vị «XYZ»"),
        (
            "needs",
            {"need": "M1", "programme": "DTTS"},
            "wrong_period",
            "«DTTS» chỉ có từ 2021 đến 2025; cần",
        ),
        ("judgements", {"day": "31/02/2026"}, "invalid_cell", "ngày có thật, dạng 2026-01-31 hoặc 31/01/2026"),
        ("judgements", {"day": "0000-00-00"}, "invalid_cell", "cột «day»"),
        ("judgements", {"stratum_pairs": "0"}, "invalid_cell", "số nguyên từ 1 trở lên"),
        (
            "judgements",
            {"other": "NC0441-2026-central"},
            "judged_with_itself",
            "csv:15: cặp là một công trình",
        ),
        ("assumptions", {"scenario": "base", "valid_from": "2026-02-31"}, "invalid_cell", "ngày có thật"),
        (
            "targets",
            {"target": "M1", "value": "5", "direction": ""},
            "missing_direction",
            "có value mà trống direction",
        ),
        ("assumptions", {"scenario": "base", "valid_from": "2026-13"}, "invalid_cell", "cột «valid_from»"),
        ("directives", {}, "repeated_row", "directives.csv:8: «MH-N1» đã có ở dòng 2"),
        ("narrative", {}, "repeated_row", "narrative.csv:14: «MH-L01» đã có ở dòng 2"),
        ("narrative", {"narrative": "L", "place": "strength"}, "invalid_cell", "cột «place» (mục của báo cáo)"),
        ("narrative", {"narrative": "L", "status": "done"}, "invalid_cell", "cần một trong: written, proposed"),
        ("narrative", {"narrative": "L", "day": "2025-02-30"}, "invalid_cell", "ngày có thật, dạng 2026-01-31"),
        ("narrative", {"narrative": "L", "text_vi": ""}, "invalid_cell", "là ô trống, cần có giá trị"),
        ("narrative", {"narrative": "L", "evidence": "MH-N1|XYZ"}, "unknown_evidence", "csv:14: evidence «XYZ» không"),
        ("narrative", {"narrative": "L", "evidence": "MH-N1|"}, "unknown_evidence", "csv:14: evidence «» không"),
        ("narrative", {"narrative": "L", "subject": "DTTS"}, "unknown_subject", "csv:14: chỉ có một trong"),
        ("narrative", {"narrative": "L", "subject_kind": "unit"}, "unknown_subject", "hoặc trống cả hai"),
        (
            "directives",
            {"directive": "M1", "owners": "STC|SO-X"},
            "unknown_owner",
            "csv:8: không có nơi thực hiện «SO-X»",
        ),
        ("directives", {"directive": "M1", "owners": "STC|"}, "unknown_owner", "nơi thực hiện «»; cần mã cơ quan"),
        ("directives", {"directive": "M1", "due": "20"}, "invalid_cell", "csv:8: cột «due»"),
        ("targets", {"target": "M1", "programme": "NTM.99"}, "invalid_cell", "cột «programme»"),
        ("targets", {}, "repeated_row", "đã có ở dòng 2"),
        ("counterpart", {}, "repeated_row", "đã có ở dòng 2"),
        ("counterpart", {"counterpart": "M1", "unit": "999"}, "unknown_unit", "không có đơn vị «999»"),
        ("projects", {}, "repeated_row", "đã có ở dòng 2"),
        ("projects", {"project": "M1", "unit": "999"}, "unknown_unit", "không có đơn vị «999»; cần mã đơn vị"),
        ("projects", {"project": "M1", "place": "186"}, "unknown_unit", "nơi thực hiện «186»; cần mã xã, phường"),
        ("projects", {"project": "M1", "level": "agency", "unit": "SO-X"}, "unknown_unit", "không có đơn vị «SO-X»"),
    ],
)
def test_a_row_that_makes_no_sense_is_found_with_its_line(errors_of, invented, name, cells, kind, words):
    found = [one for one in errors_of(name, added(invented.tables[name], **cells)) if one.kind == kind]
    assert len(found) == 1
    assert words in found[0].message


@pytest.mark.parametrize(
    ("rows", "kind", "words"),
    [
        (
            [{"share": "0.7"}, {"new": "TH.1", "share": "0.5"}],
            "shares_above_one",
            "csv:3: các tỷ trọng của «DTTS.1» đến",
        ),
        ([{"share": "0.2"}, {"share": "0.2"}], "repeated_row", "csv:3: «DTTS.1 → TH.2» đã có ở dòng 2"),
        ([{"old": "TH", "new": ""}], "wrong_period", "cột «old» là «TH»; cần mã của giai đoạn 2021-2025"),
        ([{"old": "ALL"}], "wrong_period", "cột «old» là «ALL»"),
        ([{"new": "NTM"}], "wrong_period", "cột «new» là «NTM»; cần mã của giai đoạn sau"),
        ([{"old": "XX"}], "invalid_cell", "cột «old»"),
        ([{"new": "XX"}], "invalid_cell", "cột «new»"),
        ([{"share": "1.5"}], "invalid_cell", "số từ 0 đến 1, dấu thập phân là dấu chấm, ví dụ 0.25"),
    ],
)
def test_a_mapping_that_makes_no_sense_is_found_with_its_line(errors_of, invented, rows, kind, words):
    frame = type(invented.facts)([MAPPED | row for row in rows])
    found = [one for one in errors_of("programme_mapping", frame) if one.kind == kind]
    assert len(found) == 1
    assert words in found[0].message


def test_all_judgements_of_no_known_verdict_are_found(errors_of, invented):
    rows = changed(changed(invented.tables["judgements"], 1, verdict="XYZ"), 3, verdict="ABC")
    assert [one.place for one in errors_of("judgements", rows)] == ["judgements.csv:3", "judgements.csv:5"]


@pytest.mark.parametrize(
    ("kind", "known", "unknown"),
    [
        ("province", "20", "99"),
        ("programme", "DTTS.1", "XYZ"),
        ("capital", "recurrent", "loan"),
        ("unit", "186", "Hữu Lũng"),
        ("unit", "05977", "5977"),
        ("agency", "STC", "186"),
    ],
)
def test_words_are_about_something_that_has_a_code(errors_of, invented, kind, known, unknown):
    about = {"narrative": "L", "subject_kind": kind}
    rows = invented.tables["narrative"]
    assert errors_of("narrative", added(rows, **about, subject=known)) == []
    (found,) = errors_of("narrative", added(rows, **about, subject=unknown))
    assert found.kind == "unknown_subject"
    assert f"narrative.csv:14: không có đối tượng «{unknown}»; cần mã của loại {kind}" in found.message


def test_facts_statements_and_directives_are_evidence(errors_of, invented):
    rows = invented.tables["narrative"]
    stated = type(rows)([{"statement": "N1", "kind": "limit", "text_vi": "x", "source": "MINH-HOA"}])
    named = added(rows, narrative="L", evidence="N1|MH-N2|MH07788")
    assert [one.kind for one in errors_of("narrative", named)] == ["unknown_evidence"]
    tables = invented.tables | {"statements": stated, "narrative": named}
    told = check_dataset(replace(invented, tables=tables)).findings
    assert [one for one in told if one.kind == "unknown_evidence"] == []


def test_no_help_is_a_regular_expression(errors_of, invented):
    for name, columns in {"needs": ["year", "amount"], "assumptions": ["value"], "counterpart": ["day", "due"]}.items():
        for found in errors_of(name, changed(invented.tables[name], **dict.fromkeys(columns, "?"))):
            assert not set("\\[]{}+") & set(found.expected), found.message


@pytest.fixture
def folder(few):
    return few


@pytest.mark.parametrize(
    ("file", "line", "words"),
    [
        ("commune_classes.csv", "05977,Phường Đông Kinh,other,no,no,0,yes,MINH-HOA", "csv:67: «05977» đã có ở dòng 2"),
        ("commune_classes.csv", "XYZ,Phường Đông Kinh,other,no,no,0,yes,MINH-HOA", "csv:67: không có đơn vị «XYZ»"),
        ("commune_classes.csv", "05978,Phường X,IV,no,no,0,yes,MINH-HOA", "cần một trong: I, II, III, other"),
        ("allocation_bounds.csv", "05977,20,10,x,MINH-HOA", "csv:13: mức sàn 20 của «05977» vượt mức trần 10"),
    ],
)
def test_the_planning_report_refuses_what_the_check_refuses(folder, nation, file, line, words):
    with (folder / file).open("a", encoding="utf-8") as stream:
        stream.write(f"{line}\n")
    with pytest.raises(DataError) as raised:
        plan_baseline(load_ledger(folder), nation, (2026, 2030), date(2026, 1, 31))
    assert words in str(raised.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n1,2,3\n", "dòng 3 có 3 ô, cần 2; chữ có dấu phẩy phải nằm trong ngoặc kép"),
        ("a;b\n1;2\n1;2;3\n", "chữ có dấu chấm phẩy phải nằm trong ngoặc kép"),
        ("a,b\n1,2\n1\n", "dòng 3 có 1 ô, cần 2"),
        ('a,b\n"1\n1",2\n1,2,3\n', "dòng 4 có 3 ô"),
        ('a,b\n1,2\n"1,2\n3,4\n', "dòng 3 có ngoặc kép không đóng"),
        ('a,b\n1,"x"y\n', "dòng 2 có ngoặc kép không đóng, hoặc có chữ ngay sau"),
        ("a,b\n" + "1,2,3\n" * 9, "dòng 6 có 3 ô, cần 2; và 4 dòng nữa"),
        ("a,b,a\n1,2,3\n", "cột a có hai lần ở dòng tiêu đề"),
        ("", "tệp trống; hãy xóa tệp hoặc thêm dòng tiêu đề"),
        ("\ufeff\n", "tệp trống"),
    ],
)
def test_a_file_out_of_shape_is_named_with_the_line(folder, mtqg, text, words):
    (folder / "needs.csv").write_text(text, "utf-8")
    told = mtqg("check", folder)
    assert told.status == 2
    assert told.err.count("Lỗi:") == 1
    assert f"needs.csv: {words}" in told.err or words in told.err
    assert "sniff" not in told.err


def test_a_surplus_comma_in_a_long_file_is_named_with_its_line(folder, mtqg):
    lines = (folder / "needs.csv").read_text("utf-8").splitlines()
    lines[1200] += ",thừa"
    (folder / "needs.csv").write_text("\n".join(lines) + "\n", "utf-8")
    assert "needs.csv: dòng 1201 có 14 ô, cần 13; chữ có dấu phẩy phải" in mtqg("check", folder).err


STATED = {"statement": "N1", "kind": "limit", "text_vi": "x", "source": "MINH-HOA", "subject_kind": "", "subject": ""}


@pytest.mark.parametrize(
    ("cells", "kind", "words"),
    [
        ({"source": "+5"}, "unknown_source", "statements.csv:2: source «+5» không có trong bộ dữ liệu"),
        ({"fact": "MH0"}, "unknown_fact", "fact «MH0»"),
        ({"kind": "limits"}, "invalid_cell", "cần một trong: meeting, good_unit"),
        (
            {"subject_kind": "unit", "subject": "999"},
            "unknown_subject",
            "không có đối tượng «999»; cần mã của loại unit",
        ),
    ],
)
def test_a_statement_names_what_exists(errors_of, invented, cells, kind, words):
    rows = type(invented.facts)([dict.fromkeys(("year", "quote_vi", "status", "fact", "text_en"), "") | STATED | cells])
    (found,) = errors_of("statements", rows)
    assert found.kind == kind
    assert words in found.message


def test_an_agency_of_the_dataset_is_one_that_rows_may_name(invented):
    agencies = type(invented.facts)([{"code": "BQLT", "name_vi": "Ban Quản lý thử", "valid_from": "", "valid_to": ""}])
    names = type(invented.facts)([{"name": "BQL", "level": "agency", "code": code} for code in ("BQLT", "BQLX")])
    directives = changed(invented.tables["directives"], owners="BQLT|STC")
    agencies = agencies.assign(short_vi="", spellings="")
    tables = invented.tables | {"agencies": agencies, "names": names.assign(name=["A", "B"]), "directives": directives}
    (found,) = [one for one in check_dataset(replace(invented, tables=tables)).findings if one.severity == "error"]
    assert found.message.startswith("names.csv:3: không có đơn vị «BQLX»")


def test_a_source_stands_once_and_a_judged_work_is_held(invented):
    sources = invented.sources.loc[[*invented.sources.index, 0]].reset_index(drop=True)
    judged = changed(invented.tables["judgements"], work="NC-GONE")
    told = check_dataset(replace(invented, sources=sources, tables=invented.tables | {"judgements": judged})).findings
    assert [one.kind for one in told if one.severity == "error"] == ["duplicate_id"]
    assert "judgements.csv:2: work «NC-GONE» không có" in next(
        one.message for one in told if one.kind == "unknown_work"
    )
