"""Commands in bad places: a full disk, folders that may not be written to, no home, no temporary folder, odd names.

Run by hand on Linux: `python -m tests.faults.places`; as root it also mounts a small disk to fill it, and gives
up root's powers to meet folders that are closed, as an ordinary user does. Every command works, or ends with status 2,
one sentence and no word of Python; nothing is half-written, what lay there is as it was.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unicodedata import normalize

from tests.faults.small import small_project

SOURCE = Path(__file__).resolve().parents[2]
NAMES = ("có dấu cách", "a#b", "100%", "a%20b", "a;b&c", "'nháy'", "x" * 200, "[x]", "{y}", "Lạng Sơn")
NAMES = (*NAMES, normalize("NFD", "Lạng Sơn"))
BARE = {"HOME": None, "TMPDIR": "/khong/co", "TEMP": None, "TMP": None, "XDG_CACHE_HOME": None}
PLAIN = ("setpriv", "--bounding-set=-all", "--inh-caps=-all")  # root without what lets it into every folder
ENVIRONMENTS = {
    "no home": {"HOME": None},
    "a home that is not there": {"HOME": "/khong/co"},
    "no temporary folder": BARE,
    "a locale of ASCII": {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "a terminal of Latin-1": {"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"},
}


def run(words: tuple[str, ...], cwd: Path, change: dict[str, str | None], user: tuple[str, ...]) -> tuple[int, str]:
    """A command's status and what it said. user: the words before it that make it another's."""
    environment = {name: text for name, text in (os.environ | change).items() if text is not None}
    done = subprocess.run(
        [*user, sys.executable, "-m", "mtqg_analysis", *words], cwd=cwd, env=environment, capture_output=True
    )
    return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace").strip()


@dataclass(frozen=True)
class Case:
    """A place: its name, the folder that a command is called from, what of the environment is other, who calls it."""

    name: str
    cwd: Path
    change: dict[str, str | None] = field(default_factory=dict)
    user: tuple[str, ...] = ()

    def told(self, words: tuple[str, ...], may: int = 0) -> None:
        """Prints how a command ended, and holds it against what it may."""
        status, said = run(words, self.cwd, self.change, self.user)
        last = " ".join(said.splitlines()[-1:])
        print(f"{self.name:28} {words[0]:7} {status} {last[:150]}", flush=True)
        assert status == may, said
        assert "Traceback" not in said


@contextmanager
def small_disk(place: Path) -> Iterator[Path]:
    """A disk of 4 MB, for root."""
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", place], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", place], check=True)


def commands(root: Path, out: Path) -> list[tuple[str, ...]]:
    """A check, a form and a report of a second, written below a folder."""
    return [
        ("check", str(root / "data/illustrative")),
        (
            "form",
            "year-end",
            "--data",
            str(root / "data/langson"),
            "--year",
            "2024",
            "--units",
            "districts",
            "--out",
            str(out / "bieu.xlsx"),
        ),
        ("report", "year-end", "--data", str(root / "data/langson"), "--format", "html,docx", "--out", str(out)),
    ]


def closed(root: Path, project: Path) -> None:
    """Folders as an ordinary user finds them: to be read only, to be left alone, and files to be read only."""
    for name, mode in (("read only", 0o555), ("closed", 0o000)):
        folder = root / name
        folder.mkdir()
        folder.chmod(mode)
        for words in commands(SOURCE, folder)[1:]:
            Case(f"{name}, plain user", project, user=PLAIN).told(words, 2)
    folder = root / "files read only"
    folder.mkdir()
    folder.chmod(0o777)
    for words in commands(SOURCE, folder)[1:]:
        Case("a folder of all", project, user=PLAIN).told(words)
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    for one in (folder, *folder.rglob("*")):
        one.chmod(0o555 if one.is_dir() else 0o444)
    for words in commands(SOURCE, folder)[1:]:
        Case("files read only", project, user=PLAIN).told(words, 2)
    assert before == {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def main() -> None:
    """Prints a line a command and place."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        project = small_project(root / "dự án", "1 + 1")
        for case, change in ENVIRONMENTS.items():
            for words in commands(SOURCE, root / "out"):
                Case(case, project, change).told(words)
        for name in NAMES:
            for words in commands(SOURCE, root / name)[1:]:
                Case(name[:24], project).told(words)
        file = root / "một tệp"
        file.write_text("", "utf-8")
        for words in commands(SOURCE, file / "trong")[1:]:
            Case("below a file", project).told(words, 2)
        for words in commands(SOURCE, root / ("x" * 300))[1:]:
            Case("a name of 300 letters", project).told(words, 2)
        for words in commands(SOURCE, Path("/proc/1"))[1:]:
            Case("where nobody may write", project).told(words, 2)
        if os.geteuid() == 0:
            closed(root, project)
            with small_disk(root / "disk") as disk:
                for words in commands(SOURCE, disk)[1:]:
                    Case("a disk with room", project).told(words)
                before = {file: file.read_bytes() for file in disk.rglob("*") if file.is_file()}
                with (disk / "đầy").open("wb", buffering=0) as filler:
                    try:
                        while True:
                            filler.write(b"x" * 512)
                    except OSError:
                        pass
                form = tuple("communes" if word == "districts" else word for word in commands(SOURCE, disk)[1])
                Case("a full disk", project).told(form, 2)
                Case("a full disk", project).told(commands(SOURCE, disk)[2], 2)
                after = {file: file.read_bytes() for file in disk.rglob("*") if file.is_file() and file.name != "đầy"}
                assert after == before, set(after) ^ set(before)


if __name__ == "__main__":
    main()
