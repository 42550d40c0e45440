"""How the methods did on past years: sizes of error by month, all scores from where the report stands, and as dots."""

import pandas as pd

from mtqg_analysis.analysis.forecast.backtest import ORIGINS, SCORE, score
from mtqg_analysis.analysis.forecast.contenders import BASELINES, CONTENDERS
from mtqg_analysis.analysis.forecast.outlook import Prospect
from mtqg_analysis.analysis.forecast.triangle import LAST
from mtqg_analysis.analysis.year_end import YearEnd
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.column import Column, Quantity
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import day, number
from mtqg_analysis.report.scopes import basis_word, once
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.theme import BLUE, INK, ORANGE, VERMILION, canvas
from mtqg_analysis.report.year_end.outlook import NAMES, month_word

ROLLING = to_translate("Chỉ học các năm trước")
LEFT_OUT = to_translate("Bỏ từng năm (lạc quan)")
EXPLAINED = to_translate(
    "Sai số tuyệt đối bình quân, điểm phần trăm; trong ngoặc là số lần thử n. n = 0: không thử được."
)
LEARNT = to_translate(
    "Chỉ học các năm trước: mỗi năm được dự báo từ ít nhất ba năm trước nó. Bỏ từng năm: dùng cả các năm sau, nên tốt "
    "hơn sự thật; bảng này không cho phương pháp nào quyền lên tiếng."
)


def backtest_sentence(evaluation: YearEnd) -> Sentence:
    """How many forecasts could be tried, on which figures."""
    own, nation, mixed = (
        evaluation.outlook.province, evaluation.outlook.nation, evaluation.outlook.mixed
    )  # fmt: skip
    parts = [
        tr(
            "Mỗi phương pháp được thử lại trên các năm đã qua, chỉ với những gì khi đó đã biết, và chỉ được in trong "
            "báo cáo nếu sai ít hơn cả bình quân các năm trước lẫn số ước chính thức tại cùng thời điểm."
        )
    ]
    if own.whole is not None:
        parts.append(tr("Chuỗi của tỉnh: {tries} lần thử.", tries=number(_tries(own))))
    parts.append(
        tr(
            "Chuỗi đầu tư công cả nước: {strict} lần thử nếu chỉ dùng số thực hiện, {mixed} lần nếu dùng cả số ước.",
            strict=number(_tries(nation)),
            mixed=number(_tries(mixed)),
        )
    )
    if not _tries(nation):
        parts.append(
            tr("n = 0 không phải là lỗi: số thực hiện theo tháng của cả nước chưa năm nào đủ ba năm trước để học.")
        )
    return Sentence.over(evaluation.ledger, " ".join(parts))


def _tries(prospect: Prospect) -> int:
    rows = prospect.rolling
    return int((rows["method"] == "history_mean").sum())


def backtest_table(evaluation: YearEnd) -> Table | None:
    """Errors of every method by the month it was seen from, for the end of the settlement month."""
    outlook = evaluation.outlook
    if outlook.province.whole is None:
        return None
    bodies = [(tr("Chương trình × loại vốn"), outlook.province), (tr("Đơn vị"), outlook.units)]
    rows = [row for name, body in bodies for row in _by_origin(name, body)]
    return _table_by_origin(
        "kiem_lai",
        tr("Phương pháp nào đã dự báo tốt, theo tháng đứng nhìn"),
        rows,
        outlook.province,
        Scope(tr("điểm phần trăm"), _seen(evaluation), basis_word("in_force"), tr("chỉ số thực hiện")),
        once([*outlook.province.sources, *outlook.units.sources]),
    )


def national_backtest(evaluation: YearEnd) -> Table | None:
    """The same on the nation's monthly rates: on actual figures only, and apart from it with estimates."""
    outlook = evaluation.outlook
    if outlook.nation.whole is None or outlook.mixed.whole is None:
        return None
    bodies = [(tr("Chỉ số thực hiện"), outlook.nation), (tr("Tình trạng lẫn lộn: cả số ước"), outlook.mixed)]
    rows = [row for name, body in bodies for row in _by_origin(name, body)]
    return _table_by_origin(
        "kiem_lai_ca_nuoc",
        tr("Cả nước: phương pháp nào đã dự báo tốt"),
        rows,
        outlook.mixed,
        Scope(tr("điểm phần trăm"), _seen(evaluation), basis_word("pm_assigned"), tr("như từng dòng")),
        outlook.mixed.sources,
    )


def _seen(evaluation: YearEnd) -> str:
    return tr("số liệu đến {day}", day=day(evaluation.period.as_of))


def _origins(prospect: Prospect) -> list[int]:
    return sorted({*ORIGINS, *([prospect.origin] if prospect.origin and prospect.origin < LAST else [])})


