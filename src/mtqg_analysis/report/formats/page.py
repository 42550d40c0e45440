"""What the HTML template needs beside the notebook: Markdown made safe, the contents list, fonts and styles."""

import base64
import hashlib
import html
import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import mistune

from mtqg_analysis.domain.language import tr
from mtqg_analysis.report.chart import SCREEN_TYPE
from mtqg_analysis.report.display import ILLUSTRATIVE
from mtqg_analysis.report.formats.blocks import Document
from mtqg_analysis.report.formats.page_tools import linked, with_screen, with_tools
from mtqg_analysis.report.formats.parts import ANNEX
from mtqg_analysis.report.markup import table_html
from mtqg_analysis.report.table import TABLE_TYPE

FOLDER = files("mtqg_analysis.report")
CITED = re.compile(r'<a href="#nguon-([^"]*)">[^<]*</a>')
SCOPED = re.compile(r"(?P<above><strong>(?P<title>[^<]*)</strong>.*?)<br><small>[^<]*</small>")


class _Renderer(mistune.HTMLRenderer):
    """Markdown to HTML that escapes raw HTML and notes every heading for the contents list."""

    def __init__(self) -> None:
        super().__init__(escape=True)
        self.headings: list[tuple[int, str, str]] = []

    def heading(self, text: str, level: int, **attrs: object) -> str:
        slug = "muc-" + re.sub(r"\W+", "-", re.sub(r"<[^>]+>", "", text).casefold()).strip("-")
        taken = {anchor for _, anchor, _ in self.headings}
        anchor = next(name for name in (slug, *(f"{slug}-{n}" for n in range(2, 999))) if name not in taken)
        self.headings.append((level, anchor, text))
        return f'<h{level} id="{html.escape(anchor)}">{text}</h{level}>\n'


class Page:
    """The state of one page while its template runs: Markdown is rendered in order, headings are remembered.

    head: the report's head, set aside, since it stands before the contents list, which needs all the headings.
    code: the notebook's code, set aside under what it is: it stands folded at the end of what is not signed, for those
    who check. annexes: what each annex is called.
    """

    def __init__(self, document: Document, is_signed: bool) -> None:
        self.title = document.title
        self.is_signed = is_signed
        self.label = tr(ILLUSTRATIVE) if document.illustrative else ""
        self.annexes = iter([block["annex"] for block in document.blocks if "annex" in block])
        self.titles = document.titles
        self.scopes = {block["title"]: block["scope"] for block in document.blocks if "scope" in block}
        self.draft = next((block["draft"] for block in document.blocks if "draft" in block), "")
        self.head = ""
        self.code: dict[str, list[str]] = {}
        self._renderer = _Renderer()
        self._markdown = mistune.create_markdown(renderer=self._renderer, plugins=["table"])

    def render(self, source: str) -> str:
        """Markdown as HTML."""
        return str(self._markdown(source))

    def cell(self, source: str, tags: list[str]) -> str:
        """A Markdown cell as HTML; the heading of an annex with its number."""
        if ANNEX in tags and source.lstrip().startswith("#"):
            marks, _, title = source.strip().partition(" ")
            source = f"{marks} {next(self.annexes)}. {title}"
        return self.render(source)

    def set_head(self, source: str) -> None:
        """Sets the report's head aside; a document to sign goes without what its last paragraph says of the data."""
        if self.is_signed:
            source = source.rpartition("\n\n")[0] + (f"\n\n**{self.draft}**" if self.draft else "")
        self.head = self.render(source)

    def set_code(self, source: str, tags: list[str]) -> None:
        """Sets the code of a cell aside; what is signed shows none."""
        if self.is_signed:
            return
        name = tr("Mã lệnh")
        if "injected-parameters" in tags:
            name = tr("Tham số của lần chạy này")
        elif "parameters" in tags:
            name = tr("Tham số")
        self.code.setdefault(name, []).append(source)

    def shown(self, data: Mapping[str, Any]) -> str:
        """A display as HTML; a table of ours is set anew, so that on an illustrative page its title says so."""
        resource = data.get(TABLE_TYPE, {})
        shown = str(data["text/html"])
        if "mtqg" in resource:
            shown = with_tools(table_html(resource, illustrative=bool(self.label)), resource)
        if self.is_signed:
            shown = SCOPED.sub(self._scoped, shown, count=1)
        if SCREEN_TYPE in data:
            shown = with_screen(shown, data[SCREEN_TYPE])
        shown = linked(shown)
        return CITED.sub(self._titled, shown) if self.is_signed else shown

    def _scoped(self, titled: re.Match[str]) -> str:
        """A title with the scope as the document to sign says it, in every format alike."""
        scope = self.scopes.get(html.unescape(titled["title"]), "")
        return titled["above"] + (f"<br><small>{html.escape(scope)}</small>" if scope else "")

    def _titled(self, cited: re.Match[str]) -> str:
        """A source by its title, where the list that its id points to is not in the document."""
        return html.escape(self.titles.get(html.unescape(cited[1]), html.unescape(cited[1])))

    def contents(self) -> str:
        """The contents list of the headings rendered so far, one level below the title."""
        items = [
            f'<li class="level-{level}"><a href="#{html.escape(anchor)}">{text}</a></li>'
            for level, anchor, text in self._renderer.headings
            if level in (2, 3)
        ]
        return f"<ol>{''.join(items)}</ol>" if items else ""

    def encoded(self, drawing: str) -> str:
        """A drawing that came from elsewhere, as the address of a picture: no script in it can run."""
        return base64.b64encode(drawing.encode("utf-8")).decode("ascii")

    def styles(self) -> str:
        """Fonts, inlined, and the page's style sheet."""
        return "\n".join([*font_faces(), _template("report.css")])

    def script(self) -> str:
        """What a reader may do with the page, see `report.js`."""
        return _template("report.js")

    def policy(self) -> str:
        """What a browser may load and run: what stands in the page, and no script but ours."""
        ours = base64.b64encode(hashlib.sha256(self.script().encode("utf-8")).digest()).decode("ascii")
        return (
            f"default-src 'none'; script-src 'sha256-{ours}'; style-src 'unsafe-inline'; img-src data:; "
            "font-src data:; base-uri 'none'; form-action 'none'"
        )


def font_faces() -> list[str]:
    """The fonts of the project as rules of a style sheet, inlined: letters as wide as drawings suppose."""
    faces = [("Regular", "normal", 400), ("Bold", "normal", 700), ("Italic", "italic", 400)]
    return [
        f"@font-face{{font-family:Tinos;font-style:{style};font-weight:{weight};"
        f"src:url(data:font/woff2;base64,{_inlined(name)}) format('woff2')}}"
        for name, style, weight in faces
    ]


def _template(name: str) -> str:
    return (FOLDER / "templates" / "mtqg" / name).read_text(encoding="utf-8")


def _inlined(style: str) -> str:
    return base64.b64encode((FOLDER / "fonts" / f"Tinos-{style}.woff2").read_bytes()).decode("ascii")
