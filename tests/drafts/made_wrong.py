"""Wrong claims made out of right ones: digits exchanged or one changed, another unit, the qualifier turned."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from .evidence import value
from .figures import NUMBER, agrees, written
from .labels import Label, Sentence

UNITS = {"tỷ": "triệu", "triệu": "tỷ", "điểm phần trăm": "%", "điểm %": "%"}
TURNED = {"hơn ": "gần ", "trên ": "gần ", "gần ": "hơn "}


def made_wrong(sentence: Sentence, dataset: str) -> Iterator[Sentence]:
    """The sentence once for each way in which one of its numbers can be made wrong; that one is its only label.

    >>> from .labels import marked
    >>> plain, labels = marked("Giải ngân [1.318 tỷ đồng|amount|supported|PF0004] đến ngày 31/12/2024.")
    >>> [s.labels[0].text for s in made_wrong(Sentence("x", "L24", "exact", plain, labels), "langson")]
    ['3.118 tỷ đồng', '1.138 tỷ đồng', '1.381 tỷ đồng', '2.318 tỷ đồng', '1.319 tỷ đồng', '1.318 triệu đồng']
    """
    for label in sentence.labels:
        if label.optional or label.verdicts[0] not in ("supported", "rounded") or not NUMBER.search(label.text):
            continue
        if label.kind in ("date", "comparison") or re.search(r"[<>@]|LS-", label.evidence):
            continue
        if len(NUMBER.findall(label.text)) > 1 and "/" not in label.text:
            continue  # a range holds many numbers
        said = value(label.evidence, dataset)
        for slip, words in _slips(label.text):
            number = written(words)
            unit = slip == "unit"
            if unit or not agrees(number, said):
                yield _with(sentence, label, words, slip)


def _slips(text: str) -> Iterator[tuple[str, str]]:
    figure = NUMBER.search(text)
    if figure is None:
        return
    places = [n for n in range(*figure.span()) if text[n].isdigit()]
    for first, second in pairwise(places):
        if text[first] != text[second]:
            yield "digits", _put(text, {first: text[second], second: text[first]})
    for place in {places[0]: 1, places[-1]: 1}:
        yield "digit", _put(text, {place: str((int(text[place]) + 1) % 10)})
    for unit, other in UNITS.items():
        if f" {unit}" in text and "nghìn tỷ" not in text:
            yield "unit", text.replace(unit, other, 1)
            break
    for word, other in TURNED.items():
        if text.startswith(word):
            yield "qualifier", text.replace(word, other, 1)


def _put(text: str, letters: dict[int, str]) -> str:
    return "".join(letters.get(n, letter) for n, letter in enumerate(text))


def _with(sentence: Sentence, label: Label, words: str, slip: str) -> Sentence:
    text = sentence.text[: label.start] + words + sentence.text[label.start + len(label.text) :]
    wrong = replace(label, text=words, verdicts=("contradicted",), slip=slip)
    return sentence._replace(text=text, sort=f"made_{slip}", labels=(wrong,))
