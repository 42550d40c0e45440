"""How well `mtqg claims` finds and judges what is labelled: `python -m tests.drafts.measure [--part …]`.

Precision is the share of findings that meet a claim and judge it as labelled; recall is the share of labelled claims
that are met and judged so. Both are counted by kind and by verdict. A finding that meets no label counts against
precision, except a date that only says of when the sentence speaks. What must never be is counted apart: a wrong claim
that is called supported or rounded.
"""

import argparse
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from .build import write
from .evidence import alike
from .judged import MADE, Case, Finding, claims, run_drafts, run_sentences
from .labels import PARTS, Label, Sentence, drafts, sentences

DATE = re.compile(r"(?:[\d/.\- ]|ngày|tháng|năm|quý|hết|đến|cuối|đầu|giai đoạn|[IVX]+\b)+", re.I)
SHAPES = (
    ("points", r"điểm"),
    ("rate", r"%|phần trăm"),
    ("amount", r"đồng|tỷ|tỉ|triệu|USD"),
    ("comparison", r"cao|thấp|tăng|giảm|nhất|lần|ít|nhiều"),
)
ACCEPTED = ("supported", "rounded")
LONG = "long"


@dataclass
class Score:
    """Findings and labels of a kind or a verdict, and how many of each are right."""

    found: int = 0
    found_right: int = 0
    labelled: int = 0
    labelled_right: int = 0

    def line(self, name: str) -> str:
        """Name, precision and recall with their counts."""
        precision = self.found_right / self.found if self.found else 1.0
        recall = self.labelled_right / self.labelled if self.labelled else 1.0
        counts = f"({self.found_right}/{self.found}, {self.labelled_right}/{self.labelled})"
        return f"{name:16} precision {precision:5.3f} recall {recall:5.3f} {counts}"


@dataclass
class Result:
    """The scores, and the sentences behind what went wrong."""

    by_kind: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    by_verdict: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    total: Score = field(default_factory=Score)
    accepted_wrong: list[str] = field(default_factory=list)
    faults: list[tuple[str, str]] = field(default_factory=list)
    cited: Counter[bool] = field(default_factory=Counter)


def score(cases: Iterable[Case]) -> Result:
    """Findings set against labels."""
    result = Result()
    for case in cases:
        met = set()
        for finding in case.findings:
            label = _label(finding, case.sentence)
            if label is None:
                _unlabelled(finding, case.sentence, result)
                continue
            if label not in met:
                _meet(finding, label, case, result)
            met.add(label)
        for label in case.sentence.labels:
            if label not in met and not label.optional:
                _count(result, label, None)
                result.faults.append((f"{case.sentence.sort}: {label.kind} not found", _shown(case.sentence, label)))
    return result


def _label(finding: Finding, sentence: Sentence) -> Label | None:
    """The label whose words the finding shares most of; one that may be passed over gives way."""
    shared = {
        label: min(label.start + len(label.text), finding.start + len(finding.text)) - max(label.start, finding.start)
        for label in sentence.labels
    }
    met = [label for label in shared if shared[label] > 0]
    return max(met, key=lambda label: (not label.optional, shared[label]), default=None)


def _meet(finding: Finding, label: Label, case: Case, result: Result) -> None:
    right = finding.verdict in label.verdicts
    if label.wrong and finding.verdict in ACCEPTED:
        result.accepted_wrong.append(f"{_shown(case.sentence, label)} -> {finding.verdict}")
    if label.optional:
        if finding.verdict == "contradicted" and "supported" in label.verdicts:
            _unlabelled(finding, case.sentence, result)
        return
    _count(result, label, finding)
    if not right:
        result.faults.append(
            (
                f"{case.sentence.sort}: {label.kind} {'/'.join(label.verdicts)} called {finding.verdict}",
                f"{_shown(case.sentence, label)} -> {finding.facts} {finding.slip}",
            )
        )
    elif label.facts and finding.facts and finding.verdict in ACCEPTED:
        result.cited[bool(alike(label.facts, case.dataset) & set(finding.facts))] += 1


