"""The communes of July 2025: where their land comes from, and their allocation points."""

from datetime import date

import pandas as pd

from mtqg_analysis.analysis import communes
from mtqg_analysis.analysis.planning.plan import Baseline
from mtqg_analysis.domain.language import current_language, to_translate, tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.domain.units import unit_name
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import day, number, printed
from mtqg_analysis.report.rows import ranges
from mtqg_analysis.report.scopes import NO_PLAN, checked, once, sources_of
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import view

CODE_NOTE = to_translate(
    "Nguồn: Nghị quyết 1672/NQ-UBTVQH15 và danh mục mã đơn vị hành chính; điều khoản của từng dòng ghi trong "
    "bảng chuyển đổi kèm theo."
)

CLASS = ["region", "border", "safe_zone"]
FEW = 6  # communes of which nothing is entered that still stand one by one


def _code_list() -> Scope:
    return Scope(tr("xã"), day(date(2025, 7, 1)), tr(NO_PLAN), tr("văn bản pháp luật"))


@view()
def districts(baseline: Baseline) -> Table | None:
    """The former districts and how many new communes receive their land; nothing where no table lists them."""
    province = baseline.ledger.dataset.province
    frame = communes.by_district(province)
    if frame.empty:
        return None
    columns = (
        Column("name", tr("Đơn vị cấp huyện cũ")),
        Column("former_communes", tr("Xã cũ (đến 30/06/2025)"), "count"),
        Column("new_communes", tr("Xã mới nhận địa bàn"), "count"),
        Column("mixed", tr("Trong đó gồm cả huyện khác"), "count"),
    )
    new = len(communes.new_communes(province))
    notes = (tr("Tổng cộng {new} xã, phường mới; xã gồm nhiều huyện được đếm ở mỗi huyện.", new=new), tr(CODE_NOTE))
    title = tr("{count} đơn vị cấp huyện cũ và các xã mới", count=len(frame))
    return Table("huyen_xa", title, frame, columns, _code_list(), notes=notes)


@view()
def exceptions(baseline: Baseline) -> Table | None:
    """The split communes and the new communes that mix districts: where nothing can be added up exactly."""
    province = baseline.ledger.dataset.province
    split = [
        {
            "kind": tr("Xã cũ bị chia"),
            "unit": f"{row.old_name} ({unit_name(row.old_district)})",
            "parts": ", ".join(row.new_name),
        }
        for row in communes.split_communes(province).itertuples()
    ]
    mixed = [
        {
            "kind": tr("Xã mới gồm nhiều huyện"),
            "unit": row.new_name,
            "parts": ", ".join(unit_name(code) for code in row.old_district),
        }
        for row in communes.mixing_communes(province).itertuples()
    ]
    if not split and not mixed:
        return None
    columns = (
        Column("kind", tr("Trường hợp"), rows=True),
        Column("unit", tr("Đơn vị")),
        Column("parts", tr("Gồm, hoặc chia cho")),
    )
    notes = (
        tr("Chưa có tỷ lệ chia; số liệu của xã bị chia để ở mục chưa phân bổ theo xã."),
        tr(CODE_NOTE),
    )
    title, frame = (
        tr("Các trường hợp không cộng được chính xác từ đơn vị cũ sang đơn vị mới"),
        pd.DataFrame([*split, *mixed]),
    )
    return Table("ngoai_le", title, frame, columns, _code_list(), notes=notes)


@view()
def commune_list(baseline: Baseline) -> Table | None:
    """All new communes with the former communes that make them; nothing where no table lists them."""
    rows = communes.new_communes(baseline.ledger.dataset.province)
    if rows.empty:
        return None
    frame = pd.DataFrame(
        {
            "district": [tr(" và ").join(unit_name(code) for code in codes) for codes in rows["districts"]],
            "code": rows["new_code"],
            "name": rows["new_name"],
            "former": [", ".join(names) for names in rows["former"]],
        }
    ).sort_values(["district", "code"], kind="stable")
    columns = (
        Column("district", tr("Huyện cũ"), rows=True),
        Column("code", tr("Mã")),
        Column("name", tr("Xã mới")),
        Column("former", tr("Từ các xã cũ")),
    )
    title = tr("Danh mục {count} xã, phường mới và các xã cũ", count=len(frame))
    return Table("xa_moi", title, frame, columns, _code_list(), notes=(tr(CODE_NOTE),))


