"""An executed notebook as a list of blocks: the one reading of it that every paged format shares.

A block is a plain dictionary with a `type`: head, heading, paragraph, list, table, figure, figures, code, error,
signature, page (a new one begins). Text is a list of runs with bold, italic, code and link. Code cells contribute their
outputs, never their source.
"""

import warnings
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

import mistune
from nbformat import NotebookNode

from mtqg_analysis.domain.language import LANGUAGES, to_translate, tr
from mtqg_analysis.report import narrative
from mtqg_analysis.report.column import Column, Kind
from mtqg_analysis.report.display import MANY, many_sources
from mtqg_analysis.report.formats.drawn import NOTHING, Data
from mtqg_analysis.report.formats.parts import ANALYSIS, ANNEX, BRIEF, REPORT, tags_of, which
from mtqg_analysis.report.formats.signed import Block, Run, as_signed, ended, with_signature
from mtqg_analysis.report.layout import (
    heading_paths,
    headings,
    is_wide,
    row_heights,
    row_lines,
    row_stretches,
    type_size,
    weights,
)
from mtqg_analysis.report.letters import clean
from mtqg_analysis.report.table import TABLE_TYPE
from mtqg_analysis.report.view import KIND

NO_ALT = to_translate("Hình chưa có mô tả")
_parse = mistune.create_markdown(renderer=None, plugins=["table"])


@dataclass(frozen=True)
class Document:
    """A notebook as the exporters read it: its blocks, and what its head says of the whole.

    issuer: who signs, as `Issuer.as_dict` gives it; empty where nobody does. word_frame: an office's .docx in base64.
    titles: of the sources that it may cite, by id. data: what its tables are drawn from, in a workbook.
    """

    title: str
    blocks: list[Block]
    illustrative: bool = False
    issuer: dict[str, Any] = field(default_factory=dict)
    word_frame: str = ""
    titles: dict[str, str] = field(default_factory=dict)
    data: Data = NOTHING


def read_document(notebook: NotebookNode) -> Document:
    """A notebook, or the part of it that is to be one document; one without a report's head bears its own title."""
    blocks, about, data = read_blocks(notebook), _about(notebook, "head"), _data(_about(notebook, "data"))
    if not about:
        return Document(str(notebook.metadata.get("title", "")), blocks, data=data)
    issuer = about.get("issuer", {})
    if which(notebook) == REPORT:
        blocks = ended(blocks)
    if which(notebook) not in (BRIEF, ANALYSIS):
        blocks = with_signature(blocks, issuer)
    frame, titles = about.get("word_frame", ""), about.get("sources", {})
    return Document(about["title"], blocks, about["illustrative"], issuer, frame, titles, data)


def language_of(notebook: NotebookNode) -> str:
    """The language that the report's head declares; Vietnamese where nothing does."""
    language = _about(notebook, "head").get("language", LANGUAGES[0])
    return language if language in LANGUAGES else LANGUAGES[0]


def _about(notebook: NotebookNode, kind: str) -> dict[str, Any]:
    """What the first display of a kind among the notebook's outputs says."""
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", []))
    found = (output.get("metadata", {}).get("mtqg", {}) for output in outputs)
    return next((dict(about) for about in found if about.get("kind") == kind), {})


def _data(about: dict[str, Any]) -> Data:
    """The rows that a display of data holds, each by the names of its columns."""
    if not about:
        return NOTHING
    labels = dict(about["labels"])
    rows = [dict(zip((*labels, "format"), row, strict=True)) for row in about["rows"]]
    return Data(labels, rows)


def read_blocks(notebook: NotebookNode) -> list[Block]:
    """All blocks of a notebook in reading order; Markdown cells that a catalogue knows are in the language in use."""
    blocks: list[Block] = []
    before = set[str]()
    for cell in notebook.cells:
        if BRIEF in before and REPORT in tags_of(cell):
            blocks.append({"type": "page"})
        before = tags_of(cell)
        blocks += _cell_blocks(cell)
    return (
        as_signed(blocks, _about(notebook, "head").get("sources", {})) if which(notebook) in (REPORT, BRIEF) else blocks
    )


def _cell_blocks(cell: NotebookNode) -> Iterator[Block]:
    if cell.cell_type == "markdown":
        is_annex = ANNEX in tags_of(cell)
        for block in markdown_blocks(tr(cell.source)):
            yield block | {"annex": True} if is_annex and block["type"] == "heading" else block
    elif cell.cell_type == "code" and "remove-output" not in tags_of(cell):
        for output in cell.outputs:
            if output.get("metadata", {}).get("mtqg", {}).get("kind") != "data":  # the workbook alone holds it
                yield from _output_blocks(output)


def _output_blocks(output: NotebookNode) -> list[Block]:
    if output.output_type == "error":
        return [{"type": "error", "text": f"{output.ename}: {output.evalue}"}]
    if output.output_type == "stream":
        return [{"type": "code", "text": output.text}] if output.name == "stdout" else []
    data, about = output.data, output.metadata.get("mtqg", {})
    if about.get("kind") == KIND:
        return [{"type": "error", "text": about["text"]}]
    if about.get("kind") == "head":
        said = {key: about[key] for key in ("title", "subtitle", "facts", "illustrative")}
        return [{"type": "head", "contents": True} | said]
    if about.get("kind") == narrative.KIND:
        return [block for place in about["places"] for block in _place_blocks(place, about)]
    if about.get("kind") == "figures":
        return [{"type": "figures", "figures": about["figures"]}]
    if TABLE_TYPE in data:
        return [_table_block(data[TABLE_TYPE]) if "mtqg" in data[TABLE_TYPE] else _frame_block(data[TABLE_TYPE])]
    if "image/svg+xml" in data or "image/png" in data:
        return [_figure_block(data, _described(output.metadata) | about)]
    if "text/markdown" in data:
        return markdown_blocks("".join(data["text/markdown"]))
    return [{"type": "code", "text": "".join(data["text/plain"])}] if "text/plain" in data else []


