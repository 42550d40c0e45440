"""Makes needs.csv, what offices might ask for in 2026-2030, and judgements.csv. Fixed seeds; nothing in them is real.

    python data/illustrative/make_plans.py   (with the Python of .venv)

Works and supports of the 65 communes and of agencies in force in 2026, under the integrated programme (TH), culture
(VH) and drug prevention (MT), by year and fund, in whole million đồng. Central money is split over the works from
round totals of ours, chosen so that investment asks for more than the province's part of the published envelope at
the share of 2021-2025, and recurrent capital for less. Villages are invented. About one work in ten names no
beneficiaries. The random numbers are this script's own: changing it moves no figure that make.py makes.

The overlaps that a comparison of works must tell apart are planted, not left to chance: see `planted`. Two thirds of
them are judged in judgements.csv as a person picks pairs off the report. Beside them stands a sample drawn by stratum
from all compared pairs, judged by what is known of their making: a pair that was not planted is different. The sample
follows from how works are compared, so a change there makes another file.
"""

import csv
import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from mtqg_analysis.analysis.overlap.evaluation import draw
from mtqg_analysis.analysis.overlap.search import find_overlaps
from mtqg_analysis.domain.units import units_on
from mtqg_analysis.ledger.check import Check
from mtqg_analysis.ledger.dataset import read_dataset
from mtqg_analysis.ledger.facts import SIDE_COLUMNS
from mtqg_analysis.ledger.ledger import Ledger

SEED = 111_2026
HERE = Path(__file__).resolve().parent
YEARS = range(2026, 2031)
SOURCE = "MINH-HOA-NC"
COUNTERPART = {"TH": 0.12, "VH": 0.10, "MT": 0.05}  # of central money; invented, the ratio of TH is not published
COMMUNITY = 0.04  # of central money, where people build a house of culture with the State
JUDGED_BY, JUDGED_ON = "minh họa", "2026-01-20"
DRAWN_OF_A_STRATUM = 2
WITHOUT_BENEFICIARIES = 0.125
WORKS_OF_A_COMMUNE = (5, 8)
# Programme and capital: central money asked for in tỷ đồng; how often such a work is asked for; for how many years.
ASKED = {
    ("TH", "investment"): (4950, 9, (1, 3)),
    ("TH", "recurrent"): (1470, 8, (1, 4)),
    ("VH", "investment"): (315, 2, (1, 2)),
    ("VH", "recurrent"): (90, 2, (1, 3)),
    ("MT", "investment"): (105, 1, (1, 2)),
    ("MT", "recurrent"): (80, 2, (1, 5)),
}
# What is asked for, by programme and capital: the words, the weight in money, whether people contribute.
CONTENTS = {
    ("TH", "investment"): (
        ("Nâng cấp đường giao thông thôn {village}", 1.6, False),
        ("Xây dựng cầu dân sinh thôn {village}", 1.3, False),
        ("Xây dựng công trình nước sinh hoạt tập trung thôn {village}", 1.0, False),
        ("Kiên cố hóa kênh mương thôn {village}", 0.8, False),
        ("Xây dựng điểm trường mầm non thôn {village}", 1.1, False),
        ("Xây dựng nhà văn hóa thôn {village}", 0.5, True),
        ("Xây dựng đường điện hạ thế thôn {village}", 0.7, False),
    ),
    ("TH", "recurrent"): (
        ("Hỗ trợ bò giống sinh sản cho hộ nghèo thôn {village}", 1.0, False),
        ("Hỗ trợ trồng hồi, quế cho hộ nghèo, cận nghèo thôn {village}", 0.9, False),
        ("Duy tu, bảo dưỡng đường giao thông thôn {village}", 0.8, False),
        ("Hỗ trợ xóa nhà tạm cho hộ nghèo thôn {village}", 1.3, False),
        ("Đào tạo nghề cho lao động thôn {village}", 0.6, False),
    ),
    ("VH", "investment"): (
        ("Tu bổ di tích đình thôn {village}", 1.2, True),
        ("Xây dựng sân thể thao thôn {village}", 0.8, False),
    ),
    ("VH", "recurrent"): (
        ("Truyền dạy hát then, đàn tính tại thôn {village}", 0.6, False),
        ("Mua sắm trang thiết bị nhà văn hóa thôn {village}", 1.0, False),
    ),
    ("MT", "investment"): (("Cải tạo điểm tư vấn, hỗ trợ cai nghiện tại thôn {village}", 1.0, False),),
    ("MT", "recurrent"): (
        ("Truyền thông phòng, chống ma túy tại thôn {village}", 0.6, False),
        ("Hỗ trợ sinh kế cho người sau cai nghiện thôn {village}", 1.0, False),
    ),
}
VILLAGES = (
    "Nà Lầu", "Pò Mạch", "Khuổi Slin", "Bản Chang", "Nà Pàn", "Cốc Lùng", "Bó Mịn",
    "Kéo Vai", "Pác Luông", "Khòn Nà", "Lũng Nặm", "Nà Kéo", "Bản Cáu", "Khuổi Nặm",
    "Tồng Han", "Nà Tềnh", "Phai Lay", "Bản Hẻo", "Co Hương", "Thâm Kéo",
)  # fmt: skip
AGENCY_WORKS = (
    ("SNNMT", "TH", "recurrent", "Xây dựng mô hình sản xuất theo chuỗi giá trị cấp tỉnh", 3.0),
    ("SNNMT", "TH", "investment", "Xây dựng công trình nước sinh hoạt liên xã", 4.0),
    ("VPNTM", "TH", "recurrent", "Tập huấn cán bộ nông thôn mới các cấp", 1.5),
    ("SDTTG", "TH", "recurrent", "Truyền thông vùng đồng bào dân tộc thiểu số và miền núi", 1.5),
    ("SNV", "TH", "recurrent", "Kết nối việc làm cho lao động vùng khó khăn", 1.5),
    ("SGDDT", "TH", "investment", "Nâng cấp trường phổ thông dân tộc nội trú tỉnh", 5.0),
    ("SXD", "TH", "investment", "Nâng cấp đường liên xã vùng khó khăn", 6.0),
    ("SYT", "TH", "recurrent", "Cải thiện dinh dưỡng cho trẻ em vùng khó khăn", 1.5),
    ("HND", "TH", "recurrent", "Hỗ trợ hội viên nông dân phát triển sản phẩm OCOP", 1.2),
    ("HLHPN", "TH", "recurrent", "Hỗ trợ phụ nữ khởi nghiệp vùng khó khăn", 1.2),
    ("HCCB", "TH", "recurrent", "Hỗ trợ hội viên cựu chiến binh làm kinh tế", 1.0),
    ("CAT", "MT", "investment", "Nâng cấp cơ sở cai nghiện ma túy của tỉnh", 8.0),
    ("CAT", "MT", "recurrent", "Trang bị phương tiện phát hiện ma túy cho công an cấp xã", 3.0),
)


