"""The pages of the year-end evaluation: each function turns the evaluation into one table, chart or paragraph."""

from itertools import chain

import pandas as pd

from mtqg_analysis.analysis.year_end import YearEnd
from mtqg_analysis.domain.reference import label, table
from mtqg_analysis.domain.units import unit_name
from mtqg_analysis.report.display import Chart, Column, Head, Scope, Sentence, Table
from mtqg_analysis.report.numbers import billions, day, interval, number, partial_day, percent, printed
from mtqg_analysis.report.scopes import NO_PLAN, basis_word, finding_table, report_head, scope_of, source_table, sources_of
from mtqg_analysis.report.theme import GRID, INK, INVESTMENT, MUTED, RECURRENT, SERIES, canvas

CAPITALS = ("total", "investment", "recurrent")
NAMES = {"total": "Chung", "investment": "Vốn đầu tư", "recurrent": "Vốn sự nghiệp"}
COLOURS = {"total": INK, "investment": INVESTMENT, "recurrent": RECURRENT}
COMPUTED = "tính từ số liệu đã công bố"
ROUNDING_NOTE = "Khoảng trong ngoặc vuông là khoảng chính xác do làm tròn: mọi giá trị thật in ra như nguồn đều nằm trong đó."


def head(evaluation: YearEnd) -> Head:
    """Title and context of the report."""
    province = unit_name(evaluation.ledger.dataset.province)
    title = f"Đánh giá kết quả thực hiện các chương trình mục tiêu quốc gia năm {evaluation.period.year}, tỉnh {province}"
    return report_head(title, evaluation.ledger, evaluation.context, evaluation.period.label.capitalize(), evaluation.period.as_of)


def headline(evaluation: YearEnd) -> Sentence:
    """The result in one sentence, as an official report states it."""
    paid, rates, basis = evaluation.disbursed, evaluation.rates, label("plan_basis", evaluation.rates["total"]["plan_basis"])
    text = (
        f"Tính đến ngày {day(evaluation.cut_off)}, các chương trình mục tiêu quốc gia giải ngân được "
        f"**{printed(paid['figure'])} tỷ đồng, đạt {printed(rates['total']['figure'])} kế hoạch** "
        f"(vốn đầu tư đạt {printed(rates['investment']['figure'])}, vốn sự nghiệp đạt {printed(rates['recurrent']['figure'])}). "
    )
    if evaluation.estimate is not None:
        late = evaluation.estimate
        text += f"Ước đến hết ngày {day(late['day'])} đạt {printed(late['figure'])} kế hoạch. "
    return Sentence(text + f"Về mẫu số của tỷ lệ: {basis}.", _quoted(evaluation))


def _quoted(evaluation: YearEnd) -> tuple[str, ...]:
    late = () if evaluation.estimate is None else (evaluation.estimate["fact"],)
    return (evaluation.disbursed["fact"], *(rate["fact"] for rate in evaluation.rates.values()), *late)


def _published_facts(evaluation: YearEnd) -> list[pd.Series]:
    late = [] if evaluation.estimate is None else [evaluation.estimate]
    return [*evaluation.rates.values(), *late]


def rates(evaluation: YearEnd) -> Table:
    """Disbursed and rate by capital type at the cut-off, and the estimate that belongs to the year."""
    late = evaluation.estimate
    rows = [
        {
            "capital": NAMES[capital],
            "disbursed": evaluation.disbursed["figure"] if capital == "total" else None,
            "rate": evaluation.rates[capital]["figure"],
            "estimate": late["figure"] if late is not None and capital == "total" else None,
            "fact": evaluation.rates[capital]["fact"],
        }
        for capital in CAPITALS
    ]
    estimated = "" if late is None else f"Ước đến {day(late['day'])}"
    columns = (
        Column("capital", "Loại vốn"), Column("disbursed", "Số vốn giải ngân (tỷ đồng)", "figure", group=f"Đến {day(evaluation.cut_off)}"),
        Column("rate", "Tỷ lệ so với kế hoạch", "figure", group=f"Đến {day(evaluation.cut_off)}"),
        *([Column("estimate", "Tỷ lệ so với kế hoạch", "figure", group=estimated)] if late is not None else []),
        Column("fact", "Mã số liệu"),
    )  # fmt: skip
    facts = [evaluation.disbursed, *_published_facts(evaluation)]
    scope = scope_of(_published_facts(evaluation), "tỷ đồng; %")
    return Table("ty_le_giai_ngan", f"Kết quả giải ngân năm {evaluation.period.year} theo loại vốn", pd.DataFrame(rows), columns, scope, sources_of(facts))


