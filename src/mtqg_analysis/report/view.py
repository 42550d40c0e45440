"""A display that fails becomes a box that says so, in the place of the display: the others stand."""

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from html import escape
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast
from weakref import ref

from mtqg_analysis.analysis.parts import Parts
from mtqg_analysis.domain.errors import MtqgError, ParameterError
from mtqg_analysis.domain.language import current_language, tr
from mtqg_analysis.report.display import Bundle
from mtqg_analysis.report.ran import ran
from mtqg_analysis.report.waits import Waits

P = ParamSpec("P")
T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])
KIND = "failure"  # under `mtqg` in an output's metadata: who runs a notebook finds the boxes by it


@dataclass(frozen=True)
class Failure:
    """Stands where a display was to stand.

    view: the function that failed. text: the sentence in the box. trace: how it came to it, for a maintainer; kept in
    the output's metadata, which no format prints.
    """

    view: str
    text: str
    trace: str = ""

    @classmethod
    def of(cls, view: str, error: Exception) -> "Failure":
        """The box of a display that raised an error; what refuses with a sentence for the user says that sentence."""
        if isinstance(error, MtqgError):
            return cls(view, tr("Phần «{view}» không lập được: {error}", view=view, error=str(error)), _trace(error))
        named = ": ".join(part for part in (type(error).__name__, str(error).strip().partition("\n")[0]) if part)
        text = tr(
            "Phần «{view}» không lập được vì một lỗi chưa lường trước ({error}). Các phần khác không bị ảnh hưởng; hãy "
            "gửi dòng này cho người bảo trì.",
            view=view,
            error=named,
        )
        return cls(view, text, _trace(error))

    def _repr_mimebundle_(self, **_: object) -> Bundle:
        about = {"kind": KIND, "view": self.view, "text": self.text, "trace": self.trace} | ran()
        page = f'<p class="mtqg-failure" role="alert">{escape(self.text)}</p>'
        return {"text/plain": self.text, "text/html": page}, {"mtqg": about}


def _trace(error: Exception) -> str:
    """The calls that led to an error, without the folders of the machine."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{'/'.join(Path(frame.filename).parts[-3:])}:{frame.lineno} {frame.name}" for frame in frames]
    return "\n".join([*places, f"{type(error).__name__}: {error}"])


@dataclass(frozen=True)
class View:
    """What a page knows of a function that is a view.

    waits: the section that comes with it; None where no section stands or falls with it. part: the part of the analysis
    that it speaks of; empty for the whole.
    """

    waits: Waits | None = None
    part: str = ""

    def given(self, analysis: Any) -> Any:
        """What the view is called with."""
        return getattr(analysis, self.part) if self.part else analysis


def view(waits: Waits | None = None, part: str = "") -> Callable[[F], F]:
    """Makes a function a view, which its page shows under its name, see `View`.

    Within the page views still call each other as they are written, so that a fault is told once, where it stands in
    the report; `stand` of `report/page.py` gives the page those that always show something.
    """

    def marked(verb: F) -> F:
        vars(verb)["view"] = View(waits, part)
        return verb

    return marked


def boxed(verb: Callable[P, T]) -> Callable[P, T | Failure]:
    """A verb that always gives something to show. What a parameter asks for wrongly still ends the report.

    It keeps what it last made of an analysis in a language, for the list of sources that asks for it again.
    """
    last: dict[str, Any] = {}

    @wraps(verb)
    def shown(*given: P.args, **named: P.kwargs) -> T | Failure:
        analysis = given[0] if len(given) == 1 and not named and isinstance(given[0], Parts) else None
        asked = {"language": current_language()}
        if analysis is not None and last.items() >= asked.items() and last["of"]() is analysis:
            return cast(T, last["made"])
        try:
            made = verb(*given, **named)
        except ParameterError:
            raise
        except Exception as error:
            return Failure.of(verb.__name__, error)
        if analysis is not None:
            last.update(asked, of=ref(analysis), made=made)
        return made

    return shown


def rendered(bundle: Callable[..., Bundle]) -> Callable[..., Bundle]:
    """The `_repr_mimebundle_` of a display, where printing a value may still fail."""

    @wraps(bundle)
    def made(display: Any, **named: object) -> Bundle:
        try:
            return bundle(display, **named)
        except Exception as error:
            return Failure.of(str(getattr(display, "name", type(display).__name__)), error)._repr_mimebundle_()

    return made
