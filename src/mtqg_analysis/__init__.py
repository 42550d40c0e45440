"""Analysis and reporting for Vietnam's National Target Programmes (chương trình mục tiêu quốc gia, MTQG).

The verbs a notebook needs stand here; each is imported when it is first used, so that the command line starts fast.
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_DOOR = {
    "Period": "domain.period",
    "parse_day": "domain.period",
    "parse_years": "domain.period",
    "use_language": "domain.language",
    "read_dataset": "ledger.dataset",
    "load_ledger": "ledger.ledger",
    "check_dataset": "ledger.check",
    "evaluate_year": "analysis.year_end",
    "compare": "analysis.compare",
    "compare_years": "analysis.years",
    "differences": "analysis.compare",
    "plan_baseline": "analysis.baseline",
    "Table": "report.table",
    "Chart": "report.chart",
    "Sentence": "report.sentence",
    "check_parameters": "run.parameters",
    "read_office": "run.office",
    "read_places": "run.geojson",
}
_PAGES = ("year_end", "comparison", "baseline", "exploring")

__all__ = sorted([*_DOOR, *_PAGES])


def __getattr__(name: str) -> Any:
    if name in _DOOR:
        return getattr(import_module(f"{__name__}.{_DOOR[name]}"), name)
    if name in _PAGES:
        return import_module(f"{__name__}.report.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
