"""The surveyed works that serve most people within a year's money."""

import pandas as pd

from mtqg_analysis.analysis.baseline import Baseline
from mtqg_analysis.analysis.planning.commune_money import MILLION
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.units import unit_name
from mtqg_analysis.report.baseline.allocation import THOUSAND, allocation_scope, in_billions
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.numbers import number
from mtqg_analysis.report.scopes import once
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table

MEASURES = {"people": to_translate("Người hưởng lợi"), "households": to_translate("Hộ hưởng lợi")}


def chosen_works(baseline: Baseline) -> Table | Sentence:
    """The surveyed works that serve most people within the year's budget; every proposing unit gets one."""
    found = baseline.works
    if found is None:
        return Sentence(
            tr(
                "Chưa chọn được danh mục công trình: bộ dữ liệu chưa có needs.csv của năm {year} kèm số người hoặc số "
                "hộ hưởng lợi.",
                year=baseline.horizon[0],
            )
        )
    rows = found.frame[found.frame["chosen"]]
    frame = pd.DataFrame(
        {
            "unit": [unit_name(code) for code in rows["unit"]],
            "name": rows["name_vi"],
            "cost": rows["cost"] * MILLION,
            "value": rows["value"],
        }
    ).sort_values("unit", kind="stable")
    total = {"unit": tr("Tổng cộng"), "name": "", "cost": found.choice.cost * MILLION, "value": found.choice.value}
    frame = pd.concat([frame, pd.DataFrame([total])], ignore_index=True)
    columns = (
        Column("unit", tr("Đơn vị")),
        Column("name", tr("Công trình, nội dung"), missing=""),
        Column("cost", tr("Nhu cầu"), "bn", 3),
        Column("value", tr(MEASURES[found.measure]), "count"),
    )
    each = (
        tr("mỗi đơn vị có ít nhất một công trình") if found.least else tr("số vốn không đủ mỗi đơn vị một công trình")
    )
    notes = (
        tr(
            "Chọn {chosen}/{count} công trình trong {budget} tỷ đồng, {each}; {unvalued} dòng không có số hưởng lợi "
            "nên không xét.",
            chosen=len(rows),
            count=len(found.frame),
            budget=in_billions(found.budget),
            each=each,
            unvalued=found.unvalued,
        ),
        tr(
            "Không cách chọn nào hơn {bound}; thêm một tỷ đồng thì tăng khoảng {price} (giá bóng).",
            bound=number(found.choice.bound),
            price=number(found.choice.price * THOUSAND, 1),
        ),
    )
    title = tr("Danh mục công trình được lợi nhiều nhất trong số vốn của năm {year}", year=baseline.horizon[0])
    sources = once(found.frame["source"])
    scope = allocation_scope(baseline, tr("tỷ đồng"))
    return Table("chon_cong_trinh", title, frame, columns, scope, sources, notes, total=True)
