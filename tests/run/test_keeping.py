"""Nothing of the user's is lost: edited reports, files beside them, and what a killed run leaves."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import nbformat
import psutil
import pytest

from mtqg_analysis.domain.errors import OutputError
from mtqg_analysis.run import execute
from mtqg_analysis.run.execute import run_report
from mtqg_analysis.run.reports import REPORTS, output_folder
from mtqg_analysis.run.settle import keep_failed
from mtqg_analysis.run.warm import ONE_THREAD
from mtqg_analysis.run.work import EARLIER, MARK, working_beside
from tests.faults.small import PARAMETERS, processes_of, small_job, small_project

NAME = "tinh_2024_2024-12-31"


@pytest.fixture
def project(tmp_path):
    return small_project(tmp_path, "1 + 1")


@pytest.fixture
def quick(monkeypatch):
    """Runs report jobs without a kernel; each run says something else, as runs on changed data do."""
    runs = []

    def executed(job, file, progress):
        runs.append(job)
        output = nbformat.v4.new_output("stream", text=f"lần {len(runs)}")
        cell = nbformat.v4.new_code_cell("x", outputs=[output], execution_count=1)
        notebook = nbformat.v4.new_notebook(cells=[cell])
        notebook.metadata["papermill"] = {"input_path": "a", "output_path": "b"}
        nbformat.write(notebook, file)

    monkeypatch.setattr(execute, "_execute", executed)


def listing(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_report_that_nobody_touched_is_replaced_without_a_word(project, quick):
    job = small_job(project)
    first, second = run_report(job), run_report(job)
    assert names(job.folder.parent) == [NAME]
    assert "lần 2" in (job.folder / "report.html").read_text("utf-8")
    assert first.notes == second.notes == ()


@pytest.mark.parametrize("file", ["report.html", "executed.ipynb", "manifest.json", "ghi_chu.txt", "phu_luc/a.docx"])
def test_what_the_user_edited_or_laid_beside_is_kept_and_said(project, quick, file):
    job = small_job(project)
    run_report(job)
    mine = job.folder / file
    mine.parent.mkdir(exist_ok=True)
    mine.write_text("của tôi", "utf-8")
    made = run_report(job)
    new, kept = sorted(job.folder.parent.iterdir())
    assert new == job.folder
    assert "lần 2" in (new / "report.html").read_text("utf-8")
    assert (kept / file).read_text("utf-8") == "của tôi"
    assert kept.name.startswith(f"{NAME}_kept-2")
    assert kept.name.isascii()
    (note,) = made.notes
    assert str(kept) in note
    assert run_report(job).notes == ()


def test_two_reports_kept_in_one_minute_have_two_names(project, quick):
    job = small_job(project)
    for words in ("một", "hai", "ba"):
        run_report(job)
        (job.folder / "report.html").write_text(words, "utf-8")
    run_report(job)
    kept = [folder for folder in job.folder.parent.iterdir() if folder != job.folder]
    assert {(folder / "report.html").read_text("utf-8") for folder in kept} == {"một", "hai", "ba"}


@pytest.mark.parametrize("edited", [False, True])
@pytest.mark.parametrize("refused", [NAME, "made"])
def test_a_rename_that_windows_refuses_leaves_everything_as_it_was(project, quick, monkeypatch, edited, refused):
    job = small_job(project)
    run_report(job)
    if edited:
        (job.folder / "report.html").write_text("đang mở trong Word", "utf-8")
    before = {file: (job.folder.parent / file).read_bytes() for file in listing(job.folder.parent)}
    rename = Path.rename

    def open_in_word(self, target):
        if self.name == refused and MARK not in str(self.parent.parent):
            raise PermissionError(13, "Access is denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", open_in_word)
    with pytest.raises(OutputError, match="Hãy đóng các tệp đang mở"):
        run_report(job)
    assert {file: (job.folder.parent / file).read_bytes() for file in listing(job.folder.parent)} == before


def test_a_failed_notebook_in_which_somebody_worked_is_kept(project, quick):
    job = small_job(project)
    job.folder.parent.mkdir(parents=True)

    def fail():
        execute._execute(job, project / "executed.ipynb", print)
        return keep_failed(project / "executed.ipynb", job.folder)

    place = fail()
    assert fail() == place == job.folder.with_name(f"{NAME}.failed.ipynb")
    assert names(job.folder.parent) == [place.name]
    notebook = nbformat.read(place, as_version=4)
    notebook.cells.append(nbformat.v4.new_markdown_cell("Lỗi ở đây!"))
    nbformat.write(notebook, place)
    run_report(job)
    assert place.exists()
    assert fail() == place
    (kept,) = job.folder.parent.glob("*_kept-*.ipynb")
    assert nbformat.read(kept, as_version=4).cells[-1].source == "Lỗi ở đây!"
    run_report(job)
    assert names(job.folder.parent) == [NAME, kept.name]


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b"null",
        b"[]",
        b'{"nbformat": 4, "cells": 3}',
        b'{"nbformat": 99}',
        b"[" * 100_000,
        None,
    ],
)
def test_a_damaged_failed_notebook_takes_no_good_report_with_it_and_stays(project, quick, damage):
    job = small_job(project)
    place = job.folder.with_name(f"{NAME}.failed.ipynb")
    place.parent.mkdir(parents=True)
    if damage is None:
        place.mkdir()
    else:
        place.write_bytes(damage)
    assert run_report(job).documents == ("report.html",)
    assert (job.folder / "report.html").exists()
    assert place.is_dir() if damage is None else place.read_bytes() == damage


# Whose a folder is ----------------------------------------------------------------------------------------------


def folder_of(**asked):
    usual = PARAMETERS | {"context": "data/national", "geojson": "", "issuer": "", "top": 3}
    return output_folder(REPORTS["year-end"], usual | asked, usual, Path("reports")).name


def test_the_usual_dataset_has_a_short_name():
    assert folder_of(data="data/langson") == "langson_2024_2024-12-31"
    assert folder_of(data="data/langson", language="en") == "langson_2024_2024-12-31_en"


def test_whatever_differs_leads_to_a_folder_of_its_own():
    asked = [
        {"data": "data/langson"},
        {"data": "data/langson.v2"},
        {"data": "data/langson.csv"},
        {"data": "/so-lieu/data/langson"},
        {"data": "cu/langson"},
        {"data": "data/lang son"},
        {"data": "data/lang-son"},
        {"data": "data/langson", "context": "data/ca_nuoc"},
        {"data": "data/langson", "geojson": "a.geojson"},
        {"data": "data/langson", "geojson": "b.geojson"},
        {"data": "data/langson", "issuer": "mau/co-quan.yaml"},
        {"data": "data/langson", "top": 4},
        {"data": "data/langson", "known_on": "2025-01-31"},
    ]
    found = [folder_of(**one) for one in asked]
    assert len(set(found)) == len(asked)
    assert found == [folder_of(**one) for one in asked]
    assert all(name.startswith(("langson", "lang-son")) for name in found)


def test_a_folder_of_another_dataset_is_never_replaced(project, quick):
    job = small_job(project)
    run_report(job)
    manifest = json.loads((job.folder / "manifest.json").read_text("utf-8"))
    manifest["parameters"]["data"] = "nơi khác/tinh"
    (job.folder / "manifest.json").write_text(
        json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8"
    )
    assert len(run_report(job).notes) == 1
    assert len(names(job.folder.parent)) == 2


# What a dead run leaves -----------------------------------------------------------------------------------------


def test_the_next_run_puts_back_and_clears_what_a_dead_one_left(project, quick):
    job = small_job(project)
    run_report(job)
    work = job.folder.with_name(f".{NAME}{MARK}")
    (work / "made").mkdir(parents=True)
    (work / "made" / "report.html").write_text("nửa chừng", "utf-8")
    job.folder.rename(work / EARLIER)  # killed between the two renames
    other = job.folder.with_name(f".khac_2024{MARK}")
    (other / "made").mkdir(parents=True)
    run_report(small_job(project, year=2023, as_of="2023-12-31"))
    assert names(job.folder.parent) == ["tinh_2023_2023-12-31", NAME]
    assert "lần 1" in (job.folder / "report.html").read_text("utf-8")


def test_the_work_of_a_living_run_is_left_alone_and_its_report_is_not_made_twice(project, quick):
    job = small_job(project)
    with working_beside(job.folder) as work:
        (work / "made" / "report.html").write_text("đang lập", "utf-8")
        run_report(small_job(project, year=2023, as_of="2023-12-31"))
        with pytest.raises(OutputError, match="Một lần chạy khác đang lập chính báo cáo này"):
            run_report(job)
        assert (work / "made" / "report.html").read_text("utf-8") == "đang lập"
    assert not work.exists()


def started(project, *reports):
    """The command of the small project, as a process of its own."""
    words = [sys.executable, "-m", "tests.faults.small", str(project), *reports]
    around = os.environ | ONE_THREAD  # as the command itself has it before it loads a library
    return psutil.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", env=around)


def when(condition, seconds=120):
    """Waits until something holds, and returns it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with pytest.MonkeyPatch.context():
            found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("it never came to that")


