"""What a column means, in words: as it was read, and as a person says it with --column or in the TOML of a form."""

import re
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date

from mtqg_analysis.domain.errors import ParameterError
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.period import parse_day
from mtqg_analysis.domain.reference import code_of, label, table
from mtqg_analysis.intake.fields import Field
from mtqg_analysis.intake.kinds import finding
from mtqg_analysis.intake.meaning import Meaning, doubts, read_heading
from mtqg_analysis.intake.money import MONEY, money_unit
from mtqg_analysis.intake.money import WORDS as MONEY_WORDS
from mtqg_analysis.intake.workbook import At, Where
from mtqg_analysis.ledger.finding import Finding

MEASURES = {
    "plan": to_translate("kế hoạch"),
    "disbursed": to_translate("giải ngân"),
    "disbursed_in_period": to_translate("giải ngân trong kỳ"),
    "estimate": to_translate("ước giải ngân"),
    "estimate_in_period": to_translate("ước giải ngân trong kỳ"),
    "need": to_translate("nhu cầu vốn"),
    "need_of_no_work": to_translate("nhu cầu vốn không nêu công trình"),
    "cancelled": to_translate("hủy dự toán"),
    "advance": to_translate("tạm ứng"),
    "completed_volume": to_translate("thanh toán khối lượng hoàn thành"),
    "remaining": to_translate("còn lại"),
    "rate": to_translate("tỷ lệ"),
    "whole_project": to_translate("tổng mức của dự án"),
    "expected": to_translate("dự kiến, cam kết"),
    "change": to_translate("phần tăng, giảm, bổ sung"),
    "comparison": to_translate("cùng kỳ"),
    "period_plan": to_translate("kế hoạch của cả giai đoạn"),
    "since_start": to_translate("lũy kế từ các năm trước"),
}
BASES = {
    "start_of_year": to_translate("giao đầu năm"),
    "adjusted": to_translate("sau điều chỉnh"),
    "pm_assigned": to_translate("Thủ tướng giao"),
    "province_assigned": to_translate("tỉnh giao"),
    "allocated": to_translate("đã phân bổ"),
    "allocated_only": to_translate("đã phân bổ"),
}
SKIP = ("skip", "bỏ", "bỏ qua")
_KEYS = {
    "measure": "measure", "số": "measure", "programme": "programme", "chương trình": "programme", "capital": "capital",
    "loại vốn": "capital", "fund": "fund", "nguồn": "fund", "origin": "origin", "basis": "basis", "year": "year",
    "năm": "year", "as_of": "as_of", "as-of": "as_of", "ngày": "as_of", "unit": "unit", "đơn vị tính": "unit",
}  # fmt: skip


@dataclass(frozen=True)
class Role:
    """What a person says of one column. skipped: that nothing is to be read from it. money: its unit of money."""

    meaning: Meaning = field(default_factory=Meaning)
    money: str = ""
    skipped: bool = False


def parse_roles(texts: Sequence[str]) -> dict[str, str]:
    """The columns by their letters as --column gives them, checked; raises ParameterError for words without a meaning.

    >>> parse_roles(["d=disbursed,fund=local"])
    {'D': 'disbursed,fund=local'}
    """
    found = {}
    for text in texts:
        letter, _, said = text.partition("=")
        letter = letter.strip().upper()
        if not re.fullmatch(r"[A-Z]{1,3}", letter) or not said.strip():
            raise ParameterError(
                "--column «{text}» không hợp lệ; cần dạng CỘT=nghĩa, ví dụ --column "
                '"D=giải ngân,nguồn=vốn địa phương".',
                text=text,
            )
        role_of_text(said)
        found[letter] = said.strip()
    return found


def role_of_text(text: str) -> Role:
    """What a person's words say of a column: codes, or the words of headings, apart by commas.

    >>> role_of_text("disbursed,fund=local").meaning.fund, role_of_text("giải ngân vốn sự nghiệp").meaning.capital
    ('local', 'recurrent')
    """
    role = Role()
    for part in (part.strip() for part in text.split(",")):
        if part.lower() in SKIP:
            role = replace(role, skipped=True)
            continue
        name, _, value = part.rpartition("=")
        key = _KEYS.get(name.strip().lower(), "") if name else ""
        if name and not key:
            raise _unknown(part)
        role = _with(role, key, value.strip())
    return role


def _unknown(part: str) -> ParameterError:
    return ParameterError(
        "Không hiểu «{part}» trong nghĩa của cột; hãy viết như tiêu đề, ví dụ «giải ngân vốn sự nghiệp», hoặc nêu rõ: "
        "chương trình=…, loại vốn=…, nguồn=…, năm=…, ngày=…, đơn vị tính=…, hay «bỏ».",
        part=part,
    )


