"""Every display of seven reports as text and drawings, so that two states of the code can be held side by side.

    python tests/displays.py dump before        (on the old code)
    python tests/displays.py dump after         (on the new code)
    python tests/displays.py compare before after

Names of reports after the folder of a dump make only those.

The cells of the notebooks run in this process, one after another, as a kernel would run them.
"""

import difflib
import json
import sys
from pathlib import Path

from in_process import displays_of

from mtqg_analysis.report.chart import SCREEN_TYPE

INVENTED = {"data": "data/illustrative"}
REPORTS = {
    "year_end_langson": ("year_end_evaluation", {}),
    "year_end_illustrative": ("year_end_evaluation", {**INVENTED, "term": "2021-2025"}),
    "year_end_running": ("year_end_evaluation", {**INVENTED, "year": 2025, "as_of": "2025-08-31"}),
    "comparison_langson": ("yearly_comparison", {}),
    "comparison_illustrative": ("yearly_comparison", INVENTED),
    "baseline_langson": ("planning_baseline", {}),
    "baseline_illustrative": ("planning_baseline", INVENTED),
}
TABLE = "application/vnd.dataresource+json"


def as_text(source: str, data: dict, about: dict) -> str:
    """What a reader sees of one display, line by line: title, scope, cells with their numbers, notes, sources."""
    content = data[TABLE]["mtqg"] | {"title": data[TABLE]["title"]} if TABLE in data else about["mtqg"]
    lines = [source, data.get("text/markdown", "")]
    for name, value in sorted(content.items()):
        rows = value if name in ("cells", "columns", "notes", "facts") else [value]
        lines += [f"{name}: {json.dumps(row, ensure_ascii=False, sort_keys=True, default=str)}" for row in rows]
    lines += [json.dumps(one, ensure_ascii=False) for one in data.get(SCREEN_TYPE, {}).get("values", ())]
    return "\n".join(lines) + "\n"


def dump(folder: Path, *reports: str) -> None:
    for report in reports or REPORTS:
        notebook, parameters = REPORTS[report]
        place = folder / report
        place.mkdir(parents=True, exist_ok=True)
        for one in displays_of(notebook, **parameters):
            name = one.source.splitlines()[-1].partition("(")[0]
            (place / f"{name}.txt").write_text(as_text(one.source, one.data, one.about), "utf-8")
            if "image/svg+xml" in one.data:
                (place / f"{name}.svg").write_text(one.data["image/svg+xml"], "utf-8")
                (place / f"{name}.phone.svg").write_text(one.data[SCREEN_TYPE]["narrow"], "utf-8")
        print(report, len(list(place.glob("*.txt"))), "displays", file=sys.stderr)


def compare(before: Path, after: Path) -> int:
    """Prints what differs; the answer is the number of displays that do."""
    names = sorted({file.relative_to(folder) for folder in (before, after) for file in folder.rglob("*.*")})
    moved = [name for name in names if _lines(before / name) != _lines(after / name)]
    for name in moved:
        if name.suffix == ".svg":
            print(f"## {name}: the drawing differs")
        else:
            print(f"## {name}")
            print("\n".join(difflib.unified_diff(_lines(before / name), _lines(after / name), lineterm="", n=0)))
    print(f"{len(names)} displays, {len(moved)} differ")
    return len(moved)


def _lines(file: Path) -> list[str]:
    return file.read_text("utf-8").splitlines() if file.exists() else []


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["dump", folder, *reports]:
            dump(Path(folder), *reports)
        case ["compare", before, after]:
            sys.exit(1 if compare(Path(before), Path(after)) else 0)
        case _:
            sys.exit(__doc__)
