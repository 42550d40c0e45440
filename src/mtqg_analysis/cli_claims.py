"""The command that holds a draft against the data: parsing, and nothing else."""

from pathlib import Path
from typing import Annotated

import typer

from mtqg_analysis.cli_desk import AsOf, Of, say
from mtqg_analysis.domain.language import tr
from mtqg_analysis.ledger.keeping import written
from mtqg_analysis.run.screen import Screen

claims = typer.Typer()


@claims.command("claims")
def check_claims(
    draft: Annotated[Path, typer.Argument(metavar="DỰ_THẢO", help="Dự thảo: .docx, .pdf có chữ, .md, .txt, .html.")],
    data: Of = None,
    context: Annotated[str, typer.Option(help="Bộ dữ liệu cả nước.")] = "data/national",
    year: Annotated[int | None, typer.Option(help="Năm kế hoạch, khi dự thảo không nêu.")] = None,
    as_of: AsOf = None,
    out: Annotated[
        Path | None, typer.Option(help="Thư mục ghi trang HTML có đánh dấu, và tệp Word có nhận xét ở từng chỗ.")
    ] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Ghi kết quả ra tệp JSON.")] = None,
) -> None:
    """Đối chiếu từng con số của một dự thảo với dữ liệu; mã thoát 1 khi có số trái dữ liệu."""
    from mtqg_analysis.claims.telling import as_json, show
    from mtqg_analysis.domain.period import parse_day
    from mtqg_analysis.ledger.dataset import dataset_meant
    from mtqg_analysis.run.claims import check, write_checked

    checked = check(draft, dataset_meant(data), context, year, parse_day(as_of, "--as-of") if as_of else None)
    show(checked, Screen())
    if out is not None:
        for line in write_checked(draft, checked, out):
            say(line)
    if json_file is not None:
        say(written(json_file, lambda place: place.write_text(as_json(checked), encoding="utf-8")))
    if checked.is_contradicted:
        say(tr("Có số trái với dữ liệu; hãy xem từng chỗ ở trên."), stderr=True)
        raise typer.Exit(1)
