"""The results as the signed report says them: each once, in a few sentences."""

from mtqg_analysis.analysis.year_end.evaluation import YearEnd
from mtqg_analysis.domain.language import tr
from mtqg_analysis.report.numbers import billions, percent
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.view import view


@view()
def funding(evaluation: YearEnd) -> Sentence | None:
    """The plan of the year: how large, of which capital, and how much of it was carried over."""
    if evaluation.disbursed is None:
        return None
    plan, cells = evaluation.implied["plan"].estimate, evaluation.detail.programmes
    known = "" if cells else tr("khoảng ")
    text = tr(
        "Kế hoạch vốn thực hiện trong năm là {known}{plan} tỷ đồng, trong đó vốn sự nghiệp chiếm {share}.",
        known=known,
        plan=billions(plan),
        share=percent(evaluation.recurrent_share, 1 if cells else 0),
    )
    flow = evaluation.detail.flow
    if len(flow):
        sums = evaluation.detail.flow_total
        text += tr(
            " Vốn kéo dài từ các năm trước là {opening} tỷ đồng, vốn giao trong năm {new} tỷ đồng.",
            opening=billions(sums["opening"]),
            new=billions(sums["new"]),
        )
    return Sentence.over(evaluation.ledger, text)
