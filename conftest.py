"""How the tests are run: the sizes of the laws, and how many processes share the work."""

import gc
import os

import pytest
from hypothesis import settings

# The same examples every time: a failure seen once is seen by everybody.
settings.register_profile("all", derandomize=True, deadline=None, database=None, max_examples=100)
settings.register_profile("quick", settings.get_profile("all"), max_examples=10)


def pytest_addoption(parser):
    parser.addoption("--all", action="store_true", help="laws at their full size: a hundred examples, not ten")


def pytest_configure(config):
    settings.load_profile("all" if config.getoption("--all") else "quick")
    os.environ["MTQG_CACHE"] = ""  # tests change the rules under a dataset: see ledger/checked.py
    gc.set_threshold(100_000, 20, 20)  # thousands of tests and tables: looking for garbage took a tenth of the time


def pytest_collection_modifyitems(config, items):
    """Whole reports and the slowest laws wait for --all, or for their file to be named."""
    if not config.getoption("--all") and not _named(config):
        later = [item for item in items if item.get_closest_marker("full")]
        config.hook.pytest_deselected(items=later)
        items[:] = [item for item in items if not item.get_closest_marker("full")]


def _named(config):
    return config.args_source is not pytest.Config.ArgsSource.TESTPATHS


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config):
    """No process but this one where files are named: they are read sooner than others start."""
    return 0 if _named(config) else None
