"""The year's money by district, commune and agency: sums, shortfall, fair comparison, lights."""

import numpy as np
import pandas as pd

from mtqg_analysis.analysis.cells import Cells
from mtqg_analysis.analysis.year_end.evaluation import YearEnd
from mtqg_analysis.analysis.year_end.ranking import FEWEST, Unranked, fair
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.reference import label, table
from mtqg_analysis.methods.indicators import contribution, light, shortfall, spent_without_plan
from mtqg_analysis.report.cells import cells_scope, money, money_columns, name_on
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.coverage import place_words, titled
from mtqg_analysis.report.numbers import NOT_COMPUTED, day, few, number, percent
from mtqg_analysis.report.pages.year_end.unit_rest import last_rows, rest_notes
from mtqg_analysis.report.sentence import Sentence, plain
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import view
from mtqg_analysis.report.waits import CELLS, FORM, Waits

NO_UNITS = to_translate(
    "Chưa có số liệu kế hoạch và giải ngân theo từng huyện, xã, sở, ngành trên cơ sở kế hoạch này, nên không xếp "
    "được thứ tự đơn vị và không biết đơn vị nào làm giảm tỷ lệ chung. Cần biểu theo đơn vị tại cùng ngày chốt."
)
LIGHTS = {"green": to_translate("tốt"), "amber": to_translate("trung bình"), "red": to_translate("chậm")}
PRINTED = 0.0005  # half of the last digit of a rate as the tables print it
NAMED = 3  # units that a sentence names


def threshold(key: str) -> float:
    """An evaluation threshold of the reference table of rules, as a fraction; the rows carry their reference."""
    rules = table("rules")
    return float(rules[(rules["rule"] == "evaluation_threshold") & (rules["key"] == key)]["value"].iloc[0]) / 100


def name_of(level: str, code: str, cells: Cells) -> str:
    """The short name of a unit on the cells' cut-off day."""
    return name_on(level, code, cells.cut_off)


def measured(cells: Cells) -> pd.DataFrame:
    """One row a unit: sums, fair ratio, shortfall and its share, contribution, light and its knife edge."""
    rows = fair(cells)
    plan, paid = rows["plan"].to_numpy(), rows["disbursed"].to_numpy()
    lacking = shortfall(plan, paid, threshold("target"))
    with np.errstate(divide="ignore", invalid="ignore"):
        half = np.maximum(np.where(plan > 0, rows["half"] / plan, 0), PRINTED)
    edges = {"green": threshold("green"), "amber": threshold("amber")}
    lights = [
        light(rate, rate - width, rate + width, **edges)
        if not np.isnan(rate)
        else ("", False)  # no light without a rate
        for rate, width in zip(rows["rate"], half, strict=True)
    ]
    named = [name_of(level, code, cells) for level, code in zip(rows["level"], rows["unit"], strict=True)]
    return rows.assign(
        name=named,
        shortfall=lacking["shortfall"],
        share=lacking["share"],
        contribution=contribution(plan, paid),
        light=[colour for colour, _ in lights],
        edge=[edge for _, edge in lights],
        unplanned=spent_without_plan(plan, paid),
    ).sort_values(["level", "rate"], ascending=[False, False], kind="stable", ignore_index=True)


@view(Waits("4. Theo huyện, xã và cơ quan", f"{CELLS}, của từng huyện, xã, cơ quan", FORM))
def by_unit(evaluation: YearEnd) -> Table | None:
    """Plan, disbursement, rate and balance of each unit, with the total."""
    cells = evaluation.detail.units
    if cells is None:
        return None
    parts = measured(cells)
    rows = [{"level": label("level", row["level"]), "name": row["name"], **money(row)} for _, row in parts.iterrows()]
    rows += last_rows(evaluation, cells)
    columns = (Column("level", tr("Cấp"), rows=True), Column("name", tr("Đơn vị"), missing=" "))
    return Table(
        "don_vi",
        titled(tr("Kế hoạch và giải ngân theo đơn vị"), cells.coverage),
        pd.DataFrame(rows),
        (*columns, *money_columns(cells)),
        cells_scope(cells, tr("tỷ đồng; %")),
        cells.sources,
        _unit_notes(evaluation, parts),
        total=True,
    )


def _unit_notes(evaluation: YearEnd, parts: pd.DataFrame) -> tuple[str, ...]:
    """What a reader of the units must know: spending without plan, and what the province has beyond its units."""
    notes = []
    if parts["unplanned"].any():
        names = ", ".join(parts.loc[parts["unplanned"], "name"])
        notes.append(tr("Có giải ngân nhưng không có kế hoạch, cần đối chiếu: {names}.", names=names))
    return (*notes, *rest_notes(evaluation))


def lack_of(cells: Cells) -> float:
    """What these cells lack to the target together (đồng)."""
    return float(threshold("target") * cells.total["plan"] - cells.total["disbursed"])


