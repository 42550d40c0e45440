"""The register of a dataset: every file that came in, from whom, what was read, what is open and what was mended.

It lies in the dataset as `received.json`. By it a second call knows what is new or changed, and `--status` who sent.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from mtqg_analysis.domain.disk import MEGABYTE, held_to
from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.domain.visible import json_text
from mtqg_analysis.ledger.keeping import whole

REGISTER = "received.json"
LARGEST = 50 * MEGABYTE  # bytes of a register: some thousand a file that came in
LISTS = ("agencies.csv", "names.csv")  # a dataset's own names


@dataclass(frozen=True)
class Point:
    """Something that keeps a file out of the dataset: the kind of finding, its place and its sentence."""

    kind: str
    place: str
    message: str


@dataclass(frozen=True)
class Received:
    """One file as it was read last.

    file, sha256: as `identity` has them. level, sender, name: who sent it, empty where not known. read_on, as_of: ISO
    days. given: the answers and acceptances it was read with. names: digest of the dataset's own lists then. money:
    đồng by measure. stored: its numbers are in the dataset; earlier: those of an earlier version are, not these.
    """

    file: str
    sha256: str
    outcome: str
    read_on: str
    level: str = ""
    sender: str = ""
    name: str = ""
    as_of: str = ""
    form: str = ""
    given: str = ""
    names: str = ""
    values: int = 0
    money: tuple[tuple[str, str], ...] = ()
    stored: bool = False
    earlier: bool = False
    open: tuple[Point, ...] = ()
    mended: tuple[Point, ...] = ()

    def after(self, before: "Received | None") -> "Received":
        """The same with what a former version of the file had open and this one has not."""
        if before is None:
            return self
        left = {(one.kind, one.place) for one in self.open}
        was_open = before.open if before.sha256 != self.sha256 else ()  # what was accepted is not mended
        gone = [one for one in (*before.mended, *was_open) if (one.kind, one.place) not in left]
        held = before.stored or before.earlier
        return replace(self, mended=tuple(dict.fromkeys(gone)), earlier=held and not self.stored)


def read_register(folder: Path) -> dict[str, Received]:
    """The files that a dataset received, by their place; none without a register. DataError for a damaged one."""
    file = folder / REGISTER
    if not file.is_file():
        return {}
    try:
        held = json.loads(held_to(file, LARGEST).read_text(encoding="utf-8"))
        return {one["file"]: _received(one) for one in held["files"]}
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(
            "{file} không đọc được ({error}). Hãy khôi phục, hoặc xóa tệp: lần đọc sau sẽ lập lại.",
            file=file,
            error=error,
        ) from error


def write_register(folder: Path, entries: Iterable[Received]) -> None:
    """Writes the register, making the dataset's folder if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    files = sorted((asdict(one) for one in entries), key=lambda one: str(one["file"]))
    text = json_text({"files": files}) + "\n"
    whole(folder / REGISTER, lambda beside: beside.write_text(text, encoding="utf-8"))


def lists_of(folder: Path) -> str:
    """The digest of a dataset's own lists of names: another one may change how every file is read."""
    contents = [(folder / name).read_bytes() if (folder / name).is_file() else b"" for name in LISTS]
    return hashlib.sha256(b"\0".join(contents)).hexdigest()


def _received(one: dict[str, Any]) -> Received:
    points = {name: tuple(Point(**point) for point in one[name]) for name in ("open", "mended")}
    money = tuple((str(measure), str(int(amount))) for measure, amount in one["money"])
    return Received(**(one | points | {"money": money}))
