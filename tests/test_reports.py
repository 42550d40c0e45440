"""The three reports as their readers get them: folders, manifest, HTML and PDF."""

import hashlib
import json
import re
import subprocess
import sys
import unicodedata
from html.parser import HTMLParser
from urllib.parse import unquote

import nbformat
import pypdf
import pytest

from mtqg_analysis.report.formats.parts import ANALYSIS, part_of

pytestmark = pytest.mark.full  # three whole reports

NAMES = ("year-end", "comparison", "baseline")
NOTEBOOKS = {"year-end": "year_end_evaluation", "comparison": "yearly_comparison", "baseline": "planning_baseline"}
PAGED = ("html", "pdf", "docx", "xlsx")
EXPORTED = [f"{part}.{name}" for part in ("report", "analysis") for name in PAGED]
EXPORTED += ["brief.pdf", "brief.docx", "brief.pptx"]
VOID = {"meta", "br", "img", "hr", "link", "input", "source", "col", "wbr"}


class Elements(HTMLParser):
    """Every element with its attributes, the visible text, and the elements that were never closed."""

    def __init__(self, text):
        super().__init__()
        self.found, self.open, self.text, self.unbalanced = [], [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs), list(self.open)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.found.append((tag, dict(attrs), list(self.open)))

    def handle_endtag(self, tag):
        if self.open and self.open[-1] == tag:
            self.open.pop()
        elif tag not in VOID:
            self.unbalanced.append(tag)

    def handle_data(self, data):
        if "style" not in self.open:
            self.text.append(data)

    def all(self, tag):
        return [attributes for name, attributes, _ in self.found if name == tag]


@pytest.fixture(scope="module")
def pages(reports):
    return {name: (reports[name] / "analysis.html").read_text("utf-8") for name in NAMES}


@pytest.fixture(scope="module")
def elements(pages):
    return {name: Elements(page) for name, page in pages.items()}


@pytest.fixture(scope="module")
def documents(reports):
    return {name: pypdf.PdfReader(reports[name] / "analysis.pdf") for name in NAMES}


@pytest.fixture(scope="module")
def printed(documents):
    return {name: "\n".join(page.extract_text() for page in pdf.pages) for name, pdf in documents.items()}


def words(text):
    return " ".join(text.split())


# Folders and manifests ------------------------------------------------------------------------------------------


