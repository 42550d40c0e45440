"""The pages of the planning baseline 2026-2030: published envelopes, named assumptions, scenarios, communes."""

import pandas as pd

from mtqg_analysis.analysis import communes
from mtqg_analysis.analysis.baseline import MIN_CLASS, PROGRAMMES, Baseline
from mtqg_analysis.domain.reference import label
from mtqg_analysis.domain.units import unit_name
from mtqg_analysis.report.display import Chart, Column, Head, Scope, Sentence, Table
from mtqg_analysis.report.numbers import billions, day, interval, number, partial_day, percent, printed
from mtqg_analysis.report.scopes import NO_PLAN, basis_word, cut_offs, finding_table, report_head, source_table, sources_of
from mtqg_analysis.report.theme import INK, MARKERS, MUTED, SERIES, canvas

SCENARIO_NAMES = {"low": "Thấp", "base": "Cơ sở", "high": "Cao"}
SHARE_NAMES = {
    "share_of_localities": "như tỷ trọng 2021-2025 trong vốn đầu tư NSTW giao các địa phương",
    "share_of_term_plan": "như tỷ trọng 2021-2025 trong toàn bộ kế hoạch vốn đầu tư trung hạn",
}
CELL_NAMES = {
    "total": "Tổng", "central": "NSTW", "central_investment": "Đầu tư", "central_recurrent": "Thường xuyên", "local": "NSĐP",
    "own": "Đơn vị đối ứng", "credit": "Tín dụng", "other": "Khác",
}  # fmt: skip


def head(baseline: Baseline) -> Head:
    """Title and context of the report."""
    first, last = baseline.horizon
    title = f"Cơ sở lập kế hoạch các chương trình mục tiêu quốc gia giai đoạn {first}-{last}, tỉnh {unit_name(baseline.ledger.dataset.province)}"
    return report_head(title, baseline.ledger, baseline.context, "Từ số liệu đã công bố; mọi giả định đều có tên", baseline.as_of)


def envelopes(baseline: Baseline) -> Table:
    """The published envelopes of the programmes by source and phase."""
    rows = [
        {
            "programme": label("programme", row["programme"]), "period": row["period"],
            **{name: None if row[name] is None else row[name]["figure"] for name in CELL_NAMES},
        }
        for _, row in baseline.envelopes.iterrows()
    ]  # fmt: skip
    columns = [Column("programme", "Chương trình"), Column("period", "Kỳ của số liệu")]
    columns += [Column(name, text, "figure", group=_money_group(name), missing="–") for name, text in CELL_NAMES.items()]
    facts = _facts(baseline)
    notes = ("Kỳ của số liệu khác nhau giữa các chương trình (2025-2030 và 2026-2030): không cộng theo cột.", "Dấu –: nguồn không nêu.")
    scope = Scope("tỷ đồng", cut_offs(fact["known_on"] for fact in facts), NO_PLAN, "kế hoạch đã thông qua")
    return Table("nguon_von", "Nguồn vốn đã công bố của năm chương trình", pd.DataFrame(rows), tuple(columns), scope, sources_of(facts), notes)


def _money_group(cell: str) -> str:
    return "Ngân sách trung ương" if cell.startswith("central") else "" if cell == "total" else "Nguồn khác"


def _facts(baseline: Baseline) -> list[pd.Series]:
    return [row[name] for _, row in baseline.envelopes.iterrows() for name in CELL_NAMES if row[name] is not None]


def envelope_sentence(baseline: Baseline) -> Sentence:
    """The integrated programme's money in one sentence."""
    row = baseline.envelopes.set_index("programme").loc["TH"]
    text = (
        f"Chương trình tích hợp giai đoạn {row['period']}: ngân sách nhà nước {printed(row['total']['figure'])} tỷ đồng, trong đó ngân sách trung ương "
        f"{printed(row['central']['figure'])} (đầu tư {printed(row['central_investment']['figure'])}, thường xuyên {printed(row['central_recurrent']['figure'])}), "
        f"ngân sách địa phương {printed(row['local']['figure'])}, tín dụng chính sách {printed(row['credit']['figure'])} tỷ đồng. "
        f"Ba chương trình của giai đoạn 2021-2025 nhập vào chương trình này; {len(PROGRAMMES) - 1} chương trình khác chạy song song, "
        "nên cùng một công trình hoặc đối tượng không được tính hai lần."
    )
    return Sentence(text, tuple(row[name]["fact"] for name in CELL_NAMES if row[name] is not None))


