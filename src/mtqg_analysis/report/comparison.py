"""The pages of the yearly comparison: like with like on one clock, and what cannot be compared said as such."""

from itertools import chain

import pandas as pd

from mtqg_analysis.analysis.compare import Years
from mtqg_analysis.domain.reference import label
from mtqg_analysis.domain.units import unit_name
from mtqg_analysis.report.display import Chart, Column, Head, Scope, Sentence, Table
from mtqg_analysis.report.numbers import number, partial_day, points, printed
from mtqg_analysis.report.scopes import basis_word, cut_offs, finding_table, report_head, scope_of, source_table, sources_of
from mtqg_analysis.report.theme import INK, MARKERS, SERIES, canvas

MONTHS = [*range(1, 14)]
MARK_NOTE = "Chữ ư sau số là số ước; không có chữ ư là số thực hiện. Mỗi ô lấy số thực hiện nếu có, rồi đến lần công bố mới nhất."
BASIS_NOTE = "Dấu * là số mà nguồn khác cho thấy có thể tính trên cơ sở khác với phần còn lại của chuỗi."


def head(found: Years) -> Head:
    """Title and context of the report."""
    first, last = found.years
    title = f"So sánh tỷ lệ giải ngân giai đoạn {first}-{last}"
    subtitle = f"Các năm kế hoạch {first}-{last}, tháng 13 là tháng 01 năm sau"
    return report_head(title, found.ledger, found.context, subtitle, found.as_of)


def month_name(stage: int) -> str:
    """A month of the plan year; 13 is January of the next year."""
    return f"{stage:02d}" if stage <= 12 else "01 năm sau"


def marked(fact: pd.Series) -> str:
    """A figure as printed, with its marks for estimates and doubtful bases."""
    return printed(fact["figure"]) + ("ư" if fact["status"] == "estimate" else "") + ("*" if "other_basis" in fact["flags"] else "")


def _year_list(found: Years) -> list[str]:
    return [str(year) for year in range(found.years[0], found.years[1] + 1)]


def _grid(found: Years, facts: pd.DataFrame) -> pd.DataFrame:
    cells = {(row["stage"], row["year"]): marked(row) for _, row in facts.iterrows()}
    return pd.DataFrame(
        [{"month": month_name(stage), **{year: cells.get((stage, year)) for year in _year_list(found)}} for stage in MONTHS]
    )


def _month_table(found: Years, facts: pd.DataFrame, name: str, title: str, scope: Scope, notes: tuple[str, ...]) -> Table:
    columns = (Column("month", "Tháng"), *(Column(year, year, "decimal", missing="–") for year in _year_list(found)))
    return Table(name, title, _grid(found, facts), columns, scope, sources_of(facts), notes)


def investment(found: Years) -> Table:
    """The nation's cumulative rate by month and year, on the plan assigned by the Prime Minister."""
    scope = Scope("% kế hoạch", "cuối tháng", basis_word("pm_assigned"), "thực hiện, số ước có dấu")
    title = "Tỷ lệ giải ngân vốn đầu tư công của cả nước, lũy kế theo tháng"
    return _month_table(found, found.investment, "dau_tu_cong", title, scope, (MARK_NOTE, BASIS_NOTE))


def undefined(found: Years) -> Table:
    """The same rates where the source does not name its plan: shown apart, never joined with the others."""
    scope = Scope("% kế hoạch", "cuối tháng", "không công bố hoặc tổng kế hoạch vốn", "thực hiện, số ước có dấu")
    title = "Tỷ lệ giải ngân vốn đầu tư công mà nguồn không nêu mẫu số"
    notes = (MARK_NOTE, "Không vẽ, không cộng và không so với bảng trước: các số có thể tính trên những mẫu số khác nhau.")
    return _month_table(found, found.undefined, "dau_tu_cong_khong_ro", title, scope, notes)