def draw_rates(evaluation: YearEnd) -> Chart:
    """The published rates as bars, the estimate apart from the actual figures."""
    figure, (axes,) = canvas(2.5)
    shown = [(NAMES[capital], evaluation.rates[capital], COLOURS[capital], "") for capital in CAPITALS]
    if evaluation.estimate is not None:
        shown.append((f"Chung, ước đến {day(evaluation.estimate['day'])}", evaluation.estimate, "white", "///"))
    for place, (_, fact, colour, hatch) in enumerate(shown):
        axes.barh(place, 100 * fact["exact"], color=colour, edgecolor=INK if hatch else colour, hatch=hatch, height=0.62)
        axes.text(100 * fact["exact"] + 1.2, place, printed(fact["figure"]), va="center")
    axes.set(yticks=range(len(shown)), xlim=(0, 100), xlabel="% kế hoạch")
    axes.set_yticklabels([name for name, *_ in shown])
    axes.invert_yaxis()
    axes.grid(axis="y", visible=False)
    alt = "Biểu đồ thanh: " + "; ".join(f"{name} {printed(fact['figure'])}" for name, fact, *_ in shown) + "."
    investment, recurrent = (printed(evaluation.rates[capital]["figure"]) for capital in ("investment", "recurrent"))
    title = f"Vốn sự nghiệp đạt {recurrent} kế hoạch, vốn đầu tư đạt {investment}"
    return Chart.of(
        figure, name="hinh_ty_le", title=title, alt=alt, scope=scope_of(_published_facts(evaluation), "% kế hoạch"),
        sources=sources_of(_published_facts(evaluation)), illustrative=evaluation.ledger.is_illustrative,
    )  # fmt: skip


IMPLIED_ROWS = (
    ("Kế hoạch", "Tổng số", "plan"), ("Kế hoạch", "Vốn đầu tư", "investment_plan"), ("Kế hoạch", "Vốn sự nghiệp", "recurrent_plan"),
    ("Kế hoạch", "Tỷ trọng vốn đầu tư (%)", "investment_share"),
    ("Giải ngân", "Vốn đầu tư", "investment_disbursed"), ("Giải ngân", "Vốn sự nghiệp", "recurrent_disbursed"),
    ("Chưa giải ngân", "Tổng số", "balance"), ("Chưa giải ngân", "Vốn đầu tư", "investment_balance"),
    ("Chưa giải ngân", "Vốn sự nghiệp", "recurrent_balance"),
    ("Chưa giải ngân", "Tỷ trọng vốn sự nghiệp (%)", "recurrent_share_of_balance"),
)  # fmt: skip


def _computed_scope(evaluation: YearEnd, unit: str) -> Scope:
    basis = basis_word(evaluation.rates["total"]["plan_basis"])
    return Scope(unit, day(evaluation.cut_off), basis, COMPUTED)


def implied(evaluation: YearEnd) -> Table:
    """The plan, its split and the balance that the published figures imply, as exact intervals."""
    rows = []
    for block, name, key in IMPLIED_ROWS:
        result = evaluation.implied[key]
        show = percent if result.unit == "fraction" else billions
        low, high = (show(end, 1) for end in result.interval)
        rows.append({"block": block, "name": name, "point": show(result.estimate, 1), "interval": interval(low, high)})
    columns = (
        Column("block", "Nội dung", rows=True), Column("name", "Loại vốn"),
        Column("point", "Giá trị giữa", "decimal"), Column("interval", "Khoảng chính xác", "decimal"),
    )  # fmt: skip
    notes = (ROUNDING_NOTE, "Giả định: ba chương trình gộp chung, cùng một mẫu số, chỉ có vốn đầu tư và vốn sự nghiệp.")
    return Table("suy_ra", "Kế hoạch, cơ cấu và số chưa giải ngân suy ra từ số liệu công bố", pd.DataFrame(rows), columns,
                 _computed_scope(evaluation, "tỷ đồng; %"), sources_of(list(evaluation.rates.values())), notes)  # fmt: skip


