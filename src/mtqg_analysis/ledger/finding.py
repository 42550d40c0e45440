"""What is wrong, or odd, in data: one value for dataset checks and for spreadsheet intake alike."""

from dataclasses import asdict, dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]
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

    def as_dict(self) -> dict[str, object]:
        """The finding as JSON-ready values."""
        return asdict(self) | {"ids": list(self.ids)}


def by_severity(findings: list[Finding]) -> list[Finding]:
    """Findings with errors first, otherwise by kind and ids, so that two runs list them alike."""
    return sorted(findings, key=lambda finding: (SEVERITIES.index(finding.severity), finding.kind, finding.ids))
