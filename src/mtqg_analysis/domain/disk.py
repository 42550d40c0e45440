"""What a system says when it refuses a file or a folder, in words."""

import errno

from mtqg_analysis.domain.errors import OutputError
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
