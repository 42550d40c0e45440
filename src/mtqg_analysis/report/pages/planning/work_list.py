"""The works that serve most people within the central money of their programme: how many of which kind, and which."""

from datetime import date

from mtqg_analysis.analysis.planning.plan import Baseline
from mtqg_analysis.analysis.planning.project_choice import Works
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report.cells import name_on
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.numbers import billions, few, number
from mtqg_analysis.report.pages.planning.divided_money import money_sources, term_scope
from mtqg_analysis.report.rows import labelled, summed
from mtqg_analysis.report.scopes import once
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import view

ON_PAPER = 40  # works of a list that is still printed
NAMED = 5  # works that are left out and named
MEASURES = {"people": to_translate("Người hưởng lợi"), "households": to_translate("Hộ hưởng lợi")}
COUNTED = {"people": to_translate("số người hưởng lợi"), "households": to_translate("số hộ hưởng lợi")}


@view()
def chosen_works(baseline: Baseline) -> Table | Sentence:
    """The works that serve most people within the money of the horizon; every proposing unit gets one.

    One sentence where there is nothing to choose: all works together cost no more than the money.
    """
    found, (first, last) = baseline.works, baseline.horizon
    if found is None:
        return Sentence(
            tr(
                "Chưa chọn được danh mục công trình. Cần nhu cầu NSTW {first}-{last} kèm số người hoặc số hộ "
                "hưởng lợi, và vốn NSTW của tỉnh.",
                first=first,
                last=last,
            )
        )
    said = {
        "count": number(len(found.frame)),
        "programme": label("programme", found.money.programme),
        "first": first,
        "last": last,
        "cost": billions(found.cost, 1),
        "budgets": _budgets(found),
    }
    if found.fits:
        text = tr(
            "Cả {count} công trình, nội dung của chương trình {programme} nêu được {measure} cần {cost} tỷ "
            "đồng NSTW cho {first}-{last}, nằm trong vốn dự kiến ({budgets}) nên không phải lựa chọn.",
            measure=tr(COUNTED[found.measure]),
            **said,
        )
        return Sentence.over(baseline.ledger, " ".join([text, *_left_out(found)]), _sources(baseline, found))
    return _list(baseline, found, said)


@view()
def chosen_by_class(baseline: Baseline) -> Table | None:
    """How many works are chosen and how many are not, by capital and by the class of the commune, with their money.

    Nothing where there is nothing to choose.
    """
    found = baseline.works
    if found is None or found.fits:
        return None
    rows = baseline.chosen_by_class
    frame = labelled(rows, "capital").assign(group=[_group_name(code) for code in rows["group"]])
    frame = summed(frame, capital=tr("Tổng cộng"))
    asked, chosen = tr("Xét"), tr("Chọn")
    columns = (
        Column("capital", tr("Loại vốn"), rows=True),
        Column("group", tr("Nhóm xã, cơ quan"), missing=""),
        Column("all_works", tr("Số công trình"), "count", group=asked),
        Column("all_cost", tr("Nhu cầu NSTW"), "bn", 1, group=asked),
        Column("all_value", tr(MEASURES[found.measure]), "count", group=asked),
        Column("chosen_works", tr("Số công trình"), "count", group=chosen),
        Column("chosen_cost", tr("Nhu cầu NSTW"), "bn", 1, group=chosen),
        Column("chosen_value", tr(MEASURES[found.measure]), "count", group=chosen),
    )
    first, last = baseline.horizon
    title = tr(
        "Công trình được chọn trong vốn NSTW {first}-{last}, theo loại vốn và nhóm xã",
        first=first,
        last=last,
    )
    notes = (tr("Hưởng lợi cộng theo từng công trình; danh mục ở bảng sau."),)
    scope, sources = term_scope(baseline, found.money, tr("tỷ đồng")), _sources(baseline, found)
    return Table("chon_theo_nhom", title, frame, columns, scope, sources, notes, total=True)


def _group_name(code: str) -> str:
    if code in ("agency", "province", "district"):
        return label("level", code)
    return label("region", code) if code else tr("xã chưa nhập nhóm")