def proposals(baseline: Baseline) -> Table:
    """What was proposed beside what was adopted: both vintages stay."""
    rows = [
        {
            "fund": label("fund", row["fund"]), "proposed": row["proposed"]["figure"],
            "adopted": None if row["adopted"] is None else row["adopted"]["figure"],
        }
        for _, row in baseline.vintages.iterrows()
    ]  # fmt: skip
    facts = [fact for _, row in baseline.vintages.iterrows() for fact in (row["proposed"], row["adopted"]) if fact is not None]
    columns = (Column("fund", "Nguồn"), Column("proposed", "Đề xuất", "figure"), Column("adopted", "Thông qua", "figure"))
    scope = Scope("tỷ đồng", cut_offs(fact["known_on"] for fact in facts), NO_PLAN, "kế hoạch, hai lần công bố")
    return Table("de_xuat_thong_qua", "Chương trình tích hợp: đề xuất và thông qua", pd.DataFrame(rows), columns, scope, sources_of(facts))


def shares(baseline: Baseline) -> Table:
    """What the province's part would be under each named assumption; none of it is published."""
    central = baseline.envelopes.set_index("programme").loc["TH"]
    rows = [
        {
            "name": SHARE_NAMES[share.name], "share": percent(share.estimate, 2), "bounds": interval(*(percent(end, 2) for end in share.interval)),
            "investment": central["central_investment"]["exact"] * share.estimate, "all": central["central"]["exact"] * share.estimate,
        }
        for share in baseline.shares
    ]  # fmt: skip
    columns = (
        Column("name", "Giả định về tỷ trọng của tỉnh"), Column("share", "Tỷ trọng", "decimal"), Column("bounds", "Khoảng do làm tròn", "decimal"),
        Column("investment", "Vốn đầu tư", "bn", group="Phần của tỉnh trong NSTW"), Column("all", "Tổng NSTW", "bn", group="Phần của tỉnh trong NSTW"),
    )  # fmt: skip
    notes = (
        "Không nguồn nào công bố phần của tỉnh: đây là kịch bản theo giả định có tên, không phải dự báo.",
        "Tử số là kế hoạch sau điều chỉnh tháng 9/2025, mẫu số là lần giao ban đầu; vốn thường xuyên giả định cùng tỷ trọng với vốn đầu tư.",
    )
    facts = _by_ids(baseline, [fact for share in baseline.shares for fact in share.facts])
    scope = Scope("tỷ đồng cả giai đoạn", cut_offs(facts["as_of"]), "không công bố", "kịch bản tính từ số liệu công bố")
    return Table("phan_cua_tinh", "Phần vốn trung ương của tỉnh theo từng giả định", pd.DataFrame(rows), columns, scope, sources_of(facts), notes)


def _by_ids(baseline: Baseline, ids: list[str]) -> pd.DataFrame:
    facts = pd.concat([baseline.ledger.facts, baseline.context.facts])
    return facts[facts["fact"].isin(ids)].drop_duplicates("fact")


def reference(baseline: Baseline) -> Table:
    """The published year-end rates that form the reference class."""
    rows = baseline.reference
    frame = pd.DataFrame(
        {
            "unit": [unit_name(row["unit"], row["day"]) for _, row in rows.iterrows()],
            "programme": [label("programme", code) for code in rows["programme"]], "capital": [label("capital", code) for code in rows["capital"]],
            "year": rows["year"], "as_of": [partial_day(text) for text in rows["as_of"]], "rate": rows["figure"],
            "basis": [f"{basis_word(row['plan_basis'])}; {label('origin', row['origin']).lower()}" for _, row in rows.iterrows()],
        }
    )  # fmt: skip
    columns = (
        Column("unit", "Nơi"), Column("programme", "Chương trình"), Column("capital", "Loại vốn"), Column("year", "Năm"),
        Column("as_of", "Đến ngày"), Column("rate", "Tỷ lệ", "figure"), Column("basis", "Cơ sở kế hoạch; phạm vi vốn"),
    )  # fmt: skip
    spread = baseline.quantiles.iloc[0]
    notes = (
        f"Phân vị 20%, 50%, 80% của {int(spread['n_used'])} tỷ lệ: {percent(spread['prudent'])}, {percent(spread['median'])}, {percent(spread['upper'])}.",
        f"Từng loại vốn có ít hơn {MIN_CLASS} tỷ lệ nên phải gộp; mẫu số không đồng nhất: chỉ mô tả, không suy rộng.",
    )
    scope = Scope("% kế hoạch", cut_offs(rows["as_of"]), "như từng dòng", "thực hiện")
    return Table("nhom_tham_chieu", "Nhóm tham chiếu: tỷ lệ cuối năm đã công bố của các chương trình", frame, columns, scope, sources_of(rows), notes)