def implied_sentence(evaluation: YearEnd) -> Sentence:
    """What the implied split says, and whether the published set is consistent."""
    share, left = evaluation.implied["investment_share"], evaluation.implied["recurrent_share_of_balance"]
    text = (
        f"Từ bốn số liệu trên suy ra vốn sự nghiệp chiếm khoảng {percent(1 - share.estimate, 0)} kế hoạch "
        f"nhưng khoảng {percent(left.estimate, 0)} số vốn chưa giải ngân. "
    )
    if evaluation.gap.estimate == 0:
        text += "Bốn số liệu nhất quán với nhau: có ít nhất một bộ số thật làm tròn ra đúng như đã công bố."
    else:
        text += f"Bốn số liệu không nhất quán: phải lệch ít nhất {billions(evaluation.gap.estimate, 1)} tỷ đồng mới cùng đúng."
    return Sentence(text, evaluation.gap.facts)


def draw_balance(evaluation: YearEnd) -> Chart:
    """Plan by capital type, what was disbursed of it and what was not."""
    figure, (axes,) = canvas(2.1)
    for place, capital in enumerate(("investment", "recurrent")):
        paid, left = evaluation.implied[f"{capital}_disbursed"], evaluation.implied[f"{capital}_balance"]
        done, rest = paid.estimate / 1e9, left.estimate / 1e9
        axes.barh(place, done, color=COLOURS[capital], height=0.6)
        axes.barh(place, rest, left=done, color="white", edgecolor=COLOURS[capital], hatch="///", height=0.6)
        axes.text(done / 2, place, number(done), ha="center", va="center", color="white" if capital == "investment" else INK)
        axes.text(done + rest / 2, place, f"{number(rest)} chưa giải ngân", ha="center", va="center", bbox={"fc": "white", "ec": "none", "pad": 1.5})
    axes.set(yticks=(0, 1), xlabel="tỷ đồng", xlim=(0, None))
    axes.set_yticklabels([NAMES["investment"], NAMES["recurrent"]])
    axes.xaxis.set_major_formatter(lambda value, _: number(value))
    axes.invert_yaxis()
    axes.grid(axis="y", visible=False)
    parts = [
        f"{NAMES[capital]}: giải ngân {billions(evaluation.implied[f'{capital}_disbursed'].estimate)}, "
        f"chưa giải ngân {billions(evaluation.implied[f'{capital}_balance'].estimate)} tỷ đồng"
        for capital in ("investment", "recurrent")
    ]
    share = evaluation.implied["recurrent_share_of_balance"].estimate
    return Chart.of(
        figure, name="hinh_so_du", title=f"Khoảng {percent(share, 0)} số vốn chưa giải ngân là vốn sự nghiệp",
        alt=f"Biểu đồ thanh chồng. {'; '.join(parts)}.", scope=_computed_scope(evaluation, "tỷ đồng, giá trị giữa"),
        sources=sources_of(list(evaluation.rates.values())), illustrative=evaluation.ledger.is_illustrative,
    )  # fmt: skip


def january(evaluation: YearEnd) -> Sentence:
    """What the last month had to bring for the published estimate to come true."""
    late = evaluation.estimate
    if late is None:
        return Sentence("Không nguồn nào công bố số ước giải ngân đến hết thời hạn của kế hoạch năm.")
    first = evaluation.readings.iloc[0]
    text = (
        f"Để đạt {printed(late['figure'])} vào ngày {day(late['day'])}, từ sau ngày {day(evaluation.cut_off)} phải giải ngân thêm khoảng "
        f"**{billions(first['need'])} tỷ đồng**, bằng {percent(first['share_of_year'], 0)} số đã giải ngân trong mười hai tháng trước."
    )
    if len(evaluation.steps):
        own = late["exact"] - evaluation.rates["total"]["exact"]
        low, high = evaluation.steps["step"].min(), evaluation.steps["step"].max()
        text += (
            f" Mức tăng cần có là {number(100 * own, 1)} điểm phần trăm; đầu tư công cả nước các năm có số liệu tăng từ "
            f"{number(100 * low, 1)} đến {number(100 * high, 1)} điểm. Hai phạm vi khác nhau và tình trạng số liệu của cả nước lẫn lộn, "
            "nên đây chỉ là khoảng để tham khảo."
        )
    return Sentence(text, _quoted(evaluation))