@dataclass(frozen=True)
class Work:
    """One line of a survey form. central: million đồng over all years. beneficiaries: households, people, or none."""

    level: str
    unit: str
    programme: str
    capital: str
    name: str
    place: str
    years: tuple[int, ...]
    central: int
    beneficiaries: tuple[int, int] | None
    people_contribute: bool = False


def _planted(unit: str, where: str) -> list[tuple[str, Work, Work]]:
    """Twelve pairs of works, each with what a person who judges them should say.

    same_object: the same thing is to be built twice. same_beneficiary: the same people are to be supported twice for
    the same purpose. co_financing: two programmes lawfully pay for parts of one place, and the lines say so.
    different: phases, sections or years of one programme of works that look alike.
    """

    def work(
        name: str, village: str, years: tuple[int, ...], central: int, people: tuple[int, int], **about: str
    ) -> Work:
        office = {"level": "commune", "unit": unit, "programme": "TH", "capital": "investment"} | about
        place = f"Thôn {village}, {where}" if office["level"] == "agency" else f"Thôn {village}"
        return Work(**office, name=name, place=place, years=years, central=central, beneficiaries=people)

    give = {"capital": "recurrent"}
    culture, drugs = {"programme": "VH"}, {"programme": "MT"}
    roads, schools, labour, farmers, police = (
        {"level": "agency", "unit": code} for code in ("SXD", "SGDDT", "SNV", "HND", "CAT")
    )
    return [
        # 1. One house of culture, under the integrated programme and under culture, in other words.
        (
            "same_object",
            work("Xây dựng nhà văn hóa thôn Bản Mới", "Bản Mới", (2026, 2027), 2600, (82, 341)),
            work("Xây mới nhà sinh hoạt cộng đồng (NVH) thôn Bản Mới", "Bản Mới", (2027,), 2450, (82, 341), **culture),
        ),
        # 2. One road, asked for by the commune and by a department, one of them with an abbreviation.
        (
            "same_object",
            work(f"Nâng cấp đường giao thông thôn Pò Lùng, {where}", "Pò Lùng", (2026, 2027), 9400, (64, 270)),
            work(
                f"Sửa chữa, nâng cấp đường GT thôn Pò Lùng {where}", "Pò Lùng", (2027, 2028), 9800, (64, 270), **roads
            ),
        ),
        # 3. One water supply, asked for twice by one commune in different years.
        (
            "same_object",
            work("Xây dựng công trình nước sinh hoạt tập trung thôn Khuổi Tát", "Khuổi Tát", (2026,), 3100, (45, 190)),
            work("Công trình NSH tập trung thôn Khuổi Tát", "Khuổi Tát", (2028,), 3300, (45, 190)),
        ),
        # 4. One kindergarten, asked for by the commune and by the department of education.
        (
            "same_object",
            work("Xây dựng điểm trường mầm non thôn Nà Phai", "Nà Phai", (2027, 2028), 4200, (0, 56)),
            work(
                f"Đầu tư xây dựng điểm trường mầm non Nà Phai, {where}",
                "Nà Phai",
                (2027, 2028),
                4350,
                (0, 56),
                **schools,
            ),
        ),
        # 5. The same 24 poor households get cattle and, under drug prevention, a livelihood.
        (
            "same_beneficiary",
            work("Hỗ trợ bò giống sinh sản cho hộ nghèo thôn Kéo Mật", "Kéo Mật", (2026, 2027), 960, (24, 103), **give),
            work(
                "Hỗ trợ sinh kế chăn nuôi bò cho hộ có người sau cai nghiện thôn Kéo Mật",
                "Kéo Mật",
                (2026, 2027),
                900,
                (24, 103),
                **give,
                **drugs,
            ),
        ),
        # 6. The same 40 people are trained in the same trade by two offices.
        (
            "same_beneficiary",
            work(
                f"Đào tạo nghề sửa chữa máy nông nghiệp cho lao động thôn Bó Cưởm, {where}",
                "Bó Cưởm",
                (2027,),
                320,
                (0, 40),
                **give,
                **labour,
            ),
            work(
                f"Mở lớp dạy nghề sửa máy nông nghiệp cho hội viên thôn Bó Cưởm, {where}",
                "Bó Cưởm",
                (2027,),
                300,
                (0, 40),
                **give,
                **farmers,
            ),
        ),
        # 7. The same class of singing, under the integrated programme and under culture.
        (
            "same_beneficiary",
            work(
                "Bảo tồn, truyền dạy hát then cho câu lạc bộ thôn Nà Chuông",
                "Nà Chuông",
                (2026, 2027),
                240,
                (0, 30),
                **give,
            ),
            work(
                "Truyền dạy hát then, đàn tính tại thôn Nà Chuông",
                "Nà Chuông",
                (2026, 2027),
                260,
                (0, 30),
                **give,
                **culture,
            ),
        ),
        # 8. A heritage site (culture) and the road that leads to it (integrated), each line naming the other.
        (
            "co_financing",
            work(
                "Tu bổ di tích đình thôn Lũng Cúng (lồng ghép: đường vào do chương trình tích hợp)",
                "Lũng Cúng",
                (2026, 2027),
                5200,
                (120, 510),
                **culture,
            ),
            work(
                "Đường vào di tích đình thôn Lũng Cúng (lồng ghép chương trình văn hóa)",
                "Lũng Cúng",
                (2026, 2027),
                3900,
                (120, 510),
            ),
        ),
        # 9. A house of culture is built by the integrated programme and equipped by culture.
        (
            "co_financing",
            work("Xây dựng nhà văn hóa thôn Pác Ve (phần xây lắp)", "Pác Ve", (2027,), 2300, (70, 300)),
            work(
                "Trang thiết bị nhà văn hóa thôn Pác Ve (phần thiết bị, lồng ghép)",
                "Pác Ve",
                (2028,),
                280,
                (70, 300),
                **give,
                **culture,
            ),
        ),
        # 10. Two phases of one road, section after section.
        (
            "different",
            work("Đường giao thông thôn Bản Đuốc, giai đoạn 1 (km0-km3)", "Bản Đuốc", (2026, 2027), 7600, (95, 400)),
            work("Đường giao thông thôn Bản Đuốc, giai đoạn 2 (km3-km6)", "Bản Đuốc", (2028, 2029), 7900, (95, 400)),
        ),
        # 11. The same support in two years for different households.
        (
            "different",
            work("Hỗ trợ xóa nhà tạm cho hộ nghèo thôn Khòn Cải, đợt 1", "Khòn Cải", (2026,), 540, (9, 38), **give),
            work("Hỗ trợ xóa nhà tạm cho hộ nghèo thôn Khòn Cải, đợt 2", "Khòn Cải", (2028,), 660, (11, 47), **give),
        ),
        # 12. Communication of the commune for its people, and equipment of the police: alike in words only.
        (
            "different",
            work(
                "Truyền thông phòng, chống ma túy tại thôn Tà Lài",
                "Tà Lài",
                (2026, 2027),
                180,
                (110, 460),
                **give,
                **drugs,
            ),
            work(
                f"Trang bị cho tổ phòng, chống ma túy thôn Tà Lài, {where}",
                "Tà Lài",
                (2026,),
                150,
                (0, 12),
                **give,
                **drugs,
                **police,
            ),
        ),
    ]


