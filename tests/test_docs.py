"""The pages as one site, and what a contributor is told: it builds, its links lead somewhere, its example runs."""

import ast
import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest
import yaml
from lxml import html

import mtqg_analysis
from mtqg_analysis.ledger.gap_rules import LACKS

PROJECT = Path(__file__).resolve().parent.parent
LOADED = "//script/@src | //link[not(@rel='canonical')]/@href | //img/@src | //iframe/@src | //source/@src"


def workshop():
    """The jobs of `run.py` that work on the project, by name."""
    spec = importlib.util.spec_from_file_location("run", PROJECT / "run.py")
    run = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(run)
    return run.WORKSHOP


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Every built page by its file, as `python run.py docs` makes it; what Sphinx warns of ends the build."""
    folder = tmp_path_factory.mktemp("site")
    words = [sys.executable, "-m", *workshop()["docs"][:-1], str(folder)]
    done = subprocess.run(words, cwd=PROJECT, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return {path: html.parse(str(path)) for path in folder.rglob("*.html")}


@pytest.mark.full
def test_every_page_and_every_name_of_the_door_is_on_the_site(site):
    built = {path.with_suffix("").as_posix() for path in site}
    folder = next(path.parent for path in site if path.name == "genindex.html").as_posix()
    pages = [*PROJECT.glob("docs/*.md"), PROJECT / "data/README.md", *PROJECT.glob("[RC]*.md")]
    assert [page for page in pages if f"{folder}/{page.relative_to(PROJECT).with_suffix('')}" not in built] == []
    reference = next(page for path, page in site.items() if path.name == "api.html")
    ids = set(reference.xpath("//@id"))
    promised = [getattr(mtqg_analysis, name) for name in mtqg_analysis.__all__]
    modules = [value for value in promised if isinstance(value, type(sys))]
    names = [f"mtqg_analysis.{name}" for name in mtqg_analysis.__all__ if getattr(mtqg_analysis, name) not in modules]
    names += [f"{module.__name__}.{name}" for module in modules for name in getattr(module, "__all__", [])]
    assert [name for name in names if name not in ids] == []


@pytest.mark.full
def test_no_page_of_the_site_loads_anything_from_elsewhere(site):
    loaded = [(path.name, address) for path, page in site.items() for address in page.xpath(LOADED)]
    assert [one for one in loaded if re.match(r"[a-z]+:|//", one[1])] == []
    styles = next(iter(site)).parent.parent.rglob("*.css")
    assert [
        file.name for file in styles if re.search(r"(@import|url\()[^)]{0,9}https?:", file.read_text("utf-8"))
    ] == []


@pytest.mark.full
def test_no_link_inside_the_site_is_broken(site):
    anchors = {path: {*page.xpath("//@id"), *page.xpath("//@name")} for path, page in site.items()}
    broken, met = [], 0
    for path, page in site.items():
        for target in page.xpath(f"//a/@href | {LOADED}"):
            address, _, anchor = target.partition("#")
            if re.match(r"[a-z]+:", target):
                continue
            met += 1
            file = (path.parent / unquote(address.partition("?")[0])).resolve() if address else path
            if not file.is_file() or (anchor and unquote(anchor) not in anchors.get(file, {unquote(anchor)})):
                broken.append((path.name, target))
    assert broken == []
    assert met > 1000


def test_every_kind_of_finding_of_the_ledger_stands_on_the_page_of_datasets():
    kind = re.compile(r"[a-z]+(_[a-z0-9]+)+")
    kinds = set(LACKS)
    for path in (PROJECT / "src/mtqg_analysis/ledger").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            called = getattr(getattr(node, "func", None), "id", "")
            given = node.args[:2] if called in ("Finding", "finding", "_finding") else []
            given = node.elts[:1] if path.name == "coverage_rules.py" and isinstance(node, ast.Tuple) else given
            texts = [one.value for one in given if isinstance(one, ast.Constant)]
            kinds |= {text for text in texts if isinstance(text, str) and kind.fullmatch(text)}
    page = (PROJECT / "docs/bo-du-lieu.md").read_text("utf-8")
    assert len(kinds) > 30
    assert sorted(one for one in kinds if f"`{one}`" not in page) == []


# What a contributor is told ---------------------------------------------------------------------------------------


@pytest.mark.full
def test_the_first_table_of_a_contributor_is_shown_and_exported(tmp_path):
    (code,) = re.findall(r"^```python\n(.*?)^```", (PROJECT / "CONTRIBUTING.md").read_text("utf-8"), re.M | re.S)
    assert len([line for line in code.splitlines() if line.strip()]) <= 20
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    (tmp_path / "data").symlink_to(PROJECT / "data")
    nbformat.write(notebook, tmp_path / "first_table.ipynb")
    words = [sys.executable, "-m", "nbconvert", "--execute", "--to", "mtqg_html", "first_table.ipynb"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    page = html.parse(str(tmp_path / "first_table.html")).getroot().text_content()
    for printed in (
        "Tỷ lệ hộ nghèo đã công bố",
        "6,03%",
        "khoảng 1,36%",
        "PF0047",
        "TBTC-2025-08-18-lang-son-giam-ngheo",
    ):
        assert printed in page


def test_every_hook_before_a_commit_runs_from_the_projects_own_environment():
    (repo,) = yaml.safe_load((PROJECT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    assert repo["repo"] == "local"
    assert [hook["entry"].split()[2] for hook in repo["hooks"]] == ["ruff", "ruff", "mypy", "nbstripout"]
    for hook in repo["hooks"]:
        assert hook["language"] == "system"
        assert hook["entry"].startswith("python run.py ")
        assert hook["entry"].split()[2] in workshop()


@pytest.mark.full
def test_the_hook_for_notebooks_leaves_ours_as_they_are(tmp_path):
    for file in PROJECT.glob("notebooks/*.ipynb"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    copies = sorted(tmp_path.glob("*.ipynb"))
    subprocess.run([sys.executable, "-m", "nbstripout", "--keep-id", *map(str, copies)], check=True)
    assert [copy.name for copy in copies if copy.read_bytes() != (PROJECT / "notebooks" / copy.name).read_bytes()] == []
