"""Cases of the corpus that mislead by words, layouts and units of other hands than those of the clean files.

A column is given by its headings from the top down ("Giải ngân|Vốn TW") and by what its numbers are; None: they are of
no record. Amounts are made: what was disbursed is a third of the plan and less.
"""

from spreadsheets.corpus import case, xlsx
from spreadsheets.drawing import DISTRICTS, Sheet

SOME = {f"Huyện {name}": code for name, code in list(DISTRICTS.items())[1:5]}
NTM, GNBV = "CHƯƠNG TRÌNH MTQG XÂY DỰNG NÔNG THÔN MỚI", "CHƯƠNG TRÌNH MTQG GIẢM NGHÈO BỀN VỮNG"
TITLE = f"KẾT QUẢ GIẢI NGÂN {NTM} NĂM 2024 (SỐ LIỆU ĐẾN 31/12/2024)"
PLAN, PAID = ("NTM", "total", "plan"), ("NTM", "total", "disbursed")


def drawn(columns, units=None, titles=("UBND TỈNH LẠNG SƠN", TITLE), unit_line="ĐVT: triệu đồng", **where):
    """A sheet: titles, headings, and a row a unit; the numbers of a column are of its role.

    top, left: of the headings. label: the heading over the units. onto: another sheet, to stand on it too.
    """
    top, left = where.get("top", len(titles) + 2), where.get("left", 1)
    sheet = where.get("onto") or Sheet(where.get("name", "Biểu 1"), unit=where.get("money", 10**6))
    for row, text in enumerate(titles, start=top - len(titles) - 1):
        sheet.put(at(row, left), text)
    if unit_line:
        sheet.put(at(top - 1, left + 2), unit_line)
    depth = max(text.count("|") for text, _ in columns) + 1
    heads = [["TT"], [where.get("label", "Đơn vị")], *(text.split("|") for text, _ in columns)]
    for column, texts in enumerate(heads, start=left):
        for step, text in enumerate(texts):
            if not step or column - left < 2 or heads[column - left - 1][: step + 1] != texts[: step + 1]:
                sheet.put(at(top + step, column), text)
    _merge_heads(sheet, heads, top, left)
    for place, (name, code) in enumerate((units or SOME).items()):
        row = top + depth + place
        sheet.put(at(row, left), place + 1)
        sheet.put(at(row, left + 1), name)
        for column, (_, role) in enumerate(columns, start=left + 2):
            amount = 1000 * (column - left) + 37 * place + where.get("plus", 0)
            amount = amount // 3 if role and "disbursed" in role[2] else amount
            if role and code:
                sheet.number(at(row, column), amount, code, *role)
            else:
                sheet.put(at(row, column), amount)
    return sheet


def at(row, column):
    return f"{chr(64 + column)}{row}"


def _merge_heads(sheet, heads, top, left):
    depth = max(map(len, heads))
    for column, texts in enumerate(heads, start=left):
        if len(texts) < depth:
            sheet.merge(f"{at(top + len(texts) - 1, column)}:{at(top + depth - 1, column)}")
    for step in range(depth - 1):
        first = 0
        for column in range(1, len(heads) + 1):
            same = column < len(heads) and heads[column][: step + 1] == heads[first][: step + 1]
            if not same:
                if column - first > 1 and len(heads[first]) > step + 1:
                    sheet.merge(f"{at(top + step, left + first)}:{at(top + step, left + column - 1)}")
                first = column


def lone(called, outcome="ok", expect=(), **options):
    """A case of one table."""

    def make(folder):
        sheet = drawn(**options)
        for kind, cell in expect:
            sheet.expect(kind, cell)
        sheet.truth = {} if outcome == "needs_input" else sheet.truth
        return xlsx(folder, called, outcome, sheet)

    make.__name__ = called
    return case(make)


BOTH = (("Kế hoạch", PLAN), ("Giải ngân", PAID))