def test_one_command_makes_three_folders_and_nothing_else(reports):
    made = {path.relative_to(reports["out"]).as_posix() for path in reports["out"].glob("*/*")}
    assert made == {reports[name].relative_to(reports["out"]).as_posix() for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_a_report_folder_holds_its_files(reports, name):
    files = {file.name for file in reports[name].iterdir()}
    assert files == {*EXPORTED, "executed.ipynb", "inputs.zip", "manifest.json"}


@pytest.mark.parametrize("name", NAMES)
def test_the_manifest_says_what_the_run_was_made_of(reports, root, name):
    manifest = json.loads((reports[name] / "manifest.json").read_text("utf-8"))
    inputs = manifest["inputs"]
    assert manifest["report"] == name
    assert (manifest["parameters"]["data"], manifest["parameters"]["context"]) == ("data/langson", "data/national")
    for role, folder in (("data", "langson"), ("context", "national")):
        for file in (root / "data" / folder).iterdir():
            assert inputs[f"{role}/{file.name}"] == sha256(file)
    assert inputs["notebook"] == sha256(root / "notebooks" / f"{NOTEBOOKS[name]}.ipynb")
    assert inputs["lock"] == sha256(root / "requirements.lock")
    assert re.fullmatch(r"[0-9a-f]{64}", inputs["code"])
    assert {"python", "pandas", "typst", "mtqg_analysis"} <= set(manifest["versions"])
    assert manifest["outputs"] == {file: sha256(reports[name] / file) for file in (*EXPORTED, "inputs.zip")}


def sha256(file):
    return hashlib.sha256(file.read_bytes()).hexdigest()


@pytest.mark.parametrize("name", NAMES)
def test_no_cell_failed_or_warned(reports, name):
    notebook = part_of(nbformat.read(reports[name] / "executed.ipynb", as_version=4), ANALYSIS)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            assert output.output_type in ("execute_result", "display_data"), (cell.source, output)


# HTML -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_the_page_is_vietnamese_titled_and_well_formed(elements, name):
    page = elements[name]
    assert page.all("html") == [{"lang": "vi"}]
    assert page.unbalanced == []
    assert page.open == []
    assert len(page.all("title")) == len(page.all("h1")) == len(page.all("main")) == 1


@pytest.mark.parametrize("name", NAMES)
def test_the_page_needs_no_network_and_runs_no_script_but_its_own(pages, elements, name):
    assert elements[name].all("script") == [{}]  # its policy names it, see `formats/test_page.py`
    for tag, attributes, _ in elements[name].found:
        assert tag not in ("iframe", "object", "embed", "link", "base", "form")
        assert not [attribute for attribute in attributes if attribute.startswith("on")]
        for attribute in ("src", "href", "xlink:href", "srcset", "action", "data", "poster"):
            allowed = ("#", "https://", "http://") if (tag, attribute) == ("a", "href") else ("#", "data:")
            assert (attributes.get(attribute) or "#").startswith(allowed), (tag, attributes[attribute])
    addresses = re.findall(r"url\(\s*['\"]?([^)]{0,12})", pages[name])
    assert all(address.startswith(("#", "data:")) for address in addresses)
    assert "@import" not in pages[name]


@pytest.mark.parametrize("name", NAMES)
def test_every_drawing_has_a_role_and_says_what_it_shows(elements, name):
    drawings = elements[name].all("svg")
    assert len(drawings) >= 2
    for drawing in drawings:
        assert drawing["role"] == "img"
        assert len(drawing["aria-label"]) > 20
    assert elements[name].all("img") == []


@pytest.mark.parametrize("name", NAMES)
def test_every_table_and_figure_has_a_label(elements, name):
    ids = {attributes["id"] for _, attributes, _ in elements[name].found if "id" in attributes}
    labelled = [attributes for _, attributes, _ in elements[name].found if "aria-labelledby" in attributes]
    assert len(elements[name].all("table")) >= 5
    assert all(table.get("aria-labelledby") in ids for table in elements[name].all("table"))
    assert all(attributes["aria-labelledby"] in ids for attributes in labelled)


@pytest.mark.parametrize("name", NAMES)
def test_ids_are_unique_and_every_link_within_the_page_leads_somewhere(elements, name):
    ids = [
        attributes["id"] for _, attributes, around in elements[name].found if "id" in attributes and "svg" not in around
    ]
    inner = [link["href"][1:] for link in elements[name].all("a") if link["href"].startswith("#")]
    assert len(ids) == len(set(ids))
    assert any(target.startswith("nguon-") for target in inner)
    assert {unquote(target) for target in inner} <= set(ids)


@pytest.mark.parametrize("name", NAMES)
def test_the_contents_list_names_every_section(reports, elements, name):
    notebook = part_of(nbformat.read(reports[name] / "executed.ipynb", as_version=4), ANALYSIS)
    sections = re.findall(r"^## (.+)$", "\n".join(cell.source for cell in notebook.cells), flags=re.MULTILINE)
    listed = [attributes["href"] for tag, attributes, around in elements[name].found if tag == "a" and "li" in around]
    assert len(listed) >= len(sections) >= 6
    assert all(section in words("".join(elements[name].text)) for section in sections)


@pytest.mark.parametrize("name", NAMES)
def test_every_table_names_unit_day_or_period_and_status(elements, name):
    text = words("".join(elements[name].text))
    figures = [attributes for attributes in elements[name].all("figure") if "mtqg-" in attributes.get("class", "")]
    for parts in (("Đơn vị: ",), ("Chốt số liệu: ", "Kỳ: "), ("Tình trạng: ",)):
        assert sum(map(text.count, parts)) >= len(figures)
    assert not re.search(r"Chốt số liệu: (\d{4}|\d{4}-\d{4})\.", text)


# PDF ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_the_document_is_a4_titled_and_vietnamese(documents, name):
    pdf = documents[name]
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in pdf.pages} <= {(595, 842), (842, 595)}
    assert len(pdf.metadata.title) > 20
    assert pdf.trailer["/Root"]["/Lang"] in ("vi", "vi-VN")
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize("name", NAMES)
def test_the_text_can_be_selected_and_is_composed_vietnamese(documents, printed, name):
    assert words(documents[name].metadata.title) in words(printed[name])
    assert unicodedata.is_normalized("NFC", printed[name])
    assert "�" not in printed[name]


