"""How each computed figure was obtained: a table that a statistician can check and docs/methods.md explains."""

from collections.abc import Sequence

import pandas as pd

from mtqg_analysis.analysis.result import Result
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.report.column import Column, Kind, Quantity
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import day, percent
from mtqg_analysis.report.scopes import basis_word
from mtqg_analysis.report.table import Table

NAMES = {
    "plan": to_translate("Kế hoạch"),
    "investment_share": to_translate("Tỷ trọng vốn đầu tư trong kế hoạch"),
    "investment_plan": to_translate("Kế hoạch vốn đầu tư"),
    "recurrent_plan": to_translate("Kế hoạch vốn sự nghiệp"),
    "investment_disbursed": to_translate("Giải ngân vốn đầu tư"),
    "recurrent_disbursed": to_translate("Giải ngân vốn sự nghiệp"),
    "balance": to_translate("Chưa giải ngân"),
    "investment_balance": to_translate("Chưa giải ngân, vốn đầu tư"),
    "recurrent_balance": to_translate("Chưa giải ngân, vốn sự nghiệp"),
    "recurrent_share_of_balance": to_translate("Tỷ trọng vốn sự nghiệp trong số chưa giải ngân"),
    "inconsistency": to_translate("Mức lệch nhỏ nhất giữa các số công bố"),
    "rate": to_translate("Tỷ lệ giải ngân chung"),
    "outturn": to_translate("Giải ngân so với kế hoạch giao lần đầu"),
    "variance": to_translate("Độ lệch cơ cấu so với lần đầu"),
    "closing": to_translate("Vốn chuyển sang năm sau"),
    "counterpart": to_translate("Vốn đối ứng đã bố trí, không bù trừ"),
    "between_units": to_translate("Độ lệch chuẩn thật giữa các đơn vị"),
    "rate_effect": to_translate("Thay đổi tỷ lệ do tỷ lệ từng phần"),
    "mix_effect": to_translate("Thay đổi tỷ lệ do cơ cấu"),
    "amount_volume": to_translate("Thay đổi số tiền do quy mô kế hoạch"),
    "amount_programme": to_translate("Thay đổi số tiền do cơ cấu chương trình"),
    "amount_capital": to_translate("Thay đổi số tiền do cơ cấu loại vốn"),
    "amount_rate": to_translate("Thay đổi số tiền do tỷ lệ"),
    "outlook_12": to_translate("Triển vọng đến 31/12"),
    "outlook_13": to_translate("Triển vọng đến 31/01 năm sau"),
    "implied_step": to_translate("Mức phải tăng theo số ước"),
    "corrected_estimate": to_translate("Số ước trừ độ lệch bình quân của số ước cùng loại"),
    "movement_total": to_translate("Thay đổi bình quân các huyện"),
    "movement_investment": to_translate("Thay đổi bình quân các huyện, vốn đầu tư"),
    "movement_recurrent": to_translate("Thay đổi bình quân các huyện, vốn sự nghiệp"),
    "year_effect": to_translate("Tác động bình quân của năm"),
    "capacity": to_translate("Năng lực giải ngân một năm"),
    "planned_closing": to_translate("Vốn chuyển sang cuối kỳ kế hoạch"),
    "lapsed": to_translate("Vốn hết hạn trong kỳ nếu không được kéo dài đặc biệt"),
    "fan_closing": to_translate("Vốn chuyển sang cuối kỳ, trung vị mô phỏng"),
    "counterpart_required": to_translate("Vốn đối ứng phải bố trí"),
    "counterpart_lost": to_translate("Giải ngân ít hơn vì đối ứng chậm"),
    "point_worth": to_translate("Số vốn của một điểm, triệu đồng"),
    "needs": to_translate("Nhu cầu các đơn vị đề xuất, mọi nguồn"),
    "pilot_total": to_translate("Khác biệt của huyện thí điểm"),
    "pilot_investment": to_translate("Khác biệt của huyện thí điểm, vốn đầu tư"),
    "pilot_recurrent": to_translate("Khác biệt của huyện thí điểm, vốn sự nghiệp"),
}
METHODS = {
    "back_solve_corners": to_translate("tính từ số làm tròn (mục 2)"),
    "phase_one_linear_programme": to_translate("quy hoạch tuyến tính (mục 3)"),
    "sum_of_cells": to_translate("cộng các phần (mục 12)"),
    "ratio_of_sums": to_translate("tỷ số của tổng (mục 12)"),
    "pefa_analogue": to_translate("phỏng theo PEFA (mục 17)"),
    "stock_flow": to_translate("số đầu năm, phát sinh, số cuối năm (mục 9)"),
    "capped_fulfilment": to_translate("đối ứng không bù trừ (mục 16)"),
    "dealt_by_lot": to_translate("chia dự án ngẫu nhiên, co về mức chung (mục 14)"),
    "kitagawa": to_translate("phân tách Kitagawa (mục 18)"),
    "lmdi": to_translate("phân tách LMDI (mục 20)"),
    "shapley": to_translate("phân tách Shapley (mục 18)"),
    "sign_flip": to_translate("kiểm định đổi dấu (mục 22)"),
    "fractional_response": to_translate("hồi quy tỷ lệ (mục 24)"),
    "history_mean": to_translate("bình quân các năm trước (mục 26)"),
    "official": to_translate("số ước chính thức (mục 26)"),
    "last_year": to_translate("như năm trước (mục 26)"),
    "chain_ladder": to_translate("chain ladder (mục 27)"),
    "bornhuetter_ferguson": to_translate("Bornhuetter-Ferguson (mục 27)"),
    "cape_cod": to_translate("Cape Cod (mục 27)"),
    "logit": to_translate("phát triển logit (mục 28)"),
    "pooled_glm": to_translate("GLM gộp (mục 28)"),
    "smoothing": to_translate("san bằng mũ (mục 28)"),
    "combination": to_translate("bình quân BF và logit (mục 28)"),
    "step_judged": to_translate("so với các năm trước (mục 30)"),
    "mean_error_taken_off": to_translate("trừ sai số bình quân các năm trước (mục 30)"),
    "upper_quartile": to_translate("phân vị 75% các năm (mục 35)"),
    "upper_quartile_agreed": to_translate("phân vị 75% các năm, khớp tổng (mục 35, 38)"),
    "spend_out": to_translate("giải ngân theo tuổi của vốn (mục 36)"),
    "common_factor": to_translate("mô phỏng quanh một nhân tố chung (mục 37)"),
    "ratio_of_central": to_translate("tỷ lệ × vốn NSTW (mục 40)"),
    "late_counterpart": to_translate("kịch bản đối ứng chậm (mục 40)"),
    "water_filling": to_translate("chia theo điểm có sàn, trần (mục 32)"),
    "needs_summed": to_translate("cộng các dòng nhu cầu (mục 41)"),
    "randomisation_of_pairs": to_translate("thử mọi cách chọn (mục 23)"),
}
INTERVALS = {
    "rounding": to_translate("làm tròn"),
    "scenario": to_translate("kịch bản"),
    "range": to_translate("của các năm trước, không phải của giá trị này"),
    "sampling": to_translate("mô hình, {level}"),
    "randomisation": to_translate("không bị bác bỏ, {level}"),
    "prediction": to_translate("dự báo, {level}"),
    "simulation": to_translate("mô phỏng, {level}"),
}
INFERENCES = {
    "none_census": to_translate("tính trên toàn bộ, không suy luận thống kê"),
    "process_model": to_translate("giả định về quá trình"),
    "design_randomisation": to_translate("so với mọi cách chọn"),
    "scenario": to_translate("kịch bản, không suy luận"),
}
SUPPOSED = {
    "programmes_together": to_translate("các chương trình gộp chung"),
    "one_denominator": to_translate("cùng một mẫu số"),
    "two_capital_types": to_translate("chỉ có hai loại vốn"),
    "not_a_pefa_score": to_translate("không phải điểm PEFA"),
    "symmetric_signs": to_translate("thay đổi đối xứng quanh 0 khi không có tác động"),
    "independent_units": to_translate("các huyện độc lập với nhau; một nhân tố chung của năm cũng làm p nhỏ"),
    "cannot_reject": to_translate("quá ít cách chọn để bác bỏ tác động nào"),
    "exchangeable_projects": to_translate(
        "nếu chỉ có ngẫu nhiên, dự án cùng chương trình, loại vốn ở đơn vị nào cũng như nhau"
    ),
    "current_prices": to_translate("giá hiện hành"),
    "not_random": to_translate("huyện không được chọn ngẫu nhiên"),
    "one_year_after": to_translate("một năm sau"),
    "plan_moved": to_translate("kế hoạch có thể được điều chỉnh"),
    "regression_to_mean": to_translate("trở về mức chung"),
    "cells_missing": to_translate("thiếu số liệu ở một số phần"),
    "flow_does_not_close": to_translate("các số công bố không khớp nhau"),
    "no_ranking": to_translate("không xếp hạng"),
    "simpson_strong": to_translate("cảnh báo Simpson mạnh"),
    "simpson_moderate": to_translate("cảnh báo Simpson vừa"),
    "as_before": to_translate("năm nay phát triển như các năm trước"),
    "no_method_earned": to_translate("không phương pháp nào sai ít hơn các mốc so sánh"),
    "named_scenarios": to_translate("theo giả định, không phải xác suất"),
    "no_extension": to_translate("không có đợt kéo dài đặc biệt"),
    "assumed_correlation": to_translate("tương quan giữa các đơn vị là giả định"),
    "unchecked_ratios": to_translate("tỷ lệ là giả định hoặc dự thảo"),
    "not_an_effect": to_translate("kịch bản, không phải tác động đo được"),
    "central_points": to_translate("điểm của trung ương dùng trong tỉnh"),
    "lower_bound": to_translate("chỉ biết mức tối thiểu"),
    "fixed_prices": to_translate("giá cố định của năm gần nhất"),
    "few_clusters": to_translate("ít cụm: dùng p của bootstrap, không dùng khoảng một mình"),
}
IN_MILLIONS = ("point_worth",)  # amounts that a tỷ đồng with one decimal would round away
MILLION = 1_000_000
KINDS: dict[str, tuple[Kind, int]] = {"fraction": ("percent", 1), "points": ("points", 2), "VND": ("bn", 1)}


