"""Works made at random from a seed, with planted overlaps whose truth is known; nothing here is a real work."""

from pathlib import Path

import numpy as np
import pandas as pd

from mtqg_analysis.analysis.overlap.text import bare
from mtqg_analysis.domain.reference import table
from mtqg_analysis.ledger.check import Check
from mtqg_analysis.ledger.dataset import Dataset
from mtqg_analysis.ledger.facts import FACT_COLUMNS, SIDE_COLUMNS, SOURCE_COLUMNS
from mtqg_analysis.ledger.ledger import Ledger

SEED = 20260131
FIRST, SECOND = (
    words.split()
    for words in (
        "Nà Bản Pò Khuổi Pác Còn Lũng Kéo Cốc Phiêng Tà Nặm",
        "Lầu Chu Cáp Nàn Mạ Lẹng Tồng Luông Pàn Sèn Khau Hin Danh Mòn Toòng Cuổi Đon Lìn",
    )
)
WORKS = (  # title, capital, amount in million đồng
    ("Nâng cấp đường giao thông thôn {village}", "investment", 2500),
    ("Bê tông hóa đường trục thôn {village}", "investment", 900),
    ("Xây dựng cầu dân sinh thôn {village}", "investment", 3200),
    ("Công trình cấp nước sinh hoạt tập trung thôn {village}", "investment", 2800),
    ("Kiên cố hóa kênh mương thôn {village}", "investment", 1500),
    ("Xây dựng nhà văn hóa thôn {village}", "investment", 1200),
    ("Sửa chữa trạm biến áp và đường dây thôn {village}", "investment", 1900),
    ("Cải tạo phòng học điểm trường thôn {village}", "investment", 1600),
    ("Hỗ trợ bò giống sinh sản cho hộ nghèo thôn {village}", "recurrent", 600),
    ("Hỗ trợ trồng cây hồi cho hộ nghèo, hộ cận nghèo thôn {village}", "recurrent", 400),
    ("Tập huấn kỹ thuật chăn nuôi, đợt {number}", "recurrent", 120),
    ("Hỗ trợ chuyển đổi nghề cho lao động, đợt {number}", "recurrent", 300),
)
SHORTER = (("giao thông", "GT"), ("Nâng cấp", "Sửa chữa, nâng cấp"), ("nước sinh hoạt", "NSH"), ("nhà văn hóa", "NVH"))
OTHERWISE = (
    ("Công trình cấp nước sinh hoạt tập trung", "Xây mới hệ thống nước sạch"),
    ("Nâng cấp đường giao thông", "Bê tông hóa đường vào"),
    ("Xây dựng nhà văn hóa", "Xây mới nhà sinh hoạt cộng đồng"),
    ("Hỗ trợ bò giống sinh sản cho hộ nghèo", "Hỗ trợ sinh kế chăn nuôi bò"),
)
TONES = (("óa", "oá"), ("òa", "oà"), ("ủy", "uỷ"))
PROGRAMMES = ("TH", "VH", "DTTS", "GNBV", "NTM")


def made_works(count, overlapping=0.04, seed=SEED):
    """Rows of needs.csv, one a work, and the pairs of ids that are planted overlaps (a set of frozensets).

    A double of a double is one of its source too.
    """
    random = np.random.default_rng(seed)
    units = table("units").query("level == 'commune' and valid_to == '' and parent == '20'")
    agencies = table("agencies").query("valid_to == ''")["code"].tolist()
    communes = list(zip(units["code"], units["name_vi"], strict=True))
    rows, alike, same = [], [], set()
    for place in range(count):
        if rows and random.random() < overlapping:
            source = int(random.integers(len(rows)))
            rows.append(_again(rows[source], place, random, agencies))
            same |= {frozenset((rows[one]["need"], rows[-1]["need"])) for one in alike[source]}
            alike[source].append(place)
            alike.append(alike[source])
        else:
            rows.append(_work(place, communes[random.integers(len(communes))], random))
            alike.append([place])
    return pd.DataFrame(rows).drop(columns=["village", "commune"]), same


