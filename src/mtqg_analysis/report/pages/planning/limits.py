"""What the three scenarios do not know: how much can be carried out, and when carried-over money ends by rule."""

from mtqg_analysis.analysis.planning.plan import Baseline
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.report.numbers import billions
from mtqg_analysis.report.pages.planning.pace import SCENARIO_NAMES
from mtqg_analysis.report.pages.planning.sections import SECTIONS
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.view import view

BOUND = to_translate("Năng lực này là mức ít nhất mà số liệu cho biết, nên số năm vượt là mức nhiều nhất.")


@view()
def capacity_limit_sentence(baseline: Baseline) -> Sentence | None:
    """In how many years each scenario disburses more than the capacity at the same growth; None where unknown."""
    found, beyond = baseline.outlook.programmes, baseline.beyond_capacity
    if found is None or beyond is None:
        return None
    bound = (tr(BOUND),) * bool(found.whole["bounded"])
    if not any(beyond.values()):
        text = tr(
            "Không kịch bản nào giải ngân nhiều hơn năng lực (mục {section}) ở cùng mức thấp, cơ sở, cao trong năm "
            "nào. Năng lực chưa tính giá tăng.",
            section=SECTIONS["capacity"],
        )
        return Sentence.over(baseline.ledger, " ".join((text, *bound)))
    years = len(baseline.outlook.plans)
    said = "; ".join(
        tr("{scenario} {count}/{years} năm", scenario=tr(SCENARIO_NAMES[name]).lower(), count=count, years=years)
        for name, count in beyond.items()
    )
    text = tr(
        "Số năm mà một kịch bản giải ngân nhiều hơn năng lực (mục {section}) ở cùng mức thấp, cơ sở, cao: {said}. Năng "
        "lực chưa tính giá tăng.",
        section=SECTIONS["capacity"],
        said=said,
    )
    return Sentence.over(baseline.ledger, " ".join((text, *bound)))


@view()
def expiry_sentence(baseline: Baseline) -> Sentence:
    """What lapses under the dated rule, beside the little that the base scenario cancels."""
    text = tr(
        "Nếu không có đợt kéo dài đặc biệt nào, theo hạn của quy định thì **{lapsed} tỷ đồng hết hạn** trong giai đoạn "
        "{first}-{last} ở tốc độ cơ sở. Ba kịch bản ở mục {flow} không dùng số này: kịch bản cơ sở chỉ hủy "
        "{cancelled} tỷ đồng, phần còn lại coi như tiếp tục được kéo dài.",
        lapsed=billions(baseline.outlook.lapsed),
        first=baseline.horizon[0],
        last=baseline.horizon[1],
        flow=SECTIONS["flow"],
        cancelled=billions(baseline.cancelled),
    )
    return Sentence.over(baseline.ledger, text)
