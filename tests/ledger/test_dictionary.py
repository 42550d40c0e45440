"""The data dictionary in the repository is the one that the schema generates."""

from pathlib import Path

from mtqg_analysis.ledger.dictionary import data_dictionary

DICTIONARY = Path(__file__).parents[2] / "data" / "README.md"


def test_the_data_dictionary_is_generated_from_the_schema():
    assert DICTIONARY.read_text(encoding="utf-8") == data_dictionary(), (
        "data/README.md is behind the schema.\n  accept: python -m mtqg_analysis.ledger.dictionary > data/README.md"
    )
