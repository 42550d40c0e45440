"""Why figures of programmes or units are not there, in words that name only what is missing."""

from mtqg_analysis.analysis.absent import Absent
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.report.cells import words_of
from mtqg_analysis.report.numbers import day

OF_PROGRAMMES = to_translate("theo chương trình, loại vốn")
OF_UNITS = to_translate("theo huyện, xã, sở, ngành")
WORDS = {
    "plan": to_translate("Đã có số giải ngân năm {year} {of}, nhưng chưa có kế hoạch trên cơ sở này đến ngày {day}."),
    "disbursed": to_translate("Đã có kế hoạch năm {year} {of}, nhưng chưa có số giải ngân đến ngày {day}."),
    "cells": to_translate(
        "Đã có số năm {year} {of} đến ngày {day}, nhưng không phần nào đủ cả kế hoạch và giải ngân: {cells}."
    ),
}


def absent_words(absent: Absent, of: str) -> str:
    """What of the two is missing; empty where neither plan nor disbursement is told."""
    if absent.lacks not in WORDS or (absent.lacks == "cells" and absent.gaps.empty):
        return ""
    cells = words_of(absent.gaps, absent.day) if absent.lacks == "cells" else ""
    return tr(WORDS[absent.lacks], year=absent.year, of=tr(of), day=day(absent.day), cells=cells)