def _work(place, commune, random):
    title, capital, amount = WORKS[random.integers(len(WORKS))]
    village = f"{FIRST[random.integers(len(FIRST))]} {SECOND[random.integers(len(SECOND))]}"
    name = title.format(village=village, number=random.integers(1, 6))
    row = {
        "need": f"KS{place:06}",
        "name_vi": f"{name}, {commune[1][0].lower()}{commune[1][1:]}" if random.random() < 0.6 else name,
        "programme": PROGRAMMES[random.integers(len(PROGRAMMES))],
        "capital": capital,
        "level": "commune",
        "unit": commune[0],
        "place": ("", "", "Toàn xã", f"Thôn {village}")[random.integers(4)] if village in name else "",
        "year": str(random.integers(2026, 2031)),
        "fund": "central",
        "amount": str(int(amount * random.uniform(0.5, 1.8))),
        "households": str(random.integers(8, 90)) if random.random() < 0.7 else "",
        "people": "",
        "source": f"XA-{commune[0]}",
    }
    return row | {"village": village if village in name else "", "commune": commune[1]}


def _again(source, place, random, agencies):
    """The same work as another office would enter it: other words, a rounded amount, another programme or year."""
    changed = {"need": f"KS{place:06}", "source": "SO"}
    changed["programme"] = PROGRAMMES[random.integers(len(PROGRAMMES))]
    if random.random() < 0.4:
        changed["amount"] = str(int(int(source["amount"]) * random.uniform(0.8, 1.2)))
    if random.random() < 0.3:
        changed["year"] = str(min(2030, int(source["year"]) + 1))
    if random.random() < 0.3:
        changed["households"] = ""
    return source | changed | _elsewhere(source, random, agencies) | {"name_vi": _reworded(source, random)}


def _elsewhere(source, random, agencies):
    """Who enters it and where it says that the work lies: an agency names the commune, with "xã" before it or not."""
    village, commune = source["village"], source["commune"]
    said = f"Thôn {village}, " if village and random.random() < 0.7 else ""
    if random.random() < 0.3:
        where = commune if random.random() < 0.5 else commune.split(" ", 1)[1]
        return {"level": "agency", "unit": agencies[random.integers(len(agencies))], "place": f"{said}{where}"}
    if village and random.random() < 0.3:
        return {"place": (village, f"Thôn {village}", f"thon {bare(village.lower())}")[random.integers(3)]}
    return {}


def _reworded(source, random):
    """The name in other words, with another placing of tones, another order, a slip of the keys, or no accents."""
    name, village = source["name_vi"], source["village"]
    for long, short in SHORTER:
        if random.random() < 0.5:
            name = name.replace(long, short)
    for words, others in OTHERWISE:
        if random.random() < 0.15:
            name = name.replace(words, others)
    if random.random() < 0.3:
        for old, new in TONES:
            name = name.replace(old, new)
    if village.startswith("Bản ") and random.random() < 0.5:
        name = name.replace(f"thôn {village}", village)
    if village and random.random() < 0.15:
        name = f"Thôn {village}: {name.replace(f' thôn {village}', '')}"
    if random.random() < 0.15:
        at = int(random.integers(1, len(name) - 1))
        name = name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :]
    return bare(name.lower()) if random.random() < 0.15 else name


def made_ledger(needs, **tables):
    """A dataset in memory that holds these planned works and other side tables, in the province of Lạng Sơn."""
    facts = pd.DataFrame(columns=[column.name for column in FACT_COLUMNS], dtype=str)
    sources = pd.DataFrame(columns=[column.name for column in SOURCE_COLUMNS], dtype=str)
    whole = {name: _complete(rows, name) for name, rows in ({"needs": needs} | tables).items()}
    dataset = Dataset("made", "Công trình giả", "illustrative", "20", Path("made"), "facts.csv", facts, sources, whole)
    return Ledger(dataset, None, None, facts, Check("made", (), {}))


def _complete(rows, name):
    columns = [column.name for column in SIDE_COLUMNS[name]]
    return pd.DataFrame(rows).reindex(columns=columns).astype(object).fillna("").astype(str)
