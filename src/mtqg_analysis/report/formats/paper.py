"""The way pages lie: a wide table turns its page, and the text that belongs to it turns with it."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from mtqg_analysis.domain.language import tr
from mtqg_analysis.report.formats.signed import Block
from mtqg_analysis.report.numbers import number

TEXTS = ("heading", "paragraph", "list", "elsewhere", "figures", "page")
SMALL = 12  # lines of tables that are not worth an upright page of their own between pages that lie across
SECTION = 2  # the level of the headings that begin a section


def oriented(blocks: list[Block]) -> list[tuple[bool, list[Block]]]:
    """The blocks as they go on paper, in runs that share the way their pages lie; True is landscape.

    Every turn begins a new page. So the section above a wide table, and a remark below it, lie as the table does: a
    page of its own for one paragraph would be nearly empty. A signature lies as what it stands below.
    """
    blocks = list(_turned([_elsewhere(block) if block.get("workbook") else block for block in blocks]))
    ways: list[bool] = []
    groups = [(kind, list(run)) for kind, run in groupby(blocks, key=_kind)]
    for place, (kind, run) in enumerate(groups):
        above = ways[-1] if ways else None
        if kind == "text":
            follows = place + 1 < len(groups) and groups[place + 1][0] == "display"
            ways += _text_ways(run, above, groups[place + 1][1][0].get("landscape", False) if follows else None)
        else:
            ways += [bool(above) if kind == "signature" else block.get("landscape", False) for block in run]
    pairs = list(zip(_joined(ways, blocks), blocks, strict=True))
    return [(way, [block for _, block in run]) for way, run in groupby(pairs, key=itemgetter(0))]


def _turned(blocks: list[Block]) -> Iterator[Block]:
    """The blocks with tables turned that follow a wide one in its section: its page would stay empty below it."""
    turned = False
    for block in blocks:
        if block["type"] == "table":
            turned = turned or block["landscape"]
            yield block | {"landscape": turned}
        else:
            new_section = block["type"] == "heading" and block["level"] <= SECTION
            turned = turned and not new_section and block["type"] != "figure"
            yield block


def _joined(ways: list[bool], blocks: list[Block]) -> list[bool]:
    """The ways with small upright tables turned where they would stand alone between pages that lie across."""
    runs = [list(run) for _, run in groupby(range(len(ways)), key=ways.__getitem__)]
    turned = list(ways)
    for run in runs[1:-1]:
        within = [blocks[place] for place in run]
        tables = all(block["type"] in ("table", "elsewhere") for block in within)
        if not ways[run[0]] and tables and sum(sum(block.get("lines", ())) for block in within) <= SMALL:
            turned[run[0] : run[-1] + 1] = [True] * len(run)
    return turned


def _kind(block: Block) -> str:
    return "text" if block["type"] in TEXTS else "signature" if block["type"] == "signature" else "display"


def _text_ways(run: list[Block], above: bool | None, below: bool | None) -> list[bool]:
    """How the text between two displays lies; None where there is none, or a signature.

    Up to the first heading it belongs to the display above, from the last section's heading on to the one below;
    sections of text alone are turned only where both are.
    """
    above, below = (bool(below) if above is None else above), (bool(above) if below is None else below)
    starts = [place for place, block in enumerate(run) if block["type"] == "heading"]
    sections = [place for place in starts if run[place]["level"] <= SECTION]
    first = starts[0] if starts else len(run)
    last = sections[-1] if sections else first
    return [above] * first + [above and below] * (last - first) + [below] * (len(run) - last)


def _elsewhere(block: Block) -> Block:
    """What stands on paper for a table that only a workbook can hold: all of it but its rows.

    It keeps its number, so that a table has the same one in every format, and its notes, which may say the result.
    """
    text = tr(
        "{count} dòng, xem trang tính trong tệp Excel hoặc bảng trong tệp HTML cùng tên.",
        count=number(len(block["cells"])),
    )
    kept = {name: block[name] for name in ("title", "scope", "notes", "source_line")}
    return {"type": "elsewhere", "text": text} | kept
