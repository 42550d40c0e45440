"""What typer itself says around the commands, in the language in use: headings of the help, and errors of parsing.

typer offers no catalogue for these texts, so they are replaced where it keeps them.
"""

import re
from typing import Any

import typer
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

from mtqg_analysis.domain.language import LANGUAGES, current_language
from mtqg_analysis.run.screen import Screen

TITLES = {
    "ARGUMENTS_PANEL_TITLE": "Đối số",
    "OPTIONS_PANEL_TITLE": "Tùy chọn",
    "COMMANDS_PANEL_TITLE": "Lệnh",
    "ERRORS_PANEL_TITLE": "Lỗi",
    "DEFAULT_STRING": "[mặc định: {}]",
    "REQUIRED_LONG_STRING": "[phải nêu]",
    "ABORTED_TEXT": "Đã dừng.",
    "RICH_HELP": "Xem [blue]'{command_path} {help_option}'[/].",
}
USAGE = {"Usage: ": "Cách gõ: ", "[OPTIONS]": "[TÙY_CHỌN]", "COMMAND [ARGS]...": "LỆNH [ĐỐI_SỐ]..."}
HELP = "Hiện phần trợ giúp này rồi thoát."
ERRORS = {
    r"No such option: (\S+?)\.?(?: \(Possible options: (.+)\))?": r"Không có tùy chọn \1 (gần giống: \2).",
    r"No such command '(.+?)'\.(?: Did you mean (.+)\?)?": r"Không có lệnh «\1» (gần giống: \2).",
    r"Missing command\.": "Thiếu tên lệnh.",
    r"Missing argument '(.+)'\.": r"Thiếu đối số \1.",
    r"Missing option '(.+)'\.": r"Thiếu tùy chọn \1.",
    r"Option '(.+)' requires an argument\.": r"Tùy chọn \1 cần một giá trị.",
    r"Option '(.+)' does not take a value\.": r"Tùy chọn \1 không nhận giá trị.",
    r"Got unexpected extra arguments? \((.+)\)": r"Thừa đối số: \1.",
    r"Invalid value for '(.+?)': Input should be a valid integer.*": r"Giá trị của \1 phải là số nguyên.",
    r"Invalid value for '(.+?)': (.+)": r"Giá trị của \1 không được nhận: \2",
}
_ENGLISH = {name: getattr(rich_utils, name) for name in TITLES}


def said(message: str) -> str:
    """An error of parsing in Vietnamese; as it is where it is none that is known.

    >>> said("No such option: --nam"), said("No such command 'chek'. Did you mean 'check'?")
    ('Không có tùy chọn --nam.', "Không có lệnh «chek» (gần giống: 'check').")
    """
    for english, vietnamese in ERRORS.items():
        found = re.fullmatch(english, message, re.DOTALL)
        if found:
            return found.expand(vietnamese).replace(" (gần giống: )", "")
    return message


def use_frame() -> None:
    """From here on typer speaks the language in use."""
    is_vietnamese = current_language() == LANGUAGES[0]
    for name, words in TITLES.items():
        setattr(rich_utils, name, words if is_vietnamese else _ENGLISH[name])


class WithParameters(TyperCommand):
    """A command of one report: its help ends with the parameters that the report's notebook declares."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Lists the options as always, then the parameters."""
        super().format_help(ctx, formatter)
        from mtqg_analysis.run.parameter_help import show_parameters

        show_parameters(str(ctx.info_name), Screen())


def _usage(written: Any) -> Any:
    def usage(self: Any, ctx: typer.Context) -> str:
        text: str = written(self, ctx)
        if current_language() == LANGUAGES[0]:
            for english, vietnamese in USAGE.items():
                text = text.replace(english, vietnamese)
        return text

    return usage


def _help_option(made: Any) -> Any:
    def option(self: Any, ctx: typer.Context) -> Any:
        one = made(self, ctx)
        if one is not None and current_language() == LANGUAGES[0]:
            one.help = HELP
        return one

    return option


def _format_error(written: Any) -> Any:
    def format_error(error: Any) -> None:
        if current_language() == LANGUAGES[0]:
            message = said(error.format_message())
            error.format_message = lambda: message
        written(error)

    return format_error


for _kind in (TyperCommand, TyperGroup):
    _kind.get_usage = _usage(_kind.get_usage)  # type: ignore[method-assign]
    _kind.get_help_option = _help_option(_kind.get_help_option)  # type: ignore[method-assign]
rich_utils.rich_format_error = _format_error(rich_utils.rich_format_error)
