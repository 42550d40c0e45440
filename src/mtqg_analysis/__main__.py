"""`python -m mtqg_analysis` is `mtqg`.

A batch that has nothing to do is told apart before anything but the standard library is loaded: a thousand reports that
stand are looked through in the time that the command line takes to start.
"""

import os
import sys
from io import TextIOWrapper
from pathlib import Path


def main() -> None:
    """Runs `mtqg`, in UTF-8 whatever the system's locale: names of files and what is printed are Vietnamese."""
    if sys.getfilesystemencoding() != "utf-8":
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    if len(sys.argv) == 3 and sys.argv[1] == "batch" and not sys.argv[2].startswith("-") and _stands(Path(sys.argv[2])):
        return
    from mtqg_analysis.cli import main as run

    run()


def _stands(file: Path) -> bool:
    """Whether every report of an order stands, which is then said; what is wrong with the order is said elsewhere."""
    from mtqg_analysis.domain.errors import MtqgError
    from mtqg_analysis.domain.visible import visible
    from mtqg_analysis.run.standing import standing_of

    try:
        standing = standing_of(file)
    except MtqgError:
        return False
    if any(standing.reasons(wanted) for wanted in standing.order.wanted):
        return False
    print(visible(standing.whole_line))
    return True


if __name__ == "__main__":
    main()