@view()
def unit_measures(evaluation: YearEnd) -> Table | None:
    """Of each unit: shortfall and its share, contribution to the rate of all, fair ratio, light."""
    cells = evaluation.detail.units
    if cells is None:
        return None
    parts = measured(cells).sort_values("shortfall", ascending=False, kind="stable")
    lights = [
        (tr(LIGHTS[colour]) if colour else NOT_COMPUTED) + (" ±" if edge else "")
        for colour, edge in zip(parts["light"], parts["edge"], strict=True)
    ]
    columns = (
        Column("name", tr("Đơn vị")),
        Column("rate", tr("Tỷ lệ"), "percent", missing="–"),
        Column("shortfall", tr("Thiếu so với mức"), "bn", 1),
        Column("share", tr("Phần trong tổng thiếu"), "percent", missing="–"),
        Column("contribution", tr("Đóng góp vào tỷ lệ chung (điểm %)"), "points", 2),
        Column("expected", tr("Giải ngân kỳ vọng theo cơ cấu vốn"), "bn", 1),
        Column("ratio", tr("Thực hiện / kỳ vọng"), "decimal", 3, missing="–"),
        Column("light", tr("Nhóm")),
    )
    notes = (
        tr(
            "Thiếu: {target} kế hoạch trừ số giải ngân. Nhóm: tốt từ {green}, chậm dưới {amber}; dấu ±: sát mức, "
            "trong sai số làm tròn. Các mức này là quy ước của dự án, chưa có văn bản.",
            target=percent(threshold("target"), 0),
            green=percent(threshold("green"), 0),
            amber=percent(threshold("amber"), 0),
        ),
        tr(
            "Kỳ vọng: kế hoạch của đơn vị nhân với tỷ lệ {place} của từng chương trình và loại vốn. Trên 1: tốt hơn "
            "mức mà cơ cấu vốn của đơn vị giải thích được.",
            place=place_words(cells.coverage),
        ),
    )
    return Table(
        "don_vi_dong_gop",
        tr("Phần thiếu hụt, đóng góp vào tỷ lệ chung và so sánh công bằng giữa các đơn vị"),
        parts.assign(light=lights),
        columns,
        cells_scope(cells, tr("tỷ đồng; %")),
        cells.sources,
        (*notes, *rest_notes(evaluation)),
    )


UNRANKED = {
    "no_list": to_translate(
        "Không lập thứ hạng: cần danh mục dự án cộng lại đúng bằng kế hoạch và số giải ngân của từng đơn vị để biết tỷ "
        "lệ của đơn vị dao động bao nhiêu do ngẫu nhiên. Thứ tự theo tỷ lệ ở bảng trên không phải là xếp hạng."
    ),
    "not_december": to_translate(
        "Không lập thứ hạng: danh mục dự án có số giải ngân đến 31/12, số của đơn vị đến ngày {day}. Thứ tự theo tỷ lệ "
        "ở bảng trên không phải là xếp hạng."
    ),
    "plan": to_translate(
        "Không lập thứ hạng: danh mục dự án không cộng lại đúng bằng kế hoạch của {units}. Thứ tự theo tỷ lệ ở bảng "
        "trên không phải là xếp hạng."
    ),
    "disbursed": to_translate(
        "Không lập thứ hạng: danh mục dự án không cộng lại đúng bằng số giải ngân của {units}. Thứ tự theo tỷ lệ ở "
        "bảng trên không phải là xếp hạng."
    ),
    "few": to_translate(
        "Không lập thứ hạng: mỗi đơn vị cần ít nhất {fewest} dự án có tỷ lệ khác nhau, và cần từ hai đơn vị; chưa đủ: "
        "{units}. Thứ tự theo tỷ lệ ở bảng trên không phải là xếp hạng."
    ),
    "nothing_expected": to_translate(
        "Không lập thứ hạng: theo cơ cấu dự án, mức chung của {units} bằng 0. Thứ tự theo tỷ lệ ở bảng trên không phải "
        "là xếp hạng."
    ),
}