def method_table(results: Sequence[Result], illustrative: bool) -> Table | None:
    """One row a computed figure, with all that its reader needs to judge it; None where nothing is computed."""
    if not results:
        return None
    frame = pd.DataFrame([_row(result) for result in results])
    columns = (
        Column("name", tr("Kết quả")),
        Column("estimate", tr("Giá trị"), "decimal"),
        Column("interval", tr("Khoảng"), "decimal", missing="–"),
        Column("kind", tr("Loại khoảng"), missing="–"),
        *((Column("p", "p", "decimal", 3, missing="–"),) * any(result.p is not None for result in results)),
        Column("method", tr("Phương pháp")),
        Column("n", "n", "count"),
        Column("cut_off", tr("Chốt ngày"), missing="–"),
        Column("basis", tr("Cơ sở kế hoạch"), missing="–"),
        Column("inference", tr("Suy luận")),
        Column("supposed", tr("Giả định, lưu ý"), missing="–"),
    )
    status = tr("minh họa, được tính") if illustrative else tr("được tính")
    scope = Scope(tr("tỷ đồng; %; điểm %"), tr("như từng dòng"), tr("như từng dòng"), status)
    return Table("phuong_phap", tr("Cách tính từng kết quả"), frame, columns, scope, notes=(tr(EXPLAINED),))


EXPLAINED = to_translate("Số mục là của docs/methods.md, nơi mỗi phương pháp có công thức, ví dụ tính tay và tài liệu.")


def _row(result: Result) -> dict[str, object]:
    kind, decimals = KINDS[result.unit]
    estimate, interval = result.estimate, result.interval
    if result.name in IN_MILLIONS:
        kind, estimate, interval = "decimal", estimate / MILLION, (interval[0] / MILLION, interval[1] / MILLION)
    has_interval = result.interval_kind != "none"
    level = percent(result.level, 0) if result.level else ""
    return {
        "name": tr(NAMES[result.name]),
        "estimate": Quantity(estimate, kind, decimals),
        "interval": Quantity(interval, kind, decimals) if has_interval else None,
        "kind": tr(INTERVALS[result.interval_kind], level=level) if has_interval else "",
        "p": result.p,
        "method": tr(METHODS[result.method]),
        "n": result.n,
        "cut_off": day(result.as_of) if result.as_of else "",
        "basis": basis_word(result.basis) if result.basis else "",
        "inference": tr(INFERENCES[result.inference]),
        "supposed": "; ".join(tr(SUPPOSED[code]) for code in (*result.assumptions, *result.warnings)),
    }
