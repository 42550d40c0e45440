"""The parameters of a report as its notebook declares them, for whoever asks the command line for help."""

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.run.parameters import declared_parameters
from mtqg_analysis.run.reports import project_root, report_named

HERE = to_translate("nơi gọi")  # a notebook by itself needs one by name


def show_parameters(report: str, console: Console) -> None:
    """Lists what a report's notebook takes: name, meaning, what is accepted, default."""
    notebook = project_root() / "notebooks" / f"{report_named(report).notebook}.ipynb"
    heads = (tr("Nghĩa"), tr("Nhận"), tr("Mặc định"))
    columns = (Column(tr("Tham số"), no_wrap=True), *(Column(head, overflow="fold") for head in heads))
    title = tr("Tham số của {notebook}; đặt bằng --set TÊN=GIÁ_TRỊ hoặc tùy chọn cùng tên", notebook=notebook.name)
    table = Table(*columns, title=Text(title), box=SIMPLE_HEAD)
    for name, one in declared_parameters(notebook).items():
        usual = tr(HERE) if name == "data" else "" if one.default is None else str(one.default)
        table.add_row(*map(Text, (name, one.about, one.expected, usual)))
    console.print(table)
