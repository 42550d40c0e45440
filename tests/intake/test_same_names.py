"""Files of one name are not one file: each keeps its figures, and a file that comes again replaces only its own."""

import csv
import shutil
from datetime import datetime, timedelta
from types import SimpleNamespace

import openpyxl.writer.excel
import pytest
from spreadsheets.drawing import DISTRICTS, by_unit, write_xlsx

from mtqg_analysis.intake.reading import read_file
from mtqg_analysis.intake.store import store

FIRST, LATER = dict(list(DISTRICTS.items())[:4]), dict(list(DISTRICTS.items())[4:])
LONG = "Báo cáo giải ngân vốn các chương trình mục tiêu quốc gia "


def units_by_source(into):
    """The units whose figures each source of a dataset gives."""
    with (into / "facts.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {source: {row["unit"] for row in rows if row["source"] == source} for source in {r["source"] for r in rows}}


def sources(into):
    with (into / "sources.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def drawn(path, units, seed=0):
    path.parent.mkdir(parents=True, exist_ok=True)
    write_xlsx(path, by_unit(units, seed=seed))
    return path


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a/bao cao.xlsx", "b/bao cao.xlsx"),
        (f"{LONG}quý 1.xlsx", f"{LONG}quý 2.xlsx"),
        ("Bình Gia.xlsx", "binh-gia.xlsx"),
    ],
)
def test_two_files_of_one_name_are_two_sources(mtqg, tmp_path, one, other):
    into = tmp_path / "ds"
    assert mtqg("intake", drawn(tmp_path / one, FIRST), "--into", into).status == 0
    assert mtqg("intake", drawn(tmp_path / other, LATER), "--into", into).status == 0
    assert sorted(map(sorted, units_by_source(into).values())) == sorted(
        [sorted(FIRST.values()), sorted(LATER.values())]
    )
    assert mtqg("check", into).status == 0


def test_a_second_file_of_a_name_is_said_with_its_source_and_the_first_one(mtqg, tmp_path):
    into = tmp_path / "ds"
    first = mtqg("intake", drawn(tmp_path / "a/bao cao.xlsx", FIRST), "--into", into).out
    told = " ".join(mtqg("intake", drawn(tmp_path / "b/bao cao.xlsx", LATER), "--into", into).out.split())
    code = next(code for code in units_by_source(into) if code != "bao-cao")
    assert "cùng tên" not in first
    assert f"cùng tên (../a/bao cao.xlsx), nên tệp này được lưu thành nguồn riêng «{code}»" in told
    again = mtqg("intake", tmp_path / "b/bao cao.xlsx", "--into", into).out
    assert "cùng tên" not in again
    assert set(units_by_source(into)) == {"bao-cao", code}


def test_a_corrected_file_replaces_its_own_figures_and_no_others(mtqg, tmp_path):
    into = tmp_path / "ds"
    for name, units in (("a/bao cao.xlsx", FIRST), ("b/bao cao.xlsx", LATER)):
        assert mtqg("intake", drawn(tmp_path / name, units), "--into", into).status == 0
    before, held = units_by_source(into), (into / "facts.csv").read_text("utf-8-sig").splitlines()
    for name, units in (("a/bao cao.xlsx", FIRST), ("b/bao cao.xlsx", LATER)):
        assert mtqg("intake", drawn(tmp_path / name, units, seed=1), "--into", into).status == 0
    assert units_by_source(into) == before
    now = (into / "facts.csv").read_text("utf-8-sig").splitlines()
    assert len(now) == len(held)
    assert set(now) & set(held) == {held[0]}  # every figure is the corrected one


def test_a_file_that_was_moved_is_the_same_source_still(mtqg, tmp_path):
    into, path = tmp_path / "ds", drawn(tmp_path / "a/bao cao.xlsx", FIRST)
    assert mtqg("intake", path, "--into", into).status == 0
    (tmp_path / "luu").mkdir()
    moved = shutil.move(path, tmp_path / "luu/bao cao.xlsx")
    assert mtqg("intake", moved, "--into", into).status == 0
    assert [one["file"] for one in sources(into)] == ["../luu/bao cao.xlsx"]


def test_a_source_typed_by_hand_is_no_file_of_its_name(mtqg, tmp_path):
    into = tmp_path / "ds"
    assert mtqg("intake", drawn(tmp_path / "khac.xlsx", FIRST), "--into", into).status == 0
    for name in ("facts.csv", "sources.csv"):
        text = (into / name).read_text("utf-8-sig").replace("khac.xlsx", "").replace("khac", "bao-cao")
        (into / name).write_text(text.replace("../,", ","), "utf-8")
    typed = [{**one, "file": "", "file_sha256": "", "title": "Gõ tay"} for one in sources(into)]
    with (into / "sources.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, typed[0])
        writer.writeheader()
        writer.writerows(typed)
    assert mtqg("intake", drawn(tmp_path / "bao cao.xlsx", LATER), "--into", into).status == 0
    assert units_by_source(into)["bao-cao"] == set(FIRST.values())


def test_files_of_one_name_are_stored_together_too(tmp_path):
    paths = [drawn(tmp_path / "a/x.xlsx", FIRST), drawn(tmp_path / "b/x.xlsx", LATER)]
    store([read_file(path) for path in paths], tmp_path / "ds")
    assert sorted(map(len, units_by_source(tmp_path / "ds").values())) == [len(FIRST), len(LATER)]


def test_the_same_remarks_again_leave_no_copy(mtqg, tmp_path, monkeypatch):
    path, marked = drawn(tmp_path / "a.xlsx", DISTRICTS), tmp_path / "marked"
    mtqg("intake", path, "--marked", marked)

    class Later(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + timedelta(hours=1)

    clock = SimpleNamespace(datetime=Later, timezone=openpyxl.writer.excel.datetime.timezone)
    monkeypatch.setattr(openpyxl.writer.excel, "datetime", clock)
    mtqg("intake", path, "--marked", marked)
    assert [file.name for file in marked.iterdir()] == ["a.xlsx.marked.xlsx"]
