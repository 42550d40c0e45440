"""An analysis made of parts, each computed when it is first asked for, so that a fault stays with those who need it.

A report shows some eighty displays of one analysis. Were every part computed before the first display, a fault in one
would leave none of them.
"""

from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from mtqg_analysis.domain.errors import MtqgError

T = TypeVar("T")


class Later(Generic[T]):
    """A part still to be computed, once: called, it gives its value; a fault is kept and raised each time.

    >>> half = Later(lambda: 1 / 2)
    >>> half()
    0.5
    """

    def __init__(self, compute: Callable[[], T]) -> None:
        self._outcome = cache(lambda: _tried(compute))

    def __call__(self) -> T:
        """The value, computed at the first call."""
        value, fault, trace = self._outcome()
        if fault is not None:
            raise fault.with_traceback(trace)
        return cast(T, value)

    @property
    def part(self) -> T:
        """For a field of `Parts`, where it is the value's stand-in until somebody reads the field."""
        return cast(T, self)


def _tried(compute: Callable[[], T]) -> tuple[T | None, Exception | None, Any]:
    try:
        return compute(), None, None
    except Exception as fault:
        return None, fault, fault.__traceback__


class Parts:
    """Base of a frozen dataclass whose fields may be given as `Later(...).part`; it shows itself by its name alone."""

    def __post_init__(self) -> None:
        later = {name: value for name, value in vars(self).items() if isinstance(value, Later)}
        for name in later:
            del vars(self)[name]
        vars(self)["_later"] = later

    if not TYPE_CHECKING:  # a checker knows the fields; this is asked only for those still to be computed

        def __getattr__(self, name: str) -> Any:
            later = vars(self).get("_later", {})
            if name not in later:
                raise AttributeError(f"{type(self).__name__!r} has no part {name!r}")
            value = vars(self)[name] = later[name]()
            return value

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {', '.join(name for name in vars(self) if name != '_later')}>"


def heed(*parts: Later[Any]) -> None:
    """Computes parts for what they refuse the user, which must end a report before its first display.

    Any other fault is left to the displays that need the part: each of them meets it again and says so.
    """
    for part in parts:
        try:
            part()
        except MtqgError:
            raise
        except Exception:  # noqa: S112  said by the displays that need the part
            continue


def standing(parts: Iterable[Callable[[], Iterable[T]]]) -> list[T]:
    """What all parts give together, without those that fail: their own displays say that they do.

    >>> standing([lambda: [1, 2], lambda: [1 // 0], lambda: [3]])
    [1, 2, 3]
    """
    found: list[T] = []
    for part in parts:
        try:
            found += list(part())
        except Exception:  # noqa: S112  said by the displays that need the part
            continue
    return found
