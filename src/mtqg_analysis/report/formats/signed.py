"""What makes a document one that is signed: the sign that ends its text, the signature, annexes with their numbers."""

from typing import Any

from mtqg_analysis.domain.language import tr
from mtqg_analysis.report.column import TEXTUAL
from mtqg_analysis.report.display import MANY, many_sources
from mtqg_analysis.report.numbers import roman

Block = dict[str, Any]
Run = dict[str, Any]


def as_signed(blocks: list[Block], titles: dict[str, str]) -> list[Block]:
    """Blocks of a document that is signed: without what only the analysis says of its making, the annexes numbered.

    titles: of the sources, by the ids that the analysis cites.
    """
    annexes = [block for block in blocks if "annex" in block]
    unwritten = sum(block.get("open", False) for block in blocks)
    signed = [_as_signed(block, titles) for block in blocks]
    for number, block in enumerate((block for block in signed if "annex" in block), start=1):
        block["annex"] = tr("Phụ lục {number}", number=roman(number)) if len(annexes) > 1 else tr("Phụ lục")
        block["number"] = number
    _refer(signed)
    _settle(signed)
    if unwritten and signed[0]["type"] == "head":
        signed[0]["draft"] = tr("DỰ THẢO: còn {count:02d} mục cơ quan soạn thảo phải viết hoặc duyệt", count=unwritten)
    return signed


def _refer(blocks: list[Block]) -> None:
    """Lets links to a table (`#name`) lead to the annex in which it stands, by the annex's number."""
    held: dict[str, Block] = {}
    annex: Block = {}
    for block in blocks:
        annex = block if "annex" in block else annex
        if annex and block["type"] == "table":
            held[f"#{block['name']}"] = annex
    for block in blocks:
        lines = [block["runs"]] if block["type"] == "paragraph" else block["items"] if block["type"] == "list" else []
        for line in lines:
            line[:] = [_referring(run, held) for run in line]


def _referring(run: Run, held: dict[str, Block]) -> Run:
    annex = held.get(run.get("link", ""))
    return run if annex is None else run | {"text": annex["annex"], "annex": annex["number"]}


def _settle(blocks: list[Block]) -> None:
    """The figure of the brief and those of annexes stand where they are; around the others the text goes on."""
    figures = [place for place, block in enumerate(blocks) if block["type"] == "figure"]
    annexed = next((place for place, block in enumerate(blocks) if "annex" in block), len(blocks))
    for place in figures:
        if place == figures[0] or place > annexed:
            blocks[place]["floats"] = False


def _as_signed(block: Block, titles: dict[str, str]) -> Block:
    """One block; what stands under the title of a table of words alone would only say so."""
    if block["type"] == "head":
        return block | {"facts": [], "contents": False}
    if block["type"] in ("table", "figure"):
        is_words = block["type"] == "table" and all(column["kind"] in TEXTUAL for column in block["columns"])
        return block | {"scope": "" if is_words else block["plain_scope"], "source_line": named_line(block, titles)}
    if block["type"] == "paragraph" and block["runs"][0]["text"] == illustrative_words():
        _, second, *rest = block["runs"]
        return block | {"runs": [second | {"text": second["text"].lstrip()}, *rest]}
    return dict(block)


def illustrative_words() -> str:
    """How a sentence over invented data begins; the page that is signed says it in its head instead."""
    return tr("*Theo số liệu minh họa:* {text}", text="").strip().strip("*")


def named_line(block: Block, titles: dict[str, str]) -> str:
    """The sources of a display by their titles; of many, how many they are."""
    names = dict.fromkeys(titles.get(source, source) for source in block["sources"])
    if len(names) > MANY:
        return many_sources(block["sources"])
    return tr("Nguồn: {sources}.", sources="; ".join(names)) if names else ""


def ended(blocks: list[Block]) -> list[Block]:
    """With the sign that ends an official text, before the annexes; not while words are still to be written."""
    if any(block.get("open") for block in blocks):
        return blocks
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