# 1. Letterheads, legal bases, years ------------------------------------------------------------------------------
for number, lines in enumerate(
    (
        ("SỞ TÀI CHÍNH TỈNH LẠNG SƠN", "Căn cứ Nghị quyết số 12/NQ-HĐND ngày 08/12/2023 của HĐND tỉnh", TITLE),
        ("BAN QUẢN LÝ DỰ ÁN ĐẦU TƯ XÂY DỰNG", "Kính gửi: Sở Kế hoạch và Đầu tư", "Biểu số 02", TITLE),
        ("KHO BẠC NHÀ NƯỚC LẠNG SƠN", "(Kèm theo Báo cáo số 15/BC-KBNN ngày 05/01/2025)", f"Phụ lục II: {TITLE}"),
        ("CHI CỤC PHÁT TRIỂN NÔNG THÔN", "Thực hiện Quyết định số 1506/QĐ-UBND năm 2022 của UBND tỉnh", TITLE),
    )
):
    lone(f"letterhead_{number}", columns=BOTH, titles=lines)
lone(
    "day_of_the_report_is_no_cut_off",
    columns=(("Kế hoạch", PLAN), ("Lũy kế giải ngân", PAID)),
    titles=(
        "SỞ TÀI CHÍNH",
        f"KẾT QUẢ GIẢI NGÂN {NTM} NĂM 2024",
        "(Theo Công văn ngày 20/01/2025)",
        "Ngày chốt số liệu: 31/12/2024",
    ),
)

# 2. Units of money -----------------------------------------------------------------------------------------------
for number, line in enumerate(
    (
        "Đơn vị tính: Triệu đồng (làm tròn)",
        "Đơn vị tính là triệu đồng",
        "ÐVT: triệu đồng",
        "(Đơn vị: triệu đồng, làm tròn số)",
        "ĐVT : Tr.đ",
    )
):
    lone(f"unit_line_{number}", columns=BOTH, unit_line=line)

# 4. Plans and disbursements that are not the year's ---------------------------------------------------------------
NOT_READ = (
    "Cam kết giải ngân đến 31/01/2025",
    "Khả năng giải ngân hết năm",
    "Dự kiến thanh toán tháng 01/2025",
    "Kế hoạch trung hạn 2021-2025",
    "Kế hoạch cả giai đoạn",
    "Lũy kế giải ngân từ đầu dự án",
    "Lũy kế thanh toán đến hết năm 2023",
    "KH điều chỉnh tăng",
    "Kế hoạch giảm",
    "Số vốn bổ sung trong năm",
    "Giải ngân cùng kỳ năm 2023",
)
NOT_READ += ("Tổng mức đầu tư", "Vốn đã bố trí đến hết năm 2023")
for number, text in enumerate(NOT_READ):
    lone(f"not_the_years_{number}", expect=[("COLUMN_SKIPPED", "E4")], columns=(*BOTH, (text, None)))
for number, text in enumerate(
    ("Giải ngân tháng 12", "Giải ngân trong kỳ", "Thanh toán quý IV/2024", "Giải ngân|Trong tháng 12")
):
    period = ("NTM", "total", "disbursed_in_period")
    cumulated = "Giải ngân|Lũy kế từ đầu năm" if "|" in text else "Lũy kế từ đầu năm"
    lone(f"in_the_period_{number}", columns=(("Kế hoạch", PLAN), (text, period), (cumulated, PAID)))
lone(
    "period_beside_the_year",
    expect=[("COLUMN_SKIPPED", "C5")],
    columns=(("Kế hoạch|Giai đoạn 2021-2025", None), ("Kế hoạch|Năm 2024", PLAN), ("Giải ngân", PAID)),
)
lone(
    "title_of_a_period",
    expect=[("COLUMN_SKIPPED", "C4"), ("COLUMN_SKIPPED", "D4"), ("UNITS_OF_MANY", "")],
    columns=(("Kế hoạch", None), ("Giải ngân", None)),
    titles=("UBND TỈNH LẠNG SƠN", "TÌNH HÌNH GIẢI NGÂN VỐN ĐẦU TƯ GIAI ĐOẠN 2021-2025"),
)


# 5. Funds, programmes, short headings -----------------------------------------------------------------------------
def of(programme="NTM", capital="total", measure="plan"):
    return programme, capital, measure


