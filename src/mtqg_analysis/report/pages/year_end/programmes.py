"""The year's money by programme, project, capital type, origin and fund."""

from collections.abc import Sequence
from dataclasses import replace
from math import isnan

import pandas as pd

from mtqg_analysis.analysis.cells import Cells
from mtqg_analysis.analysis.year_end.evaluation import YearEnd
from mtqg_analysis.domain.codes import CAPITALS, UNIT_LEVELS
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.programmes import every_programme, programmes_held, programmes_of, project_name
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report.breakdown import Row, breakdown, money_table, part_rows
from mtqg_analysis.report.cells import cells_scope, left_out, money, summed_row, total_name
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.coverage import only_words, titled
from mtqg_analysis.report.data import criteria, drawn
from mtqg_analysis.report.heat import heat, heat_notes
from mtqg_analysis.report.numbers import day, few, percent, size
from mtqg_analysis.report.pages.year_end.absent import no_programmes
from mtqg_analysis.report.rows import labelled
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.theme import canvas
from mtqg_analysis.report.view import view
from mtqg_analysis.report.waits import FACTS, FORM, Waits

OWN_LEVELS = ["province", *UNIT_LEVELS]
NO_PROGRAMMES = to_translate(
    "Chưa có số liệu kế hoạch và giải ngân theo từng chương trình, nên không có bảng và hình của mục này. "
    "Cần biểu tổng hợp theo chương trình, loại vốn tại cùng ngày chốt."
)


@view()
def programme_sentence(evaluation: YearEnd) -> Sentence:
    """Which programme and which capital went slowest, or that the dataset does not say."""
    cells = evaluation.detail.programmes
    if cells is None:
        return Sentence(no_programmes(evaluation) or tr(NO_PROGRAMMES))
    programmes = cells.by("programme").sort_values("rate", ascending=False)
    each = ", ".join([f"{label('programme', row.programme)} {percent(row.rate)}" for row in programmes.itertuples()])
    text = only_words(cells.coverage)
    text += tr("Đến ngày {day}, các chương trình giải ngân đạt: {each}", day=day(cells.cut_off), each=each)
    known = programmes.dropna(subset="rate")
    if known["rate"].nunique() > 1 and not cells.coverage.crossed:  # of other units each: no order among them
        slowest = label("programme", known["programme"].iloc[-1])
        text += (
            tr("; thấp nhất trong các phần có đủ số liệu là chương trình **{slowest}**", slowest=slowest)
            if len(cells.gaps)
            else tr("; thấp nhất là chương trình **{slowest}**", slowest=slowest)
        )
    text += "."
    text += _capitals(cells)
    text += left_out(cells) + _beyond(evaluation)
    if evaluation.detail.projects is None:
        text += tr(" Chưa có số liệu theo dự án, tiểu dự án trong phạm vi này.")
    return Sentence.over(evaluation.ledger, text, cells.facts[:1])


def _capitals(cells: Cells) -> str:
    """How far the rate of recurrent capital lies from that of investment; empty where one of them is not known."""
    gap = cells.capital_gap
    if isnan(gap):
        return ""
    rates = cells.by("capital").set_index("capital")["rate"]
    about = {"recurrent": percent(rates["recurrent"]), "investment": percent(rates["investment"])}
    if about["recurrent"] == about["investment"]:
        return " " + tr("Vốn sự nghiệp và vốn đầu tư cùng đạt {recurrent}.", recurrent=about["recurrent"])
    about["gap"] = size(abs(gap))
    if gap < 0:
        return " " + tr(
            "Vốn sự nghiệp đạt {recurrent}, thấp hơn vốn đầu tư ({investment}) {gap} điểm phần trăm.", **about
        )
    return " " + tr("Vốn sự nghiệp đạt {recurrent}, cao hơn vốn đầu tư ({investment}) {gap} điểm phần trăm.", **about)


