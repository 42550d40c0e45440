"""The communes of July 2025: where their land comes from, and their allocation points."""

import pandas as pd

from mtqg_analysis.analysis import communes
from mtqg_analysis.analysis.baseline import Baseline
from mtqg_analysis.domain.reference import label
from mtqg_analysis.domain.units import unit_name
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import day, number, printed
from mtqg_analysis.report.scopes import NO_PLAN, sources_of
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table

CODE_LIST = Scope("đơn vị", "01/07/2025", NO_PLAN, "văn bản pháp luật")
CODE_NOTE = (
    "Nguồn: Nghị quyết 1672/NQ-UBTVQH15 và danh mục mã đơn vị hành chính; "
    "từng dòng có điều khoản trong bảng chuyển đổi của gói."
)


def districts(baseline: Baseline) -> Table:
    """The 11 former districts and how many new communes receive their land."""
    frame = communes.by_district(baseline.ledger.dataset.province)
    columns = (
        Column("name", "Đơn vị cấp huyện cũ"),
        Column("former_communes", "Xã cũ (đến 30/06/2025)", "count"),
        Column("new_communes", "Xã mới nhận địa bàn", "count"),
        Column("mixed", "Trong đó gồm cả huyện khác", "count"),
    )
    new = len(communes.new_communes())
    notes = (f"Tổng cộng {new} xã, phường mới; xã gồm nhiều huyện được đếm ở mỗi huyện.", CODE_NOTE)
    return Table("huyen_xa", f"{len(frame)} đơn vị cấp huyện cũ và các xã mới", frame, columns, CODE_LIST, notes=notes)


def exceptions(baseline: Baseline) -> Table:
    """The split communes and the new communes that mix districts: where nothing can be added up exactly."""
    split = [
        {
            "kind": "Xã cũ bị chia",
            "unit": f"{row.old_name} ({unit_name(row.old_district)})",
            "parts": ", ".join(row.new_name),
        }
        for row in communes.split_communes().itertuples()
    ]
    mixed = [
        {
            "kind": "Xã mới gồm nhiều huyện",
            "unit": row.new_name,
            "parts": ", ".join(unit_name(code) for code in row.old_district),
        }
        for row in communes.mixing_communes().itertuples()
    ]
    columns = (Column("kind", "Trường hợp", rows=True), Column("unit", "Đơn vị"), Column("parts", "Gồm, hoặc chia cho"))
    notes = ("Không có tỷ lệ chia nào được công bố: số liệu của xã bị chia để ở mục chưa phân bổ theo xã.", CODE_NOTE)
    return Table(
        "ngoai_le",
        "Những nơi không cộng được chính xác từ cũ sang mới",
        pd.DataFrame([*split, *mixed]),
        columns,
        CODE_LIST,
        notes=notes,
    )


def commune_list(baseline: Baseline) -> Table:
    """All new communes with the former communes that make them."""
    rows = communes.new_communes()
    frame = pd.DataFrame(
        {
            "district": [" và ".join(unit_name(code) for code in codes) for codes in rows["districts"]],
            "code": rows["new_code"],
            "name": rows["new_name"],
            "former": [", ".join(names) for names in rows["former"]],
        }
    ).sort_values(["district", "code"], kind="stable")
    columns = (
        Column("district", "Huyện cũ", rows=True),
        Column("code", "Mã"),
        Column("name", "Xã mới"),
        Column("former", "Từ các xã cũ"),
    )
    title = f"Danh mục {len(frame)} xã, phường mới và các xã cũ"
    return Table("xa_moi", title, frame, columns, CODE_LIST, notes=(CODE_NOTE,))


def points(baseline: Baseline) -> Sentence:
    """The province's allocation points: bounds as long as commune classes are not entered."""
    known = int((baseline.points["low"] == baseline.points["high"]).sum())
    villages = baseline.villages["exact"] * _coefficient(baseline, "village_extremely_difficult")
    low, high = baseline.points["low"].sum() + villages, baseline.points["high"].sum() + villages
    shown = number(low) if low == high else f"từ {number(low)} đến {number(high)}"
    return Sentence(
        f"Đã nhập phân loại cho {known}/{len(baseline.points)} xã. Tổng điểm phân bổ của tỉnh **{shown} điểm**, "
        f"trong đó {number(villages)} điểm của {printed(baseline.villages['figure'])} thôn đặc biệt khó khăn. "
        "Nhập khu vực, xã biên giới, xã an toàn khu vào commune_classes.csv của bộ dữ liệu rồi chạy lại "
        "để khoảng hẹp lại.",
        (baseline.villages["fact"],),
    )


def _coefficient(baseline: Baseline, key: str) -> float:
    return float(baseline.coefficients.set_index("key").loc[key, "value"])


def coefficients(baseline: Baseline) -> Table:
    """The allocation coefficients in force, each with its reference and whether it was checked."""
    rows = baseline.coefficients
    frame = pd.DataFrame(
        {
            "label": rows["label_vi"],
            "value": rows["value"],
            "reference": rows["reference"],
            "verified": [label("verified", code) for code in rows["verified"]],
        }
    )
    columns = (
        Column("label", "Nhóm"),
        Column("value", "Hệ số", "count"),
        Column("reference", "Căn cứ"),
        Column("verified", "Tình trạng"),
    )
    notes = (
        "Xã thuộc nhiều nhóm chỉ tính hệ số cao nhất. Hệ số ưu tiên theo tỷ lệ bổ sung cân đối chưa thấy công bố.",
    )
    scope = Scope("điểm", f"áp dụng từ {baseline.horizon[0]}", NO_PLAN, "quy định")
    return Table("he_so", "Hệ số phân bổ vốn trung ương theo nhóm xã, thôn", frame, columns, scope, notes=notes)


def class_entry(baseline: Baseline) -> Table:
    """The commune classes as entered so far, with the points they give."""
    rows = baseline.points
    frame = rows.assign(
        points=[low if low == high else (low, high) for low, high in zip(rows["low"], rows["high"], strict=True)],
        known=["không còn thôn ĐBKK" if text == "yes" else "" for text in rows["no_extremely_difficult_villages"]],
    )
    columns = (
        Column("unit", "Mã"),
        Column("name_vi", "Xã, phường"),
        Column("region", "Khu vực", missing="chưa nhập"),
        Column("border", "Biên giới", missing="chưa nhập"),
        Column("safe_zone", "An toàn khu", missing="chưa nhập"),
        Column("known", "Đã công bố", missing="–"),
        Column("points", "Điểm", "count"),
    )
    sources = sources_of(rows[rows["source"] != ""])
    scope = Scope("điểm", day(baseline.as_of), NO_PLAN, "chờ nhập phân loại")
    return Table("phan_loai_xa", "Phân loại xã đã nhập và điểm phân bổ", frame, columns, scope, sources)
