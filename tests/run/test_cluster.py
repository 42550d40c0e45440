"""Reports made by a Dask cluster are those that this machine would make; what fails there is told here."""

import json
import re
from pathlib import Path

import nbformat
import papermill
import pytest
from distributed import LocalCluster
from rich.console import Console

from mtqg_analysis.domain.errors import ParameterError
from mtqg_analysis.run import batch, cluster, warm
from mtqg_analysis.run.standing import standing_of
from tests.faults.small import small_project

ORDER = "report: year-end\nset: {context: data/ca_nuoc, data: data/tinh}\nmatrix: {year: [2022, 2023]}\n"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with an order of two reports, of which the second one's notebook fails."""
    small_project(tmp_path, "import os\nprint(data, year, os.path.exists(data))\n1 / (year - 2023)")
    (tmp_path / "don.yaml").write_text(ORDER, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def made_by(scheduler=""):
    return batch.run_batch(standing_of(Path("don.yaml")), Console(quiet=True), scheduler=scheduler)


def remembered(folder):
    """All that the manifest says but when it was made."""
    about = json.loads((folder / "manifest.json").read_text("utf-8"))
    return {name: value for name, value in about.items() if name not in ("started", "seconds", "executed")}


@pytest.fixture(scope="module")
def far():
    """A cluster of one worker."""
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=":0") as started:
        yield started


@pytest.mark.full
def test_whole_reports_come_back_with_what_failed_and_other_software_is_refused(far, project, monkeypatch):
    with monkeypatch.context() as other:
        other.setattr(cluster, "software", lambda: {"pandas": "0.1"})
        refused = [str(one.error) for one in made_by(far.scheduler_address).failed]
    ended = made_by(far.scheduler_address)
    left = list(Path(far.workers[0].local_directory).rglob("facts.csv"))
    assert ["≠ 0.1. Hãy cài cùng một bản" in one for one in refused] == [True, True]
    (folder,), (failed,) = ended.made, ended.failed
    kept = project / "reports/year_end_evaluation/tinh_2023_2023-12-31.failed.ipynb"
    assert f"ZeroDivisionError: division by zero Sổ tay đã chạy, có lỗi bên trong, được giữ ở {kept} " in str(
        failed.error
    )
    assert "ZeroDivisionError" in kept.read_text("utf-8")
    assert left == []  # nothing of the order stays on the worker
    there = {file.name: file.read_bytes() for file in folder.iterdir()}
    about = remembered(folder)
    folder.rename(project / "far")
    here = made_by()
    assert here.made == (folder,)
    assert remembered(folder) == about
    assert there.keys() == {file.name for file in folder.iterdir()}
    assert there["report.html"] == (folder / "report.html").read_bytes()


def outputs(executed):
    """What the cells of an executed notebook show, but digests of code: papermill alone is given fewer parameters."""
    shown = [cell.get("outputs") for cell in nbformat.read(executed, as_version=4).cells]
    return [re.sub(r"[0-9a-f]{8,}", "#", json.dumps(one, sort_keys=True)) for one in shown]


@pytest.mark.full
def test_a_report_is_the_same_by_plain_papermill_forked_started_anew_and_by_a_cluster(
    far, reports, root, tmp_path, monkeypatch
):
    monkeypatch.chdir(root)
    asked = {"data": "data/langson", "as_of": "2024-12-31"}
    (tmp_path / "don.yaml").write_text(f"report: year-end\nout: {tmp_path}\nset: {json.dumps(asked)}\n", "utf-8")
    (by_cluster,) = batch.run_batch(
        standing_of(tmp_path / "don.yaml"), Console(quiet=True), scheduler=far.scheduler_address
    ).made
    monkeypatch.setenv(warm.WAY, "spawn")
    for engine in (None, "mtqg"):
        papermill.execute_notebook(
            str(root / "notebooks/year_end_evaluation.ipynb"),
            str(tmp_path / f"{engine}.ipynb"),
            asked,
            engine_name=engine,
            cwd=str(root),
            progress_bar=False,
        )
    forked = outputs(reports["year-end"] / "executed.ipynb")
    assert outputs(tmp_path / "mtqg.ipynb") == forked
    assert outputs(tmp_path / "None.ipynb") == forked
    assert outputs(by_cluster / "executed.ipynb") == forked


def test_a_cluster_that_does_not_answer_is_named(project, monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 0.2)
    with pytest.raises(ParameterError, match=r"Không dùng được cụm máy ở tcp://127\.0\.0\.1:1: .*dask worker"):
        made_by("tcp://127.0.0.1:1")
    with pytest.raises(ParameterError, match="Không dùng được cụm máy ở nowhere://x"):
        made_by("nowhere://x")
