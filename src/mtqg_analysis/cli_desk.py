"""The commands of the desk where spreadsheets come in and go out: parsing, and nothing else."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from mtqg_analysis.domain.errors import ParameterError
from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.visible import json_text
from mtqg_analysis.ledger.keeping import written
from mtqg_analysis.run.screen import Screen

desk = typer.Typer()
HERE = "bộ dữ liệu của thư mục hiện tại"
Of = Annotated[str | None, typer.Option("--data", help="Thư mục bộ dữ liệu của tỉnh.", show_default=HERE)]
Here = Annotated[
    str | None,
    typer.Argument(help="Thư mục bộ dữ liệu; check: cả một tệp CSV số liệu đã công bố.", show_default=HERE),
]
AsOf = Annotated[str | None, typer.Option("--as-of", help="Ngày chốt số liệu, dạng 2024-12-31 hoặc 31/12/2024.")]


def say(text: str, stderr: bool = False) -> None:
    """One line of plain text: what it holds comes from data and files, so none of it is markup."""
    Screen(stderr=stderr, soft_wrap=True).print(text, markup=False, highlight=False)


def write_json(file: Path, content: dict[str, object]) -> None:
    """Writes data for other programs as a JSON file."""
    file.write_text(json_text(content) + "\n", encoding="utf-8")


@desk.command("intake")
def intake(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="TỆP|THƯ_MỤC…", help="Bảng tính, hoặc report.docx của mtqg.")
    ] = None,
    into: Annotated[Path | None, typer.Option(help="Bộ dữ liệu để lưu; không nêu thì chỉ đọc.")] = None,
    year: Annotated[int | None, typer.Option(help="Năm kế hoạch, khi tệp không ghi.")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help="Ngày chốt, khi tệp không ghi.")] = None,
    unit: Annotated[str | None, typer.Option(help="Đơn vị tính: đồng, nghìn, triệu, tỷ.")] = None,
    decimal: Annotated[str | None, typer.Option(help="Dấu thập phân: , hoặc .")] = None,
    level: Annotated[str | None, typer.Option(help="Cấp của đơn vị: huyện, xã, sở.")] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(help='Nghĩa của một cột, ví dụ "D=giải ngân,nguồn=vốn địa phương"; lặp lại được.'),
    ] = None,
    json_folder: Annotated[Path | None, typer.Option("--json", help="Thư mục ghi kết quả từng tệp.")] = None,
    marked: Annotated[Path | None, typer.Option(help="Thư mục ghi bản sao có nhận xét ở từng ô.")] = None,
    accept: Annotated[
        list[str] | None, typer.Option(help="Nhận một lỗi, dạng tệp:loại:trang!ô; hoặc tệp chữ mỗi dòng một lỗi.")
    ] = None,
    reply: Annotated[Path | None, typer.Option(help="Thư mục ghi công văn trả lời từng nơi gửi, kèm bản sao.")] = None,
    due: Annotated[str | None, typer.Option(help="Hạn gửi lại, ghi trong công văn; dạng 31/01/2025.")] = None,
    issuer: Annotated[str, typer.Option(help="Tệp cơ quan ban hành của công văn (docs/co-quan-ban-hanh.yaml).")] = "",
    author: Annotated[str, typer.Option(help="Ai viết lời trong report.docx, khi tệp không ghi.")] = "",
    status: Annotated[Path | None, typer.Option(help="Xem nơi nào đã gửi vào bộ dữ liệu, còn gì mở.")] = None,
) -> None:
    """Đọc bảng tính gửi đến, từng tệp hay cả thư mục, hoặc lời viết trong report.docx.

    Mã thoát 1 khi có lỗi, câu hỏi hoặc tệp bị từ chối.
    """
    from mtqg_analysis.domain.period import parse_day
    from mtqg_analysis.intake.accepting import acceptances
    from mtqg_analysis.intake.roles import parse_roles
    from mtqg_analysis.run.intake import Wanted, take_in
    from mtqg_analysis.run.intake_answers import at_the_screen, parse_answers
    from mtqg_analysis.run.intake_files import find_files
    from mtqg_analysis.run.intake_status import show_status
    from mtqg_analysis.run.office import read_office
    from mtqg_analysis.run.reply import Reply, reply_to

    console = Screen()
    if status is not None:
        if files:
            raise ParameterError("--status chỉ xem, không đọc tệp nào; hãy bỏ tên tệp hoặc bỏ --status.")
        show_status(status, console)
        return
    said = parse_answers(unit, decimal, level, as_of, year)
    answers = replace(said, author=author.strip(), columns=parse_roles(column or ()))
    batch = find_files(files or [])
    accepts = acceptances(accept or (), len(batch.names))
    letters = (
        Reply(reply, into, parse_day(due, "--due") if due else None, read_office(issuer).issuer) if reply else None
    )
    wanted = Wanted(into, json_folder, marked, accepts, again=letters is not None, ask=at_the_screen(console))
    taken = take_in(batch, answers, wanted, console)
    if letters is not None:
        reply_to(taken, accepts, letters, console)
    if any(job.is_open(accepts) for job in taken.jobs):
        raise typer.Exit(1)


name_app = typer.Typer(help="Danh mục tên riêng của một bộ dữ liệu.")
desk.add_typer(name_app, name="name")


@name_app.command("add")
def name_add(
    name: Annotated[str, typer.Argument(metavar="TÊN", help="Tên đúng như ở ô của tệp.")],
    meaning: Annotated[
        str | None, typer.Argument(metavar="LÀ", help="Tên hoặc mã trong danh mục; không nêu: cơ quan mới của tỉnh.")
    ] = None,
    data: Of = None,
) -> None:
    """Thêm một cách viết tên đơn vị, hoặc một cơ quan mới, vào danh mục riêng của bộ dữ liệu."""
    from mtqg_analysis.intake.own_names import add_agency, add_spelling
    from mtqg_analysis.ledger.dataset import dataset_meant

    folder = Path(dataset_meant(data))
    if meaning is None:
        code, file = add_agency(folder, name), folder / "agencies.csv"
        say(tr("Đã thêm cơ quan «{name}», mã {code}, vào {file}.", name=name, code=code, file=file))
        return
    place, file = add_spelling(folder, name, meaning), folder / "names.csv"
    say(tr("Đã thêm «{name}» là {means} ({code}) vào {file}.", name=name, means=place.name, code=place.code, file=file))


map_app = typer.Typer(help="Bản đồ của một bộ dữ liệu.")
desk.add_typer(map_app, name="map")


@map_app.command("add")
def map_add(
    file: Annotated[
        str, typer.Argument(metavar="TỆP.geojson", help="Đường biên huyện, xã; thuộc tính code hoặc name.")
    ],
    data: Of = None,
) -> None:
    """Giữ bản đồ trong bộ dữ liệu; báo cáo và explore dùng ngay. Vùng nào không khớp thì được nêu tên."""
    from mtqg_analysis.ledger.dataset import dataset_meant
    from mtqg_analysis.run.own_map import add_map

    added = add_map(dataset_meant(data), file)
    before, after = added.points
    about = {"file": added.file, "count": len(added.kept), "before": before, "after": after}
    say(tr("Đã ghi {file}: {count} vùng, {before} điểm còn {after}.", **about))
    if added.unknown:
        say(tr("Không phải huyện, xã của tỉnh, bỏ qua: {names}.", names=", ".join(added.unknown)))
    if added.twice:
        say(tr("Hai vùng cùng một mã: {codes}.", codes=", ".join(added.twice)))


form_app = typer.Typer(help="Ghi biểu để điền: báo cáo năm, nhu cầu vốn, nhận định trùng lặp; mtqg intake đọc ngay.")
desk.add_typer(form_app, name="form")
Units = Annotated[str, typer.Option(help="Đơn vị ở các dòng: districts, communes, agencies.")]
FormFile = Annotated[
    Path | None, typer.Option("--out", help="Tệp .xlsx để ghi.", show_default="bieu-…xlsx", readable=False)
]


@form_app.command("year-end")
def form_year_end(
    year: Annotated[int, typer.Option(help="Năm kế hoạch.")],
    data: Of = None,
    units: Units = "communes",
    as_of: AsOf = None,
    out: FormFile = None,
) -> None:
    """Biểu báo cáo giải ngân năm: mỗi chương trình một trang, mỗi đơn vị một dòng."""
    from mtqg_analysis.domain.period import Period, month_end, parse_day
    from mtqg_analysis.intake.forms import write_year_end_form
    from mtqg_analysis.intake.own_names import whom

    period = Period(year, parse_day(as_of, "--as-of") if as_of else month_end(year, 12))
    file = out or Path(f"bieu-nam-{year}-{units}.xlsx")
    sent = whom(data, units)
    say(written(file, lambda place: write_year_end_form(place, period, sent)))


@form_app.command("planning")
def form_planning(
    years: Annotated[str, typer.Option(help="Giai đoạn, dạng 2026-2030.")] = "2026-2030",
    data: Of = None,
    units: Units = "communes",
    out: FormFile = None,
) -> None:
    """Biểu khảo sát nhu cầu vốn: mỗi công trình, nội dung một dòng, theo năm và nguồn."""
    from mtqg_analysis.domain.period import parse_years
    from mtqg_analysis.intake.forms import write_planning_form
    from mtqg_analysis.intake.own_names import whom

    span = parse_years(years, "--years")
    file = out or Path(f"bieu-nhu-cau-{years}-{units}.xlsx")
    sent = whom(data, units)
    say(written(file, lambda place: write_planning_form(place, span, sent)))


@form_app.command("overlaps")
def form_overlaps(
    data: Of = None,
    sample: Annotated[
        int | None, typer.Option(help="Rút ngẫu nhiên chừng này cặp mỗi tầng; không nêu: mọi cặp chờ nhận định.")
    ] = None,
    out: FormFile = None,
) -> None:
    """Biểu nhận định các cặp công trình có thể trùng lặp: mỗi cặp một dòng, nhận định chọn trong danh sách."""
    from mtqg_analysis.ledger.dataset import dataset_meant
    from mtqg_analysis.run.pair_form import form_of_pairs

    meant = dataset_meant(data)
    say(written(out or Path("bieu-nhan-dinh.xlsx"), lambda place: form_of_pairs(meant, place, sample)))
