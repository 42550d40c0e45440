"""Which known figures a claim is of: in which entries a figure differs from what is claimed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from mtqg_analysis.claims.claim import About
from mtqg_analysis.claims.evidence import Evidence, Known
from mtqg_analysis.claims.measures import MONEY_LIKE
from mtqg_analysis.domain.codes import ORIGINS

UNLIKE = frozenset(
    ("day", "status", "basis", "origin", "scope")
)  # differences that make two figures of one thing unlike
UNSAID = frozenset(
    ("fund", "programme", "part", "capital")
)  # what a sentence may leave out where only one thing is meant
SCOPES = ("adjustment_round", "second_phase", "beyond_programme")  # that a measure of theirs says already
AHEAD = ("plan", "target")
PLANS = ("plan", "allocated", "central_support", "plan_share")


def differences(about: About, one: Known, province: str) -> frozenset[str]:
    """The entries in which a figure is of something else than a claim; empty where it is the same thing."""
    checks = {
        "programme": _programme(about, one),
        "capital": _capital(about, one),
        "fund": about.fund == one.fund,
        "part": about.part == one.part or one.measure.startswith("ntp_count"),
        "unit": _unit(about, one, province),
        "scope": about.scope == one.scope
        or one.measure.startswith("ntp_count")
        or (not about.scope and one.scope in SCOPES),
        "origin": not about.origin or about.origin == one.origin,
        "basis": not about.basis or one.basis in (about.basis, ""),
        "status": _status(about, one),
        "year": _year(about, one),
        "day": _day(about, one),
    }
    return frozenset(name for name, holds in checks.items() if not holds)


def the_same(about: About, evidence: Evidence) -> list[Known]:
    """The figures of the very thing that is claimed, by the likeliest measure of which there are any.

    Where there are none, those that differ only in what the sentence leaves out and that are all of one thing: public
    investment where only it is known on that day, the central budget where no other is.
    """
    for reading in _readings(about):
        for measure in reading.measures:
            apart = [
                (differences(reading, one, evidence.province), one) for one in evidence.by_measure.get(measure, ())
            ]
            found = [one for entries, one in apart if not entries]
            if found:
                return _whole(reading, found)
            loose = [(entries, one) for entries, one in apart if entries <= UNSAID - reading.said]
            least = min((len(entries) for entries, _ in loose), default=0)
            nearest = [one for entries, one in loose if len(entries) == least]
            if nearest and len({(one.programme, one.fund, one.part, one.capital) for one in nearest}) == 1:
                return nearest
    return []


def _whole(about: About, found: list[Known]) -> list[Known]:
    """Of several figures those of all money, where there are such: what is not said is not meant; dated ones first."""
    whole = [one for one in found if one.origin not in ORIGINS] or found
    if {"year", "day"} & about.said:
        whole = [one for one in whole if one.year is not None] or whole
    return sorted(whole, key=lambda one: one.year is None)


def _readings(about: About) -> Sequence[About]:
    """What words may mean: "vốn đầu tư công" is all public investment, else investment capital of the programmes."""
    if about.programme == "PI" and "capital" not in about.said:
        return (about, replace(about, programme="ALL", capital="investment"))
    return (about,)


def _programme(about: About, one: Known) -> bool:
    if one.measure.startswith("ntp_count"):
        return True
    if about.programme and (one.measure in MONEY_LIKE or "programme" in about.said):
        return about.programme == one.programme or (
            "ALL" in (about.programme, one.programme) and one.measure not in MONEY_LIKE
        )
    return one.measure not in MONEY_LIKE or one.programme == "ALL"


def _capital(about: About, one: Known) -> bool:
    if one.measure not in MONEY_LIKE and not one.measure.startswith("plan"):
        return True
    wanted, held = about.capital or "total", one.capital or "total"
    if wanted == held or (one.programme == "PI" and wanted in ("total", "investment")):
        return True
    return not about.capital and one.measure.startswith("plan_")


def _unit(about: About, one: Known, province: str) -> bool:
    if about.unit in ("", f"province:{province}"):
        return one.unit == f"province:{province}" or one.measure == "central_support_per_commune"
    return about.unit == one.unit


def _status(about: About, one: Known) -> bool:
    if one.measure.startswith(PLANS) or "target" in one.measure or one.measure.endswith("_set"):
        return True
    if about.status == "target":
        return one.status in AHEAD
    if about.status:
        return one.status == about.status
    return one.status in ("actual", "plan") or (one.status == "target" and one.year is not None and one.year >= 2030)


def _year(about: About, one: Known) -> bool:
    if (
        about.year is None
        or one.year is None
        or one.measure == "ntp_count"
        or ("day" in about.said and about.day == one.day)
    ):
        return True
    if about.year_to is not None:
        return (about.year, about.year_to) == (one.year, one.year_to)
    if one.year_to is None:
        return about.year == one.year
    within = one.year <= about.year <= one.year_to and "year" not in about.said
    return one.measure not in MONEY_LIKE and (within or about.year == one.year_to)


def _day(about: About, one: Known) -> bool:
    if about.day is None or one.measure == "plan_share":
        return True
    if one.measure.startswith("plan") and one.year == about.year and (one.day != about.day):
        return "day" not in about.said or one.day is None or (one.programme != "PI")
    if one.day is None:
        return one.year is None or one.year <= about.day.year <= (one.year_to or one.year)
    if "day" in about.said:
        return one.day == about.day or (one.measure not in MONEY_LIKE and _is_month_of(about.day, one.day))
    return (
        one.day == about.day
        or (about.status == "estimate")
        or one.status in AHEAD
        or (one.measure not in MONEY_LIKE and one.day.year == about.day.year)
    )


def _is_month_of(said: date, own: date) -> bool:
    """Whether a month's end, by which a draft also means the month, is that of a day."""
    is_end = (said + timedelta(days=1)).day == 1
    return is_end and (said.year, said.month) == (own.year, own.month)
