"""Reading a Word report of ours back: what stands now at the places where its office writes.

A place is the content control that bears its tag, or, where another program than Word saved the file, what lies within
its bookmark. Only text is taken: no field is worked out, no link followed, no picture opened.
"""

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from lxml import etree

from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.intake.kinds import finding, reject
from mtqg_analysis.intake.text import clean
from mtqg_analysis.intake.workbook import Where
from mtqg_analysis.ledger.finding import Finding
from mtqg_analysis.ledger.written_places import NAMESPACE, PREFIX, Memo, bookmarks_of, said, tag_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
DATES = "{http://purl.org/dc/terms/}"
DUBLIN = "{http://purl.org/dc/elements/1.1/}"
HANOI = timezone(timedelta(hours=7))  # Word dates a file in universal time
FIRST_YEAR = 2001  # the report itself is dated 2000, so that the same report is the same file
MAX_DOCUMENT = 24 * 2**20  # bytes of a text, unpacked: a report has a hundredth of it
MAX_PARAGRAPHS, MAX_LETTERS = 200, 5_000  # of one place, of one paragraph
DROPPED = {f"{W}{name}" for name in ("del", "moveFrom", "txbxContent", "instrText", "sdtPr", "pPr", "rPr")}
TRACKED = {f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo")}
NOT_TEXT = {f"{W}{name}" for name in ("drawing", "pict", "object", "tbl")}
BLANKS = {f"{W}{name}": " " for name in ("tab", "br", "cr", "ptab")} | {f"{W}noBreakHyphen": "-"}
LEGACY = (".vn", "vni")  # fonts in whose text other letters are meant than stand there


@dataclass(frozen=True)
class Typed:
    """What a report says now at its places.

    memo: what it printed there. texts: by place, each paragraph with whether it bears the mark of a draft; a place that
    cannot be found again is not among them. author, day: as the file says; empty and the day of the file where it does
    not.
    """

    memo: Memo
    texts: dict[str, list[tuple[str, bool]]]
    author: str
    day: date
    findings: list[Finding] = field(default_factory=list)


def read_docx(path: Path) -> Typed:
    """The places of a report of ours; raises `Rejected` for any other document."""
    with zipfile.ZipFile(path) as archive:
        memo = _memo(archive)
        body = parsed_part(archive, "word/document.xml").find(f"{W}body")
        author, day = _properties(archive)
    if body is None:
        raise _not_ours()
    found = _Body(body)
    findings = [*found.foreign(memo), *found.odd(memo)]
    texts = {code: list(found.texts(memo, code)) for code in memo.places if found.of(memo, code) is not None}
    return Typed(memo, texts, author, day or date.fromtimestamp(path.stat().st_mtime), findings)


def parsed_part(archive: zipfile.ZipFile, name: str) -> etree._Element:
    """The XML of a part, of which no entity is resolved and nothing fetched; raises `Rejected` for one too large."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    size = archive.getinfo(name).file_size
    if size > MAX_DOCUMENT:
        large, most = size // 2**20, MAX_DOCUMENT // 2**20
        message = tr("Phần chữ của tệp Word lớn {size} MB, quá giới hạn {most} MB; không mở.", size=large, most=most)
        raise reject("ZIP_BOMB", message, f"{large} MB", tr("đến {most} MB", most=most))
    with archive.open(name) as stream:
        return etree.parse(stream, parser).getroot()


def _memo(archive: zipfile.ZipFile) -> Memo:
    """What the report remembers of itself; a file that was put together of two reports is none."""
    names = [name for name in archive.namelist() if name.startswith("customXml/item") and "Props" not in name]
    roots = [parsed_part(archive, name) for name in names]
    memos = [Memo.of_xml(root) for root in roots if root.tag == f"{{{NAMESPACE}}}report"]
    if not memos or any(memo != memos[0] for memo in memos):
        raise _not_ours()
    return memos[0]


def _not_ours() -> Exception:
    message = tr(
        "Tệp Word không phải là report.docx do mtqg lập, hoặc đã mất phần ghi chỗ viết lời khi chép sang tệp khác; hãy "
        "viết ngay trên report.docx rồi gửi lại tệp ấy."
    )
    return reject("FORMAT_MISMATCH", message, "Word (.docx)", "report.docx")


def _properties(archive: zipfile.ZipFile) -> tuple[str, date | None]:
    """Who saved the file last and when, by its properties; empty and None where they do not say."""
    if "docProps/core.xml" not in archive.namelist():
        return "", None
    root = parsed_part(archive, "docProps/core.xml")
    author = root.findtext(f"{CORE}lastModifiedBy") or root.findtext(f"{DUBLIN}creator") or ""
    try:
        saved = datetime.fromisoformat((root.findtext(f"{DATES}modified") or "").strip())
    except ValueError:
        return clean(author), None
    day = (saved.astimezone(HANOI) if saved.tzinfo else saved).date()
    return clean(author), day if day.year >= FIRST_YEAR else None


class _Body:
    """The paragraphs of a text in their order, and the controls and bookmarks that tell a place."""

    def __init__(self, body: etree._Element) -> None:
        paragraphs = body.iter(f"{W}p")
        self.paragraphs = [one for one in paragraphs if next(one.iterancestors(f"{W}tbl"), None) is None]
        self.number = {paragraph: place for place, paragraph in enumerate(self.paragraphs)}
        self.controls = [
            (tag.get(f"{W}val", ""), control)
            for control in body.iter(f"{W}sdt")
            for tag in control.findall(f"{W}sdtPr/{W}tag")
        ]
        self.bookmarks = {
            mark.get(f"{W}name", ""): self.number[paragraph]
            for paragraph in self.paragraphs
            for mark in paragraph.iter(f"{W}bookmarkStart")
        }

    def of(self, memo: Memo, code: str) -> list[etree._Element] | None:
        """The paragraphs of a place in order, None where it is lost; those where Word only asks to write are none.

        A control within a paragraph is what another program left of one over several.
        """
        tag = tag_of(memo.dataset, memo.year, code)
        controls = [one for name, one in self.controls if name == tag and one.getparent().tag != f"{W}p"]
        asking = {
            paragraph
            for control in controls
            if control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None
            for paragraph in control.iter(f"{W}p")
        }
        before, behind = (self.bookmarks.get(name) for name in bookmarks_of(code))
        if not controls and (before is None or behind is None):
            return None
        between = self.paragraphs[before + 1 : behind] if before is not None and behind is not None else []
        found = {paragraph for control in controls for paragraph in control.iter(f"{W}p")} & self.number.keys()
        return sorted({*found, *between} - asking, key=self.number.__getitem__)

    def texts(self, memo: Memo, code: str) -> Iterator[tuple[str, bool]]:
        """What the paragraphs of a place say, without what the report itself printed to ask for words."""
        requests = [one.text for one in memo.places[code] if one.kind == "open"]
        begun = ""
        for paragraph in self.of(memo, code) or []:
            text = clean(begun + _text(paragraph))
            begun = ""
            if paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None:  # a tracked change that joins it to the next
                begun = f"{text} "
                continue
            for request in requests:
                text = text.replace(request, "")
            told = said(text)
            if told[0]:
                yield told

    def foreign(self, memo: Memo) -> Iterator[Finding]:
        """Controls that were copied from another report, with what they hold."""
        own = {tag_of(memo.dataset, memo.year, code) for code in memo.places}
        for tag in sorted({tag for tag, _ in self.controls if tag.startswith(f"{PREFIX}:")} - own):
            message = tr(
                "Có chỗ viết chép từ báo cáo khác ({tag}); chỗ viết của báo cáo này thuộc bộ dữ liệu {dataset}, năm "
                "{year}. Hãy xóa chỗ ấy, chép riêng chữ vào chỗ viết có sẵn.",
                tag=tag,
                dataset=memo.dataset,
                year=memo.year,
            )
            yield finding("WORDS_FOREIGN", message, Where(tag), tag, f"{PREFIX}:{memo.dataset}:{memo.year}")

    def odd(self, memo: Memo) -> Iterator[Finding]:
        """What of a place is lost, is not plain text, not readable, or was changed under Word's eyes."""
        for code in memo.places:
            paragraphs = self.of(memo, code)
            if paragraphs is None:
                lost = tr("không còn chỗ viết trong tệp nên được giữ như trong bộ dữ liệu")
                yield _of(code, "WORDS_PLACE_LOST", lost)
                continue
            controls = [one for name, one in self.controls if name == tag_of(memo.dataset, memo.year, code)]
            if any(one.tag in NOT_TEXT for part in (*paragraphs, *controls) for one in part.iter()):
                yield _of(code, "WORDS_NOT_TEXT", tr("có bảng hoặc hình mà chỗ này chỉ giữ chữ; hãy đưa ra ngoài mục"))
            if any(font.startswith(LEGACY) for font in _fonts(paragraphs)):
                yield _of(code, "WORDS_FONT", tr("gõ bằng phông .Vn hoặc VNI; hãy chuyển mã sang Unicode rồi gửi lại"))
            longest = max((len(_text(paragraph)) for paragraph in paragraphs), default=0)
            if len(paragraphs) > MAX_PARAGRAPHS or longest > MAX_LETTERS:
                told = tr(
                    "có {count} đoạn, đoạn dài nhất {longest} chữ cái; không quá {most} đoạn, mỗi đoạn {letters} "
                    "chữ cái",
                    count=len(paragraphs),
                    longest=longest,
                    most=MAX_PARAGRAPHS,
                    letters=MAX_LETTERS,
                )
                yield _of(code, "WORDS_TOO_LONG", told)
            if any(one.tag in TRACKED for paragraph in paragraphs for one in paragraph.iter()):
                changes = tr("có sửa đổi đang theo dõi; chữ thêm được nhận, chữ xóa được bỏ")
                yield _of(code, "TRACKED_CHANGES", changes)


def _of(code: str, kind: str, text: str) -> Finding:
    return finding(kind, tr("Mục «{name}»: {told}.", name=label("narrative_place", code), told=text), Where(code))


def _fonts(paragraphs: Iterable[etree._Element]) -> Iterator[str]:
    for paragraph in paragraphs:
        for font in paragraph.iter(f"{W}rFonts"):
            yield font.get(f"{W}ascii", "").lower()


def _text(paragraph: etree._Element) -> str:
    """What a paragraph says once its tracked changes are accepted."""
    parts: list[str] = []
    _collect(paragraph, parts)
    return "".join(parts)


def _collect(parent: etree._Element, parts: list[str]) -> None:
    for one in parent:
        if one.tag == f"{W}t":
            parts.append(one.text or "")
        elif one.tag in BLANKS:
            parts.append(BLANKS[str(one.tag)])
        elif one.tag not in DROPPED:
            _collect(one, parts)
