"""Commands in bad places: a full disk, folders that may not be written to, no home, no temporary folder, odd names.

Run by hand on Linux: `python -m tests.faults.places`; as root it also mounts a small disk to fill it. Every command
works, or ends with status 2, one sentence and no word of Python; nothing is half-written, what lay there is as it was.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unicodedata import normalize

from tests.faults.small import small_project

NAMES = ("có dấu cách", "a#b", "100%", "a%20b", "a;b&c", "'nháy'", "x" * 200, "[x]", "{y}", "Lạng Sơn")
NAMES = (*NAMES, normalize("NFD", "Lạng Sơn"))
BARE = {"HOME": None, "TMPDIR": "/khong/co", "TEMP": None, "TMP": None, "XDG_CACHE_HOME": None}
ENVIRONMENTS = {
    "no home": {"HOME": None},
    "a home that is not there": {"HOME": "/khong/co"},
    "no temporary folder": BARE,
    "a locale of ASCII": {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "a terminal of Latin-1": {"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"},
}


def run(words: tuple[str, ...], cwd: Path, change: dict[str, str | None], user: str = "") -> tuple[int, str]:
    """A command's status and what it said."""
    environment = {name: text for name, text in (os.environ | change).items() if text is not None}
    command = [sys.executable, "-m", "mtqg_analysis", *words]
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, user=user or None)
    return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace").strip()


def told(case: str, words: tuple[str, ...], cwd: Path, change: dict[str, str | None], may: int = 0) -> None:
    """Prints how a command ended, and holds it against what it may."""
    status, said = run(words, cwd, change)
    last = " ".join(said.splitlines()[-1:])
    print(f"{case:28} {words[0]:7} {status} {last[:150]}", flush=True)
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


def main() -> None:
    """Prints a line a command and place."""
    source = Path(__file__).resolve().parents[2]
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        project = small_project(root / "dự án", "1 + 1")
        for case, change in ENVIRONMENTS.items():
            for words in commands(source, root / "out"):
                told(case, words, project, change)
        for name in NAMES:
            for words in commands(source, root / name)[1:]:
                told(name[:24], words, project, {})
        file = root / "một tệp"
        file.write_text("", "utf-8")
        for words in commands(source, file / "trong")[1:]:
            told("below a file", words, project, {}, 2)
        for words in commands(source, root / ("x" * 300))[1:]:
            told("a name of 300 letters", words, project, {}, 2)
        for words in commands(source, Path("/proc/1"))[1:]:
            told("where nobody may write", words, project, {}, 2)
        if os.geteuid() == 0:
            with small_disk(root / "disk") as disk:
                for words in commands(source, disk)[1:]:
                    told("a disk with room", words, project, {})
                before = {file: file.read_bytes() for file in disk.rglob("*") if file.is_file()}
                with (disk / "đầy").open("wb", buffering=0) as filler:
                    try:
                        while True:
                            filler.write(b"x" * 512)
                    except OSError:
                        pass
                form = tuple("communes" if word == "districts" else word for word in commands(source, disk)[1])
                told("a full disk", form, project, {}, 2)
                told("a full disk", commands(source, disk)[2], project, {}, 2)
                after = {file: file.read_bytes() for file in disk.rglob("*") if file.is_file() and file.name != "đầy"}
                assert after == before, set(after) ^ set(before)


if __name__ == "__main__":
    main()
