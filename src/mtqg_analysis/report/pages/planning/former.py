"""What the signed planning report stands on: the rules in force, results and limits of the former programmes."""

from collections.abc import Iterator
from datetime import date

import pandas as pd

from mtqg_analysis.analysis.planning.plan import Baseline
from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.reference import rules_on
from mtqg_analysis.report.numbers import day, few, percent, printed
from mtqg_analysis.report.scopes import once
from mtqg_analysis.report.sentence import Sentence, plain
from mtqg_analysis.report.statements import in_language
from mtqg_analysis.report.view import view

LIMITS, CAUSES = ("limit", "slow_capital"), ("cause",)


def listed(texts: list[str]) -> str:
    """Texts as a list, each ended as a sentence."""
    return "\n".join(f"- {text if text.endswith(('.', '*')) else text + '.'}" for text in texts)


@view()
def legal_basis(baseline: Baseline) -> Sentence | None:
    """The texts that the plan computes with, each with whether somebody held it against the original."""
    opening = date(baseline.horizon[0], 1, 1)
    tables = (baseline.outlook.need.rows, baseline.coefficients, rules_on("extension_end", opening))
    held = pd.concat([rows[["reference", "verified"]] for rows in tables])
    held = held[held["reference"] != ""]
    is_checked = held["verified"].isin(["yes", True]).groupby(held["reference"], sort=False).all()
    if is_checked.empty:
        return None
    flag = tr(", cần kiểm tra với nguyên văn")
    texts = [plain(str(name)) + ("" if one else flag) for name, one in is_checked.items()]
    return Sentence(tr("Phương án tính theo các quy định sau.") + "\n\n" + listed(texts))


@view()
def former_results(baseline: Baseline) -> Sentence | None:
    """How the former programmes were disbursed, and how their counterpart capital was placed."""
    said = " ".join([*_former_rates(baseline), *_former_counterpart(baseline)])
    return Sentence.over(baseline.ledger, said) if said else None


def _former_rates(baseline: Baseline) -> Iterator[str]:
    history, rates = baseline.outlook.history, baseline.weaknesses.rates
    if history is not None and history.settled and not history.has_gaps:
        known = history.rates()
        whole = [printed(figure) for figure in known.loc[known["capital"] == "total", "figure"]]
        years, rates_of_all = ", ".join(map(str, history.years)), ", ".join(whole)
        yield tr(
            "Đến hết ngày 31/01 năm sau, giải ngân của kế hoạch các năm {years} lần lượt đạt {rates}.",
            years=years,
            rates=rates_of_all,
        )
    if len(rates):
        investment, recurrent = map(printed, rates["figure"])
        yield tr(
            "Đến ngày {day}, vốn đầu tư của kế hoạch năm {year} giải ngân {investment}, vốn sự nghiệp giải ngân "
            "{recurrent}.",
            day=day(rates.iloc[-1]["day"]),
            year=rates.iloc[-1]["year"],
            investment=investment,
            recurrent=recurrent,
        )


def _former_counterpart(baseline: Baseline) -> Iterator[str]:
    placed = baseline.weaknesses.counterpart
    if placed is not None:
        yield tr(
            "Vốn đối ứng đến ngày {day} bố trí được {share} số phải bố trí; {late}/{count} đơn vị có thời điểm bố trí "
            "chậm so với thời hạn.",
            day=day(placed.day),
            share=percent(placed.naive),
            late=few(placed.late),
            count=few(len(placed.units)),
        )


@view()
def former_limits(baseline: Baseline) -> Sentence | None:
    """What sources state of the limits of the former programmes."""
    return _stated(baseline, LIMITS)


@view()
def former_causes(baseline: Baseline) -> Sentence | None:
    """What sources state of their causes."""
    return _stated(baseline, CAUSES)


def _stated(baseline: Baseline, kinds: tuple[str, ...]) -> Sentence | None:
    """A list has no first words: that the data are illustrative stands on the page."""
    rows = baseline.weaknesses.stated
    rows = rows[rows["kind"].isin(kinds)]
    texts = once(plain(text) for text in in_language(rows["text_vi"], rows["text_en"]))
    return Sentence(listed(list(texts))) if texts else None
