"""How the methods did on past years: sizes of error by month, and all scores from where the report stands."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from mtqg_analysis.analysis.forecast.backtest import ORIGIN_MONTHS, Protocol, score, score_parts
from mtqg_analysis.analysis.forecast.contenders import CONTENDERS
from mtqg_analysis.analysis.forecast.evidence import tried
from mtqg_analysis.analysis.forecast.outlook import Prospect
from mtqg_analysis.analysis.forecast.triangle import LAST
from mtqg_analysis.analysis.year_end.evaluation import YearEnd
from mtqg_analysis.domain.codes import CAPITALS
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.programmes import every_programme
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report.column import Column, Quantity
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import day, number
from mtqg_analysis.report.pages.year_end.outlook import NAMES, break_notes, month_word, tried_words
from mtqg_analysis.report.scopes import basis_word, once
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import view

PROTOCOLS: dict[Protocol, str] = {
    "rolling": to_translate("Chỉ dùng các năm trước"),
    "leave_one_out": to_translate("Lần lượt bỏ từng năm (lạc quan)"),
}
EXPLAINED = to_translate("Sai số tuyệt đối bình quân, điểm phần trăm; trong ngoặc là số lần kiểm chứng.")
LEARNT = to_translate(
    "Chỉ dùng các năm trước: mỗi năm được dự báo từ ít nhất ba năm trước đó. Lần lượt bỏ từng năm: dùng cả các "
    "năm sau, nên kết quả lạc quan hơn thực tế; không chọn phương pháp chỉ theo bảng này."
)

SCORES_EXPLAINED = to_translate(
    "So với bình quân (RelMAE) dưới 1: sai ít hơn bình quân các năm trước, trên những lần cả hai cùng dự báo. "
    "Số ước chính thức có ít lần kiểm chứng hơn ở những tháng chưa có số ước. Số càng nhỏ càng tốt; riêng tỷ "
    "lệ khoảng chứa kết quả nên gần 80."
)


@view()
def backtest_sentence(evaluation: YearEnd) -> Sentence:
    """How many forecasts could be tried, on which figures."""
    own, nation, mixed = (
        evaluation.outlook.province, evaluation.outlook.nation, evaluation.outlook.mixed
    )  # fmt: skip
    parts = [
        tr(
            "Mỗi phương pháp được kiểm chứng trên các năm trước, theo số đã công bố tại thời điểm đó. Báo cáo "
            "chỉ nêu phương pháp mà, tính chung trên các chuỗi, sai ít hơn cả bình quân các năm trước và số "
            "ước chính thức tại cùng thời điểm."
        )
    ]
    proof = tried(own.rolling)
    if own.whole is not None and proof.n:
        parts.append(
            tr(
                "Chuỗi của tỉnh: {tries} lần kiểm chứng, nhưng chỉ của {tried}; trong cùng một năm, các chuỗi "
                "và các tháng lập dự báo không độc lập với nhau.",
                tries=number(proof.n),
                tried=tried_words(proof),
            )
        )
    elif own.whole is not None:
        parts.append(tr("Chuỗi của tỉnh chưa kiểm chứng được lần nào."))
    parts.append(
        tr(
            "Chuỗi đầu tư công cả nước: {strict} lần kiểm chứng nếu chỉ dùng số thực hiện, {mixed} lần nếu "
            "dùng cả số ước.",
            strict=number(tried(nation.rolling).n),
            mixed=number(tried(mixed.rolling).n),
        )
    )
    if not tried(nation.rolling).n:
        parts.append(
            tr(
                "Chưa kiểm chứng được lần nào, vì chưa năm nào có đủ ba năm trước với số thực hiện theo tháng của "
                "cả nước."
            )
        )
    parts += break_notes(own, evaluation.period.year) if own.whole is not None else []
    return Sentence.over(evaluation.ledger, " ".join(parts))


@view()
def backtest_table(evaluation: YearEnd) -> Table | None:
    """Errors of every method by the month it was seen from, for the end of the settlement month."""
    outlook = evaluation.outlook
    if outlook.province.whole is None:
        return None
    bodies = {tr("Chương trình × loại vốn"): outlook.province, tr("Đơn vị"): outlook.units}
    title = tr("Sai số của các phương pháp khi kiểm chứng, theo tháng lập dự báo")
    made = _by_month("kiem_lai", title, bodies, outlook.province, errors_scope(evaluation))
    return replace(made, notes=(*made.notes, *break_notes(outlook.province, evaluation.period.year)))


@view()
def national_backtest(evaluation: YearEnd) -> Table | None:
    """The same on the nation's monthly rates: on actual figures only, and apart from it with estimates."""
    outlook = evaluation.outlook
    if outlook.nation.whole is None or outlook.mixed.whole is None:
        return None
    bodies = {tr("Chỉ số thực hiện"): outlook.nation, tr("Gồm cả số ước"): outlook.mixed}
    title = _national_title(outlook.nation, outlook.mixed)
    scope = errors_scope(evaluation, "pm_assigned", tr("như từng dòng"))
    return _by_month("kiem_lai_ca_nuoc", title, bodies, outlook.mixed, scope)