def january_needs(evaluation: YearEnd) -> Table:
    """The need of the last month and what stays undisbursed, under both readings of the printed estimate."""
    late, names = evaluation.estimate, {"rounded": "làm tròn đến đơn vị", "one_point": "cộng trừ 1 điểm phần trăm"}
    if late is None:
        return Table("con_phai_giai_ngan", "Số còn phải giải ngân", pd.DataFrame(columns=["reading"]), (Column("reading", "Cách hiểu"),),
                     _computed_scope(evaluation, "tỷ đồng"), notes=("Không có số ước đã công bố.",))  # fmt: skip
    rows = [
        {
            "reading": f"{printed(late['figure'])}: {names[row['reading']]}",
            "bounds": interval(percent(row["rate_low"]), percent(row["rate_high"])),
            "need": row["need"], "need_range": interval(billions(row["need_low"], 1), billions(row["need_high"], 1)),
            "left": row["left"], "left_range": interval(billions(row["left_low"], 1), billions(row["left_high"], 1)),
        }
        for _, row in evaluation.readings.iterrows()
    ]  # fmt: skip
    columns = (
        Column("reading", "Cách hiểu số ước"), Column("bounds", "Tỷ lệ", "percent"),
        Column("need", "Giá trị giữa", "bn", group="Phải giải ngân thêm"), Column("need_range", "Khoảng", "bn", group="Phải giải ngân thêm"),
        Column("left", "Giá trị giữa", "bn", group="Vẫn chưa giải ngân"), Column("left_range", "Khoảng", "bn", group="Vẫn chưa giải ngân"),
    )  # fmt: skip
    scope = Scope("tỷ đồng", day(late["day"]), basis_word(late["plan_basis"]), f"{COMPUTED}, số ước")
    return Table("con_phai_giai_ngan", f"Số phải giải ngân trong tháng cuối để đạt {printed(late['figure'])}", pd.DataFrame(rows), columns,
                 scope, sources_of(_published_facts(evaluation)), (ROUNDING_NOTE,))  # fmt: skip


def national_steps(evaluation: YearEnd) -> Table:
    """The nation's step from December to January in earlier plan years, statuses shown."""
    rows = [
        {
            "year": str(row["year"]), "december": row["december"], "december_status": label("status", row["december_status"]),
            "january": row["january"], "january_status": label("status", row["january_status"]), "step": row["step"],
        }
        for _, row in evaluation.steps.iterrows()
    ]  # fmt: skip
    columns = (
        Column("year", "Năm kế hoạch"), Column("december", "Tỷ lệ", "figure", group="Đến 31/12"),
        Column("december_status", "Tình trạng", group="Đến 31/12"), Column("january", "Tỷ lệ", "figure", group="Đến 31/01 năm sau"),
        Column("january_status", "Tình trạng", group="Đến 31/01 năm sau"), Column("step", "Mức tăng (điểm %)", "points"),
    )  # fmt: skip
    frame = pd.DataFrame(rows, columns=[column.name for column in columns])
    notes = ("Toàn bộ vốn đầu tư công của cả nước, không riêng các chương trình mục tiêu quốc gia.",
             "Tình trạng lẫn lộn thực hiện và ước: chỉ nêu khoảng, không kiểm định.")  # fmt: skip
    scope = Scope("% kế hoạch", "31/12 và 31/01 năm sau", label("plan_basis", "pm_assigned"), "thực hiện và ước")
    sources = tuple(dict.fromkeys(chain.from_iterable(evaluation.steps.get("sources", []))))
    return Table("buoc_thang_mot", "Mức tăng của cả nước từ tháng 12 sang tháng 01 qua các năm", frame, columns, scope, sources, notes)


