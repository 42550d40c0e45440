"""The small YAML files that people write by hand, with the line on which each entry stands."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from mtqg_analysis.domain.errors import MtqgError
from mtqg_analysis.domain.language import to_translate, tr

UNREAD = to_translate("{file} không đọc được: dòng {line} {why}, theo mẫu {example}.")
LARGE = to_translate("Tệp {file} lớn {size} byte; tệp như vậy không quá {most} byte, xem mẫu {example}.")
SAVED = to_translate("hãy lưu lại bằng bảng mã UTF-8 (Notepad: File > Save as, Encoding UTF-8)")
LARGEST = 64 * 1024  # bytes; a filled file has about 1,000
WIDE = (b"\xff\xfe", b"\xfe\xff")  # how UTF-16 begins


@dataclass(frozen=True)
class YamlFile:
    """The entries of a file, values as text, lists or mappings of text; and the line of each entry."""

    entries: dict[str, Any]
    lines: dict[str, int]


def read_yaml(file: Path, refused: type[MtqgError], example: str) -> YamlFile:
    """What a file of «name: value» lines says. Every value is text as it stands: 04 is no number, yes no truth.

    Raises `refused`, one sentence with file, line and how to mend it; example: a file that shows the form.
    """
    size = file.stat().st_size
    if size > LARGEST:
        raise refused(
            LARGE,
            file=file,
            size=size,
            most=LARGEST,
            example=example,
        )
    try:
        text = _decoded(file.read_bytes())
        node = _PlainLoader(text).get_single_node()
        if not isinstance(node, yaml.MappingNode):
            return YamlFile({}, {})  # the caller names the entries that it misses
        return _entries(node, _PlainLoader(text).get_single_data(), text)
    except _FaultError as fault:
        raise refused(UNREAD, file=file, line=fault.line, why=fault.why, example=example) from fault
    except yaml.YAMLError as error:
        place = _place(error)
        line = _line(text, place)
        why = _reason(text, place)
        raise refused(UNREAD, file=file, line=line, why=why, example=example) from error


def _place(error: yaml.YAMLError) -> int:
    """Where in the text the fault is: what is never closed or never becomes an entry is named where it begins."""
    if isinstance(error, yaml.reader.ReaderError):
        return int(error.position)
    mark = getattr(error, "problem_mark", None)
    if isinstance(error, yaml.scanner.ScannerError | yaml.parser.ParserError):
        mark = error.context_mark or mark
    return mark.index if mark else 0


def _line(text: str, place: int) -> int:
    """The line of a place as an editor counts it; YAML has more ends of lines."""
    return len(re.findall(r"\r\n?|\n", text[:place])) + 1


class _FaultError(Exception):
    """A line and what is wrong with it."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(line, why)
        self.line, self.why = line, why


def _decoded(content: bytes) -> str:
    if content.startswith(WIDE) or b"\0" in content:
        raise _FaultError(1, tr("cho thấy tệp dùng bảng mã UTF-16; {saved}", saved=tr(SAVED)))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _FaultError(line, tr("có chữ không theo bảng mã UTF-8; {saved}", saved=tr(SAVED))) from error


def _entries(node: yaml.MappingNode, content: dict[str, Any], text: str) -> YamlFile:
    lines: dict[str, int] = {}
    for key, _ in node.value:
        name, line = str(key.value), _line(text, key.start_mark.index)
        if name in lines:
            again = tr("nêu lại mục {name} đã có ở dòng {first}; hãy bỏ một", name=name, first=lines[name])
            raise _FaultError(line, again)
        lines[name] = line
    return YamlFile(content, lines)


def _reason(text: str, place: int) -> str:
    """Why a line is no YAML, as far as it shows."""
    before = re.split(r"[\r\n]", text[:place])[-1]
    shown = before + re.split(r"[\r\n]", text[place:])[0]
    if "\t" in shown[: len(shown) - len(shown.lstrip())]:
        return tr("lùi đầu dòng bằng dấu tab; hãy thay mỗi dấu tab bằng hai dấu cách")
    if text[place : place + 1] == "\t":
        return tr("có dấu tab sau «{before}»; hãy thay dấu tab bằng dấu cách", before=before)
    if not text[place : place + 1].isprintable() and text[place : place + 1] not in "\r\n":
        return tr("có ký tự điều khiển U+{code}; hãy xóa ký tự đó", code=f"{ord(text[place]):04X}")
    if "*" in shown or "&" in shown or "!" in shown:
        return tr("dùng bí danh «*», «&» hoặc thẻ «!» của YAML, không được phép; hãy đặt giá trị trong ngoặc kép")
    return tr("không đúng cách viết «tên: giá trị» của YAML; hãy đặt giá trị có dấu đặc biệt trong ngoặc kép")


class _PlainLoader(yaml.BaseLoader):
    """YAML as text, without aliases, since a few nested ones can ask for gigabytes, and without tags."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """The next node; an alias or a tag is refused."""
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or getattr(event, "tag", None):
            raise yaml.composer.ComposerError(None, None, "alias or tag", event.start_mark)
        return super().compose_node(parent, index)
