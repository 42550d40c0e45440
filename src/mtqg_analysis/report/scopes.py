"""What the figures of one table have in common, read off the facts themselves."""

from collections.abc import Iterable

import pandas as pd

from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report import display
from mtqg_analysis.report.display import Origin, Scope
from mtqg_analysis.report.numbers import partial_day

NO_PLAN = display.NO_PLAN
IN_FORCE = to_translate("kế hoạch có hiệu lực tại thời điểm dự báo")  # of forecasts; no fact stands on it


def scope_of(facts: pd.DataFrame | list[pd.Series], unit: str, status: str = "") -> Scope:
    """The scope of some facts: their cut-offs, plan bases and statuses, each named once."""
    rows = facts if isinstance(facts, pd.DataFrame) else pd.DataFrame(facts)
    bases = [basis_word(code) for code in once(rows["plan_basis"]) if code]
    statuses = [label("status", code) for code in once(rows["status"])]
    return Scope(
        unit, cut_offs(rows["as_of"]), tr(" và ").join(bases) or tr(NO_PLAN), status or tr(" và ").join(statuses)
    )


def checked(verified: str, on: str) -> str:
    """Whether a rule was held against its text, and the day on which it was last looked at; "" where none is kept."""
    state = label("verified", verified)
    return tr("{state} (xem lần cuối {day})", state=state, day=partial_day(on)) if on else state


def origin_of(facts: pd.DataFrame | list[pd.Series]) -> Origin:
    """Where one row of a table comes from: what `scope_of` says, for the facts of that row alone."""
    scope = scope_of(facts, "")
    return Origin(sources_of(facts), scope.cut_off, scope.basis)


def basis_word(code: str) -> str:
    """A plan basis as it stands after "Cơ sở kế hoạch:"."""
    if code == "in_force":
        return tr(IN_FORCE)
    return tr("nguồn không nêu") if code == "unknown" else label("plan_basis", code)


def cut_offs(days: Iterable[str]) -> str:
    """Cut-off days in words: one day, a few, or from the first to the last."""
    known = sorted({text for text in days if text})
    if not known:
        return tr("nguồn không ghi ngày")
    shown = [partial_day(text) for text in known]
    return "; ".join(shown) if len(shown) <= 2 else tr("từ {first} đến {last}", first=shown[0], last=shown[-1])


def years_words(first: int, last: int) -> str:
    """The years from first to last.

    >>> years_words(2026, 2030), years_words(2026, 2026)
    ('2026-2030', '2026')
    """
    return str(first) if first == last else f"{first}-{last}"


def once(codes: Iterable[str]) -> tuple[str, ...]:
    """Each code once, in order of first appearance."""
    return tuple(dict.fromkeys(codes))


def sources_of(facts: pd.DataFrame | list[pd.Series]) -> tuple[str, ...]:
    """The sources of some facts, each once, in order."""
    rows = facts if isinstance(facts, pd.DataFrame) else pd.DataFrame(facts)
    return once(rows["source"])
