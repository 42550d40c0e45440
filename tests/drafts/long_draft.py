"""How long a draft of sixty pages takes: `python -m tests.drafts.long_draft`."""

import tempfile
from pathlib import Path
from time import process_time

from docx import Document

from mtqg_analysis.run.claims import check, write_checked

from .evidence import DATA
from .labels import drafts

WORDS = 30_000  # of sixty pages at 500 words


def long_draft(file: Path) -> int:
    """Writes the drafts over the published data again and again until they fill sixty pages; returns their words."""
    texts = [one.text.lstrip("# ") for dataset, own in drafts().values() if dataset == "langson" for one in own]
    document, words = Document(), 0
    while words < WORDS:
        for text in texts:
            document.add_paragraph(text)
            words += len(text.split())
    document.save(str(file))
    return words


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sixty.docx"
        words = long_draft(file)
        begun = process_time()
        checked = check(file, DATA / "langson", DATA / "national", None, None)
        write_checked(file, checked, Path(folder) / "out")
        print(f"{words} words, {len(checked.verdicts)} claims, {process_time() - begun:.1f} s of one processor")
