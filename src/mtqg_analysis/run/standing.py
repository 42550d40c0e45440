"""Which reports of an order stand: made of the very same data, notebook, code and environment, with their files there.

A journal in the order's folder, `.mtqg-batch.jsonl`, has a line for each report that was made: of what, and where it
lies. A line is written once the report is whole, so a killed batch has lost none of it; a torn last line counts for
nothing. The standard library is all that this needs: where everything stands, nothing else is loaded.
"""

import ast
import hashlib
import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import mtqg_analysis
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.run.order import Order, Wanted, read_order
from mtqg_analysis.run.reports import Report, project_root

JOURNAL = ".mtqg-batch.jsonl"
DATASETS = ("data", "context")
READ = ("issuer", "word_frame", "geojson")  # files of the user that a report reads
WHY = {
    "new": to_translate("chưa lập"),
    "data": to_translate("số liệu của tỉnh đã đổi"),
    "context": to_translate("số liệu cả nước đã đổi"),
    "files": to_translate("tệp của cơ quan hoặc bản đồ đã đổi"),
    "notebook": to_translate("sổ tay đã đổi"),
    "library": to_translate("mã của mtqg_analysis đã đổi"),
    "environment": to_translate("các gói đã cài đã đổi"),
    "output": to_translate("tệp đã lập không còn"),
}