@view()
def points(baseline: Baseline) -> Sentence:
    """The province's allocation points: bounds as long as commune classes are not entered, of villages where known."""
    found = baseline.province_points
    if found is None:
        return Sentence(tr("Chưa có phân loại xã nên chưa tính được điểm phân bổ."))
    parts = [tr("Đã nhập phân loại cho {known}/{count} xã.", known=found.known, count=found.communes)]
    if found.villages is None:
        parts.append(
            tr(
                "Nhóm xã được **{shown} điểm**. Chưa có đủ số thôn đặc biệt khó khăn nên không cộng thành tổng "
                "điểm của tỉnh.",
                shown=_span(found.low, found.high),
            )
        )
    else:
        parts.append(
            tr(
                "Tổng điểm phân bổ của tỉnh **{shown} điểm**: {classes} điểm của nhóm xã và {villages} điểm của "
                "{figure} thôn đặc biệt khó khăn.",
                shown=_span(*found.bounds),
                classes=_span(found.low, found.high),
                villages=number(found.of_villages),
                figure=number(found.villages) if found.fact is None else printed(found.fact["figure"]),
            )
        )
    if found.known < found.communes:
        parts.append(tr("Cần bổ sung khu vực, xã biên giới, xã an toàn khu để thu hẹp khoảng."))
    return Sentence.over(baseline.ledger, " ".join(parts), () if found.fact is None else (found.fact["fact"],))


def _span(low: float, high: float) -> str:
    return number(low) if low == high else tr("từ {low} đến {high}", low=number(low), high=number(high))


@view()
def coefficients(baseline: Baseline) -> Table:
    """The allocation coefficients in force, each with its reference and whether it was checked."""
    rows = baseline.coefficients
    frame = rows.assign(
        label=rows[f"label_{current_language()}"],
        verified=[checked(*pair) for pair in zip(rows["verified"], rows["checked_on"], strict=True)],
    )
    columns = (
        Column("label", tr("Nhóm")),
        Column("value", tr("Hệ số"), "count"),
        Column("reference", tr("Căn cứ")),
        Column("verified", tr("Tình trạng")),
    )
    notes = (
        tr("Xã thuộc nhiều nhóm chỉ tính hệ số cao nhất. Hệ số ưu tiên theo tỷ lệ bổ sung cân đối chưa thấy công bố."),
    )
    first, last = baseline.horizon
    scope = Scope(tr("điểm"), f"{first}-{last}", tr(NO_PLAN), tr("quy định"))
    return Table("he_so", tr("Hệ số phân bổ vốn trung ương theo nhóm xã, thôn"), frame, columns, scope, notes=notes)


@view()
def class_entry(baseline: Baseline) -> Table | None:
    """The commune classes as entered so far, with the points they give; those of which nothing is share a row."""
    rows = baseline.points
    if rows is None:
        return None
    frame = rows.assign(
        region=[code and label("region", code) for code in rows["region"]],
        border=[code and label("answer", code) for code in rows["border"]],
        safe_zone=[code and label("answer", code) for code in rows["safe_zone"]],
        points=ranges(rows["low"], rows["high"]),
        known=[tr("không còn thôn ĐBKK") if text == "yes" else "" for text in rows["no_extremely_difficult_villages"]],
    )
    columns = (
        Column("unit", tr("Mã"), missing="–"),
        Column("name_vi", tr("Xã, phường")),
        Column("region", tr("Khu vực"), missing=tr("chưa nhập")),
        Column("border", tr("Biên giới"), missing=tr("chưa nhập")),
        Column("safe_zone", tr("An toàn khu"), missing=tr("chưa nhập")),
        Column("known", tr("Thôn ĐBKK"), missing="–"),
        Column("points", tr("Điểm của nhóm xã"), "count"),
    )
    entered = (rows[CLASS] != "").all(axis=None)
    status = tr("đã nhập đủ") if entered else tr("chờ nhập phân loại")
    scope, sources = Scope(tr("điểm"), day(baseline.as_of), tr(NO_PLAN), status), sources_of(rows[rows["source"] != ""])
    title, frame = tr("Phân loại xã đã nhập và điểm phân bổ"), _folded(frame, rows)
    return Table("phan_loai_xa", title, frame, columns, scope, sources, key=("unit",))


def _folded(frame: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with one for all communes of which nothing is entered and which print the same, where they are many."""
    nothing = (rows[[*CLASS, "no_extremely_difficult_villages"]] == "").all(axis=1)
    printed_alike = frame["points"].map(str)
    for text in once(printed_alike[nothing]):
        alike = frame[nothing & (printed_alike == text)]
        if len(alike) > FEW:
            name = tr("{count} xã, phường chưa nhập nhóm", count=len(alike))
            one = alike.head(1).assign(unit="", name_vi=name)
            frame = pd.concat([frame.drop(index=alike.index), one])
    return frame
