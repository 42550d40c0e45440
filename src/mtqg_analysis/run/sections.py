"""What each section of the three reports waits for: the displays that are the section, the rows they need, the way in.

A section comes when its own displays come: they are asked, so that this list and the pages cannot disagree.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """A section of a report. views: the verbs whose table or chart it consists of. needs: rows, in the reader's words.

    how: the command or file that brings them in; part: the value that the verbs are given, where not the analysis.
    """

    title: str
    views: tuple[str, ...]
    needs: str
    how: str
    part: str = ""


FORM = "mtqg form year-end --year {year} --units {units}, rồi mtqg intake TỆP --into {data}"
FACTS = "facts.csv"
CELLS = (
    "plan và disbursed theo chương trình và loại vốn (investment, recurrent), origin current_year và carried_over, "
    "plan_basis, đến cuối tháng {month}"
)
YEARS = "plan và disbursed theo chương trình, loại vốn đến 31/12 của từng năm {first}-{year}, cùng plan_basis"
YEAR_END = (
    Section(
        "1. Kết quả giải ngân",
        ("rates",),
        f"disbursed và disbursement_rate của tỉnh (programme ALL; total, investment, recurrent), hoặc {CELLS}",
        FORM,
    ),
    Section(
        "2. Các lần giao kế hoạch",
        ("versions",),
        "plan theo chương trình, loại vốn của ít nhất hai ngày: plan_basis start_of_year và cơ sở đang dùng; của tỉnh, "
        "hoặc của mọi đơn vị cùng ngày",
        FACTS,
    ),
    Section("3. Theo chương trình", ("by_programme",), f"{CELLS}, của tỉnh hoặc của mọi đơn vị", FORM),
    Section("3. Vốn năm và vốn kéo dài", ("by_origin",), "disbursed tách origin current_year, carried_over", FORM),
    Section(
        "3. Theo nguồn vốn",
        ("by_fund",),
        "plan và disbursed của tỉnh theo chương trình, fund central và counterpart, origin current_year",
        FACTS,
    ),
    Section(
        "3. Theo dự án",
        ("by_project",),
        "plan và disbursed của tỉnh theo mã dự án, tiểu dự án (programme, ví dụ DTTS.1)",
        FACTS,
    ),
    Section("4. Theo huyện, xã và cơ quan", ("by_unit",), f"{CELLS}, của từng huyện, xã, cơ quan", FORM),
    Section(
        "4. Thứ tự công bằng",
        ("ranking_table",),
        "projects.csv: công trình của từng đơn vị, tổng plan bằng kế hoạch của đơn vị trong facts.csv",
        "projects.csv",
    ),
    Section(
        "5. Ước thực hiện",
        ("outlook_table",),
        "disbursed cuối mỗi tháng của năm {year} và của ít nhất ba năm trước, cùng plan, theo chương trình, loại vốn",
        FORM,
    ),
    Section(
        "5. Số ước đã đúng đến đâu",
        ("estimate_errors",),
        "disbursed hoặc disbursement_rate với status estimate của các năm trước, và số thực hiện cùng ngày",
        FACTS,
    ),
    Section(
        "6. Vốn kéo dài và chuyển nguồn",
        ("flow_table",),
        "disbursed, cancelled, carried_out của tỉnh đến 31/01 năm sau theo chương trình, loại vốn, origin both",
        FACTS,
    ),
    Section(
        "7. Vốn đối ứng",
        ("counterpart_table",),
        "counterpart.csv: level, unit, programme, year, day, due, placed",
        "counterpart.csv",
    ),
    Section("8. Mục tiêu của năm", ("target_table",), "targets.csv có year là năm {year}", "targets.csv"),
    Section("10. Đơn vị, chương trình được nêu tên", ("named",), "statements.csv: kind, text_vi", "statements.csv"),
    Section(
        "11. Nhiệm vụ", ("directives",), "directives.csv: nhiệm vụ, owners, hạn và ngày hoàn thành", "directives.csv"
    ),
    Section(
        "12. Giảm nghèo và nông thôn mới",
        ("poverty", "new_rural"),
        "poverty_rate và communes_ntm của tỉnh theo năm",
        FACTS,
    ),
)
COMPARISON = (
    Section("1. Tỷ lệ của tỉnh qua các năm", ("levels",), YEARS, FORM),
    Section("2. Vì sao tỷ lệ thay đổi", ("reasons",), f"{YEARS}, ít nhất hai năm liền nhau cùng chương trình", FORM),
    Section("3. Các huyện qua các năm", ("district_tests",), f"{YEARS}, của cùng các huyện ở hai năm", FORM),
    Section(
        "4. Huyện thí điểm",
        ("pilot_table",),
        "statements.csv có kind pilot; plan và disbursed của các huyện trước và sau năm thí điểm",
        "statements.csv",
    ),
)
BASELINE = (
    Section(
        "2. Phần vốn trung ương của tỉnh",
        ("shares",),
        "plan vốn đầu tư NSTW 2021-2025 của tỉnh (fund central, year 2021, year_to 2025), hoặc central_share",
        "facts.csv; assumptions.csv",
    ),
    Section("4. Năng lực giải ngân", ("capacities",), f"{YEARS}; ít nhất ba năm", FORM, "outlook"),
    Section(
        "4. Năng lực của từng đơn vị",
        ("capacities_of_units",),
        f"{YEARS}; của từng đơn vị, ít nhất ba năm",
        FORM,
        "outlook",
    ),
    Section(
        "6. Vốn chuyển sang theo xác suất",
        ("fan_table",),
        "disbursed của từng đơn vị các năm trước, và carried_out của tỉnh năm liền trước kỳ kế hoạch",
        FORM,
        "outlook",
    ),
    Section(
        "8. Vốn đối ứng",
        ("balance",),
        "counterpart_ratio, central_plan, fiscal_space trong assumptions.csv",
        "assumptions.csv",
    ),
    Section(
        "11. Chia vốn cho các xã",
        ("commune_amounts",),
        "commune_classes.csv đủ các xã (unit, nhóm xã, số thôn); central_plan hoặc central_share trong assumptions.csv",
        "commune_classes.csv; assumptions.csv",
    ),
    Section("12. Chương trình cũ sang mới", ("restated_programmes",), f"{YEARS} của tỉnh", FORM),
    Section("13. Các năm trước theo xã hiện nay", ("restated_totals",), f"{YEARS} của từng đơn vị", FORM),
    Section(
        "14. Trùng lặp",
        ("overlap_counts",),
        "needs.csv: công trình, nội dung, nơi, năm, nguồn",
        "mtqg form planning, rồi mtqg intake TỆP --into {data}",
    ),
    Section(
        "15. Kế hoạch năm năm",
        ("plan_summary", "plan_by_unit"),
        "needs.csv: nhu cầu theo đơn vị, chương trình, loại vốn, năm, nguồn",
        "mtqg form planning, rồi mtqg intake TỆP --into {data}",
    ),
)
