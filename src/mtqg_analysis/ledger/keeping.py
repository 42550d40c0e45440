"""Nothing of the user's is overwritten: what lies in a place to be written is kept beside it, under a dated name.

One rule for every file and folder that a command writes. What lies there is replaced without a word only where it is
certain to be ours: the same bytes again, or outputs that nobody has touched since they were made.
"""

import errno
import filecmp
from datetime import datetime
from itertools import count
from pathlib import Path


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


def place(made: Path, target: Path) -> Path | None:
    """Moves a finished file to its place. Another content that was there is kept beside: returns where, else None.

    Raises OSError where that is refused, as on Windows for a file that is open in Excel; then all is as before.
    """
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, "là một thư mục", str(target))
    if not target.exists():
        made.replace(target)
        return None
    if filecmp.cmp(made, target, shallow=False):
        made.unlink()
        return None
    kept = set_aside(target)
    try:
        made.replace(target)
    except OSError:
        kept.rename(target)
        raise
    return kept


def place_text(text: str, target: Path, encoding: str = "utf-8") -> Path | None:
    """Writes a text, whole or not at all, as `place` does; its line ends stay as they are."""
    made = target.with_name(f".{target.name}.partial")
    try:
        made.write_text(text, encoding=encoding, newline="")
        return place(made, target)
    finally:
        made.unlink(missing_ok=True)


def told(target: Path, kept: Path | None) -> str:
    """What a command says of a file that it wrote.

    >>> told(Path("a.xlsx"), None)
    'Đã ghi a.xlsx.'
    >>> told(Path("a.xlsx"), Path("a_kept-2026-11-30_0915.xlsx"))
    'Đã ghi a.xlsx; tệp cùng tên đã có từ trước được giữ ở a_kept-2026-11-30_0915.xlsx.'
    """
    return f"Đã ghi {target}." if kept is None else f"Đã ghi {target}; tệp cùng tên đã có từ trước được giữ ở {kept}."
