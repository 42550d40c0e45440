"""Needs that seem to stand twice: the same line of a survey form under another id."""

import pandas as pd

from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.reference import fold
from mtqg_analysis.ledger.finding import Finding

# Two rows of needs with the same words here are the same line of a survey form.
WORK = ["level", "unit", "programme", "capital", "name_vi", "place", "households", "people"]
ASKED = [*WORK, "year", "fund"]


def repeats(needs: pd.DataFrame) -> tuple[tuple[str, ...], ...]:
    """The ids of rows that ask again for the same work, year and fund, a group each; capitals and spaces aside.

    Amounts may differ: a form handed in again with a changed amount is a repeat too.
    """
    if needs.empty:
        return ()
    words = needs[ASKED].astype(str).map(fold)
    groups = needs["need"].groupby([words[name] for name in ASKED], sort=False).agg(tuple)
    return tuple(ids for ids in groups if len(ids) > 1)


def check_needs(needs: pd.DataFrame, file: str) -> list[Finding]:
    """The same as warnings; none where columns are missing, which the schema names."""
    if not {"need", *ASKED} <= set(needs.columns):
        return []
    lines = dict(zip(needs["need"], range(2, len(needs) + 2), strict=True))
    return [
        Finding(
            "warning",
            "repeated_need",
            ids,
            ", ".join(ids),
            tr("một dòng"),
            tr(
                "{file}: các dòng {ids} xin cùng một công trình, năm và nguồn vốn, nên nhu cầu bị cộng nhiều lần; nếu "
                "là một, hãy bỏ dòng thừa.",
                file=file,
                ids=", ".join(ids),
            ),
            f"{file}:{lines[ids[-1]]}",
        )
        for ids in repeats(needs)
    ]
