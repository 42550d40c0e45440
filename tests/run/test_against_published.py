"""`mtqg diff RUN --published`: a report agrees with what was published, within its rounding, or is told where not."""

import json

import pytest

from mtqg_analysis.report.data import DataSheet, published_row
from tests.written_runs import written


@pytest.fixture
def run(tmp_path, ledger):
    """A report drawn from a few published figures of Lạng Sơn; `change` gives a row of its data another value."""

    def made(change=None, **named):
        facts = ledger.facts.set_index("fact", drop=False)
        rows = [published_row(facts.loc[fact]) for fact in ("PF0004", "PF0005", "PF0006")]
        for row in rows:
            row["value"] = (change or {}).get(row["id"], row["value"])
            row |= named
        _, about = DataSheet(tuple(rows))._repr_mimebundle_()
        folder = tmp_path / f"run{len(list(tmp_path.iterdir()))}"
        return written(folder, [], beside=[{"metadata": about}], report="year-end")

    return made


def test_a_report_of_the_published_figures_agrees_with_them(run, mtqg):
    told = mtqg("diff", run(), "--published", "data/langson")
    assert (told.status, told.out) == (0, "Báo cáo khớp cả 3 số đã công bố mà nó có.\n")
    assert mtqg("diff", run(id="khác"), "--published", "data/langson").status == 0  # known by what they mean


@pytest.mark.parametrize(("rate", "status"), [(0.5261, 0), (0.5255, 0), (0.531, 1), (0.52, 1)])
def test_what_rounding_leaves_open_is_no_difference(run, mtqg, rate, status):
    assert mtqg("diff", run({"PF0005": rate}), "--published", "data/langson").status == status


def test_a_figure_that_differs_is_named_with_its_source_and_distance(run, mtqg, tmp_path):
    files = tmp_path / "d.json", tmp_path / "d.html"
    made = run({"PF0004": 1_320_000})
    told = mtqg("diff", made, "--published", "data/langson", "--json", files[0], "--html", files[1])
    assert told.status == 1
    assert told.out.startswith("1 trong 3 số đã công bố khác với báo cáo.\n")
    (one,) = json.loads(files[0].read_text("utf-8"))["differences"]
    assert one["row"].startswith("PF0004: ")
    assert one["row"].endswith("[TB-LS-2025-01]")
    assert (one["before"], one["after"], one["by"]) == ("1.318 tỷ đồng", "1.320 tỷ đồng", "+2")
    page = files[1].read_text("utf-8")
    assert "Báo cáo so với số đã công bố: Đánh giá năm" in page
    assert "Đã công bố" in page


def test_without_a_figure_in_common_nothing_is_said_to_agree(run, mtqg):
    told = mtqg("diff", run(unit="Hữu Lũng"), "--published", "data/langson")
    assert told.status == 2
    assert "không có số liệu nào chung" in told.err


def test_a_run_or_what_was_published_is_named_but_not_both(run, mtqg):
    for words in ((run(),), (run(), run(), "--published", "data/langson")):
        told = mtqg("diff", *words)
        assert told.status == 2
        assert "một trong hai" in told.err
