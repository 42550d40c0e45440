"""What a run says it was made of: parameters of the type that the notebook declares, files under their names."""

import pytest

from mtqg_analysis.domain.errors import ParameterError
from mtqg_analysis.run.manifest import digest, input_digests
from mtqg_analysis.run.parameters import checked_parameters


@pytest.mark.parametrize(
    ("name", "value"), [("year", True), ("year", 2024.0), ("as_of", 2024), ("exclude_carried_over", 1), ("year", None)]
)
def test_a_value_of_another_type_is_refused_though_python_would_take_it(root, name, value):
    with pytest.raises(ParameterError, match=f"{name} = {value!r} sai kiểu"):
        checked_parameters(root / "notebooks/year_end_evaluation.ipynb", {name: value})


def test_a_file_under_another_name_is_another_input(tmp_path):
    def folder(name, *files):
        (tmp_path / name / "in").mkdir(parents=True)
        for file in files:
            (tmp_path / name / "in" / file).write_text("a,b\n", "utf-8")
        return tmp_path / name

    one, other = folder("one", "facts.csv", "needs.csv"), folder("other", "facts.csv", "needs (1).csv")
    assert digest(one) != digest(other)
    assert digest(one) == digest(folder("again", "facts.csv", "needs.csv"))
    named = [input_digests(tmp_path, one / "in/facts.csv", {"data": held}).keys() for held in (one, other)]
    assert named[0] ^ named[1] == {"data/in/needs.csv", "data/in/needs (1).csv"}