def targets(evaluation: YearEnd) -> Sentence:
    """Target groups met, x of y, zero-padded as official texts write small counts."""
    ledger, year = evaluation.ledger, str(evaluation.period.year)
    met = ledger.find(measure="target_groups_completed", year=year, unit=ledger.dataset.province)
    set_ = ledger.find(measure="target_groups_set", year=year, unit=ledger.dataset.province)
    if met.empty or set_.empty:
        return Sentence(f"Số nhóm mục tiêu hoàn thành năm {year}: không công bố.")
    x, y = int(met["exact"].iloc[0]), int(set_["exact"].iloc[0])
    return Sentence(
        f"Hoàn thành **{x:02d}/{y:02d} nhóm mục tiêu lớn** của năm {year}. Nguồn không liệt kê tên các nhóm, "
        f"nên không nêu được {y - x:02d} nhóm chưa hoàn thành.",
        (met["fact"].iloc[0], set_["fact"].iloc[0]),
    )


def _statements(evaluation: YearEnd, kinds: tuple[str, ...]) -> pd.DataFrame:
    rows = evaluation.ledger.table("statements")
    return rows[rows["kind"].isin(kinds)] if len(rows) else pd.DataFrame(columns=["kind", "text_vi", "source", "statement"])


STATEMENT_NAMES = {
    "good_unit": "Đơn vị giải ngân tốt", "slowest_programme": "Chương trình chậm nhất", "slow_capital": "Loại vốn chậm",
    "pilot": "Huyện thí điểm", "added_programme": "Chương trình bổ sung", "comparison": "So với năm trước",
    "limit": "Hạn chế", "cause": "Nguyên nhân",
}  # fmt: skip


def _statement_table(evaluation: YearEnd, name: str, title: str, kinds: tuple[str, ...], notes: tuple[str, ...] = ()) -> Table:
    rows = _statements(evaluation, kinds)
    ordered = pd.concat([rows[rows["kind"] == kind] for kind in kinds]) if len(rows) else rows
    frame = ordered.assign(kind=[STATEMENT_NAMES[kind] for kind in ordered["kind"]])
    columns = (Column("kind", "Nội dung", rows=True), Column("text_vi", "Nhận định (diễn đạt lại)"), Column("statement", "Mã"))
    scope = Scope("nhận định, không có số", f"năm {evaluation.period.year}", NO_PLAN, "đã công bố")
    return Table(name, title, frame, columns, scope, tuple(dict.fromkeys(ordered["source"])), notes)


def named(evaluation: YearEnd) -> Table:
    """The units, programme, capital type and pilots that the source names."""
    kinds = ("good_unit", "slowest_programme", "slow_capital", "pilot", "added_programme", "comparison")
    notes = ("Không nguồn nào công bố tỷ lệ của từng đơn vị, từng chương trình: thứ tự trong bảng không phải là xếp hạng.",)
    return _statement_table(evaluation, "don_vi_neu_ten", "Đơn vị, chương trình và loại vốn được nêu tên", kinds, notes)


def limits(evaluation: YearEnd) -> Table:
    """Limits and causes as the source states them, in our words."""
    return _statement_table(evaluation, "han_che", "Hạn chế và nguyên nhân đã được nêu", ("limit", "cause"))


def directives(evaluation: YearEnd) -> Table:
    """The tasks that the source assigns, with owners and due dates."""
    rows = evaluation.ledger.table("directives")
    frame = pd.DataFrame(
        {
            "task": rows["task_vi"], "owners": [", ".join(_owner(code) for code in cell.split("|") if code) for cell in rows["owners"]],
            "due": [partial_day(due) or note for due, note in zip(rows["due"], rows["due_note_vi"], strict=True)],
            "status": rows["status"],
        }
    ) if len(rows) else pd.DataFrame(columns=["task", "owners", "due", "status"])  # fmt: skip
    columns = (
        Column("task", "Nhiệm vụ"), Column("owners", "Cơ quan thực hiện"), Column("due", "Thời hạn", missing="không nêu"),
        Column("status", "Kết quả", missing="chưa có báo cáo"),
    )  # fmt: skip
    scope = Scope("nhiệm vụ", "theo thời hạn từng nhiệm vụ", NO_PLAN, "đã giao")
    sources = tuple(dict.fromkeys(rows["source"])) if len(rows) else ()
    return Table("nhiem_vu", "Nhiệm vụ đã giao, cơ quan thực hiện và thời hạn", frame, columns, scope, sources)


