"""Word files that try a reader of drafts, built by code, each with what is expected of it.

Every file has the sentence `PLAIN`, so that what surrounds a trap is seen to be read still. The trap holds a claim that
is wrong and is found, or whose place is named among what was not read.
"""

import io
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from typing import NamedTuple

from docx import Document

PLAIN = "Đến ngày 31/12/2024, vốn đầu tư các chương trình giải ngân đạt 69,4% kế hoạch."
TRAP = "Đến ngày 31/12/2024, toàn tỉnh giải ngân được {} vốn các chương trình mục tiêu quốc gia."
WRONG = "1.138 tỷ đồng"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BODY = "word/document.xml"
TYPES = "[Content_Types].xml"
RELATIONS = "word/_rels/document.xml.rels"
WORDPROCESSING = "application/vnd.openxmlformats-officedocument.wordprocessingml"


class Hostile(NamedTuple):
    """A file; words that must be found as claims, or places to be named instead; words that must not be found."""

    name: str
    content: bytes
    read: tuple[str, ...] = ("69,4%",)
    named: str = ""
    unread: tuple[str, ...] = ()
    refused: bool = False


def files() -> Iterator[Hostile]:
    """Every hostile file."""
    yield from _places()
    yield from _letters()
    yield from _dangers()
    yield from _ruins()


def _places() -> Iterator[Hostile]:
    """Words that stand outside plain paragraphs."""
    wrong = ("69,4%", WRONG)
    yield Hostile("table", _made(_table), wrong, "bảng")
    yield Hostile("table_in_table", _made(_nested), wrong, "bảng")
    yield Hostile("header", _made(lambda d: _set(d.sections[0].header.paragraphs[0])), wrong, "đầu trang")
    yield Hostile("footer", _made(lambda d: _set(d.sections[0].footer.paragraphs[0])), wrong, "chân trang")
    yield Hostile("footnote", _noted("footnote"), wrong, "chú thích|cước chú")
    yield Hostile("endnote", _noted("endnote"), wrong, "chú thích|cước chú")
    yield Hostile("text_box", _body(_text_box()), wrong, "hộp văn bản|khung")
    yield Hostile("content_control", _body(f"<w:sdt><w:sdtContent>{_p(_r(_trap()))}</w:sdtContent></w:sdt>"), wrong)
    yield Hostile("hyperlink", _body(_p(f'<w:hyperlink w:anchor="x">{_r(_trap())}</w:hyperlink>')), wrong)
    yield Hostile("smart_tag", _body(_p(f'<w:smartTag w:element="x">{_r(_trap())}</w:smartTag>')), wrong)
    yield Hostile("inserted", _body(_p(f"<w:ins {_BY}>{_r(_trap())}</w:ins>")), wrong, "theo dõi|thay đổi|chèn")
    yield Hostile("deleted", _body(_p(_deleted())), ("69,4%", "1.318 tỷ đồng"), unread=(WRONG,))
    yield Hostile("moved", _body(_p(f"<w:moveFrom {_BY}>{_r(_trap())}</w:moveFrom>")), unread=(WRONG,))
    yield Hostile("field", _body(_p(_field())), wrong, "trường", unread=("2.222 tỷ đồng",))
    yield Hostile("simple_field", _body(_p(f'<w:fldSimple w:instr="REF x">{_r(_trap())}</w:fldSimple>')), wrong)
    yield Hostile("comment", _made(_comment), unread=(WRONG,))
    yield Hostile("hidden", _body(_p(f"<w:r><w:rPr><w:vanish/></w:rPr>{_t(_trap())}</w:r>")), wrong, "ẩn")