def draw_reference(baseline: Baseline) -> Chart:
    """The reference class as dots by capital type, with its quantiles."""
    rows = baseline.reference
    capitals = ("total", "investment", "recurrent")
    figure, (axes,) = canvas(2.6)
    for place, capital in enumerate(capitals):
        part = rows[rows["capital"] == capital]
        axes.plot(100 * part["exact"], [place] * len(part), MARKERS[place], color=SERIES[place], markersize=9, alpha=0.85, linestyle="none")
    spread = baseline.quantiles.iloc[0]
    for name, text in (("prudent", "20%"), ("median", "50%"), ("upper", "80%")):
        axes.axvline(100 * spread[name], color=MUTED, linestyle="--", linewidth=1)
        axes.text(100 * spread[name], -0.62, text, ha="center", va="bottom", color=MUTED)
    axes.set(yticks=range(len(capitals)), xlim=(0, 100), ylim=(2.5, -0.7), xlabel="% kế hoạch đến cuối năm")
    axes.set_yticklabels([label("capital", capital) for capital in capitals])
    axes.grid(axis="y", visible=False)
    alt = "; ".join(f"{label('capital', capital)}: {', '.join(printed(figure_) for figure_ in rows[rows['capital'] == capital]['figure'])}" for capital in capitals)
    scope = Scope("% kế hoạch", cut_offs(rows["as_of"]), "không đồng nhất", "thực hiện")
    return Chart.of(figure, name="hinh_tham_chieu", title=f"Một nửa số tỷ lệ cuối năm đã công bố không vượt {percent(spread['median'], 0)}", alt=f"Biểu đồ điểm. {alt}.",
                    scope=scope, sources=sources_of(rows), notes=("Đường đứt: phân vị của toàn nhóm.",))  # fmt: skip


def assumptions(baseline: Baseline) -> Table:
    """The assumption sets, as they stand in the dataset's assumptions.csv, where the reader can change them."""
    rows = baseline.assumptions
    wide = rows.pivot_table(index=["parameter", "label_vi"], columns="scenario", values="value", aggfunc="first", sort=False).reset_index()
    reasons = rows.groupby("parameter", sort=False).first()
    frame = pd.DataFrame(
        {
            "label": wide["label_vi"], **{name: [percent(float(text), 0) for text in wide[name]] for name in SCENARIO_NAMES},
            "reason": list(reasons["reason_vi"]),
            "verified": [label("verified", code) for code in reasons["verified"]],
        }
    )  # fmt: skip
    columns = (
        Column("label", "Tham số"), *(Column(name, text, "decimal", group="Kịch bản") for name, text in SCENARIO_NAMES.items()),
        Column("reason", "Căn cứ"), Column("verified", "Tình trạng"),
    )  # fmt: skip
    opening = baseline.opening
    notes = (
        f"Vốn chuyển sang năm đầu: {billions(opening.estimate)} tỷ đồng {interval(*(billions(end) for end in opening.interval))}, bằng số ước của cả nước nhân tỷ trọng giả định thứ nhất.",
        "Vốn mới mỗi năm: phần của tỉnh theo giả định thứ nhất chia đều các năm. Sửa các tham số trong assumptions.csv của bộ dữ liệu rồi chạy lại.",
    )
    scope = Scope("%", day(baseline.as_of), "kịch bản", "giả định")
    return Table("gia_dinh", "Giả định của ba kịch bản", frame, columns, scope, notes=notes)


def paths(baseline: Baseline) -> Table:
    """The stock-flow of every scenario, year by year."""
    rows = baseline.paths
    frame = rows.assign(scenario=[SCENARIO_NAMES[name] for name in rows["scenario"]], year=rows["year"].astype(str))
    columns = (
        Column("scenario", "Kịch bản", rows=True), Column("year", "Năm"), Column("opening", "Chuyển sang", "bn"), Column("plan", "Vốn mới", "bn"),
        Column("disbursed", "Giải ngân", "bn"), Column("cancelled", "Hủy", "bn"), Column("closing", "Chuyển năm sau", "bn"), Column("execution", "Tỷ lệ", "percent"),
    )  # fmt: skip
    notes = ("Chuyển năm sau = chuyển sang + vốn mới − giải ngân − hủy, đúng đến từng đồng.", "Kịch bản là các bộ giả định có tên, không phải xác suất.")
    facts = _by_ids(baseline, list(baseline.opening.facts))
    scope = Scope("tỷ đồng, vốn NSTW", f"{baseline.horizon[0]}-{baseline.horizon[1]}", "chuyển sang cộng vốn mới", "kịch bản")
    return Table("ton_va_dong", "Vốn chuyển nguồn và giải ngân theo ba kịch bản", frame, columns, scope, sources_of(facts), notes)


