"""Who issues a report, and how Decree 30/2020/NĐ-CP writes it; always in Vietnamese, whatever the report speaks."""

import base64
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date

from mtqg_analysis.domain.errors import ParameterError
from mtqg_analysis.domain.period import parse_day

LONGEST, MOST = 300, 40  # letters of a line, lines of a list: more than any document's head or foot holds
LISTS = ("addressees", "recipients", "authority")
BLANK = " " * 6  # room to write by hand


@dataclass(frozen=True)
class Issuer:
    """The office that issues a report, as the head and the foot of the signed formats name it.

    symbol: what follows the number ("BC-UBND"). addressees: after "Kính gửi". recipients: after "Nơi nhận".
    authority: the lines above the signer's position ("TM. ỦY BAN NHÂN DÂN"). Empty parts are left for the hand.
    """

    agency: str
    parent_agency: str = ""
    number: str = ""
    symbol: str = ""
    place: str = ""
    date: str = ""
    document_type: str = "BÁO CÁO"
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    authority: tuple[str, ...] = ()
    position: str = ""
    signer: str = ""

    @classmethod
    def of(cls, given: Mapping[str, object]) -> "Issuer":
        """The issuer that a file or a notebook describes.

        Raises ParameterError for an unknown name, a value of the wrong kind, or a missing agency.
        """
        known = [field.name for field in fields(cls)]
        unknown = sorted(str(name) for name in set(given) - set(known))
        if unknown:
            raise ParameterError(
                "Tệp cơ quan ban hành có mục không dùng: {unknown}; các mục có: {known}.",
                unknown=", ".join(unknown)[:LONGEST],
                known=", ".join(known),
            )
        values = {name: _lines(name, value) if name in LISTS else _line(name, value) for name, value in given.items()}
        if not values.get("agency"):
            raise ParameterError("Tệp cơ quan ban hành thiếu mục agency: tên cơ quan ban hành văn bản.")
        if values.get("date"):
            _day(str(values["date"]))
        return cls(**values)  # type: ignore[arg-type]

    def as_dict(self) -> dict[str, object]:
        """The issuer as data: lists of texts, and texts."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}

    @property
    def number_line(self) -> str:
        """Number and symbol; a number below ten gets a zero, a missing one room for the hand.

        >>> Issuer("UBND", number="5", symbol="BC-UBND").number_line
        'Số: 05/BC-UBND'
        """
        number = f"{int(self.number):02}" if self.number.isdecimal() else self.number
        return f"Số: {number or BLANK}/{self.symbol}" if self.symbol else f"Số: {number or BLANK}"

    @property
    def place_and_date(self) -> str:
        """Place and date; days below ten and the months 1 and 2 get a zero, a missing date room for the hand.

        >>> Issuer("UBND", place="Lạng Sơn", date="2025-01-05").place_and_date
        'Lạng Sơn, ngày 05 tháng 01 năm 2025'
        >>> Issuer("UBND", place="Lạng Sơn", date="2025-06-29").place_and_date
        'Lạng Sơn, ngày 29 tháng 6 năm 2025'
        """
        if not self.date:
            return f"{self.place}, ngày {BLANK} tháng {BLANK} năm {BLANK}"
        day = _day(self.date)
        month = f"{day.month:02}" if day.month < 3 else str(day.month)
        return f"{self.place}, ngày {day.day:02} tháng {month} năm {day.year}"

    @property
    def attached_line(self) -> str:
        """What an annex says of the document that it belongs to.

        >>> Issuer("UBND tỉnh", number="5", symbol="BC-UBND", date="2025-01-05").attached_line
        '(Kèm theo Báo cáo số 05/BC-UBND ngày 05 tháng 01 năm 2025 của UBND tỉnh)'
        """
        day = self.place_and_date.partition("ngày ")[2]
        number = self.number_line.partition(" ")[2]
        return f"(Kèm theo {self.document_type.capitalize()} số {number} ngày {day} của {self.agency})"

    @property
    def addressee_line(self) -> str:
        """To whom the document goes; empty where it is sent to nobody above."""
        return f"Kính gửi: {'; '.join(self.addressees)}." if self.addressees else ""


@dataclass(frozen=True)
class Office:
    """What an office brings to a report: its issuer, and its own frame for Word (the bytes of a .docx)."""

    issuer: Issuer | None = None
    word_frame: bytes = b""

    def as_dict(self) -> dict[str, object]:
        """The office as a notebook embeds it, so that every exporter finds it there."""
        frame = base64.b64encode(self.word_frame).decode("ascii")
        return {"issuer": self.issuer.as_dict() if self.issuer else {}, "word_frame": frame}


NO_OFFICE = Office()


def _line(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | date):
        raise ParameterError(
            "Mục {name} của tệp cơ quan ban hành cần một dòng chữ; tìm thấy: {value!r}.",
            name=name,
            value=str(value)[:80],
        )
    text = " ".join(str(value).split())
    if len(text) > LONGEST:
        raise ParameterError(
            "Mục {name} của tệp cơ quan ban hành dài {length} chữ cái; không quá {most}.",
            name=name,
            length=len(text),
            most=LONGEST,
        )
    return text


def _lines(name: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or len(value) > MOST:
        raise ParameterError(
            "Mục {name} của tệp cơ quan ban hành cần một danh sách không quá {most} dòng.", name=name, most=MOST
        )
    return tuple(_line(name, one) for one in value)


def _day(text: str) -> date:
    try:
        return parse_day(text, "date")
    except ParameterError as error:
        raise ParameterError(
            "Mục date của tệp cơ quan ban hành là «{text}»; cần dạng 2025-01-31 hoặc 31/01/2025.", text=text
        ) from error
