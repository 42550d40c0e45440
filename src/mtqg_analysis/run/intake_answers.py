"""What a person answers about spreadsheets: on the command line for all of them, or asked once for each form."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace

from rich.console import Console

from mtqg_analysis.domain.errors import ParameterError
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.period import parse_day
from mtqg_analysis.intake.answers import Answers
from mtqg_analysis.intake.money import MONEY, money_unit

LEVELS = {"huyện": "district", "xã": "commune", "sở": "agency"}
LEVELS |= {code: code for code in LEVELS.values()}
ASKED = {"UNIT_MISSING": "unit", "NUM_AMBIGUOUS": "decimal", "NAME_AMBIGUOUS_LEVEL": "level"}
WORDS = {
    "UNIT_MISSING": to_translate("Đơn vị tính (đồng, nghìn, triệu, tỷ; để trống: chưa trả lời): "),
    "NUM_AMBIGUOUS": to_translate("Dấu thập phân (, hoặc . ; để trống: chưa trả lời): "),
    "NAME_AMBIGUOUS_LEVEL": to_translate("Cấp (huyện, xã, sở; để trống: chưa trả lời): "),
}
# Of the kind of question, the files, and an example of it; it answers as on the command line.
Ask = Callable[[str, Sequence[str], str], str]


def parse_answers(
    unit: str | None, decimal: str | None, level: str | None, as_of: str | None, year: int | None
) -> Answers:
    """What the command line says about the files, checked; raises ParameterError for words that mean nothing."""
    code = unit if unit in MONEY else money_unit(unit or "")
    if unit and not code:
        raise ParameterError("--unit «{unit}» không phải đơn vị tiền; cần đồng, nghìn, triệu hoặc tỷ.", unit=unit)
    if decimal not in (None, ",", "."):
        raise ParameterError("--decimal «{decimal}» không hợp lệ; cần dấu phẩy hoặc dấu chấm.", decimal=decimal)
    if level is not None and level.lower() not in LEVELS:
        raise ParameterError(
            "--level «{level}» không hợp lệ; cần một trong: {known}.", level=level, known=", ".join(LEVELS)
        )
    day = parse_day(as_of, "--as-of") if as_of else None
    return Answers(code or "", decimal or "", LEVELS[level.lower()] if level else "", day, year)


def at_the_screen(console: Console) -> Ask | None:
    """Asks a person at the screen, where there is one; an empty answer leaves the question open."""
    if not (console.is_terminal and sys.stdin.isatty()):
        return None

    def ask(kind: str, files: Sequence[str], example: str) -> str:
        console.print(tr("{count} tệp cùng mẫu: {files}", count=len(files), files=", ".join(files)), markup=False)
        console.print(example, markup=False)
        while True:
            answer = console.input(tr(WORDS[kind])).strip()
            try:
                return answer if not answer or completed(Answers(), kind, answer) else ""
            except ParameterError as error:
                console.print(str(error), markup=False)

    return ask


def completed(answers: Answers, kind: str, answer: str) -> Answers:
    """The answers with that to one kind of question more; raises ParameterError for words that mean nothing."""
    unit, decimal, level = (answer if ASKED[kind] == name else None for name in ("unit", "decimal", "level"))
    said = parse_answers(unit, decimal, level, None, None)
    return replace(answers, **{ASKED[kind]: getattr(said, ASKED[kind])})