def _letters() -> Iterator[Hostile]:
    """Claims that are written apart: over runs, with signs that are not seen, or in decomposed letters."""
    start, end = TRAP.split("{}")
    runs = "".join(map(_r, (start, "1.1", "38", " tỷ đ", "ồng", end)))
    yield Hostile("runs", _body(_p(runs)), ("69,4%", WRONG))
    hard = WRONG.replace(" ", "\u00a0")
    yield Hostile("hard_spaces", _body(_p(_r(start + hard + end))), ("69,4%", hard))
    apart = unicodedata.normalize("NFD", _trap())
    yield Hostile("decomposed", _body(_p(_r(apart))), ("69,4%", unicodedata.normalize("NFD", WRONG)))
    soft = WRONG.replace("tỷ", "t\u00adỷ")
    yield Hostile("soft_hyphen", _body(_p(_r(start + soft + end))), ("69,4%",))
    turned = WRONG.replace("1.138", "1.\u202e138\u202c")
    yield Hostile("turned_letters", _body(_p(_r(start + turned + end))), ("69,4%",))
    yield Hostile("control_letters", _body(_p(_r(start + WRONG + "\u200b" + end))), ("69,4%", WRONG))


def _dangers() -> Iterator[Hostile]:
    """What must not be run, fetched or written."""
    yield Hostile("bomb", _bomb(), (), refused=True)
    yield Hostile("entities", _with_type(_LAUGHS, "&a9;"), (), refused=True)
    secret = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    yield Hostile("external_entity", _with_type(secret, "&x;"), (), refused=True)
    yield Hostile("macros", _macros(), named="macro")
    yield Hostile("external_template", _related("attachedTemplate", "http://192.0.2.1/x.dotm"), named="ngoài|liên kết")
    yield Hostile("external_picture", _related("image", "file://192.0.2.1/share/x.png"), named="ngoài|liên kết")
    yield Hostile("upward_path", _archive({"../../evil.txt": b"x"}), named="evil|đường dẫn")
    yield Hostile("object", _archive({"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0"}), named="đối tượng|nhúng")