def _national_title(*prospects: Prospect) -> str:
    """What the table can show at all: the nation's months hardly allow a trial in the order of time."""
    in_time = any(tried(one.rolling[one.rolling["target"] == LAST]).n for one in prospects)
    counts = [int(n) for one in prospects for n in score(one.left_out[one.left_out["target"] == LAST], ["origin"])["n"]]
    if in_time:
        return tr("Cả nước: sai số của các phương pháp khi kiểm chứng")
    if not counts:
        return tr("Cả nước: chưa kiểm chứng được phương pháp nào")
    ends = "-".join(map(str, sorted({min(counts), max(counts)})))
    return tr("Cả nước: chưa kiểm chứng được theo thứ tự thời gian; lần lượt bỏ từng năm chỉ được {n} lần", n=ends)


def errors_scope(evaluation: YearEnd, basis: str = "in_force", status: str = "") -> Scope:
    """The scope of errors of forecasts: the figures that were used, the plans that they are shares of."""
    seen = tr("số liệu đến {day}", day=day(evaluation.period.as_of))
    return Scope(tr("điểm phần trăm"), seen, basis_word(basis), status or tr("chỉ số thực hiện"))


def _by_month(name: str, title: str, bodies: Mapping[str, Prospect], leading: Prospect, scope: Scope) -> Table:
    """Errors by the month that they were seen from; leading: whose newest month is among these, its sources first."""
    months = sorted({*ORIGIN_MONTHS, leading.standing})
    rows = [row for body, prospect in bodies.items() for row in _methods(body, prospect)]
    columns = (
        Column("body", tr("Chuỗi, cách kiểm chứng"), rows=True),
        Column("method", tr("Phương pháp")),
        *(_part_column(f"m{month}", f"{month:02d}", tr("Lập cuối tháng")) for month in months),
    )
    frame = pd.DataFrame(rows, columns=[column.name for column in columns])
    sources = once(source for prospect in (leading, *bodies.values()) for source in prospect.sources)
    return Table(name, title, frame, columns, scope, sources, (tr(EXPLAINED), tr(LEARNT)))


def _methods(name: str, prospect: Prospect) -> list[dict[str, object]]:
    """A row a protocol and method; where nothing could be tried, one row that says so."""
    rows: list[dict[str, object]] = []
    for protocol, trials in prospect.trials.items():
        said = tr(PROTOCOLS[protocol])
        about: dict[str, object] = {"body": f"{name}: {said[0].lower()}{said[1:]}"}
        found = score(trials[trials["target"] == LAST], ["origin"])
        if found.empty:
            rows.append(
                about | {"method": tr("mọi phương pháp")} | {f"m{month}": tr("0 lần") for month in range(1, LAST)}
            )
        for method in (name for name in CONTENDERS if name in set(found["method"])):
            own = found[found["method"] == method]
            cells = {f"m{row.origin}": _counted(row.mae, row.n) for row in own.itertuples()}
            rows.append({**about, "method": tr(NAMES[method]), **cells})
    return rows


def _part_column(name: str, words: str, group: str = "") -> Column:
    return Column(name, words, "size", group=group, missing="–")


