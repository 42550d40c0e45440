"""The language that a reader is spoken to in: Vietnamese, as the code writes it, or English, from the catalogues.

A catalogue is a gettext `.po` file whose keys are the Vietnamese texts; `locale/en/` holds one for each room of the
house. Text that comes from data (names, titles of sources, statements) is never translated.
"""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files


def to_translate(message: str) -> str:
    """Marks a text of a module's constants for the catalogue; `tr` translates it where it is used."""
    return message


LANGUAGES = ("vi", "en")
DAY, MONTH = to_translate("{day:02}/{month:02}/{year}"), to_translate("{month:02}/{year}")
MONTHS = (
    to_translate("tháng 1"),
    to_translate("tháng 2"),
    to_translate("tháng 3"),
    to_translate("tháng 4"),
    to_translate("tháng 5"),
    to_translate("tháng 6"),
    to_translate("tháng 7"),
    to_translate("tháng 8"),
    to_translate("tháng 9"),
    to_translate("tháng 10"),
    to_translate("tháng 11"),
    to_translate("tháng 12"),
)
_reader = threading.local()  # a server may export for two readers at once


def use_language(language: str) -> None:
    """From here on, texts are in this language: "vi" or "en". Raises ParameterError for any other."""
    from mtqg_analysis.domain.errors import ParameterError  # here, because errors are spoken through `tr`

    if language not in LANGUAGES:
        raise ParameterError(
            "Ngôn ngữ «{language}» không có; hãy chọn trong: {known}.", language=language, known=", ".join(LANGUAGES)
        )
    _reader.language = language


def current_language() -> str:
    """The language in use.

    >>> current_language()
    'vi'
    """
    return getattr(_reader, "language", LANGUAGES[0])


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """A block in which texts are in this language; afterwards they are in the former one again."""
    former = current_language()
    use_language(language)
    try:
        yield
    finally:
        use_language(former)


def tr(message: str, /, **values: object) -> str:
    """A text in the language in use, its `{names}` filled in; a text that no catalogue holds stays as it is.

    >>> tr("Đến ngày {day}", day="31/12/2024")
    'Đến ngày 31/12/2024'
    """
    text = catalogue(current_language()).gettext(message) if message else ""
    return text.format(**values) if values else text


def written(number: str) -> str:
    """A number in Python's notation with the separators of the language in use.

    >>> written("1,318.5")
    '1.318,5'
    """
    sample = tr("1.318,5")  # shows both separators, each in its place
    return number.translate(str.maketrans(",.", sample[1] + sample[5]))


def written_day(day: date) -> str:
    """A date as running text writes it.

    >>> written_day(date(2024, 12, 31))
    '31/12/2024'
    """
    return tr(DAY, day=day.day, month=day.month, year=day.year, name=tr(MONTHS[day.month - 1]))


def written_month(year: int, month: int) -> str:
    """A month of a year as running text writes it.

    >>> written_month(2025, 6)
    '06/2025'
    """
    return tr(MONTH, month=month, year=year, name=tr(MONTHS[month - 1]))


def written_partial(text: str) -> str:
    """A partial ISO date as running text writes it: 31/12/2024, 06/2025 or 2025.

    >>> written_partial("2025-06")
    '06/2025'
    """
    parts = [int(part) for part in text.split("-") if part]
    if len(parts) == 3:
        return written_day(date(*parts))
    return written_month(*parts) if len(parts) == 2 else text


@cache
def catalogue(language: str) -> NullTranslations:
    """All texts of a language: nothing for Vietnamese, which needs no translation."""
    if language == LANGUAGES[0]:
        return NullTranslations()
    import polib

    merged = polib.POFile()
    merged.metadata = {"Content-Type": "text/plain; charset=utf-8"}
    for file in sorted((files(__package__) / "locale" / language).iterdir(), key=lambda one: one.name):
        merged.extend(polib.pofile(file.read_text(encoding="utf-8")))
    return GNUTranslations(io.BytesIO(merged.to_binary()))