def draw_investment(found: Years) -> Chart:
    """Cumulative rates by month, one line a year; estimates hollow; the line breaks where a month is missing."""
    figure, (axes,) = canvas(4.2)
    for place, year in enumerate(_year_list(found)):
        rows = found.investment[found.investment["year"] == year]
        if rows.empty:
            continue
        values = rows.set_index("stage")["exact"].reindex(MONTHS) * 100
        colour, marker = SERIES[place % len(SERIES)], MARKERS[place % len(MARKERS)]
        axes.plot(MONTHS, values, color=colour, linewidth=1.6, label=year)
        for status, face in (("actual", colour), ("estimate", "white")):
            part = rows[rows["status"] == status]
            axes.plot(part["stage"], 100 * part["exact"], marker, color=colour, markerfacecolor=face, markersize=6, linestyle="none")
    axes.set(xticks=MONTHS, ylim=(0, 100), xlim=(0.6, 13.4), xlabel="tháng của năm kế hoạch (13 là tháng 01 năm sau)", ylabel="% kế hoạch")
    handles = [axes.plot([], [], MARKERS[i], color=SERIES[i], linestyle="-", label=year)[0] for i, year in enumerate(_year_list(found))]
    hollow = axes.plot([], [], "o", color=INK, markerfacecolor="white", linestyle="none", label="số ước")[0]
    axes.legend(handles=[*handles, hollow], loc="upper left", ncols=2)
    latest = found.investment[found.investment["stage"] == 13]
    ends = "; ".join(f"{row['year']} {marked(row)}" for _, row in latest.iterrows())
    scope = Scope("% kế hoạch", "cuối tháng", basis_word("pm_assigned"), "thực hiện (đặc), ước (rỗng)")
    return Chart.of(
        figure, name="hinh_dau_tu_cong", title=_september(found),
        alt=f"Biểu đồ đường tỷ lệ giải ngân lũy kế theo tháng, mỗi năm một đường. Đến tháng 13: {ends}.", scope=scope,
        sources=sources_of(found.investment), notes=("Đường đứt ở tháng không có số liệu.", BASIS_NOTE),
        illustrative=found.context.is_illustrative,
    )  # fmt: skip


def _september(found: Years) -> str:
    rows = found.investment[found.investment["stage"] == 9].sort_values("exact")
    if rows.empty:
        return "Tỷ lệ giải ngân vốn đầu tư công của cả nước theo tháng"
    low, high = printed(rows["figure"].iloc[0]), printed(rows["figure"].iloc[-1])
    return f"Đến hết tháng 9, đầu tư công cả nước mới đạt từ {low} đến {high} kế hoạch"


def last_months(found: Years) -> Sentence:
    """How far the nation's public investment stood at month 12 and month 13."""
    parts = []
    for stage, name in ((12, "31/12"), (13, "31/01 năm sau")):
        rows = found.investment[found.investment["stage"] == stage]
        parts.append(f"đến {name}: " + ", ".join(f"năm {row['year']} {marked(row)}" for _, row in rows.iterrows()))
    text = "Tỷ lệ so với kế hoạch Thủ tướng Chính phủ giao, " + "; ".join(parts) + ". Chữ ư là số ước."
    return Sentence(text, tuple(found.investment["fact"]))


def programmes(found: Years) -> Table:
    """The programmes' investment capital by month: amounts and rates of the years side by side."""
    facts = found.programmes
    years = [year for year in _year_list(found) if year in set(facts["year"])]
    cells = {(row["measure"], row["stage"], row["year"]): row for _, row in facts.iterrows()}
    rows = []
    for stage in sorted(set(facts["stage"])):
        row: dict[str, object] = {"month": month_name(int(stage))}
        for year in years:
            amount, rate = (cells.get((measure, stage, year)) for measure in ("disbursed", "disbursement_rate"))
            row[f"amount_{year}"] = None if amount is None else marked(amount)
            row[f"rate_{year}"] = None if rate is None else marked(rate) + ("" if rate["plan_basis"] == "pm_assigned" else "°")
        rows.append(row)
    columns = [Column("month", "Tháng")]
    for year in years:
        columns += [Column(f"amount_{year}", "tỷ đồng", "decimal", group=year, missing="–"), Column(f"rate_{year}", "%", "decimal", group=year, missing="–")]
    notes = (MARK_NOTE, "Dấu °: nguồn không nêu mẫu số. Không dấu: kế hoạch Thủ tướng Chính phủ giao.")
    scope = Scope("tỷ đồng; % kế hoạch", "cuối tháng", "kế hoạch Thủ tướng Chính phủ giao, trừ số có dấu °", "thực hiện, số ước có dấu")
    return Table("chuong_trinh_theo_thang", "Vốn đầu tư trong năm của các chương trình mục tiêu quốc gia, lũy kế theo tháng", pd.DataFrame(rows), tuple(columns),
                 scope, sources_of(facts), notes)  # fmt: skip