def _owner(code: str) -> str:
    agencies = dict(table("agencies")[["code", "short_vi"]].itertuples(index=False))
    return agencies.get(code) or unit_name(code)


def poverty(evaluation: YearEnd) -> Table:
    """Poor and near-poor rates and households by year; a year without a figure says so."""
    facts = evaluation.outcomes
    years = range(2021, 2026)
    rows = [{"year": str(year), **{measure: _outcome(facts, measure, year) for measure in POVERTY}, "status": _statuses(facts, year)} for year in years]
    columns = (
        Column("year", "Năm"), *(Column(measure, name, "figure") for measure, name in POVERTY.items()),
        Column("status", "Tình trạng", missing="–"),
    )  # fmt: skip
    used = facts[facts["measure"].isin(list(POVERTY))]
    return Table("ho_ngheo", "Hộ nghèo, hộ cận nghèo đa chiều qua các năm", pd.DataFrame(rows), columns,
                 Scope("%; hộ", "cuối năm (năm 2021: đầu kỳ)", NO_PLAN, "thực hiện; năm cuối là ước"), sources_of(used),
                 ("Theo chuẩn nghèo đa chiều 2022-2025; năm 2026 trở đi có thay đổi chuẩn nên không nối dài chuỗi này.",))  # fmt: skip


POVERTY = {
    "poverty_rate": "Tỷ lệ hộ nghèo", "near_poor_rate": "Tỷ lệ hộ cận nghèo",
    "poor_households": "Số hộ nghèo", "near_poor_households": "Số hộ cận nghèo",
}  # fmt: skip


def _outcome(facts: pd.DataFrame, measure: str, year: int) -> object:
    rows = facts[(facts["measure"] == measure) & (facts["year"] == str(year))]
    return rows["figure"].iloc[0] if len(rows) else None


def _statuses(facts: pd.DataFrame, year: int) -> str:
    rows = facts[facts["measure"].isin(list(POVERTY)) & (facts["year"] == str(year))]
    return " và ".join(label("status", code) for code in dict.fromkeys(rows["status"]))


def draw_poverty(evaluation: YearEnd) -> Chart:
    """The poverty rate by year: published years as points, a year without a figure left open."""
    rows = evaluation.outcomes[evaluation.outcomes["measure"] == "poverty_rate"]
    figure, (axes,) = canvas(2.8)
    years, values = [int(year) for year in rows["year"]], [100 * value for value in rows["exact"]]
    axes.plot(years, values, color=GRID, linewidth=1.4, linestyle="--", zorder=1)
    for year, value, (_, fact) in zip(years, values, rows.iterrows(), strict=True):
        actual = fact["status"] == "actual"
        axes.plot(year, value, "o", color=SERIES[0], markerfacecolor=SERIES[0] if actual else "white", markersize=8, zorder=2)
        text = f"{printed(fact['figure'])}{'' if actual else ' (ước)'}"
        axes.annotate(text, (year, value), xytext=(0, 9), textcoords="offset points", ha="center")
    missing = [year for year in range(min(years), max(years) + 1) if year not in years]
    for year in missing:
        axes.text(year, 0.4, "không công bố", ha="center", color=MUTED, style="italic")
    axes.set(xticks=range(min(years), max(years) + 1), ylim=(0, max(values) * 1.22), ylabel="% số hộ", xlim=(min(years) - 0.5, max(years) + 0.5))
    axes.yaxis.set_major_formatter(lambda value, _: number(value))
    alt = "Biểu đồ điểm tỷ lệ hộ nghèo theo năm: " + "; ".join(
        f"{year} {printed(figure_)}" for year, figure_ in zip(years, rows["figure"], strict=True)
    )  # fmt: skip
    title = f"Tỷ lệ hộ nghèo từ {printed(rows['figure'].iloc[0])} ({years[0]}) còn {printed(rows['figure'].iloc[-1])} ({years[-1]})"
    return Chart.of(figure, name="hinh_ho_ngheo", title=title, alt=alt + ".", scope=scope_of(rows, "% số hộ"), sources=sources_of(rows),
                    notes=("Đường đứt nối các năm có số liệu; không có nghĩa là đã biết năm ở giữa.",))  # fmt: skip


