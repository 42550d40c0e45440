"""One page for whoever decides: four figures, what went well, what did not and why, and what is to be decided."""

from collections.abc import Iterator
from itertools import islice

from mtqg_analysis.analysis.year_end.evaluation import YearEnd
from mtqg_analysis.analysis.year_end.targets import groups_met, groups_stated
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.period import DECEMBER
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report.cells import name_on
from mtqg_analysis.report.key_figures import KeyFigure, KeyFigures
from mtqg_analysis.report.numbers import billions, day, few, percent, printed
from mtqg_analysis.report.pages.year_end.judgement import named_in, said_in, written
from mtqg_analysis.report.pages.year_end.money import nothing_yet, quoted
from mtqg_analysis.report.pages.year_end.statements import open_tasks
from mtqg_analysis.report.pages.year_end.unit_words import until_words
from mtqg_analysis.report.pages.year_end.units import threshold_words
from mtqg_analysis.report.sentence import Sentence, plain
from mtqg_analysis.report.view import view

NAMED = 2  # causes and tasks that a page has room for
BEST = 3  # units
GOOD, SLOW = to_translate("Làm tốt"), to_translate("Còn chậm")
WHY, DECIDE, ASK = to_translate("Nguyên nhân"), to_translate("Cần chỉ đạo"), to_translate("Kiến nghị")


@view()
def key_figures(evaluation: YearEnd) -> KeyFigures | None:
    """What was disbursed, its rate, how the year ends, and the targets; None before anything is published."""
    if evaluation.disbursed is None:
        return None
    return KeyFigures(tuple(_figures(evaluation)), quoted(evaluation))


def _figures(evaluation: YearEnd) -> Iterator[KeyFigure]:
    paid, rates, plan = evaluation.disbursed, evaluation.rates, billions(evaluation.implied["plan"].estimate)
    assert paid is not None
    beside = tr("kế hoạch {plan} tỷ đồng", plan=plan)
    if evaluation.detail.programmes is None:  # it only follows from rates that are rounded
        beside = tr("kế hoạch khoảng {plan} tỷ đồng, tính từ tỷ lệ", plan=plan)
    until = day(evaluation.cut_off)
    yield KeyFigure(
        tr("{amount} tỷ đồng", amount=printed(paid["figure"])),
        tr("giải ngân đến {day}", day=until),
        beside,
    )
    yield KeyFigure(
        printed(rates["total"]["figure"]),
        tr("kế hoạch"),
        tr(
            "đầu tư {investment}, sự nghiệp {recurrent}",
            investment=printed(rates["investment"]["figure"]),
            recurrent=printed(rates["recurrent"]["figure"]),
        ),
    )
    if evaluation.estimate is not None:
        late = evaluation.estimate
        yield KeyFigure(printed(late["figure"]), tr("kế hoạch, ước đến {day}", day=day(late["day"])))
    groups = groups_stated(evaluation.ledger, evaluation.period.year) or groups_met(evaluation.targets)
    if groups.every and evaluation.period.stage >= DECEMBER:
        yield KeyFigure(f"{few(groups.done)}/{few(groups.every)}", tr("nhóm mục tiêu hoàn thành"))


@view()
def brief_points(evaluation: YearEnd) -> Sentence:
    """What went well, what is slow, why, and what is to be decided: a line each, where anything is known of it."""
    lines = {GOOD: _good(evaluation), SLOW: _slow(evaluation), WHY: _why(evaluation), DECIDE: _decide(evaluation)}
    lines[ASK] = _bare(written(evaluation, "proposals")[:1])
    said = [f"- **{tr(name)}:** {'; '.join(texts)}." for name, texts in lines.items() if texts]
    text = "\n".join(said) or (
        nothing_yet(evaluation) if evaluation.disbursed is None else tr("Chưa có nhận định nào để nêu.")
    )
    return Sentence(text)  # a list has no first words: that the data are illustrative stands above it


def _good(evaluation: YearEnd) -> list[str]:
    own = written(evaluation, "strengths")
    if own:
        return _bare(own[:1])
    cells = evaluation.detail.units
    if cells is not None:
        best = evaluation.detail.best_units(BEST)
        first = ", ".join(
            f"{plain(name_on(row.level, row.unit, cells.cut_off))} ({percent(row.rate)})" for row in best.itertuples()
        )
        until = until_words(evaluation, cells)
        highest = tr("tỷ lệ giải ngân cao nhất{until} là {first}", until=until, first=first)
        has_good = evaluation.detail.lack is None or (evaluation.detail.measures["light"] == "green").any()
        none = tr("chưa có đơn vị nào đạt từ {green} kế hoạch trở lên", green=threshold_words("green"))
        return [highest] if has_good else [none, highest]
    names = named_in(evaluation, "good_unit")
    return [tr("các đơn vị giải ngân tốt gồm {names}", names=names)] if names else []


def _slow(evaluation: YearEnd) -> list[str]:
    slowest = evaluation.detail.slowest(NAMED)
    if slowest.empty:
        return _bare([*said_in(evaluation, "slowest_programme")[:1], *said_in(evaluation, "limit")[:NAMED]])
    return [
        tr(
            "{capital} của chương trình {programme} đạt {rate}",
            capital=label("capital", row.capital).lower(),
            programme=label("programme", row.programme),
            rate=percent(row.rate),
        )
        for row in slowest.itertuples()
    ]


def _why(evaluation: YearEnd) -> list[str]:
    own = [text for place in ("causes_objective", "causes_subjective") for text in written(evaluation, place)]
    return _bare((own or said_in(evaluation, "cause"))[:NAMED])


def _decide(evaluation: YearEnd) -> list[str]:
    tasks = list(islice(open_tasks(evaluation), NAMED))
    return [tr("đôn đốc {first}", first=tasks[0]), *tasks[1:]] if tasks else []


def _bare(texts: list[str]) -> list[str]:
    """Sentences as parts of one line: without their full stops, beginning small."""
    return [text[:1].lower() + text[1:].rstrip(".") for text in texts]