PROGRAMMES = ("DTTS", "GNBV", "NTM")


def by_programme(found: Years) -> Table:
    """Rates by programme and capital type at the newest day for which all three programmes are published."""
    cells = {(row["programme"], row["capital"]): row["figure"] for _, row in found.by_programme.iterrows()}
    rows = [
        {"programme": label("programme", code), "investment": cells.get((code, "investment")), "recurrent": cells.get((code, "recurrent"))}
        for code in (*PROGRAMMES, "ALL")
    ]  # fmt: skip
    columns = (Column("programme", "Chương trình"), Column("investment", "Vốn đầu tư", "figure"), Column("recurrent", "Vốn sự nghiệp", "figure"))
    notes = ("Vốn đầu tư gồm cả vốn kéo dài; vốn sự nghiệp: nguồn không nêu phạm vi. Hai cột vì thế chỉ đặt cạnh nhau, không lấy hiệu.",)
    return Table("chuong_trinh_loai_von", "Tỷ lệ giải ngân của cả nước theo chương trình và loại vốn", pd.DataFrame(rows), columns,
                 scope_of(found.by_programme, "% kế hoạch"), sources_of(found.by_programme), notes)  # fmt: skip


def draw_by_programme(found: Years) -> Chart:
    """The same rates as a heat map with the number in each cell."""
    facts = found.by_programme
    figure, (axes,) = canvas(2.6, width=5.2)
    capitals = ("investment", "recurrent")
    grid = [[_cell(facts, code, capital) for capital in capitals] for code in PROGRAMMES]
    axes.imshow([[value if value is not None else float("nan") for value in row] for row in grid], cmap="cividis", vmin=0, vmax=100, aspect="auto")
    for y, row in enumerate(grid):
        for x, value in enumerate(row):
            text = "không công bố" if value is None else f"{number(value, 1)}%"
            axes.text(x, y, text, ha="center", va="center", color="white" if value is None or value < 50 else INK)
    axes.set(xticks=range(2), yticks=range(len(PROGRAMMES)))
    axes.set_xticklabels([label("capital", capital) for capital in capitals])
    axes.set_yticklabels([label("programme", code) for code in PROGRAMMES])
    axes.grid(visible=False)
    axes.tick_params(length=0)
    alt = "; ".join(f"{label('programme', row['programme'])}, {label('capital', row['capital']).lower()} {printed(row['figure'])}" for _, row in facts.iterrows())
    slower = sum(None not in row and row[1] < row[0] for row in grid)  # type: ignore[operator]
    return Chart.of(
        figure, name="hinh_chuong_trinh", title=f"Vốn sự nghiệp có tỷ lệ thấp hơn vốn đầu tư ở {slower:02d}/{len(grid):02d} chương trình", alt=f"Bản đồ nhiệt. {alt}.",
        scope=scope_of(facts, "% kế hoạch"), sources=sources_of(facts), illustrative=found.context.is_illustrative,
    )  # fmt: skip


def _cell(facts: pd.DataFrame, programme: str, capital: str) -> float | None:
    rows = facts[(facts["programme"] == programme) & (facts["capital"] == capital)]
    return 100 * float(rows["exact"].iloc[0]) if len(rows) else None


