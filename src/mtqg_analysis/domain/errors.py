"""The errors a user can meet. Each message says what was found, where, what was expected, and what to do.

A message is written in Vietnamese with named places and is said in the language in use, like every other text.
"""

import os

from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.visible import one_line, visible


class MtqgError(Exception):
    """Base of every error that is the user's to mend.

    message: a Vietnamese sentence whose `{names}` are filled in with the values, none of which a terminal obeys.
    exit_status: 2 when nothing could be run as asked, 1 when something ran and failed on the way.

    >>> print(MtqgError("Thiếu tệp {file}.", file="facts.csv"))
    Thiếu tệp facts.csv.
    """

    exit_status = 2

    def __init__(self, message: str, /, **values: object) -> None:
        super().__init__(tr(message, **{name: _shown(value) for name, value in values.items()}))


def _shown(value: object) -> object:
    if isinstance(value, os.PathLike):
        return one_line(str(value))
    return visible(value) if isinstance(value, str) else value


class ParameterError(MtqgError):
    """A parameter is unknown, of the wrong type, or asks for something that makes no sense."""


class DataError(MtqgError):
    """A dataset is missing, malformed, or does not hold what was asked of it."""


class IncomparableError(MtqgError):
    """Two figures differ in definition, so that comparing or adding them would mean nothing."""


class OutputError(MtqgError):
    """A report could not be written."""


class FormatError(OutputError):
    """A format or a display of a report could not be made; the others are there."""

    exit_status = 1


class NotebookError(MtqgError):
    """A notebook's cell failed; the executed notebook is kept for inspection."""

    exit_status = 1


class UnfinishedError(MtqgError):
    """A report may not go out signed yet: a place is empty, a draft not approved, or its office not told whole."""

    exit_status = 1


class StaleError(MtqgError):
    """The outputs of a notebook are not those of its cells: it was not run, not wholly, or changed since."""


class UnforeseenError(MtqgError):
    """Something failed that nobody foresaw; the message keeps its name and its place in the code."""

    exit_status = 1