def _list(baseline: Baseline, found: Works, said: dict[str, object]) -> Table:
    rows, day = found.frame[found.frame["chosen"]], date(baseline.horizon[0], 1, 1)
    units = [name_on(one.level, one.unit, day, "name_vi") for one in rows.itertuples()]
    frame = labelled(rows, "programme", "capital").assign(unit=units, name=rows["name_vi"])
    frame = frame.sort_values(["unit", "work"], kind="stable")
    columns = (
        Column("work", tr("Mã")),
        Column("unit", tr("Xã, phường, cơ quan")),
        Column("programme", tr("Chương trình")),
        Column("capital", tr("Loại vốn")),
        Column("name", tr("Công trình, nội dung")),
        Column("cost", tr("Nhu cầu NSTW {first}-{last}", **said), "bn", 3),
        Column("value", tr(MEASURES[found.measure]), "count"),
    )
    each = (
        tr("mỗi đơn vị có ít nhất một công trình") if found.least else tr("số vốn không đủ mỗi đơn vị một công trình")
    )
    notes = (
        tr(
            "Chọn {chosen}/{count} công trình, {spent} trong {cost} tỷ đồng nhu cầu, trong vốn dự kiến ({budgets}); "
            "{each}. Kinh phí là nhu cầu NSTW cả giai đoạn, người hưởng lợi tính một lần cho mỗi công trình.",
            chosen=len(rows),
            spent=billions(found.spent, 1),
            each=each,
            **said,
        ),
        *_left_out(found),
        tr(
            "Tổng {measure} là {value}; mức tối đa, nếu cho phép làm một phần công trình, là {bound}. Thêm một "
            "tỷ đồng thì tăng khoảng {prices} (giá bóng).",
            measure=tr(COUNTED[found.measure]),
            value=number(found.choice.value),
            bound=number(found.choice.bound),
            prices=_prices(found),
        ),
    )
    title = tr(
        "{chosen}/{count} công trình phục vụ nhiều người nhất trong vốn NSTW {first}-{last} của chương trình "
        "{programme}",
        chosen=len(rows),
        **said,
    )
    scope, sources = term_scope(baseline, found.money, tr("tỷ đồng")), _sources(baseline, found)
    return Table("chon_cong_trinh", title, frame, columns, scope, sources, notes, workbook=len(frame) > ON_PAPER)


def _sources(baseline: Baseline, found: Works) -> tuple[str, ...]:
    """Whoever asks for the works, and whoever published the money."""
    return once((*found.frame["sources"].explode(), *money_sources(baseline, found.money)))


def _left_out(found: Works) -> list[str]:
    """Which works could not be weighed, and whose people count once."""
    said = []
    if found.other_measure:
        said.append(
            tr(
                "{count} công trình chỉ nêu {other}, không nêu {measure}, nên không xét.",
                count=few(found.other_measure),
                other=tr(COUNTED["households" if found.measure == "people" else "people"]),
                measure=tr(COUNTED[found.measure]),
            )
        )
    if found.unvalued:
        said.append(
            tr("{count} công trình không nêu số hộ, số người hưởng lợi nên không xét.", count=few(found.unvalued))
        )
    if found.unpaid:
        said.append(
            tr(
                "{count} công trình không nêu rõ vốn đầu tư hay vốn sự nghiệp nên không xét: {names}.",
                count=len(found.unpaid),
                names="; ".join(found.unpaid[:NAMED]) + ("…" if len(found.unpaid) > NAMED else ""),
            )
        )
    if found.repeats:
        said.append(
            tr(
                "{count} công trình đã được nhận định trùng với công trình khác của danh mục: người hưởng lợi chung "
                "chỉ tính một lần.",
                count=few(found.repeats),
            )
        )
    return said


def _budgets(found: Works) -> str:
    if len(found.budgets) == 1:
        return tr("{amount} tỷ đồng, chưa có số liệu theo loại vốn", amount=billions(found.money.total, 1))
    parts = [
        tr("{amount} tỷ đồng {capital}", amount=billions(amount, 1), capital=label("capital", name).lower())
        for name, amount in found.budgets.items()
    ]
    return tr("{parts}, theo cơ cấu nguồn vốn trung ương đã công bố", parts="; ".join(parts))


def _prices(found: Works) -> str:
    return "; ".join(
        tr("{price} với {capital}", price=number(price, 1), capital=label("capital", name).lower())
        if name
        else number(price, 1)
        for name, price in found.prices.items()
    )
