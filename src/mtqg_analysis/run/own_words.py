"""The office's own words in `narrative.csv`, held against the data as any draft is."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from mtqg_analysis.claims.checking import check_draft
from mtqg_analysis.claims.claim import About
from mtqg_analysis.claims.draft import Draft, paragraph_of
from mtqg_analysis.claims.evidence import Evidence
from mtqg_analysis.claims.verdict import Verdict
from mtqg_analysis.domain.period import DECEMBER

SUBJECTS = ("programme", "capital")  # kinds of subject that a sentence need not name again


def contradicted_words(rows: Iterable[Mapping[str, str]], evidence: Evidence) -> Iterator[tuple[str, Verdict]]:
    """The contradicted claims of rows of `narrative.csv`, each with the id of its row.

    A row speaks of its plan year, to its end where it names no day, and of its subject.
    """
    for row in rows:
        year = int(row["year"])
        about = About(year=year, day=date(year, DECEMBER, 31))
        if row.get("subject") and row.get("subject_kind") in SUBJECTS:
            about = about.but(**{row["subject_kind"]: row["subject"]})
        draft = Draft((paragraph_of(row["text_vi"], row["narrative"]),))
        for one in check_draft(draft, evidence, about).verdicts:
            if one.said == "contradicted":
                yield row["narrative"], one
