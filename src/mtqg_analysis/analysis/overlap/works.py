"""The works that are compared: planned ones of `needs.csv`, earlier ones of `projects.csv`, one row a work."""

import re
from collections.abc import Hashable
from decimal import Decimal

import pandas as pd

from mtqg_analysis.analysis.overlap.content import contents
from mtqg_analysis.analysis.overlap.places import Codes, Gazetteer, Place, gazetteer
from mtqg_analysis.analysis.overlap.text import bare, key, numbers
from mtqg_analysis.analysis.overlap.villages import villages
from mtqg_analysis.domain.figure import parse_decimal
from mtqg_analysis.domain.reference import fold
from mtqg_analysis.ledger.column import NUMBER_FORM, YEAR_FORM
from mtqg_analysis.ledger.ledger import Ledger

MILLION = 10**6
COLUMNS = {"name_vi": "name", "programme": "programme", "capital": "capital", "level": "level", "unit": "unit"}
_CELL = re.compile(r"(.+!)[A-Z]{1,3}(\d+)")


def read_works(ledger: Ledger) -> pd.DataFrame:
    """The planned and earlier works of a dataset, one row each, ready to be compared.

    Columns: work (id, of no other work), ids (every id in the files that names it), planned, name, programme, capital,
    level, unit, place, fund, first, last (years), amount (đồng over all its years; NaN where unreadable), households,
    people (NaN where not given), source; then what comparing needs: title (bare key without units), numbers, contents,
    villages, named (whether "thôn" or the like stood before one), communes (codes of July 2025), around (former
    districts). Rows without name or year are left out.
    """
    rows = named_amounts(ledger.table("needs"), ledger.table("projects")).reset_index(drop=True)
    rows = rows[rows["year"].str.fullmatch(YEAR_FORM) & (rows["name"].str.strip() != "")]
    return _described(_joined(rows), gazetteer(ledger.dataset.province))


def work_ids(needs: pd.DataFrame, projects: pd.DataFrame) -> pd.Series:
    """The id of the work that each row of needs asks for, as every table and judgement has it; see `named_amounts`."""
    return named_amounts(needs, projects).loc["needs", "work"] if len(needs) else pd.Series(dtype=str)


def named_amounts(needs: pd.DataFrame, projects: pd.DataFrame) -> pd.DataFrame:
    """The amounts of both files, each under an id that no other work has (`work`); `plain` is the one written there.

    Indexed by file and row. An id that stands for two names, or in both files, is two works.
    """
    rows = pd.concat([_planned_amounts(needs), _earlier(projects)], keys=["needs", "projects"])
    return rows.assign(plain=rows["work"], work=_unique(rows))


def _planned_amounts(needs: pd.DataFrame) -> pd.DataFrame:
    """Every amount that is asked for, under the id of its work: the first of its lines' ids in order of letters.

    The same text again in another year or fund is the same work, however the lines are ordered; how many households a
    support reaches may differ from year to year.
    """
    if needs.empty:
        return _empty()
    needs = needs.assign(need=needs["need"].str.strip()).sort_values("need", kind="stable")
    lines = needs[["source", *COLUMNS, "place"]].assign(
        **{name: needs[name].map(fold) for name in ("name_vi", "place")}
    )
    again = lines.assign(year=needs["year"], fund=needs["fund"]).groupby([*lines, "year", "fund"]).cumcount()
    alike = lines.assign(again=again).groupby([*lines, "again"]).ngroup()
    first = needs["need"].groupby(alike).transform("min")
    works = [work_of(need) or other for need, other in zip(needs["need"], first, strict=True)]
    money = {"amount": needs["amount"], "households": needs["households"], "people": needs["people"]}
    about = needs[[*COLUMNS, "place", "year", "fund", "source"]].rename(columns=COLUMNS)
    return about.assign(work=works, row=needs["need"], planned=True, **money)


def work_of(need: str) -> str:
    """The id of the work that an amount from a spreadsheet belongs to: its line; empty for ids of another form.

    The years and funds of a work stand side by side in one line of the planning form.

    >>> work_of("khao-sat-xa/Nhu cầu!F12"), work_of("NC0007")
    ('khao-sat-xa/Nhu cầu!12', '')
    """
    match = _CELL.fullmatch(need)
    return f"{match.group(1)}{match.group(2)}" if match else ""


def _earlier(projects: pd.DataFrame) -> pd.DataFrame:
    if projects.empty:
        return _empty()
    about, ids = (
        projects[[*COLUMNS, "place", "year", "source"]].rename(columns=COLUMNS),
        projects["project"].str.strip(),
    )
    return about.assign(work=ids, row=ids, planned=False, fund="", amount=projects["plan"], households="", people="")


