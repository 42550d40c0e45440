"""`mtqg verify`: a run is repeated from its manifest, and what it then says is held against what it said."""

import json

import pytest

from mtqg_analysis.run import verify
from mtqg_analysis.run.manifest import MANIFEST, Manifest, digest
from mtqg_analysis.run.reports import REPORTS, project_root
from tests.written_runs import cell, written

PARAMETERS = {"data": "data/langson", "context": "data/national", "year": 2024, "as_of": "2024-12-31", "known_on": ""}
PARAMETERS |= {"plan_basis": "", "exclude_carried_over": False, "term": "", "geojson": "", "language": "vi"}
PARAMETERS |= {"issuer": "", "word_frame": ""}


def finished(folder, value, code="1" * 64, parameters=PARAMETERS):
    """A run of the year-end report as it lies in its folder, which prints one figure."""
    written(folder, [[cell("Chung"), cell(value, float(value))]])
    (folder / "report.html").write_text("báo cáo", "utf-8")
    outputs = {"report.html": digest(folder / "report.html")}
    about = ("year-end", parameters, {"code": code}, {}, outputs, digest(folder / "executed.ipynb"), "2026-11-30", 1.0)
    (folder / MANIFEST).write_text(Manifest(*about).text, "utf-8")
    return folder


@pytest.fixture
def repeated(monkeypatch, tmp_path):
    """Makes a repetition say a figure, made by a library; gives what was asked to be repeated."""
    asked = []

    def with_figure(value, code="1" * 64):
        def repeat(job):
            asked.append(job)
            return finished(tmp_path / f"again-{len(asked)}", value, code)

        monkeypatch.setattr(verify, "repeat", repeat)
        return asked

    return with_figure


def test_the_same_figures_are_said_to_be_the_same(repeated, tmp_path, mtqg):
    asked = repeated("5")
    told = mtqg("verify", finished(tmp_path / "run", "5"))
    assert (told.status, told.out) == (0, "Lập lại được: cùng đầu vào, cả 1 số như cũ.\n")
    (job,) = asked
    assert (job.report, job.parameters, job.root) == (REPORTS["year-end"], PARAMETERS, project_root())
    assert not job.folder.is_relative_to(project_root())


def test_a_new_library_that_moves_no_figure_is_told_and_is_no_failure(repeated, tmp_path, mtqg):
    repeated("5", code="2" * 64)
    told = mtqg("verify", finished(tmp_path / "run", "5"))
    assert told.status == 0
    assert told.out.startswith("Lập lại được: cả 1 số như cũ, dù đầu vào khác: mã chương trình mtqg_analysis.\n")


def test_a_figure_that_comes_out_otherwise_is_named_with_the_reason(repeated, tmp_path, mtqg):
    repeated("6", code="2" * 64)
    told = mtqg("verify", finished(tmp_path / "run", "5"), "--json", tmp_path / "v.json", "--html", tmp_path / "v.html")
    assert told.status == 1
    assert told.out.startswith("Không lập lại được như cũ: 1 trong 1 số đổi; vì mã chương trình mtqg_analysis.\n")
    held = json.loads((tmp_path / "v.json").read_text("utf-8"))
    assert (held["same"], held["edited"]) == (False, [])
    assert [(one["kind"], one["by"]) for one in held["differences"]] == [("library", ""), ("number", "+1")]
    assert "+1" in (tmp_path / "v.html").read_text("utf-8")


def test_what_was_edited_since_is_named(repeated, tmp_path, mtqg):
    repeated("5")
    run = finished(tmp_path / "run", "5")
    (run / "report.html").write_text("sửa tay", "utf-8")
    assert "Tệp đã sửa hoặc mất từ khi lập: report.html." in mtqg("verify", run).out


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda run: (run / MANIFEST).write_text((run / MANIFEST).read_text("utf-8") + " ", "utf-8"), "không còn như"),
        (lambda run: (run / MANIFEST).unlink(), "thiếu manifest.json"),
        (lambda run: finished_with(run, {"data": "data/không-có"}), "không-có"),
        (lambda run: finished_with(run, {"year": "2024"}, "năm"), "năm"),
    ],
)
def test_what_cannot_be_repeated_is_refused_in_a_sentence(repeated, tmp_path, mtqg, spoil, words):
    asked = repeated("5")
    run = finished(tmp_path / "run", "5")
    spoil(run)
    told = mtqg("verify", run)
    assert (told.status, asked) == (2, [])
    assert words in told.err


def finished_with(run, parameters, unknown=""):
    text = json.loads((run / MANIFEST).read_text("utf-8"))
    text["parameters"] |= parameters | ({unknown: 1} if unknown else {})
    (run / MANIFEST).write_text(Manifest(**text).text, "utf-8")


@pytest.mark.full
def test_a_real_report_is_repeated_figure_by_figure(reports, command):
    done = command("verify", reports["year-end"])
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Lập lại được: cùng đầu vào, cả ")
