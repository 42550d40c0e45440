"""How the methods did on past years: sizes of error by month, and all scores from where the report stands."""

import pandas as pd

from mtqg_analysis.analysis.forecast.backtest import ORIGIN_MONTHS, SCORE, score
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

ROLLING = to_translate("Chỉ học các năm trước")
LEFT_OUT = to_translate("Bỏ từng năm (lạc quan)")
EXPLAINED = to_translate(
    "Sai số tuyệt đối bình quân, điểm phần trăm; trong ngoặc là số lần thử n. n = 0: không thử được."
)
LEARNT = to_translate(
    "Chỉ học các năm trước: mỗi năm được dự báo từ ít nhất ba năm trước nó. Bỏ từng năm: dùng cả các năm sau, nên tốt "
    "hơn sự thật; không phương pháp nào được chọn chỉ nhờ bảng này."
)

SCORES_EXPLAINED = to_translate(
    "So với bình quân (RelMAE) dưới 1: sai ít hơn bình quân các năm trước, trên những lần cả hai cùng dự báo. Số ước "
    "chính thức có n nhỏ hơn ở những tháng chưa công bố. Số nhỏ là tốt; Phủ nên gần 80."
)


@view()
def backtest_sentence(evaluation: YearEnd) -> Sentence:
    """How many forecasts could be tried, on which figures."""
    own, nation, mixed = (
        evaluation.outlook.province, evaluation.outlook.nation, evaluation.outlook.mixed
    )  # fmt: skip
    parts = [
        tr(
            "Mỗi phương pháp được thử lại trên các năm đã qua, theo những số đã công bố khi đó, và chỉ được in trong "
            "báo cáo nếu, tính chung trên các chuỗi, sai ít hơn cả bình quân các năm trước lẫn số ước chính thức tại "
            "cùng thời điểm."
        )
    ]
    proof = tried(own.rolling)
    if own.whole is not None and proof.n:
        parts.append(
            tr(
                "Chuỗi của tỉnh: {tries} lần thử, nhưng chỉ của {tried}: cùng một năm thì các chuỗi và các tháng đứng "
                "nhìn không độc lập với nhau.",
                tries=number(proof.n),
                tried=tried_words(proof),
            )
        )
    elif own.whole is not None:
        parts.append(tr("Chuỗi của tỉnh: 0 lần thử."))
    parts.append(
        tr(
            "Chuỗi đầu tư công cả nước: {strict} lần thử nếu chỉ dùng số thực hiện, {mixed} lần nếu dùng cả số ước.",
            strict=number(tried(nation.rolling).n),
            mixed=number(tried(mixed.rolling).n),
        )
    )
    if not tried(nation.rolling).n:
        parts.append(
            tr("Chưa thử được lần nào vì số thực hiện theo tháng của cả nước chưa năm nào đủ ba năm trước để học.")
        )
    parts += break_notes(own, evaluation.period.year) if own.whole is not None else []
    return Sentence.over(evaluation.ledger, " ".join(parts))


@view()
def backtest_table(evaluation: YearEnd) -> Table | None:
    """Errors of every method by the month it was seen from, for the end of the settlement month."""
    outlook = evaluation.outlook
    if outlook.province.whole is None:
        return None
    bodies = [(tr("Chương trình × loại vốn"), outlook.province), (tr("Đơn vị"), outlook.units)]
    rows = [row for name, body in bodies for row in _by_origin(name, body)]
    return _table_by_origin(
        "kiem_lai",
        tr("Sai số của các phương pháp khi thử lại, theo tháng đứng nhìn"),
        rows,
        outlook.province,
        Scope(tr("điểm phần trăm"), seen(evaluation), basis_word("in_force"), tr("chỉ số thực hiện")),
        once([*outlook.province.sources, *outlook.units.sources]),
        break_notes(outlook.province, evaluation.period.year),
    )


