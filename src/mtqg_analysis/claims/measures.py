"""What a measure is measured in, by the table of indicators, and which measure the words of a number mean."""

from collections.abc import Sequence
from functools import cache

from mtqg_analysis.claims.claim import About
from mtqg_analysis.claims.quantities import Quantity
from mtqg_analysis.domain.reference import table

KINDS = {"amount": "money", "rate": "percent", "share": "percent", "points": "points", "count": "count"}
COUNTS = ("count",)
MONEY_LIKE = frozenset(
    ("plan", "disbursed", "disbursement_rate", "allocated", "allocation_rate", "balance", "plan_share")
)
OTHERS = {
    "balance": ("money",),
    "target_groups_missed": ("count",),
    "plan_share": ("percent",),
    "avg_criteria_per_commune": ("count",),
    "grdp_per_capita": ("money",),
    "income_per_capita": ("money",),
    "central_support_per_commune": ("money",),
    "investment_capital_total": ("money",),
    "grdp_growth": ("percent",),
    "ocop_products": ("count",),
    "unheld": ("money", "percent", "count"),  # what no dataset of ours holds
}
# The measure of another kind that words of one also speak of: "giải ngân 52,6%" is a rate.
TWINS = {
    ("disbursed", "percent"): "disbursement_rate",
    ("plan", "percent"): "disbursement_rate",
    ("plan_medium_term", "percent"): "disbursement_rate",
    ("allocated", "percent"): "allocation_rate",
    ("disbursement_rate", "money"): "disbursed",
    ("allocation_rate", "money"): "allocated",
    ("disbursement_rate_target", "money"): "disbursed",
    ("poor_households", "percent"): "poverty_rate",
    ("near_poor_households", "percent"): "near_poor_rate",
    ("communes_ntm", "percent"): "communes_ntm_share",
    ("communes_ntm_advanced", "percent"): "communes_ntm_advanced_share",
    ("communes_ntm_model", "percent"): "communes_ntm_model_share",
    ("poverty_rate", "points"): "poverty_rate",
    ("near_poor_rate", "points"): "near_poor_rate",
    ("poverty_and_near_poverty_rate", "points"): "poverty_and_near_poverty_rate",
    ("disbursement_rate", "points"): "disbursement_rate",
    ("communes_ntm_share", "count"): "communes_ntm",
    ("communes_without_extremely_difficult_villages", "percent"): "share_communes_without_extremely_difficult_villages",
}
# What "4/6" counts, and what it counts it out of.
OUT_OF = {
    "disbursed": "plan",
    "target_groups_completed": "target_groups_set",
    "communes_ntm": "communes_total",
    "key_targets_met": "key_targets_set",
    "socio_economic_targets_met": "socio_economic_targets_set",
}
# What plain words mean beside others: a village of a region, a commune in a list of those that left a status.
BESIDE = {
    ("villages_thon", "DTTS"): "villages_in_dtts_area",
    ("communes_xa", "villages_escaped_extreme_difficulty"): "communes_escaped_extreme_difficulty",
    ("communes_xa", "communes_ntm"): "communes_ntm",
    ("allocated", "plan_adjustment_allocation"): "plan_adjustment_allocation",
    ("plan", "plan_adjustment_allocation"): "plan_adjustment_allocation",
    ("plan", "central_support_per_commune"): "central_support_new_communes",
    ("communes_ntm_advanced", "communes_appraised_ntm"): "communes_appraised_ntm_advanced",
    ("communes_ntm_model", "communes_appraised_ntm"): "communes_appraised_ntm_model",
    ("provincial_investors_below_average", "communes_managing_capital"): "commune_investors_below_average",
    ("poverty_rate", "annual"): "poverty_rate_annual_reduction",
    ("poverty_and_near_poverty_rate", "annual"): "poverty_and_near_poverty_rate_annual_reduction",
    (
        "poverty_and_near_poverty_rate",
        "poverty_rate_annual_reduction",
    ): "poverty_and_near_poverty_rate_annual_reduction",
}
ALSO = {"plan": ("investment_capital_total", "plan_medium_term")}  # what is called so where there is no such plan
OF_REVENUE = frozenset(("state_budget_revenue", "grdp_growth", "grdp_per_capita"))  # whose own plan nothing holds
PLAIN = ("communes_xa", "villages_thon", "wards_phuong", "townships_thi_tran")