def _counted(mean: float, n: int) -> Quantity:
    """A mean error with the number of trials behind it."""
    return Quantity(mean, "size", mark=f" ({n})")


@view()
def scores(evaluation: YearEnd) -> Table | None:
    """Every score of every method on the province's programmes and capital types, from where the report stands."""
    own = evaluation.outlook.province
    parts = [
        score(trials[trials["origin"] == own.standing], ["target"]).assign(protocol=protocol)
        for protocol, trials in own.trials.items()
    ]
    rows = pd.concat([found for found in parts if len(found)] or [pd.DataFrame()])
    if own.whole is None or rows.empty:
        return None
    words = rows["protocol"].map(lambda protocol: tr(PROTOCOLS[protocol]))
    rows = rows.assign(words=words).sort_values(
        ["words", "target", "mae"], ascending=[False, True, True], kind="stable"
    )
    frame = rows.assign(
        protocol=[
            tr("{protocol}, đến {month}", protocol=protocol, month=month_word(target))
            for protocol, target in zip(rows["words"], rows["target"], strict=True)
        ],
        method=[tr(NAMES[name]) for name in rows["method"]],
    )
    columns = (
        Column("protocol", tr("Cách kiểm chứng, đến"), rows=True),
        Column("method", tr("Phương pháp")),
        Column("n", "n", "count"),
        Column("mae", tr("Sai số"), "size"),
        Column("bias", tr("Lệch"), "size"),
        Column("rel_mae", tr("So với bình quân"), "decimal", 2, missing="–"),
        Column("mae_of_final_plan", tr("Theo kế hoạch cuối năm"), "size"),
        Column("n_intervals", "n", "count", group=tr("Khoảng 80%")),
        Column("coverage", tr("Chứa kết quả, %"), "size", 0, group=tr("Khoảng 80%"), missing="–"),
        Column("mean_width", tr("Độ rộng"), "size", group=tr("Khoảng 80%"), missing="–"),
        Column("winkler", "Winkler", "size", group=tr("Khoảng 80%"), missing="–"),
        Column("crps", "CRPS", "size", missing="–"),
        *(
            Column(f"pinball_{level}", f"{level}", "size", group=tr("Pinball, phân vị"), missing="–")
            for level in (10, 50, 90)
        ),
    )
    title = tr("Các chỉ tiêu đánh giá phương pháp, dự báo lập cuối {month}", month=month_word(own.standing))
    notes = (tr(LEARNT), tr(SCORES_EXPLAINED), *break_notes(own, evaluation.period.year))
    return Table("diem_kiem_lai", title, frame, columns, errors_scope(evaluation), own.sources, notes)


@view()
def scores_by_part(evaluation: YearEnd) -> Table | None:
    """Errors by programme and by capital type, from where the report stands, for the end of the settlement month."""
    own = evaluation.outlook.province
    rows: list[dict[str, object]] = []
    for protocol, trials in own.trials.items():
        here = trials[(trials["origin"] == own.standing) & (trials["target"] == LAST)]
        found = score_parts(here)
        for method in dict.fromkeys(found["method"]):
            cells: dict[str, object] = {
                row.part: _counted(row.mae, row.n) for row in found[found["method"] == method].itertuples()
            }
            rows.append({"protocol": tr(PROTOCOLS[protocol]), "method": tr(NAMES[method])} | cells)
    if own.whole is None or not rows:
        return None
    parts = [code for code in (*every_programme(), *CAPITALS) if any(code in row for row in rows)]
    columns = (
        Column("protocol", tr("Cách kiểm chứng"), rows=True),
        Column("method", tr("Phương pháp")),
        *(_part_column(code, label("programme" if code.isupper() else "capital", code)) for code in parts),
    )
    title = tr("Sai số theo chương trình và loại vốn, dự báo lập cuối {month}", month=month_word(own.standing))
    frame = pd.DataFrame(rows, columns=[column.name for column in columns])
    notes = (tr(EXPLAINED), *break_notes(own, evaluation.period.year))
    return Table("kiem_lai_theo_phan", title, frame, columns, errors_scope(evaluation), own.sources, notes)