def _with(role: Role, key: str, value: str) -> Role:
    if key == "unit":
        money = value if value in MONEY else money_unit(value)
        if not money:
            raise _unknown(value)
        return replace(role, money=money)
    if key == "as_of":
        return replace(role, meaning=replace(role.meaning, as_of=parse_day(value, "--column")))
    if key == "year":
        if not re.fullmatch(r"20\d\d", value):
            raise _unknown(value)
        return replace(role, meaning=replace(role.meaning, year=int(value)))
    own = _of_code(key, value) or _of_words(key, value)
    if own is None:
        raise _unknown(value)
    return replace(role, meaning=own.within(role.meaning))


def _of_code(key: str, value: str) -> Meaning | None:
    """A code of the package under its own key, or without a key a measure's."""
    if key in ("", "measure") and value in MEASURES:
        return Meaning(measure=value)
    if key == "programme" and (code := code_of("programme", value)):
        return Meaning(programme=code)
    if key in ("capital", "fund", "origin"):
        codes = set(table("labels").query("kind == @key")["code"]) - {""}
        return replace(Meaning(), **{key: value}) if value in codes else None  # type: ignore[arg-type]
    return Meaning(measure="plan", basis=value) if key == "basis" and value in BASES else None


def _of_words(key: str, value: str) -> Meaning | None:
    read = replace(read_heading(value), span="")
    if doubts(value) or read == Meaning():
        return None
    if not key or key == "measure":
        return read
    said = getattr(read, key)
    return replace(Meaning(), **{key: said}) if said else None


def apply_roles(
    fields: Sequence[Field], said: Mapping[str, str], letters: Mapping[int, str], sheet: str, row: int
) -> list[Finding]:
    """Gives columns the meaning that a person says they have; where the file says another one, it is a contradiction.

    A column whose headings nobody understands means what the person says and nothing else.
    """
    findings = []
    for one in fields:
        text = said.get(letters[one.column])
        if text is None:
            continue
        role = role_of_text(text)
        clear = not one.doubt and bool(one.meaning.measure)
        against = _against(one.meaning, role.meaning) if clear and not role.skipped else ""
        if against or (one.unit and role.money and one.unit != role.money):
            message = tr(
                "Cột {letter} ghi «{heading}» nhưng người nhập nêu «{said}»; tùy chọn không thay cho điều tệp ghi. "
                "Hãy bỏ "
                "--column này, hoặc hỏi lại nơi gửi rồi sửa tệp.",
                letter=letters[one.column],
                heading=one.text,
                said=text,
            )
            at: At = (row, one.column)
            findings.append(finding("ANSWER_CONTRADICTED", message, Where(sheet, at), one.text, text))
            continue
        one.meaning = role.meaning.within(one.meaning)
        one.unit, one.doubt, one.said = role.money or one.unit, (), True
        one.role = "unknown" if role.skipped else "rate" if one.meaning.measure == "rate" else "money"
        one.meaning = replace(one.meaning, measure="" if role.skipped else one.meaning.measure)
    return findings


def _against(stated: Meaning, given: Meaning) -> str:
    names = ("measure", "programme", "capital", "fund", "origin", "basis", "year", "as_of")
    pairs = ((name, getattr(stated, name), getattr(given, name)) for name in names)
    return next((name for name, own, other in pairs if own and other and own != other), "")


def in_words(meaning: Meaning, money: str, by_rows: Set[str] = frozenset()) -> str:
    """One line about a column: measure, programme, kind of capital, fund, origin, unit, year and cut-off.

    by_rows: what the rows of its table say of each number.

    >>> in_words(Meaning(measure="plan", capital="investment", year=2024), "mn_vnd")
    'kế hoạch; tất cả chương trình; vốn đầu tư; tất cả nguồn vốn; triệu đồng; năm 2024'
    """
    programme = meaning.programme if meaning.programme not in ("", "ALL") else ""
    parts = [
        _measure_in_words(meaning),
        label("programme", programme) if programme else _open("programme", by_rows, tr("tất cả chương trình")),
        _open("capital", by_rows if not meaning.capital else (), label("capital", meaning.capital or "total").lower()),
        _open("fund", by_rows if not meaning.fund else (), label("fund", meaning.fund).lower()),
        label("origin", meaning.origin).lower() if meaning.origin in ("carried_over", "both") else "",
        MONEY_WORDS[money] if money else tr("đơn vị tính ghi ở từng ô"),
        tr("năm {year}", year=meaning.year) if meaning.year else tr("chưa rõ năm"),
        _until(meaning.as_of) if meaning.measure != "plan" else "",
    ]
    return "; ".join(part for part in parts if part)


def _open(name: str, by_rows: Collection[str], otherwise: str) -> str:
    words = {
        "programme": tr("chương trình theo dòng"),
        "capital": tr("loại vốn theo dòng"),
        "fund": tr("nguồn theo dòng"),
    }
    return words[name] if name in by_rows else otherwise


def _measure_in_words(meaning: Meaning) -> str:
    measure = tr(MEASURES.get(meaning.measure, meaning.measure))
    return f"{measure} {tr(BASES[meaning.basis])}" if meaning.basis in BASES else measure


def _until(day: date | None) -> str:
    return tr("đến {day}", day=f"{day:%d/%m/%Y}") if day else tr("chưa rõ ngày chốt")