@cache
def _kinds() -> dict[str, tuple[str, ...]]:
    rows = table("indicators")
    found: dict[str, tuple[str, ...]] = {}
    for measure, kind in zip(rows["measure"], rows["kind"], strict=True):
        if kind in KINDS:
            found[measure] = tuple(dict.fromkeys((*found.get(measure, ()), KINDS[kind])))
    return found | OTHERS


def fits(measure: str, kind: str) -> bool:
    """Whether a number of a kind can be of a measure; points of a rate may be printed as per cent.

    >>> fits("plan", "money"), fits("plan", "percent"), fits("poverty_rate_annual_reduction", "percent")
    (True, False, True)
    """
    kinds = _kinds().get(measure, ())
    return kind in kinds or (kind == "percent" and "points" in kinds)


def measured_as(measure: str, kind: str) -> str:
    """The measure that words mean of a number of a kind; empty where there is none."""
    return measure if fits(measure, kind) else TWINS.get((measure, kind), "")


def measures_of(
    one: Quantity, about: About, before: Sequence[str], after: Sequence[str], beyond: Sequence[str]
) -> tuple[str, ...]:
    """What a number may measure, the likeliest first: what is counted right behind it, else the nearest words.

    before, after: the measures that are named before it, and behind it in its clause; beyond: further on.
    """
    ordered = [*after, *reversed(before)] if one.kind in COUNTS else [*reversed(before), *after]
    if one.kind == "percent" and after[:1] == ["plan"] and OF_REVENUE & {*before[-1:]}:
        return ("unheld",)
    if one.kind == "money" and after[:1] in (["balance"], ["unheld"], ["central_support_per_commune"]):
        ordered = [after[0], *ordered]
    if one.kind == "percent" and before[-1:] == ["share"]:
        return _share_of(before[:-1])
    if one.kind == "percent" and (own := _of_its_own(after)):
        ordered = [own, *ordered]
    found = [told for code in ordered if (told := measured_as(code, one.kind))]
    if one.second is not None and not one.is_range:
        found = [next((part for part, whole in OUT_OF.items() if whole == code), code) for code in found]
    if found[:1] == ["communes_xa"] and beyond[:1] == ["communes_ntm"] and "communes_ntm" not in before:
        return ("communes_total",)  # of which so many are told next
    every = {*before, *after, *beyond[:1], about.programme}
    refined = [
        next((to for (plain, other), to in BESIDE.items() if plain == code and other in every), code) for code in found
    ]
    if one.kind in COUNTS and refined and refined[0] in PLAIN:
        return tuple(dict.fromkeys(refined[:2] if before[-1:] == refined[1:2] else refined[:1]))
    refined += [also for code in refined[:1] for also in ALSO.get(code, ())]
    return tuple(dict.fromkeys(refined))[:4]


def _share_of(before: Sequence[str]) -> tuple[str, ...]:
    """What takes a share: what was counted before, else a part of the plan."""
    counted = next((TWINS[code, "percent"] for code in reversed(before) if (code, "percent") in TWINS), "")
    return (counted,) if counted not in ("", "disbursement_rate", "allocation_rate") else ("plan_share",)


def _of_its_own(after: Sequence[str]) -> str:
    """The measure right behind a rate that the rate is of: "80% thôn có đường ô tô", not "52,6% kế hoạch"."""
    named = [code for code in after if code not in ("share", "plan", "annual")]
    direct = next((code for code in named if fits(code, "percent")), "")
    return direct or (measured_as(named[0], "percent") if named else "")
