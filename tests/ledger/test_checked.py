"""What was read and checked of a dataset is taken again for the very same bytes, and for nothing else."""

import os
import shutil

import pytest

from mtqg_analysis.domain.language import speaking
from mtqg_analysis.ledger import checked as module
from mtqg_analysis.ledger.checked import PLACE, checked_dataset


@pytest.fixture
def dataset(root, tmp_path):
    return shutil.copytree(root / "data/langson", tmp_path / "langson")


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """The folder of what is kept; reading a dataset is counted."""
    monkeypatch.setenv(PLACE, str(tmp_path / "kept"))
    reads, read = [], module.read_dataset
    monkeypatch.setattr(module, "read_dataset", lambda path: reads.append(path) or read(path))
    return tmp_path / "kept", reads


def test_the_same_bytes_are_read_once_and_give_the_same(dataset, kept):
    first, again = checked_dataset(dataset), checked_dataset(dataset)
    assert len(kept[1]) == 1
    assert again.facts.equals(first.facts)
    assert again.check == first.check
    assert again.dataset.tables.keys() == first.dataset.tables.keys()
    assert all(again.dataset.tables[name].equals(rows) for name, rows in first.dataset.tables.items())
    (dataset / "thu.txt").write_text("không phải số liệu")
    checked_dataset(dataset)
    assert len(kept[1]) == 1


def test_what_changes_a_finding_is_seen(dataset, kept):
    assert checked_dataset(dataset).check.findings == ()
    text = (dataset / "facts.csv").read_text("utf-8")
    (dataset / "facts.csv").write_text(text + text.splitlines()[-1] + "\n", "utf-8")
    assert [one.kind for one in checked_dataset(dataset).check.findings] == ["duplicate_id"]
    (dataset / "facts.csv").write_text(text, "utf-8")
    assert checked_dataset(dataset).check.findings == ()
    (dataset / "targets.csv").unlink()
    assert "targets" not in checked_dataset(dataset).dataset.tables
    with speaking("en"):
        titled = checked_dataset(dataset).dataset.title
    assert titled != checked_dataset(dataset).dataset.title


def test_a_dataset_that_is_written_while_it_is_read_is_not_kept(dataset, kept, monkeypatch):
    made = module._made

    def written_meanwhile(path):
        (path / "sources.csv").write_text((path / "sources.csv").read_text("utf-8") + "\n", "utf-8")
        return made(path)

    monkeypatch.setattr(module, "_made", written_meanwhile)
    checked_dataset(dataset)
    assert list(kept[0].iterdir()) == []


def test_what_is_torn_or_of_another_kind_is_made_again(dataset, kept):
    first = checked_dataset(dataset)
    (file,) = kept[0].iterdir()
    for content in (file.read_bytes()[:1000], b"\x80\x05N."):
        file.write_bytes(content)
        assert checked_dataset(dataset).check == first.check
    assert len(kept[1]) == 3


def test_what_was_used_longest_ago_makes_room(dataset, kept, monkeypatch):
    kept[0].mkdir(mode=0o700)
    (kept[0] / "cu").write_bytes(b"x")
    os.utime(kept[0] / "cu", (0, 0))
    checked_dataset(dataset)
    (file,) = set(kept[0].iterdir()) - {kept[0] / "cu"}
    monkeypatch.setattr(module, "MOST_BYTES", file.stat().st_size)
    file.unlink()
    checked_dataset(dataset)
    assert list(kept[0].iterdir()) == [file]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps it in the user's profile, which is theirs alone")
def test_a_folder_into_which_others_may_write_is_not_trusted(dataset, kept):
    kept[0].mkdir()
    kept[0].chmod(0o777)
    checked_dataset(dataset)
    assert list(kept[0].iterdir()) == []
    kept[0].rmdir()
    kept[0].write_text("một tệp")
    checked_dataset(dataset)
    assert len(kept[1]) == 2
