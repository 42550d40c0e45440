"""The document that a table came with, as its letterhead, its lines in brackets and its signature say it."""

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from mtqg_analysis.domain.dates import dates_in
from mtqg_analysis.intake.text import clean

WITH = re.compile(r"^\(?\s*(?:ban hành |đính )?kèm theo\s+(.+?)\s*\)?$", re.IGNORECASE)
OF_SENDER = re.compile(r"\s+của\s+(.+)$", re.IGNORECASE)
NUMBER = re.compile(r"^số\s*:\s*(\d+\s*/\s*\S+)$", re.IGNORECASE)  # of a letterhead: «Số: 45/BC-UBND»
PLACED = re.compile(r"^[\w\s.-]{2,40},\s*ngày\s+\d", re.IGNORECASE)  # «Bình Gia, ngày 10 tháng 01 năm 2025»


class Document(NamedTuple):
    """What a file says of the document it belongs to: its name or number, its day, and whose it is."""

    name: str = ""
    day: date | None = None
    sender: str = ""


def document_of(texts: Iterable[str]) -> Document:
    """The document named by the lines of a sheet; a legal basis is another document and is not taken.

    >>> document_of(["(Kèm theo Báo cáo số 45/BC-UBND ngày 10/01/2025 của UBND huyện Bình Gia)"])
    Document(name='Báo cáo số 45/BC-UBND ngày 10/01/2025', day=datetime.date(2025, 1, 10), sender='UBND huyện Bình Gia')
    >>> document_of(["Căn cứ Quyết định số 1/QĐ-UBND ngày 02/01/2024", "Số: 45/BC-UBND"]).name
    'số 45/BC-UBND'
    """
    name, day, sender = "", None, ""
    for text in map(clean, texts):
        with_it, number = WITH.match(text), NUMBER.match(text)
        if with_it:
            name, of = OF_SENDER.sub("", with_it[1]), OF_SENDER.search(with_it[1])
            sender = of[1] if of else ""
        elif number and not name:
            name = f"số {number[1]}"
        if day is None and (with_it or PLACED.match(text)):
            day = next(iter(dates_in(text)), None)
    return Document(name, day, sender)