@view()
def ranking_sentence(evaluation: YearEnd) -> Sentence | None:
    """Whether an order of the units means anything, and which it is."""
    cells, ranking = evaluation.detail.units, evaluation.detail.ranking
    if cells is None:
        return None
    if isinstance(ranking, Unranked):
        names = [plain(name_of(ranking.level, code, cells)) for code in ranking.units]
        said = ", ".join(names[:NAMED]) + (", …" if len(names) > NAMED else "")
        text = tr(UNRANKED[ranking.reason], day=day(cells.cut_off), units=said, fewest=FEWEST)
        return Sentence.over(evaluation.ledger, text)
    rows = ranking.frame
    about: dict[str, object] = {"count": few(len(rows)), "p": number(ranking.p, 4), "draws": number(ranking.draws + 1)}
    about |= {"q": number(ranking.shrunk.q, 1), "out": few(ranking.outside), "chance": number(ranking.by_chance, 1)}
    if not ranking.ranked:
        text = tr(
            "Chưa đủ căn cứ để nói {count} đơn vị khác nhau hơn mức ngẫu nhiên: chia lại chính các dự án này cho các "
            "đơn vị theo lối rút thăm cũng cho chênh lệch như vậy trở lên với xác suất p = {p} ({draws} lần; Q = {q}; "
            "chỉ nói là khác khi p < 0,05). Vì vậy không xếp hạng; {out} đơn vị nằm ngoài giới hạn 95% của biểu đồ "
            "phễu, riêng ngẫu nhiên cũng cho khoảng {chance}.",
            **about,
        )
        return Sentence.over(evaluation.ledger, text)
    first, last = rows.loc[rows["expected_rank"].idxmin()], rows.loc[rows["expected_rank"].idxmax()]
    text = tr(
        "Chênh lệch giữa {count} đơn vị lớn hơn mức ngẫu nhiên: chia lại chính các dự án này cho các đơn vị theo lối "
        "rút thăm hiếm khi cho chênh lệch như vậy (p = {p}, {draws} lần; Q = {q}). Với cùng cơ cấu vốn và sau khi trừ "
        "phần ngẫu nhiên do ít dự án, thứ hạng kỳ vọng tốt nhất là {first_rank} ({first}), kém nhất là {last_rank} "
        "({last}); {out} đơn vị nằm ngoài giới hạn 95% của biểu đồ phễu, riêng ngẫu nhiên cũng cho khoảng {chance}.",
        **about,
        first=plain(name_of(ranking.level, first["unit"], cells)),
        first_rank=number(first["expected_rank"], 1),
        last=plain(name_of(ranking.level, last["unit"], cells)),
        last_rank=number(last["expected_rank"], 1),
    )
    return Sentence.over(evaluation.ledger, text)


@view(
    Waits(
        "4. Thứ tự công bằng",
        "projects.csv: công trình của từng đơn vị, tổng plan bằng kế hoạch của đơn vị trong facts.csv",
        "projects.csv",
    )
)
def ranking_table(evaluation: YearEnd) -> Table | None:
    """Observed, mix-adjusted and shrunken rates with their uncertainty, and expected ranks; None without a list."""
    cells, ranking = evaluation.detail.units, evaluation.detail.ranking
    if cells is None or isinstance(ranking, Unranked):
        return None
    rows = ranking.frame
    frame = rows.assign(
        name=[name_of(ranking.level, code, cells) for code in rows["unit"]],
        interval=list(zip(rows["low"], rows["high"], strict=True)),
        sd=100 * rows["sd"],
    )
    columns = (
        Column("name", tr("Đơn vị")),
        Column("projects", tr("Số dự án"), "count"),
        Column("rate", tr("Tỷ lệ"), "percent"),
        Column("adjusted", tr("Cùng cơ cấu vốn"), "percent"),
        Column("sd", tr("Độ lệch chuẩn do ngẫu nhiên (điểm %)"), "decimal", 1),
        Column("q", tr("q khác mức chung"), "decimal", 3),
        Column("shrunk", tr("Sau khi trừ ngẫu nhiên"), "percent"),
        Column("interval", tr("Khoảng 95%"), "percent"),
        Column("expected_rank", tr("Thứ hạng kỳ vọng"), "decimal", 1, missing=tr("không xếp hạng")),
    )
    notes = (
        tr(
            "Cùng cơ cấu vốn: tỷ lệ chung của các đơn vị, nhân với số giải ngân chia cho số kỳ vọng theo chương trình "
            "và loại vốn của các dự án. Các cột sau đều tính từ tỷ lệ này và từ cùng một độ lệch chuẩn, đo ở các dự "
            "án của đơn vị."
        ),
        tr(
            "Tỷ lệ được kéo về mức chung càng mạnh khi càng ít dự án; khoảng 95% và thứ hạng kỳ vọng là bình quân trên "
            "các mức khác nhau thật có thể có giữa các đơn vị. Thử trên số liệu tự tạo, khoảng này chứa tỷ lệ thật của "
            "91-100% đơn vị (docs/methods.md, mục 14). q: hiệu chỉnh cho nhiều đơn vị (Benjamini-Hochberg)."
        ),
    )
    return Table(
        "thu_hang",
        tr("Thứ tự công bằng của các đơn vị")
        if ranking.ranked
        else tr("Các đơn vị với cùng cơ cấu vốn, không xếp hạng"),
        frame,
        columns,
        cells_scope(cells, tr("%; điểm %; thứ hạng")),
        ranking.sources,
        notes,
    )
