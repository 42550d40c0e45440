"""What may be read of a disk, and what a system says when it refuses a file or a folder, in words."""

import errno
import hashlib
from collections.abc import Iterator
from pathlib import Path

from mtqg_analysis.domain.errors import DataError, MtqgError, OutputError
from mtqg_analysis.domain.language import to_translate, tr

NO_ROOM, FORBIDDEN = to_translate("ổ đĩa hết chỗ"), to_translate("không có quyền, hoặc tệp đang mở")
REASONS = {
    "ENOSPC": NO_ROOM,
    "EDQUOT": NO_ROOM,
    "EFBIG": NO_ROOM,
    "EACCES": FORBIDDEN,
    "EPERM": FORBIDDEN,
    "EROFS": to_translate("ổ đĩa chỉ cho đọc"),
    "ENAMETOOLONG": to_translate("tên hoặc đường dẫn quá dài"),
    "ENOENT": to_translate("không có thư mục hoặc tệp ấy"),
    "ENOTDIR": to_translate("một phần của đường dẫn là tệp, không phải thư mục"),
    "EISDIR": to_translate("nơi ấy là thư mục, không phải tệp"),
    "EEXIST": to_translate("nơi ấy đã có tệp hoặc thư mục khác"),
    "EIO": to_translate("ổ đĩa hỏng hoặc đã bị rút ra"),
}


MEGABYTE = 2**20
TOO_LARGE = to_translate(
    "{file} lớn {size} MB, quá giới hạn {most} MB của loại tệp này; hãy xem có đúng tệp không, hoặc chia nhỏ."
)
MOST_FILES = 10_000  # of a folder and all below it: what a province has of one matter in ten years is a tenth of it


def held_to(file: Path, most: int, refused: type[MtqgError] = DataError) -> Path:
    """The file, once its size is known to be within its limit and nothing of it was read.

    most: bytes, whole megabytes. Raises `refused` for a larger one, one sentence with both sizes.
    """
    size = file.stat().st_size
    if size > most:
        raise refused(
            TOO_LARGE,
            file=file,
            size=-(-size // MEGABYTE),
            most=most // MEGABYTE,
        )
    return file


def files_below(folder: Path) -> Iterator[Path]:
    """The files of a folder and of all below it, in no order. Raises DataError once they are more than anybody means.

    A folder named by a slip (a whole disk, a home) is so left after a moment, and not read to its end.
    """
    count = 0
    for file in folder.rglob("*"):
        if file.is_file():
            count += 1
            if count > MOST_FILES:
                raise DataError(
                    "Thư mục {folder} có hơn {most} tệp; hãy chọn thư mục con cần đọc, hoặc chuyển bớt tệp đi.",
                    folder=folder,
                    most=MOST_FILES,
                )
            yield file


def sha256(file: Path) -> str:
    """The digest of a file, read in pieces."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def why(error: OSError) -> str:
    """The reason in the language in use; that of the system where it is a rare one.

    >>> why(OSError(errno.ENOSPC, "No space left on device")), why(OSError(errno.ENXIO, "No such device"))
    ('ổ đĩa hết chỗ', 'No such device')
    """
    known = REASONS.get(errno.errorcode.get(error.errno or 0, ""), "")
    return tr(known) or error.strerror or str(error)


def refused(error: OSError, place: object) -> OutputError:
    """The error to tell a user. place: where something was read or written, unless the system names it."""
    return OutputError(
        "Không đọc hoặc không ghi được {place}: {why}. Hãy dọn chỗ, xin quyền hoặc chọn nơi khác, rồi chạy lại.",
        place=str(error.filename or place),
        why=why(error),
    )
