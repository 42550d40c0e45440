"""The comparison as the signed report says it: each fact once, in full sentences; the tables stand in the annexes."""

from collections.abc import Iterable, Iterator

import pandas as pd

from mtqg_analysis.analysis.cells import Cells
from mtqg_analysis.analysis.comparison.comparison import Years
from mtqg_analysis.analysis.comparison.movements import Movement
from mtqg_analysis.analysis.comparison.pilots import Pilot
from mtqg_analysis.analysis.comparison.province_years import Change
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.programmes import programmes_between
from mtqg_analysis.domain.units import unit_name
from mtqg_analysis.report.cells import full_names, gap_words
from mtqg_analysis.report.coverage import titled
from mtqg_analysis.report.numbers import few, percent, size
from mtqg_analysis.report.pages.comparison.districts import clear_words
from mtqg_analysis.report.pages.comparison.province import province_scope
from mtqg_analysis.report.pages.comparison.reasons import GROUPINGS, ROUNDED
from mtqg_analysis.report.sentence import Sentence, plain
from mtqg_analysis.report.view import view

NAMED = 2  # districts that a sentence names at either end
NEEDED = to_translate(
    "Chưa có số liệu kế hoạch và giải ngân của tỉnh theo chương trình, loại vốn qua các năm. Để so sánh được, cần biểu "
    "tổng hợp đến hết ngày 31/12 của ít nhất hai năm, trên cùng một cơ sở kế hoạch."
)
APART = {
    "broken": to_translate("hai năm thực hiện các chương trình khác nhau"),
    "lacking": to_translate("thiếu số liệu của một số chương trình, loại vốn"),
    "unlike": to_translate("số liệu hai năm không cùng phạm vi"),
}


@view()
def opening(found: Years) -> Sentence:
    """Which programmes are compared, by their full names."""
    first, last = found.years
    return Sentence(
        tr(
            "Báo cáo so sánh kết quả giải ngân của các chương trình mục tiêu quốc gia (MTQG) giai đoạn {first}-{last}, "
            "gồm {names}.",
            first=first,
            last=last,
            names=plain(full_names(programmes_between(first, last))),
        )
    )


@view()
def province_results(found: Years) -> Sentence:
    """The province's rates of all years, in December and a month later; what is needed where it holds no years."""
    own = found.province
    if own is None:
        return Sentence(tr(NEEDED))
    basis = province_scope(own, "").basis
    said = [
        tr(
            "Đến hết ngày 31/12, tỷ lệ giải ngân của tỉnh so với {basis} như sau: {rates}.",
            basis=basis,
            rates=_rates(own.cells),
        )
    ]
    if own.later:
        said.append(tr("Đến hết ngày 31/01 năm sau, tỷ lệ này {rates}.", rates=_rates(own.later)))
    if own.missing:
        said.append(tr("Chưa có số liệu cùng cơ sở kế hoạch của năm {years}.", years=in_a_row(map(str, own.missing))))
    gaps = {year: gap_words(cells) for year, cells in own.cells.items()}
    said += [tr("Tỷ lệ năm {year} chưa tính {cells}.", year=year, cells=cells) for year, cells in gaps.items() if cells]
    return Sentence.over(found.ledger, " ".join(said))


def _rates(cells: dict[int, Cells]) -> str:
    return in_a_row(
        titled(tr("năm {year} đạt {rate}", year=year, rate=percent(one.total["rate"])), one.coverage)
        for year, one in cells.items()
    )


def in_a_row(texts: Iterable[str]) -> str:
    """Texts in a row, the last behind "và"."""
    *before, last = texts
    return tr("{before} và {last}", before=", ".join(before), last=last) if before else last


@view()
def change_reasons(found: Years) -> Sentence | None:
    """Each change taken apart, with its warning, and the years that cannot be; None where no two years are held."""
    own = found.province
    if own is None:
        return None
    said = [text for change in own.changes for text in (change_words(change), *warnings(change))]
    said += [
        tr(
            "Chưa xác định được nguyên nhân thay đổi từ năm {first} đến năm {second} vì {reason}.",
            first=first,
            second=second,
            reason=tr(reason),
        )
        for name, reason in APART.items()
        for first, second in getattr(own, name)
    ]
    if any(not change.adds_up for change in own.changes):
        said.append(tr(ROUNDED))
    return Sentence.over(found.ledger, " ".join(said)) if said else None


def change_words(change: Change) -> str:
    """What the rate moved by, and how much of it came from the rates of its parts and from the mix of the plan."""
    return tr(
        "Từ năm {first} đến năm {second}, tỷ lệ chung {moved} điểm phần trăm, trong đó tỷ lệ của từng chương trình, "
        "loại vốn làm {rate} điểm, cơ cấu kế hoạch làm {mix} điểm.",
        first=change.first,
        second=change.second,
        moved=moved_by(change.moved),
        rate=moved_by(change.sums["rate"]),
        mix=moved_by(change.sums["mix"]),
    )