lone(
    "funds_0",
    columns=(
        ("Kế hoạch|NS trung ương", PLAN),
        ("Kế hoạch|NS địa phương", PLAN),
        ("Giải ngân|NS trung ương", PAID),
        ("Giải ngân|NS địa phương", PAID),
    ),
)
lone("funds_1", columns=(("KH vốn TW", PLAN), ("KH vốn ĐP", PLAN), ("GN vốn TW", PAID), ("GN vốn ĐP", PAID)))
lone(
    "funds_2",
    columns=(
        ("Ngân sách cấp tỉnh|KH", PLAN),
        ("Ngân sách cấp tỉnh|TH", PAID),
        ("Ngân sách cấp huyện|KH", PLAN),
        ("Ngân sách cấp huyện|TH", PAID),
    ),
)
lone(
    "programmes_0",
    columns=(
        ("CT dân tộc|KH", of("DTTS")),
        ("CT dân tộc|TH", of("DTTS", measure="disbursed")),
        ("CT GNBV|KH", of("GNBV")),
        ("CT GNBV|TH", of("GNBV", measure="disbursed")),
    ),
    titles=("UBND TỈNH LẠNG SƠN", "GIẢI NGÂN CÁC CTMTQG NĂM 2024 (ĐẾN 31/12/2024)"),
)
lone(
    "programmes_1",
    columns=(
        ("Chương trình 1719|Dự toán giao", of("DTTS")),
        ("Chương trình 1719|Đã chi", of("DTTS", measure="disbursed")),
        ("Chương trình 263|Dự toán giao", of()),
        ("Chương trình 263|Đã chi", of(measure="disbursed")),
    ),
    titles=("UBND TỈNH LẠNG SƠN", "GIẢI NGÂN CÁC CTMTQG NĂM 2024 (ĐẾN 31/12/2024)"),
)
lone(
    "acts_in_headings",
    columns=(("Kế hoạch giao (QĐ 1506/QĐ-UBND ngày 10/12/2023)", PLAN), ("Thực hiện năm 2024", PAID)),
)
lone("short_heads", columns=(("KH", PLAN), ("TH", PAID)))
lone("sums_of_money", columns=(("Tổng số vốn được giao", PLAN), ("Số vốn đã giải ngân", PAID)))
lone("budget_words", columns=(("Dự toán được giao", PLAN), ("Số đã rút dự toán", PAID), ("Dư dự toán", None)))
for number, text in enumerate(
    ("Vốn trái phiếu chính phủ", "Giải ngân vốn ABC", "Kế hoạch đợt đặc biệt", "Giải ngân phần xã hội hóa khác lạ")
):
    lone(
        f"asked_column_{number}",
        "ok_with_warnings" if number == 0 else "errors_reported",
        [("COLUMN_UNKNOWN" if number == 0 else "COLUMN_UNCLEAR", "E4")],
        columns=(*BOTH, (text, None)),
    )
for number, text in enumerate(("VỐN TRÁI PHIẾU CHÍNH PHỦ", "Nguồn đặc thù", "GIẢI NGÂN QUỸ BẢO TRÌ ĐƯỜNG BỘ NĂM 2024")):
    lone(
        f"asked_title_{number}",
        "needs_input",
        [("TITLE_UNCLEAR", "A3")],
        columns=BOTH,
        titles=("UBND TỈNH LẠNG SƠN", TITLE, text),
    )

# 6. Months, quarters, units across --------------------------------------------------------------------------------
lone(
    "quarters_across",
    columns=(("Kế hoạch", PLAN), *((f"Giải ngân|Đến hết quý {quarter}", PAID) for quarter in ("I", "II", "III"))),
)
lone(
    "months_across", columns=(("Kế hoạch", PLAN), *((f"Lũy kế giải ngân|Tháng {month}", PAID) for month in (9, 10, 11)))
)
lone(
    "halves_of_the_year", columns=(("Kế hoạch", PLAN), ("Giải ngân 6 tháng đầu năm", PAID), ("Giải ngân 9 tháng", PAID))
)


# 3. Tables below and beside each other -----------------------------------------------------------------------------
def stacked(
    second, titles=("UBND TỈNH LẠNG SƠN", "GIẢI NGÂN CÁC CTMTQG NĂM 2024 (ĐẾN 31/12/2024)"), first=(NTM, PLAN, PAID)
):
    sheet = drawn((("Kế hoạch", first[1]), ("Giải ngân", first[2])), titles=(*titles, first[0]))
    drawn(
        (("Kế hoạch", second[1]), ("Giải ngân", second[2])),
        titles=(second[0],),
        top=13,
        onto=sheet,
        unit_line=None,
        plus=500,
    )
    return sheet


