"""The package's door: every name leads somewhere, says its types, and takes days as days."""

import ast
import inspect
import tomllib
import types
import typing
from datetime import date, datetime
from pathlib import Path

import pytest

import mtqg_analysis
from mtqg_analysis import Made, MtqgError, ParameterError, Period, compare_years, load_ledger, plan_baseline, run_report
from mtqg_analysis.run import execute
from mtqg_analysis.run.reports import FORMATS, REPORTS

SOURCE = Path(mtqg_analysis.__file__).parent
DAYS = {"day", "as_of", "known_on", "today"}  # how a parameter that is a day is called


def test_the_door_holds_the_verbs_the_values_the_errors_and_a_way_to_run_a_report():
    verbs = {"load_ledger", "check_dataset", "read_file", "store", "evaluate_year", "compare_years", "plan_baseline"}
    values = {"Ledger", "Result", "Table", "Column", "Scope", "Chart", "Sentence", "Finding", "Period", "Made"}
    errors = {error.__name__ for error in (MtqgError, *MtqgError.__subclasses__(), execute.errors.FormatError)}
    assert verbs | values | errors | {"run_report"} <= set(mtqg_analysis.__all__) == set(dir(mtqg_analysis))
    assert (SOURCE / "py.typed").is_file()


def test_a_name_that_is_not_promised_is_refused():
    with pytest.raises(AttributeError, match="khong_co"):
        _ = mtqg_analysis.khong_co


def test_the_version_is_said_alike_everywhere(root):
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    assert mtqg_analysis.__version__ == project["version"]


# Types ----------------------------------------------------------------------------------------------------------


def parts(thing):
    """What stands inside a module of pages or a class of ours: its public functions and properties."""
    if isinstance(thing, types.ModuleType):
        own = [name for name, value in vars(thing).items() if getattr(value, "__module__", "") == thing.__name__]
        yield from (getattr(thing, name) for name in getattr(thing, "__all__", own) if not name.startswith("_"))
    elif isinstance(thing, type):
        for name, value in vars(thing).items():
            if not name.startswith("_"):
                inner = getattr(value, "fget", None) or getattr(value, "func", None) or value
                yield getattr(inner, "__func__", inner)


def leaves(hint):
    """A type and the types inside it, down to those that hold no others."""
    inner = hint if isinstance(hint, list) else typing.get_args(hint)
    return [leaf for one in inner for leaf in leaves(one)] or [hint]


def reachable():
    """Every signature and every field that can be reached from the door: its owner, its names with their types."""
    waiting = [getattr(mtqg_analysis, name) for name in mtqg_analysis.__all__]
    seen = []
    while waiting:
        thing = waiting.pop()
        if thing in seen or not isinstance(thing, types.FunctionType | types.ModuleType | type):
            continue
        seen.append(thing)
        hints = {} if isinstance(thing, types.ModuleType) else typing.get_type_hints(thing)
        classes = [leaf for hint in hints.values() for leaf in leaves(hint) if isinstance(leaf, type)]
        waiting += [one for one in classes if one.__module__.startswith("mtqg_analysis")]
        waiting += parts(thing)
        yield thing, hints


def test_no_signature_that_the_door_leads_to_is_untyped():
    vague, met = [], 0
    for thing, hints in reachable():
        if isinstance(thing, types.FunctionType):
            met += 1
            named = [name for name in inspect.signature(thing).parameters if name not in ("self", "cls")]
            vague += [(thing.__qualname__, name) for name in [*named, "return"] if name not in hints]
        vague += [(thing.__qualname__, name) for name, hint in hints.items() if typing.Any in leaves(hint)]
    assert vague == []
    assert met > 200


def test_a_parameter_that_is_a_day_is_a_date_wherever_texts_do_not_come_in():
    texts = []
    for path in (one for one in SOURCE.rglob("*.py") if not one.name.startswith("cli")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("parse_"):
                days = [one for one in (*node.args.args, *node.args.kwonlyargs) if one.arg in DAYS and one.annotation]
                texts += [(path.name, node.name) for one in days if "date" not in ast.unparse(one.annotation)]
    assert texts == []


@pytest.mark.parametrize("day", ["2024-12-31", datetime(2024, 12, 31, 8)])
def test_what_is_no_day_is_refused_with_what_is_needed(ledger, nation, root, day):
    asked = [
        lambda: Period(2024, day),
        lambda: load_ledger(root / "data/langson", known_on=day),
        lambda: compare_years(ledger, nation, (2021, 2025), day),
        lambda: plan_baseline(ledger, nation, (2026, 2030), day),
        lambda: run_report("year-end", as_of=day),
    ]
    for ask in asked:
        with pytest.raises(ParameterError, match=r"không phải là ngày\. Cần datetime\.date; .* parse_day"):
            ask()


# Reports --------------------------------------------------------------------------------------------------------


@pytest.fixture
def asked(monkeypatch, root):
    """The jobs that `run_report` asks for; none is executed."""
    jobs = []
    monkeypatch.chdir(root)
    monkeypatch.setattr(execute, "run_report", lambda job: jobs.append(job) or Made(job.folder, ("report.pdf",)))
    return jobs


def test_a_report_asked_for_in_python_is_the_job_of_the_command_line(asked, tmp_path):
    made = run_report("comparison", data="data/langson", years=(2021, 2025), as_of=date(2026, 1, 31), out=tmp_path)
    given = {"data": "data/langson", "years": "2021-2025", "as_of": "2026-01-31"}
    assert asked == [execute.prepare(REPORTS["comparison"], given, FORMATS, tmp_path)]
    assert made.files["report.pdf"] == tmp_path / "yearly_comparison/langson_2021-2025_2026-01-31/report.pdf"


def test_without_parameters_a_report_is_that_of_its_notebook(asked, root):
    run_report("year-end", formats=["pdf", "html"], known_on=date(2025, 6, 30))
    (job,) = asked
    assert job.formats == ("html", "pdf")
    assert (job.parameters["year"], job.parameters["known_on"]) == (2024, "2025-06-30")
    assert job.base == root / "reports"


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        ("yearend", {}, ["«yearend»", "year-end, comparison, baseline"]),
        ("year-end", {"years": (2021, 2025)}, ["không có tham số years", "year, as_of"]),
        ("year-end", {"year": "hai nghìn"}, ["sai kiểu", "cần số nguyên"]),
        ("year-end", {"formats": ["docm"]}, ["«docm»", "html, pdf"]),
        ("year-end", {"formats": []}, ["Định dạng", "html, pdf"]),
    ],
)
def test_a_report_asked_for_wrongly_is_refused_before_it_runs(asked, name, given, words):
    with pytest.raises(ParameterError) as refused:
        run_report(name, **given)
    assert [word for word in words if word not in str(refused.value)] == []
    assert asked == []
