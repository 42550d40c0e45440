"""A run repeated from its manifest: whether its figures come out the same, and if not, which and why."""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.domain.language import tr
from mtqg_analysis.report.numbers import number
from mtqg_analysis.run.difference_words import causes, sentence
from mtqg_analysis.run.differences import Comparison, compare_reports
from mtqg_analysis.run.execute import prepare, repeat
from mtqg_analysis.run.manifest import MANIFEST, Manifest, digest, read_manifest
from mtqg_analysis.run.printed import read_printed
from mtqg_analysis.run.reports import report_named


@dataclass(frozen=True)
class Verified:
    """A run beside its repetition. edited: its files that are no longer as it left them."""

    comparison: Comparison
    edited: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        """Whether the repetition prints the same, whatever it was made of."""
        return not self.comparison.moved

    @property
    def told(self) -> str:
        """The answer in a sentence."""
        if not self.is_same:
            return tr("Không lập lại được như cũ: {sentence}", sentence=sentence(self.comparison))
        figures, why = number(self.comparison.figures), ", ".join(causes(self.comparison.reasons))
        if why:
            return tr("Lập lại được: cả {figures} số như cũ, dù đầu vào khác: {why}.", figures=figures, why=why)
        return tr("Lập lại được: cùng đầu vào, cả {figures} số như cũ.", figures=figures)

    @property
    def warning(self) -> str:
        """Which files of the run somebody changed since; empty where none."""
        if not self.edited:
            return ""
        return tr("Tệp đã sửa hoặc mất từ khi lập: {files}.", files=", ".join(self.edited))


def verify_run(folder: Path) -> Verified:
    """Repeats the run whose report lies in a folder, with the data, notebook and library as they are now.

    Raises DataError for a folder that holds no run of ours, and whatever keeps the report from being made again. The
    folder itself is only read; where the repetition fails, its notebook is kept, and the error says where.
    """
    printed, manifest = read_printed(folder), read_manifest(folder / MANIFEST)
    if manifest is None:
        raise DataError(
            "{file} không còn như lần lập ghi ra, nên không lặp lại được; hãy lập lại báo cáo này.",
            file=folder / MANIFEST,
        )
    out = Path(tempfile.mkdtemp(prefix="mtqg-verify-"))
    again = repeat(prepare(report_named(manifest.report), manifest.parameters, ("html",), out))
    found = compare_reports(printed, read_printed(again))
    shutil.rmtree(out)
    return Verified(found, tuple(_edited(folder, manifest)))


def _edited(folder: Path, manifest: Manifest) -> list[str]:
    return [
        name for name, was in manifest.files.items() if not (folder / name).is_file() or digest(folder / name) != was
    ]
