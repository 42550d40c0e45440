"""The parts of an .xlsx file beside its cells: where its sheets are, its shared texts, its fonts and number formats.

Elements are known by their local names, so that the Strict form of the format, whose namespaces differ, reads alike.
What a style lacks (an empty fill, no fonts, an index too high) leaves the cell without it and stops nothing.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import unquote

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
TRUE = ("1", "true")


class Style(NamedTuple):
    """The number format and the font of a cell."""

    code: str = "General"
    font: str = ""


@dataclass(frozen=True)
class SheetPart:
    """One sheet: its name, the part that holds its cells, and whether it is hidden."""

    name: str
    part: str
    hidden: bool


@dataclass
class Parts:
    """What the sheets of a workbook share. names: the defined names. from_1904: days are counted from 1904."""

    sheets: list[SheetPart] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    styles: list[Style] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    from_1904: bool = False


class Package:
    """The parts of a zip by name; case and the direction of slashes do not matter, as for Excel."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {_plain(name): name for name in archive.namelist()}

    def elements(self, part: str, *tags: str) -> Iterator[etree._Element]:
        """Every element of a part with one of these local names, once it is complete; earlier ones are let go."""
        name = self._names.get(_plain(part))
        if name is None:
            return
        with self._archive.open(name) as stream:
            found = etree.iterparse(
                stream,
                tag=[f"{{*}}{tag}" for tag in tags],
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
                remove_comments=True,
                remove_pis=True,
            )
            for _, element in found:
                yield element
                element.clear()
                while (before := element.getprevious()) is not None:
                    element.getparent().remove(before)

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part points to within the file, by id: the last word of the kind, and the other part's name."""
        folder, name = posixpath.split(part)
        found = {}
        for one in self.elements(f"{folder}/_rels/{name}.rels", "Relationship"):
            if one.get("TargetMode", "") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, unquote(one.get("Target", ""))))
                found[one.get("Id", "")] = one.get("Type", "").rpartition("/")[2], target
        return found


def read_parts(package: Package) -> Parts:
    """The sheets of a workbook in their order, with what they share."""
    root = package.related("")
    book = next((part for kind, part in root.values() if kind == "officeDocument"), "/xl/workbook.xml")
    related = package.related(book)
    by_kind = {kind: part for kind, part in related.values()}
    parts = Parts()
    for one in package.elements(book, "sheet", "definedName", "workbookPr"):
        match etree.QName(one).localname:
            case "sheet":
                kind, part = related.get(_of_any_space(one, "id"), ("", ""))
                if kind == "worksheet":
                    parts.sheets.append(SheetPart(one.get("name", ""), part, one.get("state", "visible") != "visible"))
            case "definedName":
                parts.names.add(one.get("name", ""))
            case _:
                parts.from_1904 = one.get("date1904") in TRUE
    parts.texts = [text_of(one) for one in package.elements(by_kind.get("sharedStrings", ""), "si")]
    parts.styles = list(_styles(package, by_kind.get("styles", "")))
    return parts


def text_of(element: etree._Element) -> str:
    """The text of a shared or inline string: all of its runs, without the reading aid of East Asian writing."""
    alone = len(element) == 1 and element[0].tag.endswith("}t")
    text = element[0].text or "" if alone else "".join(_runs(element))
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _runs(element: etree._Element) -> list[str]:
    """The texts of all runs, without phonetic hints."""
    return [one.text or "" for one in element.iter("{*}t") if not one.getparent().tag.endswith("}rPh")]


def _styles(package: Package, part: str) -> Iterator[Style]:
    codes = dict(BUILTIN_FORMATS)
    fonts: list[str] = []
    for one in package.elements(part, "numFmt", "fonts", "cellXfs"):
        match etree.QName(one).localname:
            case "numFmt" if etree.QName(one.getparent()).localname == "numFmts":
                codes[int(one.get("numFmtId", "-1"))] = one.get("formatCode", "General")
            case "fonts":
                fonts = [next((name.get("val", "") for name in font.iter("{*}name")), "") for font in one]
            case "cellXfs":
                for xf in one:
                    font = int(xf.get("fontId", "0"))
                    yield Style(
                        codes.get(int(xf.get("numFmtId", "0")), "General"), fonts[font] if font < len(fonts) else ""
                    )


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _of_any_space(element: etree._Element, name: str) -> str:
    """An attribute by its local name, of a namespace: the two forms of the format have one each."""
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith(f"}}{name}")), "")