@view()
def national_backtest(evaluation: YearEnd) -> Table | None:
    """The same on the nation's monthly rates: on actual figures only, and apart from it with estimates."""
    outlook = evaluation.outlook
    if outlook.nation.whole is None or outlook.mixed.whole is None:
        return None
    bodies = [(tr("Chỉ số thực hiện"), outlook.nation), (tr("Tình trạng lẫn lộn: cả số ước"), outlook.mixed)]
    rows = [row for name, body in bodies for row in _by_origin(name, body)]
    return _table_by_origin(
        "kiem_lai_ca_nuoc",
        _national_title(outlook.nation, outlook.mixed),
        rows,
        outlook.mixed,
        Scope(tr("điểm phần trăm"), seen(evaluation), basis_word("pm_assigned"), tr("như từng dòng")),
        outlook.mixed.sources,
        [],
    )


def _national_title(*prospects: Prospect) -> str:
    """What the table can show at all: the nation's months hardly allow a trial in the order of time."""
    in_time = sum(tried(one.rolling[one.rolling["target"] == LAST]).n for one in prospects)
    counts = [int(n) for one in prospects for n in score(one.left_out[one.left_out["target"] == LAST], ["origin"])["n"]]
    if in_time:
        return tr("Cả nước: sai số của các phương pháp khi thử lại")
    if not counts:
        return tr("Cả nước: chưa thử lại được phương pháp nào (n = 0)")
    ends = "-".join(map(str, sorted({min(counts), max(counts)})))
    return tr("Cả nước: chưa thử được theo thứ tự thời gian (n = 0); bỏ từng năm chỉ n = {n}", n=ends)


def seen(evaluation: YearEnd) -> str:
    """Up to when figures were used, for a table's scope."""
    return tr("số liệu đến {day}", day=day(evaluation.period.as_of))


def _origins(prospect: Prospect) -> list[int]:
    return sorted({*ORIGIN_MONTHS, *([prospect.origin] if prospect.origin and prospect.origin < LAST else [])})


def _by_origin(name: str, prospect: Prospect) -> list[dict[str, object]]:
    """A row a protocol and method; where nothing could be tried, one row that says n = 0."""
    rows: list[dict[str, object]] = []
    for protocol, trials in ((tr(ROLLING), prospect.rolling), (tr(LEFT_OUT), prospect.left_out)):
        about: dict[str, object] = {"body": f"{name}: {protocol[0].lower()}{protocol[1:]}"}
        found = score(trials[trials["target"] == LAST], ["origin"])
        if found.empty:
            rows.append(
                about | {"method": tr("mọi phương pháp")} | {f"m{origin}": "n = 0" for origin in range(1, LAST)}
            )
        for method in (name for name in CONTENDERS if name in set(found["method"])):
            own = found[found["method"] == method].set_index("origin")
            cells = {f"m{origin}": _counted(own["mae"][origin], own["n"][origin]) for origin in own.index}
            rows.append({**about, "method": tr(NAMES[method]), **cells})
    return rows


def _counted(size: float, n: int) -> Quantity:
    return Quantity(100 * size, "decimal", 1, mark=f" ({n})")


def _table_by_origin(
    name: str,
    title: str,
    rows: list[dict[str, object]],
    prospect: Prospect,
    scope: Scope,
    sources: tuple[str, ...],
    broken: list[str],
) -> Table:
    names = [f"m{origin}" for origin in _origins(prospect)]
    columns = (
        Column("body", tr("Chuỗi, cách thử"), rows=True),
        Column("method", tr("Phương pháp")),
        *(
            Column(f"m{origin}", f"{origin:02d}", "decimal", 1, group=tr("Đứng ở cuối tháng"), missing="–")
            for origin in _origins(prospect)
        ),
    )
    frame = pd.DataFrame(rows, columns=["body", "method", *names])
    return Table(name, title, frame, columns, scope, sources, (tr(EXPLAINED), tr(LEARNT), *broken))


