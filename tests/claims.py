"""What a report prints, as claims: of each figure what it is of, until which day, as what, and where.

A claim is read off the columns and the rows of a table, whose labels are those of the reference tables, and off
sentences, titles and key figures by the words beside a number. So all places of a report can be held against each
other. A display that the readers below do not know makes no claim.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from mtqg_analysis.domain.reference import table
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.column import Column, Quantity, is_missing
from mtqg_analysis.report.key_figures import KeyFigures
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table

MISSING, LATER = "chưa có số liệu", "Cập nhật sau ngày chốt"
KINDS, LEVELS = ("programme", "capital", "origin", "fund", "level"), ("district", "commune", "agency")
WHOLE = {"chung", "tổng số", "cộng", "tổng các ô có đủ số", "toàn tỉnh", "các ctmtqg", "tổng vốn", "lạng sơn", ""}
OF_YEARS = ("plan", "current_year", "carried_over", "cancelled", "closing")  # of a plan year, whatever the day


@dataclass(frozen=True)
class Claim:
    """One figure in one place.

    measure, about, until: what it is of; `about` holds codes and names, and is empty for the province with all its
    programmes; `until` is a day, a year or a pair of years. value: None where the place says that it is missing; half:
    of its last printed digit. status: actual or estimate. boxed: the display says of itself that it is later.
    """

    measure: str
    about: frozenset[str]
    until: Any
    value: float | None
    half: float
    status: str = "actual"
    place: str = ""
    boxed: bool = False

    @property
    def key(self) -> tuple[Any, ...]:
        return self.measure, self.about, self.until

    def agrees(self, other: "Claim") -> bool:
        """Whether two figures can be one, each rounded as it is printed."""
        assert self.value is not None
        assert other.value is not None
        return abs(self.value - other.value) <= self.half + other.half + 1e-9


def claims_of(shown: dict[str, Any], cut_off: date) -> list[Claim]:
    """The claims of the displays of a report by their verbs; cut_off: the day meant where no other is said."""
    return [
        replace(claim, place=verb, boxed=_is_boxed(made))
        for verb, made in shown.items()
        for claim in _read(made, cut_off)
    ]


def _is_boxed(made: Any) -> bool:
    said = made.markdown if isinstance(made, Sentence) else getattr(made, "title", "")
    return said.removeprefix("*Theo số liệu minh họa:* ").startswith(LATER)


def _of_tasks(text: str) -> bool:
    """Whether a line says what is to be done by a day, which is no figure of that day."""
    return "chậm nhất ngày" in text


def _read(made: Any, cut_off: date) -> Iterator[Claim]:
    if isinstance(made, Table):
        reader = TABLES.get(made.name)
        yield from reader(made, cut_off) if reader else ()
    elif isinstance(made, Sentence):
        yield from in_words("\n".join(one for one in made.markdown.splitlines() if not _of_tasks(one)), cut_off)
    elif isinstance(made, Chart):
        told = made.alt.replace("; ", ". ") if made.name in TOLD_IN_FULL else ""
        yield from in_words(f"{made.title}. {told}", cut_off)
    elif isinstance(made, KeyFigures):
        for figure in made.figures:
            reached = "đạt " if figure.value.endswith("%") else ""
            yield from in_words(f"{figure.label} {reached}{figure.value}. {figure.beside}.", cut_off)


@cache
def _words() -> dict[str, str]:
    """Labels and names with their codes, the longest first; a unit is known by its name."""
    labels, programmes, units = (table(name) for name in ("labels", "programmes", "units"))
    named = labels[labels["kind"].isin(KINDS) & ~labels["code"].isin(["", "both", "total", "all"])]
    found = dict(zip(named["label_vi"].str.lower(), named["code"], strict=True))
    for name in ("name_vi", "short_vi"):
        found |= dict(zip(programmes[name].str.lower(), programmes["code"], strict=True))
        found |= {text.lower(): text for text in table("agencies")[name]}
    found |= {"đầu tư": "investment", "sự nghiệp": "recurrent"}
    found |= {text.lower(): text for text in units.loc[units["level"].isin(LEVELS), "short_vi"]}
    return dict(sorted(((word, code) for word, code in found.items() if code != "ALL"), key=lambda pair: -len(pair[0])))


@cache
def _codes_in(text: str) -> tuple[frozenset[str], str]:
    """The codes of the words of a text, and what of the text is none."""
    rest, codes = text.lower(), set()
    for word, code in _words().items():
        if word in rest and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", rest):
            codes.add(code)
            rest = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", "|", rest)
    return frozenset(codes), rest


def _about(text: str) -> frozenset[str]:
    """What a row is about: codes, and words that are none as they stand; a level only where no unit is named."""
    codes, rest = _codes_in(text)
    named = codes | {part.strip(" –-,|") for part in re.split(r"[|,]", rest)} - WHOLE
    return frozenset(named - set(LEVELS) or named)


def _days_in(text: str) -> list[date]:
    days = [date(int(year), int(month), int(day)) for day, month, year in re.findall(r"(\d\d)/(\d\d)/(\d{4})", text)]
    months = [(int(year), int(month)) for month, year in re.findall(r"tháng (\d+) năm (\d{4})", text)]
    return days + [date(*pair, monthrange(*pair)[1]) for pair in months]


def _year_of(until: date) -> int:
    """The plan year that a report of a day speaks of: January settles the year before."""
    return until.year - (until.month == 1)


def _cell(column: Column, value: Any, *key: Any, status: str = "actual") -> Iterator[Claim]:
    """The claim of a cell; none of one that is blank, or that says neither a figure nor that it is missing."""
    cell = column.cell(value)
    if cell.text == MISSING:
        yield Claim(*key, None, 0.0, status)
    elif len(cell.numbers) == 1:
        kind = value.kind if isinstance(value, Quantity) else column.kind
        scale = 1e-3 if kind == "mn" else 1.0
        digits = re.search(r",(\d+)", cell.text)
        half = 0.5 * 10 ** -(len(digits[1]) if digits else 0) * (0.01 if "%" in cell.text else scale)
        yield Claim(*key, cell.numbers[0] * scale, half, status)


# Columns of tables of money: their measures, and the codes that a column adds to its row.
MONEY = {
    "plan": "plan", "disbursed": "disbursed", "rate": "rate", "balance": "balance", "now": "rate", "estimate": "rate",
    "official_13": "rate", "current_year": "current_year", "new": "current_year", "carried_over": "carried_over",
    "opening": "carried_over", "carried": "carried_over", "cancelled": "cancelled", "closing": "closing",
}  # fmt: skip
ESTIMATES = ("estimate", "official_13")
SUFFIXES = {code.lower(): code for code in ("DTTS", "GNBV", "NTM", "VH", "MT", "TH", "YT", "GD")}
SUFFIXES |= {"investment": "investment", "recurrent": "recurrent"}
NO_WORDS = ("number", "fact", "remark", "light", "year")


def money(made: Table, cut_off: date) -> Iterator[Claim]:
    """Plan, disbursement, rate and their like by row; a column says its day in its heading, else the table does."""
    texts = [
        place for place, column in enumerate(made.columns) if column.kind == "text" and column.name not in NO_WORDS
    ]
    own, head = {"current_year"} if made.name == "nguon_ngan_sach" else set(), ""
    for row, printed in zip(made.frame.to_dict("records"), made.text_rows, strict=True):
        words = ", ".join(printed[place] for place in texts if printed[place].strip())
        words = head + words if words.startswith("–") else words
        head = head if words.startswith(head) and head else words
        head = words.partition("–")[0]
        ends = row["cut_off"] if isinstance(row.get("cut_off"), date) else _years_in(str(row.get("year", "")))
        for column in made.columns:
            yield from _money_cell(made, column, row[column.name], _about(words) | own, ends or cut_off)


def _years_in(text: str) -> tuple[int, int] | None:
    found = re.search(r"(\d{4})-(\d{4})", text)
    return (int(found[1]), int(found[2])) if found else None


def _money_cell(made: Table, column: Column, value: Any, about: frozenset[str], ends: Any) -> Iterator[Claim]:
    base, _, suffix = column.name.rpartition("_")
    measure = MONEY.get(column.name) or (MONEY.get(base) if suffix in SUFFIXES else None)
    if measure is None:
        return
    own = _days_in(f"{column.group} {column.label}") or _days_in(made.scope.cut_off)
    until = ends
    if isinstance(ends, date):
        until = ends if made.name == "giai_doan" else own[0] if own else ends
        until = date(until.year + (until.month > 1), 1, 31) if column.label.endswith("31/01") else until
        until = _year_of(until) if measure in OF_YEARS else until
    codes = about if column.name in MONEY else about | {SUFFIXES[suffix]}
    status = "estimate" if column.name in ESTIMATES else "actual"
    yield from _cell(column, value, measure, frozenset(codes), until, status=status)


BLOCKS = {"Kế hoạch": "plan", "Giải ngân": "disbursed", "Chưa giải ngân": "balance"}


def implied(made: Table, cut_off: date) -> Iterator[Claim]:
    for row in made.frame.to_dict("records"):
        measure = BLOCKS[row["block"]]
        until = _year_of(cut_off) if measure in OF_YEARS else cut_off
        yield from _cell(Column("point", "", "decimal"), row["point"], measure, _about(row["name"]), until)


def levels(made: Table, _: date) -> Iterator[Claim]:
    for row in made.frame.to_dict("records"):
        for column in made.columns[1:]:
            year = int(column.name[1:])
            until = date(year, 12, 31) if column.name[0] == "d" else date(year + 1, 1, 31)
            yield from _cell(column, row[column.name], "rate", _about(row["name"]), until)


def changes(made: Table, _: date) -> Iterator[Claim]:
    """Rates and effects of two years; the effect of all rates stands in two tables."""
    columns = {column.name: column for column in made.columns}
    for row in made.frame.to_dict("records"):
        years = tuple(map(int, row["years"].split("-")))
        about = _about(row.get("name", ""))
        for name, year in (("rate_first", years[0]), ("rate_second", years[1])):
            if name in columns:
                yield from _cell(columns[name], row[name], "rate", about, date(year, 12, 31))
        for name in {"rate", "mix"} & set(columns):
            yield from _cell(columns[name], row[name], f"effect_{name}", about, years)


def districts(made: Table, _: date) -> Iterator[Claim]:
    for row in made.frame.to_dict("records"):
        for column in (column for column in made.columns if column.name in ("first", "second")):
            yield from _cell(column, row[column.name], "rate", _about(row["name"]), date(int(column.label), 12, 31))


OUTCOMES = {
    "Tỷ lệ hộ nghèo": "poverty_rate", "Số xã đạt chuẩn nông thôn mới": "communes_ntm", "Xã đạt chuẩn": "communes_ntm",
    "Tổng số xã": "communes",
}  # fmt: skip
STATUSES = {"thực hiện": "actual", "ước": "estimate"}


def poverty(made: Table, _: date) -> Iterator[Claim]:
    for row in made.frame.to_dict("records"):
        for column in made.columns[1:-1]:
            status = STATUSES.get(row["status"], "actual")
            yield from _cell(column, row[column.name], column.name, frozenset(), int(row["year"]), status=status)


def outcomes(made: Table, _: date) -> Iterator[Claim]:
    """Outcomes, a row each; new-rural communes may stand beside how many communes there are."""
    columns = {column.name: column for column in made.columns}
    figure = "value" if "value" in columns else "figure"
    for row in made.frame.to_dict("records"):
        measure = OUTCOMES.get(row.get("measure", row.get("name")), "")
        if measure:
            days = _days_in(row["as_of"] if figure == "value" else row["day"])
            until = int(row["year"]) if measure == "poverty_rate" else days[0]
            status = STATUSES.get(row.get("status", ""), "actual")
            yield from _cell(columns[figure], row[figure], measure, frozenset(), until, status=status)
            if "total" in columns and not is_missing(row["total"]):
                yield from _cell(columns["total"], row["total"], "communes", frozenset(), until)


def reference_class(made: Table, _: date) -> Iterator[Claim]:
    rate = next(column for column in made.columns if column.name == "rate")
    for row in made.frame.to_dict("records"):
        about = _about(f"{row['unit']}, {row['programme']}, {row['capital']}")
        yield from _cell(rate, row["rate"], "rate", about, _days_in(row["as_of"])[0])


def paths(made: Table, _: date) -> Iterator[Claim]:
    """The stock at the start, which is one for all scenarios, and at the end of each."""
    columns = {column.name: column for column in made.columns}
    rows = made.frame.to_dict("records")
    for row in rows:
        if row["year"] == rows[0]["year"]:
            yield from _cell(columns["opening"], row["opening"], "stock", frozenset(), int(row["year"]))
        if row["year"] == rows[-1]["year"]:
            pace = frozenset({PACES[row["scenario"]]})
            yield from _cell(columns["closing"], row["closing"], "stock_after", pace, int(row["year"]))


PACES = {"Thấp": "low", "Cơ sở": "base", "Cao": "high"}


def summary(made: Table, _: date) -> Iterator[Claim]:
    columns = {column.name: column for column in made.columns}
    for row in made.frame.to_dict("records"):
        if found := re.fullmatch(r"Vốn chuyển sang năm (\d{4})", row["what"]):
            yield from _cell(columns["value"], row["value"], "stock", frozenset(), int(found[1]))
        if found := re.fullmatch(r"Vốn chuyển sang sau năm (\d{4})", row["what"]):
            for name, pace in (("value", "base"), ("low", "low"), ("high", "high")):
                yield from _cell(columns[name], row[name], "stock_after", frozenset({pace}), int(found[1]))
        if row["what"].startswith("Vốn hết hạn"):
            yield from _cell(columns["value"], row["value"], "lapsed", frozenset(), "horizon")


TABLES = dict.fromkeys(
    (
        "ket_qua", "chuong_trinh", "nguon_goc_von", "nguon_ngan_sach", "du_an", "don_vi", "don_vi_dong_gop", "thu_hang",
        "lech_ke_hoach", "sau_ngay_chot", "chuyen_nguon", "giai_doan", "ty_le_giai_ngan", "pl_chuong_trinh",
        "pl_don_vi", "trien_vong", "trien_vong_don_vi",
    ),
    money,
) | {
    "suy_ra": implied, "cac_nam_cua_tinh": levels, "nguyen_nhan": changes, "co_cau": changes, "pl_huyen": districts,
    "ho_ngheo": poverty, "nong_thon_moi": outcomes, "chuan_gay": outcomes, "nhom_tham_chieu": reference_class,
    "ton_va_dong": paths, "tom_tat": summary,
}  # fmt: skip

# Words beside numbers. Each pattern names its number `value`; `year` and `first`, `second` say what it is of.
NUMBER = r"\d[\d.]*(?:,\d+)?"
REACHED = re.compile(
    rf"(?:đạt (?:được )?|kế hoạch )(?P<about>khoảng )?(?P<value>{NUMBER})%(?: kế hoạch)?(?= ?[,;.():]| và |$)"
)
BESIDE = re.compile(rf"(?P<name>[^,;:.()]+?) \(?(?P<value>{NUMBER})%")  # behind a name: "NTM 67,4%", "NTM (67,4%)"
TOLD_IN_FULL = ("hinh_ty_le", "hinh_ban_do")  # charts whose alternative text says each rate behind its name
AMOUNT = re.compile(rf"(?P<word>[Gg]iải ngân(?: được)?|[Kk]ế hoạch|hủy|chuyển sang năm sau|chuyển sang năm \d{{4}}) "
                    rf"(?:đến [\d/]+ |vào |khoảng )*(?P<value>{NUMBER}) tỷ đồng")  # fmt: skip
AMOUNTS = {"giải ngân": "disbursed", "giải ngân được": "disbursed", "kế hoạch": "plan", "hủy": "cancelled"}
SIZE = r"(?:giảm |tăng |[−+])[\d,]+"
EFFECTS = (
    re.compile(rf"Từ (?:năm )?(?P<first>\d{{4}}) đến (?:năm )?(?P<second>\d{{4}})[^.]*?tỷ lệ (?:từng phần|của từng "
               rf"chương trình, loại vốn) (?:làm )?(?P<rate>{SIZE}) điểm, (?:do )?cơ cấu (?:kế hoạch làm )?"
               rf"(?P<mix>{SIZE}) điểm"),
    re.compile(rf"Từ (?P<first>\d{{4}}) đến (?P<second>\d{{4}}), tỷ lệ chung thay đổi {SIZE} điểm phần trăm: "
               rf"(?P<rate>{SIZE}) điểm do [^−+]*?(?P<mix>{SIZE}) điểm do cơ cấu"),
)  # fmt: skip
STOCKS = (
    ("stock", "", re.compile(rf"chuyển sang năm (?P<year>\d{{4}}) (?:là |ước )?(?P<value>{NUMBER}) tỷ đồng")),
    ("stock_after", "base", re.compile(rf"chuyển sang sau năm (?P<year>\d{{4}})(?:, theo giả định)?(?: là)? "
                                       rf"(?P<value>{NUMBER}) tỷ đồng")),
    ("stock_after", "low", re.compile(rf"sau năm (?P<year>\d{{4}}) là .*?(?P<value>{NUMBER}) tỷ đồng nếu chậm")),
    ("stock_after", "high", re.compile(rf"sau năm (?P<year>\d{{4}}) là .*?(?P<value>{NUMBER}) tỷ đồng nếu nhanh")),
    ("stock_after", "high", re.compile(rf"sau năm (?P<year>\d{{4}}) từ (?P<value>{NUMBER}) đến")),
    ("lapsed", "", re.compile(rf"(?P<value>{NUMBER}) tỷ đồng hết hạn")),
    ("lapsed", "", re.compile(rf"hết hạn trong kỳ nếu không được kéo dài (?P<value>{NUMBER}) tỷ đồng")),
)  # fmt: skip
OTHERS = re.compile(  # sentences about other money, or about what is not reached yet
    r"cả nước|toàn quốc|dự báo|bình quân|đối ứng|số giao mới|thử lại|Kiểm lại|mô hình|từ \d+%|mức tăng|theo điểm"
)


def _number(text: str) -> tuple[float, float]:
    """A printed number, and half of its last digit."""
    sign = -1 if text.startswith(("−", "giảm ")) else 1
    digits = text.removeprefix("giảm ").removeprefix("tăng ").lstrip("−+").replace(".", "")
    return sign * float(digits.replace(",", ".")), 0.5 * 10 ** -len(digits.partition(",")[2])


def in_words(markdown: str, cut_off: date) -> Iterator[Claim]:
    """The claims of words: what a change came from, what is carried on, rates that were reached, amounts."""
    text = re.sub(r"[\\*]", "", markdown)
    for pattern in EFFECTS:
        for found in pattern.finditer(text):
            for name in ("rate", "mix"):
                years = int(found["first"]), int(found["second"])
                yield Claim(f"effect_{name}", frozenset(), years, *_number(found[name]))
    for sentence in re.split(r"(?<=\.)\s", text):
        if "mô hình" not in sentence:
            yield from _of_stocks(sentence)
        if not OTHERS.search(sentence):
            yield from _in_sentence(sentence, cut_off)


def _of_stocks(sentence: str) -> Iterator[Claim]:
    for measure, pace, pattern in STOCKS:
        for found in pattern.finditer(sentence):
            until = int(found["year"]) if "year" in pattern.groupindex else "horizon"
            yield Claim(measure, frozenset({pace} - {""}), until, *_number(found["value"]))


def _in_sentence(sentence: str, cut_off: date) -> Iterator[Claim]:
    days, end = _days_in(sentence), 0
    for found in REACHED.finditer(sentence):
        subject, end = sentence[end : found.start()], found.end()
        status = "estimate" if re.search("[Ưư]ớc", subject) or found["about"] else "actual"
        yield _rate(found["value"], _codes_in(subject)[0], _until(subject, sentence, cut_off), status)
    for found in BESIDE.finditer(sentence):
        named, rest = _codes_in(found["name"])
        if named and rest.endswith("|"):
            yield _rate(found["value"], named, days[0] if days else cut_off, "actual")
    for found in AMOUNT.finditer(sentence):
        measure = AMOUNTS.get(found["word"].lower(), "closing")
        about = _codes_in(re.split(r"[,;:]", sentence[: found.start()])[-1])[0]
        until = _years_in(sentence) or (_year_of(cut_off) if measure in OF_YEARS else days[0] if days else cut_off)
        yield Claim(measure, about, until, *_number(found["value"]))


def _rate(text: str, about: frozenset[str], until: date, status: str) -> Claim:
    value, half = _number(text)
    return Claim("rate", about, until, value / 100, half / 100, status)


def _until(subject: str, sentence: str, cut_off: date) -> date:
    """The day that a clause speaks of: its own, that of its year, that of the sentence, or that of the report."""
    year, own = re.search(r"năm (\d{4})", subject), _days_in(subject) or _days_in(sentence)
    if own or not year:
        return own[0] if own else cut_off
    is_settled = "31/01 năm sau" in sentence
    return date(int(year[1]) + is_settled, 1 if is_settled else 12, 31)
