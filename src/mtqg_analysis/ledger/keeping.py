"""Nothing of the user's is overwritten: what lies in a place to be written is kept beside it, under a dated name.

One rule for every file and folder that a command writes. What lies there is replaced without a word only where it is
certain to be ours: the same bytes again, or outputs that nobody has touched since they were made.
"""

import filecmp
import io
import shutil
import zipfile
from codecs import BOM_UTF8
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from itertools import count
from pathlib import Path
from types import MappingProxyType

from mtqg_analysis.domain.disk import why
from mtqg_analysis.domain.errors import OutputError
from mtqg_analysis.domain.language import tr

FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # that a zip file knows


def kept_name(target: Path, moment: datetime) -> Path:
    """The name beside `target` under which what lies there is kept; nobody else has it.

    >>> kept_name(Path("reports/langson_2024"), datetime(2026, 11, 30, 9, 15)).name
    'langson_2024_kept-2026-11-30_0915'
    >>> kept_name(Path("bieu-nam.xlsx"), datetime(2026, 11, 30, 9, 15)).name
    'bieu-nam_kept-2026-11-30_0915.xlsx'
    """
    name, ending = (target.name, "") if target.is_dir() or not target.suffix else (target.stem, target.suffix)
    dated = f"{name}_kept-{moment:%Y-%m-%d_%H%M}"
    names = (target.with_name(f"{dated}{'' if n == 1 else f'-{n}'}{ending}") for n in count(1))
    return next(free for free in names if not free.exists())


def set_aside(target: Path) -> Path:
    """Renames what lies at `target` to its dated name, and returns that; OSError where it cannot be renamed."""
    kept = kept_name(target, datetime.now())
    target.rename(kept)
    return kept


def written(target: Path, write: Callable[[Path], object]) -> str:
    """As `replaced`; returns what to say of the file."""
    return told(target, replaced(target, write))


def replaced(target: Path, write: Callable[[Path], object]) -> Path | None:
    """Lets `write` make the file `target`; another content that was there is kept beside, under the name returned.

    Raises what `write` raises, and OutputError for a file that cannot be written or moved, as on a full disk or on
    Windows one that is open in Excel; all is then as before.
    """
    beside = target.with_name(f".partial-{target.name}")  # its ending is the target's, by which libraries know a kind
    kept = None
    try:
        write(beside)
        if target.is_file() and filecmp.cmp(beside, target, shallow=False):
            return None
        kept = set_aside(target) if target.is_file() else None
        beside.replace(target)
    except OSError as error:
        raise OutputError(
            "Không ghi được {target}: {why}. Hãy đóng tệp nếu đang mở, xem ổ đĩa còn chỗ không, hoặc chọn tệp khác.",
            target=target,
            why=why(error),
        ) from error
    finally:
        if kept is not None and not target.exists():
            kept.rename(target)
        with suppress(OSError):  # the folder cannot be written to, so that nothing lies there
            beside.unlink(missing_ok=True)
    return kept


def whole(target: Path, write: Callable[[Path], object]) -> None:
    """Lets `write` make a file beside `target` and moves it there once it is whole; OutputError where it cannot be."""
    beside = target.with_name(f".{target.name}.partial")
    try:
        write(beside)
        beside.replace(target)
    except OSError as error:
        raise OutputError("Không ghi được {file}: {why}. Hãy chọn tệp khác.", file=target, why=why(error)) from error
    finally:
        with suppress(NotADirectoryError):  # the folder is a file, so that nothing was written
            beside.unlink(missing_ok=True)


def steady(content: bytes, instead: Mapping[str, bytes] = MappingProxyType({})) -> bytes:
    """The same zip file, as .docx and .xlsx are, with a fixed date on each part: the same content, the same bytes.

    instead: what takes the place of some parts, by name.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, FIRST_DAY)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, instead.get(name) or old.read(name))
    return stream.getvalue()


def write_all(folder: Path, files: dict[str, str]) -> int:
    """All files or none: each is whole beside its place before the first is moved there.

    A CSV begins with the mark of UTF-8, without which Excel takes Vietnamese letters for others. Returns of how many
    files a dated copy is kept: of those that held a line that they now do not.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / f".{name}.partial").write_text(text, encoding=_encoding(name), newline="")
        losing = [folder / name for name, text in files.items() if _loses_lines(folder / name, text)]
        for file in losing:
            shutil.copy2(file, kept_name(file, datetime.now()))
        for name in files:
            (folder / f".{name}.partial").replace(folder / name)
    except OSError as error:
        raise OutputError(
            "Không ghi được vào {folder}: {why}. Hãy chọn thư mục khác.", folder=folder, why=why(error)
        ) from error
    finally:
        for name in files:
            (folder / f".{name}.partial").unlink(missing_ok=True)
    return len(losing)


def _loses_lines(file: Path, text: str) -> bool:
    held = file.read_bytes().removeprefix(BOM_UTF8).splitlines() if file.exists() else []
    held = held[1:] if file.suffix == ".csv" else held  # a heading may gain columns
    return not set(held) <= set(text.encode().splitlines())


def _encoding(name: str) -> str:
    return "utf-8-sig" if name.endswith(".csv") else "utf-8"


def told(target: Path, kept: Path | None) -> str:
    """What a command says of a file that it wrote.

    >>> told(Path("a.xlsx"), None)
    'Đã ghi a.xlsx.'
    >>> told(Path("a.xlsx"), Path("a_kept-2026-11-30_0915.xlsx"))
    'Đã ghi a.xlsx; tệp cùng tên đã có từ trước được giữ ở a_kept-2026-11-30_0915.xlsx.'
    """
    if kept is None:
        return tr("Đã ghi {file}.", file=target)
    return tr("Đã ghi {file}; tệp cùng tên đã có từ trước được giữ ở {kept}.", file=target, kept=kept)