def _by_origin(name: str, prospect: Prospect) -> list[dict[str, object]]:
    """A row a protocol and method; where nothing could be tried, one row that says n = 0."""
    rows: list[dict[str, object]] = []
    for protocol, trials in ((tr(ROLLING), prospect.rolling), (tr(LEFT_OUT), prospect.left_out)):
        about: dict[str, object] = {"body": name, "protocol": protocol}
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
    name: str, title: str, rows: list[dict[str, object]], prospect: Prospect, scope: Scope, sources: tuple[str, ...]
) -> Table:
    names = [f"m{origin}" for origin in _origins(prospect)]
    columns = (
        Column("body", tr("Chuỗi"), rows=True),
        Column("protocol", tr("Cách thử"), rows=True),
        Column("method", tr("Phương pháp")),
        *(
            Column(f"m{origin}", f"{origin:02d}", "decimal", 1, group=tr("Đứng ở cuối tháng"), missing="–")
            for origin in _origins(prospect)
        ),
    )
    frame = pd.DataFrame(rows, columns=["body", "protocol", "method", *names])
    return Table(name, title, frame, columns, scope, sources, (tr(EXPLAINED), tr(LEARNT)))


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
            "protocol": rows["protocol"],
            "target": [month_word(target) for target in rows["target"]],
            "method": [tr(NAMES[name]) for name in rows["method"]],
            **{name: rows[name] if name in ("n", "n_intervals", "rel_mae") else 100 * rows[name] for name in SCORE},
        }
    )
    columns = (
        Column("protocol", tr("Cách thử"), rows=True),
        Column("target", tr("Dự báo đến"), rows=True),
        Column("method", tr("Phương pháp")),
        Column("n", "n", "count"),
        Column("mae", tr("Sai số"), "decimal", 1),
        Column("bias", tr("Lệch"), "decimal", 1),
        Column("rel_mae", "RelMAE", "decimal", 2, missing="–"),
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
        Scope(tr("điểm phần trăm"), _seen(evaluation), basis_word("in_force"), tr("chỉ số thực hiện")),
        own.sources,
        (tr(LEARNT), tr("RelMAE dưới 1: sai ít hơn bình quân các năm trước. Số nhỏ là tốt; Phủ nên gần 80.")),
    )


def _standing(prospect: Prospect) -> int:
    """The month that the report stands in; after the end of the year, December."""
    return prospect.origin if prospect.origin and prospect.origin < LAST else LAST - 1


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
    parts_there = [code for code in ("DTTS", "GNBV", "NTM", "investment", "recurrent") if code in set(found["part"])]
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
        Scope(tr("điểm phần trăm"), _seen(evaluation), basis_word("in_force"), tr("chỉ số thực hiện")),
        own.sources,
        (tr(EXPLAINED),),
    )


def draw_errors(evaluation: YearEnd) -> Chart | None:
    """Each forecast's error as a dot, by the month seen from: both baselines and the best method."""
    own = evaluation.outlook.province
    rolling, left_out = (trials[trials["target"] == LAST] for trials in (own.rolling, own.left_out))
    trials, protocol = (rolling, ROLLING) if len(rolling) else (left_out, LEFT_OUT)
    if own.whole is None or trials.empty:
        return None
    best = _best(trials)
    figure, (axes,) = canvas(3.6)
    shown = [(name, colour) for name, colour in zip((*BASELINES, best), (INK, ORANGE, BLUE), strict=True) if name]
    for place, (name, colour) in enumerate(shown):
        part = trials[trials["method"] == name]
        shift = 0.22 * (place - (len(shown) - 1) / 2)
        axes.plot(
            part["origin"] + shift,
            100 * part["error"],
            "o",
            color=colour,
            alpha=0.6,
            markersize=5,
            label=tr(NAMES[name]),
        )
    axes.axhline(0, color=VERMILION, linewidth=1)
    axes.set(xticks=_origins(own), xlabel=tr("đứng ở cuối tháng"), ylabel=tr("dự báo trừ thực hiện, điểm %"))
    axes.yaxis.set_major_formatter(lambda value, _: number(value))
    axes.legend(ncols=3, loc="upper center", bbox_to_anchor=(0.5, 1.14))
    sizes = trials.assign(size=trials["error"].abs()).groupby("method")["size"].mean()
    said = "; ".join(f"{tr(NAMES[name])} {number(100 * sizes[name], 1)}" for name, _ in shown if name in sizes)
    return Chart.of(
        figure,
        name="hinh_sai_so",
        title=tr("Sai số bình quân, điểm %: {said}", said=said),
        alt=tr("Biểu đồ điểm, mỗi điểm là một lần dự báo lại. Sai số tuyệt đối bình quân: {said}.", said=said),
        scope=Scope(tr("điểm phần trăm"), _seen(evaluation), basis_word("in_force"), tr("dự báo trừ thực hiện")),
        sources=own.sources,
        notes=(tr("Cách thử: {protocol}; n = {n} lần cho mỗi phương pháp.", protocol=tr(protocol), n=_each(trials)),),
        illustrative=evaluation.ledger.is_illustrative,
    )


def _each(trials: pd.DataFrame) -> int:
    return int((trials["method"] == "history_mean").sum())


def _best(trials: pd.DataFrame) -> str:
    """The method, no baseline, with the smallest mean error among those that made every forecast."""
    found = trials.assign(size=trials["error"].abs()).groupby("method")["size"]
    sizes, counts = found.mean(), found.size()
    whole = [name for name in sizes.index if name not in BASELINES and counts[name] == _each(trials)]
    return min(whole, key=lambda name: float(sizes[name]), default="")
