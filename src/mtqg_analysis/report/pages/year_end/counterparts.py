"""Counterpart capital: required, placed, late."""

from datetime import date

import pandas as pd

from mtqg_analysis.analysis.counterpart import Counterpart
from mtqg_analysis.analysis.year_end.evaluation import YearEnd
from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.reference import label, rules_on
from mtqg_analysis.report.cells import names_on
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.counterpart import older_units
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.draw import in_billions, write_numbers
from mtqg_analysis.report.numbers import billions, day, few, number, partial_day, percent
from mtqg_analysis.report.scopes import NO_PLAN
from mtqg_analysis.report.sentence import Sentence, plain
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.theme import BLUE, VERMILION, canvas
from mtqg_analysis.report.view import view
from mtqg_analysis.report.waits import Waits


@view()
def counterpart_sentence(evaluation: YearEnd) -> Sentence:
    """How much counterpart capital was placed, and how late; or that nobody published it."""
    found = evaluation.detail.counterpart
    if found is None:
        return Sentence(
            tr(
                "Chưa có số liệu về vốn đối ứng phải bố trí và đã bố trí. Cần nghị quyết của Hội đồng nhân dân "
                "và số đã bố trí theo thời gian của từng đơn vị. {rules}",
                rules=_rules(evaluation),
            )
        )
    text = tr(
        "Đến ngày {day}, các đơn vị đã bố trí {placed} tỷ đồng vốn đối ứng trên {due} tỷ đồng phải bố trí, đạt "
        "**{capped}** khi không bù phần thừa của đơn vị này cho đơn vị khác (nếu bù trừ: {naive}). "
        "{late}/{count} đơn vị có thời điểm bố trí chậm so với thời hạn. {older} {rules}",
        day=day(found.day),
        placed=billions(found.total["placed"], 1),
        due=billions(found.total["due"], 1),
        capped=percent(found.capped),
        naive=percent(found.total["fulfilment"]),
        late=few(found.late),
        count=few(len(found.units)),
        older=plain(older_units(found)),
        rules=_rules(evaluation),
    )
    return Sentence.over(evaluation.ledger, " ".join(text.split()))


def _rules(evaluation: YearEnd) -> str:
    """What the reference table says of the required ratio, with its flag."""
    year = evaluation.period.year
    held = rules_on("counterpart_ratio", date(year, 1, 1), date(year, 12, 31))
    unverified = (held["verified"] != "yes").all()
    if not unverified:
        return ""
    last = partial_day(held["checked_on"].max())
    return tr("Tỷ lệ đối ứng theo quy định chưa được đối chiếu với văn bản gốc (xem lần cuối {day}).", day=last)


@view(Waits("7. Vốn đối ứng", "counterpart.csv: level, unit, programme, year, day, due, placed", "counterpart.csv"))
def counterpart_table(evaluation: YearEnd) -> Table | None:
    """Required, placed, fulfilment and timeliness of each unit, with the total."""
    found = evaluation.detail.counterpart
    if found is None:
        return None
    rows = found.units.assign(name=names_on(found.units, found.day)).sort_values("fulfilment", kind="stable")
    frame = pd.concat([rows, pd.DataFrame([{"name": tr("Tổng số"), **found.total}])], ignore_index=True)
    columns = (
        Column("name", tr("Đơn vị")),
        Column("due", tr("Phải bố trí"), "bn", 1),
        Column("placed", tr("Đã bố trí"), "bn", 1),
        Column("fulfilment", tr("Tỷ lệ"), "percent", missing="–", formula="placed / due"),
        Column("timeliness", tr("Mức đúng hạn"), "percent", missing="–"),
    )
    notes = (
        tr(
            "Mức đúng hạn: số đã bố trí vào mỗi ngày đến hạn, tính tối đa bằng số phải bố trí, cộng qua các ngày "
            "rồi chia cho tổng phải bố trí. 100% là luôn đúng hạn."
        ),
        *_older_note(found),
    )
    title = tr("Vốn đối ứng phải bố trí và đã bố trí")
    return Table("doi_ung", title, frame, columns, _scope(found), found.sources, notes, total=True)


def _older_note(found: Counterpart) -> tuple[str, ...]:
    text = older_units(found)
    return (text,) if text else ()


def _scope(found: Counterpart) -> Scope:
    return Scope(tr("tỷ đồng; %"), day(found.day), tr(NO_PLAN), label("status", "actual"))


def _placed_title(row: pd.Series) -> str:
    """Which share was placed by a day; "only" where that is less than is due."""
    when = partial_day(row["day"])
    if row["due"] <= 0:
        return tr("Đến {day} chưa có vốn đối ứng nào phải bố trí", day=when)
    about = {"day": when, "share": percent(row["share"], 0)}
    if row["share"] < 1:
        return tr("Đến {day} mới bố trí {share} vốn đối ứng phải có", **about)
    return tr("Đến {day} đã bố trí {share} vốn đối ứng phải có", **about)


@view()
def draw_counterpart(evaluation: YearEnd) -> Chart | None:
    """Due and placed through the year: the gap is the delay."""
    found = evaluation.detail.counterpart
    if found is None or len(found.months) < 2:
        return None
    figure, (axes,) = canvas(2.6)
    days, due, placed = range(len(found.months)), in_billions(found.months["due"]), in_billions(found.months["placed"])
    axes.step(days, due, where="post", color=VERMILION, label=tr("phải bố trí"))
    axes.plot(days, placed, "o-", color=BLUE, label=tr("đã bố trí"))
    for place, amount in enumerate(placed):
        axes.annotate(
            number(amount), (place, amount), xytext=(0, -13), textcoords="offset points", ha="center", fontsize=9
        )
    axes.set(xticks=days, ylim=(0, None), ylabel=tr("tỷ đồng"))
    axes.set_xticklabels([partial_day(text) for text in found.months["day"]])
    write_numbers(axes.yaxis)
    axes.legend(loc="lower right")
    middle = found.months.iloc[len(found.months) // 2 - 1]
    said = "; ".join(
        f"{partial_day(row.day)} {billions(row.placed)} / {billions(row.due)}" for row in found.months.itertuples()
    )
    return Chart(
        figure,
        name="hinh_doi_ung",
        title=_placed_title(middle),
        alt=tr("Biểu đồ vốn đối ứng đã bố trí trên phải bố trí theo ngày: {said}.", said=said),
        scope=_scope(found),
        sources=found.sources,
        notes=_older_note(found),
        illustrative=evaluation.ledger.is_illustrative,
    )