@case
def stacked_by_programme(folder):
    second = (f"II. {GNBV}", of("GNBV"), of("GNBV", measure="disbursed"))
    return xlsx(folder, "chong chuong trinh", "ok", stacked(second, first=(f"I. {NTM}", PLAN, PAID)))


@case
def stacked_by_programme_without_numbers(folder):
    return xlsx(folder, "chong khong so", "ok", stacked((GNBV, of("GNBV"), of("GNBV", measure="disbursed"))))


@case
def stacked_by_capital(folder):
    titles = ("SỞ TÀI CHÍNH", TITLE)
    made = [
        (f"{mark}) Vốn {words}", of(capital=capital), of(capital=capital, measure="disbursed"))
        for mark, words, capital in (("a", "đầu tư phát triển", "investment"), ("b", "sự nghiệp", "recurrent"))
    ]
    return xlsx(folder, "chong loai von", "ok", stacked(made[1], titles, made[0]))


@case
def stacked_with_a_title_nobody_knows(folder):
    sheet = stacked(("Bảng 2. NGUỒN VỐN ĐẶC THÙ", None, None), first=(f"Bảng 1. {NTM}", PLAN, PAID))
    sheet.expect("TITLE_UNCLEAR", "A11")
    return xlsx(folder, "chong la", "needs_input", sheet)


@case
def beside_by_programme(folder):
    sheet = drawn(BOTH, titles=("UBND TỈNH LẠNG SƠN", "GIẢI NGÂN CÁC CTMTQG NĂM 2024 (ĐẾN 31/12/2024)", NTM))
    drawn(
        (("Kế hoạch", of("GNBV")), ("Giải ngân", of("GNBV", measure="disbursed"))),
        titles=(GNBV,),
        top=5,
        left=6,
        onto=sheet,
        unit_line=None,
        plus=300,
    )
    sheet.merge("A3:D3", "F3:I3")
    return xlsx(folder, "canh chuong trinh", "ok", sheet)


@case
def beside_by_year(folder):
    titles = ("UBND TỈNH LẠNG SƠN", f"GIẢI NGÂN {NTM}")
    sheet = drawn((("Kế hoạch năm 2023", PLAN), ("Giải ngân đến 31/12/2023", PAID)), titles=titles)
    drawn(
        (("Kế hoạch năm 2024", PLAN), ("Giải ngân đến 31/12/2024", PAID)),
        titles=(),
        top=4,
        left=6,
        onto=sheet,
        unit_line=None,
        plus=300,
    )
    return xlsx(folder, "canh nam", "ok", sheet)


def in_sections(folder, name, sections, outcome="ok", lost=()):
    """Rows under section headings without numbers, each section its own districts."""
    sheet, row = Sheet("Biểu 1"), 5
    for place, text in enumerate(
        ("UBND TỈNH LẠNG SƠN", "GIẢI NGÂN VỐN ĐẦU TƯ CÁC CTMTQG NĂM 2024 (ĐẾN 31/12/2024)", "ĐVT: triệu đồng"), start=1
    ):
        sheet.put(f"A{place}", text)
    sheet.row(4, "TT", "Nội dung", "Kế hoạch", "Giải ngân")
    districts = iter(list(DISTRICTS.items())[1:])
    for mark, label, programme in sections:
        sheet.row(row, mark, label)
        for step in (1, 2):
            district, code = next(districts)
            sheet.row(row + step, step, f"Huyện {district}")
            for column, measure in (("C", "plan"), ("D", "disbursed")):
                amount = 1000 // (1 + (measure == "disbursed")) + row + step
                if programme:
                    sheet.number(f"{column}{row + step}", amount, code, programme, "investment", measure)
                else:
                    sheet.put(f"{column}{row + step}", amount)
        if not programme:
            sheet.expect("NAME_UNKNOWN", f"B{row}")
        row += 3
    return xlsx(folder, name, outcome, sheet)


