"""Finished runs written by hand: what `mtqg diff` reads, without a notebook that runs."""

import json

from mtqg_analysis.report.table import TABLE_TYPE

COLUMNS = [
    {"name": "name", "label": "Dòng", "group": "", "kind": "text"},
    {"name": "money", "label": "Vốn", "group": "Năm", "kind": "bn"},
]


def cell(text, *numbers, form="#,##0"):
    """One cell as printed; with numbers behind it where they are given."""
    return {"text": text, "numbers": list(numbers), "format": form} if numbers else {"text": text}


def shown(rows, *, name="bang", title="Bảng thử", columns=COLUMNS, **about):
    """The output that shows a table."""
    resource = {"name": name, "title": title, "mtqg": {"columns": columns, "cells": rows} | about}
    return {"data": {TABLE_TYPE: resource}, "metadata": {}}


def drawn(**about):
    """The output that shows a chart."""
    chart = {"kind": "chart", "name": "hinh", "title": "Hình thử", "alt": "Có 5 tỷ.", "scope": "", "notes": []}
    return {"data": {"image/png": ""}, "metadata": {"mtqg": chart | about}}


def written(folder, rows, *, name="bang", sentence="Có 5 tỷ.", columns=COLUMNS, beside=(), key=(), code=(), **manifest):
    """The folder of a run whose report is one table of `rows`, one sentence, and what stands beside them.

    code: what further cells of its notebook say. manifest: parts of the manifest in the place of the usual ones.
    """
    outputs = [
        shown(rows, name=name, columns=columns, key=list(key)),
        *beside,
        {"data": {"text/markdown": sentence}, "metadata": {"mtqg": {"kind": "sentence"}}},
    ]
    folder.mkdir()
    (folder / "executed.ipynb").write_text(
        json.dumps({"cells": [{"outputs": outputs}, *({"source": one} for one in code)]}), "utf-8"
    )
    parts = {"report": "baseline", "parameters": {"language": "vi"}, "inputs": {}, "versions": {}} | manifest
    (folder / "manifest.json").write_text(json.dumps(parts), "utf-8")
    return folder
