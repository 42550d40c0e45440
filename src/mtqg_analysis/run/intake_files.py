"""Which files a call of `mtqg intake` is about: those that are named, and the spreadsheets that a folder holds."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from mtqg_analysis.domain.disk import files_below
from mtqg_analysis.domain.errors import ParameterError
from mtqg_analysis.intake.gate import EXTENSIONS

OURS = (".marked.xlsx",)  # endings of what this command writes itself
SPREADSHEETS = [ending for ending, kind in EXTENSIONS.items() if kind != "docx"]
PASSING = ("~$", ".")  # beginnings of what Excel and the system leave lying about


@dataclass
class Batch:
    """The files of one call. names: each by as much of its path as tells it from the others.

    left: files of a folder that are no spreadsheets. whole: whether a folder is taken up, file by file, as they come.
    """

    names: dict[Path, PurePath] = field(default_factory=dict)
    left: list[Path] = field(default_factory=list)
    whole: bool = False


def find_files(given: Sequence[Path]) -> Batch:
    """The files that paths of files and folders stand for, each once; ParameterError for a path that is not there."""
    batch, found = Batch(), dict[Path, Path]()
    for path in given:
        if path.is_dir():
            batch.whole = True
            inside = [one for one in sorted(files_below(path)) if not _passes(one.relative_to(path))]
            taken = [one for one in inside if one.suffix.lower() in SPREADSHEETS]
            batch.left += [one for one in inside if one.suffix.lower() not in SPREADSHEETS]
            found |= {one.resolve(): one for one in taken}
        elif path.is_file():
            found[path.resolve()] = path
        else:
            raise ParameterError(
                "Không tìm thấy tệp {file} từ thư mục {here}. Hãy kiểm tra đường dẫn.", file=path, here=Path.cwd()
            )
    ends = shortest(found)
    batch.names = {path: ends[full] for full, path in found.items()}
    return batch


def _passes(place: PurePath) -> bool:
    return any(part.startswith(PASSING) for part in place.parts) or place.name.endswith(OURS) or "_kept-" in place.name


def shortest(places: Iterable[PurePath]) -> dict[PurePath, PurePath]:
    """The end of each place, as short as it can be while no other place ends so.

    >>> [end.as_posix() for end in shortest(map(PurePath, ("a/x/bc.csv", "b/x/bc.csv", "b/so.csv"))).values()]
    ['a/x/bc.csv', 'b/x/bc.csv', 'so.csv']
    """
    ends = {place: [PurePath(*place.parts[-n:]) for n in range(1, len(place.parts) + 1)] for place in places}
    shared = Counter(end for one in ends.values() for end in one)
    return {place: next((end for end in one if shared[end] == 1), place) for place, one in ends.items()}
