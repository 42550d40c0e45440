"""Where the figures of a report come from: its head, its sources, and what the checks of the data found."""

from collections.abc import Iterable, Sequence
from datetime import date

import pandas as pd

from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.ledger.finding import shortened
from mtqg_analysis.ledger.ledger import Ledger
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.issuer import Office
from mtqg_analysis.report.numbers import day, number, partial_day
from mtqg_analysis.report.scopes import NO_PLAN
from mtqg_analysis.report.sentence import Head, Sentence
from mtqg_analysis.report.table import Table


def report_head(title: str, subtitle: str, ledgers: tuple[Ledger, Ledger], as_of: date, office: Office) -> Head:
    """The head of a report over two datasets: a province's, and the nation's beside it."""
    ledger, context = ledgers
    newest = max([*ledger.facts["known_on"], *context.facts["known_on"]], default="")
    known = (
        tr("công bố đến {known_on}", known_on=day(ledger.known_on))
        if ledger.known_on
        else tr("mới nhất, công bố đến {known_on}", known_on=partial_day(newest))
    )
    checked = [f"{where}: {_checked(one)}" for where, one in zip((tr("tỉnh"), tr("cả nước")), ledgers, strict=True)]
    facts = (
        (tr("Số liệu của tỉnh"), f"{ledger.dataset.title} ({label('dataset', ledger.dataset.kind)})"),
        (tr("Số liệu đối chiếu"), context.dataset.title),
        (tr("Ngày chốt số liệu"), day(as_of)),
        (tr("Phiên bản số liệu"), known),
        (tr("Tự kiểm tra"), "; ".join(checked)),
    )
    titles = [pair for one in ledgers for pair in one.dataset.sources[["source", "title"]].itertuples(index=False)]
    return Head(title, subtitle, facts, ledger.is_illustrative, office, tuple(titles))


def _checked(ledger: Ledger) -> str:
    counts = ledger.check.checked
    errors = sum(finding.severity == "error" for finding in ledger.check.findings)
    return tr(
        "{facts} số liệu; đã đối chiếu {triples} tỷ lệ với kế hoạch và số giải ngân, {sums} tổng với các thành "
        "phần; {errors} chỗ không khớp, không dùng để tính",
        facts=number(counts["facts"]),
        triples=counts["triples"],
        sums=counts["sums"],
        errors=errors,
    )


def source_table(ledgers: Sequence[Ledger], displays: Iterable[Table | Chart | Sentence]) -> Table:
    """The sources that some tables and charts cite, with address, so that a printed figure can be followed."""
    cited = sorted({source for shown in displays if not isinstance(shown, Sentence) for source in shown.sources})
    known = pd.concat([ledger.dataset.sources for ledger in ledgers]).drop_duplicates("source").set_index("source")
    frame = known.loc[cited].reset_index()
    frame = frame.assign(date=[partial_day(text) for text in frame["date"]])
    columns = (
        Column("source", tr("Mã nguồn"), "anchor"),
        Column("title", tr("Tên văn bản, bài viết")),
        Column("publisher", tr("Nơi công bố")),
        Column("date", tr("Ngày"), missing=tr("không ghi ngày")),
        Column("url", tr("Địa chỉ"), "link", missing=tr("không đăng trên mạng")),
    )
    status = (
        tr("số liệu công bố của cả nước và số liệu minh họa của tỉnh")
        if any(ledger.is_illustrative for ledger in ledgers)
        else tr("số liệu đã công bố")
    )
    scope = Scope(tr("danh mục"), tr("như từng nguồn"), tr(NO_PLAN), status)
    return Table("nguon_so_lieu", tr("Các nguồn được dẫn trong báo cáo"), frame, columns, scope)


def finding_table(ledgers: Iterable[Ledger]) -> Table:
    """What the datasets' own checks found: the findings behind "không khớp", with the facts they concern."""
    findings = [finding for ledger in ledgers for finding in shortened(ledger.check.findings)]
    frame = pd.DataFrame(
        {
            "severity": [label("severity", finding.severity) for finding in findings],
            "message": [finding.message for finding in findings],
            "ids": [finding.listed_ids for finding in findings],
        }
    )
    columns = (
        Column("severity", tr("Mức"), rows=True),
        Column("message", tr("Nội dung")),
        Column("ids", tr("Số liệu")),
    )
    scope = Scope(tr("như nguồn ghi"), tr("như từng số liệu"), tr("như từng số liệu"), tr("kết quả tự kiểm tra"))
    notes = (tr("Số liệu có lỗi không dùng để tính; ở đâu nêu số đó đều ghi «không khớp»."),)
    return Table("tu_kiem_tra", tr("Số liệu công bố không khớp với nhau"), frame, columns, scope, notes=notes)
