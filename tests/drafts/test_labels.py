"""Each label is held against the data, reckoned from facts.csv: what is right, what is wrong, and which slip it is."""

import csv
import re
from collections import Counter

import pytest

from .evidence import DATA, facts, value
from .figures import NUMBER, Written, agrees, exact, written
from .labels import Label, Sentence, contexts, drafts, sentences

KINDS = {"amount", "rate", "points", "count", "date", "comparison"}
VERDICTS = {"supported", "rounded", "contradicted", "unlike", "not_in_data", "not_understood", "?"}
OTHER = ("other_", "level_for_change", "estimate_as_actual", "count")


@pytest.fixture(scope="module")
def statements():
    """Ids of what the published sources say and ask for in words."""
    return {
        row[0]
        for name in ("statements", "directives")
        for row in csv.reader((DATA / "langson" / f"{name}.csv").open(encoding="utf-8"))
    }


def every():
    """Each label with its sentence and dataset."""
    heads = contexts()
    single = [(s, label, heads[s.context].dataset) for s in sentences() for label in s.labels]
    return single + [
        (s, label, dataset) for dataset, paragraphs in drafts().values() for s in paragraphs for label in s.labels
    ]


def test_labels_are_well_formed():
    seen = sentences()
    assert len({s.id for s in seen}) == len(seen) >= 200
    assert not [s.id for s in seen if "[" in s.text or "|" in s.text]
    assert not [(s.id, x.text) for s, x, _ in every() if x.kind not in KINDS or set(x.verdicts) - VERDICTS]
    assert not [s.id for s in seen if (s.sort == "none") == bool(s.labels) and s.sort != "standing"]


def test_the_open_part_has_an_example_of_every_sort():
    sorts = Counter(s.sort for s in sentences())
    assert {sort for sort, count in sorts.items() if count > 1} <= {s.sort for s in sentences("open")}


def test_each_draft_has_five_planted_slips():
    planted = {d: sum(label.wrong for s in paragraphs for label in s.labels) for d, (_, paragraphs) in drafts().items()}
    assert len(planted) == 10
    assert set(planted.values()) == {5}


def test_what_is_called_right_is_in_the_data_and_what_is_called_wrong_is_not(statements):
    faults = [
        (s.id, label.text, label.evidence, fault)
        for s, label, dataset in every()
        if (fault := _fault(s, label, dataset, statements))
    ]
    assert not faults, "\n".join(map(str, faults))


def _fault(s: Sentence, label: Label, dataset: str, statements: set[str]) -> str:
    """Why a label does not hold; empty where it does."""
    if label.evidence.startswith("LS-"):
        return "" if label.evidence in statements else "no such statement"
    if label.evidence.startswith("@"):
        return _inner(s, label)
    if label.optional or label.verdicts[0] == "not_understood":
        return ""
    if label.verdicts[0] == "unlike":
        return _unlike(label, dataset)
    if label.verdicts[0] == "not_in_data":
        return _absent(label, dataset) if NUMBER.search(label.text) else ""
    said = value(label.evidence, dataset)
    if re.search("[<>]", label.evidence):
        return "" if bool(said) is not label.wrong else f"comparison is {bool(said)}"
    return _number(label, said, dataset) or _slip(label, dataset)


def _number(label: Label, said: float, dataset: str) -> str:
    if " - " in label.text or "từ" in label.text or re.search(r"\d-\d", label.text):
        low, high = (written(x).number for x in re.split(r" - | đến |(?<=\d)-", label.text))
        return "" if (low <= said <= high) is not label.wrong else f"the data say {said}"
    claim = written(label.text)
    percent = label.slip == "percent_for_points" or label.slip == "estimate_as_actual"
    held = agrees(claim, said) or (exact(claim, said) and _qualified(label, claim, dataset))
    if percent and not label.slip.partition(":")[2]:
        return "" if exact(claim, said) else f"the slip should keep the number {said}"
    if label.verdicts == ("rounded",) and exact(claim, said) and not claim.leaning:
        return f"written exactly: {said}"
    return "" if held is not label.wrong else f"the data say {said}"


def _qualified(label: Label, claim: Written, dataset: str) -> bool:
    """Whether the source says "over", "under" or "about" itself, as the claim does."""
    own = {"above": "over", "below": "under", "about": "about"}.get(claim.leaning)
    return bool(label.facts) and facts(dataset).loc[label.facts[0], "qualifier"] == own


def _slip(label: Label, dataset: str) -> str:
    """Whether the slip makes the written number out of the right one."""
    name, _, source = label.slip.partition(":")
    if not label.wrong:
        return f"a slip in what is right: {name}" if name else ""
    if not name:
        return "wrong without a slip"
    claim, said = written(label.text), value(label.evidence, dataset)
    if source and name.startswith(OTHER) and not agrees(claim, value(source, dataset)):
        return f"not of {source}, which is {value(source, dataset)}"
    if name == "unit_1000" and not any(exact(claim, said * factor) for factor in (1000, 0.001)):
        return "no thousandfold"
    if name == "digits" and not _exchanged(claim.number, said):
        return f"no exchange of the digits of {said}"
    return ""


def _exchanged(written_number: float, said: float) -> bool:
    """Whether the same digits stand there in another order, as they are printed."""
    return any(
        sorted(f"{written_number:.{n}f}".replace(".", "")) == sorted(f"{said:.{n}f}".replace(".", "")) for n in range(4)
    )


def _unlike(label: Label, dataset: str) -> str:
    """The two compared differ in what they are figures of, beyond the year."""
    if ":" in label.evidence:
        return "" if len({x.split(":")[1][5:] for x in label.evidence.split()}) > 1 else "same day of the year"
    table = facts(dataset).loc[label.facts]
    day = table["as_of"].str[5:]
    parts = table[["status", "plan_basis", "level", "programme", "measure", "scope"]].assign(day=day)
    broken = (parts.nunique() > 1).any() or "sắp xếp" in label.text or table["year"].nunique() > 1
    return "" if broken else "alike"


def _absent(label: Label, dataset: str) -> str:
    """No fact of the dataset has this value and kind of unit."""
    claim, table = written(label.text), facts(dataset)
    money = label.kind == "amount"
    units = ["bn_vnd", "mn_vnd"] if money else ["percent"] if label.kind == "rate" else ["count"]
    close = table[table["value_unit"].isin(units) & ((table["number"] - claim.number).abs() <= claim.half)]
    return f"is {list(close.index)[:5]}" if len(close) else ""


def _inner(s: Sentence, label: Label) -> str:
    """A sum or a rate that the sentence itself contradicts."""
    numbers = [written(x.text).number for x in s.labels]
    whole, first, second = numbers[0], numbers[1], numbers[-1]
    if label.slip == "parts_total":
        return "" if abs(whole - first - second) > 0.5 else "the parts add up"
    return "" if abs(100 * first / whole - second) > 0.5 else "the rate is right"
