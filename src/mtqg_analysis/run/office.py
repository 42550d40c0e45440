"""The office that issues a report, as its files say: who signs (YAML), and its own frame for Word (.docx)."""

from pathlib import Path

from mtqg_analysis.domain.disk import held_to
from mtqg_analysis.domain.errors import ParameterError
from mtqg_analysis.domain.language import to_translate
from mtqg_analysis.ledger.dataset import find_path
from mtqg_analysis.ledger.yaml_file import read_yaml
from mtqg_analysis.report.issuer import Issuer, Office

EXAMPLE = "docs/co-quan-ban-hanh.yaml"
EXAMPLES = {"issuer": EXAMPLE, "word_frame": "van-ban/khung.docx"}  # the frame as the guide names it


def read_office(issuer: str = "", word_frame: str = "") -> Office:
    """The office whose issuer file and Word frame these are; an empty name means that there is none.

    Raises ParameterError for a file that is missing, too large, or not what it should be.
    """
    frame = b""
    if word_frame:
        from mtqg_analysis.report.formats.word_frame import LARGEST, checked_frame

        file = held_to(_found(word_frame, "word_frame"), LARGEST, ParameterError)
        try:
            frame = checked_frame(file.read_bytes())
        except ParameterError as error:
            raise ParameterError("{file}: {error}", file=file, error=error) from error
    return Office(_issuer(_found(issuer, "issuer")) if issuer else None, frame)


def _found(name: str, parameter: str) -> Path:
    found = find_path(name, to_translate("tệp"), EXAMPLES[parameter])
    if not found.is_file():
        raise ParameterError(
            "Tham số {parameter} = «{name}» là một thư mục; cần một tệp.", parameter=parameter, name=name
        )
    return found


def _issuer(file: Path) -> Issuer:
    """The issuer of a file; each entry is held by itself first, so that the message can name its line."""
    held = read_yaml(file, ParameterError, EXAMPLE)
    for name, value in held.entries.items():
        try:
            Issuer.of({"agency": "-", name: value} if name != "agency" or value else {"agency": "-"})
        except ParameterError as error:
            raise ParameterError(
                "{file}, dòng {lines}: {error}", file=file, lines=held.lines[name], error=error
            ) from error
    try:
        return Issuer.of(held.entries)
    except ParameterError as error:
        raise ParameterError("{file}: {error}", file=file, error=error) from error