def _communes() -> list[tuple[str, str]]:
    """Code and name of the 65 communes, the name as it stands within a sentence."""
    rows = units_on(date(YEARS[0], 1, 1), "commune", "20")
    return [(code, name[0].lower() + name[1:]) for code, name in zip(rows["code"], rows["name_vi"], strict=True)]


def planted() -> list[tuple[str, Work, Work]]:
    """The planted pairs, one after the other in every fifth commune."""
    return [_planted(*_communes()[5 * place])[place] for place in range(12)]


def split(total: int, weights: Iterable[float]) -> list[int]:
    """A whole number over weights, by largest remainder: whole parts that add up to it."""
    shares = list(weights)
    exact = [total * weight / sum(shares) for weight in shares]
    parts = [int(one) for one in exact]
    order = sorted(range(len(parts)), key=lambda place: parts[place] - exact[place])
    for place in order[: total - sum(parts)]:
        parts[place] += 1
    return parts


def works(luck: random.Random) -> list[Work]:
    """All works: those of communes and agencies share the money asked for, the planted ones stand beside."""
    drawn: list[tuple[Work, float]] = []
    kinds = list(ASKED)
    for code, _ in _communes():
        size, taken = 0.6 + 0.8 * luck.random(), set()
        for _ in range(luck.randint(*WORKS_OF_A_COMMUNE)):
            kind = luck.choices(kinds, [ASKED[one][1] for one in kinds])[0]
            words, weight, people_contribute = luck.choice(CONTENTS[kind])
            village = luck.choice(VILLAGES)
            name = words.format(village=village)
            if name in taken:
                continue
            taken.add(name)
            about = (_span(luck, ASKED[kind][2]), 0, _beneficiaries(luck, kind), people_contribute)
            drawn.append((Work("commune", code, *kind, name, f"Thôn {village}", *about), size * weight))
    for code, programme, capital, name, weight in AGENCY_WORKS:
        people = _beneficiaries(luck, (programme, capital))
        drawn.append((Work("agency", code, programme, capital, name, "", tuple(YEARS), 0, people), weight))
    return [*_paid(luck, drawn), *(work for _, *pair in planted() for work in pair)]


