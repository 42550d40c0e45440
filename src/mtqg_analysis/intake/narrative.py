"""What was typed into a report, brought back into `narrative.csv`: what is new, what changed, what is gone.

Three states are held against each other: what the report printed, what stands in it now, what the dataset holds now.
So nothing is stored twice, and nothing that somebody else changed meanwhile is overwritten unasked.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher

from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.intake.kinds import finding
from mtqg_analysis.intake.read_docx import Typed
from mtqg_analysis.intake.workbook import Where
from mtqg_analysis.ledger.facts import SIDE_COLUMNS
from mtqg_analysis.ledger.finding import Finding
from mtqg_analysis.ledger.written_places import MARKS, Printed, said

Row = dict[str, str]
Words = tuple[str, bool]  # a sentence, and whether it bears the mark of a draft
ALIKE = 0.5  # share of words in common from which a sentence counts as another one's new wording
SHOWN = 60  # letters of a sentence that a message quotes


@dataclass
class Merged:
    """The rows of `narrative.csv` after a report was brought back.

    Stored as they are, they follow the report also where a finding asks whether they may. counts: of the rows that were
    added, changed and removed, by place.
    """

    rows: list[Row]
    findings: list[Finding] = field(default_factory=list)
    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    @property
    def is_empty(self) -> bool:
        """Whether nobody wrote anything."""
        return not any(counted.total() for counted in self.counts.values())


def merge(typed: Typed, held: Sequence[Row], author: str, day: date) -> Merged:
    """What was typed, within the rows that a dataset holds; author, day: by whom and when it was written."""
    merged = Merged([dict(row) for row in held])
    for code, printed in typed.memo.places.items():
        before = [one for one in printed if one.kind != "open"]
        now = typed.texts.get(code)
        if now is not None and [_words(one) for one in before] != now:
            place = _Place(code, typed.memo.year, {"author": author, "day": day.isoformat()}, merged)
            place.bring(before, now)
    if not merged.is_empty and not author:
        message = tr('Thuộc tính của tệp Word không ghi ai viết; hãy nêu --author, ví dụ --author "Sở Tài chính".')
        merged.findings.append(finding("AUTHOR_MISSING", message, expected="--author"))
    return merged


def _words(one: Printed) -> Words:
    """What a report printed, as it is read back."""
    return said(one.text)[0], one.kind in MARKS


class _Place:
    """One place whose words are not those that were printed."""

    def __init__(self, code: str, year: str, written: Row, merged: Merged) -> None:
        self.about = {"year": year, "place": code}
        self.written, self.merged = written, merged
        self.held = [row for row in merged.rows if self.about.items() <= row.items()]

    def bring(self, printed: Sequence[Printed], now: Sequence[Words]) -> None:
        """Gives the place the rows of what stands there now, in that order; rows that came meanwhile follow."""
        rows = [self._row(one, *words) for one, words in zip(_paired(printed, now), now, strict=True)]
        staying = {row["narrative"]: row for row in rows if row is not None}
        was_printed = {one.row for one in printed}
        others = [row for row in self.held if row["narrative"] not in staying]
        gone = [row for row in others if row["narrative"] in was_printed]
        if gone and not now:
            self._find("WORDS_EMPTIED", tr("không còn lời nào ({count} lời của cơ quan bị xóa)", count=len(gone)))
        elif gone:
            told = "; ".join(f"«{row['text_vi'][:SHOWN]}»" for row in gone)
            self._find("WORDS_REMOVED", tr("bỏ {count} lời: {told}", count=len(gone), told=told))
        self._count("removed", len(gone))
        self._replace([*staying.values(), *(row for row in others if row not in gone)])

    def _replace(self, rows: list[Row]) -> None:
        every = self.merged.rows
        at = next((place for place, row in enumerate(every) if row in self.held), len(every))
        before, behind = ([row for row in part if row not in self.held] for part in (every[:at], every[at:]))
        self.merged.rows = [*before, *rows, *behind]

    def _row(self, one: Printed | None, text: str, is_draft: bool) -> Row | None:
        """The row of a sentence; None where somebody deleted it since it was printed and nobody touched it here."""
        row = self._held(one.row) if one is not None and one.row else None
        is_untouched = one is not None and _words(one) == (text, is_draft)
        if row is not None and one is not None:
            return row if is_untouched else self._changed(row, one, text, is_draft)
        if one is not None and one.row and is_untouched:
            return None
        same = next((row for row in self.held if said(row["text_vi"])[0] == text), None)
        return self._new(one, text, is_untouched and is_draft) if same is None else self._approved(same, is_draft)

    def _held(self, name: str) -> Row | None:
        return next((row for row in self.held if row["narrative"] == name), None)

    def _approved(self, row: Row, is_draft: bool) -> Row:
        """A row whose words stand; without the mark it is a draft no longer."""
        if is_draft or row["status"] == "written":
            return row
        self._count("changed")
        return row | {"status": "written"}

    def _changed(self, row: Row, one: Printed, text: str, is_draft: bool) -> Row:
        """A row in its new words; what they are about and what they rest on stays."""
        now = said(row["text_vi"])[0]
        if now == text:
            return self._approved(row, is_draft)
        if now != _words(one)[0]:
            self._find(
                "WORDS_CONFLICT",
                tr(
                    "lời {row} đã đổi trong bộ dữ liệu sau khi lập báo cáo này (nay là «{now}»); hãy lập lại báo cáo "
                    "rồi sửa trên bản mới, hoặc nhận lời trong tệp bằng --accept",
                    row=row["narrative"],
                    now=now[:SHOWN],
                ),
            )
        if row.get("text_en"):
            told = tr("lời {row} đã đổi nên lời tiếng Anh cũ bị bỏ, cần dịch lại", row=row["narrative"])
            self._find("TRANSLATION_DROPPED", told)
        self._count("changed")
        return row | {"text_vi": _ended(text), "text_en": "", "status": "written"} | self.written

    def _new(self, one: Printed | None, text: str, is_draft: bool) -> Row:
        """A sentence that the dataset does not hold; its id follows from its words, so that it comes only once."""
        digest = hashlib.sha256(text.encode()).hexdigest()[:8]
        name = f"{self.about['year']}-{self.about['place']}-{digest}"
        if (row := self._held(name)) is not None:
            return row
        if text[:1] in "=@":
            told = tr("lời bắt đầu bằng «{mark}», bảng tính sẽ hiểu là công thức", mark=text[0])
            self._find("FORMULA_INJECTION", told)
        self._count("added")
        row = {column.name: "" for column in SIDE_COLUMNS["narrative"]} | {"narrative": name} | self.about
        evidence, status = one.evidence if one else "", "proposed" if is_draft else "written"
        return row | {"text_vi": _ended(text), "evidence": evidence, "status": status} | self.written

    def _count(self, what: str, rows: int = 1) -> None:
        self.merged.counts[self.about["place"]][what] += rows

    def _find(self, kind: str, text: str) -> None:
        name, code = label("narrative_place", self.about["place"]), self.about["place"]
        self.merged.findings.append(finding(kind, tr("Mục «{name}»: {told}.", name=name, told=text), Where(code)))


def _ended(text: str) -> str:
    return text if text.endswith(("!", "?", "…", ";", ":")) else f"{text}."


def _paired(printed: Sequence[Printed], now: Sequence[Words]) -> Iterable[Printed | None]:
    """For each sentence that stands there now, the one that it was: itself first, else the one most like it."""
    left = list(printed)
    pairs: list[Printed | None] = [None] * len(now)
    for place, (text, _) in enumerate(now):
        same = next((one for one in left if _words(one)[0] == text), None)
        if same is not None:
            pairs[place] = same
            left.remove(same)
    for place, (text, _) in enumerate(now):
        if pairs[place] is None and left:
            best = max(left, key=lambda one: _likeness(_words(one)[0], text))
            if _likeness(_words(best)[0], text) >= ALIKE:
                pairs[place] = best
                left.remove(best)
    return pairs


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio()