@case
def sections_of_known_programmes(folder):
    return in_sections(
        folder, "muc", [("I", "CT dân tộc", "DTTS"), ("II", "CT 90", "GNBV"), ("III", "CTMTQG nông thôn mới", "NTM")]
    )


@case
def a_section_that_nobody_knows(folder):
    sections = [
        ("I", "Chương trình MTQG giảm nghèo", "GNBV"),
        ("II", "Chương trình khuyến công", None),
        ("III", "NTM", "NTM"),
    ]
    return in_sections(folder, "muc la", sections, "errors_reported")


@case
def a_fund_that_nobody_knows_as_a_section(folder):
    return in_sections(
        folder, "nguon la", [("A", "CTMTQG NTM", "NTM"), ("B", "Nguồn tăng thu tiết kiệm chi", None)], "errors_reported"
    )


# 6. Groups, districts and communes, footers ------------------------------------------------------------------------
def by_groups(folder, name, groups, in_numbers=False, year=2024, label="Đơn vị"):
    """Rows in groups with subtotals; the label of a group stands over the column of numbers where `in_numbers`."""
    sheet, row, whole = Sheet("Biểu 1"), 6, [0, 0]
    for place, text in enumerate(
        ("UBND TỈNH LẠNG SƠN", f"GIẢI NGÂN {NTM} NĂM {year} (ĐẾN 31/12/{year})", "ĐVT: triệu đồng"), start=1
    ):
        sheet.put(f"A{place}", text)
    sheet.row(4, "TT", label, "Kế hoạch", "Giải ngân")
    for mark, group, units in groups:
        head, sums = row, [0, 0]
        for step, (unit, code) in enumerate(units.items(), start=1):
            row = head + step
            sheet.row(row, step, unit)
            sheet.number(f"C{row}", 900 + row, code, *PLAN)
            sheet.number(f"D{row}", 400 + row, code, *PAID)
            sums = [sums[0] + 900 + row, sums[1] + 400 + row]
        if in_numbers:
            sheet.row(head, f"{mark}. {group}", None, *sums)
            sheet.merge(f"A{head}:B{head}")
        else:
            sheet.row(head, mark, group, *sums)
        whole, row = [one + more for one, more in zip(whole, sums, strict=True)], row + 1
    sheet.row(5, None, "Tổng cộng", *whole)
    return xlsx(folder, name, "ok", sheet)


NEW = {"Xã Thất Khê": "06040", "Xã Tràng Định": "06046"}, {"Phường Kỳ Lừa": "06187"}
OLD = dict(list(SOME.items())[:2]), dict(list(SOME.items())[2:])


@case
def communes_by_former_districts(folder):
    groups = [("I", "Địa bàn huyện Tràng Định trước đây", NEW[0]), ("II", "Vùng Cao Lộc (cũ)", NEW[1])]
    return by_groups(folder, "xa theo huyen cu", groups, year=2025, label="Xã, phường")


@case
def groups_of_free_names(folder):
    return by_groups(folder, "nhom tu do", [("I", "Biên giới phía Bắc", OLD[0]), ("II", "Nội địa", OLD[1])])


@case
def groups_over_the_column_of_numbers(folder):
    return by_groups(
        folder, "nhom gop o", [("A", "NHÓM CÁC HUYỆN BIÊN GIỚI", OLD[0]), ("B", "NHÓM CÁC HUYỆN KHÁC", OLD[1])], True
    )


@case
def footers_with_numbers(folder):
    sheet = drawn(BOTH)
    for row, (text, amount) in enumerate(
        (("Số dự án đang thi công:", 12), ("Cùng kỳ năm trước", 900), ("Dự phòng chưa phân bổ:", 77)), start=11
    ):
        sheet.put(f"B{row}", text)
        sheet.put(f"C{row}", amount)
        sheet.expect("FOOTER_SKIPPED", f"B{row}")
    return xlsx(folder, "chan bang", "ok", sheet)


