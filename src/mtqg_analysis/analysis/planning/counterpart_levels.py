"""Which budget the counterpart capital has to come from: the province's or the communes', the two levels of 2026."""

import pandas as pd

from mtqg_analysis.analysis.planning.assumed import Assumed
from mtqg_analysis.analysis.planning.counterpart_need import Need
from mtqg_analysis.analysis.planning.plan_table import PlanTable
from mtqg_analysis.domain.errors import DataError

# Agencies are the province's. Two levels of local government remain since 1 July 2025.
BUDGET_OF = {"province": "province", "agency": "province", "commune": "commune"}


def by_programme(need: Need, assumed: Assumed, plan: PlanTable | None) -> pd.DataFrame:
    """What the rules ask of each level over the horizon beside what the forms ask for, one row a programme, in đồng.

    Columns: programme, required, required_province, required_commune (they add up to `required` exactly; NaN where not
    known), asked_province, asked_commune, asked (of all levels; NaN without a plan) and short: required less asked.
    The province's part is the assumption `province_counterpart`, for the programme or for all.
    """
    required = need.by_programme["required"]
    asked = _asked(plan)
    required = required.reindex([*required.index, *asked.index.difference(required.index)])
    shares = pd.Series({name: _province_share(assumed, name) for name in required.index}, dtype=float)
    province = (required * shares).round()
    asked = asked.reindex(required.index, fill_value=0 if plan is not None else float("nan"))
    return pd.DataFrame(
        {
            "required": required,
            "required_province": province,
            "required_commune": required - province,
            "asked_province": asked["province"],
            "asked_commune": asked["commune"],
            "asked": asked["all"],
            "short": required - asked["all"],
        }
    ).reset_index()


def by_year(need: Need, assumed: Assumed) -> pd.DataFrame:
    """Requirement and fiscal space of each level by year, in đồng; empty unless all is known and split by assumptions.

    Columns: year and, for `province` and `commune`, required_, space_ and gap_ (required less space). With a programme
    missing, a sum would look whole and a surplus would be claimed that the programme may need.
    """
    rows = need.rows if need.is_whole else need.rows.iloc[:0]
    province = rows["required"] * rows["programme"].map(lambda name: _province_share(assumed, name))
    required = rows.assign(province=province.round()).groupby("year")
    province = required["province"].agg(lambda part: part.sum(skipna=False))
    space = pd.Series({year: _province_space(assumed, year) for year in province.index}, dtype=float)
    total = pd.Series(need.space, dtype=float).reindex(province.index)
    parts = {
        "province": (province, space),
        "commune": (required["required"].sum() - province, total - space),
    }
    frame = pd.DataFrame(
        {
            f"{name}_{level}": part
            for level, pair in parts.items()
            for name, part in zip(("required", "space"), pair, strict=True)
        }
    ).rename_axis("year")
    frame = frame.assign(**{f"gap_{level}": frame[f"required_{level}"] - frame[f"space_{level}"] for level in parts})
    return frame.reset_index() if frame.notna().all(axis=None) else frame.reset_index().iloc[:0]


def lacking_by_year(need: Need, levels: pd.DataFrame) -> pd.DataFrame:
    """`Need.by_year` with `lacking` (đồng): what of the requirement finds no fiscal space, at least nothing.

    levels: see `by_year`. Where they are known, a year lacks the sum of what its levels lack, since the surplus of one
    fills no gap of the other; else its gap as a whole. NaN where the gap is.
    """
    years = need.by_year
    lacking = years["gap"].clip(lower=0)
    if len(levels):
        lacking = levels["gap_province"].clip(lower=0) + levels["gap_commune"].clip(lower=0)
    return years.assign(lacking=lacking)


def asked_by_year(need: Need, assumed: Assumed, plan: PlanTable | None) -> pd.DataFrame:
    """Counterpart capital in the forms of each year against fiscal space, in đồng; empty without forms.

    Columns: year, asked, space, gap (asked less space) and lacking (the gap, at least nothing) of all levels together;
    asked_, space_ and gap_ of `province` and `commune`, by the level of the unit that asks. A form names no budget that
    pays, so `lacking` is the least; apart: what is lacking if each level pays for its own units.
    """
    if plan is None:
        return pd.DataFrame(columns=["year", "asked", "space", "gap", "lacking", "apart"])
    cells = plan.cells[plan.cells["source_of_money"] == "counterpart"]
    sums = cells.assign(budget=cells["level"].map(BUDGET_OF)).groupby(["year", "budget"])["amount"].sum().unstack()
    frame = pd.DataFrame(index=pd.Index(list(need.space), name="year"))
    frame["asked"] = cells.groupby("year")["amount"].sum().reindex(frame.index, fill_value=0)
    frame["space"] = pd.Series(need.space, dtype=float)
    frame["gap"] = frame["asked"] - frame["space"]
    frame["lacking"] = frame["gap"].clip(lower=0)
    spaces = pd.Series({year: _province_space(assumed, year) for year in frame.index}, dtype=float)
    for level, space in (("province", spaces), ("commune", frame["space"] - spaces)):
        frame[f"asked_{level}"] = sums.get(level, pd.Series(dtype=float)).reindex(frame.index).fillna(0)
        frame[f"space_{level}"] = space
        frame[f"gap_{level}"] = frame[f"asked_{level}"] - space
    frame["apart"] = frame[["gap_province", "gap_commune"]].clip(lower=0).sum(axis=1, skipna=False)
    return frame.reset_index()


def over_years(years: pd.DataFrame) -> pd.Series:
    """The sums of what is known of the years; NaN where nothing is.

    >>> over_years(pd.DataFrame({"year": [2026, 2027], "asked": [1.0, None], "space": [None, None]})).to_dict()
    {'asked': 1.0, 'space': nan}
    """
    return years.drop(columns="year").astype(float).sum(min_count=1)


def _province_share(assumed: Assumed, programme: str) -> float:
    share = assumed.find("province_counterpart", programme=programme)
    share = assumed.find("province_counterpart") if share is None else share
    return float("nan") if share is None else share


def _province_space(assumed: Assumed, year: int) -> float:
    space, total = (assumed.find(name, year=year) for name in ("province_fiscal_space", "fiscal_space"))
    if space is not None and total is not None and space > total:
        raise DataError(
            "assumptions.csv: province_fiscal_space năm {year} lớn hơn fiscal_space của cả tỉnh; "
            "phần của cấp xã là hiệu của hai số, không thể âm.",
            year=year,
        )
    return float("nan") if space is None else space


def _asked(plan: PlanTable | None) -> pd.DataFrame:
    """Counterpart capital in the forms by programme, with columns province, commune and all."""
    columns = ["province", "commune", "all"]
    if plan is None:
        return pd.DataFrame(columns=columns, dtype=float)
    cells = plan.cells[plan.cells["source_of_money"] == "counterpart"]
    sums = cells.assign(budget=cells["level"].map(BUDGET_OF)).groupby(["programme", "budget"])["amount"].sum()
    whole = cells.groupby("programme")["amount"].sum()
    return sums.unstack(fill_value=0).assign(all=whole).reindex(columns=columns, fill_value=0)
