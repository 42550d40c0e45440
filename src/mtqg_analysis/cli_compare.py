"""The commands that hold one run of a report against another: parsing, and nothing else."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from mtqg_analysis.cli_desk import say, write_json
from mtqg_analysis.domain.errors import ParameterError
from mtqg_analysis.ledger.keeping import written
from mtqg_analysis.run.screen import Screen

compare = typer.Typer()


@compare.command("diff")
def diff(
    before: Annotated[Path, typer.Argument(metavar="TRƯỚC", help="Thư mục của một báo cáo đã lập.")],
    after: Annotated[
        Path | None, typer.Argument(metavar="SAU", help="Thư mục của báo cáo đó, lập lần khác.", show_default=False)
    ] = None,
    published: Annotated[
        str | None, typer.Option(help="So với số đã công bố của bộ dữ liệu này, thay cho một lần lập khác.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Ghi đủ mọi chỗ khác ra tệp CSV.")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Ghi đủ mọi chỗ khác ra tệp JSON.")] = None,
    html_file: Annotated[Path | None, typer.Option("--html", help="Ghi phiếu so sánh một trang HTML.")] = None,
) -> None:
    """So hai lần lập một báo cáo: số nào đổi, bao nhiêu, vì sao; mã thoát 0 như nhau, 1 có khác, 2 không so được."""
    from mtqg_analysis.run.difference_note import write_note
    from mtqg_analysis.run.difference_words import as_json, show_differences, write_csv
    from mtqg_analysis.run.differences import compare_folders

    if published is not None and after is None:
        from mtqg_analysis.run.against_published import compare_published

        found = compare_published(before, published)
    elif after is not None and published is None:
        found = compare_folders(before, after)
    else:
        raise ParameterError("Hãy nêu hoặc thư mục của lần lập thứ hai, hoặc --published và bộ dữ liệu; một trong hai.")
    files: dict[Path | None, Callable[[Path], None]] = {
        out: lambda place: write_csv(found, place),
        json_file: lambda place: write_json(place, as_json(found)),
        html_file: lambda place: write_note(found, place),
    }
    asked = {file: write for file, write in files.items() if file is not None}
    show_differences(found, Screen(), is_written=bool(asked))
    for file, write in asked.items():
        say(written(file, write))
    if found.differences:
        raise typer.Exit(1)


@compare.command("trace")
def trace(
    run: Annotated[Path, typer.Argument(metavar="BÁO_CÁO", help="Thư mục của một báo cáo đã lập.")],
    figure: Annotated[str, typer.Argument(metavar="SỐ", help="Số đúng như in trong bảng, ví dụ 52,6%.")],
) -> None:
    """Một số đã in từ đâu ra: cộng từ những số liệu nào, ở văn bản nào, tệp, trang và ô nào."""
    from mtqg_analysis.run import trace as trail

    for step in trail.trace(run, figure):
        say(f"{'  ' * step.depth}{step.text}")


@compare.command("verify")
def verify(
    run: Annotated[Path, typer.Argument(metavar="BÁO_CÁO", help="Thư mục của một báo cáo đã lập.")],
    json_file: Annotated[Path | None, typer.Option("--json", help="Ghi kết quả ra tệp JSON.")] = None,
    html_file: Annotated[Path | None, typer.Option("--html", help="Ghi phiếu so sánh một trang HTML.")] = None,
) -> None:
    """Lặp lại một lần lập theo manifest.json: số có như cũ không; mã thoát 0 như cũ, 1 có khác, 2 không lặp được."""
    from mtqg_analysis.run.warm import begin_command

    begin_command()
    from mtqg_analysis.run.difference_note import write_note
    from mtqg_analysis.run.difference_words import as_json, show_details
    from mtqg_analysis.run.verify import verify_run

    found = verify_run(run)
    say(found.told)
    if found.warning:
        say(found.warning)
    show_details(found.comparison, Screen(), is_written=bool(json_file or html_file))
    if json_file is not None:
        content = {"same": found.is_same, "edited": list(found.edited)} | as_json(found.comparison)
        say(written(json_file, lambda place: write_json(place, content)))
    if html_file is not None:
        say(written(html_file, lambda place: write_note(found.comparison, place)))
    if not found.is_same:
        raise typer.Exit(1)