def _empty() -> pd.DataFrame:
    names = ["work", "row", *COLUMNS.values(), "place", "year", "fund", "source", "amount", "households", "people"]
    return pd.DataFrame(columns=names, dtype=str).assign(planned=pd.Series(dtype=bool))


def _joined(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a work: its years from first to last, its funds, the sum of its amounts, its largest beneficiaries."""
    rows = rows.assign(
        year=rows["year"].astype(int),
        amount=[_money(text) for text in rows["amount"]],
        **{name: beneficiaries(rows[name]) for name in ("households", "people")},
    )
    by_work = rows.groupby("work", sort=False)
    kept = by_work[["planned", "name", *list(COLUMNS.values())[1:], "place", "source", "plain"]].first()
    works = kept.assign(
        first=by_work["year"].min(),
        last=by_work["year"].max(),
        fund=by_work["fund"].agg(lambda funds: "|".join(sorted({fund for fund in funds if fund}))),
        amount=by_work["amount"].sum(min_count=1),
        households=by_work["households"].max(),
        people=by_work["people"].max(),
        ids=by_work["row"].agg(set),
    ).reset_index()
    ids = [frozenset({plain, *own}) for plain, own in zip(works["plain"], works["ids"], strict=True)]
    return works.assign(ids=ids).drop(columns="plain")


def _unique(rows: pd.DataFrame) -> pd.Series:
    """The ids, with the file before one that both files hold, and a number behind one that has several names."""
    ids, names = rows["work"], rows["name"].map(fold)
    both = rows.groupby("work")["planned"].transform("nunique") > 1
    ids = ids.where(~both, rows["planned"].map({True: "needs/", False: "projects/"}) + ids)
    several = names.groupby(ids).transform("nunique") > 1
    return ids.where(~several, ids + "#" + names.groupby(ids).rank(method="dense").astype(int).astype(str))


def _money(text: str) -> float:
    """An amount in million đồng as đồng; whole đồng below 2^53 are exact in a float."""
    amount = _read(text)
    return float("nan") if amount is None else float(Decimal(amount) * MILLION)


def beneficiaries(cells: pd.Series) -> pd.Series:
    """Households or people as numbers, NaN where a form gives none.

    >>> beneficiaries(pd.Series(["25", "25.0", "0", ""])).tolist()
    [25.0, 25.0, 0.0, nan]
    """
    counts = [_read(text) for text in cells]
    return pd.Series([float("nan") if one is None else float(one) for one in counts], cells.index, dtype=float)


def _read(text: str) -> Decimal | None:
    """A number as the schema writes it; a longer one is a slip of the hand, which the check names."""
    return parse_decimal(text) if re.fullmatch(NUMBER_FORM, text) else None


def _described(works: pd.DataFrame, units: Gazetteer) -> pd.DataFrame:
    """The works with their keys and places; each distinct name is read once."""
    names = {pair: key(*pair) for pair in {*zip(works["name"], works["first"], strict=True)}}
    places = {pair: units.read_place(*pair) for pair in {*zip(works["place"], works["first"], strict=True)}}
    titles = {name: units.without_units(name) for name in set(names.values())}
    plain = {title: bare(title) for title in titles.values()}
    classes, found = {title: contents(title) for title in plain}, {title: villages(title) for title in plain}
    rows = []
    for row in works.to_dict("records"):
        name, place = names[row["name"], row["first"]], places[row["place"], row["first"]]
        title, communes = titles[name], _communes(row, name, place, units)
        in_place = place if row["planned"] else Place()  # an earlier work's place is a code
        rows.append(
            {
                "title": plain[title],
                "numbers": numbers(title),
                "contents": classes[title],
                "villages": found[title] | in_place.villages,
                "named": bool(found[title]) or in_place.named,
                "communes": communes,
                "around": units.around(communes) or in_place.around,
            }
        )
    names_made = ["title", "numbers", "contents", "villages", "named", "communes", "around"]
    return works.join(pd.DataFrame(rows, columns=names_made, index=works.index))


def _communes(row: dict[Hashable, object], name: str, place: Place, units: Gazetteer) -> Codes:
    """The communes of a work: those of its place or unit where these are codes, else those that its words name."""
    year, level = int(str(row["first"])), str(row["level"])
    code = str(row["place"]) if not row["planned"] and row["place"] else str(row["unit"]) if level == "commune" else ""
    return units.by_code(code, year, level) if code else place.communes or units.by_name(name, year)