@dataclass
class Journal:
    """What was made into a folder. made: the last line of each report, by what was asked. seen: digests of files."""

    file: Path
    made: dict[str, dict[str, Any]] = field(default_factory=dict)
    seen: dict[str, list[Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path) -> "Journal":
        """The journal of a folder; an empty one where nothing was made."""
        journal = cls(folder / JOURNAL)
        text = journal.file.read_text("utf-8") if journal.file.is_file() else ""
        for line in text.splitlines():
            try:
                entry = json.loads(line)
            except ValueError:
                continue  # torn by a kill or a power cut
            if "asked" in entry:
                journal.made[entry["asked"]] = entry
            else:
                journal.seen[entry["file"]] = entry["is"]
        return journal

    def add(self, entry: Mapping[str, Any]) -> None:
        """Writes a line, whole or not at all as far as the system allows; other batches may write beside."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        line = ("\n" + json.dumps(entry, ensure_ascii=False) + "\n").encode()  # a torn line before it stays alone
        opened = os.open(self.file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
        try:
            os.write(opened, line)
        finally:
            os.close(opened)


@dataclass
class Standing:
    """Of what the reports of an order are made now, each file read once."""

    order: Order
    journal: Journal
    root: Path = field(default_factory=project_root)
    _known: dict[str, str] = field(default_factory=dict)
    _notebooks: dict[str, str] = field(default_factory=dict)

    def asked(self, wanted: Wanted) -> str:
        """What tells one report of the order from the others."""
        where = [self.order.output] if self.order.output else []
        about = [wanted.report.name, wanted.given, self.order.formats, *where]
        words = json.dumps(about, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(words.encode()).hexdigest()[:24]

    def made_of(self, wanted: Wanted) -> dict[str, str]:
        """The digests of all that a report depends on, by the names of `WHY`."""
        notebook = self._notebook(wanted.report)
        given = _defaults(notebook) | wanted.given
        datasets = {name: self._digest(str(given[name])) if given.get(name) else "" for name in DATASETS}
        files = [self._digest(str(given[name])) for name in READ if given.get(name)]
        library, environment = self._digest(os.path.dirname(mtqg_analysis.__file__)), _environment()
        about = {"notebook": self._digest(notebook), "library": library, "environment": environment}
        return datasets | {"files": " ".join(files)} | about

    def reasons(self, wanted: Wanted) -> list[str]:
        """Why a report must be made, by the names of `WHY`; empty where it stands."""
        made = self.journal.made.get(self.asked(wanted))
        if made is None:
            return ["new"]
        folder = os.path.join(self.order.out, made["folder"])
        gone = [name for name in made["outputs"] if not os.path.isfile(os.path.join(folder, name))]
        now = self.made_of(wanted)
        return [name for name in now if now[name] != made["of"].get(name)] + ["output"] * bool(gone)

    @property
    def whole_line(self) -> str:
        """That there is nothing to do."""
        return tr(
            "Cả {count} báo cáo còn nguyên, đầu vào không đổi; không lập lại báo cáo nào.", count=len(self.order.wanted)
        )

    def _notebook(self, report: Report) -> str:
        if report.name not in self._notebooks:
            self._notebooks[report.name] = str(report.path(self.root))
        return self._notebooks[report.name]

    def _digest(self, named: str) -> str:
        """The digest of a file or folder, named from the root."""
        known = self._known.get(named)
        if known is None:
            known = self._known[named] = self._read(str(self.root / named))
        return known

    def _read(self, path: str) -> str:
        total = hashlib.sha256()
        for name, file in _files(path):
            total.update(f"{name} {self._of_file(file)}\n".encode())
        return total.hexdigest()[:24]

    def _of_file(self, file: str) -> str:
        """The digest of a file, read again only where its size or its time has changed."""
        about = os.stat(file)
        stamp = [about.st_size, about.st_mtime_ns, about.st_ino]
        before = self.journal.seen.get(file)
        if before is not None and before[:3] == stamp:
            return str(before[3])
        found = hashlib.sha256(Path(file).read_bytes()).hexdigest()
        self.journal.seen[file] = [*stamp, found]
        self.journal.add({"file": file, "is": self.journal.seen[file]})
        return found


def standing_of(file: Path) -> Standing:
    """How the reports of an order stand; raises ParameterError where the order cannot be read."""
    order = read_order(file)
    return Standing(order, Journal.of(order.out))


def explained(standing: Standing) -> Iterator[str]:
    """Which reports of an order must be made and why, a line each; at the end how many stand."""
    whole = 0
    for wanted in standing.order.wanted:
        reasons = standing.reasons(wanted)
        whole += not reasons
        if reasons:
            asked = ", ".join(f"{name}={value}" for name, value in wanted.given.items()) or wanted.report.name
            yield f"{asked}: {'; '.join(tr(WHY[reason]) for reason in reasons)}"
    yield tr("Còn nguyên {whole} trên {count} báo cáo.", whole=whole, count=len(standing.order.wanted))


def _files(path: str) -> Iterator[tuple[str, str]]:
    """A file, the tables of a dataset, or the files of another folder and those below it: how it calls each, and where.

    Beside its tables a dataset may have workbooks, letters and earlier versions (`_kept-`), which no report reads.
    """
    if os.path.isfile(path):
        yield ".", path
    if os.path.isfile(os.path.join(path, "facts.csv")):
        named = (name for name in sorted(os.listdir(path)) if name.endswith(".csv") or name == "dataset.yaml")
        yield from ((name, os.path.join(path, name)) for name in named if "_kept-" not in name)
        return
    for folder, below, names in os.walk(path):
        below[:] = sorted(name for name in below if name != "__pycache__")
        files = (os.path.join(folder, name) for name in sorted(names))
        yield from ((file[len(path) + 1 :], file) for file in files)


@cache
def _environment() -> str:
    """A digest of Python's version and of the packages that are installed, by the names of their records."""
    records = {name for place in map(Path, sys.path) if place.is_dir() for name in os.listdir(place)}
    named = sorted(name for name in records if name.endswith((".dist-info", ".egg-info")))
    return hashlib.sha256("\n".join([sys.version, *named]).encode()).hexdigest()[:24]


@cache
def _defaults(notebook: str) -> dict[str, object]:
    """The parameters that a notebook declares, with their values; empty where it is not there."""
    if not os.path.isfile(notebook):
        return {}
    cells = json.loads(Path(notebook).read_text("utf-8"))["cells"]
    declaring = next((cell for cell in cells if "parameters" in cell["metadata"].get("tags", [])), {"source": ""})
    body = ast.parse("".join(declaring["source"])).body
    named: list[tuple[ast.expr, ast.expr | None]] = []
    named += [(one.target, one.value) for one in body if isinstance(one, ast.AnnAssign)]
    named += [(one.targets[0], one.value) for one in body if isinstance(one, ast.Assign)]
    return {
        target.id: value.value
        for target, value in named
        if isinstance(target, ast.Name) and isinstance(value, ast.Constant)
    }