@case
def district_written_once_beside_its_communes(folder):
    sheet = Sheet("Biểu 1")
    for place, text in enumerate(("UBND TỈNH LẠNG SƠN", TITLE, "ĐVT: triệu đồng"), start=1):
        sheet.put(f"A{place}", text)
    sheet.row(4, "TT", "Huyện", "Xã", "Kế hoạch", "Giải ngân")
    rows = (
        ("Văn Quan", "Xã Hòa Bình", "06274"),
        (None, "Xã Điềm He", "06280"),
        ("Bắc Sơn", "Xã Tân Thành", "06379"),
        (None, "Xã Vũ Lễ", "06373"),
    )
    for row, (district, commune, code) in enumerate(rows, start=5):
        sheet.row(row, row - 4, district, commune)
        sheet.number(f"D{row}", 700 + row, code, *PLAN)
        sheet.number(f"E{row}", 300 + row, code, *PAID)
    return xlsx(folder, "huyen xa", "ok", sheet)


@case
def a_sheet_for_each_month(folder):
    sheets = [
        drawn(BOTH, titles=("UBND TỈNH LẠNG SƠN", f"GIẢI NGÂN {NTM} NĂM 2024"), name=f"Tháng {month}", plus=0)
        for month in (10, 11)
    ]
    for row in range(5, 9):
        code, amount = list(SOME.values())[row - 5], 600 + row + 90
        sheets[1].number(f"D{row}", amount, code, *PAID)
    return xlsx(folder, "trang thang", "ok", *sheets)


@case
def bare_names_across(folder):
    heads = [
        (f"{name}|{words}", (programme, "total", measure))
        for name in ("Tràng Định", "Bình Gia")
        for words, programme, measure in (("KH", "NTM", "plan"), ("GN", "NTM", "disbursed"))
    ]
    sheet = drawn([(text, None) for text, _ in heads], units={"Vốn đầu tư": "", "Vốn sự nghiệp": ""}, label="Nguồn vốn")
    for column, (text, (programme, _, measure)) in enumerate(heads, start=3):
        for row, capital in ((6, "investment"), (7, "recurrent")):
            place, code = at(row, column), DISTRICTS[text.partition("|")[0]]
            sheet.number(
                place, 5000 - 700 * column + row if measure == "plan" else 300 + row, code, programme, capital, measure
            )
    return without_count(xlsx(folder, "ten tran ngang", "ok", sheet))


# 7. Payment forms --------------------------------------------------------------------------------------------------
VOLUME, ADVANCE = ("NTM", "total", "completed_volume"), ("NTM", "total", "advance")


def payment(folder, name, heads, numbered=()):
    sheet = drawn([("Kế hoạch vốn", PLAN), *zip(heads, (PAID, VOLUME, ADVANCE), strict=True)])
    depth = 6 if any("|" in text for text in heads) else 5
    for row in range(depth, depth + 4):
        code = list(SOME.values())[row - depth]
        for column, amount, role in (
            ("C", 2000, PLAN),
            ("D", 900 + row, PAID),
            ("E", 600, VOLUME),
            ("F", 300 + row, ADVANCE),
        ):
            sheet.number(f"{column}{row}", amount, code, *role)
    return xlsx(folder, name, "ok", sheet)


@case
def payment_with_total(folder):
    return payment(folder, "thanh toan", ("Giải ngân|Cộng", "Giải ngân|Khối lượng hoàn thành", "Giải ngân|Tạm ứng"))


@case
def payment_in_one_row_of_headings(folder):
    return payment(folder, "thanh toan 1 dong", ("Tổng số đã thanh toán", "Thanh toán KLHT", "Vốn tạm ứng"))


@case
def payment_of_the_treasury(folder):
    return payment(
        folder,
        "kho bac",
        ("Lũy kế thanh toán|Tổng số", "Lũy kế thanh toán|Thanh toán KLHT", "Lũy kế thanh toán|Tạm ứng theo chế độ"),
    )


