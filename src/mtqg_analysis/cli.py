"""The command line `mtqg`: parsing, and nothing else.

It speaks the language of `--set language=…`, else that of the environment variable MTQG_LANGUAGE, else Vietnamese.
"""

import os
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Column, Table
from rich.text import Text
from typer.core import TyperGroup

from mtqg_analysis.cli_claims import claims
from mtqg_analysis.cli_compare import compare
from mtqg_analysis.cli_data import data_app
from mtqg_analysis.cli_desk import Here, Of, desk, say, write_json
from mtqg_analysis.cli_frame import WithParameters, use_frame
from mtqg_analysis.domain.disk import refused
from mtqg_analysis.domain.errors import MtqgError, ParameterError
from mtqg_analysis.domain.language import LANGUAGES, tr, use_language
from mtqg_analysis.ledger.keeping import written
from mtqg_analysis.run.screen import Screen
from mtqg_analysis.run.stopping import Stopped, stoppable

app = typer.Typer(
    help="Đánh giá, so sánh và lập kế hoạch các chương trình mục tiêu quốc gia.",
    no_args_is_help=True,
    add_completion=False,
)


class _Reports(TyperGroup):
    """The reports by name, and any notebook of the user's own by its file."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command of the first word; a file of a notebook is the argument of `own`."""
        return super().resolve_command(ctx, ["own", *args] if args and args[0].endswith(".ipynb") else args)


report_app = typer.Typer(cls=_Reports, help="Lập báo cáo; không nêu tên thì lập cả ba.", invoke_without_command=True)
app.add_typer(report_app, name="report")
app.add_typer(desk)
app.add_typer(data_app)
app.add_typer(claims)
app.add_typer(compare)

Context = Annotated[
    str | None, typer.Option(help="Bộ dữ liệu cả nước mà báo cáo của tỉnh dựa vào.", show_default="data/national")
]
AsOf = Annotated[str | None, typer.Option("--as-of", help="Ngày chốt số liệu, dạng 2024-12-31 hoặc 31/12/2024.")]
KnownOn = Annotated[
    str | None, typer.Option("--known-on", help="Chỉ dùng số liệu đã công bố đến ngày này.", show_default="mới nhất")
]
Setting = Annotated[
    list[str] | None, typer.Option("--set", metavar="TÊN=GIÁ_TRỊ", help="Tham số khác của sổ tay; lặp lại được.")
]
Formats = Annotated[str, typer.Option("--format", help="Định dạng, cách nhau bằng dấu phẩy.")]
Out = Annotated[Path | None, typer.Option("--out", help="Thư mục báo cáo.", show_default="reports", readable=False)]
Issue = Annotated[
    bool,
    typer.Option("--issue", help="Bản ban hành: từ chối khi còn mục phải viết, duyệt hoặc thiếu số, ngày, người ký."),
]
Kernel = Annotated[
    bool, typer.Option("--kernel", help="Chạy sổ tay bằng nhân Jupyter thường; chậm hơn, cùng một kết quả từng ô.")
]
ALL_FORMATS = "html,pdf,docx,xlsx,pptx"


@report_app.callback()
def report_all(context: typer.Context, formats: Formats = ALL_FORMATS, out: Out = None) -> None:
    """Lập báo cáo; không nêu tên thì lập cả ba: của bộ dữ liệu ở thư mục hiện tại, không có thì của Lạng Sơn."""
    if context.invoked_subcommand is None:
        from mtqg_analysis.ledger.dataset import dataset_around

        around = dataset_around(Path.cwd())
        given: dict[str, object] = {"data": str(around)} if around else {}
        _make([("year-end", given), ("comparison", given), ("baseline", given)], formats, out)


@report_app.command("year-end", cls=WithParameters)
def report_year_end(
    data: Of = None,
    context: Context = None,
    year: Annotated[int | None, typer.Option(help="Năm kế hoạch.")] = None,
    term: Annotated[str | None, typer.Option(help="Đánh giá cả giai đoạn, dạng 2021-2025.")] = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    geojson: Annotated[str | None, typer.Option(help="Tệp bản đồ GeoJSON thay cho bản đồ ô.")] = None,
    settings: Setting = None,
    formats: Formats = ALL_FORMATS,
    out: Out = None,
    issue: Issue = False,
    kernel: Kernel = False,
) -> None:
    """Báo cáo đánh giá năm."""
    given = {"data": data, "context": context, "year": year, "term": term, "as_of": as_of, "known_on": known_on}
    given["geojson"] = geojson
    _make([("year-end", _of_dataset(_given(given, settings)))], formats, out, issue, kernel)


