"""The office that issues a report, as its files say: who signs (YAML), and its own frame for Word (.docx)."""

from pathlib import Path
from typing import Any

import yaml

from mtqg_analysis.domain.errors import ParameterError
from mtqg_analysis.ledger.dataset import find_path
from mtqg_analysis.report.issuer import Issuer, Office

LARGEST = 64 * 1024  # bytes of an issuer file; a filled one has about 1,000


def read_office(issuer: str = "", word_frame: str = "") -> Office:
    """The office whose issuer file and Word frame these are; an empty name means that there is none.

    Raises ParameterError for a file that is missing, too large, or not what it should be.
    """
    frame = b""
    if word_frame:
        from mtqg_analysis.report.word_frame import checked_frame

        frame = checked_frame(_found(word_frame, "word_frame").read_bytes())
    return Office(Issuer.of(_mapping(_found(issuer, "issuer"))) if issuer else None, frame)


def _found(name: str, parameter: str) -> Path:
    found = find_path(name, "tệp", "mau/co-quan.yaml")
    if not found.is_file():
        raise ParameterError(f"Tham số {parameter} = «{name}» là một thư mục; cần một tệp.")
    return found


def _mapping(file: Path) -> dict[str, Any]:
    size = file.stat().st_size
    if size > LARGEST:
        raise ParameterError(f"Tệp {file.name} lớn {size} byte; tệp cơ quan ban hành không quá {LARGEST}.")
    try:
        content = yaml.load(file.read_text(encoding="utf-8-sig"), Loader=_PlainLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        found = " ".join(str(error).split())
        raise ParameterError(f"Không đọc được {file.name}: {found}. Cần YAML, mã UTF-8.") from error
    if not isinstance(content, dict):
        raise ParameterError(f"Tệp {file.name} cần các dòng «tên: giá trị», ví dụ agency: ỦY BAN NHÂN DÂN TỈNH.")
    return content


class _PlainLoader(yaml.SafeLoader):
    """YAML without aliases, since a few nested ones can ask for gigabytes."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """The next node; an alias is refused."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("tệp dùng bí danh «*», không được phép")
        return super().compose_node(parent, index)