@view()
def scores(evaluation: YearEnd) -> Table | None:
    """Every score of every method on the province's programmes and capital types, from where the report stands."""
    own = evaluation.outlook.province
    origin = _standing(own)
    parts = [
        (tr(name), score(trials[trials["origin"] == origin], ["target"]))
        for name, trials in ((ROLLING, own.rolling), (LEFT_OUT, own.left_out))
    ]
    rows = pd.concat([found.assign(protocol=name) for name, found in parts if len(found)] or [pd.DataFrame()])
    if own.whole is None or rows.empty:
        return None
    rows = rows.sort_values(["protocol", "target", "mae"], ascending=[False, True, True], kind="stable")
    frame = pd.DataFrame(
        {
            "protocol": [
                tr("{protocol}, đến {month}", protocol=protocol, month=month_word(target))
                for protocol, target in zip(rows["protocol"], rows["target"], strict=True)
            ],
            "method": [tr(NAMES[name]) for name in rows["method"]],
            **{name: rows[name] if name in ("n", "n_intervals", "rel_mae") else 100 * rows[name] for name in SCORE},
        }
    )
    columns = (
        Column("protocol", tr("Cách thử, dự báo đến"), rows=True),
        Column("method", tr("Phương pháp")),
        Column("n", "n", "count"),
        Column("mae", tr("Sai số"), "decimal", 1),
        Column("bias", tr("Lệch"), "decimal", 1),
        Column("rel_mae", tr("So với bình quân"), "decimal", 2, missing="–"),
        Column("mae_of_final_plan", tr("Theo kế hoạch cuối"), "decimal", 1),
        Column("n_intervals", "n", "count", group=tr("Khoảng 80%")),
        Column("coverage", tr("Phủ, %"), "decimal", 0, group=tr("Khoảng 80%"), missing="–"),
        Column("mean_width", tr("Rộng"), "decimal", 1, group=tr("Khoảng 80%"), missing="–"),
        Column("winkler", "Winkler", "decimal", 1, group=tr("Khoảng 80%"), missing="–"),
        Column("crps", "CRPS", "decimal", 1, missing="–"),
        *(
            Column(f"pinball_{level}", f"{level}", "decimal", 1, group=tr("Pinball, phân vị"), missing="–")
            for level in (10, 50, 90)
        ),
    )
    return Table(
        "diem_kiem_lai",
        tr("Mọi thước đo của các phương pháp, đứng ở cuối {month}", month=month_word(origin)),
        frame,
        columns,
        Scope(tr("điểm phần trăm"), seen(evaluation), basis_word("in_force"), tr("chỉ số thực hiện")),
        own.sources,
        (tr(LEARNT), tr(SCORES_EXPLAINED), *break_notes(own, evaluation.period.year)),
    )


def _standing(prospect: Prospect) -> int:
    """The month that the report stands in; after the end of the year, December."""
    return prospect.origin if prospect.origin and prospect.origin < LAST else LAST - 1


@view()
def scores_by_part(evaluation: YearEnd) -> Table | None:
    """Errors by programme and by capital type, from where the report stands, for the end of the settlement month."""
    own = evaluation.outlook.province
    origin, frames = _standing(own), []
    for name, trials in ((tr(ROLLING), own.rolling), (tr(LEFT_OUT), own.left_out)):
        here = trials[(trials["origin"] == origin) & (trials["target"] == LAST)]
        if here.empty:
            continue
        codes = here["name"].str.split("/", expand=True)
        parts = pd.concat([here.assign(part=codes[0]), here.assign(part=codes[1])])
        frames.append(score(parts, ["part"]).assign(protocol=name))
    if own.whole is None or not frames:
        return None
    found = pd.concat(frames)
    parts_there = [code for code in (*every_programme(), *CAPITALS) if code in set(found["part"])]
    rows = []
    for (protocol, method), part in found.groupby(["protocol", "method"], sort=False):
        cells = {row.part: _counted(row.mae, row.n) for row in part.itertuples()}
        rows.append({"protocol": protocol, "method": tr(NAMES[str(method)])} | cells)
    columns = (
        Column("protocol", tr("Cách thử"), rows=True),
        Column("method", tr("Phương pháp")),
        *(
            Column(code, label("programme" if code.isupper() else "capital", code), "decimal", 1, missing="–")
            for code in parts_there
        ),
    )
    return Table(
        "kiem_lai_theo_phan",
        tr("Sai số theo chương trình và loại vốn, đứng ở cuối {month}", month=month_word(origin)),
        pd.DataFrame(rows, columns=["protocol", "method", *parts_there]),
        columns,
        Scope(tr("điểm phần trăm"), seen(evaluation), basis_word("in_force"), tr("chỉ số thực hiện")),
        own.sources,
        (tr(EXPLAINED), *break_notes(own, evaluation.period.year)),
    )
