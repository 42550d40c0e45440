"""An executed notebook as a list of blocks: the one reading of it that every paged format shares.

A block is a plain dictionary with a `type` (head, heading, paragraph, list, table, figure, code, error); text is
a list of runs with bold, italic, code and link. Code cells contribute their outputs, never their source.
"""

import base64
import warnings
from collections.abc import Iterator
from typing import Any

import mistune
from nbformat import NotebookNode

from mtqg_analysis.report.display import MANY, many_sources
from mtqg_analysis.report.table import TABLE_TYPE

Block = dict[str, Any]
Run = dict[str, Any]
NO_ALT = "Hình chưa có mô tả"
_parse = mistune.create_markdown(renderer=None, plugins=["table"])


def read_blocks(notebook: NotebookNode) -> list[Block]:
    """All blocks of a notebook in reading order."""
    blocks: list[Block] = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            blocks += markdown_blocks(cell.source)
        elif cell.cell_type == "code" and "remove-output" not in cell.metadata.get("tags", []):
            for output in cell.outputs:
                blocks += _output_blocks(output)
    return blocks


def document_title(notebook: NotebookNode, blocks: list[Block]) -> str:
    """The title that the report's head gives itself; without a head, the notebook's own."""
    heads = [block["title"] for block in blocks if block["type"] == "head"]
    return str(heads[0] if heads else notebook.metadata.get("title", ""))


def is_illustrative(blocks: list[Block]) -> bool:
    """Whether the report's head declares illustrative data."""
    return any(block["type"] == "head" and block["illustrative"] for block in blocks)


def _output_blocks(output: NotebookNode) -> list[Block]:
    if output.output_type == "error":
        return [{"type": "error", "text": f"{output.ename}: {output.evalue}"}]
    if output.output_type == "stream":
        return [{"type": "code", "text": output.text}] if output.name == "stdout" else []
    data, about = output.data, output.metadata.get("mtqg", {})
    if about.get("kind") == "head":
        return [{"type": "head"} | {key: about[key] for key in ("title", "subtitle", "facts", "illustrative")}]
    if TABLE_TYPE in data and "mtqg" in data[TABLE_TYPE]:
        return [_table_block(data[TABLE_TYPE])]
    if "image/svg+xml" in data or "image/png" in data:
        return [_figure_block(data, about)]
    if "text/markdown" in data:
        return markdown_blocks("".join(data["text/markdown"]))
    return [{"type": "code", "text": "".join(data["text/plain"])}] if "text/plain" in data else []


def _table_block(resource: dict[str, Any]) -> Block:
    about = resource["mtqg"]
    return {
        "type": "table",
        "title": resource["title"],
        "scope": about["scope"],
        "columns": about["columns"],
        "rows": about["text"],
        "notes": about["notes"],
        "source_line": _source_line(about["sources"]),
    }


def _figure_block(data: dict[str, Any], about: dict[str, Any]) -> Block:
    alt = about.get("alt", "")
    if not alt:
        warnings.warn("A figure without alt text was exported with a stand-in text; build it as a Chart.", stacklevel=2)
    svg = "".join(data.get("image/svg+xml", ""))
    png = "".join(data.get("image/png", ""))
    return {
        "type": "figure",
        "title": about.get("title", ""),
        "scope": about.get("scope", ""),
        "alt": alt or NO_ALT,
        "svg": svg,
        "png": "" if svg else list(base64.b64decode(png)),
        "notes": about.get("notes", []),
        "source_line": _source_line(about.get("sources", [])),
    }


def _source_line(sources: list[str]) -> str:
    if not sources:
        return ""
    return f"Nguồn: {'; '.join(sources)}." if len(sources) <= MANY else many_sources(sources)


def markdown_blocks(source: str) -> list[Block]:
    """The blocks of a Markdown text; raw HTML in it is text like any other."""
    tokens: Any = _parse(source)  # a list of tokens, since there is no renderer
    return [block for token in tokens for block in _token_blocks(token)]


def _token_blocks(token: dict[str, Any]) -> Iterator[Block]:
    kind = token["type"]
    if kind == "heading":
        yield {"type": "heading", "level": token["attrs"]["level"], "runs": list(_runs(token["children"]))}
    elif kind in ("paragraph", "block_text"):
        yield {"type": "paragraph", "runs": list(_runs(token["children"]))}
    elif kind == "list":
        items = [list(_item_runs(item)) for item in token["children"]]
        yield {"type": "list", "ordered": token["attrs"]["ordered"], "items": items}
    elif kind in ("block_code", "block_html"):
        yield {"type": "code", "text": token["raw"]}
    elif kind == "block_quote":
        for child in token["children"]:
            yield from _token_blocks(child)
    elif kind == "table":
        yield _markdown_table(token)


def _markdown_table(token: dict[str, Any]) -> Block:
    head, body = token["children"]
    columns = [{"label": _text(cell), "group": "", "rows": False, "kind": "text"} for cell in head["children"]]
    rows = [[_text(cell) for cell in row["children"]] for row in body["children"]]
    return {"type": "table", "title": "", "scope": "", "columns": columns, "rows": rows, "notes": [], "source_line": ""}


def _text(cell: dict[str, Any]) -> str:
    return "".join(run["text"] for run in _runs(cell["children"]))


def _item_runs(item: dict[str, Any]) -> Iterator[Run]:
    for place, child in enumerate(item["children"]):
        if place:
            yield {"text": "\n"}
        yield from _runs(child.get("children", []))


def _runs(tokens: list[dict[str, Any]], **style: Any) -> Iterator[Run]:
    for token in tokens:
        kind = token["type"]
        if kind == "strong":
            yield from _runs(token["children"], **style, bold=True)
        elif kind == "emphasis":
            yield from _runs(token["children"], **style, italic=True)
        elif kind == "link":
            yield from _runs(token["children"], **style, link=token["attrs"]["url"])
        elif kind == "image":
            yield {"text": "".join(child.get("raw", "") for child in token["children"]), **style}
        elif kind in ("softbreak", "linebreak"):
            yield {"text": " " if kind == "softbreak" else "\n", **style}
        elif kind == "codespan":
            yield {"text": token["raw"], **style, "code": True}
        else:
            yield {"text": token.get("raw", ""), **style}