def moved_by(change: float) -> str:
    """A change of a rate (fraction) as a verb with its size in points."""
    return tr("giảm {size}", size=size(abs(change), 2)) if change < 0 else tr("tăng {size}", size=size(change, 2))


def warnings(change: Change) -> Iterator[str]:
    """That the whole moved against all its parts, so that it must not be called better or worse."""
    groups = [tr(GROUPINGS[name]) for name, alert in change.alerts.items() if alert == "strong"]
    about = {"second": change.second, "groups": ", ".join(groups)}
    if groups and change.moved > 0:
        yield tr(
            "Năm {second}, {groups}, mọi phần đều có tỷ lệ giảm; tỷ lệ chung tăng là do cơ cấu kế hoạch, không "
            "được coi là giải ngân tốt lên.",
            **about,
        )
    elif groups:
        yield tr(
            "Năm {second}, {groups}, mọi phần đều có tỷ lệ tăng; tỷ lệ chung giảm là do cơ cấu kế hoạch, không "
            "được coi là giải ngân kém đi.",
            **about,
        )


@view()
def district_results(found: Years) -> Sentence | None:
    """How many districts rose between neighbouring years, and who moved most between the newest two."""
    if not found.movements:
        return None
    said = [
        tr(
            "Từ năm {first} đến năm {second}, {risen} huyện, thành phố có tỷ lệ giải ngân tăng.",
            first=moved.first,
            second=moved.second,
            risen=risen_words(moved),
        )
        for moved in found.movements
    ]
    newest = found.movements[-1]
    said += _ends_words(newest)
    said.append(_chance_words(newest))
    return Sentence.over(found.ledger, " ".join(said))


def risen_words(moved: Movement) -> str:
    """How many districts rose, of how many."""
    return tr("{risen}/{count}", risen=few(moved.risen.sum()), count=few(len(moved.rates)))


def _ends_words(moved: Movement) -> Iterator[str]:
    """The districts that moved most either way."""
    changes = moved.changes
    risen, fallen = changes[changes > 0].head(NAMED), changes[changes < 0].tail(NAMED).iloc[::-1]
    if len(risen):
        yield tr("Tăng nhiều nhất là {units}.", units=_moved_most(risen))
    if len(fallen):
        yield tr("Giảm nhiều nhất là {units}.", units=_moved_most(fallen))


def _moved_most(changes: pd.Series) -> str:
    return in_a_row(
        tr("{unit} ({size} điểm phần trăm)", unit=plain(unit_name(str(code))), size=size(abs(change), 2))
        for code, change in changes.items()
    )


def _chance_words(moved: Movement) -> str:
    clear = clear_words(moved)
    if clear:
        return tr(
            "Các huyện cùng thay đổi một chiều ở {clear}, rõ hơn mức ngẫu nhiên; một nguyên nhân chung của riêng năm "
            "{second} cũng có thể gây ra kết quả này, nên không kết luận là thay đổi sẽ lặp lại.",
            clear=clear,
            second=moved.second,
        )
    return tr(
        "Chưa đủ căn cứ để kết luận các huyện thay đổi cùng chiều từ năm {first} đến năm {second}.",
        first=moved.first,
        second=moved.second,
    )


@view()
def pilot_results(found: Years) -> Sentence | None:
    """The pilot districts beside the others, and that nothing may be concluded from it."""
    pilot = found.pilot
    if pilot is None:
        return None
    test = pilot.tests["total"]
    about = {
        "before": in_a_row(map(str, pilot.before)),
        "after": pilot.after,
        "names": pilot_names(pilot),
        "effect": size(abs(test.estimate), 2),
        "count": few(len(pilot.pilots)),
        "extreme": few(test.extreme),
        "possible": few(test.possible),
    }
    moved = (
        tr(
            "So với bình quân các năm {before}, tỷ lệ năm {after} của {names} thay đổi cao hơn các huyện khác "
            "{effect} điểm phần trăm.",
            **about,
        )
        if test.estimate >= 0
        else tr(
            "So với bình quân các năm {before}, tỷ lệ năm {after} của {names} thay đổi thấp hơn các huyện khác "
            "{effect} điểm phần trăm.",
            **about,
        )
    )
    told = tr(
        "Trong {possible} cách chọn {count} huyện bất kỳ, {extreme} cách cho chênh lệch bằng hoặc lớn hơn. Huyện thí "
        "điểm không được chọn ngẫu nhiên và mới có một năm thí điểm, nên **không kết luận được cơ chế thí điểm là "
        "nguyên nhân**.",
        **about,
    )
    return Sentence.over(found.ledger, f"{moved} {told}")


def pilot_names(pilot: Pilot) -> str:
    """The pilot districts by name."""
    return in_a_row(plain(unit_name(code)) for code in pilot.pilots)
