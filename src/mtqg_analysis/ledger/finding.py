"""What is wrong, or odd, in data: one value for dataset checks and for spreadsheet intake alike."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from mtqg_analysis.domain.language import tr

Severity = Literal["error", "warning", "info"]
MOST_ALIKE = 20  # findings of one kind in one file that are listed; all of them are in the JSON
MOST_IDS = 12
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True)
class Finding:
    """One observation about data.

    ids: the facts it concerns, as the input names them. place: file and line, or sheet and cell (then also apart).
    found, expected: short texts with numbers as printed. message: one Vietnamese sentence.
    An `error` takes the facts it names out of every computation; a `warning` only marks them.
    """

    severity: Severity
    kind: str
    ids: tuple[str, ...]
    found: str
    expected: str
    message: str
    place: str = ""
    sheet: str = ""
    cell: str = ""

    @property
    def listed_ids(self) -> str:
        """The ids in one line; of very many, the first.

        >>> Finding("error", "x", tuple("abcdefghijklmno"), "", "", "").listed_ids
        'a, b, c, d, e, f, g, h, i, j, k, l và 3 mã nữa'
        """
        listed, more = ", ".join(self.ids[:MOST_IDS]), len(self.ids) - MOST_IDS
        return tr("{listed} và {more} mã nữa", listed=listed, more=more) if more > 0 else listed

    def as_dict(self) -> dict[str, object]:
        """The finding as JSON-ready values."""
        return asdict(self) | {"ids": list(self.ids)}


def by_severity(findings: list[Finding]) -> list[Finding]:
    """Findings with errors first, otherwise by kind and ids, so that two runs list them alike."""
    return sorted(findings, key=lambda finding: (SEVERITIES.index(finding.severity), finding.kind, finding.ids))


def shortened(findings: Sequence[Finding]) -> list[Finding]:
    """The findings as a person reads them: of those alike in one file the first, then how many there are besides."""
    alike = Counter(_alike(finding) for finding in findings)
    seen: Counter[tuple[str, ...]] = Counter()
    out = []
    for finding in findings:
        key = _alike(finding)
        seen[key] += 1
        if seen[key] <= MOST_ALIKE:
            out.append(finding)
        elif seen[key] == alike[key]:
            more = alike[key] - MOST_ALIKE
            where = f"{key[2]}: " if key[2] else ""
            message = tr("{where}và {more} chỗ nữa như vậy ({kind}).", where=where, more=more, kind=finding.kind)
            out.append(Finding(finding.severity, finding.kind, (), "", "", message, key[2]))
    return out


def _alike(finding: Finding) -> tuple[str, ...]:
    return finding.severity, finding.kind, finding.place.partition(":")[0]
