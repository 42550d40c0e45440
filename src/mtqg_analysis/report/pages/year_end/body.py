"""The results as the signed report says them: each fact once, in a few sentences; what is not known is in the annex."""

from collections.abc import Iterator
from dataclasses import replace

from mtqg_analysis.analysis.cells import Cells
from mtqg_analysis.analysis.year_end.evaluation import YearEnd
from mtqg_analysis.analysis.year_end.official import plan_by_origin
from mtqg_analysis.domain.codes import WITH_TOTAL
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.programmes import programmes_of
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report.breakdown import breakdown
from mtqg_analysis.report.cells import full_names, left_out, names_on
from mtqg_analysis.report.coverage import titled
from mtqg_analysis.report.data import drawn
from mtqg_analysis.report.numbers import billions, day, few, percent, printed
from mtqg_analysis.report.pages.year_end.money import nothing_yet
from mtqg_analysis.report.pages.year_end.unit_words import former_words, until_words
from mtqg_analysis.report.pages.year_end.units import threshold_words
from mtqg_analysis.report.rows import labelled
from mtqg_analysis.report.sentence import Sentence, plain
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import view

NAMED = 3  # units that a sentence names
PROGRAMMES_ANNEXED = to_translate("Chi tiết theo chương trình, dự án nêu tại [phụ lục](#pl_chuong_trinh).")
UNITS_ANNEXED = to_translate("Chi tiết theo đơn vị nêu tại [phụ lục](#pl_don_vi).")
MANY = 6  # units above which the first and the last are told apart


@view()
def opening(evaluation: YearEnd) -> Sentence:
    """What the report is about, with the programmes by their full names."""
    codes = programmes_of(evaluation.period.year)
    text = tr(
        "Năm {year}, tỉnh thực hiện {count} chương trình mục tiêu quốc gia (MTQG): {names}.",
        year=evaluation.period.year,
        count=few(len(codes)),
        names=plain(full_names(codes)),
    )
    result = tr("Kết quả đến ngày {day} như sau:", day=day(evaluation.cut_off))
    return Sentence(f"{text} {nothing_yet(evaluation) if evaluation.disbursed is None else result}")


@view()
def funding(evaluation: YearEnd) -> Sentence | None:
    """The plan of the year: how large, of which capital, how much was carried over; and the counterpart capital."""
    said = " ".join(_funding(evaluation))
    return Sentence.over(evaluation.ledger, said) if said else None


def _funding(evaluation: YearEnd) -> Iterator[str]:
    if evaluation.disbursed is not None:
        yield _plan(evaluation)
    origins = plan_by_origin(evaluation)
    if origins is not None:
        yield tr(
            "Vốn kéo dài từ các năm trước là {opening} tỷ đồng, vốn giao trong năm là {new} tỷ đồng.",
            opening=billions(origins["carried_over"], 1),
            new=billions(origins["current_year"], 1),
        )
    found = evaluation.detail.counterpart
    if found is not None:
        yield tr(
            "Vốn đối ứng đã bố trí {placed} tỷ đồng trên {due} tỷ đồng phải bố trí đến ngày {day} (đạt "
            "{rate}); {late}/{count} đơn vị có thời điểm bố trí chậm so với thời hạn.",
            placed=billions(found.total["placed"], 1),
            due=billions(found.total["due"], 1),
            day=day(found.day),
            rate=percent(found.total["fulfilment"]),
            late=few(found.late),
            count=few(len(found.units)),
        )


def _plan(evaluation: YearEnd) -> str:
    """The plan as the dataset holds it, or as it follows from what was disbursed and the rates that were printed."""
    plan = evaluation.implied["plan"].estimate
    if evaluation.detail.programmes is None:
        return tr(
            "Nguồn không nêu tổng kế hoạch vốn; tính từ số giải ngân và các tỷ lệ đã nêu, kế hoạch vào khoảng {plan} "
            "tỷ đồng, trong đó vốn sự nghiệp chiếm khoảng {share}.",
            plan=billions(plan),
            share=percent(evaluation.recurrent_share, 0),
        )
    return tr(
        "Kế hoạch vốn thực hiện trong năm là {plan} tỷ đồng, trong đó vốn sự nghiệp chiếm {share}.",
        plan=billions(plan, 1),
        share=percent(evaluation.recurrent_share),
    )


