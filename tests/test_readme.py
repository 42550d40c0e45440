"""The README and the pages it leads to: their commands run, their links lead somewhere."""

import re
import shlex
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
PAGES = [
    PROJECT / "README.md",
    PROJECT / "CONTRIBUTING.md",
    PROJECT / "CHANGELOG.md",
    PROJECT / "data/README.md",
    *sorted(PROJECT.glob("docs/*.md")),
]
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def commands():
    """The lines of the README's shell blocks that this suite can run; `lab` opens a browser, `test` is this suite."""
    lines = [
        line for block in BLOCK.findall(PAGES[0].read_text("utf-8")) for line in block.splitlines() if line.strip()
    ]
    words = [shlex.split(line, comments=True) for line in lines]
    return [tuple(line[2:]) for line in words if line and line[2:3] not in ([], ["lab"], ["test"])]


def slug(heading):
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def test_the_readme_shows_commands_and_all_start_the_same_way():
    lines = [
        line for block in BLOCK.findall(PAGES[0].read_text("utf-8")) for line in block.splitlines() if line.strip()
    ]
    assert len(commands()) >= 3
    assert all(line.startswith("python run.py ") for line in lines)


def makes_a_report(words):
    return words[:1] == ("report",) and "--help" not in words


def costly(words):
    return makes_a_report(words) or words[:2] == ("form", "overlaps")


@pytest.mark.full
@pytest.mark.parametrize(
    "words",
    [pytest.param(words, marks=pytest.mark.full if costly(words) else (), id=" ".join(words)) for words in commands()],
)
def test_a_command_of_the_readme_runs(command, once, words):
    done = once(*words)[0] if makes_a_report(words) else command(*words)
    assert done.returncode == 0, done.stderr
    assert done.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(PROJECT).as_posix())
def test_every_relative_link_and_image_exists(page):
    text = FENCED.sub("", page.read_text("utf-8"))
    broken = []
    for target in LINK.findall(text):
        path, _, anchor = target.partition("#")
        if path.startswith(("http://", "https://", "mailto:")):
            continue
        file = (page.parent / path).resolve() if path else page
        headings = re.findall(r"^#+ (.+)$", file.read_text("utf-8"), re.MULTILINE) if file.suffix == ".md" else []
        if not file.exists() or (anchor and anchor not in map(slug, headings)):
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("page", sorted(PROJECT.glob("docs/*.md")), ids=lambda page: page.name)
def test_every_page_of_the_docs_can_be_reached_from_the_readme(page):
    seen, waiting = set(), [PAGES[0]]
    while waiting:
        current = waiting.pop()
        if current in seen or not current.is_file():
            continue
        seen.add(current)
        targets = LINK.findall(current.read_text("utf-8")) if current.suffix == ".md" else []
        waiting += [(current.parent / target.partition("#")[0]).resolve() for target in targets if "://" not in target]
    assert page in seen
