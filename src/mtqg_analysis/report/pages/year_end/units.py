"""The year's money by district, commune and agency: sums, shortfall, fair comparison, lights."""

from dataclasses import replace

import pandas as pd

from mtqg_analysis.analysis.cells import Cells
from mtqg_analysis.analysis.year_end.evaluation import YearEnd
from mtqg_analysis.analysis.year_end.ranking import FEWEST, Ranking, Unranked
from mtqg_analysis.analysis.year_end.units import threshold
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.report.breakdown import money_table, part_rows, total_row
from mtqg_analysis.report.cells import cells_scope, money, name_on, names_on
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.coverage import place_words, titled
from mtqg_analysis.report.data import drawn
from mtqg_analysis.report.numbers import NOT_COMPUTED, billions, day, few, number, percent
from mtqg_analysis.report.rows import labelled
from mtqg_analysis.report.sentence import Sentence, plain
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import view
from mtqg_analysis.report.waits import FORM, Waits

NO_UNITS = to_translate(
    "Chưa có số liệu kế hoạch và giải ngân theo từng huyện, xã, sở, ngành trên cơ sở kế hoạch này, nên không xếp "
    "được thứ tự đơn vị và không biết đơn vị nào làm giảm tỷ lệ chung. Cần biểu theo đơn vị tại cùng ngày chốt."
)
LIGHTS = {"green": to_translate("tốt"), "amber": to_translate("trung bình"), "red": to_translate("chậm")}
NAMED = 3  # units that a sentence names
MONEY = ["plan", "disbursed"]


def threshold_words(key: str) -> str:
    """An evaluation threshold as a percentage."""
    return percent(threshold(key), 0)


@view(Waits("4. Theo huyện, xã và cơ quan", "{cells}, của từng huyện, xã, cơ quan", FORM))
def by_unit(evaluation: YearEnd) -> Table | None:
    """Plan, disbursement, rate and balance of each unit, with the total.

    Where the province has more than its units, that rest stands by name before the province's total.
    """
    cells, whole, rest = evaluation.detail.units, evaluation.detail.programmes, evaluation.detail.rest
    if cells is None:
        return None
    heads = {"level": tr("Cấp"), "name": tr("Đơn vị")}
    parts = evaluation.detail.measures
    parts = drawn(parts.assign(name=names_on(parts, cells.cut_off)), cells, "level", "unit")
    rows = part_rows(heads, labelled(parts, "level"))
    if whole is not None and rest is not None and rest[MONEY].any() and rest[MONEY].min() >= 0:
        rows += [{"level": tr("Chưa có số theo đơn vị"), "name": "", **money(rest)}, total_row(heads, whole)]
    else:
        rows.append(total_row(heads, cells))
    made = money_table("don_vi", titled(tr("Kế hoạch và giải ngân theo đơn vị"), cells.coverage), heads, rows, cells)
    return replace(made, notes=_unit_notes(evaluation, parts), total=True, plotted=("rate",))


def _unit_notes(evaluation: YearEnd, parts: pd.DataFrame) -> tuple[str, ...]:
    """What a reader of the units must know: spending without plan, and what the province has beyond its units."""
    notes = []
    if parts["unplanned"].any():
        names = ", ".join(parts.loc[parts["unplanned"], "name"])
        notes.append(tr("Có giải ngân nhưng không có kế hoạch, cần đối chiếu: {names}.", names=names))
    return (*notes, *rest_notes(evaluation))


def rest_notes(evaluation: YearEnd) -> tuple[str, ...]:
    """That the units with figures are not the whole province, where its own figures say so."""
    rest = evaluation.detail.rest
    if rest is None or not rest[MONEY].any():
        return ()
    about = {"plan": billions(rest["plan"], 1), "paid": billions(rest["disbursed"], 1)}
    if rest[MONEY].min() < 0:
        return (
            tr("Số của tỉnh trừ tổng các đơn vị: kế hoạch {plan}, giải ngân {paid} tỷ đồng; cần đối chiếu.", **about),
        )
    return (tr("Chưa có số theo đơn vị: kế hoạch {plan}, giải ngân {paid} tỷ đồng của tỉnh.", **about),)