def revisions(found: Years) -> Table:
    """First estimates beside the actual figures published later for the same month and definition."""
    rows = found.revisions
    frame = pd.DataFrame(
        {
            "programme": [label("programme", code) for code in rows["programme"]], "month": [partial_day(text) for text in rows["as_of"]],
            "basis": [basis_word(code) for code in rows["plan_basis"]], "estimate": rows["estimate"], "actual": rows["actual"], "error": rows["error"],
        }
    )  # fmt: skip
    columns = (
        Column("programme", "Phạm vi", rows=True), Column("month", "Đến ngày"), Column("basis", "Cơ sở kế hoạch"),
        Column("estimate", "Ước ban đầu", "figure"), Column("actual", "Thực hiện công bố sau", "figure"), Column("error", "Ước trừ thực hiện (điểm %)", "points"),
    )  # fmt: skip
    notes = ("Chênh lệch 0 có thể chỉ là bài sau nhắc lại số ước và gọi là thực hiện.", "Hiệu số chỉ lấy giữa hai số cùng định nghĩa, cùng ngày chốt.")
    scope = Scope("% kế hoạch", cut_offs(rows["as_of"]), "như từng dòng", "ước và thực hiện")
    sources = tuple(dict.fromkeys(chain.from_iterable(rows["sources"])))
    return Table("uoc_va_thuc_hien", "Số ước và số thực hiện công bố sau, cùng tháng và cùng mẫu số", frame, columns, scope, sources, notes)


def draw_revisions(found: Years) -> Chart:
    """Estimate minus later actual, one dot a month, for the plan assigned by the Prime Minister."""
    rows = found.revisions[(found.revisions["programme"] == "PI") & (found.revisions["plan_basis"] == "pm_assigned")]
    figure, (axes,) = canvas(3.2)
    for place, year in enumerate(sorted(set(rows["year"]))):
        part = rows[rows["year"] == year]
        axes.plot(part["stage"], 100 * part["error"], MARKERS[place % 6], color=SERIES[place % 6], markersize=8, linestyle="none", label=year)
    axes.axhline(0, color=INK, linewidth=1)
    axes.set(xticks=MONTHS, xlim=(0.6, 13.4), xlabel="tháng của năm kế hoạch", ylabel="ước trừ thực hiện, điểm %")
    axes.yaxis.set_major_formatter(lambda value, _: number(value))
    axes.legend(ncols=6, loc="upper center", bbox_to_anchor=(0.5, 1.16))
    over = int((rows["error"] > 0).sum())
    worst = rows.loc[rows["error"].abs().idxmax()] if len(rows) else None
    alt = f"{over} trên {len(rows)} số ước cao hơn thực hiện công bố sau." + (
        f" Lệch nhiều nhất: {partial_day(worst['as_of'])}, {points(worst['error'])} điểm." if worst is not None else ""
    )
    scope = Scope("điểm phần trăm", "cuối tháng", basis_word("pm_assigned"), "ước trừ thực hiện")
    return Chart.of(figure, name="hinh_uoc", title=f"{over} trên {len(rows)} số ước cao hơn số thực hiện công bố sau", alt=alt, scope=scope,
                    sources=tuple(dict.fromkeys(chain.from_iterable(rows["sources"]))))  # fmt: skip


def provinces(found: Years) -> Table:
    """Provinces at equal cut-offs and on one definition, only where at least three are published."""
    rows = found.provinces
    frame = pd.DataFrame(
        {
            "what": [_definition(row) for _, row in rows.iterrows()],
            "unit": [unit_name(row["unit"], row["day"]) for _, row in rows.iterrows()], "rate": rows["figure"],
        }
    )  # fmt: skip
    columns = (Column("what", "Định nghĩa và ngày chốt", rows=True), Column("unit", "Tỉnh"), Column("rate", "Tỷ lệ", "figure"))
    notes = ("Báo chí thường chỉ nêu các tỉnh cao nhất hoặc thấp nhất: đây không phải bảng xếp hạng.",)
    scope = Scope("% kế hoạch", cut_offs(rows["as_of"]), "như từng nhóm", "như từng nhóm")
    return Table("cac_tinh", "Tỷ lệ của các tỉnh có công bố tại cùng ngày chốt, cùng định nghĩa", frame, columns, scope, sources_of(rows), notes)


