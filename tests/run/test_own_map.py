"""A map kept in a dataset: places are found by code or name, what is no unit is named, views draw it."""

import json
import re
from dataclasses import replace

import pytest

from mtqg_analysis import explore, read_places


def place(x, **properties):
    ring = [[x, 21.0], [x + 0.00001, 21.0], [x + 0.1, 21.0], [x + 0.1, 21.1], [x, 21.1], [x, 21.0]]
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


@pytest.fixture
def outlines(tmp_path):
    places = [place(106.0, code="180"), place(106.1, name="Huyện Chi Lăng"), place(106.2, name="Chi Lang Đông"),
              place(106.3, code="001", name="Ba Đình"), place(106.4, name="Tràng Định", code="180")]  # fmt: skip
    file = tmp_path / "ranh.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": places}), "utf-8")
    return file


def test_places_are_matched_thinned_and_kept_and_mistakes_are_named(few, outlines, mtqg):
    told = mtqg("map", "add", outlines, "--data", few)
    assert told.status == 0, told.err
    assert "3 vùng, 30 điểm còn 15" in " ".join(told.out.split())
    assert re.search(r"bỏ qua: Chi Lang Đông, Ba Đình", " ".join(told.out.split()))
    assert "cùng một mã: 180" in told.out
    kept = read_places("", str(few))
    assert {one.code for one in kept} == {"180", "187"}
    assert all(one.of_dataset for one in kept)


def test_a_view_draws_the_dataset_s_map_and_tiles_for_levels_that_it_lacks(few, outlines, mtqg, illustrative):
    mtqg("map", "add", outlines, "--data", few)
    owner = replace(illustrative, dataset=replace(illustrative.dataset, path=few))
    drawn = explore(owner, 2024).by("district").map
    texts = {one["text"].partition(":")[0] for one in drawn.screen["values"]}
    assert texts == {"Tràng Định", "Chi Lăng"}
    (few / "map.geojson").unlink()
    assert "Bắc Sơn" in explore(replace(owner), 2024).by("district").map.svg


def test_a_map_of_another_province_or_of_no_form_is_refused(few, tmp_path, mtqg):
    file = tmp_path / "khac.geojson"
    for content, words in (({"type": "FeatureCollection", "features": [place(105.0, name="Ba Đình")]}, "Ba Đình"),
                           ({"type": "Point"}, "FeatureCollection")):  # fmt: skip
        file.write_text(json.dumps(content), "utf-8")
        told = mtqg("map", "add", file, "--data", few)
        assert told.status == 2
        assert words in told.err
    assert not (few / "map.geojson").exists()