@view()
def unit_measures(evaluation: YearEnd) -> Table | None:
    """Of each unit: shortfall and its share, contribution to the rate of all, fair ratio, light.

    While the year runs, its rate at the same month of the year before stands for shortfall, share and light.
    """
    cells, parts = evaluation.detail.units, evaluation.detail.measures
    if cells is None:
        return None
    is_over = evaluation.detail.lack is not None
    parts = parts.sort_values("shortfall", ascending=False, kind="stable")
    lights = [
        (tr(LIGHTS[colour]) if colour else NOT_COMPUTED) + (" ±" if edge else "")
        for colour, edge in zip(parts["light"], parts["edge"], strict=True)
    ]
    against = (
        (
            Column("shortfall", tr("Thiếu so với mức"), "bn", 1),
            Column("share", tr("Phần trong tổng thiếu"), "percent", missing="–"),
        )
        if is_over
        else (Column("former", tr("Cùng kỳ năm {year}", year=cells.year - 1), "percent"),)
    )
    columns = (
        Column("name", tr("Đơn vị")),
        Column("rate", tr("Tỷ lệ"), "percent", missing="–"),
        *against,
        Column("contribution", tr("Đóng góp vào tỷ lệ chung (điểm %)"), "points", 2),
        Column("expected", tr("Giải ngân kỳ vọng theo cơ cấu vốn"), "bn", 1),
        Column("ratio", tr("Thực hiện so với kỳ vọng (lần)"), "decimal", 3, missing="–"),
        *((Column("light", tr("Nhóm")),) if is_over else ()),
    )
    lines = (
        tr(
            "Thiếu: {target} kế hoạch trừ số giải ngân. Nhóm: tốt từ {green}, chậm dưới {amber}; dấu ±: sát "
            "mức, trong sai số làm tròn. Các mức này do báo cáo chọn, chưa có văn bản quy định.",
            **{key: threshold_words(key) for key in ("target", "green", "amber")},
        ),
    )
    notes = (
        *(lines if is_over else ()),
        tr(
            "Kỳ vọng: kế hoạch của đơn vị nhân với tỷ lệ {place} của từng chương trình và loại vốn. Trên 1: "
            "cao hơn mức tính theo cơ cấu vốn của đơn vị.",
            place=place_words(cells.coverage),
        ),
    )
    title = tr("Đóng góp vào tỷ lệ chung và so sánh khi tính cùng cơ cấu vốn")
    if is_over:
        title = tr("Số còn thiếu, đóng góp vào tỷ lệ chung và so sánh khi tính cùng cơ cấu vốn")
    frame, scope = parts.assign(name=names_on(parts, cells.cut_off), light=lights), cells_scope(cells, tr("tỷ đồng; %"))
    return Table("don_vi_dong_gop", title, frame, columns, scope, cells.sources, (*notes, *rest_notes(evaluation)))


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
        names = [plain(name_on(ranking.level, code, cells.cut_off)) for code in ranking.units]
        said = ", ".join(names[:NAMED]) + (", …" if len(names) > NAMED else "")
        text = tr(UNRANKED[ranking.reason], day=day(cells.cut_off), units=said, fewest=FEWEST)
        return Sentence.over(evaluation.ledger, text)
    rows = ranking.frame
    about: dict[str, object] = {"count": few(len(rows)), "p": number(ranking.p, 4), "draws": number(ranking.draws + 1)}
    about |= {"q": number(ranking.shrunk.q, 1), "out": few(ranking.outside), "chance": number(ranking.by_chance, 1)}
    if not ranking.ranked:
        text = tr(
            "Chưa đủ căn cứ để kết luận {count} đơn vị khác nhau hơn mức ngẫu nhiên: nếu chia ngẫu nhiên chính "
            "các dự án này cho các đơn vị thì xác suất có chênh lệch bằng hoặc lớn hơn là p = {p} ({draws} "
            "lần; Q = {q}; chỉ coi là khác khi p < 0,05). Vì vậy không xếp hạng; {out} đơn vị nằm ngoài giới "
            "hạn 95% của biểu đồ phễu, nếu chỉ do ngẫu nhiên thì khoảng {chance} đơn vị.",
            **about,
        )
        return Sentence.over(evaluation.ledger, text)
    first, last = rows.loc[rows["expected_rank"].idxmin()], rows.loc[rows["expected_rank"].idxmax()]
    text = tr(
        "Chênh lệch giữa {count} đơn vị lớn hơn mức ngẫu nhiên: nếu chia ngẫu nhiên chính các dự án này cho "
        "các đơn vị thì hiếm khi có chênh lệch như vậy (p = {p}, {draws} lần; Q = {q}). Khi tính cùng cơ cấu "
        "vốn và trừ phần ngẫu nhiên do ít dự án, thứ hạng kỳ vọng cao nhất là {first_rank} ({first}), thấp "
        "nhất là {last_rank} ({last}); {out} đơn vị nằm ngoài giới hạn 95% của biểu đồ phễu, nếu chỉ do ngẫu "
        "nhiên thì khoảng {chance} đơn vị.",
        **about,
        first=plain(name_on(ranking.level, first["unit"], cells.cut_off)),
        first_rank=number(first["expected_rank"], 1),
        last=plain(name_on(ranking.level, last["unit"], cells.cut_off)),
        last_rank=number(last["expected_rank"], 1),
    )
    return Sentence.over(evaluation.ledger, text)