def _span(luck: random.Random, length: tuple[int, int]) -> tuple[int, ...]:
    count = luck.randint(*length)
    first = luck.choice(YEARS[: len(YEARS) - count + 1])
    return tuple(range(first, first + count))


def _beneficiaries(luck: random.Random, kind: tuple[str, str]) -> tuple[int, int] | None:
    if luck.random() < WITHOUT_BENEFICIARIES:
        return None
    households = luck.randint(25, 140) if kind[1] == "investment" else luck.randint(8, 45)
    return households, round(households * (3.8 + 0.9 * luck.random()))


def _paid(luck: random.Random, drawn: list[tuple[Work, float]]) -> list[Work]:
    """The works with their money: the total of each programme and capital, by weight and a little luck."""
    paid: dict[Work, int] = {}
    for kind, (total, *_) in ASKED.items():
        own = [(work, weight) for work, weight in drawn if (work.programme, work.capital) == kind]
        parts = split(1000 * total, [weight * (0.7 + 0.6 * luck.random()) for _, weight in own])
        paid |= {work: part for (work, _), part in zip(own, parts, strict=True)}
    return [replace(work, central=paid[work]) for work, _ in drawn]


def needs(asked: list[Work], luck: random.Random) -> list[dict[str, object]]:
    """The rows of needs.csv: of each work, year and fund one."""
    rows: list[dict[str, object]] = []
    for number, work in enumerate(asked, start=1):
        weights = [0.8 + 0.4 * luck.random() for _ in work.years]
        money = {"central": work.central, "counterpart": round(COUNTERPART[work.programme] * work.central)}
        money |= {"community": round(COMMUNITY * work.central)} if work.people_contribute else {}
        for fund, total in money.items():
            for year, amount in zip(work.years, split(total, weights), strict=True):
                rows.append(_row(work, number, year, fund, amount))
    return rows


