"""`mtqg diff` names the facts and rows that moved, even after the data folder has moved on."""

import hashlib
import json
import shutil
import zipfile

import pandas as pd
import pytest

from mtqg_analysis.run import differences
from mtqg_analysis.run.kept_inputs import KEPT, MODULES, keep_inputs
from mtqg_analysis.run.reasons import NOT_KEPT, SAME_ROWS


def compare_folders(before, after):
    return differences.compare_folders(before, after).differences


@pytest.fixture
def data(root, tmp_path):
    """A copy of Lạng Sơn's dataset."""
    return shutil.copytree(root / "data/langson", tmp_path / "data/langson")


@pytest.fixture
def ran(data, tmp_path):
    """What a run leaves behind of the data as they are now."""

    def run(name, kept=True):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "executed.ipynb").write_text('{"cells": []}', "utf-8")
        inputs = {f"data/{file.name}": hashlib.sha256(file.read_bytes()).hexdigest() for file in data.iterdir()}
        manifest = {"report": "year-end", "parameters": {"language": "vi"}, "inputs": inputs, "versions": {}}
        (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
        if kept:
            keep_inputs({"data": data}, folder / KEPT)
        return folder

    return run


def edit(file, change):
    rows = pd.read_csv(file, dtype=str, keep_default_na=False)
    change(rows).to_csv(file, index=False, lineterminator="\n")


def changed(rows):
    rows.loc[rows["fact"] == "PF0005", ["value", "half_width"]] = ["53.1", "0.05"]
    rows.loc[rows["fact"] == "PF0005", "source"] = "TB-LS-2025-01"
    rows.loc[rows["fact"] == "PF0004", "plan_basis"] = "pm_assigned"
    more = rows.iloc[[0]].assign(fact="MOI1", value="7")
    return pd.concat([rows[rows["fact"] != "PF0009"], more])


def test_facts_that_came_went_or_changed_are_named_with_value_and_source(ran, data, mtqg):
    before = ran("a")
    edit(data / "facts.csv", changed)
    edit(data / "directives.csv", lambda rows: rows.assign(status=["đã xong", *rows["status"][1:]]))
    after = ran("b")
    shutil.rmtree(data)  # the data folder has moved on
    found = compare_folders(before, after)
    told = {(one.kind, one.row.partition(":")[0], one.column): (one.before, one.after) for one in found}
    assert told[("fact", "PF0005", "value")] == ("52,6%", "53,1%")
    assert told[("fact", "PF0004", "plan_basis")] == ("không có", "pm_assigned")
    assert told[("fact", "MOI1", "")] == ("không có", "7")
    assert told[("fact", "PF0009", "")][1] == "không có"
    assert [one.after for one in found if one.kind == "data"] == ["đã xong"]
    assert len(found) == 5
    row = next(one.row for one in found if one.column == "value")
    assert "Lạng Sơn" in row
    assert "Các CTMTQG" in row
    assert row.endswith("[TB-LS-2025-01]")
    shown = mtqg("diff", before, after)
    assert shown.status == 1
    assert "PF0005" in shown.out


def test_a_table_saved_in_another_way_has_the_same_rows(ran, data):
    before = ran("a")
    text = (data / "targets.csv").read_text("utf-8")
    (data / "targets.csv").write_text(text, "utf-8-sig")
    (found,) = compare_folders(before, ran("b"))
    assert (found.kind, found.row, found.column) == ("input", "data/targets.csv", SAME_ROWS)


@pytest.mark.parametrize("spoil", ["missing", "cut", "forged"])
def test_without_a_sound_copy_only_the_file_is_named_and_it_is_said_so(ran, data, spoil):
    before = ran("a", kept=spoil != "missing")
    if spoil == "cut":
        (before / KEPT).write_bytes((before / KEPT).read_bytes()[:500])
    if spoil == "forged":
        with zipfile.ZipFile(before / KEPT, "w") as archive:
            archive.writestr("data/facts.csv", "fact\nX\n")
    edit(data / "facts.csv", changed)
    (found,) = compare_folders(before, ran("b"))
    assert (found.kind, found.row, found.column) == ("input", "data/facts.csv", NOT_KEPT)


def test_equal_inputs_make_equal_copies_that_are_small(ran, data):
    one, other = (ran(name) / KEPT for name in ("a", "b"))
    assert one.read_bytes() == other.read_bytes()
    with zipfile.ZipFile(one) as kept:  # the list of modules is as long whatever the data
        tables = sum(entry.compress_size for entry in kept.infolist() if entry.filename != MODULES)
    assert tables < sum(file.stat().st_size for file in data.glob("*.csv")) / 3
