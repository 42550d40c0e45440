"""Word files that try the reader: what they say is read or named, nothing in them is done; comments change no text."""

import io
import re
import zipfile
from datetime import date

import pytest

from mtqg_analysis.claims.checking import check_draft
from mtqg_analysis.claims.mark_word import COMMENTS, marked_word
from mtqg_analysis.claims.read_draft import read_draft
from mtqg_analysis.claims.read_word import BODY
from mtqg_analysis.claims.word_text import paragraphs_of, text_of
from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.intake.read_docx import W, parsed_part
from mtqg_analysis.run.claims import asked_of, evidence_of

from .evidence import DATA
from .hostile import files

FILES = {one.name: one for one in files()}
ADDED = {COMMENTS, BODY, "[Content_Types].xml", "word/_rels/document.xml.rels"}


@pytest.fixture(scope="module")
def evidence():
    return evidence_of(DATA / "langson", None)


@pytest.fixture
def held(evidence, tmp_path):
    """Holds the bytes of a Word file against the data; gives the file and what was found."""

    def run(content):
        file = tmp_path / "du-thao.docx"
        file.write_bytes(content)
        return file, check_draft(read_draft(file), evidence, asked_of(2024, date(2024, 12, 31)))

    return run


@pytest.mark.parametrize("name", [name for name, one in FILES.items() if one.refused])
def test_what_may_not_be_opened_is_refused(held, name):
    with pytest.raises(DataError, match=r"dự thảo|Dự thảo"):
        held(FILES[name].content)


@pytest.mark.parametrize("name", [name for name, one in FILES.items() if not one.refused])
def test_what_a_file_says_is_read_or_named_and_comments_leave_it_alone(held, name):
    one = FILES[name]
    file, checked = held(one.content)
    found = [verdict.text for verdict in checked.verdicts]
    assert [words for words in one.read if not any(words in text for text in found)] == []
    assert [words for words in one.unread if any(words in text for text in found)] == []
    told = " ".join([*(verdict.place for verdict in checked.verdicts), *checked.draft.unread])
    assert re.search(one.named, told, re.IGNORECASE)

    marked = marked_word(file, checked)
    with zipfile.ZipFile(file) as before, zipfile.ZipFile(io.BytesIO(marked)) as after:
        same = [part for part in before.namelist() if part not in ADDED]
        assert [part for part in same if before.read(part) != after.read(part)] == []
        texts = [[text_of(each) for each in paragraphs_of(parsed_part(pack, BODY))] for pack in (before, after)]
        assert texts[0] == texts[1]
        anchored = [v for v in checked.verdicts if checked.draft.paragraphs[v.claim.paragraph].anchor is not None]
        own = [one for one in parsed_part(after, COMMENTS).iter(f"{W}comment") if one.get(f"{W}author") == "mtqg"]
        assert len(own) == len(anchored)
        assert all(verdict.text in "".join(text for each in own for text in each.itertext()) for verdict in anchored)
