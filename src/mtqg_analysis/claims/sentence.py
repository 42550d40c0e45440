"""One sentence, read number by number: what stands before a number is of it, unless the next clause says anew."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise

from mtqg_analysis.claims.claim import About, Claim
from mtqg_analysis.claims.measures import ALSO, COUNTS, PLAIN, measures_of
from mtqg_analysis.claims.quantities import Quantity, quantities
from mtqg_analysis.claims.relations import relations_of
from mtqg_analysis.claims.scanning import Word, masked, words
from mtqg_analysis.claims.slots import SLOTS, TIMES, named, settled, timed

CLAUSE = re.compile(r"[;:]|,(?=\s)|\.(?=\s|$)|\(| và | trong đó")
WHOLE = re.compile(  # what may stand behind things that are counted without narrowing them
    r"\s*(?:$|[,;.:()/–-]|(?:và|trên|thuộc|của|tại|ở|sau|trước|từ|đến|vào|năm|ngày|tính|so|là|với|như)(?!\w)|\d)"
)
ENDS = re.compile(r"(?:xuống|lên|còn|đến|xuống còn|lên đến) (?:còn |đến |mức )?$")
JOINED = re.compile(r",? (?:và |cùng |cùng với )?|, ")
LEAD = re.compile(r"[\s:]*(?:là|đạt|còn|có|hiện có|được|ước)?\s*")
REACH = 70  # letters behind a number of money or a rate that may still be of it
TOLD = {*SLOTS, *TIMES}
UNTIL = ("đến", "tính", "tới", "hết", "cuối", "tại")


class Sentence:
    """One sentence of a paragraph, in the context of those before it."""

    def __init__(self, paragraph: int, start: int, text: str, province: str, context: About) -> None:
        self.paragraph, self.start, self.context = paragraph, start, context
        self.hidden = masked(text)
        every = words(text, province)
        self.words = tuple(word for word in every if not self._is_scope(word, every))
        found = sorted(quantities(self.hidden), key=lambda one: one.start)
        self.numbers = [one for one in found if not self._is_of_a_name(one)]

    def _is_scope(self, word: Word, every: Sequence[Word]) -> bool:
        """Whether a word only says among what something is the highest or the lowest."""
        before = [one for one in every if one.kind == "extreme" and one.end <= word.start]
        if not before or word.kind not in SLOTS or CLAUSE.search(self.hidden, before[-1].end, word.start):
            return False
        return re.match(r"\s*(?:là|thuộc về|ở|tại|thuộc)\s", self.hidden[before[-1].end :]) is None

    def _is_of_a_name(self, one: Quantity) -> bool:
        """Whether a number belongs to a date, or to the name of all programmes together."""
        dates = [word for word in self.words if word.kind in ("day", "year")]
        return any(word.start < one.end - 1 and one.start < word.end for word in dates)

    @property
    def after(self) -> About:
        """What the next sentence of the paragraph may rely on: the time, and what was measured."""
        told = [word for word in self.words if word.kind == "year" or (word.kind == "day" and self._is_cut_off(word))]
        against = next((word for word in self.words if word.kind == "against"), None)
        if against is not None:
            close = CLAUSE.search(self.hidden, against.end)
            end = close.start() if close else len(self.hidden)
            told = [word for word in told if not against.end <= word.start < end]
        measures = tuple(word.code for word in self.words if word.kind == "measure")[-3:]
        return replace(settled(named(told, self.context)), measures=measures or self.context.measures)

    def _is_cut_off(self, word: Word) -> bool:
        return self.hidden[word.start : word.end].startswith(UNTIL)

    def claims(self) -> Iterator[Claim]:
        """The claims of the sentence: those that have a number, and how figures are said to lie."""
        plain = list(self.about_numbers)
        yield from relations_of(self, plain)

    @cached_property
    def about_numbers(self) -> list[tuple[Quantity, About]]:
        """Each number with what it is of."""
        head = current = self._start
        found: list[tuple[Quantity, About]] = []
        used: set[Word] = set()
        before: list[str] = []
        last = 0
        for place, one in enumerate(self.numbers):
            own = [word for word in self.words if last <= word.start <= one.start and word not in used]
            own = [word for word in own if word.kind not in TIMES or not self._is_held_against(word, one)]
            behind = [word for word in self._behind(place) if word not in own]
            base = current
            if place and (";" in self.hidden[last : one.start] or any(word.kind in SLOTS for word in own)):
                base = replace(timed(head, current), basis="", said=head.said - {"basis"})
            current = named(own, base)
            head = current if not place else head
            before += [word.code for word in own if word.kind == "measure"]
            slots = {word.kind for word in own}
            told = [word for word in behind if word.kind in TOLD and (word.kind in TIMES or word.kind not in slots)]
            told += [word for word in behind if word.kind in slots and self._is_narrower(word, current)]
            about = named(told, current)
            measures, is_said = self._measures(one, about, before, behind)
            about = about.but(measures=measures) if is_said else replace(about, measures=measures)
            about = replace(about, together=self._together(own, about))
            if not self._is_name_of_programmes(one, about):
                found.append((one, self._of_change(place, self._respectively(place, about))))
            used.update(behind)
            before += [word.code for word in behind if word.kind == "measure"]
            current = about if told else current
            last = one.end
        return found

    def _together(self, own: Sequence[Word], about: About) -> tuple[str, ...]:
        """The units that share a number with the last one named before it: "huyện Bình Gia, huyện Cao Lộc cùng đạt"."""
        units = [word for word in own if word.kind == "unit"]
        found: list[str] = []
        for word, following in reversed(list(pairwise(units))):
            if JOINED.fullmatch(self.hidden, word.end, following.start) is None:
                break
            found.append(word.code)
        return tuple(found) if units and units[-1].code == about.unit else ()

    def _is_narrower(self, word: Word, current: About) -> bool:
        """Whether a unit behind a number is the one that it is of, within the province: "thuộc huyện …"."""
        is_within = self.hidden[: word.start].endswith(("thuộc ", "của ", "tại ", "ở "))
        return word.kind == "unit" and is_within and current.unit.startswith("province:")

    def _is_held_against(self, word: Word, one: Quantity) -> bool:
        """Whether a time is that of the other side of a comparison, and the number is not."""
        for mark in self.words:
            if mark.kind == "against" and mark.end <= word.start:
                close = CLAUSE.search(self.hidden.replace("(", ","), mark.end)
                end = close.start() if close else len(self.hidden)
                inside = one.start <= end + 1
                return word.start < end and not inside
        return False

    @property
    def _start(self) -> About:
        """The context, with the time that the sentence names only behind its first number, and no other."""
        times = [word for word in self.words if word.kind in ("year", "day")]
        first = self.numbers[0].start if self.numbers else 0
        has_other = any(word.kind == "against" for word in self.words)
        is_one = len({word.code for word in times}) == 1 and times[0].start >= first
        between = self.hidden[first : times[0].start] if is_one else ""
        is_one = is_one and ";" not in between and not between.endswith("lần ")
        return named(times[:1], self.context) if is_one and not has_other else self.context

    def _is_name_of_programmes(self, one: Quantity, about: About) -> bool:
        """Whether a number only belongs to what the programmes are called together: "ba chương trình"."""
        return not about.measures and one.kind in COUNTS and self.hidden[self._noun(one) :].startswith("chương trình")

    def _behind(self, place: int) -> list[Word]:
        """The words that follow a number and belong to it: up to the next number or the end of the clause."""
        one = self.numbers[place]
        stop = self.numbers[place + 1].start if place + 1 < len(self.numbers) else len(self.hidden)
        clause = CLAUSE.search(self.hidden, one.end, stop)
        reach = clause.start() if clause else stop
        if one.kind not in COUNTS:
            reach = min(reach, one.end + REACH)
        begin = self._noun(one)
        found = [
            word for word in self.words if begin <= word.start < reach and word.kind not in ("direction", "against")
        ]
        relation = next(
            (
                word.start
                for word in self.words
                if word.kind in ("direction", "against", "extreme") and word.start >= one.end
            ),
            reach,
        )
        found = [word for word in found if word.start < relation]
        return found if one.kind in COUNTS or stop == len(self.hidden) else self._without_lead(found, stop)

    def _without_lead(self, found: list[Word], stop: int) -> list[Word]:
        """The words behind a number but for those that lead to the next: "đạt 54% | kế hoạch 6.295 tỷ đồng"."""
        end, kept = stop, list(found)
        while kept and not self.hidden[kept[-1].end : end].strip(" là:"):
            end = kept.pop().start
        return kept if any(word.kind == "measure" for word in found[len(kept) :]) else found

    def _noun(self, one: Quantity) -> int:
        """Where the word begins that a number counts."""
        return one.noun if one.kind in COUNTS else one.end

    def _measures(
        self, one: Quantity, about: About, before: Sequence[str], behind: Sequence[Word]
    ) -> tuple[tuple[str, ...], bool]:
        """What a number may measure, and whether its sentence says so and nothing narrower."""
        if one.kind in COUNTS and self.hidden[self._noun(one) :].startswith(("chương trình", "ctmtqg")):
            return self._of_programmes(one, before), True
        if self.hidden[one.start - 1 : one.start] == "/" and "disbursed" in before:
            return ("plan",), True
        after = [word.code for word in behind if word.kind == "measure"]
        if one.kind in COUNTS and self._is_led_to(one):
            after = [code for code in after if code not in PLAIN]
        if self._is_of_other_sums(one):
            return (), False
        beyond = [
            word.code for word in self.words if word.kind == "measure" and word.start >= one.end and word not in behind
        ]
        is_apart = one.kind == "percent" and "capital" in about.said and self.hidden[: one.start].endswith("đạt ")
        has_money = any(word in self.hidden for word in ("vốn", "kinh phí", "ngân sách"))
        told = measures_of(one, about, [*before], after, beyond)
        if told:
            return told, one.kind not in COUNTS or self._is_counted(one)
        if beyond and self.hidden[one.start - 1] == "(":
            return measures_of(one, about, beyond[:1], [], []), False
        told = measures_of(one, about, list(self.context.measures), [], [])
        if not told and one.kind == "money" and has_money:
            return ("disbursed",) if _is_out_of(one) else ("plan", *ALSO["plan"]), True
        if not told and beyond:
            told = measures_of(one, about, beyond[:1], [], [])
        return (told, is_apart) if told else (("disbursement_rate",) if is_apart else (), is_apart)

    def _is_led_to(self, one: Quantity) -> bool:
        """Whether what is counted is named right before the number: "số xã đạt chuẩn: 28 xã"."""
        leads = [word for word in self.words if word.kind == "measure" and word.end <= one.start]
        noun = re.match(r"\w*", self.hidden[self._noun(one) :])
        counted = {self._noun(other) for other in self.numbers}
        if (
            not leads
            or noun is None
            or leads[-1].start in counted
            or leads[-1].code in PLAIN
            or not self._is_of(noun.group(), leads[-1])
        ):
            return False
        return LEAD.fullmatch(self.hidden, leads[-1].end, one.start) is not None

    def _is_of_other_sums(self, one: Quantity) -> bool:
        """Whether a number is a term of a sum, or what was planned of something that is no money of a programme."""
        before, behind = self.hidden[: one.start].rstrip(), self.hidden[one.end :].lstrip()
        return before.endswith(("+", "(kế hoạch")) or behind.startswith("+")

    def _is_counted(self, one: Quantity) -> bool:
        """Whether the measures of a count are of the very things that stand behind it, and of all of them."""
        begin = self._noun(one)
        noun = re.match(r"\w*", self.hidden[begin:])
        if self.hidden[: one.start].endswith(("từ ", "tổng số ")) or noun is None:
            return noun is None  # of a time before, or of all, which is not said
        own = next((word for word in self.words if word.kind == "measure" and word.start == begin), None)
        if own is not None:
            return own.code not in PLAIN or WHOLE.match(self.hidden, own.end) is not None
        named_before = [word for word in self.words if word.kind == "measure" and word.end <= one.start]
        return any(self._is_of(noun.group(), word) for word in named_before[-1:])

    def _is_of(self, noun: str, measure: Word) -> bool:
        return (
            noun == "tiêu" if measure.code == "avg_criteria_per_commune" else noun in self.hidden[slice(*measure[2:])]
        )

    def _of_programmes(self, one: Quantity, before: Sequence[str]) -> tuple[str, ...]:
        """How many programmes there are, where national ones are counted and not some of them."""
        if not self.hidden[self._noun(one) :].startswith(
            ("chương trình mục tiêu quốc gia", "chương trình mtqg", "ctmtqg")
        ):
            return ()
        return ("ntp_count_added",) if "ntp_count_added" in before else ("ntp_count",)

    def _of_change(self, place: int, about: About) -> About:
        """What a number is of that a change begins or ends with, where two years are named before: "từ … xuống …"."""
        begins = [self.hidden[: one.start].endswith("từ ") for one in self.numbers]
        ends = [ENDS.search(self.hidden[: one.start]) is not None for one in self.numbers]
        is_begin = begins[place] and place + 1 < len(ends) and ends[place + 1]
        is_end = ends[place] and place > 0 and begins[place - 1]
        years = [word.code for word in self.words if word.kind == "year" and word.end <= self.numbers[place].start]
        span = sorted({int(year) for code in years for year in code.split("-")})
        if not (is_begin or is_end) or len(span) != 2:
            return about
        return about.but(year=span[0] if is_begin else span[1], year_to=None, day=None)

    def _respectively(self, place: int, about: About) -> About:
        """What the number has in the order in which a list before it names things, one for each number."""
        mark = next((word for word in self.words if word.code == "respectively"), None)
        if mark is None or self.numbers[place].start < mark.start:
            return about
        numbers = [one for one in self.numbers if one.start >= mark.start]
        for kind in ("year", "programme", "capital", "unit", "fund"):
            listed = [word for word in self.words if word.kind == kind and word.end <= mark.start]
            if len(listed) == len(numbers) > 1:
                return _shifted(named([listed[numbers.index(self.numbers[place])]], about))
        return about


def _is_out_of(one: Quantity) -> bool:
    """Whether a number is told together with what it is out of: "4/6"."""
    return one.second is not None and not one.is_range


def _shifted(about: About) -> About:
    """The day in the year that is named: "31/12 of the years …" is a day of each."""
    if about.day is None or about.year is None or about.day.year == about.year:
        return about
    return replace(
        about,
        day=about.day.replace(year=about.year, day=min(about.day.day, 28) if about.day.month == 2 else about.day.day),
    )