@report_app.command("comparison", cls=WithParameters)
def report_comparison(
    data: Of = None,
    context: Context = None,
    years: Annotated[str | None, typer.Option(help="Các năm, dạng 2021-2025.")] = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    settings: Setting = None,
    formats: Formats = ALL_FORMATS,
    out: Out = None,
    issue: Issue = False,
    kernel: Kernel = False,
) -> None:
    """Báo cáo so sánh tỷ lệ giải ngân các năm."""
    given = {"data": data, "context": context, "years": years, "as_of": as_of, "known_on": known_on}
    _make([("comparison", _of_dataset(_given(given, settings)))], formats, out, issue, kernel)


@report_app.command("baseline", cls=WithParameters)
def report_baseline(
    data: Of = None,
    context: Context = None,
    horizon: Annotated[str | None, typer.Option(help="Giai đoạn, dạng 2026-2030.")] = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    settings: Setting = None,
    formats: Formats = ALL_FORMATS,
    out: Out = None,
    issue: Issue = False,
    kernel: Kernel = False,
) -> None:
    """Báo cáo cơ sở lập kế hoạch giai đoạn sau."""
    given = {"data": data, "context": context, "horizon": horizon, "as_of": as_of, "known_on": known_on}
    _make([("baseline", _of_dataset(_given(given, settings)))], formats, out, issue, kernel)


@report_app.command("own")
def report_own(
    notebook: Annotated[str, typer.Argument(metavar="SỔ_TAY.ipynb", help="Sổ tay của mình, có ô tham số.")],
    data: Annotated[str | None, typer.Option("--data", help="Thư mục bộ dữ liệu.")] = None,
    as_of: AsOf = None,
    settings: Setting = None,
    formats: Formats = ALL_FORMATS,
    out: Out = None,
) -> None:
    """Báo cáo từ sổ tay của mình; viết gọn: mtqg report so-tay/bao-cao.ipynb."""
    _make([(notebook, _given({"data": data, "as_of": as_of}, settings))], formats, out)


def _given(options: Mapping[str, object], settings: list[str] | None) -> dict[str, object]:
    from mtqg_analysis.run.parameters import parse_settings

    named = {name: value for name, value in options.items() if value is not None}
    set_too = parse_settings(settings or [])
    if "language" in set_too:
        use_language(str(set_too["language"]))
    twice = sorted(set(named) & set(set_too))
    if twice:
        raise ParameterError(
            "Tham số {twice} được nêu hai lần; hãy bỏ --set hoặc bỏ tùy chọn riêng của nó.", twice=", ".join(twice)
        )
    return named | set_too


def _of_dataset(given: dict[str, object]) -> dict[str, object]:
    """What was asked for of one report, with its dataset by name."""
    from mtqg_analysis.ledger.dataset import dataset_meant

    return given | {"data": dataset_meant(str(given["data"]) if given.get("data") else None)}


def _make(
    wanted: list[tuple[str, dict[str, object]]],
    formats: str,
    out: Path | None,
    issue: bool = False,
    kernel: bool = False,
) -> None:
    from mtqg_analysis.run.warm import begin_command

    begin_command()
    from mtqg_analysis.run.execute import prepare
    from mtqg_analysis.run.progress import run_jobs
    from mtqg_analysis.run.reports import parse_formats, report_named

    console = Screen()
    jobs = [prepare(report_named(name), given, parse_formats(formats), out, issue) for name, given in wanted]
    jobs = [replace(job, kernel=kernel) for job in jobs]
    try:
        outcomes = run_jobs(jobs, console)
    except Stopped as stopped:
        stopped.said = tr("Đã dừng theo yêu cầu; báo cáo lập trước đó, nếu có, vẫn còn nguyên.")
        raise
    done = [outcome for outcome in outcomes if outcome.documents]
    if done:
        table = Table(tr("Báo cáo"), Column(tr("Tệp"), overflow="fold"), title=tr("Đã lập"))
        for outcome in done:
            files = [*outcome.documents, "executed.ipynb", "manifest.json"]
            table.add_row(tr(outcome.job.report.title), f"{_short(outcome.job.folder)}\n  {', '.join(files)}")
        console.print(table)
    for outcome in done:
        for note in outcome.notes:
            say(f"{tr(outcome.job.report.title)}: {note}", stderr=True)
    failed = [outcome.error for outcome in outcomes if outcome.error is not None]
    for error in failed:
        _complain(error)
    if failed:
        raise typer.Exit(2 if not done and all(error.exit_status == 2 for error in failed) else 1)


