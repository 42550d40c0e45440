"""The communes of July 2025: where their land comes from, and their allocation points."""

from datetime import date

import pandas as pd

from mtqg_analysis.analysis import communes
from mtqg_analysis.analysis.baseline import Baseline
from mtqg_analysis.domain.language import current_language, to_translate, tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.domain.units import unit_name
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import day, number, printed
from mtqg_analysis.report.scopes import NO_PLAN, sources_of
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table

CODE_NOTE = to_translate(
    "Nguồn: Nghị quyết 1672/NQ-UBTVQH15 và danh mục mã đơn vị hành chính; từng dòng có "
    "điều khoản trong bảng chuyển đổi của gói."
)


def _code_list() -> Scope:
    return Scope(tr("đơn vị"), day(date(2025, 7, 1)), tr(NO_PLAN), tr("văn bản pháp luật"))


def districts(baseline: Baseline) -> Table:
    """The 11 former districts and how many new communes receive their land."""
    frame = communes.by_district(baseline.ledger.dataset.province)
    columns = (
        Column("name", tr("Đơn vị cấp huyện cũ")),
        Column("former_communes", tr("Xã cũ (đến 30/06/2025)"), "count"),
        Column("new_communes", tr("Xã mới nhận địa bàn"), "count"),
        Column("mixed", tr("Trong đó gồm cả huyện khác"), "count"),
    )
    new = len(communes.new_communes())
    notes = (tr("Tổng cộng {new} xã, phường mới; xã gồm nhiều huyện được đếm ở mỗi huyện.", new=new), tr(CODE_NOTE))
    return Table(
        "huyen_xa",
        tr("{count} đơn vị cấp huyện cũ và các xã mới", count=len(frame)),
        frame,
        columns,
        _code_list(),
        notes=notes,
    )


def exceptions(baseline: Baseline) -> Table:
    """The split communes and the new communes that mix districts: where nothing can be added up exactly."""
    split = [
        {
            "kind": tr("Xã cũ bị chia"),
            "unit": f"{row.old_name} ({unit_name(row.old_district)})",
            "parts": ", ".join(row.new_name),
        }
        for row in communes.split_communes().itertuples()
    ]
    mixed = [
        {
            "kind": tr("Xã mới gồm nhiều huyện"),
            "unit": row.new_name,
            "parts": ", ".join(unit_name(code) for code in row.old_district),
        }
        for row in communes.mixing_communes().itertuples()
    ]
    columns = (
        Column("kind", tr("Trường hợp"), rows=True),
        Column("unit", tr("Đơn vị")),
        Column("parts", tr("Gồm, hoặc chia cho")),
    )
    notes = (
        tr("Không có tỷ lệ chia nào được công bố: số liệu của xã bị chia để ở mục chưa phân bổ theo xã."),
        tr(CODE_NOTE),
    )
    return Table(
        "ngoai_le",
        tr("Những nơi không cộng được chính xác từ cũ sang mới"),
        pd.DataFrame([*split, *mixed]),
        columns,
        _code_list(),
        notes=notes,
    )


def commune_list(baseline: Baseline) -> Table:
    """All new communes with the former communes that make them."""
    rows = communes.new_communes()
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


def points(baseline: Baseline) -> Sentence:
    """The province's allocation points: bounds as long as commune classes are not entered."""
    if baseline.points is None:
        return Sentence(tr("Bộ dữ liệu chưa có phân loại xã (commune_classes.csv), nên chưa tính được điểm phân bổ."))
    if baseline.villages is None:
        return Sentence.over(
            baseline.ledger,
            tr(
                "Điểm theo nhóm xã ở bảng dưới. Bộ dữ liệu không công bố số thôn đặc biệt khó khăn của cả tỉnh, nên "
                "không cộng thành tổng điểm của tỉnh."
            ),
        )
    known = int((baseline.points["low"] == baseline.points["high"]).sum())
    villages = baseline.villages["exact"] * _coefficient(baseline, "village_extremely_difficult")
    low, high = baseline.points["low"].sum() + villages, baseline.points["high"].sum() + villages
    shown = number(low) if low == high else tr("từ {low} đến {high}", low=number(low), high=number(high))
    return Sentence(
        tr(
            "Đã nhập phân loại cho {known}/{count} xã. Tổng điểm phân bổ của tỉnh **{shown} "
            "điểm**, trong đó {villages} điểm của {figure} thôn đặc biệt khó khăn. Nhập khu vực, "
            "xã biên giới, xã an toàn khu vào commune_classes.csv của bộ dữ liệu rồi chạy lại để "
            "khoảng hẹp lại.",
            known=known,
            count=len(baseline.points),
            shown=shown,
            villages=number(villages),
            figure=printed(baseline.villages["figure"]),
        ),
        (baseline.villages["fact"],),
    )


def _coefficient(baseline: Baseline, key: str) -> float:
    return float(baseline.coefficients.set_index("key").loc[key, "value"])


def coefficients(baseline: Baseline) -> Table:
    """The allocation coefficients in force, each with its reference and whether it was checked."""
    rows = baseline.coefficients
    frame = pd.DataFrame(
        {
            "label": rows[f"label_{current_language()}"],
            "value": rows["value"],
            "reference": rows["reference"],
            "verified": [label("verified", code) for code in rows["verified"]],
        }
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
    scope = Scope(tr("điểm"), tr("áp dụng từ {horizon}", horizon=baseline.horizon[0]), tr(NO_PLAN), tr("quy định"))
    return Table("he_so", tr("Hệ số phân bổ vốn trung ương theo nhóm xã, thôn"), frame, columns, scope, notes=notes)


def class_entry(baseline: Baseline) -> Table | None:
    """The commune classes as entered so far, with the points they give."""
    rows = baseline.points
    if rows is None:
        return None
    frame = rows.assign(
        points=[low if low == high else (low, high) for low, high in zip(rows["low"], rows["high"], strict=True)],
        known=[tr("không còn thôn ĐBKK") if text == "yes" else "" for text in rows["no_extremely_difficult_villages"]],
    )
    columns = (
        Column("unit", tr("Mã")),
        Column("name_vi", tr("Xã, phường")),
        Column("region", tr("Khu vực"), missing=tr("chưa nhập")),
        Column("border", tr("Biên giới"), missing=tr("chưa nhập")),
        Column("safe_zone", tr("An toàn khu"), missing=tr("chưa nhập")),
        Column("known", tr("Đã công bố"), missing="–"),
        Column("points", tr("Điểm"), "count"),
    )
    sources = sources_of(rows[rows["source"] != ""])
    scope = Scope(tr("điểm"), day(baseline.as_of), tr(NO_PLAN), tr("chờ nhập phân loại"))
    return Table("phan_loai_xa", tr("Phân loại xã đã nhập và điểm phân bổ"), frame, columns, scope, sources)
