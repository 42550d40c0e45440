"""What a report needs before it may go out signed: an office that is told whole, and no word left open."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from mtqg_analysis.domain.errors import UnfinishedError
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.period import parse_day
from mtqg_analysis.ledger.ledger import load_ledger
from mtqg_analysis.ledger.written_places import MARKS
from mtqg_analysis.report.issuer import Issuer
from mtqg_analysis.report.narrative import KIND
from mtqg_analysis.report.numbers import few
from mtqg_analysis.run.claims import evidence_of
from mtqg_analysis.run.own_words import contradicted_words

# What Decree 30/2020/NĐ-CP, Article 8, asks of every document and a person has to give.
NEEDED = {
    "number": to_translate("số văn bản"),
    "symbol": to_translate("ký hiệu"),
    "place": to_translate("địa danh"),
    "date": to_translate("ngày ban hành"),
    "position": to_translate("chức vụ người ký"),
    "signer": to_translate("họ tên người ký"),
    "recipients": to_translate("nơi nhận"),
}


def refuse_unsigned(issuer: Issuer | None, as_of: date) -> None:
    """Raises UnfinishedError where the office is not told whole, or dates it before its figures."""
    if issuer is None:
        raise UnfinishedError(
            "Chưa ban hành được: chưa biết cơ quan ban hành. Hãy chép docs/co-quan-ban-hanh.yaml, điền rồi nêu --set "
            "issuer=tệp.yaml; chưa có số, ngày thì lập báo cáo không có --issue để trình ký."
        )
    missing = [f"{name} ({tr(words)})" for name, words in NEEDED.items() if not getattr(issuer, name)]
    if missing:
        raise UnfinishedError(
            "Chưa ban hành được: tệp cơ quan ban hành còn trống {missing}. Hãy điền; chưa có số, ngày thì lập báo cáo "
            "không có --issue để trình ký.",
            missing=", ".join(missing),
        )
    if parse_day(issuer.date, "date") < as_of:
        raise UnfinishedError(
            "Chưa ban hành được: ngày ban hành {date} trước ngày chốt số liệu {as_of}. Hãy sửa mục date của tệp cơ "
            "quan ban hành hoặc --as-of.",
            date=issuer.date,
            as_of=as_of,
        )


def refuse_unfinished(executed: NotebookNode, failed: list[str], data: object) -> None:
    """Raises UnfinishedError where an executed report has a place to write or to approve, or a display that failed.

    failed: what the boxes of failed displays say. data: the dataset, as the report's parameter names it.
    """
    if failed:
        raise UnfinishedError(
            "Chưa ban hành được: có phần không lập được.\n{failed}", failed="\n".join(f"- {one}" for one in failed)
        )
    left = [_left(place) for place in _places(executed) if place["open"]]
    if left:
        raise UnfinishedError(
            "Chưa ban hành được, còn {count} mục:\n{places}\nHãy viết, duyệt ở các mục ấy trong report.docx (lập báo "
            "cáo không có --issue), chạy mtqg intake report.docx --into {data}, rồi lập lại với --issue. Cách khác: "
            "sửa thẳng {data}/narrative.csv.",
            count=few(len(left)),
            places="\n".join(f"- {one}" for one in left),
            data=data,
        )


def refuse_contradicted(executed: NotebookNode, data: Path, context: Path) -> None:
    """Raises UnfinishedError where the office's own words, as a report prints them, hold what the data contradict."""
    printed = {item["row"] for place in _places(executed) for item in place["items"] if item["row"]}
    rows = load_ledger(data).table("narrative").to_dict("records") if printed else []
    own = [{str(name): str(cell) for name, cell in row.items()} for row in rows if row["narrative"] in printed]
    wrong = list(contradicted_words(own, evidence_of(data, context))) if own else []
    if wrong:
        told = "\n".join(f"- {row}: «{one.text}». {one.message}" for row, one in wrong)
        raise UnfinishedError(
            "Chưa ban hành được: lời của cơ quan có {count} chỗ trái dữ liệu.\n{told}\nHãy sửa lời ấy trong report.docx"
            " hoặc {data}/narrative.csv, hoặc sửa số liệu nếu lời mới đúng, rồi lập lại với --issue.",
            count=few(len(wrong)),
            told=told,
            data=data,
        )


def _places(executed: NotebookNode) -> Iterator[dict[str, Any]]:
    for cell in executed.cells:
        for output in cell.get("outputs", []):
            about = output.get("metadata", {}).get("mtqg", {})
            if about.get("kind") == KIND:
                yield from about["places"]


def _left(place: dict[str, Any]) -> str:
    """What of a place is still to be done."""
    drafts = sum(item["kind"] in MARKS for item in place["items"])
    if not drafts:
        return tr("{title}: chưa viết", title=place["title"])
    return tr("{title}: {count} câu dự thảo chưa duyệt", title=place["title"], count=few(drafts))