def _ruins() -> Iterator[Hostile]:
    """Files that are no Word files, or no longer."""
    whole = _body("")
    yield Hostile("empty", b"", (), refused=True)
    yield Hostile("cut_off", whole[: len(whole) // 2], (), refused=True)
    yield Hostile("old_word", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), (), refused=True)
    yield Hostile("no_document", _archive({BODY: None}), (), refused=True)
    yield Hostile("broken_xml", _archive({BODY: b"<w:document><w:body>"}), (), refused=True)
    yield Hostile("web_page", "<html><p>1.138 tỷ đồng</p></html>".encode(), (), refused=True)


_BY = 'w:id="9" w:author="Người soạn" w:date="2025-01-20T08:00:00Z"'
_LAUGHS = (
    '<!DOCTYPE d [<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)) + "]>"
)


def _trap() -> str:
    return TRAP.format(WRONG)


def _t(text: str) -> str:
    return f'<w:t xml:space="preserve">{text}</w:t>'


def _r(text: str) -> str:
    return f"<w:r>{_t(text)}</w:r>"


def _p(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


def _made(change: Callable[..., object]) -> bytes:
    """A file of the plain sentence after a change through python-docx."""
    document, buffer = Document(), io.BytesIO()
    document.add_paragraph(PLAIN)
    change(document)
    document.save(buffer)
    return buffer.getvalue()


def _archive(changed: dict[str, bytes | None], base: bytes | None = None) -> bytes:
    """The base file with parts replaced, added, or left out where None."""
    source, target = zipfile.ZipFile(io.BytesIO(base or _made(lambda d: None))), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name in source.namelist():
            content = changed[name] if name in changed else source.read(name)
            if content is not None:
                out.writestr(name, content)
        for name, content in changed.items():
            if name not in source.namelist() and content is not None:
                out.writestr(name, content)
    return target.getvalue()


def _part(name: str, base: bytes | None = None) -> str:
    return zipfile.ZipFile(io.BytesIO(base or _made(lambda d: None))).read(name).decode()


def _body(inner: str) -> bytes:
    """The plain sentence, then what is given."""
    return _archive({BODY: _part(BODY).replace("<w:sectPr", f"{inner}<w:sectPr", 1).encode()})


def _set(paragraph) -> None:
    paragraph.text = _trap()


def _table(document) -> None:
    document.add_table(2, 2).cell(1, 1).text = _trap()


def _nested(document) -> None:
    document.add_table(1, 1).cell(0, 0).add_table(1, 1).cell(0, 0).text = _trap()


def _comment(document) -> None:
    document.add_comment(document.paragraphs[0].runs, text=_trap(), author="Lãnh đạo", initials="LĐ")


def _deleted() -> str:
    start, end = TRAP.split("{}")
    gone = f"<w:del {_BY}><w:r><w:delText>{WRONG}</w:delText></w:r></w:del>"
    return _r(start) + gone + f"<w:ins {_BY}>{_r('1.318 tỷ đồng')}</w:ins>" + _r(end)


def _field() -> str:
    start, end = TRAP.split("{}")
    marks = {mark: f'<w:r><w:fldChar w:fldCharType="{mark}"/></w:r>' for mark in ("begin", "separate", "end")}
    order = "<w:r><w:instrText>2.222 tỷ đồng</w:instrText></w:r>"
    return _r(start) + marks["begin"] + order + marks["separate"] + _r(WRONG) + marks["end"] + _r(end)


def _text_box() -> str:
    """A box as Word writes it: once as a drawing, and once more for older programs."""
    names = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    inner = f"<w:txbxContent>{_p(_r(_trap()))}</w:txbxContent>"
    choice = f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{inner}</wps:txbx></w:drawing></mc:Choice>'
    older = f"<mc:Fallback><w:pict><v:textbox>{inner}</v:textbox></w:pict></mc:Fallback>"
    return _p(f"<w:r><mc:AlternateContent {names}>{choice}{older}</mc:AlternateContent></w:r>")


def _noted(kind: str) -> bytes:
    """A file with one note at the end of its second paragraph."""
    reference = _p(_r("Kết quả được nêu tại ghi chú.") + f'<w:r><w:{kind}Reference w:id="2"/></w:r>')
    notes = f'<w:{kind}s {W}><w:{kind} w:id="2">{_p(_r(_trap()))}</w:{kind}></w:{kind}s>'
    kind_of = f'<Override PartName="/word/{kind}s.xml" ContentType="{WORDPROCESSING}.{kind}s+xml"/></Types>'
    relation = f'<Relationship Id="rId90" Type="{R}/{kind}s" Target="{kind}s.xml"/></Relationships>'
    base = _body(reference)
    return _archive(
        {
            f"word/{kind}s.xml": notes.encode(),
            TYPES: _part(TYPES).replace("</Types>", kind_of).encode(),
            RELATIONS: _part(RELATIONS).replace("</Relationships>", relation).encode(),
        },
        base,
    )


def _related(kind: str, target: str) -> bytes:
    """A file that points outside."""
    relation = f'<Relationship Id="rId91" Type="{R}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    return _archive({RELATIONS: _part(RELATIONS).replace("</Relationships>", relation).encode()})


def _bomb() -> bytes:
    """Less than a megabyte that unpacks to 400."""
    target = io.BytesIO(_archive({BODY: None}))
    start, end = _part(BODY).split("<w:sectPr", 1)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as out, out.open(BODY, "w") as body:
        body.write(start.encode())
        for _ in range(400):
            body.write(b" " * 1_000_000)
        body.write(f"<w:sectPr{end}".encode())
    return target.getvalue()


def _macros() -> bytes:
    """A document with macros under the name of one without."""
    relation = (
        '<Relationship Id="rId92" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" '
        'Target="vbaProject.bin"/></Relationships>'
    )
    enabled = "application/vnd.ms-word.document.macroEnabled.main+xml"
    types = _part(TYPES).replace(f"{WORDPROCESSING}.document.main+xml", enabled)
    project = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    return _archive(
        {
            "word/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(500),
            TYPES: types.replace("</Types>", project).encode(),
            RELATIONS: _part(RELATIONS).replace("</Relationships>", relation).encode(),
        }
    )


def _with_type(declared: str, called: str) -> bytes:
    """A document whose text calls an entity that its head declares."""
    body = _part(BODY)
    head, rest = body.split("?>", 1)
    return _archive({BODY: (head + "?>" + declared + rest.replace(PLAIN, PLAIN + called, 1)).encode()})