def _row(work: Work, number: int, year: int, fund: str, amount: int) -> dict[str, object]:
    households, people = work.beneficiaries or ("", "")
    return {
        "need": f"NC{number:04}-{year}-{fund}",
        "name_vi": work.name,
        "programme": work.programme,
        "capital": work.capital,
        "level": work.level,
        "unit": work.unit,
        "place": work.place,
        "year": year,
        "fund": fund,
        "amount": amount,
        "households": households or "",
        "people": people,
        "source": SOURCE,
    }


def judgements(asked: list[Work], rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """The rows of judgements.csv: every planted pair but each third, and a sample drawn by stratum.

    A work goes by the first of its rows in needs.csv. asked: the works in the order of `needs`.
    """
    first: dict[str, str] = {}
    for row in rows:
        first.setdefault(str(row["need"])[:6], str(row["need"]))
    at = {work: first[f"NC{number:04}"] for number, work in enumerate(asked, start=1)}
    truth = {frozenset((at[one], at[other])): verdict for verdict, one, other in planted()}
    picked = [
        _judgement((at[one], one.name), (at[other], other.name), verdict)
        for place, (verdict, one, other) in enumerate(planted())
        if place % 3 != 2
    ]
    known = {frozenset((str(row["work"]), str(row["other"]))): row for row in picked}
    for one, other, drawn in _sample(rows, picked):
        ids = frozenset((one[0], other[0]))
        known[ids] = known.get(ids, _judgement(one, other, truth.get(ids, "different"))) | drawn
    return list(known.values())


def _judgement(one: tuple[str, str], other: tuple[str, str], verdict: str) -> dict[str, object]:
    row: dict[str, object] = {column.name: "" for column in SIDE_COLUMNS["judgements"]}
    row |= {"work": one[0], "other": other[0], "work_name": one[1], "other_name": other[1]}
    return row | {"verdict": verdict, "judged_by": JUDGED_BY, "day": JUDGED_ON}


def _sample(
    rows: list[dict[str, object]], picked: list[dict[str, object]]
) -> list[tuple[tuple[str, str], tuple[str, str], dict[str, object]]]:
    """Pairs drawn from those compared when only the picked ones are judged: id and name of both, and how drawn."""
    dataset = read_dataset(HERE)
    made = {"needs": pd.DataFrame(rows).astype(str), "judgements": pd.DataFrame(picked).astype(str)}
    tables = {"projects": dataset.tables["projects"]} | made
    ledger = Ledger(replace(dataset, tables=tables), None, None, dataset.facts, Check(HERE.name, (), {}))
    found = find_overlaps(ledger, date.fromisoformat(JUDGED_ON))
    assert found is not None
    works = list(zip(found.works["work"], found.works["name"], strict=True))
    return [
        (works[row["one"]], works[row["other"]], {name: row[name] for name in ("drawn", "stratum", "stratum_pairs")})
        for row in draw(found.pairs, DRAWN_OF_A_STRATUM, SEED).to_dict("records")
    ]


def tables() -> dict[str, list[dict[str, object]]]:
    """The rows of the generated files, by their names."""
    luck = random.Random(SEED)
    asked = works(luck)
    rows = needs(asked, luck)
    return {"needs": rows, "judgements": judgements(asked, rows)}


def main() -> None:
    """Writes the generated files beside this one."""
    for name, rows in tables().items():
        with (HERE / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, [column.name for column in SIDE_COLUMNS[name]], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


if __name__ == "__main__":
    main()
