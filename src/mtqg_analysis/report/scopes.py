"""What the figures of one table have in common, read off the facts themselves; and the shared parts of every report."""

from collections.abc import Iterable
from datetime import date

import pandas as pd

from mtqg_analysis.domain.reference import label
from mtqg_analysis.ledger.ledger import Ledger
from mtqg_analysis.report.display import Chart, Column, Head, Scope, Table
from mtqg_analysis.report.numbers import day, number, partial_day

NO_PLAN = "không dùng kế hoạch làm mẫu số"


def scope_of(facts: pd.DataFrame | list[pd.Series], unit: str, status: str = "") -> Scope:
    """The scope of some facts: their cut-offs, plan bases and statuses, each named once."""
    rows = facts if isinstance(facts, pd.DataFrame) else pd.DataFrame(facts)
    bases = [basis_word(code) for code in _once(rows["plan_basis"]) if code]
    statuses = [label("status", code) for code in _once(rows["status"])]
    return Scope(unit, cut_offs(rows["as_of"]), " và ".join(bases) or NO_PLAN, status or " và ".join(statuses))


def basis_word(code: str) -> str:
    """A plan basis as it stands after "Cơ sở kế hoạch:"."""
    return "không công bố" if code == "unknown" else label("plan_basis", code)


def cut_offs(days: Iterable[str]) -> str:
    """Cut-off days in words: one day, a few, or from the first to the last."""
    known = sorted({text for text in days if text})
    if not known:
        return "nguồn không ghi ngày"
    shown = [partial_day(text) for text in known]
    return "; ".join(shown) if len(shown) <= 2 else f"từ {shown[0]} đến {shown[-1]}"


def _once(codes: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(codes))


def sources_of(facts: pd.DataFrame | list[pd.Series]) -> tuple[str, ...]:
    """The sources of some facts, each once, in order."""
    rows = facts if isinstance(facts, pd.DataFrame) else pd.DataFrame(facts)
    return tuple(_once(rows["source"]))


def report_head(title: str, ledger: Ledger, context: Ledger, subtitle: str, as_of: date) -> Head:
    """The head of a report over one dataset and the nation's."""
    known = f"công bố đến {day(ledger.known_on)}" if ledger.known_on else "mới nhất của bộ dữ liệu"
    checked = [f"{one.dataset.name}: {_checked(one)}" for one in (ledger, context)]
    facts = (
        ("Bộ dữ liệu", f"{ledger.dataset.title} ({label('dataset', ledger.dataset.kind)})"),
        ("Số liệu đối chiếu", context.dataset.title),
        ("Ngày chốt số liệu", day(as_of)),
        ("Phiên bản số liệu", known),
        ("Tự kiểm tra", "; ".join(checked)),
    )
    return Head(title, subtitle, facts, ledger.is_illustrative)


def _checked(ledger: Ledger) -> str:
    counts = ledger.check.checked
    errors = sum(finding.severity == "error" for finding in ledger.check.findings)
    return (
        f"{number(counts['facts'])} số liệu, {counts['triples']} bộ ba kế hoạch - giải ngân - tỷ lệ, "
        f"{counts['sums']} tổng; {errors} chỗ không khớp đã loại khỏi tính toán"
    )


def source_table(ledgers: Iterable[Ledger], displays: Iterable[Table | Chart]) -> Table:
    """The sources that some tables and charts cite, with address, so that a printed figure can be followed."""
    cited = sorted({source for shown in displays for source in shown.sources})
    known = pd.concat([ledger.dataset.sources for ledger in ledgers]).drop_duplicates("source").set_index("source")
    frame = known.loc[cited].reset_index()
    frame = frame.assign(date=[partial_day(text) for text in frame["date"]])
    columns = (
        Column("source", "Mã nguồn", "anchor"), Column("title", "Tên văn bản, bài viết"), Column("publisher", "Nơi công bố"),
        Column("date", "Ngày", missing="không ghi ngày"), Column("url", "Địa chỉ", "link", missing="không đăng trên mạng"),
    )  # fmt: skip
    scope = Scope("danh mục", "như từng nguồn", NO_PLAN, "số liệu đã công bố")
    return Table("nguon_so_lieu", "Các nguồn được dẫn trong báo cáo", frame, columns, scope)


def finding_table(ledgers: Iterable[Ledger]) -> Table:
    """What the datasets' own checks found: the findings behind "không khớp", with the facts they concern."""
    findings = [finding for ledger in ledgers for finding in ledger.check.findings]
    frame = pd.DataFrame(
        {
            "severity": [label("severity", finding.severity) for finding in findings],
            "message": [finding.message for finding in findings],
            "ids": [", ".join(finding.ids) for finding in findings],
        }
    )
    columns = (Column("severity", "Mức", rows=True), Column("message", "Nội dung"), Column("ids", "Số liệu"))
    scope = Scope("như đã in", "như từng số liệu", "như từng số liệu", "kết quả tự kiểm tra")
    return Table("tu_kiem_tra", "Số liệu công bố không khớp với nhau", frame, columns, scope,
                 notes=("Số liệu bị nêu là lỗi được in có dấu và không tham gia tính toán.",))  # fmt: skip
