"""The drafts as Word files: `python -m tests.drafts.build FOLDER`."""

import sys
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from .labels import Sentence, drafts


def write(paragraphs: list[Sentence], file: Path) -> Path:
    """One draft as an office types it: A4, Times New Roman 14, the head centred, then justified paragraphs."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(1.5)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(13)
    for number, sentence in enumerate(paragraphs):
        head = sentence.text.startswith("#")
        text = sentence.text.lstrip("# ")
        paragraph = document.add_paragraph()
        paragraph.add_run(text).bold = head or number == 1
        centred = number < 2 or text.startswith("(")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.JUSTIFY
    document.save(str(file))
    return file


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, (_, paragraphs) in drafts().items():
        print(write(paragraphs, folder / f"{name}.docx"))