def draw_paths(baseline: Baseline) -> Chart:
    """Carry-over at the end of each year, one line a scenario."""
    figure, (axes,) = canvas(3.0)
    for place, (scenario, name) in enumerate(SCENARIO_NAMES.items()):
        part = baseline.paths[baseline.paths["scenario"] == scenario]
        axes.plot(part["year"], part["closing"] / 1e9, MARKERS[place], linestyle="-", color=SERIES[place], label=name)
        axes.annotate(f"{name}: {billions(part['closing'].iloc[-1])}", (part["year"].iloc[-1], part["closing"].iloc[-1] / 1e9), xytext=(8, 0),
                      textcoords="offset points", va="center", color=INK)  # fmt: skip
    years = sorted(set(baseline.paths["year"]))
    axes.set(xticks=years, xlim=(years[0] - 0.2, years[-1] + 1.0), ylim=(0, None), ylabel="tỷ đồng chuyển năm sau")
    axes.yaxis.set_major_formatter(lambda value, _: number(value))
    ends = baseline.paths[baseline.paths["year"] == years[-1]].set_index("scenario")["closing"]
    low, high = billions(ends["high"]), billions(ends["low"])
    scope = Scope("tỷ đồng, vốn NSTW", f"{years[0]}-{years[-1]}", "chuyển sang cộng vốn mới", "kịch bản")
    return Chart.of(
        figure, name="hinh_ton_von", title=f"Vốn chuyển sang sau năm {years[-1]} từ {low} đến {high} tỷ đồng tùy tốc độ giải ngân",
        alt="Biểu đồ đường vốn chuyển năm sau: " + "; ".join(f"kịch bản {SCENARIO_NAMES[name].lower()} còn {billions(value)} tỷ đồng" for name, value in ends.items()) + ".",
        scope=scope, sources=sources_of(_by_ids(baseline, list(baseline.opening.facts))), notes=("Ba đường là ba bộ giả định, không phải khoảng tin cậy.",),
    )  # fmt: skip


CODE_LIST = Scope("đơn vị", "01/07/2025", NO_PLAN, "văn bản pháp luật")
CODE_NOTE = "Nguồn: Nghị quyết 1672/NQ-UBTVQH15 và danh mục mã đơn vị hành chính; từng dòng có điều khoản trong bảng chuyển đổi của gói."


def districts(baseline: Baseline) -> Table:
    """The 11 former districts and how many new communes receive their land."""
    frame = communes.by_district(baseline.ledger.dataset.province)
    columns = (
        Column("name", "Đơn vị cấp huyện cũ"), Column("former_communes", "Xã cũ (đến 30/06/2025)", "count"),
        Column("new_communes", "Xã mới nhận địa bàn", "count"), Column("mixed", "Trong đó gồm cả huyện khác", "count"),
    )  # fmt: skip
    new = len(communes.new_communes())
    notes = (f"Tổng cộng {new} xã, phường mới; xã gồm nhiều huyện được đếm ở mỗi huyện.", CODE_NOTE)
    return Table("huyen_xa", "Mười một huyện cũ và các xã mới", frame, columns, CODE_LIST, notes=notes)


def exceptions(baseline: Baseline) -> Table:
    """The split communes and the new communes that mix districts: where nothing can be added up exactly."""
    split = [
        {"kind": "Xã cũ bị chia", "unit": f"{row.old_name} ({unit_name(row.old_district)})", "parts": ", ".join(row.new_name)}
        for row in communes.split_communes().itertuples()
    ]
    mixed = [
        {"kind": "Xã mới gồm nhiều huyện", "unit": row.new_name, "parts": ", ".join(unit_name(code) for code in row.old_district)}
        for row in communes.mixing_communes().itertuples()
    ]
    columns = (Column("kind", "Trường hợp", rows=True), Column("unit", "Đơn vị"), Column("parts", "Gồm, hoặc chia cho"))
    notes = ("Không có tỷ lệ chia nào được công bố: số liệu của xã bị chia để ở mục chưa phân bổ theo xã.", CODE_NOTE)
    return Table("ngoai_le", "Những nơi không cộng được chính xác từ cũ sang mới", pd.DataFrame([*split, *mixed]), columns, CODE_LIST, notes=notes)