@view()
def results(evaluation: YearEnd) -> Sentence | None:
    """What was disbursed by the cut-off, its rates, and what the year is estimated to come to."""
    paid = evaluation.disbursed
    if paid is None:
        return None
    total, investment, recurrent = (printed(evaluation.rates[capital]["figure"]) for capital in WITH_TOTAL)
    text = tr(
        "Đến ngày {day}, các chương trình giải ngân {paid} tỷ đồng, đạt **{total} kế hoạch**; trong đó vốn đầu tư đạt "
        "{investment}, vốn sự nghiệp đạt {recurrent}.",
        day=day(evaluation.cut_off),
        paid=printed(paid["figure"]),
        total=total,
        investment=investment,
        recurrent=recurrent,
    )
    if evaluation.estimate is not None:
        late = evaluation.estimate
        about = {"day": day(late["day"]), "figure": printed(late["figure"])}
        text += " " + tr("Ước đến hết ngày {day} đạt {figure} kế hoạch.", **about)
    return Sentence.over(evaluation.ledger, text)


@view()
def programme_results(evaluation: YearEnd) -> Sentence | None:
    """The programmes by rate; what a source says of the slowest where no figures are known."""
    cells = evaluation.detail.programmes
    if cells is None:
        return None
    rows = cells.by("programme").sort_values("rate", ascending=False)
    each = "; ".join(
        tr(
            "chương trình {programme} giải ngân {paid} tỷ đồng, đạt {rate} kế hoạch",
            programme=label("programme", row.programme),
            paid=billions(row.disbursed),
            rate=percent(row.rate),
        )
        for row in rows.itertuples()
    )
    return Sentence.over(evaluation.ledger, f"{each[:1].upper()}{each[1:]}.{left_out(cells)} {tr(PROGRAMMES_ANNEXED)}")


@view()
def results_table(evaluation: YearEnd) -> Table | None:
    """Plan, disbursement and rate by programme and capital type at the cut-off."""
    cells = evaluation.detail.programmes
    if cells is None:
        return None
    parts = drawn(cells.by("programme", "capital"), cells, "programme", "capital")
    heads = {"programme": tr("Chương trình"), "capital": tr("Loại vốn")}
    title = titled(tr("Kế hoạch và giải ngân theo chương trình, loại vốn"), cells.coverage)
    table = breakdown("ket_qua", title, heads, labelled(parts, "programme", "capital"), cells)
    return replace(table, plotted=("rate",))


@view()
def unit_results(evaluation: YearEnd) -> Sentence | None:
    """How the units stand: how many well and how many badly, which first and which last.

    While the year runs, how many stand above the same month of the year before.
    """
    cells = evaluation.detail.units
    if cells is None:
        return None
    measures = evaluation.detail.measures
    rows = measures.assign(name=names_on(measures, cells.cut_off)).dropna(subset="rate").sort_values("rate")
    good, bad = (int((rows["light"] == light).sum()) for light in ("green", "red"))
    is_over = evaluation.detail.lack is not None
    text = _standing(good, bad, len(rows)) + " " if is_over else former_words(rows, cells.year - 1)
    if len(rows) > MANY:
        text += tr(
            "Cao nhất là {first}; thấp nhất là {last}.",
            first=_rated(rows.tail(NAMED).iloc[::-1]),
            last=_rated(rows.head(NAMED)),
        )
    text = _dated(text.strip(), evaluation, cells) + left_out(cells)
    return Sentence.over(evaluation.ledger, f"{text} {tr(UNITS_ANNEXED)}") if text else None


def _dated(text: str, evaluation: YearEnd, cells: Cells) -> str:
    """With the day of the units' figures before it, where it is not the report's."""
    until = until_words(evaluation, cells)
    return tr("Số liệu của các đơn vị mới có{until}. {text}", until=until, text=text) if until and text else text


def _standing(good: int, bad: int, count: int) -> str:
    about = {"good": few(good), "bad": few(bad), "count": few(count)}
    about |= {"green": threshold_words("green"), "amber": threshold_words("amber")}
    if not good:
        return tr("Chưa có đơn vị nào đạt từ {green} kế hoạch trở lên; {bad}/{count} đơn vị đạt dưới {amber}.", **about)
    return tr("{good}/{count} đơn vị đạt từ {green} kế hoạch trở lên; {bad}/{count} đơn vị đạt dưới {amber}.", **about)


def _rated(rows: object) -> str:
    return ", ".join(f"{plain(row.name)} ({percent(row.rate)})" for row in rows.itertuples())  # type: ignore[attr-defined]
