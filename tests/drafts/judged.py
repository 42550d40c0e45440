"""The labelled sentences and drafts, put through the public door."""

import contextlib
import io
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from mtqg_analysis.cli import main

from .build import write
from .evidence import DATA
from .labels import Sentence, contexts, drafts, sentences
from .made_wrong import made_wrong

MADE = "made"


class Finding(NamedTuple):
    """What the command says of some words, and where they stand."""

    text: str
    start: int
    verdict: str
    facts: list[str]
    slip: str


class Case(NamedTuple):
    """A labelled sentence and what was found in it."""

    sentence: Sentence
    dataset: str
    findings: list[Finding]


def claims(draft: Path, dataset: str, *options: str) -> list[dict[str, Any]]:
    """What `mtqg claims` writes of a draft as JSON. The exit status says whether anything is contradicted."""
    found, before = draft.with_suffix(".json"), sys.argv
    sys.argv = ["mtqg", "claims", str(draft), "--data", str(DATA / dataset), "--json", str(found), *options]
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            main()
        status: object = 0
    except SystemExit as ended:
        status = ended.code or 0
    finally:
        sys.argv = before
    if status not in (0, 1) or not found.exists():
        raise RuntimeError(f"mtqg claims {draft.name} ended with {status} and wrote no JSON")
    read: list[dict[str, Any]] = json.loads(found.read_text(encoding="utf-8"))["claims"]
    return read


def placed(found: Iterable[dict[str, Any]], texts: list[str], lines: int) -> dict[int, list[Finding]]:
    """The findings by paragraph: the last number of their place counts lines, of which a paragraph takes so many."""
    by_paragraph: dict[int, list[Finding]] = defaultdict(list)
    behind: dict[tuple[int, str], int] = defaultdict(int)
    for claim in found:
        words, number = claim["text"], re.findall(r"\d+", claim["place"])
        paragraph = (int(number[-1]) - 1) // lines if number else -1
        start = texts[paragraph].find(words, behind[paragraph, words]) if 0 <= paragraph < len(texts) else -1
        if start < 0:
            raise LookupError(f"{words!r} does not stand at {claim['place']}")
        behind[paragraph, words] = start + 1
        by_paragraph[paragraph].append(
            Finding(words, start, claim["verdict"], claim.get("facts") or [], claim.get("slip") or "")
        )
    return by_paragraph


def run_sentences(part: str, folder: Path) -> Iterator[Case]:
    """Every sentence of a part, or every wrong one that is made of both, judged in one draft for each context."""
    for name, context in contexts().items():
        own = [s for s in sentences(*(() if part == MADE else (part,))) if s.context == name]
        if part == MADE:
            own = [wrong for s in own for wrong in made_wrong(s, context.dataset)]
        head = context.head.split("|")
        texts = head + [s.text for s in own]
        draft = folder / f"{part}_{name}.md"
        draft.write_text("\n\n".join(texts) + "\n", encoding="utf-8")
        options = ["--year", context.year, "--as-of", context.as_of] if context.year else []
        found = placed(claims(draft, context.dataset, *options), texts, 2)
        for number, sentence in enumerate(own, len(head)):
            yield Case(sentence, context.dataset, found[number])


def run_drafts(folder: Path) -> Iterator[Case]:
    """Every paragraph of the ten drafts, read from Word files."""
    for name, (dataset, paragraphs) in drafts().items():
        texts = [s.text.lstrip("# ") for s in paragraphs]
        found = placed(claims(write(paragraphs, folder / f"{name}.docx"), dataset), texts, 1)
        for number, sentence in enumerate(paragraphs):
            yield Case(sentence, dataset, found[number])