# 8. Names ----------------------------------------------------------------------------------------------------------
OFFICES = {
    "Sở KH và Đầu tư": "SKHDT",
    "Sở LĐ - TB và XH": "SLD",
    "Sở NN và PTNT": "SNN",
    "VPĐP NTM": "VPNTM",
    "Ban DT": "BDT",
}
lone("offices_abbreviated", columns=BOTH, units=OFFICES)
lone(
    "marks_behind_names",
    columns=BOTH,
    units={
        "Huyện Tràng Định (*)": "180",
        "Huyện Bình Gia (**)": "181",
        "Huyện Văn Lãng [1]": "182",
        "Huyện Cao Lộc *": "183",
    },
)
lone(
    "boards_are_no_districts",
    "errors_reported",
    [("NAME_UNKNOWN", "B5"), ("NAME_UNKNOWN", "B7")],
    columns=BOTH,
    units={
        "BQLDA ĐTXD huyện Tràng Định": "",
        "Huyện Bình Gia": "181",
        "Ban QLDA huyện Văn Lãng": "",
        "Huyện Cao Lộc": "183",
    },
)


def without_count(made):
    """A case whose units are not counted against all of their level: the table is of one unit, or has them across."""
    made.issues = {issue for issue in made.issues if issue[0] != "UNITS_OF_MANY"}
    return made


@case
def communes_of_the_district_of_the_title(folder):
    titles = ("UBND TỈNH LẠNG SƠN", f"GIẢI NGÂN {NTM} HUYỆN HỮU LŨNG NĂM 2024 (ĐẾN 31/12/2024)")
    return without_count(
        xlsx(folder, "xa cua huyen", "ok", drawn(BOTH, {"Xã Hòa Bình": "06397", "Xã Tân Thành": "06442"}, titles))
    )


# 9. Rates, marks, negative amounts; 2. shared amounts, units of rows -------------------------------------------------
def with_rates(heads, columns, wrong=()):
    sheet = drawn([*zip(heads, columns, strict=True), ("Tỷ lệ giải ngân (%)", None)])
    depth, last = (6 if any("|" in text for text in heads) else 5), at(1, 3 + len(heads))[0]
    for row in range(depth, depth + 4):
        amounts = {
            measure: sum(sheet.cells[at(row, column)] for column, role in enumerate(columns, 3) if role[2] == measure)
            for measure in ("plan", "disbursed")
        }
        sheet.put(f"{last}{row}", round(100 * amounts["disbursed"] / amounts["plan"], 1) + (9 if row in wrong else 0))
        if row in wrong:
            sheet.expect("RATE_MISMATCH", f"{last}{row}")
    return sheet


SPLIT = [
    of(capital=capital, measure=measure) for measure in ("plan", "disbursed") for capital in ("investment", "recurrent")
]


@case
def wrong_rate_over_kinds_of_capital(folder):
    heads = ("Kế hoạch|ĐTPT", "Kế hoạch|SN", "Giải ngân|ĐTPT", "Giải ngân|SN")
    return xlsx(folder, "ty le von", "ok_with_warnings", with_rates(heads, SPLIT, {7}))


@case
def wrong_rate_over_funds(folder):
    heads = ("Kế hoạch|Vốn TW", "Kế hoạch|Vốn ĐP", "Giải ngân|Vốn TW", "Giải ngân|Vốn ĐP")
    return xlsx(folder, "ty le nguon", "ok_with_warnings", with_rates(heads, [PLAN, PLAN, PAID, PAID], {8}))


@case
def right_rate_over_programmes(folder):
    heads = ("KH GNBV", "KH NTM", "GN GNBV", "GN NTM")
    roles = [of("GNBV"), of(), of("GNBV", measure="disbursed"), of(measure="disbursed")]
    sheet = with_rates(heads, roles)
    sheet.put("A3", "GIẢI NGÂN CÁC CTMTQG NĂM 2024")
    del sheet.cells["A2"]
    return xlsx(folder, "ty le chuong trinh", "ok", sheet)


@case
def a_plan_that_was_cut_and_money_that_came_back(folder):
    sheet = drawn(BOTH)
    sheet.number("C6", -125, "181", *PLAN)
    sheet.number("D6", -40, "181", *PAID)
    return xlsx(folder, "so am", "ok", sheet)