def _place_blocks(place: dict[str, Any], about: dict[str, Any]) -> Iterator[Block]:
    """A place where the office has the word: what stands above it, then one block that knows which place it is."""
    yield from markdown_blocks(place["heading"])
    (block,) = markdown_blocks(place["markdown"])
    yield block | {"open": place["open"], "place": place | {"dataset": about["dataset"], "year": about["year"]}}


def _table_block(resource: dict[str, Any]) -> Block:
    about = resource["mtqg"]
    strong = [*about.get("heads", []), *([len(about["cells"]) - 1] if about["total"] else [])]
    return {
        "type": "table",
        "title": resource["title"],
        "name": resource["name"],
        "sources": about["sources"],
        "source_line": _source_line(about["sources"]),
        "plain_scope": about.get("plain_scope", about["scope"]),
        **{key: about[key] for key in ("scope", "notes", "columns", "cells", "origins", "total")},
        "strong": strong,
        "plotted": about.get("plotted", []),
        "workbook": about.get("workbook", False),  # reports made before there were such tables do not say
        **_shape(about["columns"], about["cells"], strong),
    }


def _shape(columns: list[dict[str, Any]], cells: list[list[dict[str, Any]]], strong: list[int]) -> dict[str, Any]:
    """Where a table's cells stand on a page."""
    texts = [[cell["text"] for cell in row] for row in cells]
    widths = weights(columns, texts, strong)
    landscape = is_wide(widths)
    heights = row_heights(columns, texts)
    lines = row_lines(widths, texts, heights)
    return {
        "headings": [asdict(cell) for cell in headings(heading_paths(columns))],
        "heights": heights,
        "stretches": row_stretches(heights, lines),
        "lines": lines,
        "weights": widths,
        "landscape": landscape,
        "size": type_size(widths, landscape),
    }


def _frame_block(resource: dict[str, Any]) -> Block:
    """A plain data frame, as pandas shows it under `pandas.options.display.html.table_schema`."""
    fields = resource["schema"]["fields"]
    columns = [_bare_column(str(field["name"]), "text" if field["type"] == "string" else "decimal") for field in fields]
    rows = [[_plain_cell(row.get(field["name"])) for field in fields] for row in resource["data"]]
    return _bare_table(columns, rows)


def _plain_cell(value: object) -> dict[str, Any]:
    if isinstance(value, int | float) and not isinstance(value, bool):
        decimals = 0 if float(value).is_integer() else 3
        return Column("", "", "decimal", decimals).cell(value).as_dict()
    return {"text": "" if value is None else str(value)}


def _bare_column(label: str, kind: Kind) -> dict[str, Any]:
    return Column(label, label, kind).as_dict()


def _bare_table(columns: list[dict[str, Any]], cells: list[list[dict[str, Any]]]) -> Block:
    """A table that somebody else made: it has cells, and nothing else that our tables owe their readers."""
    nothing = {"name": "", "title": "", "scope": "", "origins": [], "total": False, "notes": [], "source_line": ""}
    nothing |= {"plain_scope": "", "sources": [], "plotted": [], "strong": []}
    return {"type": "table", "columns": columns, "cells": cells} | nothing | _shape(columns, cells, [])


def _described(metadata: dict[str, Any]) -> dict[str, Any]:
    """The description that somebody gave a figure in the way that Jupyter knows: `alt` of the picture's type."""
    texts = (metadata.get(kind, {}).get("alt", "") for kind in ("image/svg+xml", "image/png"))
    return {"alt": next((text for text in texts if text), "")}


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
        "plain_scope": about.get("plain_scope", ""),
        "sources": about.get("sources", []),
        "alt": alt or tr(NO_ALT),
        "svg": svg,
        "png": png,
        "notes": about.get("notes", []),
        "source_line": _source_line(about.get("sources", [])),
    }


def _source_line(sources: list[str]) -> str:
    if not sources:
        return ""
    return tr("Nguồn: {sources}.", sources="; ".join(sources)) if len(sources) <= MANY else many_sources(sources)


def markdown_blocks(source: str) -> list[Block]:
    """The blocks of a Markdown text; raw HTML in it is text like any other."""
    tokens: Any = _parse(source)  # a list of tokens, since there is no renderer
    return [block for token in tokens for block in _token_blocks(token)]


def _token_blocks(token: dict[str, Any]) -> Iterator[Block]:
    kind = token["type"]
    if kind == "heading":
        runs = list(_runs(token["children"]))
        if clean(text_of(runs)).strip():  # one of nothing that is seen heads nothing, and PDF/UA refuses it
            yield {"type": "heading", "level": token["attrs"]["level"], "runs": runs}
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
    columns = [_bare_column(_text(cell), "text") for cell in head["children"]]
    rows = [[{"text": _text(cell)} for cell in row["children"]] for row in body["children"]]
    return _bare_table(columns, rows)


def _text(cell: dict[str, Any]) -> str:
    return text_of(_runs(cell["children"]))


def text_of(runs: Iterable[Run]) -> str:
    """The text of runs, without their looks."""
    return "".join(run["text"] for run in runs)


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