@pytest.mark.parametrize("name", NAMES)
def test_the_outline_names_every_section(documents, elements, name):
    titles = [entry.title for entry in documents[name].outline if hasattr(entry, "title")]
    text = words("".join(elements[name].text))
    assert len(titles) >= 8
    assert all(words(title) in text for title in titles)


@pytest.mark.parametrize(
    ("name", "phrases"),
    [
        (
            "year-end",
            ["1.318 tỷ đồng, đạt 52,6% kế hoạch", "69,4%", "30,9%", "khoảng 73%", "04/06", "511", "[496,7; 525,6]"],
        ),
        ("comparison", ["chưa có số liệu", "92,97%", "94,8%", "Không so sánh được"]),
        ("baseline", ["3,95%", "3,57%", "không phải dự báo", "Khánh Khê"]),
    ],
)
def test_both_formats_print_the_same_figures(elements, printed, name, phrases):
    for phrase in phrases:
        assert phrase in words("".join(elements[name].text)), phrase
        assert phrase in words(printed[name]), phrase


def test_the_words_inside_a_drawing_can_be_selected(printed):
    assert "chưa giải ngân" in words(printed["year-end"])
    assert "69,4%" in printed["year-end"]


def test_no_page_of_published_data_says_illustrative(pages, printed):
    for name in NAMES:
        assert "MINH HỌA" not in pages[name]
        assert "MINH HỌA" not in printed[name]


# Again, and by other hands --------------------------------------------------------------------------------------


@pytest.mark.full
def test_the_same_inputs_give_the_same_report(reports, once):
    done, out = once("report", "year-end", "--data", "data/langson", "--year", "2024", "--as-of", "2024-12-31")
    assert done.returncode == 0, done.stderr
    again = out / reports["year-end"].relative_to(reports["out"])
    for file in EXPORTED:
        assert (again / file).read_bytes() == (reports["year-end"] / file).read_bytes(), file
    one, other = (json.loads((folder / "manifest.json").read_text("utf-8")) for folder in (again, reports["year-end"]))
    assert {key for key in one if one[key] != other[key]} <= {"started", "seconds", "executed"}


def module(*arguments, cwd):
    done = subprocess.run([sys.executable, "-m", *map(str, arguments)], cwd=cwd, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done


@pytest.mark.full
def test_plain_nbconvert_makes_the_same_page(reports, tmp_path):
    notebook = reports["year-end"] / "executed.ipynb"
    module("nbconvert", "--to", "mtqg_html", "--output-dir", tmp_path, notebook, cwd=tmp_path)
    assert (tmp_path / "executed.html").read_text("utf-8") == (reports["year-end"] / "report.html").read_text("utf-8")


@pytest.mark.full
def test_plain_papermill_and_nbconvert_serve_the_exploration_notebook(root, tmp_path):
    executed = tmp_path / "explore.ipynb"
    module("papermill", "--no-progress-bar", root / "notebooks/explore.ipynb", executed, cwd=root)
    module("nbconvert", "--to", "mtqg_pdf", executed, cwd=tmp_path)
    module("nbconvert", "--to", "mtqg_html", executed, cwd=tmp_path)
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "explore.pdf").pages)
    page = Elements((tmp_path / "explore.html").read_text("utf-8"))
    for phrase in ("Khám phá số liệu", "PF0005", "Tỷ lệ hộ nghèo của tỉnh"):
        assert phrase in words(text)
        assert phrase in words("".join(page.text))
    assert page.all("script") == [{}]