def _count(result: Result, label: Label, finding: Finding | None) -> None:
    right = finding is not None and finding.verdict in label.verdicts
    verdict = finding.verdict if finding and right else label.verdicts[0]
    for one in (result.total, result.by_kind[label.kind], result.by_verdict[verdict]):
        one.labelled += 1
        one.labelled_right += right
    if finding is not None:
        for one in (result.total, result.by_kind[label.kind], result.by_verdict[finding.verdict]):
            one.found += 1
            one.found_right += right


def _unlabelled(finding: Finding, sentence: Sentence, result: Result) -> None:
    if sentence.labels and DATE.fullmatch(finding.text) and finding.verdict != "contradicted":
        return
    kind = next((kind for kind, shape in SHAPES if re.search(shape, finding.text)), "count")
    for one in (result.total, result.by_kind[kind], result.by_verdict[finding.verdict]):
        one.found += 1
    result.faults.append(
        (f"{sentence.sort}: no claim called {finding.verdict}", f"{sentence.id} «{finding.text}» in: {sentence.text}")
    )


def _shown(sentence: Sentence, label: Label) -> str:
    return f"{sentence.id} «{label.text}» ({'/'.join(label.verdicts)} {label.slip}) in: {sentence.text}"


def report(name: str, result: Result, shown: bool) -> None:
    """The figures of a part; of what was set aside, the faults are counted and never shown."""
    print(f"== {name}")
    for kind, one in sorted(result.by_kind.items()):
        print(one.line(kind))
    print("--")
    for verdict, one in sorted(result.by_verdict.items()):
        print(one.line(verdict))
    print("--")
    print(result.total.line("all"))
    print(f"wrong claims called supported or rounded: {len(result.accepted_wrong)}")
    print(f"facts cited are the labelled ones: {result.cited[True]} of {result.cited.total()}")
    for fault, count in Counter(kind for kind, _ in result.faults).most_common():
        print(f"{count:4} {fault}")
        if shown:
            print(*(f"       {text}" for kind, text in result.faults if kind == fault), sep="\n")
    if shown:
        print(*(f"  ACCEPTED {text}" for text in result.accepted_wrong), sep="\n")


def planted(cases: Iterable[Case]) -> tuple[int, int]:
    """How many planted slips of the drafts are called contradicted or unlike, and how many there are."""
    found = total = 0
    for case in cases:
        for label in case.sentence.labels:
            if label.wrong:
                total += 1
                found += any(
                    _label(f, case.sentence) == label and f.verdict in ("contradicted", "unlike") for f in case.findings
                )
    return found, total


def long_report(folder: Path) -> None:
    """Prints how long a Word report of sixty pages takes: the drafts of Lạng Sơn's figures, four times over."""
    paragraphs = [s for dataset, page in drafts().values() if dataset == "langson" for s in page]
    draft = write(paragraphs * 4, folder / "long.docx")
    begun = perf_counter()
    found = len(claims(draft, "langson"))
    words = sum(len(s.text.split()) for s in paragraphs) * 4
    print(f"{words} words, {found} claims: {perf_counter() - begun:.1f} s")


def made_report(cases: list[Case], accepted: list[str], shown: bool) -> None:
    """How many of the wrong claims that were made are called right."""
    print(f"== made wrong: {len(cases)}, called right: {len(accepted)}")
    seen = tuple(f"{s.id} " for s in sentences("open"))
    print(*(f"  {text}" for text in accepted if shown and text.startswith(seen)), sep="\n")


def measure(arguments: list[str]) -> int:
    """Measure the parts that are asked for; all but the long report where none is."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--part", choices=[*PARTS, "drafts", MADE, LONG], action="append")
    asked.add_argument("--shown", action="store_true", help="print the sentences behind the faults, not of set_aside")
    options = asked.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        for part in options.part or [*PARTS, "drafts", MADE]:
            if part == LONG:
                long_report(Path(name))
                continue
            cases = list(run_drafts(Path(name)) if part == "drafts" else run_sentences(part, Path(name)))
            result = score(cases)
            if part == MADE:
                made_report(cases, result.accepted_wrong, options.shown)
                continue
            report(part, result, options.shown and part != "set_aside")
            if part == "drafts":
                print("planted slips found: {} of {}".format(*planted(cases)))
    return 0


if __name__ == "__main__":
    sys.exit(measure(sys.argv[1:]))
