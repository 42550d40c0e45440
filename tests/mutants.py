"""Faults made by hand, each with the tests that must fall over it: tried in a temporary copy, one after another.

    python tests/mutants.py             all of them
    python tests/mutants.py tornado     those whose name holds the word

The answer is 0 when all fall. `moved` says that the line is no longer there: find where the idea went, and follow it.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
SOURCE = "src/mtqg_analysis"


@dataclass(frozen=True)
class Mutant:
    """name: what would be wrong. file: below the package. line, instead: text that stands there once, and its fault.

    tests: what must fall, as pytest names it.
    """

    name: str
    file: str
    line: str
    instead: str
    tests: str


DRAWN, DETAIL = "tests/report/test_drawn.py", "tests/report/test_year_end_detail.py"
WORDS = "tests/intake/test_words_in_word.py"
MUTANTS = (
    Mutant(
        "January is shown though cells lack it",
        "analysis/cells.py",
        'if frame["later"].isna().any():',
        'if frame["later"].isna().all():',
        "tests/analysis/test_cells.py::test_january_is_not_shown_where_one_unit_has_not_told_it",
    ),
    Mutant(
        "a term adds years of unequal stages",
        "analysis/year_end/term.py",
        "return self.years[(stages == stages.max()).to_numpy()]",
        "return self.years",
        "tests/report/test_one_report.py::test_the_places_of_a_report_agree",
    ),
    Mutant(
        "outcomes of later years stand in a report",
        "analysis/outcomes.py",
        "    rows = ledger.seen(period.as_of).find(",
        "    rows = ledger.later.find(",
        "tests/report/test_nothing_later.py",
    ),
    Mutant(
        "what came after is not called later",
        "report/pages/year_end/after.py",
        'LATER = to_translate("Cập nhật sau ngày chốt: {text}")',
        'LATER = "{text}"',
        "tests/report/test_one_report.py::test_the_places_of_a_report_agree",
    ),
    Mutant(
        "a chart takes a change apart otherwise than the text",
        "report/pages/comparison/reasons.py",
        '            mix=points(change.sums["mix"], 2),\n',
        '            mix=points(change.nested["capital"], 2),\n',
        "tests/report/test_one_report.py::test_the_places_of_a_report_agree",
    ),
    Mutant(
        "wards and townships count as communes",
        "analysis/breaks.py",
        'int((listed["type"] == "xã").sum())',
        "len(listed)",
        "tests/report/test_planning_pages.py",
    ),
    Mutant(
        "a stock is known before it was published",
        "analysis/planning/outlook.py",
        "    rows = ledger.seen(as_of).find(\n",
        "    rows = ledger.later.find(\n",
        "tests/analysis/planning/test_settled.py::test_the_whole_report_of_december_knows_nothing_of_january",
    ),
    Mutant(
        "a ledger sees what comes after its day",
        "ledger/ledger.py",
        "        return day <= until\n",
        "        return True\n",
        "tests/report/test_nothing_later.py",
    ),
    Mutant(
        "the notes under the units are dropped",
        "report/pages/year_end/units.py",
        "    return (*notes, *rest_notes(evaluation))",
        "    return ()",
        f"{DETAIL}::test_what_units_lack_and_what_they_spent_without_a_plan_is_noted_under_them",
    ),
    Mutant(
        "undivided money and that of agencies are swapped",
        "analysis/planning/restated.py",
        'left["reason"] == "agency"',
        'left["reason"] != "agency"',
        f"{DRAWN}::test_former_years_stand_where_their_cells_do",
    ),
    Mutant(
        "years of which nothing is known are summed to zero",
        "analysis/year_end/term.py",
        '"cancelled"]].sum(skipna=False)',
        '"cancelled"]].sum()',
        f"{DETAIL}::test_what_no_year_of_the_term_has_published_is_no_sum",
    ),
    Mutant(
        "a column's formula is wrong",
        "report/pages/planning/pace.py",
        'formula="opening + plan - disbursed - cancelled"',
        'formula="opening + plan - disbursed + cancelled"',
        "tests/report/test_live_formulas.py",
    ),
    Mutant(
        "a column's formula names a column that is not there",
        "report/cells.py",
        'formula="plan - disbursed"',
        'formula="plan - paid"',
        "tests/report/test_live_formulas.py",
    ),
    Mutant(
        "the bars of the tornado begin at zero",
        "report/pages/planning/sensitivity.py",
        "axes.barh(place, in_billions(outcome - base), left=in_billions(base),",
        "axes.barh(place, in_billions(outcome - base), left=0,",
        f"{DRAWN}::test_a_bar_of_the_tornado_runs_from_base_to_what_the_table_says",
    ),
    Mutant(
        "estimates of the nation are full and actual figures hollow",
        "report/pages/comparison/months.py",
        '(("actual", colour), ("estimate", "white"))',
        '(("actual", "white"), ("estimate", colour))',
        f"{DRAWN}::test_the_nation_s_estimates_are_hollow_and_its_actual_figures_full",
    ),
    Mutant(
        "estimates of poverty are full and actual figures hollow",
        "report/pages/year_end/outcomes.py",
        'face = BLUE if actual else "white"',
        'face = "white" if actual else BLUE',
        f"{DRAWN}::test_a_poverty_rate_is_hollow_where_it_is_an_estimate",
    ),
    Mutant(
        "months of a running year are full where they are estimates",
        "report/pages/year_end/outlook_chart.py",
        '((~hollow, colour), (hollow, "white"))',
        '((~hollow, "white"), (hollow, colour))',
        f"{DRAWN}::test_a_month_of_the_nation_is_full_only_where_it_is_an_actual_figure",
    ),
    Mutant(
        "the waterfall of the year is mirrored",
        "report/pages/year_end/carry_over.py",
        'sums["closing"] + sums["cancelled"], GREEN',
        "0, GREEN",
        f"{DRAWN}::test_the_flow_stands_as_the_table_adds_it_up",
    ),
    Mutant(
        "the waterfall of reasons is mirrored",
        "report/pages/comparison/reasons.py",
        "axes.barh(place, step, left=levels[-1],",
        "axes.barh(place, -step, left=levels[-1],",
        f"{DRAWN}::test_reasons_lead_step_by_step_from_one_rate_to_the_other",
    ),
    Mutant(
        "amounts put into one unit are measured in that of their heading",
        "intake/plausible.py",
        "amount = abs(value.amount) * MONEY[value.unit or field.unit or unit]",
        "amount = abs(value.amount) * MONEY[field.unit or unit]",
        "tests/intake/test_corpus.py::test_a_file_is_read_as_it_is[units_of_two_headings]",
    ),
    Mutant(
        "words that changed in the dataset meanwhile are overwritten unasked",
        "intake/narrative.py",
        "if now != _words(one)[0]:",
        "if False:",
        f"{WORDS}::test_words_that_changed_in_the_dataset_meanwhile_are_not_overwritten_unasked",
    ),
    Mutant(
        "a place without a paragraph left is taken as untouched",
        "intake/narrative.py",
        "if gone and not now:",
        "if False:",
        f"{WORDS}::test_a_place_that_was_emptied_is_asked_about",
    ),
    Mutant(
        "deleted words of a tracked change come back",
        "intake/read_docx.py",
        'if paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None:',
        "if False:",
        f"{WORDS}::test_tracked_changes_are_taken_as_accepted",
    ),
    Mutant(
        "a draft counts as approved",
        "report/narrative.py",
        "return self.kind not in MARKS",
        "return True",
        "tests/report/test_drafts.py::test_a_draft_is_proposed_where_its_evidence_is_there_and_marked_as_one",
    ),
    Mutant(
        "True is a year",
        "run/parameter.py",
        " and (wanted in (bool, None) or not isinstance(value, bool))",
        "",
        "tests/run/test_inputs.py::test_a_value_of_another_type_is_refused_though_python_would_take_it",
    ),
    Mutant(
        "a renamed file has the same digest",
        "run/manifest.py",
        'total.update(name.encode() + b"\\0" + one.encode() + b"\\n")',
        'total.update(one.encode() + b"\\n")',
        "tests/run/test_inputs.py::test_a_file_under_another_name_is_another_input",
    ),
)


def tried(mutant: Mutant, copy: Path) -> str:
    """Whether the mutant is killed or survives, or its line has moved; the copy is as before afterwards."""
    file = copy / SOURCE / mutant.file
    text = file.read_text("utf-8") if file.exists() else ""
    if text.count(mutant.line) != 1:
        return "moved"
    file.write_text(text.replace(mutant.line, mutant.instead), "utf-8")
    command = [sys.executable, "-m", "pytest", "-x", "-n0", "-p", "no:cacheprovider", mutant.tests]
    environment = {**os.environ, "PYTHONPATH": str(copy / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, encoding="utf-8")
    file.write_text(text, "utf-8")
    # pytest: 1 tests failed; anything but 0 and 1 means that no test was run
    return {0: "SURVIVED", 1: "killed"}.get(done.returncode, f"not tried ({done.stdout.strip().splitlines()[-1:]})")


def main(word: str = "") -> int:
    """Tries the mutants whose name holds the word; the answer is how many did not fall."""
    chosen = [one for one in MUTANTS if word in one.name]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        left_out = shutil.ignore_patterns(".*", "__pycache__", "reports", "build")
        shutil.copytree(PROJECT, copy, ignore=left_out)
        ends = []
        for one in chosen:
            ends.append(tried(one, copy))
            print(f"{ends[-1]:10} {one.name}", flush=True)
    fallen = ends.count("killed")
    print(f"{fallen} of {len(ends)} killed")
    return len(ends) - fallen


if __name__ == "__main__":
    sys.exit(1 if main(*sys.argv[1:2]) else 0)