@case
def marks_in_brackets_behind_numbers(folder):
    sheet = drawn(BOTH, unit_line="ĐVT: nghìn đồng", money=1000)
    for row, text, amount in ((5, "4.002.150 (**)", 4002150), (6, "3.700.425 (*)", 3700425)):
        code = list(SOME.values())[row - 5]
        sheet.number(f"C{row}", amount, code, *PLAN)
        sheet.put(f"C{row}", text)
        sheet.expect("NUM_FOOTNOTE", f"C{row}")
        sheet.expect("NUM_TEXT", f"C{row}")
    for row in (7, 8):
        sheet.number(f"C{row}", 3900000 + row, list(SOME.values())[row - 5], *PLAN)
    for row in range(5, 9):
        sheet.number(f"D{row}", 1000000 + row, list(SOME.values())[row - 5], *PAID)
    return xlsx(folder, "dau sau so", "ok", sheet)


def shared_amount(folder, name, merged, cells):
    sheet = drawn(BOTH)
    sheet.merge(merged)
    for cell in cells:
        sheet.lose(cell)
    first, _, last = merged.partition(":")
    sheet.cells = {
        cell: value
        for cell, value in sheet.cells.items()
        if cell == first or not (cell[0] in merged and cell[1:] in (first[1:], last[1:]) and cell in cells)
    }
    sheet.expect("AMOUNT_SHARED", first)
    return xlsx(folder, name, "errors_reported", sheet)


@case
def an_amount_of_two_rows(folder):
    made = shared_amount(folder, "gop dong", "D6:D7", ("D6", "D7"))
    made.truth["Biểu 1", "182", "NTM", "total", "disbursed", "D7"] = None
    return made


@case
def an_amount_of_two_columns(folder):
    made = shared_amount(folder, "gop cot", "C6:D6", ("C6", "D6"))
    made.truth["Biểu 1", "181", "NTM", "total", "disbursed", "D6"] = None
    return made


@case
def units_of_money_by_row(folder):
    sheet = drawn((("ĐVT", None), *BOTH))
    for row, (unit, scale) in enumerate(
        (("Tỷ đồng", 1000), ("Triệu đồng", 1), ("Tỷ đồng", 1000), ("triệu đồng", 1)), start=5
    ):
        sheet.put(f"C{row}", unit)
        for column, role in (("D", PLAN), ("E", PAID)):
            amount = (50 if column == "D" else 20) * (1 if scale == 1000 else 1000)
            sheet.number(f"{column}{row}", amount * scale, list(SOME.values())[row - 5], *role)
            sheet.put(f"{column}{row}", amount)
    return xlsx(folder, "dvt theo dong", "ok", sheet)


@case
def a_sheet_without_headings(folder):
    """Numbers that stand in no table are not lost without a word."""
    loose = Sheet("Số khác")
    for row in range(1, 5):
        loose.row(row, f"Huyện {row}", 100 + row, 200 + row)
    loose.expect("TABLE_UNREAD", "B1")
    return xlsx(folder, "trang la", "errors_reported", drawn(BOTH), loose)


ASKED_IN_TITLES = (f"GIẢI NGÂN {NTM} QUÝ IV NĂM 2024", f"TÌNH HÌNH GIẢI NGÂN {NTM} THÁNG 11 NĂM 2024")
for number, text in enumerate(ASKED_IN_TITLES):
    columns = (("Kế hoạch", PLAN), ("Giải ngân", None))
    asked = [("COLUMN_UNCLEAR", "D4")]
    lone(
        f"period_in_the_title_{number}", "errors_reported", asked, columns=columns, titles=("UBND TỈNH LẠNG SƠN", text)
    )
lone("a_sheet_of_another_programme", "needs_input", [("TITLE_UNCLEAR", "A4")], columns=BOTH, name="GNBV")
lone(
    "two_of_three_programmes",
    "needs_input",
    [("TITLE_UNCLEAR", "A2")],
    columns=BOTH,
    titles=("UBND TỈNH LẠNG SƠN", "GIẢI NGÂN CTMTQG NTM VÀ GIẢM NGHÈO NĂM 2024 (ĐẾN 31/12/2024)"),
)
LEVELS = [("COLUMN_UNCLEAR", "C5"), ("COLUMN_UNCLEAR", "D5")]
OF_LEVELS = (("Kế hoạch|Cấp tỉnh", None), ("Kế hoạch|Cấp huyện", None), ("Giải ngân", PAID))
lone("levels_or_their_budgets", "errors_reported", LEVELS, columns=OF_LEVELS)
