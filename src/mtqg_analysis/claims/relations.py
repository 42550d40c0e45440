"""How a sentence says that figures lie to each other: more, less, by how much, how many times, the most of all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from mtqg_analysis.claims.claim import About, Claim
from mtqg_analysis.claims.grouping import bounds_of
from mtqg_analysis.claims.measures import PLAIN, measured_as
from mtqg_analysis.claims.quantities import Quantity
from mtqg_analysis.claims.scanning import Word
from mtqg_analysis.claims.slots import TIMES, named
from mtqg_analysis.claims.standing import standings_of

if TYPE_CHECKING:
    from mtqg_analysis.claims.sentence import Sentence


def relations_of(sentence: Sentence, numbers: Sequence[tuple[Quantity, About]]) -> Iterator[Claim]:
    """The claims of a sentence in the order of its text; a number that says by how much is of the comparison."""
    reader = _Relations(sentence)
    ways = [word for word in sentence.words if word.kind in ("direction", "extreme")]
    of_numbers = {id(way): number for way in ways if (number := reader.number_of(way))}
    scopes = {reader.scope_of(way) for way in ways if way.kind == "extreme"}
    groups = {id(count): (bound, about) for count, bound, about in bounds_of(sentence.hidden, numbers)}
    bounds = {id(bound) for bound, _ in groups.values()}
    for number, about in numbers:
        if number.end in scopes or id(number) in bounds:
            continue
        if id(number) in groups:
            yield reader.grouped(number, *groups[id(number)])
            continue
        way = next((way for way in ways if of_numbers.get(id(way)) is number), None)
        if number.kind != "times" or MULTIPLE.search(sentence.hidden[: number.start]):
            yield reader.claimed(number, about, way, numbers)
    yield from _dues(sentence)
    yield from standings_of(sentence)
    for way in ways:
        if id(way) not in of_numbers and (claim := reader.plain(way)):
            yield claim


APART = re.compile(r"(?:chênh lệch|khoảng cách|cách biệt)[^;.]* $")
MULTIPLE = re.compile(r"(?:gấp|bằng|tăng)(?: \w+)? $")
TURN = re.compile(r";|\s(?:tuy|nhưng|song|trong khi|còn)\s")  # where another thing begins to be spoken of
CLOSE = re.compile(r";|,(?=\s)|\s(?:tuy|nhưng|song|trong khi|còn)\s")
DUE = re.compile(
    r"(?<=\w )(?:trước|chậm nhất|muộn nhất|xong)(?: là| vào| trong)?(?: hết)?(?: ngày)? $"
    r"|(?:tổ chức|diễn ra|họp|khai mạc)(?: vào)? $"
)


def _dues(sentence: Sentence) -> Iterator[Claim]:
    """Days by which something is to be done, or on which a meeting is held."""
    for word in sentence.words:
        lead = DUE.search(sentence.hidden[: word.start]) if word.kind == "day" else None
        if lead is not None:
            begin = word.start if lead.group().startswith(("tổ", "di", "họp", "khai")) else lead.start()
            about = named([word], sentence.context)
            yield Claim(sentence.paragraph, sentence.start + begin, sentence.start + word.end, "due", about)


class _Relations:
    def __init__(self, sentence: Sentence) -> None:
        self.sentence, self.hidden, self.words = sentence, sentence.hidden, sentence.words

    def between(self, change: Claim, numbers: Sequence[tuple[Quantity, About]]) -> Claim:
        """A change between the two rates of two years that the sentence gives itself, where it does."""
        assert change.quantity is not None
        measures = change.about.measures
        rates = [about for one, about in numbers if one.kind == "percent" and about.measures[:1] == measures]
        is_between = change.quantity.kind == "points" and self._against() is None and len(rates) == 2
        if not is_between or rates[0].year in (None, rates[1].year):
            return change
        earlier, later = sorted(rates, key=lambda one: one.year or 0)
        return replace(change, about=replace(later, measures=measures), other=replace(earlier, measures=measures))

    def claimed(
        self, number: Quantity, about: About, way: Word | None, numbers: Sequence[tuple[Quantity, About]]
    ) -> Claim:
        """The claim of a number; way: the word for more or less that it belongs to."""
        if self.is_of_the_other_side(number, about):
            about = replace(about, measures=())
        if number.kind == "times" or self.is_share_of(number):
            return self.compared(number.start, number.end, "times", "", number)
        if (gap := self.gap(number)) is not None:
            return gap
        if way is not None and self.is_change(way, about):
            told = self.compared(way.start, number.end, "change", way.code, number)
            return self.between(told, numbers)
        begin = self.sentence.start
        return Claim(self.sentence.paragraph, begin + number.start, begin + number.end, number.kind, about, number)

    def number_of(self, way: Word) -> Quantity | None:
        """The number right behind a word that says more or less."""
        one = next((one for one in self.sentence.numbers if one.start >= way.end), None)
        if one is None or way.kind != "direction":
            return None
        between = self.hidden[way.end : one.start]
        is_beside = between.strip() in ("", "thêm", "được", "là", "tới", "đến")
        is_gap = one.kind == "points" and self.hidden[: way.end].endswith("hơn") and not CLOSE.search(between)
        return one if is_beside or is_gap else None

    def is_of_the_other_side(self, number: Quantity, about: About) -> bool:
        """Whether a count only tells what a change is held against, of a time that is not said."""
        against = self._against()
        return (
            against is not None
            and number.start > against.end
            and about.measures[:1] != ()
            and about.measures[0] in PLAIN
        )

    def is_share_of(self, number: Quantity) -> bool:
        """Whether a rate says how large something is of another: "bằng 25% ngân sách trung ương"."""
        behind = [word for word in self.words if number.end <= word.start <= number.end + 12]
        stands_so = self.hidden[: number.start].endswith(("bằng ", "tương đương "))
        return (
            number.kind == "percent"
            and stands_so
            and bool(behind)
            and behind[0].kind in ("fund", "capital", "programme", "unit")
        )

    def is_change(self, way: Word, about: About) -> bool:
        """Whether a number says by how much, and not how large: a yearly fall or a gap is a measure of its own."""
        own = about.measures[:1]
        return not own or not (
            own[0].endswith(("annual_reduction", "gap_vs_national", "growth")) or own[0].startswith("plan_adjustment")
        )

    def compared(self, start: int, end: int, kind: str, way: str, number: Quantity | None) -> Claim:
        """A claim of two things: what stands before, and what it is held against."""
        between = [word for word in self.words if start < word.start < (number.start if number else start)]
        behind = between or self._beyond(start, end)
        first, second = self._sides(start, end, behind)
        own = self._measure(self._until(start, end), kind, number) or self._measure(behind, kind, number)
        other = self._measure(behind, kind, number)
        other = own if not other or (own and other[0] in PLAIN) else other
        begin = self.sentence.start
        return Claim(
            self.sentence.paragraph,
            begin + start,
            begin + end,
            kind,
            replace(first, measures=own),
            number,
            way,
            replace(second, measures=other),
        )

    def grouped(self, count: Quantity, bound: Quantity, about: About) -> Claim:
        """How many units lie above or below a rate."""
        begin = self.sentence.start
        span = self.sentence.paragraph, begin + count.start, begin + count.end
        return Claim(*span, "group", about, count, bound=bound)

    def gap(self, number: Quantity) -> Claim | None:
        """How far two things lie apart that are named one after the other: "chênh lệch giữa … và … là"."""
        lead = APART.search(self.hidden[: number.start])
        if number.kind != "points" or lead is None:
            return None
        before = [word for word in self.words if lead.start() <= word.start < number.start]
        for kind in ("capital", "programme", "unit", "year"):
            pair = [word for word in before if word.kind == kind]
            own = self._measure(self.words_before(number.start), "change", number)
            if len(pair) == 2 and own:
                rest = [word for word in before if word.kind != kind]
                sides = [named([*rest, one], self.sentence.context) for one in pair]
                first, second = (replace(one, measures=own) for one in sides)
                begin = self.sentence.start
                span = self.sentence.paragraph, begin + number.start, begin + number.end
                return Claim(*span, "change", first, number, "", second)
        return None

    def _against(self) -> Word | None:
        return next((word for word in self.words if word.kind == "against"), None)

    def _until(self, start: int, end: int) -> list[Word]:
        """The words of the first side: those before, or all but the comparison that the sentence opens with."""
        against = self._against()
        if against is not None and against.start < start:
            comma = self._closed(against)
            stop = CLOSE.search(self.hidden, end)
            last = stop.start() if stop else len(self.hidden)
            every = [word for word in self.words if word.start < against.start or comma < word.start < last]
            return [word for word in every if word.kind not in TIMES or not self._is_in_brackets(word)]
        begin = max((one.end() for one in TURN.finditer(self.hidden, 0, start)), default=0)
        own = [word for word in self.words if begin <= word.start < start]
        return own if begin == 0 or any(word.kind == "measure" for word in own) else self.words_before(start)

    def _closed(self, against: Word) -> int:
        """Where the words end that a sentence opens a comparison with: "So với năm 2023: …"."""
        close = re.compile(r",(?=\s)|:").search(self.hidden, against.end)
        return close.start() if close else -1

    def words_before(self, start: int) -> list[Word]:
        """The words before a place, of whatever clause."""
        return [word for word in self.words if word.start < start]

    def _beyond(self, start: int, end: int) -> list[Word]:
        against = self._against()
        if against is not None and against.start < start:
            return [word for word in self.words if against.end <= word.start < self._closed(against)]
        stop = CLOSE.search(self.hidden, end)
        return [word for word in self.words if end <= word.start < (stop.start() if stop else len(self.hidden))]

    def _sides(self, start: int, end: int, behind: Sequence[Word]) -> tuple[About, About]:
        before = self._until(start, end)
        first = named(before, self.sentence.context)
        if not any(word.kind in ("year", "day") for word in before) and self._against() is None:
            first = named([word for word in behind if word.kind in ("year", "day")], first)
        second = named(behind, replace(first, said=frozenset()))
        kinds = {word.kind for word in behind}
        if "year" in kinds and "day" not in kinds and first.day is not None and second.year is not None:
            span = second.year - (first.year or first.day.year)
            second = replace(second, day=first.day.replace(year=first.day.year + span))
        if (
            not kinds & {"year", "day", "unit", "programme", "capital", "fund", "measure", "basis"}
            and second.year is not None
        ):
            second = replace(
                second, year=second.year - 1, day=second.day and second.day.replace(year=second.day.year - 1)
            )
        if {"day", "year"} & kinds and "status" not in kinds:
            second = replace(second, status="")
        return first, replace(second, said=second.said | first.said)

    def _measure(self, found: Sequence[Word], kind: str, number: Quantity | None) -> tuple[str, ...]:
        codes = [word for word in found if word.kind == "measure" and word.code not in ("share", "annual")]
        codes = [word for word in codes if not self._is_aside(word)] or codes
        if not codes:
            return ()
        last = codes[-1]
        text = self.hidden[last.start : last.end]
        is_amount = text.startswith(("số", "vốn", "giá trị", "kinh phí")) or "số vốn" in self.hidden
        is_rate = number is None or number.kind in ("percent", "points")
        if last.code == "disbursed" and is_rate and not is_amount and "số tiền" not in self.hidden:
            return ("disbursement_rate",)
        if number is not None and number.kind in ("points", "count"):
            kind = "percent" if number.kind == "points" else "count"
            told = next((told for word in reversed(codes) if (told := measured_as(word.code, kind))), "")
            return (told,) if told else ()
        return (last.code,)

    def _is_aside(self, word: Word) -> bool:
        """Whether a word stands in brackets, or tells of which plan something is."""
        before = self.hidden[: word.start]
        return self._is_in_brackets(word) or (word.code == "plan" and before.endswith(("của ", "trên ")))

    def _is_in_brackets(self, word: Word) -> bool:
        before = self.hidden[: word.start]
        return before.count("(") > before.count(")")

    def plain(self, way: Word) -> Claim | None:
        """A comparison without a number; None where the words compare nothing."""
        if way.kind == "extreme":
            return self._extreme(way)
        against = self._against()
        is_word = self.hidden[way.start : way.end].startswith(("tăng", "giảm"))
        if against is None and (is_word or not self._beyond(way.end, way.end)):
            return None
        end = against.end if against is not None and 0 <= against.start - way.end <= 1 else way.end
        claim = self.compared(way.start, end, "comparison", way.code, None)
        return claim if claim.about.measures else None

    def _extreme(self, way: Word) -> Claim | None:
        """What is said to be the most of its kind; among what, stands behind it and is of the claim."""
        before = [word for word in self.words if word.start < way.start]
        named_behind = re.match(r"\s*(?:là|thuộc về|ở|tại|thuộc)\s", self.hidden[way.end :])
        stop = CLOSE.search(self.hidden, way.end)
        last = stop.start() if stop else len(self.hidden)
        behind = [word for word in self.words if way.end <= word.start < last] if named_behind else []
        about = named([*before, *behind], self.sentence.context)
        measure = self._measure(before, "extreme", None) or self._measure(self._after(way), "extreme", None)
        if not measure:
            return None
        begin, end = self.sentence.start, self.scope_of(way) or way.end
        return Claim(
            self.sentence.paragraph,
            begin + way.start,
            begin + end,
            "extreme",
            replace(about, measures=measure),
            None,
            way.code,
        )

    def _after(self, way: Word) -> list[Word]:
        """The words behind a superlative that say of what it is: "dẫn đầu về tỷ lệ giải ngân"."""
        tells = re.match(r"\s*(?:(?:toàn|cả|trong) )?(?:tỉnh )?(?:về|là|thuộc)\s", self.hidden[way.end :])
        return [word for word in self.words if word.start >= way.end] if tells else []

    def scope_of(self, way: Word) -> int:
        """Where the number ends that says among how many something is the most; 0 without one."""
        for one in self.sentence.numbers:
            between = self.hidden[way.end : max(one.start, way.end)]
            if one.start >= way.end and re.fullmatch(r"\s*(?:trong|trên|của)\s+(?:tổng |số |cả |các )*", between):
                return one.end
        return 0