def _beyond(evaluation: YearEnd) -> str:
    """The programmes of which the dataset has money of the year, though they are none that make the year's whole."""
    year = evaluation.period.year
    others = [code for code in every_programme() if code not in programmes_held(year)]
    rows = evaluation.ledger.find(measure=["plan", "disbursed"], year=str(year), programme=others, level=OWN_LEVELS)
    found = [code for code in others if code in set(rows["programme"])]
    if not found:
        return ""
    return tr(
        " Số liệu còn có vốn năm {year} của chương trình {programmes}; tổng các chương trình năm {year} không gồm "
        "chương trình này, nên không tính.",
        year=year,
        programmes=", ".join(label("programme", code) for code in found),
    )


@view(Waits("3. Theo chương trình", "{cells}, của tỉnh hoặc của mọi đơn vị", FORM))
def by_programme(evaluation: YearEnd) -> Table | None:
    """Plan, disbursement and rate of each programme and its capital types, with the total."""
    cells = evaluation.detail.programmes
    if cells is None:
        return None
    parts = cells.by("programme", "capital").set_index(["programme", "capital"])

    def part(programme: str, capital: str) -> Row:
        codes = criteria(cells, programme=programme, capital=capital)
        return {**money(parts.loc[programme, capital]), "drawn": codes}

    rows: list[Row] = []
    sums: list[int] = []
    for programme in (code for code in programmes_held(cells.year) if code in parts.index):
        own = [capital for capital in CAPITALS if (programme, capital) in parts.index]
        sums.append(len(rows))
        below = [len(rows) + 1 + place for place in range(len(own))]
        rows.append({"name": label("programme", programme), **summed_row(parts.loc[programme], below)})
        rows += [{"name": f"– {label('capital', capital)}", **part(programme, capital)} for capital in own]
    rows.append({"name": total_name(cells), **summed_row(parts, sums)})
    title = titled(tr("Kế hoạch và giải ngân theo chương trình, loại vốn"), cells.coverage)
    return money_table("chuong_trinh", title, {"name": tr("Chương trình, loại vốn")}, rows, cells)


@view(Waits("3. Vốn năm và vốn kéo dài", "disbursed tách origin current_year, carried_over", FORM))
def by_origin(evaluation: YearEnd) -> Table | None:
    """The year's own money beside what earlier years carried over; None where the dataset does not tell them apart."""
    cells = evaluation.detail.programmes
    if cells is None or set(cells.frame["origin"]) == {"both"}:
        return None
    parts = cells.by("origin", "capital").sort_values(["origin", "capital"], ascending=[False, True], kind="stable")
    parts = labelled(drawn(parts, cells, "origin", "capital"), "origin", "capital").rename(columns={"capital": "name"})
    heads = {"origin": tr("Năm của vốn"), "name": tr("Loại vốn")}
    return breakdown("nguon_goc_von", tr("Vốn giao trong năm và vốn năm trước kéo dài"), heads, parts, cells)


@view(
    Waits(
        "3. Theo dự án",
        "plan và disbursed của tỉnh theo mã dự án, tiểu dự án (programme, ví dụ DTTS.1)",
        FACTS,
    )
)
def by_project(evaluation: YearEnd) -> Table | None:
    """Plan, disbursement and rate by project, capital types together; the leaves only, so that they add up."""
    cells = evaluation.detail.projects
    if cells is None:
        return None
    parts = drawn(cells.by("programme"), cells, "programme")
    parts = parts.assign(order=[_order(code) for code in parts["programme"]]).sort_values("order")
    names = [project_name(code) for code in parts["programme"]]
    named = labelled(parts.assign(name=names, programme=parts["programme"].str.split(".").str[0]), "programme")
    heads = {"programme": tr("Chương trình"), "name": tr("Dự án, nội dung")}
    title = tr("Kế hoạch và giải ngân theo dự án, tiểu dự án, nội dung")
    return breakdown("du_an", title, heads, named, cells)


def _order(code: str) -> tuple[str, tuple[int, ...]]:
    programme, *numbers = code.split(".")
    return programme, tuple(int(part) for part in numbers)


