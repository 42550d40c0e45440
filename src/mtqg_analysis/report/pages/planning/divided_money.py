"""Which money is divided among communes and works: its caption, its note and its sources, from the money itself."""

from mtqg_analysis.analysis.planning.commune_money import Allocation
from mtqg_analysis.analysis.planning.plan import Baseline
from mtqg_analysis.analysis.planning.programme_money import ProgrammeMoney
from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import billions, percent
from mtqg_analysis.report.pages.planning.money import SHARE_NAMES, facts_by_id
from mtqg_analysis.report.scopes import once, sources_of


def year_scope(baseline: Baseline, found: Allocation, unit: str) -> Scope:
    """Of a trial over the communes' part of one year's money."""
    money, year = found.money, found.year
    basis = _basis(baseline, money, (year,))
    if money.agency_share:
        basis = tr("{basis}, trừ {share} của các cơ quan cấp tỉnh", basis=basis, share=percent(money.agency_share, 0))
    return Scope(unit, str(year), basis, tr("phương án tính thử"))


def term_scope(baseline: Baseline, money: ProgrammeMoney, unit: str) -> Scope:
    """Of a trial over the money of the whole horizon."""
    first, last = baseline.horizon
    return Scope(unit, f"{first}-{last}", _basis(baseline, money, tuple(money.years)), tr("phương án tính thử"))


def _basis(baseline: Baseline, money: ProgrammeMoney, years: tuple[int, ...]) -> str:
    programme = label("programme", money.programme)
    if set(years) <= set(money.stated):
        return tr("vốn NSTW chương trình {programme} theo central_plan trong assumptions.csv", programme=programme)
    derived = tr(
        "vốn NSTW chương trình {programme} đã công bố × tỷ trọng «{share}», chia đều {count} năm",
        programme=programme,
        share=tr(SHARE_NAMES[baseline.shares[0].name]),
        count=len(money.years),
    )
    if set(years) & set(money.stated):
        return tr("{derived}; năm có central_plan trong assumptions.csv thì theo số đó", derived=derived)
    return derived


def agency_note(money: ProgrammeMoney, year: int) -> str:
    """What of the year's money the agencies keep, or that nobody has said."""
    said = {"whole": billions(money.years[year], 1), "year": year, "rest": billions(money.for_communes(year), 1)}
    if money.agency_share is None:
        return tr(
            "Chưa trừ phần của các cơ quan cấp tỉnh: assumptions.csv không có agency_share, nên cả {whole} tỷ đồng của "
            "năm {year} được đem chia cho các xã.",
            **said,
        )
    return tr(
        "Trong {whole} tỷ đồng của năm {year}, các cơ quan cấp tỉnh giữ {share} (agency_share trong assumptions.csv); "
        "còn {rest} tỷ đồng chia cho các xã.",
        share=percent(money.agency_share, 0),
        **said,
    )


def money_sources(baseline: Baseline, money: ProgrammeMoney) -> tuple[str, ...]:
    """Whoever published the envelope and the figures behind the share; none where the planner states every year."""
    if len(money.stated) == len(money.years):
        return ()
    held = baseline.envelopes[baseline.envelopes["programme"] == money.programme]
    facts = [row["central"]["fact"] for row in held.to_dict("records") if row["central"] is not None]
    facts += baseline.shares[0].facts if baseline.shares else []
    return once(sources_of(facts_by_id(baseline, facts)))