def named_ranking(evaluation: YearEnd) -> tuple[Ranking, Cells] | None:
    """The units in their fair order, with `name` in the frame, and their cells; None where they are not ranked."""
    cells, ranking = evaluation.detail.units, evaluation.detail.ranking
    if cells is None or isinstance(ranking, Unranked):
        return None
    names = names_on(ranking.frame.assign(level=ranking.level), cells.cut_off)
    return replace(ranking, frame=ranking.frame.assign(name=names)), cells


@view(
    Waits(
        "4. Thứ tự công bằng",
        "projects.csv: công trình của từng đơn vị, tổng plan bằng kế hoạch của đơn vị trong facts.csv",
        "projects.csv",
    )
)
def ranking_table(evaluation: YearEnd) -> Table | None:
    """Observed, mix-adjusted and shrunken rates with their uncertainty, and expected ranks; None without a list."""
    found = named_ranking(evaluation)
    if found is None:
        return None
    ranking, cells = found
    rows = ranking.frame
    frame = rows.assign(interval=list(zip(rows["low"], rows["high"], strict=True)))
    columns = (
        Column("name", tr("Đơn vị")),
        Column("projects", tr("Số dự án"), "count"),
        Column("rate", tr("Tỷ lệ"), "percent"),
        Column("adjusted", tr("Cùng cơ cấu vốn"), "percent"),
        Column("sd", tr("Độ lệch chuẩn do ngẫu nhiên (điểm %)"), "size"),
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
            "Đơn vị càng ít dự án thì tỷ lệ càng được điều chỉnh gần mức chung; khoảng 95% và thứ hạng kỳ vọng "
            "tính bình quân trên các mức khác biệt có thể có giữa các đơn vị. Kiểm chứng trên số liệu mô "
            "phỏng, khoảng này chứa tỷ lệ thật của 91-100% đơn vị (docs/methods.md, mục 14). q: hiệu chỉnh cho "
            "nhiều đơn vị (Benjamini-Hochberg)."
        ),
    )
    fair, unsure = (
        tr("Thứ tự các đơn vị khi tính cùng cơ cấu vốn"),
        tr("Các đơn vị với cùng cơ cấu vốn, không xếp hạng"),
    )
    title, scope = fair if ranking.ranked else unsure, cells_scope(cells, tr("%; điểm %; thứ hạng"))
    return Table("thu_hang", title, frame, columns, scope, ranking.sources, notes)