def commune_list(baseline: Baseline) -> Table:
    """All new communes with the former communes that make them."""
    rows = communes.new_communes()
    frame = pd.DataFrame(
        {
            "district": [" và ".join(unit_name(code) for code in codes) for codes in rows["districts"]], "code": rows["new_code"],
            "name": rows["new_name"], "former": [", ".join(names) for names in rows["former"]],
        }
    ).sort_values(["district", "code"], kind="stable")  # fmt: skip
    columns = (Column("district", "Huyện cũ", rows=True), Column("code", "Mã"), Column("name", "Xã mới"), Column("former", "Từ các xã cũ"))
    return Table("xa_moi", f"Danh mục {len(frame)} xã, phường mới và các xã cũ", frame, columns, CODE_LIST, notes=(CODE_NOTE,))


def points(baseline: Baseline) -> Sentence:
    """The province's allocation points: bounds as long as commune classes are not entered."""
    known = int((baseline.points["low"] == baseline.points["high"]).sum())
    villages = baseline.villages["exact"] * _coefficient(baseline, "village_extremely_difficult")
    low, high = baseline.points["low"].sum() + villages, baseline.points["high"].sum() + villages
    shown = number(low) if low == high else f"từ {number(low)} đến {number(high)}"
    return Sentence(
        f"Đã nhập phân loại cho {known}/{len(baseline.points)} xã. Tổng điểm phân bổ của tỉnh **{shown} điểm**, trong đó "
        f"{number(villages)} điểm của {printed(baseline.villages['figure'])} thôn đặc biệt khó khăn. "
        "Nhập khu vực, xã biên giới, xã an toàn khu vào commune_classes.csv của bộ dữ liệu rồi chạy lại để khoảng hẹp lại.",
        (baseline.villages["fact"],),
    )


def _coefficient(baseline: Baseline, key: str) -> float:
    return float(baseline.coefficients.set_index("key").loc[key, "value"])


def coefficients(baseline: Baseline) -> Table:
    """The allocation coefficients in force, each with its reference and whether it was checked."""
    rows = baseline.coefficients
    frame = pd.DataFrame(
        {"label": rows["label_vi"], "value": rows["value"], "reference": rows["reference"], "verified": [label("verified", code) for code in rows["verified"]]}
    )
    columns = (Column("label", "Nhóm"), Column("value", "Hệ số", "count"), Column("reference", "Căn cứ"), Column("verified", "Tình trạng"))
    notes = ("Xã thuộc nhiều nhóm chỉ tính hệ số cao nhất. Hệ số ưu tiên theo tỷ lệ bổ sung cân đối chưa thấy công bố.",)
    scope = Scope("điểm", f"áp dụng từ {baseline.horizon[0]}", NO_PLAN, "quy định")
    return Table("he_so", "Hệ số phân bổ vốn trung ương theo nhóm xã, thôn", frame, columns, scope, notes=notes)


def class_entry(baseline: Baseline) -> Table:
    """The commune classes as entered so far, with the points they give."""
    rows = baseline.points
    frame = rows.assign(
        points=[number(row.low) if row.low == row.high else f"{number(row.low)}-{number(row.high)}" for row in rows.itertuples()],
        known=["không còn thôn ĐBKK" if text == "yes" else "" for text in rows["no_extremely_difficult_villages"]],
    )
    columns = (
        Column("unit", "Mã"), Column("name_vi", "Xã, phường"), Column("region", "Khu vực", missing="chưa nhập"), Column("border", "Biên giới", missing="chưa nhập"),
        Column("safe_zone", "An toàn khu", missing="chưa nhập"), Column("known", "Đã công bố", missing="–"), Column("points", "Điểm", "decimal"),
    )  # fmt: skip
    sources = tuple(source for source in dict.fromkeys(rows["source"]) if source)
    scope = Scope("điểm", day(baseline.as_of), NO_PLAN, "chờ nhập phân loại")
    return Table("phan_loai_xa", "Phân loại xã đã nhập và điểm phân bổ", frame, columns, scope, sources)


VIEWS = (envelopes, proposals, shares, reference, draw_reference, paths, draw_paths, class_entry)


def sources(baseline: Baseline) -> Table:
    """Every source that the report cites."""
    return source_table((baseline.ledger, baseline.context), [view(baseline) for view in VIEWS])


def findings(baseline: Baseline) -> Table:
    """Published figures that disagree with each other and were left out."""
    return finding_table((baseline.ledger, baseline.context))
