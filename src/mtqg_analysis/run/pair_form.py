"""From a dataset to the workbook in which its pairs of works are judged."""

from datetime import date
from pathlib import Path
from typing import Any

from mtqg_analysis.analysis.overlap.evaluation import draw
from mtqg_analysis.analysis.overlap.search import Overlaps, find_overlaps
from mtqg_analysis.domain.errors import DataError, ParameterError
from mtqg_analysis.intake.pair_form import PairRow, write_pair_form
from mtqg_analysis.ledger.ledger import load_ledger
from mtqg_analysis.report.numbers import number
from mtqg_analysis.report.pages.planning.overlap_words import reasons, work_words

SEED = 2026  # the same sample each time, of which a larger one holds all
MILLION = 10**6


def form_of_pairs(data: str, file: Path, sample: int | None = None) -> Path:
    """Writes the open pairs of a dataset, likeliest first; or `sample` pairs drawn of every stratum, in mixed order.

    A sample shows neither weight, reasons nor what somebody judged before, which would sway the judge, and leaves out
    what was judged as drawn.
    Raises DataError where there is nothing to judge.
    """
    if sample is not None and sample < 1:
        raise ParameterError(
            "--sample {sample} không hợp lệ; cần số cặp rút của mỗi tầng, từ 1 trở lên.", sample=sample
        )
    found = find_overlaps(load_ledger(data), date.today())
    if found is None:
        raise DataError(
            "{data} không có công trình dự kiến nào có tên và năm; cần needs.csv để rà trùng lặp.", data=data
        )
    if sample is None:
        pairs = found.candidates[found.candidates["verdict"] == ""]
        under = "Chọn nhận định ở cột «Nhận định», ghi tên người nhận định; cặp chưa rõ thì để trống"
    else:
        drawn = draw(found.pairs, sample, SEED).sample(frac=1, random_state=SEED)
        pairs = drawn[~drawn.index.isin(found.pairs.index[found.pairs["drawn"] > 0])]
        under = "Mẫu rút ngẫu nhiên: nhận định mọi cặp, kể cả cặp rõ ràng khác nhau"
    if pairs.empty:
        raise DataError("{data} không còn cặp nào chờ nhận định; không có biểu nào được ghi.", data=data)
    works = found.works.to_dict("records")
    rows = [_row(found, works, pair, sample is None) for pair in pairs.to_dict("records")]
    return write_pair_form(file, rows, under)


def _row(found: Overlaps, works: list[dict[Any, Any]], pair: dict[Any, Any], explained: bool) -> PairRow:
    one, other = works[pair["one"]], works[pair["other"]]
    kept = {"work": one["work"], "other": other["work"], "work_name": one["name"], "other_name": other["name"]}
    if not explained:
        kept |= {name: str(pair[name]) for name in ("drawn", "stratum", "stratum_pairs")}
    return PairRow(_shown(one), _shown(other), kept, reasons(found, pair) if explained else "")


def _shown(work: dict[Any, Any]) -> tuple[str, str, str, str]:
    words = work_words(work)
    amount = number(work["amount"] / MILLION) if work["amount"] == work["amount"] else "không đọc được"
    return work["name"], words["where"], words["years"], amount
