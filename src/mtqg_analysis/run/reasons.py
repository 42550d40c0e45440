"""Why two runs of a report differ: their parameters, data, notebook, library and packages, side by side."""

from collections.abc import Iterator

import pandas as pd

from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.run.data_differences import moved_rows
from mtqg_analysis.run.difference import ABSENT, KINDS, Difference, said
from mtqg_analysis.run.kept_inputs import kept_modules, kept_tables
from mtqg_analysis.run.printed import PrintedReport, clean

SAME_ROWS = to_translate("các dòng như nhau, chỉ khác cách ghi hoặc thứ tự")
NOT_KEPT = to_translate("không còn bản sao dữ liệu của lần lập, nên không nêu được dòng nào đổi")
SAME_CELLS = to_translate("các ô như nhau, chỉ khác phần ghi thêm của sổ tay")
MADE_BY = {"notebook": "notebook", "code": "library", "lock": "lock"}  # parts of the inputs that are no data
Pair = tuple[str, str]
Tables = dict[str, pd.DataFrame]


def made_of(before: PrintedReport, after: PrintedReport) -> Iterator[Difference]:
    """What differs in what two runs were made of, in the order of `KINDS`."""
    for name in dict.fromkeys([*before.parameters, *after.parameters]):
        old, new = (clean(str(report.parameters.get(name, tr(ABSENT)))) for report in (before, after))
        if old != new:
            yield Difference("parameter", tr(KINDS["parameter"]), name, "", old, new)
    changed = _changed(before.inputs, after.inputs)
    yield from _read(before, after, {name: pair for name, pair in changed.items() if name not in MADE_BY})
    yield from _notebook(before, after, changed.get("notebook"))
    versions = _changed(before.versions, after.versions)
    if "code" in changed:
        own = versions.pop("mtqg_analysis", ("", ""))
        old, new = (f"{version} {_short(text)}".strip() for version, text in zip(own, changed["code"], strict=True))
        known = kept_modules(before.folder), kept_modules(after.folder)
        pairs = _changed(*known) if all(known) else {"mtqg_analysis": (old, new)}
        yield from (Difference("library", tr(KINDS["library"]), clean(name), "", *pair) for name, pair in pairs.items())
    if "lock" in changed:
        yield Difference("lock", tr(KINDS["lock"]), "requirements.lock", "", *map(_short, changed["lock"]))
    for name, pair in versions.items():
        yield Difference("version", tr(KINDS["version"]), name, "", *pair)


def _changed(before: dict[str, str], after: dict[str, str]) -> dict[str, Pair]:
    names = dict.fromkeys([*before, *after])
    pairs = {name: (before.get(name, tr(ABSENT)), after.get(name, tr(ABSENT))) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _read(before: PrintedReport, after: PrintedReport, changed: dict[str, Pair]) -> Iterator[Difference]:
    """What differs in the files that were read: facts and rows where both runs kept a copy, else the file's hash."""
    if not changed:
        return
    wanted = {*changed, "data/sources.csv", "context/sources.csv"}
    held = [kept_tables(one.folder, one.inputs, wanted) for one in (before, after)]
    titles = _titles(held)
    for name, pair in changed.items():
        about = Difference("input", tr(KINDS["input"]), name, "", *map(_short, pair))
        if not all(name in tables for tables in held):
            table = name.endswith(".csv") and tr(ABSENT) not in pair
            yield _noted(about, tr(NOT_KEPT) if table else "")
            continue
        moved = moved_rows(*(tables[name] for tables in held))
        kind = "fact" if name.endswith("/facts.csv") else "data"
        for one in moved:
            old, new = (clean(text) or tr(ABSENT) for text in (one.before, one.after))
            source = titles.get(one.source, clean(one.source))
            yield Difference(kind, name, clean(one.row), one.column, old, new, source=source)
        if not moved:
            yield _noted(about, tr(SAME_ROWS))


def _noted(about: Difference, note: str) -> Difference:
    return Difference(about.kind, about.where, about.row, note, about.before, about.after)


def _titles(held: list[Tables]) -> dict[str, str]:
    """The sources of both runs by id: title, publisher and day, those of the later run before the earlier one's."""
    found = {}
    for tables in held:
        for name in ("context/sources.csv", "data/sources.csv"):
            for row in tables[name].to_dict("records") if name in tables else ():
                about = [str(row.get(part, "")) for part in ("title", "publisher", "date")]
                told = ", ".join(clean(part) for part in about if part)
                found[str(row.get("source", ""))] = f"{clean(str(row.get('source', '')))}: {told}"
    return found


def _notebook(before: PrintedReport, after: PrintedReport, hashes: Pair | None) -> Iterator[Difference]:
    """The cells of the notebook that differ; where none does though the file did, the file."""
    cells = list(said(before.cells, after.cells, Difference("notebook", tr(KINDS["notebook"]), "", "", "", "")))
    yield from cells
    if hashes and not cells:
        yield Difference("notebook", tr(KINDS["notebook"]), "", tr(SAME_CELLS), *map(_short, hashes))


def _short(text: str) -> str:
    """A hash by its first letters, as git shows one."""
    return text[:12] if len(text) == 64 else text