@view(
    Waits(
        "3. Theo nguồn vốn",
        "plan và disbursed của tỉnh theo chương trình, fund central và counterpart, origin current_year",
        FACTS,
    )
)
def by_fund(evaluation: YearEnd) -> Table | None:
    """The year's own plan by fund: central budget and counterpart; None where funds are not told apart."""
    funds, cells = evaluation.detail.funds, evaluation.detail.programmes
    if cells is None or funds.empty:
        return None
    parts = labelled(funds, "programme", "fund").rename(columns={"fund": "name"})
    heads = {"programme": tr("Chương trình"), "name": tr("Nguồn vốn")}
    title = tr("Vốn giao trong năm theo nguồn: ngân sách trung ương và vốn đối ứng")
    notes = (tr("Chỉ tính vốn giao trong năm; vốn kéo dài chưa có số liệu theo nguồn."),)
    return replace(money_table("nguon_ngan_sach", title, heads, part_rows(heads, parts), cells), notes=notes)


SLOWEST = to_translate("Thấp nhất là {capital} của chương trình {programme}, đạt {rate} kế hoạch")
SLOWEST_HELD = to_translate(
    "Trong các phần có đủ số liệu, thấp nhất là {capital} của chương trình {programme}, đạt {rate} kế hoạch"
)


def _slowest(rates: pd.Series, gaps: bool) -> str:
    """Which programme and capital type is slowest, where one is: of those that print alike none is."""
    rate = percent(rates.min())
    slow = [place for place, value in rates.items() if percent(value) == rate]
    if len(slow) == 1 and len(rates) > 1:
        ((programme, capital),) = slow
        names = {"programme": label("programme", programme), "capital": label("capital", capital).lower()}
        return tr(SLOWEST_HELD if gaps else SLOWEST, rate=rate, **names)
    if len(slow) < len(rates):
        return tr(
            "{count}/{all} phần theo chương trình, loại vốn thấp nhất, cùng đạt {rate}",
            rate=rate,
            **_counts(slow, rates),
        )
    if len(rates) > 1:
        return tr("{all} phần theo chương trình, loại vốn cùng đạt {rate} kế hoạch", rate=rate, **_counts(slow, rates))
    return tr("Tỷ lệ giải ngân theo chương trình, loại vốn")


def _counts(some: Sequence[object], every: pd.Series) -> dict[str, str]:
    return {"count": few(len(some)), "all": few(len(every))}


@view()
def draw_programmes(evaluation: YearEnd) -> Chart | None:
    """Rates by programme and capital as a heat map with the number in each cell."""
    cells = evaluation.detail.programmes
    if cells is None:
        return None
    rates = cells.by("programme", "capital").set_index(["programme", "capital"])["rate"]
    if rates.isna().all():
        return None  # nothing was planned: the table says so
    held = set(cells.frame["programme"])
    shown = [code for code in programmes_held(cells.year) if code in held or code in programmes_of(cells.year)]
    grid = [[100 * rates[code, one] if (code, one) in rates else None for one in CAPITALS] for code in shown]
    figure, (axes,) = canvas(2.2)
    heat(axes, grid, [label("programme", code) for code in shown], [label("capital", code) for code in CAPITALS])
    alt = ", ".join(
        [f"{label('programme', one)}, {label('capital', two)} {percent(rate)}" for (one, two), rate in rates.items()]
    )
    return Chart(
        figure,
        name="hinh_chuong_trinh",
        title=titled(
            tr("Tỷ lệ giải ngân theo chương trình, loại vốn")
            if cells.coverage.crossed
            else _slowest(rates.dropna(), bool(len(cells.gaps))),
            cells.coverage,
        ),
        alt=tr("Bản đồ nhiệt. {alt}.", alt=alt),
        scope=cells_scope(cells, tr("% kế hoạch")),
        sources=cells.sources,
        notes=heat_notes(grid),
        illustrative=evaluation.ledger.is_illustrative,
    )
