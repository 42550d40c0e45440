"""Drawings as pictures of points, for the formats that cannot show the drawing itself."""

import base64
import struct
import zlib
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

DPI = 200
INCH = 72 / 54  # of the drawing, in inches of the page: an SVG without units counts 96 to the inch, ours 72
HEAD = 33  # bytes of a PNG before its first free chunk: its signature and its size


def png_of(figure: dict[str, Any]) -> bytes:
    """The picture of a figure's block; empty where a notebook brought neither a drawing nor a picture."""
    return _painted(figure["svg"]) if figure["svg"] else base64.b64decode(figure["png"])


@lru_cache(maxsize=64)  # brief, report and workbook of one run show the same drawings
def _painted(svg: str) -> bytes:
    import typst  # where it is missing, documents without drawings can still be made

    with as_file(files("mtqg_analysis.report")) as folder:
        made = typst.compile(
            str(Path(folder) / "templates" / "picture.typ"),
            root=str(folder),
            format="png",
            ppi=DPI * INCH,
            font_paths=[str(Path(folder) / "fonts")],
            ignore_system_fonts=True,
            sys_inputs={"drawing": svg},
        )
    assert isinstance(made, bytes)
    return made[:HEAD] + _resolution() + made[HEAD:]


def _resolution() -> bytes:
    """The chunk of a PNG that says how many points an inch has, which Word and Excel go by."""
    metre = round(DPI / 0.0254)
    content = b"pHYs" + struct.pack(">IIB", metre, metre, 1)
    return struct.pack(">I", len(content) - 4) + content + struct.pack(">I", zlib.crc32(content))