def is_living(process):
    with suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


@pytest.fixture(scope="module")
def killed(tmp_path_factory):
    """The command begun three times over an edited report: killed, interrupted, and robbed of a worker.

    Each time it waits until no process of it lives on.
    """
    root = tmp_path_factory.mktemp("killed")
    waiting = f"import pathlib, time\nwhile not pathlib.Path({str(root / 'go')!r}).exists(): time.sleep(0.1)"
    project = small_project(root, waiting)
    folder = small_job(project).folder
    folder.mkdir(parents=True)
    (folder / "report.docx").write_text("đã sửa", "utf-8")
    told = {}
    for name, reports, count in (("kill", ["year-end"], 1), ("interrupt", ["year-end"], 1), ("rob", REPORTS, 2)):
        command = started(project, *reports)
        when(lambda command=command, count=count: len(processes_of(command)["worker"]) == count)
        everybody = command.children(recursive=True)
        if name == "rob":
            processes_of(command)["worker"][0].kill()
            (root / "go").write_text("", "utf-8")
        else:
            command.send_signal(signal.SIGKILL if name == "kill" else signal.SIGINT)
        out, err = command.communicate(timeout=120)
        when(lambda everybody=everybody: not any(map(is_living, everybody)))
        told[name] = SimpleNamespace(out=out, err=err, files=listing(project / "reports"))
    return project / "reports", told


@pytest.mark.full
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
class TestKilled:
    def test_a_dead_worker_costs_its_own_report_only(self, killed):
        _, told = killed
        assert "year-end «Đánh giá năm» không lập được: tiến trình của nó bị dừng giữa chừng (mã -9)" in told["rob"].out
        assert "comparison ok" in told["rob"].out
        assert "baseline ok" in told["rob"].out

    def test_an_interruption_leaves_nothing_half_made_and_shows_no_code(self, killed):
        _, told = killed
        assert [file for file in told["interrupt"].files if MARK in file] == []
        assert told["interrupt"].err.count("Traceback") <= 1  # that of the test's own command

    def test_no_edited_report_is_lost_and_the_last_run_leaves_nothing_behind(self, killed):
        reports, told = killed
        for one in told.values():
            assert len([file for file in one.files if file.endswith("report.docx")]) == 1
        (edited,) = reports.rglob("report.docx")
        assert edited.read_text("utf-8") == "đã sửa"
        assert list(reports.rglob(f"*{MARK}*")) == []
