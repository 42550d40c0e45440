"""A command that is told to stop: by Ctrl-C, by `kill`, by a terminal that is closed."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

# Those of them that the system knows: SIGHUP is of a closed terminal, SIGBREAK of Ctrl-Break on Windows.
SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name))


class Stopped(BaseException):
    """The command was told to stop.

    status: what a shell says of a program that a signal ended, 130 or 143. said: what became of the work.
    """

    said = ""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.status = 128 + number


@contextmanager
def stoppable() -> Iterator[None]:
    """A block that ends with `Stopped` when the command is told to; what is ignored, as after `nohup`, stays so."""
    former = {one: signal.getsignal(one) for one in SIGNALS}
    for one, handler in former.items():
        if handler is not signal.SIG_IGN:
            signal.signal(one, _stop)
    try:
        yield
    finally:
        for one, handler in former.items():
            signal.signal(one, handler)


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    for one in SIGNALS:  # who is told twice is already clearing up
        signal.signal(one, signal.SIG_IGN)
    raise Stopped(number)


def stop_at_once() -> None:
    """For a process that a command has begun: it ends when told, the command clears up, and Ctrl-C is not for it."""
    for one in SIGNALS:
        signal.signal(one, signal.SIG_IGN if one == signal.SIGINT else signal.SIG_DFL)
