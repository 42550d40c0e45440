"""The ledger: what was known on a day, and what may be computed with."""

import csv
from datetime import date

import pytest

from mtqg_analysis import load_ledger, read_dataset
from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.ledger.dataset import find_path
from mtqg_analysis.ledger.ledger import ANY, ANY_PART


def test_later_publications_are_unknown_before_their_day(root):
    then, now = (load_ledger(root / "data/langson", known_on=day) for day in (date(2025, 3, 31), None))
    assert 0 < len(then.facts) < len(now.facts)
    assert then.facts["known_on"].max() <= "2025-03"
    assert set(then.facts["fact"]) < set(now.facts["fact"])


@pytest.mark.parametrize(
    ("published", "known_on", "known"),
    [
        ("2025-01", date(2025, 1, 30), False),
        ("2025-01", date(2025, 1, 31), True),
        ("2025", date(2025, 12, 30), False),
        ("2025", date(2025, 12, 31), True),
        ("2025-01-15", date(2025, 1, 15), True),
        ("", date(2030, 1, 1), False),
        ("", None, True),
    ],
)
def test_a_partial_publication_date_counts_from_its_last_day(dataset_with, published, known_on, known):
    ledger = load_ledger(dataset_with(known_on=published), known_on=known_on)
    assert ("PF0004" in set(ledger.facts["fact"])) is known


@pytest.fixture
def dataset_with(tmp_path, root):
    """A copy of Lạng Sơn's dataset in which one cell of PF0004 is changed."""

    def make(**changes):
        folder = tmp_path / "langson"
        folder.mkdir()
        for file in (root / "data/langson").iterdir():
            (folder / file.name).write_bytes(file.read_bytes())
        with (folder / "facts.csv").open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        for row in rows:
            row.update(changes if row["fact"] == "PF0004" else {})
        with (folder / "facts.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return folder

    return make


def test_implicated_facts_are_shown_and_enter_no_computation(nation):
    implicated = nation.check.implicated
    shown = nation.facts[nation.facts["fact"].isin(implicated)]
    assert set(shown["fact"]) == implicated
    assert not shown["usable"].any()
    found = set(nation.find(**ANY_PART)["fact"])
    assert not found & implicated
    assert found | implicated == set(nation.facts["fact"])


def test_a_warning_leaves_its_facts_usable(nation):
    warned = {fact for finding in nation.check.findings if finding.severity == "warning" for fact in finding.ids}
    usable = nation.facts.set_index("fact")["usable"]
    assert usable[sorted(warned - nation.check.implicated)].all()


def test_find_takes_one_code_or_several(ledger):
    rates = ledger.find(measure="disbursement_rate", programme="ALL", year="2024", as_of="2024-12-31")
    assert rates["fact"].tolist() == ["PF0005", "PF0006", "PF0007"]
    both = ledger.find(measure="disbursement_rate", programme="ALL", year="2024", capital=["investment", "recurrent"])
    assert both["fact"].tolist() == ["PF0006", "PF0007"]


def test_one_takes_the_newest_vintage(nation):
    codes = {"measure": "disbursed", "programme": "PI", "level": "national", "year": "2022", "as_of": "2023-01-31"}
    assert nation.find(**codes, status="actual")["fact"].tolist() == ["PF0568", "PF0572"]
    assert nation.one(**codes, status="actual")["known_on"] == "2023-03-03"


def test_the_error_of_one_says_what_was_asked_and_what_there_is(ledger):
    with pytest.raises(DataError) as told:
        ledger.one(measure="disbursement_rate", year="2019")
    for words in ("measure = disbursement_rate", "year = 2019", "langson", "2024", "2024-12-31", "Hãy chọn năm"):
        assert words in str(told.value)


def test_a_dataset_is_found_from_a_folder_below(root, monkeypatch):
    monkeypatch.chdir(root / "notebooks")
    assert find_path("data/langson").resolve() == root / "data/langson"
    assert read_dataset("data/langson").name == "langson"


def test_a_dataset_that_is_nowhere_is_named_with_the_place_that_was_searched(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DataError, match=r"«data/khong_co».*Hãy kiểm tra đường dẫn"):
        find_path("data/khong_co")


def test_a_file_with_too_few_columns_says_which_are_missing(dataset_with):
    folder = dataset_with()
    (folder / "facts.csv").write_text("fact,value\nA,1\n", "utf-8")
    with pytest.raises(DataError, match=r"facts\.csv thiếu cột measure, part_of"):
        load_ledger(folder)


def test_a_fact_that_breaks_the_schema_is_not_usable(dataset_with):
    ledger = load_ledger(dataset_with(status="guess"))
    assert "PF0004" in ledger.check.implicated
    assert "PF0004" not in set(ledger.find()["fact"])


def test_figures_keep_their_digits_and_their_interval(ledger):
    fact = ledger.facts.set_index("fact").loc["PF0005"]
    assert str(fact["figure"].value) == "52.6"
    assert (fact["exact"], fact["low"], fact["high"]) == (0.526, 0.5255, 0.5265)


def test_only_an_illustrative_dataset_is_illustrative(dataset_with, ledger):
    folder = dataset_with()
    meta = (folder / "dataset.yaml").read_text("utf-8").replace("kind: published", "kind: illustrative")
    (folder / "dataset.yaml").write_text(meta, "utf-8")
    assert load_ledger(folder).is_illustrative
    assert not ledger.is_illustrative


def test_a_question_means_the_whole_unless_it_names_a_part(nation):
    parts = ["scope", "fund", "part_of", "year_to"]
    assert (nation.find(measure="plan")[parts] == "").all(axis=None)
    central = nation.find(measure="plan", fund="central", scope=ANY)
    assert set(central["fund"]) == {"central"}
    assert "localities" in set(nation.find(measure="plan", fund="central", **{"scope": ANY, "year_to": ANY})["scope"])