def _definition(fact: pd.Series) -> str:
    parts = [label("programme", fact["programme"]), label("capital", fact["capital"]).lower(), label("fund", fact["fund"]) if fact["fund"] else ""]
    return f"{', '.join(part for part in parts if part)}; {basis_word(fact['plan_basis'])}; {label('status', fact['status'])}; đến {partial_day(fact['as_of'])}"


def refused(found: Years) -> Table:
    """Comparisons that a reader would expect, and what keeps them from being made."""
    rows = [{"one": _named(row.one), "other": _named(row.other), "reason": row.reason} for row in found.refused.itertuples()]
    frame = pd.DataFrame(rows, columns=["one", "other", "reason"])
    columns = (Column("one", "Số thứ nhất"), Column("other", "Số thứ hai"), Column("reason", "Vì sao không so sánh"))
    sides = [fact for row in found.refused.itertuples() for fact in (row.one, row.other)]
    scope = Scope("% kế hoạch", "như từng số", "như từng số", "như từng số")
    return Table("khong_so_sanh", "Những phép so sánh bị từ chối", frame, columns, scope, sources_of(sides) if sides else ())


def _named(fact: pd.Series) -> str:
    return f"{unit_name(fact['unit'], fact['day'])} {fact['year']}, đến {partial_day(fact['as_of'])}: {marked(fact)}"


def not_decomposed(found: Years) -> Sentence:
    """What a source says of two years without the figures that would let it be decomposed."""
    statements = found.ledger.table("statements")
    said = statements[statements["kind"] == "comparison"] if len(statements) else statements
    if said.empty:
        return Sentence("Không nguồn nào trong bộ dữ liệu so sánh hai năm bằng lời mà thiếu số.")
    words = "; ".join(f"«{text}» ({source})" for text, source in zip(said["text_vi"], said["source"], strict=True))
    return Sentence(
        f"Nguồn nêu: {words}. Nhận định này **không phân tích được**: năm trước không có số liệu thành phần nào được công bố. "
        "Cần kế hoạch và giải ngân của năm trước theo chương trình và loại vốn, cùng mẫu số và cùng ngày chốt 31/12.",
        tuple(said["statement"]),
    )


def cells(found: Years) -> Table:
    """Every figure of the monthly tables with its fact and source, so that each can be followed."""
    parts = ((found.investment, "Theo kế hoạch TTg giao"), (found.undefined, "Không rõ mẫu số"), (found.programmes, "Các CTMTQG"))
    rows = [
        {"table": name, "year": row["year"], "month": month_name(int(row["stage"])), "value": marked(row), "fact": row["fact"], "source": row["source"]}
        for facts, name in parts for _, row in facts.sort_values(["year", "stage"], kind="stable").iterrows()
    ]  # fmt: skip
    columns = (
        Column("table", "Bảng", rows=True), Column("year", "Năm"), Column("month", "Tháng"), Column("value", "Số liệu", "decimal"),
        Column("fact", "Mã số liệu"), Column("source", "Mã nguồn"),
    )  # fmt: skip
    scope = Scope("%; tỷ đồng", "cuối tháng", "như từng bảng", "thực hiện, số ước có dấu")
    return Table("tung_so_lieu", "Từng số liệu của các bảng theo tháng, với mã số liệu và nguồn", pd.DataFrame(rows), columns, scope)


VIEWS = (investment, draw_investment, undefined, programmes, by_programme, draw_by_programme, revisions, draw_revisions, provinces, refused)


def sources(found: Years) -> Table:
    """Every source that the report cites."""
    return source_table((found.ledger, found.context), [view(found) for view in VIEWS])


def findings(found: Years) -> Table:
    """Published figures that disagree with each other and were left out."""
    return finding_table((found.ledger, found.context))