NEW_RURAL = {
    "communes_total": "Tổng số xã", "communes_ntm": "Xã đạt chuẩn", "communes_ntm_advanced": "Xã đạt chuẩn nâng cao",
    "communes_ntm_model": "Xã đạt chuẩn kiểu mẫu", "avg_criteria_per_commune": "Số tiêu chí bình quân mỗi xã",
}  # fmt: skip


def new_rural(evaluation: YearEnd) -> Table:
    """New-rural communes at the newest published cut-off."""
    facts = evaluation.outcomes
    used = facts[facts["measure"].isin(list(NEW_RURAL))]
    rows = [
        {"name": name, "value": fact["figure"], "as_of": partial_day(fact["as_of"]), "fact": fact["fact"]}
        for measure, name in NEW_RURAL.items() for _, fact in used[used["measure"] == measure].iterrows()
    ]  # fmt: skip
    columns = (Column("name", "Chỉ tiêu"), Column("value", "Kết quả", "figure"), Column("as_of", "Đến ngày"), Column("fact", "Mã số liệu"))
    notes = ("Bộ tiêu chí và số đơn vị cấp xã thay đổi từ 01/07/2025 và năm 2026: không nối với số liệu sau đó.",)
    return Table("nong_thon_moi", "Kết quả xây dựng nông thôn mới", pd.DataFrame(rows, columns=["name", "value", "as_of", "fact"]), columns,
                 scope_of(used, "xã; tiêu chí"), sources_of(used), notes)  # fmt: skip


NOT_PUBLISHED = (
    ("Kế hoạch và giải ngân theo từng chương trình", "biểu tổng hợp của Sở Tài chính hoặc chủ chương trình, có cả vốn kéo dài"),
    ("Kế hoạch và giải ngân theo từng huyện, sở, ngành", "biểu theo đơn vị tại cùng ngày chốt"),
    ("Cơ sở kế hoạch của tỷ lệ chung", "văn bản nêu mẫu số: kế hoạch năm, hay cả vốn kéo dài"),
    ("Số giải ngân thực hiện đến hết 31/01 năm sau", "báo cáo sau thời hạn, để so với số ước"),
    ("Tên các nhóm mục tiêu lớn và kết quả từng nhóm", "kế hoạch mục tiêu của tỉnh"),
    ("Tỷ lệ giải ngân năm trước, cùng ngày chốt", "báo cáo tổng kết năm trước"),
    ("Vốn đối ứng phải bố trí và đã bố trí", "nghị quyết của HĐND và số đã bố trí theo tháng"),
)


def not_published(evaluation: YearEnd) -> Table:
    """What no source in the dataset publishes, and which document would fill it."""
    frame = pd.DataFrame(NOT_PUBLISHED, columns=["what", "needed"])
    columns = (Column("what", "Không nguồn nào công bố"), Column("needed", "Cần có"))
    scope = Scope("danh mục", day(evaluation.period.as_of), NO_PLAN, "không công bố")
    return Table("khong_cong_bo", "Những số liệu chưa nguồn nào công bố", frame, columns, scope)


VIEWS = (
    rates, draw_rates, implied, draw_balance, january_needs, national_steps, named, limits, directives,
    poverty, draw_poverty, new_rural,
)  # fmt: skip


def sources(evaluation: YearEnd) -> Table:
    """Every source that the report cites."""
    return source_table((evaluation.ledger, evaluation.context), [view(evaluation) for view in VIEWS])


def findings(evaluation: YearEnd) -> Table:
    """What the dataset's own check found."""
    return finding_table((evaluation.ledger,))

