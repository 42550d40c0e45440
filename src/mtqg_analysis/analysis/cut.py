"""The cells of a plan year cut as somebody asks: by unit, programme, project, capital type, origin of money, month."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from mtqg_analysis.analysis.cells import Cells, with_rates
from mtqg_analysis.domain.codes import UNIT_LEVELS
from mtqg_analysis.domain.errors import IncomparableError
from mtqg_analysis.domain.language import written_day
from mtqg_analysis.domain.period import stage_of
from mtqg_analysis.domain.reference import label

LEVELS = ("province", *UNIT_LEVELS)
KEYS = (*LEVELS, "programme", "project", "capital", "origin", "month")
AMOUNTS = ["plan", "disbursed", "half"]


@dataclass(frozen=True)
class Cut:
    """Sums of some cells by keys.

    frame: one row a group, with the columns of the keys (a unit with its level; of a project, `programme`), plan,
    disbursed and balance in đồng, and the rate, NaN where nothing is planned. cells: what the rows are summed from;
    where they go by months, the cells of the last. before: the cells of an earlier year that stand beside them; the
    frame then has `disbursed_before`, `rate_before` and `change`, the difference of the two rates.
    """

    frame: pd.DataFrame
    cells: Cells
    keys: tuple[str, ...]
    before: Cells | None = None

    @property
    def columns(self) -> list[str]:
        """The columns of the frame that say what a row is about."""
        return columns_of(self.keys)

    @property
    def by_month(self) -> bool:
        """Whether the rows go by months, each to its end: they do not add up."""
        return "month" in self.keys

    def beside(self, other: "Cut") -> "Cut":
        """The same rows with what another year had at the same stage.

        Raises IncomparableError where the two stand on different plans, or at different months of their years.
        """
        mine, others = self.cells, other.cells
        _refuse_unlike(mine, others)
        columns = self.columns or ["all"]
        earlier = other.frame.rename(columns={"disbursed": "disbursed_before", "rate": "rate_before"})
        earlier = earlier.assign(all=0)[[*columns, "disbursed_before", "rate_before"]]
        frame = self.frame.assign(all=0).merge(earlier, on=columns, how="left").drop(columns="all")
        return replace(self, frame=frame.assign(change=frame["rate"] - frame["rate_before"]), before=others)


def columns_of(keys: Sequence[str]) -> list[str]:
    """The columns in which some keys stand.

    >>> columns_of(["district", "project"])
    ['level', 'unit', 'programme']
    """
    named = {"project": ["programme"]} | {key: ["level", "unit"] for key in LEVELS}
    return [column for key in keys for column in named.get(key, [key])]


def cut(years: Sequence[Cells], keys: tuple[str, ...]) -> Cut:
    """The cut of cells by keys. years: the cells at each month's end where one of the keys is `month`, else one."""
    if "month" not in keys:
        return Cut(_sums(years[-1], columns_of(keys)), years[-1], keys)
    others = [column for column in columns_of(keys) if column != "month"]
    frames = [_sums(cells, others).assign(month=stage_of(cells.year, cells.cut_off)) for cells in years]
    return Cut(pd.concat(frames, ignore_index=True), years[-1], keys)


def _sums(cells: Cells, columns: list[str]) -> pd.DataFrame:
    return cells.by(*columns) if columns else with_rates(cells.frame[AMOUNTS].sum(min_count=1).to_frame().T)


def only(cells: Cells, codes: dict[str, tuple[str, ...]]) -> Cells:
    """The cells, and the gaps, with these codes."""
    frames = {name: _kept(getattr(cells, name), codes) for name in ("frame", "gaps")}
    return replace(cells, **frames)


def _kept(rows: pd.DataFrame, codes: dict[str, tuple[str, ...]]) -> pd.DataFrame:
    for column, wanted in codes.items():
        rows = rows[rows[column].isin(wanted)]
    return rows


def _refuse_unlike(mine: Cells, others: Cells) -> None:
    if stage_of(mine.year, mine.cut_off) != stage_of(others.year, others.cut_off):
        raise IncomparableError(
            "Không so sánh được: năm {year} có số đến {day}, năm {other} có số đến {then}, khác thời điểm trong năm "
            "kế hoạch. Hãy chọn ngày chốt mà cả hai năm đều có.",
            year=mine.year,
            day=written_day(mine.cut_off),
            other=others.year,
            then=written_day(others.cut_off),
        )
    if mine.basis != others.basis:
        raise IncomparableError(
            "Không so sánh được: năm {year} theo {basis}, năm {other} theo {then}, khác cơ sở kế hoạch.",
            year=mine.year,
            basis=label("plan_basis", mine.basis),
            other=others.year,
            then=label("plan_basis", others.basis),
        )
