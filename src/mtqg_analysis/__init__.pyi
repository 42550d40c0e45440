"""The door: every name that the package promises, from the module that it is at home in."""

from mtqg_analysis.analysis.planning.plan import Baseline as Baseline, plan_baseline as plan_baseline
from mtqg_analysis.analysis.basis import Basis as Basis
from mtqg_analysis.analysis.compare import compare as compare, differences as differences
from mtqg_analysis.analysis.result import Result as Result
from mtqg_analysis.analysis.year_end.evaluation import YearEnd as YearEnd, evaluate_year as evaluate_year
from mtqg_analysis.analysis.comparison.comparison import Years as Years, compare_years as compare_years
from mtqg_analysis.domain.errors import (
    MtqgError as MtqgError,
    ParameterError as ParameterError,
    DataError as DataError,
    IncomparableError as IncomparableError,
    OutputError as OutputError,
    FormatError as FormatError,
    NotebookError as NotebookError,
    StaleError as StaleError,
    UnfinishedError as UnfinishedError,
    UnforeseenError as UnforeseenError,
)
from mtqg_analysis.domain.language import use_language as use_language
from mtqg_analysis.domain.period import Period as Period, parse_day as parse_day, parse_years as parse_years
from mtqg_analysis.intake.reading import Reading as Reading, read_file as read_file
from mtqg_analysis.intake.store import store as store
from mtqg_analysis.intake.answers import Answers as Answers
from mtqg_analysis.lab.explore import Explorer as Explorer, explore as explore
from mtqg_analysis.lab.own_notebook import put_into as put_into
from mtqg_analysis.lab.panel import panel as panel
from mtqg_analysis.lab.view import View as View
from mtqg_analysis.ledger.check import Check as Check, check_dataset as check_dataset
from mtqg_analysis.ledger.dataset import Dataset as Dataset, read_dataset as read_dataset
from mtqg_analysis.ledger.finding import Finding as Finding
from mtqg_analysis.ledger.ledger import Ledger as Ledger, load_ledger as load_ledger
from mtqg_analysis.report.pages import (
    comparison as comparison,
    exploring as exploring,
    planning as planning,
    year_end as year_end,
)
from mtqg_analysis.report.chart import Chart as Chart
from mtqg_analysis.report.column import Column as Column, Quantity as Quantity
from mtqg_analysis.report.display import Origin as Origin, Scope as Scope
from mtqg_analysis.report.issuer import Office as Office
from mtqg_analysis.report.map import Place as Place
from mtqg_analysis.report.sentence import Sentence as Sentence
from mtqg_analysis.report.table import Table as Table
from mtqg_analysis.run.execute import Made as Made
from mtqg_analysis.run.geojson import read_places as read_places
from mtqg_analysis.run.office import read_office as read_office
from mtqg_analysis.run.parameters import check_parameters as check_parameters
from mtqg_analysis.run.report import run_report as run_report

__version__: str
