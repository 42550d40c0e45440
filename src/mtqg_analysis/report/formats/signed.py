"""What makes a document one that is signed: the sign that ends its text, the signature, annexes with their numbers."""

from typing import Any

from mtqg_analysis.domain.language import tr
from mtqg_analysis.report.numbers import roman

Block = dict[str, Any]
Run = dict[str, Any]


def as_signed(blocks: list[Block]) -> list[Block]:
    """Blocks of a document that is signed: without what only the analysis says of its making, the annexes numbered."""
    annexes = [block for block in blocks if "annex" in block]
    return [_as_signed(block, annexes) for block in blocks]


def _as_signed(block: Block, annexes: list[Block]) -> Block:
    if block["type"] == "head":
        return block | {"facts": [], "contents": False}
    if "annex" not in block:
        return block
    number = next(place for place, other in enumerate(annexes, start=1) if other is block)
    return block | {"annex": tr("Phụ lục {number}", number=roman(number)) if len(annexes) > 1 else tr("Phụ lục")}


def ended(blocks: list[Block]) -> list[Block]:
    """With the sign that ends an official text, behind its last words before the annexes."""
    annexes = [place for place, block in enumerate(blocks) if block.get("annex")]
    end = (annexes or [len(blocks)])[0]
    last: Block = blocks[end - 1] if end else {"type": ""}
    if last["type"] == "paragraph":
        return [*blocks[: end - 1], last | {"runs": _with_end(last["runs"])}, *blocks[end:]]
    if last["type"] == "list":
        *items, item = last["items"]
        return [*blocks[: end - 1], last | {"items": [*items, _with_end(item)]}, *blocks[end:]]
    return [*blocks[:end], {"type": "paragraph", "runs": [{"text": "./."}]}, *blocks[end:]]


def _with_end(runs: list[Run]) -> list[Run]:
    *before, last = runs
    return [*before, last | {"text": f"{last['text'].rstrip('. ')}./."}]


def with_signature(blocks: list[Block], issuer: dict[str, Any]) -> list[Block]:
    """With the signature where the report ends: before its first annex, else before the list of sources."""
    if not issuer:
        return blocks
    annexes = [place for place, block in enumerate(blocks) if block.get("annex")]
    sources = [place for place, block in enumerate(blocks) if block["type"] == "table" and lists_sources(block)]
    place = (annexes or sources or [len(blocks)])[0]
    while sources and not annexes and place and blocks[place - 1]["type"] == "heading":
        place -= 1
    return [*blocks[:place], {"type": "signature"} | issuer, *blocks[place:]]


def lists_sources(block: Block) -> bool:
    """Whether a table is the list of sources that others point to."""
    return any(column["kind"] == "anchor" for column in block["columns"])
