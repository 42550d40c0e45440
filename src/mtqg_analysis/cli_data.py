"""The commands that begin a dataset, list its codes and say what it is ready for: parsing, and nothing else."""

from pathlib import Path
from typing import Annotated

import typer

from mtqg_analysis.cli_desk import AsOf, Here, Of, say, write_json
from mtqg_analysis.domain.language import tr
from mtqg_analysis.ledger.keeping import written
from mtqg_analysis.run.screen import Screen

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
    data: Of = None,
) -> None:
    """Liệt kê mã và tên: tỉnh, đơn vị của tỉnh, chương trình, đại lượng, cơ quan."""
    from mtqg_analysis.ledger.dataset import dataset_meant, find_path, province_of_dataset
    from mtqg_analysis.run.codes import codes as listed

    province = province_of_dataset(find_path(dataset_meant(data))) if kind == "units" else ""
    for code, name in listed(kind, province):
        say(f"{code}\t{name}")


@data_app.command("ready")
def ready(
    dataset: Here = None,
    year: Annotated[int | None, typer.Option(help="Năm kế hoạch.", show_default="năm mới nhất có giải ngân")] = None,
    as_of: AsOf = None,
    context: Annotated[str, typer.Option(help="Thư mục bộ dữ liệu cả nước.")] = "data/national",
    json_file: Annotated[Path | None, typer.Option("--json", help="Ghi kết quả ra tệp JSON.")] = None,
) -> None:
    """Mục nào của ba báo cáo sẽ có, mục nào còn thiếu số liệu gì và thu bằng biểu nào."""
    from mtqg_analysis.domain.period import parse_day
    from mtqg_analysis.ledger.dataset import dataset_meant
    from mtqg_analysis.run.ready import as_json, readiness, show_readiness

    day = parse_day(as_of, "--as-of") if as_of else None
    folder = dataset_meant(dataset)
    lines = readiness(folder, context, year, day)
    show_readiness(lines, Screen())
    if json_file is not None:
        found: dict[str, object] = {"dataset": folder, "sections": as_json(lines)}
        say(written(json_file, lambda place: write_json(place, found)))


@data_app.command("book")
def book(
    source: Annotated[
        Path, typer.Argument(metavar="THƯ_MỤC|SỔ.xlsx", help="Thư mục bộ dữ liệu, hoặc sổ Excel của nó.")
    ],
    out: Annotated[
        Path | None, typer.Option("--out", help="Sổ để ghi; với sổ: thư mục để ghi.", show_default="cùng nơi")
    ] = None,
) -> None:
    """Ghi bộ dữ liệu thành một sổ Excel có danh sách chọn; nêu sổ thì ghi lại thành các bảng CSV."""
    from mtqg_analysis.ledger.dataset import find_path
    from mtqg_analysis.run.dataset_book import write_book, write_tables

    found = find_path(source)
    if found.is_dir():
        say(written(out or found / f"{found.resolve().name}.xlsx", lambda place: write_book(found, place)))
        return
    folder = out or found.parent
    kept = write_tables(found, folder)
    say(tr("Đã ghi các bảng của {book} vào {folder}; giữ bản cũ của {kept} tệp.", book=found, folder=folder, kept=kept))