@app.command("batch")
def batch(
    order: Annotated[Path, typer.Argument(metavar="ĐƠN.yaml", help="Đơn đặt: báo cáo nào, với những tham số nào.")],
    explain: Annotated[bool, typer.Option("--explain", help="Chỉ nói báo cáo nào phải lập lại và vì sao.")] = False,
    keep_going: Annotated[bool, typer.Option(help="Một báo cáo hỏng thì vẫn lập tiếp các báo cáo khác.")] = True,
    scheduler: Annotated[
        str, typer.Option(metavar="tcp://MÁY:8786", help="Giao cho cụm máy Dask ở địa chỉ này.", show_default="máy này")
    ] = "",
) -> None:
    """Lập hàng loạt báo cáo; báo cáo nào còn nguyên, đầu vào không đổi thì không lập lại."""
    from mtqg_analysis.run.standing import explained, standing_of
    from mtqg_analysis.run.warm import begin_command

    standing = standing_of(order)
    if explain:
        for line in explained(standing):
            say(line)
        return
    begin_command()
    from mtqg_analysis.run.batch import run_batch

    console = Screen()
    try:
        ended = run_batch(standing, console, keep_going, scheduler)
    except Stopped as stopped:
        stopped.said = tr("Đã dừng theo yêu cầu; lần chạy sau lập tiếp những báo cáo còn thiếu.")
        raise
    say(ended.line)
    if ended.failed:
        table = Table(tr("Báo cáo"), Column(tr("Vì sao"), overflow="fold"), title=tr("Không lập được"))
        for one in ended.failed:
            table.add_row(Text(one.name), Text(str(one.error)))
        console.print(table)
        raise typer.Exit(1)


def _short(path: Path) -> str:
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


@app.command("check")
def check(
    dataset: Here = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Ghi kết quả ra tệp JSON.")] = None,
) -> None:
    """Tự kiểm tra một bộ dữ liệu; mã thoát 1 khi có lỗi trong số liệu."""
    from mtqg_analysis.domain.reference import label
    from mtqg_analysis.ledger.checked import checked_dataset
    from mtqg_analysis.ledger.dataset import dataset_meant
    from mtqg_analysis.ledger.finding import shortened

    result = checked_dataset(dataset_meant(dataset)).check
    for finding in shortened(result.findings):
        ids = f" [{finding.listed_ids}]" if finding.ids else ""
        say(f"{label('severity', finding.severity)}: {finding.message}{ids}")
    found = Counter(finding.severity for finding in result.findings)
    summary = ", ".join(f"{found[name]} {label('severity', name)}" for name in ("error", "warning", "info"))
    say(
        tr(
            "{dataset}: {facts} số liệu; đã đối chiếu {triples} tỷ lệ với kế hoạch và số thực hiện, {sums} "
            "tổng với các thành phần; {summary}.",
            dataset=result.dataset,
            summary=summary,
            **result.checked,
        )
    )
    if json_file is not None:
        say(written(json_file, lambda place: write_json(place, result.as_dict())))
    if found["error"]:
        raise typer.Exit(1)


def _complain(error: MtqgError) -> None:
    say(tr("Lỗi: {error}", error=error), stderr=True)


def main() -> None:
    """Runs `mtqg`; a user's error becomes one message and exit status 2."""
    try:
        with stoppable():
            use_language(os.environ.get("MTQG_LANGUAGE") or LANGUAGES[0])
            use_frame()
            app()
    except MtqgError as error:
        _complain(error)
        sys.exit(2)
    except OSError as error:
        _complain(refused(error, Path.cwd()))
        sys.exit(2)
    except Stopped as stopped:
        say(stopped.said or tr("Đã dừng theo yêu cầu; không tệp nào bị ghi dở."), stderr=True)
        sys.stdout.flush()
        os._exit(stopped.status)  # all is cleared up; Python would take its libraries down one by one
