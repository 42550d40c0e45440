"""The box of what became known after the cut-off: no other display says anything later, but for an estimate."""

from datetime import date
from math import isnan

from mtqg_analysis.analysis.year_end.evaluation import YearEnd
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.report.breakdown import breakdown
from mtqg_analysis.report.coverage import titled
from mtqg_analysis.report.numbers import day, percent, size
from mtqg_analysis.report.rows import labelled
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import view

LATER = to_translate("Cập nhật sau ngày chốt: {text}")


def labelled_later(text: str) -> str:
    """A title that says of its display, and of no other, that what it shows is later than the cut-off."""
    return tr(LATER, text=text)


@view()
def after_cut_off(evaluation: YearEnd) -> Sentence | None:
    """The outturn of the settlement month beside its estimate, and of the term with it; None where neither is known."""
    after, late = evaluation.after, evaluation.estimate
    if after is None:
        return None if late is None else Sentence.over(evaluation.ledger, labelled_later(_not_told(late["day"])))
    rate, until = after.cells.total["rate"], day(after.cells.cut_off)
    text = tr("số thực hiện đến {day} đạt {rate} kế hoạch", day=until, rate=percent(rate))
    if late is not None and not isnan(evaluation.missed):
        about = late["figure"].qualifier != ""
        text = tr("{text}, {compared}", text=text, compared=_compared(evaluation.missed, about))
    return Sentence.over(evaluation.ledger, labelled_later(f"{text}.{_term_words(evaluation)}"))


def _not_told(until: date) -> str:
    return tr("chưa có số thực hiện đến {day} để so với số ước.", day=day(until))


def _compared(points: float, about: bool) -> str:
    """How far the outturn lies from the estimate, both as fractions; about: the estimate is given as "about"."""
    far = tr("khoảng {amount}", amount=size(abs(points), 0)) if about else size(abs(points))
    if size(abs(points)) == size(0):
        return tr("bằng số ước")
    if points < 0:
        return tr("thấp hơn số ước {size} điểm phần trăm", size=far)
    return tr("cao hơn số ước {size} điểm phần trăm", size=far)


def _term_words(evaluation: YearEnd) -> str:
    """The rate of the term once the year is settled too; empty where none was asked for."""
    term = evaluation.term_after
    if term is None or isnan(term.total["rate"]):
        return ""
    first, last = term.summed["year"].iloc[0], term.summed["year"].iloc[-1]
    return " " + tr(
        "Tính đến hết thời hạn giải ngân của từng năm, các năm {first}-{last} đạt {rate} số giao mới.",
        first=first,
        last=last,
        rate=percent(term.total["rate"]),
    )


@view()
def after_table(evaluation: YearEnd) -> Table | None:
    """Plan and disbursement by the end of the settlement month, by programme and capital; None where not known."""
    after = evaluation.after
    if after is None:
        return None
    cells = after.cells
    heads = {"programme": tr("Chương trình"), "capital": tr("Loại vốn")}
    title = labelled_later(tr("kế hoạch và giải ngân đến {day}", day=day(cells.cut_off)))
    parts = labelled(cells.by(*heads), *heads)
    return breakdown("sau_ngay_chot", titled(title, cells.coverage), heads, parts, cells)
