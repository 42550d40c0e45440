"""The commands that begin a dataset and list its codes: parsing, and nothing else."""

from pathlib import Path
from typing import Annotated

import typer

from mtqg_analysis.cli_desk import say
from mtqg_analysis.domain.errors import ParameterError
from mtqg_analysis.domain.language import tr

data_app = typer.Typer()


@data_app.command("new")
def new(
    folder: Annotated[Path, typer.Argument(metavar="THƯ_MỤC", help="Thư mục của bộ dữ liệu mới, ví dụ data/caobang.")],
    province: Annotated[str, typer.Option(help='Tên hoặc mã của tỉnh, ví dụ "Cao Bằng".')],
) -> None:
    """Tạo bộ dữ liệu của một tỉnh: các bảng trống, danh mục xã, giả định, cơ quan ban hành, hướng dẫn."""
    from mtqg_analysis.domain.units import unit_name
    from mtqg_analysis.run.new_dataset import new_dataset

    name, guide = unit_name(new_dataset(folder, province)), folder / "HUONG-DAN.md"
    say(tr("Đã tạo {folder} cho {name}. Ba việc tiếp theo: xem {guide}.", folder=folder, name=name, guide=guide))


@data_app.command("codes")
def codes(
    kind: Annotated[str, typer.Argument(metavar="LOẠI", help="provinces, units, programmes, measures, agencies.")],
    data: Annotated[Path | None, typer.Option("--data", help="Bộ dữ liệu của tỉnh, khi hỏi units.")] = None,
) -> None:
    """Liệt kê mã và tên: tỉnh, đơn vị của tỉnh, chương trình, đại lượng, cơ quan."""
    from mtqg_analysis.ledger.dataset import dataset_around, find_path, province_of_dataset
    from mtqg_analysis.run.codes import codes as listed

    folder = find_path(data) if data else dataset_around(Path.cwd())
    province = province_of_dataset(folder) if folder else ""
    if kind == "units" and not province:
        raise ParameterError("Mã đơn vị là của từng tỉnh; hãy nêu --data, ví dụ --data data/langson.")
    for code, name in listed(kind, province):
        say(f"{code}\t{name}")
